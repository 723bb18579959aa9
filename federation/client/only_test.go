package client

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// S-NET-1: nobody else in the tree builds an HTTP client or borrows the default
// one. The sources are read, not the packages, so nothing hides behind a build tag.
func TestSNET1NoOtherClient(t *testing.T) {
	root := moduleRoot(t)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "vendor" || path == filepath.Join(root, "federation", "client")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, found := range strayClients(file) {
			t.Errorf("%s: %s: use the guarded client", files.Position(found.pos), found.what)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The lint finds what it is there to find.
func TestSNET1LintFinds(t *testing.T) {
	for source, want := range map[string]int{
		`import "net/http"; var _, _ = http.Get("")`:                         1,
		`import h "net/http"; var _, _ = h.Head("")`:                         1,
		`import "net/http"; var c = http.DefaultClient`:                      1,
		`import "net/http"; var c = http.DefaultTransport`:                   1,
		`import "net/http"; var c = &http.Client{}`:                          1,
		`import "net/http"; var c = new(http.Client)`:                        1,
		`import "net/http"; var c http.Client`:                               1,
		`import "net/http"; type s struct{ http.Transport }`:                 1,
		`import . "net/http"`:                                                1,
		`import "net/http"; func f(c *http.Client) { c.Get("") }`:            0,
		`import "net/http"; type s struct{ C *http.Client }`:                 0,
		`import "net/http"; func f(r http.Request) string { return r.Host }`: 0,
		`import http "example/other"; var c = http.Client{}`:                 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x; "+source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := strayClients(file); len(got) != want {
			t.Errorf("%s: %v", source, got)
		}
	}
}

type stray struct {
	what string
	pos  token.Pos
}

// strayClients lists the uses of net/http that send requests past the guard. The
// types may be named behind a pointer: that is how the guarded client is received.
func strayClients(file *ast.File) []stray {
	name := importName(file, "net/http")
	if name == "" {
		return nil
	}
	if name == "." {
		return []stray{{"dot import of net/http", file.Pos()}}
	}
	sends := []string{"Get", "Head", "Post", "PostForm", "DefaultClient", "DefaultTransport"}
	types := []string{"Client", "Transport"}
	var found []stray
	ast.Inspect(file, func(n ast.Node) bool {
		if pointer, ok := n.(*ast.StarExpr); ok && of(pointer.X, name, types) {
			return false
		}
		if selector, ok := n.(*ast.SelectorExpr); ok && (of(selector, name, sends) || of(selector, name, types)) {
			found = append(found, stray{"http." + selector.Sel.Name, selector.Pos()})
		}
		return true
	})
	return found
}

func of(expression ast.Expr, pkg string, names []string) bool {
	selector, ok := expression.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	owner, ok := selector.X.(*ast.Ident)
	return ok && owner.Name == pkg && slices.Contains(names, selector.Sel.Name)
}

func importName(file *ast.File, path string) string {
	for _, spec := range file.Imports {
		if imported, _ := strconv.Unquote(spec.Path.Value); imported != path {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path[strings.LastIndexByte(path, '/')+1:]
	}
	return ""
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	directory, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(directory, "go.mod")); err == nil {
			return directory
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			t.Fatal("no go.mod above the test")
		}
		directory = parent
	}
}
