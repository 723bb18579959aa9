package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Following, at once and after asking; the lists of people; taking it back.
func TestFollowJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		profile := bobActor.Profile
		profile.ApprovesFollowers, profile.DisplayName = true, "Robert Okonkwo"
		if _, err := s.store.SetProfile(s.Context(), bobActor.ID, profile); err != nil {
			t.Fatal(err)
		}
		a, b := s.as(ana), s.as(bob)
		anaID, bobID := community.FormatID(anaActor.ID), community.FormatID(bobActor.ID)

		b.post("/a/"+anaID+"/follow", nil).is(200).has("You follow this person now.", "/a/"+anaID+"/unfollow")
		a.get("/@bob").is(200).has("Ask to follow", "Robert Okonkwo")
		a.post("/a/"+bobID+"/follow", nil).is(200).has("Your request was sent.", "Withdraw request")
		a.post("/a/"+bobID+"/follow", nil).is(200).has("Withdraw request")
		b.get("/notifications").is(200).has("1 person asks to follow you")
		b.get("/requests").is(200).has("@ana", "/a/"+anaID+"/accept-follow")
		b.post("/a/"+anaID+"/accept-follow", url.Values{"return": {"/requests"}}).is(200).has("The request is accepted.").hasNot("accept-follow")
		a.get("/@bob/followers").is(200).has("@ana")
		a.get("/@ana/following").is(200).has("Robert Okonkwo")
		s.visitor().get("/@bob/followers").is(200).has("Sign in").hasNot("@ana")
		b.post("/a/"+anaID+"/reject-follow", nil).is(200)
		a.get("/@bob/followers").is(200).hasNot(`href="/@ana">ana`)
		a.post("/a/"+anaID+"/follow", nil).is(http.StatusForbidden)
		a.post("/a/9/follow", nil).is(http.StatusNotFound)

		instance, err := s.store.InstanceActor(s.Context())
		if err != nil {
			t.Fatal(err)
		}
		a.post("/a/"+community.FormatID(instance.ID)+"/follow", nil).is(http.StatusNotFound)
	})
}

// Blocking, muting and reporting, each from a post and from a profile.
func TestKeepingAway(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		storagetest.Staff(s, s.store, "mod", community.Moderator)
		storagetest.Following(s, s.store, anaActor, bobActor)
		post := storagetest.Post(s, s.store, bobActor, "Something unkind")
		a, b := s.as(ana), s.as(bob)
		id, bobID := community.FormatID(post.ID), community.FormatID(bobActor.ID)
		a.get("/home").is(200).has("Something unkind", "/p/"+id+"/report", "/a/"+bobID+"/mute", "/a/"+bobID+"/block")

		a.post("/a/"+bobID+"/mute", url.Values{"return": {"/home"}}).is(200).has("You will not see posts").hasNot("Something unkind")
		a.get("/@bob").is(200).has("/a/" + bobID + "/unmute")
		a.post("/a/"+bobID+"/unmute", nil).is(200)
		a.get("/home").is(200).has("Something unkind")

		form := a.get("/p/"+id+"/report").is(200).has("Report bob", "Something unkind").form("/p/" + id + "/report")
		a.post("/p/"+id+"/report", with(form, "comment", "Look at this")).is(http.StatusUnprocessableEntity).has("Look at this")
		a.post("/p/"+id+"/report", with(form, "category", "harassment", "comment", "Look at this", "block", "on")).is(200).has("Thank you.")
		flags, err := s.store.Flags(s.Context(), true, storage.Page{})
		if err != nil || len(flags) != 1 || flags[0].Comment != "Look at this" || flags[0].Target != bobActor.ID || flags[0].Posts[0] != post.ID {
			t.Fatalf("reports: %+v, %v", flags, err)
		}
		a.get("/home").is(200).hasNot("Something unkind")
		a.get("/p/" + id).is(http.StatusNotFound)
		b.get("/@ana").is(200)
		b.post("/a/"+community.FormatID(anaActor.ID)+"/follow", nil).is(http.StatusForbidden)
		a.get("/@bob").is(200).has("/a/" + bobID + "/unblock")
		a.post("/a/"+bobID+"/unblock", nil).is(200).has("no longer blocked")
		a.get("/p/" + id).is(200)

		form = a.get("/a/" + bobID + "/report").is(200).form("/a/" + bobID + "/report")
		a.post("/a/"+bobID+"/report", with(form, "category", "spam")).is(200).has("Thank you.")
		a.get("/a/" + community.FormatID(anaActor.ID) + "/report").is(200)
		a.post("/a/"+community.FormatID(anaActor.ID)+"/report", url.Values{"category": {"spam"}}).is(http.StatusUnprocessableEntity)
	})
}

// Staff remove what a member wrote and say why; it is written down.
func TestStaffRemoves(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		mod, _ := storagetest.Staff(s, s.store, "mod", community.Moderator)
		id := community.FormatID(storagetest.Post(s, s.store, actor, "Names a patient").ID)
		m := s.as(mod)
		form := m.get("/p/" + id + "/delete").is(200).has("Remove this post?").form("/p/" + id + "/delete")
		m.post("/p/"+id+"/delete", form).is(http.StatusUnprocessableEntity).has("why you remove it")
		m.post("/p/"+id+"/delete", with(form, "reason", "It names a patient.")).is(200).has("The post is removed.")
		m.get("/p/" + id).is(http.StatusNotFound)
		actions, err := s.store.StaffActions(s.Context(), storage.Page{})
		if err != nil || len(actions) == 0 || actions[0].Action != "remove" || actions[0].Note != "It names a patient." || actions[0].Subject != "ana" {
			t.Errorf("staff actions: %+v, %v", actions, err)
		}
	})
}
