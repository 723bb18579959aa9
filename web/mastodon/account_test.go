package mastodon

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// People are looked up, followed, muted, blocked and let in.
func TestRelationships(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana, bob := s.as(anaActor), s.as(bobActor)
		b := id(bobActor.ID)
		do := func(verb string, pairs ...string) value {
			return ana.post("/api/v1/accounts/"+b+"/"+verb, pairs...).is(200).json()
		}
		do("follow").at("following").eq(true)
		do("follow", "reblogs", "false").at("showing_reblogs").eq(false)
		do("follow").at("showing_reblogs").eq(false) // stays as it was
		do("follow", "reblogs", "true").at("showing_reblogs").eq(true)
		ana.get("/api/v1/accounts/"+b+"/followers").is(200).json().at(0, "acct").eq("ana")
		ana.get("/api/v1/accounts/"+id(anaActor.ID)+"/following").is(200).json().at(0, "acct").eq("bob")
		bob.post("/api/v1/accounts/" + id(anaActor.ID) + "/remove_from_followers").is(200).json().at("followed_by").eq(false)
		do("follow")
		do("unfollow").at("following").eq(false)

		muted := do("mute", "notifications", "false", "duration", "3600")
		muted.at("muting").eq(true)
		muted.at("muting_notifications").eq(false)
		muted.at("muting_expires_at").eq("2026-11-22T10:00:00.000Z")
		ana.get("/api/v1/mutes").is(200).json().at(0, "mute_expires_at").eq("2026-11-22T10:00:00.000Z")
		s.clock.Advance(2 * time.Hour)
		if ana.get("/api/v1/mutes").is(200).json().size() != 0 {
			t.Error("the mute did not end")
		}
		do("mute").at("muting_notifications").eq(true)
		do("unmute").at("muting").eq(false)
		ana.post("/api/v1/accounts/"+b+"/mute", "duration", "-1").refused(422)
		ana.post("/api/v1/accounts/"+b+"/mute", "duration", "99999999999").refused(422)

		do("block").at("blocking").eq(true)
		ana.get("/api/v1/blocks").is(200).json().at(0, "id").eq(b)
		bob.post("/api/v1/accounts/" + id(anaActor.ID) + "/follow").refused(403)
		do("unblock").at("blocking").eq(false)
		ana.post("/api/v1/accounts/" + id(anaActor.ID) + "/follow").refused(422)
		ana.post("/api/v1/accounts/99/follow").refused(404)

		list := ana.get("/api/v1/accounts/relationships?id[]=" + b + "&id[]=99&id[]=x").is(200).json()
		if list.size() != 1 {
			t.Errorf("relationships: %v", list.any)
		}
		ana.get("/api/v1/accounts/relationships?id="+b).is(200).json().at(0, "id").eq(b)
		ana.get("/api/v1/accounts/relationships?" + strings.Repeat("id[]=1&", mostRelationships+1)).refused(422)
	})
}

// Who approves followers sees who asks, and decides.
func TestFollowRequests(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		_, eveActor := storagetest.Member(s, s.store, "eve")
		ana := s.as(anaActor)
		ana.form("PATCH", "/api/v1/accounts/update_credentials", "locked", "true").is(200).json().at("locked").eq(true)
		for _, who := range []community.Actor{bobActor, eveActor} {
			s.as(who).post("/api/v1/accounts/" + id(anaActor.ID) + "/follow").is(200).json().at("requested").eq(true)
		}
		ana.get("/api/v1/accounts/verify_credentials").is(200).json().at("source", "follow_requests_count").eq(2)
		if got := ana.get("/api/v1/follow_requests").is(200).json().ids(); len(got) != 2 {
			t.Errorf("requests: %v", got)
		}
		ana.post("/api/v1/follow_requests/" + id(bobActor.ID) + "/authorize").is(200).json().at("followed_by").eq(true)
		ana.post("/api/v1/follow_requests/" + id(eveActor.ID) + "/reject").is(200).json().at("followed_by").eq(false)
		if ana.get("/api/v1/follow_requests").is(200).json().size() != 0 {
			t.Error("requests were not done with")
		}
	})
}

// The profile is changed part by part; what is not sent stays.
func TestUpdateCredentials(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		const path = "/api/v1/accounts/update_credentials"
		profile := actor.Profile
		profile.Pronouns, profile.Profession = "she/her", "physician"
		_, err := s.store.SetProfile(t.Context(), actor.ID, profile)
		s.must(err)
		changed := ana.form("PATCH", path, "display_name", "Dr Ana", "note", "Likes <b> & #cases", "bot", "true", "discoverable", "1").is(200).json()
		changed.at("display_name").eq("Dr Ana")
		changed.at("bot").eq(true)
		changed.at("discoverable").eq(true)
		changed.at("source", "note").eq("Likes <b> & #cases")
		changed.at("fields", 0, "value").eq("she/her")
		changed.at("fields", 1, "name").eq("Profession (unverified)")
		changed.at("fields", 1, "verified_at").eq(nil)
		if note := changed.at("note").text(); !strings.Contains(note, "&lt;b&gt;") {
			t.Errorf("note is %s", note)
		}
		ana.send("PATCH", path, "application/json", []byte(`{"locked":true}`)).is(200).json().at("display_name").eq("Dr Ana")
		before := changed.at("avatar").text()
		pictured := ana.upload("PATCH", path, pngPicture(t), "", "avatar", "locked", "false").is(200).json()
		pictured.at("locked").eq(false)
		after := pictured.at("avatar").text()
		if after == before || !strings.HasPrefix(after, "https://here.example/media/avatar/"+id(actor.ID)) {
			t.Errorf("the avatar was %s and is %s", before, after)
		}
		inline := ana.form("PATCH", path, "avatar", "data:image/png;base64,"+base64.StdEncoding.EncodeToString(pngPicture(t))).is(200).json()
		if inline.at("avatar").text() == after {
			t.Error("the avatar kept its address")
		}
		ana.upload("PATCH", path, []byte("no picture"), "", "avatar").refused(422)
		ana.form("PATCH", path, "display_name", strings.Repeat("x", community.MaxDisplayName+1)).refused(422).json().at("details", "display_name")
		ana.form("PATCH", path, "locked", "maybe").refused(422)
	})
}

// Accounts are found by id and handle; who was closed, not let in yet, or is the
// instance itself is nobody.
func TestShowAccount(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		_, closed := storagetest.Member(s, s.store, "eve")
		remote := storagetest.Remote(s, s.store, "https://there.example", "bob")
		s.must(s.store.SuspendActor(t.Context(), closed.ID, actor.ID, ""))
		house, err := s.store.EnsureInstanceActor(t.Context())
		s.must(err)
		c := s.visitor()
		c.get("/api/v1/accounts/" + id(actor.ID)).is(200).json().at("acct").eq("ana")
		for _, acct := range []string{"ana", "@ana", "ana@here.example", "ANA"} {
			c.get("/api/v1/accounts/lookup?acct=" + acct).is(200).json().at("id").eq(id(actor.ID))
		}
		there := c.get("/api/v1/accounts/lookup?acct=bob@there.example").is(200).json()
		there.at("url").eq("https://there.example/@bob")
		there.at("uri").eq(remote.IRI.String())
		there.at("avatar").eq(s.api.asset("avatar.png"))
		for _, path := range []string{"/" + id(closed.ID), "/" + id(house.ID), "/99", "/99999999999999999999", "/lookup", "/lookup?acct=eve", "/lookup?acct=@@", "/007"} {
			c.get("/api/v1/accounts" + path).refused(404)
		}
		s.must(s.store.MarkGone(t.Context(), remote.IRI))
		c.get("/api/v1/accounts/" + id(remote.ID)).refused(410)
	})
}

// The posts of an account, with the filters apps use.
func TestAccountStatuses(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana, path := s.as(anaActor), "/api/v1/accounts/"+id(anaActor.ID)+"/statuses"
		first := storagetest.Post(s, s.store, anaActor, "One #ward")
		other := storagetest.Post(s, s.store, bobActor, "Other")
		reply := storagetest.Reply(s, s.store, storagetest.Answer{By: anaActor, To: other, Text: "Answer"})
		boost := ana.post("/api/v1/statuses/" + id(other.ID) + "/reblog").is(200).json().at("id").text()
		picture := ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		pictured := ana.post("/api/v1/statuses", "status", "Look", "visibility", "public", "media_ids[]", picture).is(200).json().at("id").text()
		for query, want := range map[string][]string{
			"":                         {pictured, boost, id(reply.ID), id(first.ID)},
			"?exclude_replies=true":    {pictured, boost, id(first.ID)},
			"?exclude_reblogs=1":       {pictured, id(reply.ID), id(first.ID)},
			"?only_media=true":         {pictured},
			"?pinned=true":             {},
			"?tagged=WARD":             {id(first.ID)},
			"?limit=1":                 {pictured},
			"?max_id=" + id(reply.ID):  {id(first.ID)},
			"?since_id=" + boost:       {pictured},
			"?limit=1&min_id=" + "1":   {id(first.ID)},
			"?only_media=0&limit=9999": {pictured, boost, id(reply.ID), id(first.ID)},
		} {
			if got := s.visitor().get(path + query).is(200).json().ids(); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s: %v, want %v", query, got, want)
			}
		}
		for _, bad := range []string{"max_id=x", "max_id=99999999999999999999", "limit=-1", "limit=x", "pinned=maybe", "since_id=-4"} {
			s.visitor().get(path + "?" + bad).refused(422)
		}
	})
}

// People are searched, here and on demand elsewhere.
func TestSearch(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bobActor, anaActor)
		post := storagetest.Post(s, s.store, anaActor, "Morning #wardround")
		hidden := storagetest.Post(s, s.store, anaActor, "Not for all", community.Direct)
		bob := s.as(bobActor)
		bob.get("/api/v1/accounts/search?q=an").is(200).json().at(0, "acct").eq("ana")
		found := bob.get("/api/v2/search?q=ana").is(200).json()
		found.at("accounts", 0, "acct").eq("ana")
		bob.get("/api/v2/search?q=%23wardr").is(200).json().at("hashtags", 0, "name").eq("wardround")
		bob.get("/api/v2/search?type=statuses&q="+post.IRI.String()).is(200).json().at("statuses", 0, "id").eq(id(post.ID))
		if bob.get("/api/v2/search?resolve=true&q="+hidden.IRI.String()).is(200).json().at("statuses").size() != 0 {
			t.Error("a hidden post was found by its address")
		}
		remote := storagetest.Remote(s, s.store, "https://there.example", "eve")
		asked := 0
		s.elsewhere = func(query string) (community.Actor, *community.Post, error) {
			asked++
			switch query {
			case "eve@there.example":
				return remote, nil, nil
			case "https://there.example/1":
				p := storagetest.RemotePost(s, s.store, remote, "From there")
				return remote, &p, nil
			}
			return community.Actor{}, nil, community.ErrUnavailable
		}
		bob.get("/api/v2/search?q=https://there.example/1").is(200)
		if asked != 0 {
			t.Error("it was looked for elsewhere without resolve")
		}
		bob.get("/api/v2/search?resolve=true&q=eve@there.example").is(200).json().at("accounts", 0, "acct").eq("eve@there.example")
		bob.get("/api/v2/search?resolve=1&q=https://there.example/1").is(200).json().at("statuses", 0, "content").eq("<p>From there</p>")
		bob.get("/api/v2/search?resolve=1&q=https://down.example/1").is(200)
		if bob.get("/api/v2/search?q=ana&type=accounts&offset=1").is(200).json().at("accounts").size() != 0 {
			t.Error("a second page")
		}
		bob.get("/api/v2/search?q=").refused(422)
		bob.get("/api/v2/search?q=" + strings.Repeat("x", maxQuery+1)).refused(422)
	})
}

// A report reaches the staff in our words.
func TestReport(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		post := storagetest.Post(s, s.store, anaActor, "Miracle cure")
		bob := s.as(bobActor)
		made := bob.post("/api/v1/reports", "account_id", id(anaActor.ID), "status_ids[]", id(post.ID), "comment", "Advertising", "category", "spam").is(200).json()
		made.at("category").eq("spam")
		made.at("status_ids", 0).eq(id(post.ID))
		made.at("target_account", "acct").eq("ana")
		made.at("action_taken").eq(false)
		ours := bob.post("/api/v1/reports", "account_id", id(anaActor.ID), "category", "patient-identifiable").is(200).json()
		ours.at("category").eq("other")
		flags, err := s.store.Flags(t.Context(), true, everything)
		if err != nil || len(flags) != 2 || flags[0].Category != "patient-identifiable" || flags[1].Category != "spam" {
			t.Errorf("flags %v, %v", flags, err)
		}
		bob.post("/api/v1/reports", "account_id", id(anaActor.ID), "category", "boring").refused(422)
		bob.post("/api/v1/reports", "account_id", "x").refused(404)
		bob.post("/api/v1/reports", "account_id", id(bobActor.ID)).refused(422)
		bob.post("/api/v1/reports", "account_id", id(bobActor.ID), "status_ids[]", id(post.ID), "category", "spam").refused(422)
	})
}

// What apps ask for when they start is there, and lists are never null.
func TestStart(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		for _, path := range []string{"/api/v1/instance/peers", "/api/v1/trends", "/api/v1/trends/links", "/api/v1/announcements", "/api/v1/filters",
			"/api/v2/filters", "/api/v1/lists", "/api/v1/conversations", "/api/v1/followed_tags", "/api/v1/featured_tags", "/api/v1/endorsements",
			"/api/v1/domain_blocks", "/api/v1/scheduled_statuses", "/api/v2/suggestions", "/api/v1/suggestions"} {
			if got := strings.TrimSpace(ana.get(path).is(200).body); got != "[]" {
				t.Errorf("%s gives %s", path, got)
			}
		}
		p := ana.get("/api/v1/preferences").is(200).json()
		p.at("posting:default:visibility").eq("public")
		p.at("posting:default:language").eq(nil)
		ana.get("/api/v1/instance/rules").is(200).json().at(0, "text").eq("Be kind.")
		for _, path := range []string{"/api/v1/nothing", "/api/v9/instance", "/oauth/nothing", "/api", "/api/v1/statuses/1/nothing", "/api/v1/polls/1"} {
			ana.get(path).refused(404)
			ana.post(path, "x", "y").refused(404)
		}
		ana.send("DELETE", "/api/v1/timelines/home", "", nil).refused(404)
		var got any
		if err := json.Unmarshal([]byte(ana.get("/api/v2/instance").is(200).body), &got); err != nil {
			t.Error(err)
		}
	})
}
