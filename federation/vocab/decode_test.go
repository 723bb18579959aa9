package vocab

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// R-IN-1, S-IN-4: the bounds hold exactly, and what breaks them is refused.
func TestDecodeBounds(t *testing.T) {
	nested := func(depth int) string {
		return strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth)
	}
	elements := func(count int) string {
		return `{"tag":[` + strings.TrimSuffix(strings.Repeat("1,", count), ",") + "]}"
	}
	members := func(count int) string {
		var b strings.Builder
		for i := range count {
			fmt.Fprintf(&b, `,"m%d":0`, i)
		}
		return "{" + b.String()[1:] + "}"
	}
	for _, c := range []struct {
		name, document string
		want           error
	}{
		{"depth 32", nested(32), nil},
		{"depth 33", nested(33), ErrMalformed},
		{"depth 33 of arrays", `{"a":` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + "}", ErrMalformed},
		{"deep context", `{"@context":` + nested(40) + "}", ErrMalformed},
		{"depth a million", `{"a":` + strings.Repeat("[", 1_000_000) + "}", ErrMalformed},
		{"10,000 elements", elements(10_000), nil},
		{"10,001 elements", elements(10_001), ErrMalformed},
		{"100,000 tags", elements(100_000), ErrMalformed},
		{"10,000 members", members(10_000), nil},
		{"10,001 members", members(10_001), ErrMalformed},
		{"many small arrays", `{"a":[` + strings.TrimSuffix(strings.Repeat(`[{},{},{},{},{},{},{},{},{},{}],`, 9_500), ",") + `]}`, ErrMalformed},
		{"1 MiB", `{"a":"` + strings.Repeat("x", MaxBytes-8) + `"}`, nil},
		{"1 MiB and a byte", `{"a":"` + strings.Repeat("x", MaxBytes-7) + `"}`, ErrTooLarge},
		{"same member twice", `{"id":"a","id":"b"}`, ErrMalformed},
		{"escaped twin", `{"id":"a","\u0069d":"b"}`, ErrMalformed},
		{"null twin", `{"id":null,"id":"b"}`, ErrMalformed},
		{"twin with NUL", `{"id":"a","i\u0000d":"b"}`, ErrMalformed},
		{"twin under an alias", `{"actor":"a","as:actor":"b"}`, ErrMalformed},
		{"twin keyword", `{"id":"a","@id":"b"}`, ErrMalformed},
		{"nested twin", `{"object":{"type":"Note","type":"Create"}}`, ErrMalformed},
		{"names differ in case", `{"id":"a","ID":"b"}`, nil},
		{"trailing document", `{} {}`, ErrMalformed},
		{"trailing comma", `{"a":1,}`, ErrMalformed},
		{"array", `[{}]`, ErrMalformed},
		{"string", `"https://a.example/"`, ErrMalformed},
		{"null", `null`, ErrMalformed},
		{"nothing", ``, ErrMalformed},
		{"HTML", `<html>`, ErrMalformed},
		{"cut off", `{"a":[1`, ErrMalformed},
		{"byte order mark", "\ufeff{}", nil},
		{"huge number", `{"totalItems":1` + strings.Repeat("0", 1000) + `,"width":1e999999}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := Decode([]byte(c.document))
			if !errors.Is(err, c.want) || (c.want == nil) != (n != nil) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// An id spelled in capitals is not an id, as encoding/json would have it.
func TestMembersAreExact(t *testing.T) {
	if id := mustDecode(t, `{"ID":"https://evil.example/"}`).ID(); id != "" {
		t.Errorf("read ID as id: %q", id)
	}
}

// Remote strings never carry NUL or invalid UTF-8 (architecture §3).
func TestDecodeCleans(t *testing.T) {
	n, err := Decode([]byte("{\"name\":\"a\\u0000b\xff\xfec\",\"preferredUsername\":\"\xc3\x28\",\"content\":\"\\ud800x\"}"))
	if err != nil {
		t.Fatal(err)
	}
	if got := n.Actor().Name; got != "abc" {
		t.Errorf("name %q", got)
	}
	if got := n.Actor().PreferredUsername; got != "(" {
		t.Errorf("preferredUsername %q", got)
	}
	if !utf8.ValidString(n.Object().Content) {
		t.Errorf("content %q", n.Object().Content)
	}
}

// R-OIP-3: the bytes of an embedded activity are those received, and neither
// the caller's buffer nor the returned copy can change what was decoded.
func TestRawStandsAlone(t *testing.T) {
	inner := `{"id": "https://a.example/1",  "type":"Create", "n": 1.0e1}`
	data := []byte(`{"type":"Announce","object": ` + inner + ` }`)
	n, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		data[i] = 'x'
	}
	object := n.Activity().Object.Node
	raw := object.Raw()
	raw[0] = 'y'
	if got := string(object.Raw()); got != inner {
		t.Errorf("raw %q, want %q", got, inner)
	}
	if got := object.ID(); got != "https://a.example/1" {
		t.Errorf("id %q", got)
	}
	if !bytes.Contains(n.Raw(), []byte(inner)) {
		t.Error("the outer bytes lost the inner ones")
	}
}

// A list taken from a view belongs to who took it.
func TestViewsDoNotShare(t *testing.T) {
	n := mustDecode(t, `{"to":["a","b"],"object":["x","y","z"],"type":["Note"]}`)
	o, a := n.Object(), n.Activity()
	o.To[0], a.Further[0].ID, n.Types()[0] = "changed", "changed", "changed"
	_ = append(a.Further[:1], Reference{ID: "changed"})
	if n.Object().To[0] != "a" || n.Activity().Further[0].ID != "y" || n.Type() != "Note" {
		t.Error("a view changed what was decoded")
	}
}

// S-IN-9: null, or anything else, in any place crashes nothing.
func TestAnythingAnywhere(t *testing.T) {
	for name, data := range received(t) {
		document := plainDocument(t, data)
		for _, odd := range []any{nil, "", "x", json.Number("-1e400"), true, []any{}, []any{nil, []any{nil}}, map[string]any{}, map[string]any{"@list": nil}} {
			replaceEach(document, odd, func() {
				changed, err := json.Marshal(document)
				if err != nil {
					t.Fatal(err)
				}
				if n, err := Decode(changed); err == nil {
					readAll(n)
				} else if odd != json.Number("-1e400") {
					t.Fatalf("%s: %v: %s", name, err, changed)
				}
			})
		}
	}
}

// replaceEach puts odd in the place of each value in turn.
func replaceEach(value, odd any, visit func()) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = odd
			visit()
			v[name] = member
			replaceEach(member, odd, visit)
		}
	case []any:
		for i, element := range v {
			v[i] = odd
			visit()
			v[i] = element
			replaceEach(element, odd, visit)
		}
	}
}

// readAll takes every view of a document, whatever it says it is.
func readAll(n *Node) {
	_, _, _, _ = n.Actor(), n.Activity(), n.Collection(), n.Keys()
	_ = n.Object()
	viewOf(n)
	var none *Node
	if n != none {
		readAll(none)
	}
}

// Lists and texts longer than any use are cut, not kept (S-IN-4).
func TestLimits(t *testing.T) {
	many := func(one string, count int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(one+",", count), ",") + "]"
	}
	n := mustDecode(t, `{"type":"Person","name":"`+strings.Repeat("ä", 5000)+`",
		"attachment":`+many(`{"type":"PropertyValue","name":"n","value":"v"}`, 99)+`,
		"tag":`+many(`{"type":"Hashtag","name":"#x"}`, 5000)+`,
		"alsoKnownAs":`+many(`"https://a.example/"`, 999)+`,
		"publicKey":`+many(`{"id":"k"}`, 99)+`}`)
	a := n.Actor()
	if utf8.RuneCountInString(a.Name) != maxName || len(a.Fields) != maxFields || len(a.Tags) != maxTags ||
		len(a.AlsoKnownAs) != maxAlsoKnownAs || len(a.Keys) != maxKeys {
		t.Errorf("kept %d, %d, %d, %d, %d", utf8.RuneCountInString(a.Name), len(a.Fields), len(a.Tags), len(a.AlsoKnownAs), len(a.Keys))
	}
}

func FuzzDecode(f *testing.F) {
	for _, data := range received(f) {
		f.Add(data)
	}
	f.Add([]byte(`{"id":"https://a.example/1","type":"Note","attributedTo":"a","contentMap":{"en":null}}`))
	f.Add([]byte("{\"@id\":\"\\u0000\",\"as:type\":[\"as:Note\"],\"url\":[{\"url\":[{}]}]}"))
	f.Add([]byte(`{"type":"Question","oneOf":[{"name":"A","replies":{"totalItems":-1}},7],"endTime":"x","quote":["a"],"quoteAuthorization":{},"interactionPolicy":{"canQuote":{"automaticApproval":[{}]}}}`))
	f.Add([]byte(`{"type":"OrderedCollectionPage","orderedItems":[{"type":"Announce","object":{"type":"Like"}},null],"next":{"id":"a"},"totalItems":1e99}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Decode(data)
		if err != nil {
			return
		}
		readAll(n)
		encoded, err := EncodeObject(n.Object())
		if err != nil {
			return
		}
		again, err := Decode(encoded)
		if err != nil {
			t.Fatalf("cannot read what we wrote: %v: %s", err, encoded)
		}
		if again.ID() != n.ID() || again.Type() != n.Type() {
			t.Errorf("%q %q became %q %q", n.ID(), n.Type(), again.ID(), again.Type())
		}
	})
}
