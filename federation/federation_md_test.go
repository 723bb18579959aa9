package federation

import (
	"go/ast"
	"go/parser"
	syntax "go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// supported are the FEPs that FEDERATION.md may promise, each with a file of the module and what must be found there.
var supported = map[string]struct{ file, text string }{
	"67ff": {"FEDERATION.md", "## Supported FEPs"},
	"f1d5": {"federation/serve_nodeinfo.go", "nodeinfo.diaspora.software"},
	"0151": {"federation/serve_nodeinfo.go", "HideCounts"},
	"2677": {"federation/serve_nodeinfo.go", "activitystreams#Application"},
	"4adb": {"federation/webfinger.go", "IsActivityMediaType"},
	"3b86": {"federation/serve_webfinger.go", "https://w3id.org/fep/3b86/"},
	"d556": {"federation/serve_webfinger.go", "activitystreams#Service"},
	"2c59": {"federation/document_actor.go", "Webfinger:"},
	"844e": {"federation/document_actor.go", "Implements: capabilities()"},
	"521a": {"federation/document_actor.go", "proof.EncodeMultikey"},
	"8b32": {"federation/prove.go", "proof.Sign(body"},
	"fe34": {"federation/accept.go", "id.SameOrigin(actor)"},
	"7628": {"federation/receive_move.go", "community.CheckFollowed"},
	"044f": {"federation/read_quote.go", "InteractionTarget: want.target.String()"},
	"e232": {"federation/vocab/quote.go", "quoteRelation"},
	"5feb": {"federation/document_actor.go", "Indexable: a.Indexable"},
	"9967": {"federation/question.go", "vocab.Vote{ID:"},
	"1b12": {"federation/receive_group.go", "wrappedReceivers"},
	"7888": {"federation/serve_conversation.go", "FEP-7888"},
	"f228": {"federation/serve_conversation.go", `Type: "OrderedCollection", AttributedTo`},
	"171b": {"federation/serve_conversation.go", `Type: "Add"`},
	"11dd": {"federation/serve_conversation.go", "document.AttributedTo = owner.IRI"},
	"7458": {"federation/backfill.go", "{o.Replies, post.IRI"},
	"8fcf": {"federation/synchronize.go", "collection-synchronization"},
	"400e": {"federation/group_pass.go", "FEP-400e"},
	"268d": {"federation/vocab/search.go", "searchableBy"},
	"eb48": {"federation/document_post.go", `Type: "Hashtag"`},
}

// rows gives the tables of FEDERATION.md under a heading, cell by cell, without their first two lines.
func rows(t *testing.T, heading string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "FEDERATION.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n"+heading+"\n")
	if !found {
		t.Fatalf("FEDERATION.md has no heading %q", heading)
	}
	if i := strings.Index(section, "\n#"); i >= 0 {
		section = section[:i]
	}
	var all [][]string
	for line := range strings.SplitSeq(section, "\n") {
		if strings.HasPrefix(line, "|") {
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i, cell := range cells {
				cells[i] = strings.TrimSpace(cell)
			}
			all = append(all, cells)
		}
	}
	if len(all) < 3 {
		t.Fatalf("no table under %q", heading)
	}
	return all[2:]
}

// R-DOC-1: FEDERATION.md says what receivers takes, and what storage really sends and composers can make.
func TestFederationMDActivities(t *testing.T) {
	in, out := map[string]bool{}, map[string]bool{}
	for _, cells := range rows(t, "### Activities") {
		verb := strings.Trim(cells[0], "`")
		in[verb], out[verb] = !strings.HasPrefix(cells[1], "–"), !strings.HasPrefix(cells[2], "–")
	}
	sent := sentVerbs(t)
	for _, verb := range slices.Sorted(maps.Keys(in)) {
		if _, taken := receivers[verb]; taken != in[verb] {
			t.Errorf("%s in: FEDERATION.md says %v, the table of receive.go %v", verb, in[verb], taken)
		}
		if sent[verb] != out[verb] {
			t.Errorf("%s out: FEDERATION.md says %v, storage sends it: %v", verb, out[verb], sent[verb])
		}
	}
	for verb := range receivers {
		if !in[verb] {
			t.Errorf("FEDERATION.md does not say that %s is taken", verb)
		}
	}
	for verb := range sent {
		if !out[verb] {
			t.Errorf("FEDERATION.md does not say that %s is sent", verb)
		}
		if composers[verb] == nil {
			t.Errorf("storage sends %s, which no composer makes", verb)
		}
	}
}

// sentVerbs reads the sources of storage for the verbs of the deliveries it leaves: in Delivery{Verb: "…"} and in
// answer(ctx, "…", …).
func sentVerbs(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "storage", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	verbs := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(syntax.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") {
			ast.Inspect(file, func(n ast.Node) bool {
				if verb, found := verbOf(n); found {
					verbs[verb] = true
				}
				return true
			})
		}
	}
	return verbs
}

// verbOf is the verb that a delivery in the source is made with.
func verbOf(n ast.Node) (verb string, found bool) {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if kind, named := n.Type.(*ast.Ident); !named || kind.Name != "Delivery" {
			return "", false
		}
		for _, element := range n.Elts {
			pair, keyed := element.(*ast.KeyValueExpr)
			if !keyed {
				continue
			}
			if key, named := pair.Key.(*ast.Ident); named && key.Name == "Verb" {
				return literal(pair.Value)
			}
		}
	case *ast.CallExpr:
		method, selected := n.Fun.(*ast.SelectorExpr)
		if selected && method.Sel.Name == "answer" && len(n.Args) > 1 {
			return literal(n.Args[1])
		}
	}
	return "", false
}

func literal(e ast.Expr) (string, bool) {
	basic, is := e.(*ast.BasicLit)
	if !is {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

// R-DOC-1: the FEPs that FEDERATION.md names are those of the table above, and each is really there.
func TestFederationMDFEPs(t *testing.T) {
	slug := regexp.MustCompile(`^\[([0-9a-f]{4})\]\(https://codeberg\.org/fediverse/fep/src/branch/main/fep/([0-9a-f]{4})/fep-([0-9a-f]{4})\.md\)$`)
	named := map[string]bool{}
	for _, cells := range rows(t, "## Supported FEPs") {
		parts := slug.FindStringSubmatch(cells[0])
		if parts == nil || parts[1] != parts[2] || parts[1] != parts[3] {
			t.Errorf("FEDERATION.md: %s is not a FEP with its address", cells[0])
			continue
		}
		named[parts[1]] = true
		if _, known := supported[parts[1]]; !known {
			t.Errorf("FEDERATION.md promises FEP-%s, which is not in the table of this test", parts[1])
		}
	}
	for fep, at := range supported {
		if !named[fep] {
			t.Errorf("FEDERATION.md does not name FEP-%s", fep)
		}
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(at.file)))
		if err != nil || !strings.Contains(string(text), at.text) {
			t.Errorf("FEP-%s: %q is not in %s (%v)", fep, at.text, at.file, err)
		}
	}
}
