package storage_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ownWords are the functions that put more than written-out text into a statement, each
// with what that is: never what somebody sent.
var ownWords = map[string]string{
	"within":                "numbers of a page",
	"forClinicians":         "the number, level, profession and specialties of who reads, each of the code systems",
	"clinicianOf":           "levels, times, and codes that are quoted and of the code systems",
	"openPoll":              "a time",
	"hangCases":             "columns for the sections of a case",
	"writeCase":             "columns for the sections of a case",
	"casesFor":              "forClinicians",
	"countable":             "forClinicians",
	"CountCases":            "casesFor, and conditions of CaseFilter",
	"CountCasesBySpecialty": "casesFor, and the table of specialties",
	"CaseTimes":             "casesFor",
	"addSpecialties":        "casesFor",
	"where":                 "how an engine searches",
	"openCasesOfWord":       "how an engine searches",
	"memberCasesOfWord":     "how an engine searches",
	"foundIn":               "one of two tables, and how an engine searches",
	"caseFilter":            "how an engine searches, TRUE or FALSE, and conditions of caseMarks",
	"query":                 "codes that are quoted, and conditions of DirectoryFilter",
	"countLoss":             "one of two columns",
	"Groups":                "conditions of GroupQuery",
	"fillHomes":             "clinicianOf",
	"fillSpecialtyHomes":    "clinicianOf",
	"fillLists":             "clinicianOf",
	"peerQueue":             "a column and a number",
	"requests":              "one of two lists of columns, and of two conditions",
	"CountFiltered":         "one of two conditions",
	"CountMessageRequests":  "one of two conditions",
	"Tokens":                "columns of tables",
	"Measure":               "one of the measures",
	"Retention":             "numbers and times",
}

// spoken is what a text of a statement has in it.
var spoken = regexp.MustCompile(`\b(SELECT|FROM|WHERE|AND|OR|UPDATE|INSERT|DELETE|LIKE|ORDER BY|SET|IN)\b`)

// S-IN-6: statements are written out in the source. What comes from outside is an
// argument of them, never part of their text: what an exported method was given, a member
// of a value, or what a call makes of them is put into a statement only by the functions
// that are named above.
func TestStatementsAreWrittenOut(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set, found := token.NewFileSet(), map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is || f.Body == nil {
				continue
			}
			for _, e := range spliced(f) {
				found[f.Name.Name] = true
				if ownWords[f.Name.Name] == "" {
					t.Errorf("%s: %s puts something into a statement that is not written out", set.Position(e.Pos()), f.Name.Name)
				}
			}
		}
	}
	for name := range ownWords {
		if !found[name] {
			t.Errorf("%s puts no text together any more", name)
		}
	}
}

// spliced are the parts of statements in a function that may be other than its own words.
func spliced(f *ast.FuncDecl) []ast.Expr {
	given := map[string]bool{}
	if f.Name.IsExported() {
		for _, p := range f.Type.Params.List {
			for _, name := range p.Names {
				given[name.Name] = true
			}
		}
	}
	var all []ast.Expr
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := called(n)
			if name == "Sprintf" && len(n.Args) > 1 && speaks(n.Args[0]) {
				all = append(all, foreign(n.Args[1:], given)...)
			}
			return name != "update" && name != "Errorf" // what they are told is for errors
		case *ast.BinaryExpr:
			leaves := leavesOf(n)
			if n.Op == token.ADD && slices.ContainsFunc(leaves, speaks) {
				all = append(all, foreign(leaves, given)...)
				return false
			}
		}
		return true
	})
	return all
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func speaks(e ast.Expr) bool {
	basic, is := e.(*ast.BasicLit)
	return is && basic.Kind == token.STRING && spoken.MatchString(basic.Value)
}

func leavesOf(e ast.Expr) []ast.Expr {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return append(leavesOf(e.X), leavesOf(e.Y)...)
	case *ast.ParenExpr:
		return leavesOf(e.X)
	}
	return []ast.Expr{e}
}

// foreign are the parts that are neither literals nor names of this package's own text.
func foreign(parts []ast.Expr, given map[string]bool) []ast.Expr {
	var all []ast.Expr
	for _, e := range parts {
		switch e := e.(type) {
		case *ast.BasicLit:
		case *ast.Ident:
			if given[e.Name] {
				all = append(all, e)
			}
		default:
			all = append(all, e)
		}
	}
	return all
}

// likeArgument is a pattern that is an argument, and how it is escaped.
var likeArgument = regexp.MustCompile(`LIKE \?( ESCAPE '!')?`)

// ownPatterns are the files whose patterns are words of this package alone.
var ownPatterns = []string{"credential_issue.go", "lane.go", "peer_deed.go", "withdrawal_ledger.go"}

// S-IN-6: in a pattern that is searched for, what somebody typed has no wildcards.
func TestPatternsAreEscaped(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") || slices.Contains(ownPatterns, name) {
			continue
		}
		for _, found := range likeArgument.FindAllString(string(text), -1) {
			if !strings.HasSuffix(found, "'!'") {
				t.Errorf("%s: a pattern without ESCAPE: %s", name, found)
			}
		}
	}
}
