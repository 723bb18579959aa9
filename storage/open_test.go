package storage

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// openSurfaces are what visitors, other servers, feeds and previews read.
var openSurfaces = []string{
	"openAccountPosts", "publicEntries", "tagEntries", "openCases", "SearchTags", "Outbox", "OutboxCount", "Replies", "AnnouncedBy",
}

var postTable = regexp.MustCompile(`(?i)\b(from|join|,)\s+post\b`)

// What strangers read comes from the view open_post and nothing else: what is not in it cannot get there (S-PRIV-1).
func TestOpenSurfacesReadTheViewOnly(t *testing.T) {
	texts := statementTexts(t)
	for _, name := range openSurfaces {
		text, found := texts[name]
		if !found {
			t.Errorf("there is no %s: change this list with the code", name)
		}
		if !strings.Contains(text, "open_post") {
			t.Errorf("%s does not read open_post", name)
		}
		if postTable.MatchString(text) {
			t.Errorf("%s reads the table post itself", name)
		}
	}
	if !postTable.MatchString(texts["memberAccountPosts"]) {
		t.Error("the test does not recognise the table post")
	}
}

// statementTexts gives all string constants of every function of the package.
func statementTexts(t *testing.T) map[string]string {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if function, ok := d.(*ast.FuncDecl); ok {
				texts[function.Name.Name] = stringsIn(function)
			}
		}
	}
	return texts
}

func stringsIn(n ast.Node) string {
	var all strings.Builder
	ast.Inspect(n, func(n ast.Node) bool {
		if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING {
			all.WriteString(s.Value)
		}
		return true
	})
	return all.String()
}
