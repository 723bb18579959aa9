package main_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// The sizes of docs/architecture.md §1. Parameters count the context and every name, but neither the receiver nor
// a list at the end (args ...any).
const (
	mostFileLines     = 500
	mostFunctionLines = 80
	mostParameters    = 4
)

// longFunctions are the tables and route lists that may pass mostFunctionLines, as "file.go:name" from the
// module's root. An entry that is no longer needed fails the test.
var longFunctions = []string{}

// shapeless are names that say nothing about what is inside: for a package anywhere in its path,
// and for a file.
var shapeless = struct{ packages, files []string }{
	packages: []string{"internal", "pkg", "util", "utils", "common", "core", "service", "services", "manager", "managers", "helper", "helpers", "model", "models", "misc"},
	files:    []string{"util", "utils", "common", "helper", "helpers", "manager", "misc"},
}

// wellKnown are methods whose meaning an interface of Go's library already fixes; they need no comment.
var wellKnown = []string{
	"Error", "Unwrap", "Is", "As", "String", "Read", "Write", "Close", "Seek", "ServeHTTP", "Len", "Less", "Swap", "Scan", "Value",
	"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "LogValue", "RoundTrip",
}

// clocks are the functions of package time that look at the clock. Time is an argument everywhere but in cmd.
// (Until stays allowed: a context's deadline is on the wall clock whoever asks.)
var clocks = []string{"Now", "Since"}

// trusted are the types of html/template that switch escaping off.
var trusted = []string{"HTML", "HTMLAttr", "CSS", "JS", "JSStr", "URL", "Srcset"}

func TestNamesSayWhatIsInside(t *testing.T) {
	for _, s := range sources(t, true) {
		for _, fault := range nameFaults(s) {
			t.Error(fault)
		}
	}
}

func nameFaults(s source) []string {
	var faults []string
	for element := range strings.SplitSeq(s.folder+"/"+strings.TrimSuffix(s.file.Name.Name, "_test"), "/") {
		if slices.Contains(shapeless.packages, element) {
			faults = append(faults, fmt.Sprintf("%s: no package is called %s", s.name, element))
		}
	}
	base := strings.TrimSuffix(strings.TrimSuffix(path.Base(s.name), ".go"), "_test")
	if slices.Contains(shapeless.files, base) {
		faults = append(faults, fmt.Sprintf("%s: a file is named by its noun", s.name))
	}
	return faults
}

func TestEveryPackageSaysItsDuty(t *testing.T) {
	duty := map[string]string{}
	for _, s := range sources(t, false) {
		if _, seen := duty[s.folder]; !seen {
			duty[s.folder] = ""
		}
		if path.Base(s.name) == "doc.go" && s.file.Doc != nil {
			duty[s.folder] = s.file.Doc.Text()
		}
	}
	for folder, text := range duty {
		opening := "Package " + path.Base(folder) + " "
		if strings.HasPrefix(folder, "cmd/") {
			opening = "Command " + path.Base(folder) + " "
		}
		if !strings.HasPrefix(text, opening) {
			t.Errorf("%s/doc.go must open with the comment %q and then its duty", folder, opening+"…")
		}
	}
}

func TestSizes(t *testing.T) {
	spare := slices.Clone(longFunctions)
	for _, s := range sources(t, true) {
		if s.lines > mostFileLines {
			t.Errorf("%s has %d lines, at most %d: two nouns in one room?", s.name, s.lines, mostFileLines)
		}
		if s.test {
			continue
		}
		for _, f := range functions(s) {
			lines := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
			if lines > mostFunctionLines {
				key := s.name + ":" + f.Name.Name
				if !slices.Contains(longFunctions, key) {
					t.Errorf("%s: %s has %d lines, at most %d", s.at(f.Pos()), f.Name.Name, lines, mostFunctionLines)
				}
				spare = slices.DeleteFunc(spare, func(k string) bool { return k == key })
			}
			if n := parameters(f); n > mostParameters {
				t.Errorf("%s: %s takes %d arguments, at most %d, then a struct", s.at(f.Pos()), f.Name.Name, n, mostParameters)
			}
		}
	}
	for _, key := range spare {
		t.Errorf("longFunctions lists %s, which is short or gone", key)
	}
}

func functions(s source) []*ast.FuncDecl {
	var found []*ast.FuncDecl
	for _, decl := range s.file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			found = append(found, f)
		}
	}
	return found
}

func parameters(f *ast.FuncDecl) int {
	n := f.Type.Params.NumFields()
	if n > 0 {
		if _, list := f.Type.Params.List[len(f.Type.Params.List)-1].Type.(*ast.Ellipsis); list {
			n--
		}
	}
	return n
}

func TestExportedNamesAreExplained(t *testing.T) {
	for _, s := range sources(t, false) {
		for _, bare := range undocumented(s) {
			t.Errorf("%s: exported and without a comment", bare)
		}
	}
}

// undocumented lists exported declarations that no comment explains. A comment on a group explains its members.
func undocumented(s source) []string {
	var bare []string
	miss := func(name *ast.Ident, docs ...*ast.CommentGroup) {
		if name.IsExported() && !slices.ContainsFunc(docs, func(d *ast.CommentGroup) bool { return d != nil }) {
			bare = append(bare, s.at(name.Pos())+" "+name.Name)
		}
	}
	for _, decl := range s.file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d)) && !slices.Contains(wellKnown, d.Name.Name) {
				miss(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					miss(spec.Name, d.Doc, spec.Doc, spec.Comment)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						miss(name, d.Doc, spec.Doc, spec.Comment)
					}
				}
			}
		}
	}
	return bare
}

// receiver returns the name of the type a method belongs to.
func receiver(f *ast.FuncDecl) string {
	name := ""
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return name
}

// Time is injected: what depends on the clock cannot be tested at midnight, and two clocks disagree.
func TestOnlyCmdLooksAtTheClock(t *testing.T) {
	for _, s := range sources(t, false) {
		if s.folder == "cmd/consilium" || s.folder == "storage/storagetest" {
			continue
		}
		for _, use := range uses(s, "time", clocks) {
			t.Errorf("%s: only cmd looks at the clock; take now as an argument", use)
		}
	}
}

// SafeHTML enters a template at one place, which a reader finds with one search (docs/architecture.md §3).
func TestEscapingIsSwitchedOffOnce(t *testing.T) {
	var found []string
	for _, s := range sources(t, false) {
		for _, use := range calls(s, "html/template", trusted) {
			found = append(found, use)
			if s.folder != "web/page" || !strings.HasSuffix(use, "template.HTML") {
				t.Errorf("%s: only web/page makes SafeHTML a template.HTML", use)
			}
		}
	}
	if len(found) > 1 {
		t.Errorf("escaping is switched off at more than one place: %s", strings.Join(found, ", "))
	}
}

// uses lists the places where a file names one of a package's identifiers.
func uses(s source, imported string, names []string) []string {
	return places(s, imported, names, func(n ast.Node) ast.Node { return n })
}

// calls lists the places where a file calls one of a package's functions, or converts to one of its types.
func calls(s source, imported string, names []string) []string {
	return places(s, imported, names, func(n ast.Node) ast.Node {
		if call, ok := n.(*ast.CallExpr); ok {
			return call.Fun
		}
		return nil
	})
}

// places lists where "package.Name" stands in what pick takes from each node.
func places(s source, imported string, names []string, pick func(ast.Node) ast.Node) []string {
	word := s.nameOf(imported)
	if word == "" {
		return nil
	}
	var found []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := pick(n).(*ast.SelectorExpr)
		if !ok || !slices.Contains(names, sel.Sel.Name) {
			return true
		}
		if id, ok := sel.X.(*ast.Ident); ok && id.Name == word {
			found = append(found, s.at(sel.Pos())+" "+path.Base(imported)+"."+sel.Sel.Name)
		}
		return true
	})
	return found
}

// A test that waits by sleeping is slow or wrong, and one that skips by itself hides what make test must show.
// In a synctest bubble sleeping costs nothing. Storagetest's Need is the one place that skips.
func TestTestsNeitherSleepNorSkip(t *testing.T) {
	for _, s := range sources(t, true) {
		if !s.test && s.folder != "storage/storagetest" {
			continue
		}
		if s.nameOf("testing/synctest") == "" {
			for _, use := range uses(s, "time", []string{"Sleep"}) {
				t.Errorf("%s: wait for a channel, or use testing/synctest", use)
			}
		}
		for _, use := range skips(s) {
			t.Errorf("%s: skip through storagetest.Need", use)
		}
	}
}

// skips lists calls of testing's Skip methods.
func skips(s source) []string {
	var found []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || s.name == "storage/storagetest/need.go" {
			return true
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) {
			found = append(found, s.at(call.Pos())+" "+sel.Sel.Name)
		}
		return true
	})
	return found
}

func TestNothingIsLeftForLater(t *testing.T) {
	for _, s := range sources(t, true) {
		for _, place := range promises(s) {
			t.Errorf("%s: do it now or file it; a comment is no place to keep work", place)
		}
	}
}

// promises lists comments that put work off.
func promises(s source) []string {
	var found []string
	for _, group := range s.file.Comments {
		for _, comment := range group.List {
			for _, word := range []string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"} {
				if containsWord(comment.Text, word) {
					found = append(found, s.at(comment.Pos())+" "+word)
				}
			}
		}
	}
	return found
}

func containsWord(text, word string) bool {
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), word)
}

// Each check finds the fault it is for, in a file that has all of them.
func TestHouseRulesFindFaults(t *testing.T) {
	s := sourceOf(t, "web/common/util.go", `package common
import ("time"; tmpl "html/template")
// `+"TO"+`DO: later
func Bare(a, b int, c ...int) tmpl.HTML { _ = time.Now; return tmpl.HTML("") }
// Told is explained.
type Told struct{}
func (Told) Bare() {}
func (*Told) Error() string { return "" }
func (hidden[T]) Loud() {}
type hidden[T any] struct{}
func lazy(t interface{ Skip() }) { t.Skip() }
const ( One = 1 // explained
	Two = 2 )
`)
	for _, c := range []struct {
		check string
		found []string
		want  int
	}{
		{"names", nameFaults(s), 3},
		{"comments", undocumented(s), 2}, // Told.Bare and Two
		{"clock", uses(s, "time", clocks), 1},
		{"escaping", calls(s, "html/template", trusted), 1},
		{"promises", promises(s), 1},
		{"skips", skips(s), 1},
	} {
		if len(c.found) != c.want {
			t.Errorf("%s: found %d %q, want %d", c.check, len(c.found), c.found, c.want)
		}
	}
	if n := parameters(functions(s)[0]); n != 2 {
		t.Errorf("counted %d arguments of func(a, b int, c ...int), want 2", n)
	}
	if s.file.Decls[0].(*ast.GenDecl).Tok != token.IMPORT {
		t.Error("parsed another file than the one written here")
	}
}
