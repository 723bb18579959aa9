package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// modulePath is the name in go.mod, before every import of our own.
const modulePath = "consilium"

// source is one parsed Go file of the module.
type source struct {
	name   string // from the module's root, with slashes: "storage/follow.go"
	folder string // the package: "storage"
	test   bool
	lines  int
	file   *ast.File
	fset   *token.FileSet
}

// at says where a node stands, for messages.
func (s source) at(pos token.Pos) string {
	return s.name + ":" + strconv.Itoa(s.fset.Position(pos).Line)
}

// imports lists the paths the file imports.
func (s source) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			p = spec.Path.Value
		}
		paths = append(paths, p)
	}
	return paths
}

// nameOf returns the word by which the file calls an imported package, or "" when it does not import it.
func (s source) nameOf(imported string) string {
	for i, p := range s.imports() {
		if p != imported {
			continue
		}
		if name := s.file.Imports[i].Name; name != nil {
			return name.Name
		}
		return path.Base(p)
	}
	return ""
}

// module reads every Go file of the module once. It reads the files themselves and not go list:
// go test remembers which files a test opened, but not what a command answered, and would show an old green.
var module = sync.OnceValues(func() ([]source, error) {
	var sources []source
	root := os.DirFS(filepath.Join("..", ".."))
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if skipped(name) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		parsed, err := parse(name, text)
		sources = append(sources, parsed)
		return err
	})
	return sources, err
})

// skipped tells folders that hold no sources of ours; what they are called is the go command's own rule
// for dots, underscores and testdata, and .gitignore's for the rest.
func skipped(folder string) bool {
	base := path.Base(folder)
	return folder != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) ||
		base == "testdata" || folder == "bin" || folder == "data"
}

func parse(name string, text []byte) (source, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{
		name:   name,
		folder: path.Dir(name),
		test:   strings.HasSuffix(name, "_test.go"),
		lines:  strings.Count(string(text), "\n"),
		file:   file,
		fset:   fset,
	}, err
}

// sources returns the module's files, without the tests unless they are asked for.
func sources(t *testing.T, withTests bool) []source {
	t.Helper()
	all, err := module()
	if err != nil {
		t.Fatalf("read the module: %v", err)
	}
	if len(all) == 0 {
		t.Fatal("found no Go file: is the module's root still two folders up?")
	}
	if withTests {
		return all
	}
	var kept []source
	for _, s := range all {
		if !s.test {
			kept = append(kept, s)
		}
	}
	return kept
}

// sourceOf parses a file written in a test.
func sourceOf(t *testing.T, name, text string) source {
	t.Helper()
	s, err := parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
