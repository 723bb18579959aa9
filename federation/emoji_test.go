package federation

import (
	"testing"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage/storagetest"
)

// Emoji of others are kept with their pictures' addresses; what is no emoji is not. A
// name shows none, since a tick beside it would look like proof (protocol 1.10).
func TestEmojiAreRead(t *testing.T) {
	s := acquainted(t)
	s.peer.says(s.instance, act("Create", "/c/emoji", note("/n/emoji", `"tag":[
		{"type":"Emoji","name":":blob:","icon":{"type":"Image","url":"https://cdn.example/blob.png"}},
		{"type":"Emoji","id":"https://x.example/2","name":"tick","icon":[{"type":"Image","url":"https://cdn.example/tick.png"}]},
		{"type":"Emoji","name":":blob:","icon":{"type":"Image","url":"https://cdn.example/other.png"}},
		{"type":"Emoji","name":":a b:","icon":{"type":"Image","url":"https://cdn.example/3.png"}},
		{"type":"Emoji","name":":bad:","icon":{"type":"Image","url":"javascript:alert(1)"}}]`)))
	post, err := s.store.PostByIRI(t.Context(), s.peer.iri("/n/emoji"))
	if err != nil || len(post.Emoji) != 2 || post.Emoji[0].Shortcode != "blob" || post.Emoji[1].Shortcode != "tick" || post.Emoji[0].ID == 0 ||
		post.Emoji[1].Image.String() != "https://cdn.example/tick.png" {
		t.Errorf("kept %+v, %v", post.Emoji, err)
	}
	tagged := vocab.Actor{Name: "Dr. X :tick:", Tags: []vocab.Tag{{Type: "Emoji", Name: ":tick:", Icon: vocab.Image{URL: "https://cdn.example/tick.png"}}}}
	if said := remoteProfile(tagged); said.DisplayName != "Dr. X" || len(said.Emoji) != 1 {
		t.Errorf("named %+v", said)
	}
}

// The institution's own emoji go out as tags of what uses them, with their picture at our
// own address.
func TestEmojiAreSent(t *testing.T) {
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	e, err := s.store.AddEmoji(t.Context(), "stent", community.Media{File: "x.png"}, s.ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	known, err := s.store.LocalEmoji(t.Context())
	if err != nil || len(known) != 1 {
		t.Fatal(known, err)
	}
	p := s.publish(t, s.ana, community.PostDraft{Text: "A :stent: here", Audience: community.Public}, community.Surroundings{Emoji: known})
	open, _ := p.Audience.Open()
	o, err := s.f.postObject(t.Context(), p, open)
	if err != nil || len(o.Tags) != 1 || o.Tags[0].Type != "Emoji" || o.Tags[0].Name != ":stent:" || o.Tags[0].Icon.URL != e.Image.String() {
		t.Errorf("sent %+v, %v", o.Tags, err)
	}
}
