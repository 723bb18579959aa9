package community_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
)

// remotePost is a reply of bob's as his server might send it.
func remotePost(change func(*community.RemotePost)) community.RemotePost {
	ana, bob := cast()
	parent := post(40, ana, community.Public)
	r := community.RemotePost{IRI: iri("https://there.example/posts/1"), URL: iri("https://there.example/@bob/1"), Author: bob,
		Kind: community.NotePost, Audience: open(community.Unlisted), Parent: &parent, ParentIRI: parent.IRI,
		HTML: `<p onclick="x()">Hi <b>ana<script>x</script>`, Language: "en-gb", Published: at(1), Mentioned: []community.Actor{ana},
		Tags: []string{"#Rash", "rash", "a b"}}
	if change != nil {
		change(&r)
	}
	return r
}

func TestReceive(t *testing.T) {
	p, err := community.Receive(remotePost(nil), nil, at(5))
	if err != nil {
		t.Fatal(err)
	}
	got := p.Post()
	if p.Verb() != community.Create || p.Parent().ID != 40 || len(p.Mentioned()) != 1 || got.Local || got.ID != 0 ||
		got.IRI.String() != "https://there.example/posts/1" || got.Parent != 40 || got.Root != 40 || got.Audience.Kind != community.Unlisted ||
		got.Content.String() != "<p>Hi <b>ana</b></p>" || got.Language != "en-GB" || !got.Published.Equal(at(1)) || !got.Edited.IsZero() ||
		!slices.Equal(got.Tags, []string{"rash"}) || !slices.Equal(got.Mentions, []community.ActorID{1}) || got.Revision != 1 || got.Kind != community.NotePost {
		t.Errorf("%+v", got)
	}
	orphan, err := community.Receive(remotePost(func(r *community.RemotePost) { r.Parent = nil }), nil, at(5))
	if got := orphan.Post(); err != nil || got.Parent != 0 || got.ParentIRI.IsZero() || got.Root != 0 {
		t.Errorf("parent unknown: %v, %+v", err, got)
	}
}

func TestReceiveRefuses(t *testing.T) {
	ana, bob := cast()
	for name, change := range map[string]func(*community.RemotePost){
		"one of ours":               func(r *community.RemotePost) { r.Author = ana },
		"suspended author":          func(r *community.RemotePost) { r.Author.Suspended = at(0) },
		"author who is gone":        func(r *community.RemotePost) { r.Author.Gone = at(0) },
		"foreign origin":            func(r *community.RemotePost) { r.IRI = iri("https://evil.example/posts/1") }, // S-ORG-1
		"another port":              func(r *community.RemotePost) { r.IRI = iri("https://there.example:8443/posts/1") },
		"ours as origin":            func(r *community.RemotePost) { r.IRI = iri("https://here.example/posts/1") },
		"no identifier":             func(r *community.RemotePost) { r.IRI = community.IRI{} },
		"no audience":               func(r *community.RemotePost) { r.Audience = community.OpenKind{} },
		"a boost":                   func(r *community.RemotePost) { r.Kind = community.AnnounceKind },
		"answers a restricted case": func(r *community.RemotePost) { p := caseOf(ana); r.Parent = &p },
		"answers an unknown kind":   func(r *community.RemotePost) { p := post(40, ana, "everyone"); r.Parent = &p },
		"answers for named, directly": func(r *community.RemotePost) {
			p := post(40, ana, community.Named)
			r.Parent, r.Audience = &p, open(community.Direct)
		},
	} {
		if p, err := community.Receive(remotePost(change), nil, at(5)); !errors.Is(err, community.ErrForbidden) || !p.IsZero() {
			t.Errorf("%s: %v, want forbidden", name, err)
		}
	}
	old := post(50, bob, community.Unlisted)
	for name, tt := range map[string]struct {
		old    func(*community.Post)
		change func(*community.RemotePost)
		want   error
	}{
		"no time":               {nil, nil, community.ErrConflict},
		"as old":                {func(p *community.Post) { p.Edited = at(2) }, func(r *community.RemotePost) { r.Updated = at(2) }, community.ErrConflict},
		"as old, more exact":    {func(p *community.Post) { p.Edited = at(2) }, func(r *community.RemotePost) { r.Updated = at(2).Add(999 * time.Microsecond) }, community.ErrConflict},
		"older":                 {func(p *community.Post) { p.Edited = at(3) }, func(r *community.RemotePost) { r.Updated = at(2) }, community.ErrConflict},
		"not after publication": {nil, func(r *community.RemotePost) { r.Updated = at(0) }, community.ErrConflict},
		"another author":        {func(p *community.Post) { p.Author = 9 }, func(r *community.RemotePost) { r.Updated = at(2) }, community.ErrForbidden},
		"a boost of theirs":     {func(p *community.Post) { p.Kind = community.AnnounceKind }, func(r *community.RemotePost) { r.Updated = at(2) }, community.ErrForbidden},
		"tombstone":             {func(p *community.Post) { p.Deleted = at(1) }, func(r *community.RemotePost) { r.Updated = at(2) }, community.ErrGone},
	} {
		have := old
		if tt.old != nil {
			tt.old(&have)
		}
		if p, err := community.Receive(remotePost(tt.change), &have, at(5)); !errors.Is(err, tt.want) || !p.IsZero() {
			t.Errorf("update, %s: %v, want %v", name, err, tt.want)
		}
	}
}

// An update changes the words, and nothing about who may read them or where they
// stand.
func TestReceiveUpdate(t *testing.T) {
	_, bob := cast()
	old := post(50, bob, community.Followers)
	old.Parent, old.ParentIRI, old.Root, old.Revision = 7, iri("https://here.example/posts/7"), 6, 3
	p, err := community.Receive(remotePost(func(r *community.RemotePost) { r.Updated, r.Published = at(90), at(2) }), &old, at(5))
	got := p.Post()
	if err != nil || p.Verb() != community.Update || got.ID != 50 || got.Audience.Kind != community.Followers || got.Parent != 7 || got.Root != 6 ||
		got.ParentIRI != old.ParentIRI || got.Revision != 4 || !got.Published.Equal(at(0)) || !got.Edited.Equal(at(5)) {
		t.Errorf("%v, %+v", err, got)
	}
}

func TestReceiveBounds(t *testing.T) {
	var crowd []community.Actor
	for n := range 120 {
		crowd = append(crowd, community.Actor{ID: community.ActorID(n/2 + 1)})
	}
	p, err := community.Receive(remotePost(func(r *community.RemotePost) {
		r.Title, r.Warning = strings.Repeat("ä\x00", 900), " \n"+strings.Repeat("w", 2000)
		r.Source, r.SourceType = strings.Repeat("s", 2*community.MaxHTML)+"\xff", "text/\x00plain"+strings.Repeat("x", 200)
		r.HTML, r.Language = strings.Repeat("<p>x", community.MaxHTML), "not a language"
		r.Mentioned, r.Tags, r.Published, r.Updated = crowd, nil, time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}
		for n := range 90 {
			r.Tags = append(r.Tags, fmt.Sprintf("t%d", n))
			r.Media = append(r.Media, community.Media{Remote: iri("https://there.example/1.png"), Description: strings.Repeat("d\x00", 20_000), Width: -1,
				Height: -9, FocusX: math.NaN(), FocusY: math.Inf(-1), Blurhash: strings.Repeat("b", 200), Type: "image/png\x00"})
		}
	}), nil, at(5))
	if err != nil {
		t.Fatal(err)
	}
	got := p.Post()
	if n := len([]rune(got.Title)); n != 2*community.MaxTitle || len(got.Warning) != 2*community.MaxWarning || !got.Sensitive {
		t.Errorf("title %d, warning %d", n, len(got.Warning))
	}
	if len(got.Source) != community.MaxHTML || len(got.SourceType) != 100 || len(got.Content.String()) > community.MaxHTML || got.Language != "" {
		t.Errorf("source %d %q, content %d, language %q", len(got.Source), got.SourceType, len(got.Content.String()), got.Language)
	}
	if len(got.Mentions) != community.MaxMentions || len(p.Mentioned()) != community.MaxMentions || len(got.Tags) != community.MaxTags || len(got.Media) != 4*community.MaxMedia {
		t.Errorf("%d mentions, %d told, %d tags, %d pictures", len(got.Mentions), len(p.Mentioned()), len(got.Tags), len(got.Media))
	}
	if !got.Published.Equal(at(5)) {
		t.Errorf("published %v, before there were servers", got.Published)
	}
	m := got.Media[0]
	if len(m.Description) != 10_000 || m.Width != 0 || m.Height != 0 || m.FocusX != 0 || m.FocusY != -1 || len(m.Blurhash) != 100 || m.Type != "image/png" {
		t.Errorf("picture %+v", m)
	}
}

func TestReceiveCase(t *testing.T) {
	draft := *caseDraft()
	c := community.ReceivedCase(" Rash ", draft, community.CaseSolved, 77)
	if c == nil || c.Title != "Rash" || c.Status != community.CaseSolved || c.Accepted != 77 {
		t.Fatalf("%+v", c)
	}
	if c := community.ReceivedCase("Rash", draft, "closed", 77); c == nil || c.Status != community.CaseOpen || c.Accepted != 0 {
		t.Errorf("unknown status: %+v", c)
	}
	draft.AgeBand = "52"
	if c := community.ReceivedCase("Rash", draft, community.CaseOpen, 0); c != nil {
		t.Errorf("an exact age was taken: %+v", c)
	}
	_, bob := cast()
	old := post(50, bob, community.Public)
	old.Kind, old.Case = community.CasePost, &community.Case{Status: community.CaseSolved, Solved: at(2), FirstResponse: at(1)}
	for name, tt := range map[string]struct {
		kind     community.PostKind
		audience community.AudienceKind
		c        *community.Case
		old      *community.Post
		want     community.PostKind
		solved   time.Time
	}{
		"public":           {community.CasePost, community.Public, c, nil, community.CasePost, at(1)},
		"update":           {community.CasePost, community.Public, c, &old, community.CasePost, at(2)},
		"unlisted":         {community.CasePost, community.Unlisted, c, nil, community.NotePost, time.Time{}},
		"followers":        {community.CasePost, community.Followers, c, nil, community.NotePost, time.Time{}},
		"without one":      {community.CasePost, community.Public, nil, nil, community.NotePost, time.Time{}},
		"note with a case": {community.NotePost, community.Public, c, nil, community.NotePost, time.Time{}},
		"article":          {community.ArticlePost, community.Public, c, nil, community.ArticlePost, time.Time{}},
		"unknown kind":     {"poll", community.Public, nil, nil, community.NotePost, time.Time{}},
	} {
		p, err := community.Receive(remotePost(func(r *community.RemotePost) {
			r.Kind, r.Audience, r.Case, r.Updated = tt.kind, open(tt.audience), tt.c, at(3)
		}), tt.old, at(5))
		got := p.Post()
		if err != nil || got.Kind != tt.want || (got.Case != nil) != (tt.want == community.CasePost) {
			t.Errorf("%s: %v, %q with %+v", name, err, got.Kind, got.Case)
			continue
		}
		if got.Case != nil && (!got.Case.Solved.Equal(tt.solved) || tt.old != nil && !got.Case.FirstResponse.Equal(at(1))) {
			t.Errorf("%s: %+v", name, got.Case)
		}
	}
	if !c.Solved.IsZero() {
		t.Error("the case given was changed")
	}
}

// A case that is solved or opened again elsewhere was not edited, and what comes
// late is still late.
func TestReceiveRestated(t *testing.T) {
	receive := func(status community.CaseStatus, question string, updated int, old *community.Post) (community.Publication, error) {
		draft := *caseDraft()
		draft.Question = question
		return community.Receive(remotePost(func(r *community.RemotePost) {
			r.Kind, r.Audience, r.Case = community.CasePost, open(community.Public), community.ReceivedCase("Rash", draft, status, 0)
			if updated > 0 {
				r.Updated = at(updated)
			}
		}), old, at(9))
	}
	first, err := receive(community.CaseOpen, "What is it?", 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	posted := first.Post()
	solved, err := receive(community.CaseSolved, "What is it?", 3, &posted)
	if p := solved.Post(); err != nil || !solved.SameWords() || !p.Edited.IsZero() || !p.Updated().Equal(at(3)) || !p.Case.Changed.Equal(at(3)) {
		t.Fatalf("solved: %v, %+v, %+v", err, p, p.Case)
	}
	closed := solved.Post()
	if _, err := receive(community.CaseOpen, "What is it?", 3, &closed); !errors.Is(err, community.ErrConflict) {
		t.Errorf("opened again with the same time: %v", err)
	}
	both, err := receive(community.CaseOpen, "And now?", 5, &closed)
	if p := both.Post(); err != nil || both.SameWords() || !p.Edited.Equal(at(5)) || !p.Updated().Equal(at(5)) {
		t.Errorf("edited and opened again: %v, %+v", err, p)
	}
	if late, err := receive(community.CaseSolved, "What is it?", 5, nil); err != nil || !late.Post().Edited.IsZero() || !late.Post().Updated().Equal(at(5)) {
		t.Errorf("first seen when solved: %v, %+v", err, late.Post())
	}
}
