package federation

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// shownPost is what a reader is shown of a post from elsewhere.
type shownPost struct {
	Kind      community.PostKind      `json:"kind"`
	Address   string                  `json:"address"`
	Page      string                  `json:"page,omitempty"`
	Audience  community.AudienceKind  `json:"audience"`
	Answers   string                  `json:"answers,omitempty"`
	Context   string                  `json:"context,omitempty"`
	Title     string                  `json:"title,omitempty"`
	Warning   string                  `json:"warning,omitempty"`
	Sensitive bool                    `json:"sensitive,omitempty"`
	Text      string                  `json:"text"`
	Language  string                  `json:"language,omitempty"`
	Published time.Time               `json:"published"`
	Edited    time.Time               `json:"edited,omitzero"`
	Tags      []string                `json:"tags,omitempty"`
	Mentions  []string                `json:"mentions,omitempty"`
	Emoji     []string                `json:"emoji,omitempty"`
	Pictures  []shownPicture          `json:"pictures,omitempty"`
	Poll      *community.OpenQuestion `json:"poll,omitempty"`
	Quote     string                  `json:"quote,omitempty"`
	QuotedBy  []string                `json:"quoted_by,omitempty"`
}

// shownPicture is a picture with what is said of it.
type shownPicture struct {
	Address     string `json:"address"`
	Description string `json:"description,omitempty"`
	Caption     string `json:"caption,omitempty"`
	Size        [2]int `json:"size,omitzero"`
}

// TestCapturedPosts takes the posts that servers of many makes sent through reading and
// the rules, and holds what a reader is shown of each in a golden file: whoever changes
// what is read sees what becomes of it.
func TestCapturedPosts(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	s.clock.Advance(100 * 365 * 24 * time.Hour) // none of them is from the future
	s.writer(t, "https://mastodon.example/users/ines")
	paths, err := filepath.Glob("vocab/testdata/received/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no captured documents", err)
	}
	makes := map[string]bool{}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		o, is := capturedPost(t, data)
		if !is {
			continue
		}
		brand, _, _ := strings.Cut(name, "_")
		makes[brand] = true
		t.Run(name, func(t *testing.T) { s.captured(t, name, o) })
	}
	for _, brand := range []string{"mastodon", "gotosocial", "akkoma", "misskey", "lemmy", "piefed", "nodebb", "discourse", "hollo", "ghost", "writefreely", "snac", "peertube"} {
		if !makes[brand] {
			t.Errorf("no post of %s", brand)
		}
	}
}

// capturedPost is the post in a document: its own, or what a Create, or a group's
// Announce of one, carries.
func capturedPost(t *testing.T, data []byte) (vocab.Object, bool) {
	t.Helper()
	node, err := vocab.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	for node.Activity().Type == "Create" || node.Activity().Type == "Announce" {
		node = node.Activity().Object.Node
	}
	o := node.Object()
	return o, readable(o.Type) && len(o.AttributedTo) > 0
}

// writer is somebody elsewhere with this identifier.
func (s *stage) writer(t *testing.T, iri string) community.Actor {
	t.Helper()
	home := storagetest.IRI(t, iri)
	handle, err := community.MakeHandle("writer", home.Host(), s.store.Domain())
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.store.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: community.Actor{IRI: home, Kind: community.Person, Handle: handle,
		Inbox: storagetest.IRI(t, iri+"/inbox"), Published: s.clock.Now()}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// captured reads a post and compares what is shown of it with its golden file.
func (s *stage) captured(t *testing.T, name string, o vocab.Object) {
	t.Helper()
	r, err := s.f.remotePost(t.Context(), o, s.writer(t, o.AttributedTo[0]))
	if err != nil {
		t.Fatal(err)
	}
	publication, err := community.Receive(r, nil, s.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	encoder := json.NewEncoder(&got)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s.shown(t, publication.Post())); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "captured", name+".golden")
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("run with -update when this is meant, got:\n%s", got.Bytes())
	}
}

// shown is a post as a reader finds it.
func (s *stage) shown(t *testing.T, p community.Post) shownPost {
	t.Helper()
	shown := shownPost{Kind: p.Kind, Address: p.IRI.String(), Page: p.URL.String(), Audience: p.Audience.Kind, Answers: p.ParentIRI.String(),
		Context: p.Context.String(), Title: p.Title, Warning: p.Warning, Sensitive: p.Sensitive, Text: p.Content.String(), Language: p.Language,
		Published: p.Published.UTC(), Edited: p.Edited.UTC(), Tags: p.Tags, Poll: p.Question}
	for _, id := range p.Mentions {
		a, err := s.store.Actor(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		shown.Mentions = append(shown.Mentions, a.IRI.String())
	}
	for _, e := range p.Emoji {
		shown.Emoji = append(shown.Emoji, e.Shortcode+" "+e.Image.String())
	}
	for _, m := range p.Media {
		shown.Pictures = append(shown.Pictures, shownPicture{m.Remote.String(), m.Description, m.Caption, [2]int{m.Width, m.Height}})
	}
	if p.Quote != nil {
		shown.Quote = string(p.Quote.State) + " " + p.Quote.IRI.String()
	}
	if r := p.Policy.Quote; r != nil {
		shown.QuotedBy = r.Automatic
	}
	return shown
}
