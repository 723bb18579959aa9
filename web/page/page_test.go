package page

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"consilium/community"
)

var update = flag.Bool("update", false, "write the golden files anew")

func rendered(t testing.TB, r *Renderer, language, name string, view View) string {
	t.Helper()
	p := r.catalogue.Printer(Reader{Language: language, Now: now, Instance: "St Anna Hospital"})
	var page bytes.Buffer
	if err := r.execute(&page, sampleFrame(p, name, view), view); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// Every page, filled, empty and with problems, is sound in English, in German
// and from right to left (pages.md, "What a page must pass").
func TestPagesAreSound(t *testing.T) {
	r := testRenderer(t)
	for _, language := range []string{"en", "de", pseudo} {
		for name, view := range samples() {
			t.Run(language+"/"+name, func(t *testing.T) {
				text := rendered(t, r, language, name, view)
				for _, fault := range faults(text) {
					t.Error(fault)
				}
				direction := map[bool]string{true: "rtl", false: "ltr"}[language == pseudo]
				if head := fmt.Sprintf(`<html lang="%s" dir="%s">`, language, direction); !strings.Contains(text, head) {
					t.Errorf("no %s", head)
				}
			})
		}
	}
}

// Whoever adds a page adds it to the samples, so that it is tested like the others.
func TestEveryPageHasASample(t *testing.T) {
	shown := make(map[string]bool)
	for _, view := range samples() {
		shown[strings.TrimPrefix(fmt.Sprintf("%T", view), "page.")] = true
	}
	for name, file := range goFiles(t) {
		ast.Inspect(file, func(node ast.Node) bool {
			method, ok := node.(*ast.FuncDecl)
			if !ok || method.Recv == nil || method.Name.Name != "meta" {
				return true
			}
			if receiver, ok := method.Recv.List[0].Type.(*ast.Ident); ok && !shown[receiver.Name] {
				t.Errorf("%s: no sample of %s", name, receiver.Name)
			}
			return true
		})
	}
}

// maxPage is the first page's budget in bytes, before compression.
const maxPage = 60 << 10

func faults(text string) []string {
	var list []string
	if len(text) > maxPage {
		list = append(list, fmt.Sprintf("the page weighs %d bytes", len(text)))
	}
	for _, sign := range []string{"⟦", "ZgotmplZ", "<no value>", "%!", "&lt;nil"} {
		if strings.Contains(text, sign) {
			list = append(list, "holds "+sign+" in "+excerpt(text, sign))
		}
	}
	if hole := regexp.MustCompile(`\{[a-z]+\}`).FindString(regexp.MustCompile(`data-[a-z]+="[^"]*"`).ReplaceAllString(text, "")); hole != "" {
		list = append(list, "an argument is missing: "+excerpt(text, hole))
	}
	list = append(list, unbalanced(text)...)
	return append(list, treeFaults(text)...)
}

func excerpt(text, sign string) string {
	at := strings.Index(text, sign)
	return text[max(0, at-60):min(len(text), at+60)]
}

var void = []string{"meta", "link", "input", "img", "br", "hr", "use", "path"}

// unbalanced finds tags that are not closed, or closed in the wrong place: a
// browser would repair them silently and differently.
func unbalanced(text string) []string {
	var list, open []string
	tokens := html.NewTokenizer(strings.NewReader(text))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				list = append(list, fmt.Sprintf("not closed: %v", open))
			}
			return list
		case html.StartTagToken:
			if name := tokens.Token().Data; !slices.Contains(void, name) {
				open = append(open, name)
			}
		case html.EndTagToken:
			name := tokens.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				return append(list, fmt.Sprintf("</%s> closes %v", name, open[max(0, len(open)-4):]))
			}
			open = open[:len(open)-1]
		}
	}
}

// A survey is what treeFaults counts while it walks a page.
type survey struct {
	headings, mains int
	ids             map[string]int
	labels          map[string]bool
	references      []string
	controls        []*html.Node
	faults          []string
}

func treeFaults(text string) []string {
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return []string{err.Error()}
	}
	s := &survey{ids: make(map[string]int), labels: make(map[string]bool)}
	for node := range root.Descendants() {
		if node.Type == html.ElementNode {
			s.visit(node)
		}
	}
	return s.conclude()
}

func (s *survey) visit(node *html.Node) {
	if id := attribute(node, "id"); id != "" {
		s.ids[id]++
	}
	for _, each := range node.Attr {
		if each.Key == "style" || strings.HasPrefix(each.Key, "on") {
			s.faults = append(s.faults, "inline "+each.Key+" in "+node.Data)
		}
		if each.Key == "aria-describedby" || each.Key == "aria-labelledby" || each.Key == "data-explained" || each.Key == "data-remaining" {
			s.references = append(s.references, strings.Fields(each.Val)...)
		}
	}
	switch node.Data {
	case "h1":
		s.headings++
	case "main":
		s.mains++
	case "label":
		s.labels[attribute(node, "for")] = true
	case "script":
		if node.FirstChild != nil || attribute(node, "src") == "" {
			s.faults = append(s.faults, "inline script")
		}
	case "style":
		s.faults = append(s.faults, "inline style")
	case "img":
		if !has(node, "alt") {
			s.faults = append(s.faults, "a picture without alt")
		}
	case "input", "select", "textarea":
		if attribute(node, "type") != "hidden" {
			s.controls = append(s.controls, node)
		}
	case "button", "a", "summary":
		if name(node) == "" {
			s.faults = append(s.faults, node.Data+" without a name: "+attribute(node, "href")+attribute(node, "class"))
		}
	}
}

func (s *survey) conclude() []string {
	list := s.faults
	if s.headings != 1 || s.mains != 1 {
		list = append(list, fmt.Sprintf("%d h1, %d main", s.headings, s.mains))
	}
	for id, count := range s.ids {
		if count > 1 {
			list = append(list, fmt.Sprintf("id %s is there %d times", id, count))
		}
	}
	for _, id := range s.references {
		if s.ids[id] == 0 {
			list = append(list, "nothing has the id "+id)
		}
	}
	for _, control := range s.controls {
		if !s.labels[attribute(control, "id")] && attribute(control, "aria-label") == "" {
			list = append(list, "no label for "+attribute(control, "name"))
		}
	}
	return list
}

func has(node *html.Node, key string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func attribute(node *html.Node, key string) string {
	for _, each := range node.Attr {
		if each.Key == key {
			return each.Val
		}
	}
	return ""
}

// name is what a screen reader would call an element.
func name(node *html.Node) string {
	if label := attribute(node, "aria-label"); label != "" {
		return label
	}
	words := ""
	for each := range node.Descendants() {
		if each.Type == html.TextNode {
			words += each.Data
		}
		words += attribute(each, "alt")
	}
	return strings.TrimSpace(words)
}

// Golden files of a few whole pages show in a review what a change of a piece
// does to what people read.
func TestGolden(t *testing.T) {
	r := testRenderer(t)
	all := samples()
	for _, name := range []string{"sign-in-problem", "thread-visitor", "case", "cases", "error-internal", "settings-account-problem", "desk-report", "picture", "redact-problem", "decisions", "settings-filter", "desk-appeals", "desk-domain-preview", "quoting-warned", "quotes", "list"} {
		t.Run(name, func(t *testing.T) {
			got := rendered(t, r, "en", name, all[name])
			got = strings.ReplaceAll(got, r.assets.fingerprint, "FINGERPRINT")
			file := filepath.Join("testdata", name+".golden.html")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if difference := cmp.Diff(string(want), got); difference != "" {
				t.Errorf("run with -update when this is meant:\n%s", difference)
			}
		})
	}
}

// What people write is text, wherever it is shown.
func TestNothingOfPeopleIsMarkup(t *testing.T) {
	r := testRenderer(t)
	evil := `"><script>alert(1)</script>`
	p := notePost()
	p.Author.Name, p.Warning, p.Title = evil, evil, evil
	p.Author.URL, p.URL = "javascript:alert(1)", "javascript:alert(1)"
	p.Content = community.Sanitize(`<p onclick="x">text<script>alert(1)</script></p>`)
	page := rendered(t, r, "en", "thread", Thread{Post: p})
	for _, sign := range []string{"<script>", "onclick", `href="javascript`} {
		if strings.Contains(page, sign) {
			t.Errorf("%s came through: %s", sign, excerpt(page, sign))
		}
	}
}

func TestProblemsOf(t *testing.T) {
	one := &community.Invalid{Field: "title", Problem: community.Say("case.title_needed")}
	two := &community.Invalid{Field: "consent", Problem: community.Say("case.consent_needed")}
	for _, c := range []struct {
		err    error
		fields int
	}{
		{nil, 0}, {errors.New("disk"), 0}, {one, 1}, {fmt.Errorf("post case: %w", one), 1},
		{errors.Join(one, two), 2}, {fmt.Errorf("post case: %w", errors.Join(one, two)), 2}, {errors.Join(errors.New("a")), 0},
	} {
		if got := ProblemsOf(c.err); len(got) != c.fields {
			t.Errorf("ProblemsOf(%v) = %v", c.err, got)
		}
	}
}
