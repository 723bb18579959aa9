package federation

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A member who leaves is deleted on every server that follows them or was sent
// anything of theirs.
func TestLeaverIsDeletedElsewhere(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	a.follow(ana, a.find("@bob@"+b.host))
	settle(t, a, b)
	post := b.publish(community.Publish(bob, community.PostDraft{Text: "Good bye", Audience: community.Public}, b.around()))
	settle(t, a, b)
	a.held(post.IRI)
	clock.Advance(time.Second)
	if err := b.store.Leave(t.Context(), bob.User); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	gone, err := a.store.ActorByIRI(t.Context(), bob.IRI)
	if err != nil || gone.Gone.IsZero() || gone.DisplayName != "" {
		t.Errorf("bob is %+v, %v", gone, err)
	}
	if p, err := a.store.PostByIRI(t.Context(), post.IRI); err != nil || p.Deleted.IsZero() || !p.Content.IsZero() {
		t.Errorf("his post is %+v, %v", p, err)
	}
	if a.relation(ana, gone).Follows {
		t.Error("ana still follows him")
	}
}
