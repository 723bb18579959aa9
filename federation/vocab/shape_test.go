package vocab

import (
	"reflect"
	"testing"
	"time"
)

func mustDecode(t *testing.T, document string) *Node {
	t.Helper()
	n, err := Decode([]byte(document))
	if err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	return n
}

// R-IN-5: every shape that servers use for the same thing reads the same.
func TestShapes(t *testing.T) {
	ana, bob := "https://a.example/ana", "https://b.example/bob"
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	read := map[string]func(*Node) any{
		"to":         func(n *Node) any { return n.Object().To },
		"cc":         func(n *Node) any { return n.Activity().Cc },
		"audience":   func(n *Node) any { return n.Object().Audience },
		"bto":        func(n *Node) any { return n.Object().Bto },
		"inReplyTo":  func(n *Node) any { return n.Object().InReplyTo },
		"attributed": func(n *Node) any { return n.Object().AttributedTo },
		"actor":      func(n *Node) any { return n.Activity().Actor },
		"object":     func(n *Node) any { return n.Activity().Object.ID },
		"type":       func(n *Node) any { return n.Type() },
		"url":        func(n *Node) any { return n.Object().URL },
		"icon":       func(n *Node) any { return n.Actor().Icon.URL },
		"tag":        func(n *Node) any { return len(n.Object().Tags) },
		"file":       func(n *Node) any { return len(n.Object().Attachments) },
		"alt":        func(n *Node) any { return n.Object().Attachments[0].Alt },
		"items":      func(n *Node) any { return len(n.Collection().Items) },
		"published":  func(n *Node) any { return n.Object().Published },
		"content":    func(n *Node) any { o := n.Object(); return o.Content + "|" + o.Language },
		"name":       func(n *Node) any { return n.Object().Name },
		"summary":    func(n *Node) any { return n.Object().Summary },
		"source":     func(n *Node) any { return n.Object().Source.Content },
		"quote":      func(n *Node) any { return n.Object().Quote },
		"discover":   func(n *Node) any { return n.Actor().Discoverable },
		"keys":       func(n *Node) any { return len(n.Actor().Keys) },
		"implements": func(n *Node) any { return len(n.Actor().Implements) },
		"webfinger":  func(n *Node) any { return n.Actor().Webfinger },
		"closed":     func(n *Node) any { return n.poll().Closed },
		"reaction":   func(n *Node) any { return n.Activity().Content },
		"featured":   func(n *Node) any { return n.Actor().Featured },
	}
	for _, c := range []struct {
		read, document string
		want           any
	}{
		{"to", `{"to":"https://a.example/ana"}`, []string{ana}},
		{"to", `{"to":["https://a.example/ana",{"id":"https://b.example/bob","type":"Person"}]}`, []string{ana, bob}},
		{"to", `{"to":{"@list":["https://a.example/ana"]}}`, []string{ana}},
		{"to", `{"to":"as:Public"}`, []string{Public}},
		{"to", `{"to":["Public"]}`, []string{Public}},
		{"to", `{"to":"https://www.w3.org/ns/activitystreams#Public"}`, []string{Public}},
		{"to", `{"to":[{"id":"as:Public"}]}`, []string{Public}},
		{"to", `{"as:to":"as:Public"}`, []string{Public}},
		{"to", `{"to":[null,7,["nested"],""]}`, []string(nil)},
		{"cc", `{"cc":{"id":"as:Public"}}`, []string{Public}},
		{"audience", `{"audience":"Public"}`, []string{Public}},
		{"bto", `{"bto":"https://a.example/ana"}`, []string{ana}},
		{"inReplyTo", `{"inReplyTo":["https://a.example/ana","https://b.example/bob"]}`, ana},
		{"inReplyTo", `{"inReplyTo":{"id":"https://a.example/ana","type":"Note"}}`, ana},
		{"inReplyTo", `{"inReplyTo":{"type":"Link","href":"https://a.example/ana"}}`, ana},
		{"attributed", `{"attributedTo":[{"type":"Group","id":"https://b.example/bob"},"https://a.example/ana"]}`, []string{ana, bob}},
		{"actor", `{"actor":[{"id":"https://a.example/ana","type":"Person"}]}`, ana},
		{"object", `{"object":["https://a.example/ana"]}`, ana},
		{"object", `{"object":{"@id":"https://a.example/ana"}}`, ana},
		{"type", `{"type":["Clinician","Person"]}`, "Person"},
		{"type", `{"@type":"as:Note"}`, "Note"},
		{"type", `{"as:type":"https://www.w3.org/ns/activitystreams#Create"}`, "Create"},
		{"type", `{"type":["Unheard","Of"]}`, "Unheard"},
		{"type", `{"type":{"id":"Note"}}`, ""},
		{"url", `{"url":"https://a.example/ana"}`, ana},
		{"url", `{"url":{"type":"Link","href":"https://a.example/ana"}}`, ana},
		{"url", `{"url":[{"mediaType":"video/mp4","href":"https://b.example/bob"},{"mediaType":"text/html; charset=utf-8","href":"https://a.example/ana"}]}`, ana},
		{"url", `{"url":[{"rel":["alternate"],"href":"https://b.example/bob"},"https://a.example/ana"]}`, ana},
		{"icon", `{"icon":"https://a.example/ana"}`, ana},
		{"icon", `{"icon":{"type":"Image","url":{"type":"Link","href":"https://a.example/ana"}}}`, ana},
		{"icon", `{"icon":[{"url":"https://b.example/bob","width":40,"height":40},{"url":"https://a.example/ana","width":400,"height":400}]}`, ana},
		{"icon", `{"icon":[]}`, ""},
		{"tag", `{"tag":{"type":"Hashtag","name":"#x"}}`, 1},
		{"tag", `{"tag":["https://a.example/ana",{"type":"Mention","href":"https://a.example/ana"},null]}`, 1},
		{"file", `{"attachment":{"type":"Document","url":"https://a.example/ana"}}`, 1},
		{"file", `{"attachment":[{"type":"Document","url":[{"href":"https://a.example/ana"}]},{"type":"Link","href":"https://b.example/bob"}]}`, 2},
		// S-IN-9: what is not a medium is dropped.
		{"file", `{"attachment":[{"type":"Person","url":"https://a.example/ana"},{"type":"Create","id":"https://a.example/1"},{"type":"PropertyValue","name":"x","value":"y"},{"type":"Image","url":null}]}`, 0},
		{"alt", `{"attachment":{"type":"Image","url":"u","summary":"first","name":"second"}}`, "first"},
		{"alt", `{"attachment":{"type":"Image","url":"u","summary":"","name":"second"}}`, "second"},
		{"alt", `{"attachment":{"type":"Image","url":"u","nameMap":{"de":"Hand"}}}`, "Hand"},
		{"items", `{"type":"Collection","items":"https://a.example/ana"}`, 1},
		{"items", `{"type":"OrderedCollection","items":["https://a.example/ana",{"type":"Note"}]}`, 2},
		{"items", `{"type":"Collection","orderedItems":{"@list":["https://a.example/ana"]}}`, 1},
		{"published", `{"published":"2026-11-21T12:00:00Z"}`, noon},
		{"published", `{"published":"2026-11-21T14:00:00+02:00"}`, noon},
		{"published", `{"published":"2026-11-21T14:00:00+0200"}`, noon},
		{"published", `{"published":"2026-11-21T12:00:00"}`, noon},
		{"published", `{"published":"2026-11-21T12:00Z"}`, noon},
		{"published", `{"published":"2026-11-21T12:00:00.25Z"}`, noon.Add(250 * time.Millisecond)},
		{"published", `{"published":{"@value":"2026-11-21T12:00:00Z","@type":"xsd:dateTime"}}`, noon},
		{"published", `{"published":"2026-11-21"}`, noon.Add(-12 * time.Hour)},
		{"published", `{"published":"yesterday"}`, time.Time{}},
		{"published", `{"published":1795262400}`, time.Time{}},
		{"content", `{"content":"Hallo","contentMap":{"en":"Hello","de":"Hallo"}}`, "Hallo|de"},
		{"content", `{"content":"Servus","contentMap":{"de":"Hallo","en":"Hello"}}`, "Servus|de"},
		{"content", `{"contentMap":{"pt":"Olá","en":"Hello"}}`, "Olá|pt"},
		{"content", `{"content":"Hello","contentMap":{"und":"Hello"}}`, "Hello|"},
		{"content", `{"content":"Hello","contentMap":"Hello"}`, "Hello|"},
		{"content", `{"content":{"@value":"Hello","@language":"en"}}`, "Hello|en"},
		{"content", `{"content":["Hello","World"]}`, "Hello|"},
		{"content", `{"content":"Salut","language":{"identifier":"fr"}}`, "Salut|fr"},
		{"name", `{"nameMap":{"en":"Title"}}`, "Title"},
		{"summary", `{"summaryMap":{"en":"Warning"}}`, "Warning"},
		{"summary", `{"summary":null}`, ""},
		{"source", `{"source":"plain"}`, "plain"},
		{"source", `{"source":{"content":"plain","mediaType":"text/markdown"}}`, "plain"},
		{"quote", `{"quote":"https://a.example/ana"}`, ana},
		{"quote", `{"quoteUrl":"https://a.example/ana"}`, ana},
		{"quote", `{"misskey:_misskey_quote":"https://a.example/ana"}`, ana},
		{"quote", `{"tag":{"type":"Link","mediaType":"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"","rel":"https://misskey-hub.net/ns#_misskey_quote","href":"https://a.example/ana"}}`, ana},
		{"quote", `{"tag":{"type":"Link","mediaType":"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"","href":"https://a.example/ana"}}`, ""},
		{"quote", `{"quote":"<p>Words out of a book</p>"}`, ""},
		{"discover", `{"toot:discoverable":true}`, true},
		{"discover", `{"http://joinmastodon.org/ns#discoverable":true}`, true},
		{"discover", `{"discoverable":"true"}`, false},
		{"keys", `{"publicKey":{"id":"k","publicKeyPem":"p"}}`, 1},
		{"keys", `{"sec:publicKey":[{"id":"k","publicKeyPem":"p"},"https://a.example/key"],"assertionMethod":{"id":"m","publicKeyMultibase":"z"}}`, 3},
		{"implements", `{"generator":{"implements":[{"href":"https://x.example/1"},"https://x.example/2"]}}`, 2},
		{"implements", `{"type":"Application","implements":{"href":"https://x.example/1"}}`, 1},
		{"implements", `{"generator":"https://a.example/actor"}`, 0},
		{"webfinger", `{"webfinger":"acct:ana@a.example"}`, "ana@a.example"},
		{"webfinger", `{"webfinger":"@ana@a.example"}`, "ana@a.example"},
		{"closed", `{"type":"Question","anyOf":[{"name":"a"}],"closed":true,"endTime":"2026-11-21T12:00:00Z"}`, noon},
		{"closed", `{"type":"Question","anyOf":{"name":"a"},"closed":false,"endTime":"2026-11-21T12:00:00Z"}`, time.Time{}},
		{"reaction", `{"type":"Like","_misskey_reaction":":nice:"}`, ":nice:"},
		{"featured", `{"toot:featured":{"@id":"https://a.example/ana"}}`, ana},
		// Another vocabulary's word is not ours.
		{"name", `{"schema:name":"Not a title"}`, ""},
		// @context in each of its forms says nothing about the members.
		{"type", `{"@context":"https://www.w3.org/ns/activitystreams","type":"Note"}`, "Note"},
		{"type", `{"@context":["https://www.w3.org/ns/activitystreams",{"@language":"en"},null],"type":"Note"}`, "Note"},
		{"type", `{"@context":{"id":"@id","type":"@type","toot":"http://joinmastodon.org/ns#"},"type":"Note"}`, "Note"},
		{"object", `{"object":{"@context":"https://www.w3.org/ns/activitystreams","id":"https://a.example/ana"}}`, ana},
	} {
		t.Run(c.document, func(t *testing.T) {
			if got := read[c.read](mustDecode(t, c.document)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s = %#v, want %#v", c.read, got, c.want)
			}
		})
	}
}

// R-KEY-1: a document fetched for a key id may be an actor, its stub, or a key.
func TestKeyDocuments(t *testing.T) {
	for _, c := range []struct {
		document string
		want     Key
	}{
		{`{"id":"https://a.example/ana/main-key","owner":"https://a.example/ana","publicKeyPem":"PEM"}`,
			Key{ID: "https://a.example/ana/main-key", Owner: "https://a.example/ana", PEM: "PEM"}},
		{`{"type":"Multikey","id":"https://a.example/ana#ed","controller":{"id":"https://a.example/ana"},"publicKeyMultibase":"z6Mk","expires":"2027-01-01T00:00:00Z"}`,
			Key{ID: "https://a.example/ana#ed", Owner: "https://a.example/ana", Multibase: "z6Mk", Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{`{"type":"Person","id":"https://a.example/ana","publicKey":"https://a.example/ana/main-key"}`,
			Key{ID: "https://a.example/ana/main-key"}},
	} {
		keys := mustDecode(t, c.document).Keys()
		if len(keys) != 1 || keys[0] != c.want {
			t.Errorf("%s: %+v, want %+v", c.document, keys, c.want)
		}
	}
}

// R-ACT-4: GoToSocial's key document is a stub and must be known as one.
func TestStub(t *testing.T) {
	for name, want := range map[string]bool{
		"gotosocial_stub": true, "mastodon_person": false, "lemmy_group": false, "nodebb_group": false, "hollo_person": false,
	} {
		if got := mustDecode(t, string(received(t)[name])).Actor().Stub(); got != want {
			t.Errorf("%s: stub %v, want %v", name, got, want)
		}
	}
}
