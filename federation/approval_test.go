package federation

import (
	"fmt"
	"testing"

	"consilium/community"
)

// Answers as GoToSocial sends them: a reply carries the leave for it, a refused one stands
// alone, refused likes and boosts are taken back; nobody answers for another. S-ORG-11.
func TestApprovalsOfGoToSocial(t *testing.T) {
	s := acquainted(t)
	s.peer.person("eve", remoteKey())
	s.peer.says(s.instance, act("Create", "/c/1", note("/notes/1", `"interactionPolicy":{"canReply":{"always":["HOST/users/bob"],"approvalRequired":["https://www.w3.org/ns/activitystreams#Public"]},"canLike":{"automaticApproval":["HOST/users/bob"]}}`)))
	target := s.held(s.peer.iri("/notes/1"))
	bob := s.find(s.bob.String())
	approach := community.Approach{By: s.ana, Author: bob}
	if community.MayAnswer(approach, target) != community.Asked || community.MayLike(approach, target) != community.Refused || community.MayRepeat(approach, target) != community.Given {
		t.Fatalf("reads %+v", target.Policy)
	}
	around := s.around()
	around.Parent, around.Thread, around.Answered = &target, &target, &bob
	reply := s.publish(community.Publish(s.ana, community.PostDraft{Text: "May I", Audience: community.Public}, around))
	if err := s.store.Like(t.Context(), s.ana, target); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	like := s.delivered("Like")
	s.peer.doc("/leave/1", fmt.Sprintf(`{"id":"HOST/leave/1","type":"ReplyAuthorization","attributedTo":"HOST/users/bob","interactingObject":"%s","interactionTarget":"HOST/notes/1"}`, reply.IRI))
	approval := func() string {
		post := s.held(reply.IRI)
		open, _ := post.Audience.Open()
		o, err := s.postObject(t.Context(), post, open)
		if err != nil {
			t.Fatal(err)
		}
		return o.Approval
	}
	s.peer.says(s.instance, act("Accept", "/a/0", fmt.Sprintf("%q", reply.IRI), `"result":"HOST/leave/9"`))
	if approval() != "" {
		t.Error("a leave that cannot be read counts")
	}
	s.peer.says(s.instance, act("Accept", "/a/1", fmt.Sprintf(`{"id":"HOST/requests/1","type":"ReplyRequest","actor":"%s","object":"HOST/notes/1","instrument":"%s"}`, s.ana.IRI, reply.IRI), `"result":"HOST/leave/1"`))
	if got := approval(); got != s.peer.text("HOST/leave/1") {
		t.Errorf("the reply carries %q", got)
	}
	if sent := s.delivered("Update").Object.Node; sent.IRI("replyAuthorization") != s.peer.text("HOST/leave/1") {
		t.Errorf("sent %s", sent.Raw())
	}
	for _, by := range []string{"eve", "bob"} {
		reject := func(object string) {
			body := fmt.Sprintf(`{"@context":"https://www.w3.org/ns/activitystreams","id":"HOST/r/%[1]s%[3]d","type":"Reject","actor":"HOST/users/%[1]s","object":"%[2]s"}`, by, object, len(object))
			s.peer.send(s.instance, sending{as: by, body: body})
		}
		reject(reply.IRI.String())
		reject(like.ID)
		settle(t, s.instance)
		if got, stands := s.held(reply.IRI), by == "eve"; (got.Parent == target.ID) != stands || !got.Deleted.IsZero() || (s.held(target.IRI).Likes == 1) != stands {
			t.Errorf("after %s: under %d, %d likes", by, got.Parent, s.held(target.IRI).Likes)
		}
	}
}
