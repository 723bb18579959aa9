package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// R-GRP-2: staff make a group; members find and join it, post to it, and its moderators
// look after it.
func TestGroupJourney(t *testing.T) {
	eachHouse(t, plan{}, func(s *house) {
		ana, anaActor := s.member("ana")
		bob, bobActor := s.member("bob")
		mod, _ := s.staff("mod", community.Moderator)
		a, b, m := s.as(ana), s.as(bob), s.as(mod)

		form := m.get("/desk/groups").is(200).form("/desk/groups")
		m.post("/desk/groups", with(form, "name", "ana", "title", "Hearts", "purpose", "specialty", "specialty", "cardiology")).is(http.StatusUnprocessableEntity).has("is taken")
		m.post("/desk/groups", with(form, "name", "hearts", "title", "Hearts", "purpose", "specialty", "specialty", "")).is(http.StatusUnprocessableEntity).has("Choose a specialty")
		m.post("/desk/groups", with(form, "name", "hearts", "title", "Hearts", "purpose", "specialty", "specialty", "cardiology", "description", "Beating", "rules", "Be kind")).
			is(200).has("The group is saved.", "Hearts")
		a.get("/desk/groups").is(http.StatusNotFound)

		s.visitor().get("/groups?specialty=cardiology").is(200).has("Hearts", "Beating")
		s.visitor().get("/groups?specialty=neurology").is(200).hasNot("Hearts")
		s.visitor().get("/groups/hearts").is(200).has("Be kind", "@mod").hasNot("/follow")
		a.get("/@hearts").is(200).has("Be kind")
		g, err := s.store.Groups(s.Context(), storage.GroupSearch{})
		if err != nil || len(g) != 1 {
			t.Fatalf("groups: %+v, %v", g, err)
		}
		id := community.FormatID(g[0].Actor.ID)
		a.get("/groups/hearts").is(200).hasNot("/compose?group=" + id)
		a.post("/a/"+id+"/follow", url.Values{"return": {"/groups/hearts"}}).is(200).has("/compose?group="+id, "1 follower")

		post := a.get("/compose?group="+id).is(200).has("To the group", "Hearts").form("/posts")
		a.post("/posts", with(post, "title", "A murmur", "text", "Heard at the apex")).is(200)
		b.get("/groups/hearts").is(200).has("A murmur", "Heard at the apex")
		b.get("/home").is(200).hasNot("A murmur")
		b.post("/posts", url.Values{"text": {"Spam"}, "audience": {"public"}, "group": {id}, "language": {"en"}}).is(http.StatusUnprocessableEntity).has("may not post to this group")
		b.post("/a/"+id+"/follow", nil).is(200)
		b.get("/home").is(200).has("A murmur", `href="/@hearts"`)
		b.post("/posts", url.Values{"text": {"Quietly"}, "audience": {"instance"}, "group": {id}, "language": {"en"}}).is(http.StatusUnprocessableEntity).has("What is posted to a group is public")

		posts, err := s.store.GroupTimeline(s.Context(), community.Viewer{}, g[0].Actor.ID, storage.Page{})
		if err != nil || len(posts) != 1 || posts[0].Author != anaActor.ID || posts[0].Title != "A murmur" {
			t.Fatalf("posts: %+v, %v", posts, err)
		}
		number := community.FormatID(posts[0].ID)
		b.get("/groups/hearts/moderate").is(http.StatusForbidden)
		b.post("/groups/hearts/moderate", url.Values{"do": {"remove"}, "post": {number}}).is(http.StatusForbidden)
		m.post("/groups/hearts/moderate", url.Values{"do": {"pin"}, "post": {number}}).is(200).has("Unpin")
		m.post("/groups/hearts/moderate", url.Values{"do": {"lock"}, "post": {number}}).is(200).has("Open the thread")
		s.visitor().get("/groups/hearts").is(200).has("Pinned")
		b.post("/posts", url.Values{"text": {"Late"}, "audience": {"public"}, "in_reply_to": {number}, "language": {"en"}}).is(http.StatusUnprocessableEntity).has("closed this thread")
		m.post("/groups/hearts/moderate", url.Values{"do": {"unlock"}, "post": {number}}).is(200)
		b.post("/posts", url.Values{"text": {"In time"}, "audience": {"public"}, "in_reply_to": {number}, "language": {"en"}}).is(200)

		m.post("/groups/hearts/moderate", url.Values{"do": {"appoint"}, "handle": {"@nobody"}}).is(http.StatusUnprocessableEntity).has("nobody with this address")
		m.post("/groups/hearts/moderate", url.Values{"do": {"appoint"}, "handle": {"@bob"}}).is(200).has("Dismiss bob")
		b.get("/groups/hearts/moderate").is(200)
		b.post("/groups/hearts/moderate", url.Values{"do": {"ban"}, "handle": {"@ana"}, "days": {"7"}, "reason": {"Advertising"}, "remove_posts": {"on"}}).is(200).has("Advertising", "Let ana in again")
		s.visitor().get("/groups/hearts").is(200).hasNot("A murmur")
		a.get("/@ana").is(200).has("A murmur")
		a.post("/posts", url.Values{"text": {"Again"}, "audience": {"public"}, "group": {id}, "language": {"en"}}).is(http.StatusUnprocessableEntity).has("may not post to this group")
		b.post("/groups/hearts/moderate", url.Values{"do": {"unban"}, "person": {community.FormatID(anaActor.ID)}}).is(200).has("Nobody is shut out")
		m.post("/groups/hearts/moderate", url.Values{"do": {"dismiss"}, "person": {community.FormatID(bobActor.ID)}}).is(200).hasNot("Dismiss bob")
		b.get("/groups/hearts/moderate").is(http.StatusForbidden)

		change := m.get("/desk/groups?group=" + id).is(200).form("/desk/groups")
		m.post("/desk/groups", with(change, "state", "closed")).is(200)
		a.get("/groups/hearts").is(http.StatusNotFound)
		m.get("/groups/hearts").is(200).has("This group is closed")
	})
}

// S-PRIV-1: a group shows nobody more than the world sees, and no case for few enters
// it.
func TestGroupsAreOpenOnly(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		draft, err := community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: "hearts", Title: "Hearts", Purpose: "other", Posting: "everybody", State: "open"})
		if err != nil {
			t.Fatal(err)
		}
		g, err := s.store.CreateGroup(s.Context(), "hearts", draft, actor.ID)
		if err != nil {
			t.Fatal(err)
		}
		hidden := storagetest.Post(s, s.store, actor, "canary", community.InstanceOnly)
		if entered, err := s.store.EnterGroup(s.Context(), g.Actor.ID, hidden.ID); err != nil || entered {
			t.Errorf("a post for few is in the group: %v", err)
		}
		a := s.as(ana)
		a.get("/groups/hearts").is(200).hasNot("canary")
		a.post("/groups/hearts/moderate", url.Values{"do": {"pin"}, "post": {community.FormatID(hidden.ID)}}).is(http.StatusNotFound)
		a.post("/groups/hearts/moderate", url.Values{"do": {"explode"}}).is(http.StatusNotFound)
		place, err := s.store.GroupPlace(s.Context(), g.Actor.ID, 0, actor)
		if err != nil {
			t.Fatal(err)
		}
		asked := community.CaseDraft{Title: "Fever", AgeBand: "45-49", Consent: "written", ConsentScope: "public",
			Narrative: community.Narrative{PresentingComplaint: "Fever", Question: "Why?"}}
		for _, test := range []struct {
			audience community.AudienceKind
			open     bool
			posted   bool
		}{{community.Public, true, true}, {community.Public, false, false}, {community.InstanceOnly, true, false}} {
			p, err := community.Publish(actor, community.PostDraft{Audience: test.audience, Case: &asked},
				community.Surroundings{Now: s.store.Now(), Group: place, Openness: community.Openness{PublicCases: test.open}})
			if (err == nil) != test.posted || err == nil && p.Post().Group != g.Actor.ID {
				t.Errorf("%+v: %v", test, err)
			}
		}
		s.visitor().get("/groups/nobody").is(http.StatusNotFound)
		s.visitor().get("/groups/ana").is(http.StatusNotFound)
	})
}
