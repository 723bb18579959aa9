package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"consilium/community"
)

// Both languages have the same sentences with the same arguments, in every
// plural form.
func TestLanguagesAgree(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	english, german := c.languages[language.English], c.languages[language.German]
	for key, sentence := range english {
		other, ok := german[key]
		if !ok {
			t.Errorf("%s is missing in German", key)
			continue
		}
		if a, b := arguments(sentence), arguments(other); !slices.Equal(a, b) {
			t.Errorf("%s: arguments %v in English, %v in German", key, a, b)
		}
	}
	for key := range german {
		if _, ok := english[key]; !ok {
			t.Errorf("%s is missing in English", key)
		}
	}
}

func arguments(m message) []string {
	var names []string
	for _, segments := range m.forms {
		for _, part := range segments {
			if part.argument != "" && part.argument != countArgument && !slices.Contains(names, part.argument) {
				names = append(names, part.argument)
			}
		}
	}
	slices.Sort(names)
	return names
}

// A file that says the same twice would hide one of the two.
func TestNoKeyTwice(t *testing.T) {
	err := fs.WalkDir(catalogueFiles, "catalogue", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := catalogueFiles.ReadFile(name)
		if err != nil {
			return err
		}
		var stack []string
		seen := make(map[string]bool)
		for _, line := range strings.Split(string(text), "\n") {
			key := regexp.MustCompile(`^\s*"([^"]+)":`).FindStringSubmatch(line)
			if key != nil {
				full := strings.Join(stack, ".") + "." + key[1]
				if seen[full] {
					t.Errorf("%s: %s is there twice", name, full)
				}
				seen[full] = true
			}
			if strings.HasSuffix(line, "{") && key != nil {
				stack = append(stack, key[1])
			} else if strings.HasPrefix(strings.TrimSpace(line), "}") && len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// uses are the keys and the beginnings of keys ("post.audience.") that occur in
// templates and in the program.
type uses struct{ keys, prefixes map[string]string }

func collectUses(t *testing.T, areas []string) uses {
	u := uses{make(map[string]string), make(map[string]string)}
	shape := regexp.MustCompile(`^(` + strings.Join(areas, "|") + `)(\.[A-Za-z0-9_:+-]+)*\.?$`)
	note := func(where, word string) {
		switch {
		case !shape.MatchString(word) || !strings.Contains(word, "."):
		case strings.HasSuffix(word, "."):
			u.prefixes[word] = where
		default:
			u.keys[word] = where
		}
	}
	for name, text := range templates(t) {
		for _, word := range regexp.MustCompile(`"([^"]*)"`).FindAllStringSubmatch(actions(text), -1) {
			note(name, word[1])
		}
	}
	for name, file := range goFiles(t) {
		ast.Inspect(file, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				word, _ := strconv.Unquote(literal.Value)
				note(name, word)
			}
			return true
		})
	}
	return u
}

// actions is what stands between braces.
func actions(text string) string {
	return strings.Join(regexp.MustCompile(`(?s)\{\{.*?\}\}`).FindAllString(text, -1), "\n")
}

func templates(t *testing.T) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := fs.WalkDir(templateFiles, "template", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			text, _ := templateFiles.ReadFile(name)
			all[name] = string(text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// goFiles parses the program's own sources, tests left out.
func goFiles(t *testing.T) map[string]*ast.File {
	t.Helper()
	all := make(map[string]*ast.File)
	err := filepath.WalkDir("../..", func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && len(entry.Name()) > 2 {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		if file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0); err == nil {
			all[name] = file
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every key that is used exists, and every sentence is used.
func TestKeysAreUsedAndExist(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	english := c.languages[language.English]
	u := collectUses(t, areasOf(english))
	for key, where := range u.keys {
		if _, ok := english[key]; !ok && strings.HasPrefix(where, "template") {
			t.Errorf("%s: %q is not in the catalogue", where, key)
		}
	}
	for key, where := range spoken(t) {
		_, ok := english[key]
		if prefix := strings.HasSuffix(key, "."); prefix && !isPrefix(english, key) || !prefix && !ok {
			t.Errorf("%s: %q is not in the catalogue", where, key)
		}
	}
	for prefix, where := range u.prefixes {
		if !isPrefix(english, prefix) && strings.HasPrefix(where, "template") {
			t.Errorf("%s: nothing begins with %q in the catalogue", where, prefix)
		}
	}
	for key := range english {
		if _, ok := u.keys[key]; !ok && !coveredBy(u.prefixes, key) {
			t.Errorf("%s is never used", key)
		}
	}
}

// spoken are the keys given to the functions that speak, wherever they are:
// Say, invalid and T.
func spoken(t *testing.T) map[string]string {
	t.Helper()
	position := map[string]int{"Say": 0, "T": 0, "invalid": 1}
	found := make(map[string]string)
	for name, file := range goFiles(t) {
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			at, speaks := position[calledName(call)]
			if !speaks || at >= len(call.Args) {
				return true
			}
			argument := call.Args[at]
			for sum, ok := argument.(*ast.BinaryExpr); ok; sum, ok = argument.(*ast.BinaryExpr) {
				argument = sum.X
			}
			if literal, ok := argument.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				key, _ := strconv.Unquote(literal.Value)
				found[key] = name
			}
			return true
		})
	}
	return found
}

func calledName(call *ast.CallExpr) string {
	switch called := call.Fun.(type) {
	case *ast.Ident:
		return called.Name
	case *ast.SelectorExpr:
		return called.Sel.Name
	}
	return ""
}

func areasOf(m messages) []string {
	var areas []string
	for key := range m {
		area, _, _ := strings.Cut(key, ".")
		if !slices.Contains(areas, area) {
			areas = append(areas, area)
		}
	}
	return areas
}

func isPrefix(m messages, prefix string) bool {
	for key := range m {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func coveredBy(prefixes map[string]string, key string) bool {
	for prefix := range prefixes {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// Every slug of the community's lists has its words.
func TestVocabularyHasWords(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	p := c.Printer(Reader{})
	for prefix, slugs := range map[string][]string{
		"profession.": words(community.Professions()), "specialty.": words(community.Specialties()),
		"age.": words(community.AgeBands()), "sex.": words(community.Sexes()), "consent.": words(community.ConsentBases()),
		"flag.":          words(community.FlagCategories()),
		"post.audience.": {"public", "unlisted", "followers", "direct", "instance", "clinicians", "group", "named"},
	} {
		for _, slug := range slugs {
			if !p.Has(prefix + slug) {
				t.Errorf("%s%s has no words", prefix, slug)
			}
		}
	}
}

// Templates hold no sentence of their own: no letter stands outside of braces
// and tags, and no attribute that is read aloud has fixed words.
func TestNoTextInTemplates(t *testing.T) {
	tags := regexp.MustCompile(`(?s)<[^>]*>`)
	spokenAttribute := regexp.MustCompile(`\b(title|alt|aria-label|placeholder)="([^"]*[A-Za-z][^"]*)"`)
	for name, text := range templates(t) {
		if strings.HasSuffix(name, "field.html") { // holds attributes to be put into a tag
			text = regexp.MustCompile(`(?s)\{\{define "control"\}\}.*?\n`).ReplaceAllString(text, "")
		}
		bare := regexp.MustCompile(`(?s)\{\{.*?\}\}`).ReplaceAllString(text, "")
		for _, found := range spokenAttribute.FindAllStringSubmatch(bare, -1) {
			t.Errorf("%s: fixed words in %s", name, found[0])
		}
		left := tags.ReplaceAllString(bare, " ")
		if letters := regexp.MustCompile(`[\pL]{2,}[^\n]*`).FindString(left); letters != "" {
			t.Errorf("%s: text outside of the catalogues: %q", name, letters)
		}
	}
}
