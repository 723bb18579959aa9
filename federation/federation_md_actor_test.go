package federation

import (
	"go/ast"
	"go/parser"
	syntax "go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

// said reads a table of FEDERATION.md whose first cell names things in backquotes: which of them are taken, and which
// are sent.
func said(t *testing.T, heading string) (in, out []string) {
	t.Helper()
	name := regexp.MustCompile("`([A-Za-z]+)`")
	for _, cells := range rows(t, heading) {
		for _, parts := range name.FindAllStringSubmatch(cells[0], -1) {
			if !strings.HasPrefix(cells[1], "–") {
				in = append(in, parts[1])
			}
			if !strings.HasPrefix(cells[2], "–") {
				out = append(out, parts[1])
			}
		}
	}
	slices.Sort(in)
	slices.Sort(out)
	return in, out
}

// R-DOC-1: FEDERATION.md names the types of actor that are read.
func TestFederationMDActorTypes(t *testing.T) {
	in, _ := said(t, "#### Actor types")
	want := []string{string(community.Application), string(community.Group), string(community.Organization), string(community.Person), string(community.Service)}
	if !slices.Equal(in, want) {
		t.Errorf("FEDERATION.md says that %v are read, want %v", in, want)
	}
	for _, kind := range in {
		if !actorKind(kind) {
			t.Errorf("%s is not read", kind)
		}
	}
}

// unused are members that our encoder could write and nobody here fills.
var unused = []string{"memorial", "suspended", "updated"}

// R-DOC-1: the fields of an actor that FEDERATION.md names are those that the source reads and writes.
func TestFederationMDActorFields(t *testing.T) {
	in, out := said(t, "#### Actor fields")
	if read := membersRead(t); !slices.Equal(in, read) {
		t.Errorf("FEDERATION.md says that these are read:\n%v\nthe source says:\n%v", in, read)
	}
	written := slices.DeleteFunc(membersWritten(t), func(name string) bool { return slices.Contains(unused, name) })
	if !slices.Equal(out, written) {
		t.Errorf("FEDERATION.md says that these are written:\n%v\nthe source says:\n%v", out, written)
	}
}

func actorSource(t *testing.T, name string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(syntax.NewFileSet(), filepath.Join("vocab", name), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// membersRead are the members that vocab/actor.go asks a document for.
func membersRead(t *testing.T) []string {
	members := []string{"id", "type", "tag", "publicKey", "assertionMethod", "indexable", "searchableBy"} // by functions of their own
	ast.Inspect(actorSource(t, "actor.go"), func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is || len(call.Args) == 0 {
			return true
		}
		asked, is := call.Fun.(*ast.SelectorExpr)
		if name, found := literal(call.Args[0]); is && found && name != "value" && asked.Sel.Name != "TrimPrefix" {
			members = append(members, name)
		}
		return true
	})
	members = slices.DeleteFunc(members, func(name string) bool { return name == "updated" }) // read, and not used
	slices.Sort(members)
	return slices.Compact(members)
}

// membersWritten are the members of the shapes that vocab/actor_encode.go writes for an actor.
func membersWritten(t *testing.T) []string {
	members := []string{"implements", "sharedInbox"} // of what lies inside
	ast.Inspect(actorSource(t, "actor_encode.go"), func(n ast.Node) bool {
		shape, is := n.(*ast.TypeSpec)
		if !is || shape.Name.Name != "actorCore" && shape.Name.Name != "actorWire" {
			return true
		}
		for _, field := range shape.Type.(*ast.StructType).Fields.List {
			if field.Tag == nil {
				continue
			}
			name, _, _ := strings.Cut(reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("json"), ",")
			members = append(members, name)
		}
		return false
	})
	slices.Sort(members)
	return members
}

// What FEDERATION.md says of numbers is so.
func TestFederationMDNumbers(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "FEDERATION.md"))
	if err != nil {
		t.Fatal(err)
	}
	if UsualNewcomers != 300 || !strings.Contains(string(text), "300 actors that were never seen before") {
		t.Errorf("%d new actors of a domain", UsualNewcomers)
	}
}
