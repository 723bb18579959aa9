package storagetest

import (
	"crypto/rand"
	"testing"

	"consilium/community"
	"consilium/storage"
)

// Post publishes a text of a member for an audience: Public when none is named,
// the first that is.
func Post(tb testing.TB, s *storage.Store, author community.Actor, text string, audience ...community.AudienceKind) community.Post {
	tb.Helper()
	kind := community.Public
	if len(audience) > 0 {
		kind = audience[0]
	}
	p, err := community.Publish(author, community.PostDraft{Text: text, Audience: kind}, community.Surroundings{Now: s.Now()})
	if err != nil {
		tb.Fatal(err)
	}
	return publish(tb, s, p)
}

// An Answer is a text of a member under a post, for the same audience.
type Answer struct {
	By   community.Actor
	To   community.Post
	Text string
}

// Reply publishes an answer.
func Reply(tb testing.TB, s *storage.Store, a Answer) community.Post {
	tb.Helper()
	author, parent, text := a.By, a.To, a.Text
	answered, err := s.Actor(tb.Context(), parent.Author)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := community.Publish(author, community.PostDraft{Text: text, Audience: parent.Audience.Kind},
		community.Surroundings{Now: s.Now(), Parent: &parent, Answered: &answered})
	if err != nil {
		tb.Fatal(err)
	}
	return publish(tb, s, p)
}

// RemotePost publishes a text of an actor of another server, as if it had been
// received.
func RemotePost(tb testing.TB, s *storage.Store, author community.Actor, text string, audience ...community.AudienceKind) community.Post {
	tb.Helper()
	kind := community.Public
	if len(audience) > 0 {
		kind = audience[0]
	}
	open, ok := community.Audience{Kind: kind}.Open()
	if !ok {
		tb.Fatalf("%s does not federate", kind)
	}
	iri := IRI(tb, author.IRI.String()+"/posts/"+rand.Text())
	p, err := community.Receive(community.RemotePost{IRI: iri, Author: author, Kind: community.NotePost, HTML: "<p>" + text + "</p>",
		Audience: open, Published: s.Now()}, nil, s.Now())
	if err != nil {
		tb.Fatal(err)
	}
	return publish(tb, s, p)
}

func publish(tb testing.TB, s *storage.Store, p community.Publication) community.Post {
	tb.Helper()
	post, err := s.Publish(tb.Context(), p)
	if err != nil {
		tb.Fatal(err)
	}
	return post
}
