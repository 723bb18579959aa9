package vocab

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Every server's shape is read into the view it should become (R-ACT-2, R-IN-5),
// and nothing worth showing is lost on the way.
func TestReceived(t *testing.T) {
	for name, data := range received(t) {
		t.Run(name, func(t *testing.T) {
			n, err := Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			view := plain(t, viewOf(n))
			golden(t, filepath.Join("testdata", "received", name+".golden"), indent(t, view))
			kept := map[string]bool{}
			leaves(view, nil, func(_ []string, leaf string) { kept[leaf] = true })
			leaves(plainDocument(t, data), nil, func(path []string, leaf string) {
				if !unread(name, path) && !kept[leaf] {
					t.Errorf("%s: %q is lost", strings.Join(path, "."), leaf)
				}
			})
		})
	}
}

// unreadMembers are what no view carries: nobody shows it, or the Node has it
// for whoever needs it (proofs, policies).
var unreadMembers = strings.Fields(`@context atomUri inReplyToAtomUri interactionPolicy signature proof liked
	formerRepresentations _misskey_content preview playlists duration uuid category dislikes comments views
	sourceContent stickied first`)

// unreadPaths are members that matter elsewhere, but not there.
var unreadPaths = strings.Fields(`language.name replies.totalItems likes.totalItems shares.totalItems tag.updated
	icon.width icon.height url.width url.height url.mediaType`)

// unreadIn are what single documents offer beside what is read.
var unreadIn = map[string]string{
	"lemmy_group":    "source.content source.mediaType language.identifier", // of the description
	"peertube_group": "icon.url url.href",                                   // the smaller icon, the feed
	"peertube_video": "icon.url url.tag.type url.tag.name url.tag.mediaType url.tag.href url.tag.size url.tag.fps url.tag.width url.tag.height",
	"akkoma_react":   "context",
}

func unread(document string, path []string) bool {
	last, joined := path[len(path)-1], strings.Join(path, ".")
	if last == "type" && len(path) > 1 {
		return true // the view's own type says it
	}
	if slices.Contains(strings.Fields(unreadIn[document]), joined) {
		return true
	}
	if slices.ContainsFunc(unreadPaths, func(suffix string) bool { return strings.HasSuffix(joined, suffix) }) {
		return true
	}
	return slices.ContainsFunc(path, func(member string) bool { return slices.Contains(unreadMembers, member) })
}

// viewOf reads a document as federation would.
func viewOf(n *Node) any {
	switch {
	case n.IsActor():
		return n.Actor()
	case n.IsActivity():
		a := n.Activity()
		seen := map[string]any{"Activity": a}
		if a.Object.Node != nil {
			seen["Embedded"] = viewOf(a.Object.Node)
		}
		return seen
	case n.IsCollection():
		c := n.Collection()
		seen := map[string]any{"Collection": c}
		for i, item := range c.Items {
			if item.Node != nil {
				seen[fmt.Sprintf("Item%d", i)] = viewOf(item.Node)
			}
		}
		return seen
	}
	return n.Object()
}

// leaves visits every string and number with the names on the way to it, times
// and the public address in their one form.
func leaves(value any, path []string, visit func(path []string, leaf string)) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			leaves(member, append(slices.Clone(path), name), visit)
		}
	case []any:
		for _, element := range v {
			leaves(element, path, visit)
		}
	case json.Number:
		visit(path, v.String())
	case string:
		if at := parseTime(v); !at.IsZero() {
			v = at.Format(time.RFC3339Nano)
		}
		if isPublic(v) {
			v = Public
		}
		if v != "" {
			visit(path, v)
		}
	}
}

// plain turns a view into plain JSON values without the empty ones.
func plain(t *testing.T, view any) any {
	t.Helper()
	data, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	value, _ := prune(plainDocument(t, data))
	return value
}

func plainDocument(t *testing.T, data []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func prune(value any) (any, bool) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			kept, ok := prune(member)
			if v[name] = kept; !ok {
				delete(v, name)
			}
		}
		return v, len(v) > 0
	case []any:
		for i := range v {
			v[i], _ = prune(v[i])
		}
		return v, len(v) > 0
	case string:
		return v, v != "" && v != "0001-01-01T00:00:00Z"
	case json.Number:
		return v, v.String() != "0"
	case bool:
		return v, v
	}
	return value, value != nil
}

func indent(t *testing.T, value any) []byte {
	t.Helper()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs, got:\n%s", path, got)
	}
}

func received(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/received/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no received documents", err)
	}
	documents := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		documents[strings.TrimSuffix(filepath.Base(path), ".json")] = data
	}
	return documents
}
