package federation

import (
	"strings"
	"testing"

	"consilium/community"
)

// TestAnswerAndQuestionAtOnce: an answer that was judged before its question was
// there, and written after it, still ends up in the same thread.
func TestAnswerAndQuestionAtOnce(t *testing.T) {
	s := acquainted(t)
	s.peer.says(s.instance, act("Create", "/c/q", note("/n/q")))
	bob := s.find(s.bob.String())
	open, err := community.OpenAudience(community.Public)
	if err != nil {
		t.Fatal(err)
	}
	// What a lane does that looked for the question a moment too early.
	answer := s.publish(community.Receive(community.RemotePost{IRI: s.peer.iri("/n/a"), Author: bob, Kind: community.NotePost,
		Audience: open, ParentIRI: s.peer.iri("/n/q"), HTML: "<p>Yes</p>"}, nil, s.now()))
	if err := s.lookAbove(t.Context(), answer, 1); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	question := s.held(s.peer.iri("/n/q"))
	if got := s.held(answer.IRI); got.Parent != question.ID || got.Root != question.ID || question.Replies != 1 {
		t.Errorf("the answer stands under %d in thread %d, the question has %d answers", got.Parent, got.Root, question.Replies)
	}
}

// TestDeleteByNeighbour: somebody else of the same server deletes nothing by
// their word alone; that the post is gone has to be true (S-ORG-11).
func TestDeleteByNeighbour(t *testing.T) {
	s := acquainted(t)
	s.peer.person("eve", remoteKey())
	eve := func(path string) string {
		return strings.ReplaceAll(act("Delete", "/d"+path, `"HOST`+path+`"`), "users/bob", "users/eve")
	}
	for _, path := range []string{"/n/there", "/n/gone"} {
		s.peer.says(s.instance, act("Create", "/c"+path, note(path)))
	}
	s.peer.doc("/n/there", note("/n/there"))
	s.peer.serve("/n/gone", page{status: 410})
	for _, path := range []string{"/n/there", "/n/gone"} {
		if answer := s.peer.send(s.instance, sending{as: "eve", body: eve(path)}); answer.StatusCode != 202 {
			t.Fatal(answer.Status)
		}
	}
	settle(t, s.instance)
	if !s.has("/n/there") {
		t.Error("eve deleted what bob wrote")
	}
	if s.has("/n/gone") {
		t.Error("what its server no longer has is still here")
	}
}
