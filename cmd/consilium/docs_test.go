package main_test

import (
	"bufio"
	"go/ast"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// page is one Markdown file of the module.
type page struct {
	name  string // from the module's root, with slashes
	text  string // without fenced code
	slugs map[string]bool
}

// house is the module's root.
func house() fs.FS { return os.DirFS(filepath.Join("..", "..")) }

func pages(t *testing.T) map[string]page {
	t.Helper()
	all := map[string]page{}
	err := fs.WalkDir(house(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && skipped(name) {
			return fs.SkipDir
		}
		if path.Ext(name) == ".md" {
			all[name] = readPage(t, name)
		}
		return nil
	})
	if err != nil || len(all) < 5 {
		t.Fatalf("found %d pages, %v", len(all), err)
	}
	return all
}

// fence is a block of code, in which nothing is a heading or a link.
var fence = regexp.MustCompile("(?ms)^```.*?^```")

func readPage(t *testing.T, name string) page {
	t.Helper()
	p := page{name: name, text: fence.ReplaceAllString(read(t, name), ""), slugs: map[string]bool{}}
	for line := range strings.SplitSeq(p.text, "\n") {
		if title := strings.TrimLeft(line, "#"); title != line && strings.HasPrefix(title, " ") {
			p.slugs[slug(title)] = true
		}
	}
	return p
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(house(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// slug is the anchor that a forge gives a heading: lower case, no punctuation, hyphens for spaces.
func slug(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, strings.TrimSpace(title))
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// Every link from a page to a file of the house leads to one, and to a heading that is there.
func TestLinksLeadSomewhere(t *testing.T) {
	all := pages(t)
	for _, p := range all {
		for _, found := range link.FindAllStringSubmatch(p.text, -1) {
			if fault := linkFault(all, p, found[1]); fault != "" {
				t.Errorf("%s: %s: %s", p.name, found[1], fault)
			}
		}
	}
}

func linkFault(all map[string]page, from page, target string) string {
	if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
		return ""
	}
	file, anchor, _ := strings.Cut(target, "#")
	name := from.name
	if file != "" {
		name = path.Join(path.Dir(from.name), file)
	}
	if _, err := fs.Stat(house(), name); err != nil {
		return "no such file"
	}
	if anchor != "" && !all[name].slugs[anchor] {
		return "no such heading"
	}
	return ""
}

// tabled gives the first cells of the tables on a page, split by what stands in backquotes.
func tabled(text string) (keys [][]string, lines []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		keys, lines = append(keys, quoted(cells[0])), append(lines, line)
	}
	return keys, lines
}

var backquotes = regexp.MustCompile("`([^`]+)`")

func quoted(cell string) []string {
	var words []string
	for _, found := range backquotes.FindAllStringSubmatch(cell, -1) {
		words = append(words, found[1])
	}
	return words
}

// docs/operations.md has a row for every key of config.example.toml, and for no other; what else it calls by the name
// of a key is one.
func TestOperationsNameEverySetting(t *testing.T) {
	known := exampleKeys(t)
	var explained []string
	text := readPage(t, "docs/operations.md").text
	rows, _ := tabled(text)
	for _, row := range rows {
		explained = append(explained, row...)
	}
	explained = slices.DeleteFunc(explained, func(key string) bool { return !settingShape.MatchString(key) })
	slices.Sort(explained)
	if !slices.Equal(explained, known) {
		t.Errorf("docs/operations.md explains\n%v\nconfig.example.toml has\n%v", explained, known)
	}
	for _, p := range pages(t) {
		for _, word := range quoted(p.text) {
			key, _, _ := strings.Cut(word, " = ")
			if settingShape.MatchString(key) && !slices.Contains(known, key) {
				t.Errorf("%s: there is no setting %s", p.name, key)
			}
		}
	}
}

var settingShape = regexp.MustCompile(`^(server|storage|federation|registrations|accounts|verification|registers|citations|sign_on|cases|limits|mail)\.[a-z_]+$`)

// exampleKeys lists the keys of config.example.toml, sorted.
func exampleKeys(t *testing.T) []string {
	t.Helper()
	var keys []string
	section := ""
	lines := bufio.NewScanner(strings.NewReader(read(t, "config.example.toml")))
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			continue
		}
		if key, _, found := strings.Cut(line, " = "); found && !strings.HasPrefix(line, "#") {
			keys = append(keys, section+"."+key)
		}
	}
	slices.Sort(keys)
	return keys
}

// requirement is the identifier of something that is asked of the protocol (R-) or of security (S-).
var requirement = regexp.MustCompile(`\b[RS]-[A-Z0-9]+(?:-[A-Z0-9]+)*\b`)

// docs/federation.md names, for each requirement that a test names, tests that exist and name it.
func TestFederationPageNamesItsTests(t *testing.T) {
	tests, asked := testsByName(t), map[string]bool{}
	_, lines := tabled(readPage(t, "docs/federation.md").text)
	for _, line := range lines {
		cells := strings.Split(line, "|")
		id := strings.TrimSpace(cells[1])
		if requirement.FindString(id) != id || id == "" {
			continue
		}
		asked[id] = true
		for _, name := range quoted(cells[3]) {
			if named, exists := tests[name]; !exists {
				t.Errorf("%s: there is no test %s", id, name)
			} else if !named[id] {
				t.Errorf("%s: the file of %s does not name it", id, name)
			}
		}
	}
	for name, named := range tests {
		for id := range named {
			if !asked[id] {
				asked[id] = true // said once is enough
				t.Errorf("docs/federation.md has no row for %s, named beside %s", id, name)
			}
		}
	}
}

var testShape = regexp.MustCompile(`^Test[A-Z]\w*$`)

// A test that a page names is there.
func TestPagesNameTestsThatExist(t *testing.T) {
	exists := map[string]bool{}
	for name := range testsByName(t) {
		exists[path.Ext(name)] = true
	}
	for _, p := range pages(t) {
		for _, word := range quoted(p.text) {
			if testShape.MatchString(word) && !exists["."+word] {
				t.Errorf("%s: there is no test %s", p.name, word)
			}
		}
	}
}

// testsByName gives for each test, as package.Name, the requirements that its file names.
func testsByName(t *testing.T) map[string]map[string]bool {
	t.Helper()
	tests := map[string]map[string]bool{}
	for _, s := range sources(t, true) {
		if !s.test {
			continue
		}
		named := map[string]bool{}
		for _, comment := range s.file.Comments {
			for _, id := range requirement.FindAllString(comment.Text(), -1) {
				named[id] = true
			}
		}
		for _, name := range testNames(s) {
			tests[s.folder+"."+name] = named
		}
	}
	return tests
}

func testNames(s source) []string {
	var names []string
	for _, d := range s.file.Decls {
		f, is := d.(*ast.FuncDecl)
		if is && f.Recv == nil && (strings.HasPrefix(f.Name.Name, "Test") || strings.HasPrefix(f.Name.Name, "Fuzz")) {
			names = append(names, f.Name.Name)
		}
	}
	return names
}

// The table of who may import whom in docs/architecture.md is the one that imports_test.go holds the code to.
func TestArchitectureShowsTheImportTable(t *testing.T) {
	shown := map[string]bool{}
	_, section, _ := strings.Cut(readPage(t, "docs/architecture.md").text, "Who may import whom")
	section, _, _ = strings.Cut(section, "\n\nThe packages of others")
	packages, lines := tabled(section)
	for i, names := range packages {
		for _, name := range names {
			allowed, known := mayImport[name]
			shown[name] = true
			said := quoted(strings.Split(lines[i], "|")[2])
			if !known || !slices.Equal(slices.Sorted(slices.Values(said)), slices.Sorted(slices.Values(allowed))) {
				t.Errorf("docs/architecture.md: %s may import %v, the test says %v", name, said, allowed)
			}
		}
	}
	for name := range mayImport {
		if !shown[name] {
			t.Errorf("docs/architecture.md: %s is not in the table", name)
		}
	}
}
