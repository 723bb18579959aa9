package mastodon

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// Several accounts at once, in the order asked for; what is not there stays away.
func TestAccountsByNumber(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		got := s.visitor().get("/api/v1/accounts?id[]=" + id(bob.ID) + "&id[]=7&id[]=x&id[]=" + id(ana.ID)).is(200).json()
		if ids := got.ids(); !slices.Equal(ids, []string{id(bob.ID), id(ana.ID)}) {
			t.Error(ids)
		}
		s.visitor().get("/api/v1/accounts?id[]=" + strings.Repeat("1&id[]=", 50)).refused(422)
	})
}

// What one writes down about somebody, and whom one shows, stands in the relationship,
// and of the note nobody else learns.
func TestNotesAndEndorsements(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		a, path := s.as(ana), "/api/v1/accounts/"+id(bob.ID)
		a.post(path+"/note", "comment", " met in Vienna ").is(200).json().at("note").eq("met in Vienna")
		a.get("/api/v1/accounts/relationships?id="+id(bob.ID)).json().at(0, "note").eq("met in Vienna")
		s.as(bob).get("/api/v1/accounts/relationships?id="+id(ana.ID)).json().at(0, "note").eq("")
		a.post(path+"/note", "comment", strings.Repeat("ä", 2001)).refused(422)
		a.post(path+"/note", "comment", "a\x00b").refused(400)
		a.post("/api/v1/accounts/7/note", "comment", "x").refused(404)
		a.post(path+"/note", "comment", "").is(200).json().at("note").eq("")

		a.post(path + "/endorse").refused(422) // nobody shows who is not followed
		a.post(path + "/follow").is(200)
		a.post(path + "/pin").is(200).json().at("endorsed").eq(true)
		for _, list := range []string{"/api/v1/endorsements", "/api/v1/accounts/" + id(ana.ID) + "/endorsements"} {
			if ids := a.get(list).is(200).json().ids(); !slices.Equal(ids, []string{id(bob.ID)}) {
				t.Error(list, ids)
			}
		}
		a.post(path + "/unfollow").is(200)
		a.get("/api/v1/accounts/relationships?id="+id(bob.ID)).json().at(0, "endorsed").eq(false)
		a.get("/api/v1/accounts/" + id(ana.ID) + "/identity_proofs").is(200)
	})
}

// A follow says which posts are read: boosts, languages, and whether one is told.
func TestFollowParameters(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		b, path := s.as(bob), "/api/v1/accounts/"+id(ana.ID)+"/follow"
		r := b.post(path, "notify", "true", "languages[]", "de-CH", "languages[]", "fr").is(200).json()
		r.at("notifying").eq(true)
		r.at("languages", 0).eq("de")
		r.at("languages", 1).eq("fr")
		b.post(path, "reblogs", "false").is(200).json().at("notifying").eq(true) // what was not sent stays
		b.post(path, "languages[]", "not a language").refused(422)
		b.post(path, "notify", "perhaps").refused(422)
		a := s.as(ana)
		a.post("/api/v1/statuses", "status", "In English", "visibility", "public", "language", "en").is(200)
		german := a.post("/api/v1/statuses", "status", "Auf Deutsch", "visibility", "public", "language", "de").is(200).json().at("id").text()
		a.post("/api/v1/statuses", "status", "Und weiter", "visibility", "public", "language", "de", "in_reply_to_id", german).is(200)
		home := b.get("/api/v1/timelines/home").is(200).json()
		for i := range home.size() {
			if strings.Contains(home.at(i, "content").text(), "English") {
				t.Error("a language that was not asked for came home")
			}
		}
		list, err := s.store.Notifications(t.Context(), bob.ID, storage.NotificationFilter{Kinds: []community.NotificationKind{community.NotifyPost}}, storage.Page{})
		s.must(err)
		if len(list) != 1 || id(list[0].Post) != german {
			t.Errorf("told of %+v, want the one new post", list)
		}
		b.post(path, "languages[]", "").is(200).json().at("languages").eq(nil)
	})
}

// Whom two know in common, but not of those who keep that to themselves.
func TestFamiliarFollowersHonourHidden(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, cem := storagetest.Member(s, s.store, "cem")
		_, dee := storagetest.Member(s, s.store, "dee")
		for _, f := range [][2]community.Actor{{ana, bob}, {ana, cem}, {bob, dee}, {cem, dee}} {
			storagetest.Following(s, s.store, f[0], f[1])
		}
		s.as(cem).form("PATCH", "/api/v1/accounts/update_credentials", "hide_collections", "true").is(200).json().at("hide_collections").eq(true)
		a := s.as(ana)
		got := a.get("/api/v1/accounts/familiar_followers?id[]=" + id(dee.ID) + "&id[]=" + id(bob.ID)).is(200).json()
		got.at(0, "id").eq(id(dee.ID))
		if who := (value{got.site, got.what, got.at(0, "accounts").any}).ids(); !slices.Equal(who, []string{id(bob.ID)}) {
			t.Error("familiar: ", who)
		}
		if got.at(1, "accounts").size() != 0 {
			t.Error("nobody follows both")
		}
		if n := a.get("/api/v1/accounts/" + id(cem.ID) + "/following").is(200).json().size(); n != 0 {
			t.Error("hidden collections are listed")
		}
		if n := s.as(cem).get("/api/v1/accounts/" + id(cem.ID) + "/following").is(200).json().size(); n != 1 {
			t.Error("one's own are not")
		}
	})
}

// Suggested are people who agreed, whom friends follow; never who is known, blocked,
// muted or was put aside.
func TestSuggestions(t *testing.T) {
	eachSite(t, func(s *site) {
		cast := map[string]community.Actor{}
		for _, name := range []string{"ana", "friend", "good", "shy", "muted", "blocked", "dismissed", "known"} {
			_, cast[name] = storagetest.Member(s, s.store, name)
			if name != "shy" && name != "ana" {
				s.as(cast[name]).form("PATCH", "/api/v1/profile", "discoverable", "true").is(200).json().at("discoverable").eq(true)
			}
		}
		storagetest.Following(s, s.store, cast["ana"], cast["friend"])
		storagetest.Following(s, s.store, cast["ana"], cast["known"])
		for name, other := range cast {
			if name != "friend" && name != "ana" {
				storagetest.Following(s, s.store, cast["friend"], other)
			}
		}
		a := s.as(cast["ana"])
		a.post("/api/v1/accounts/" + id(cast["muted"].ID) + "/mute").is(200)
		a.post("/api/v1/accounts/" + id(cast["blocked"].ID) + "/block").is(200)
		a.form("DELETE", "/api/v1/suggestions/"+id(cast["dismissed"].ID)).is(200)
		a.form("DELETE", "/api/v1/suggestions/7").refused(404)
		got := a.get("/api/v2/suggestions").is(200).json()
		if got.size() != 1 {
			t.Fatalf("%v", got.any)
		}
		got.at(0, "account", "id").eq(id(cast["good"].ID))
		got.at(0, "sources", 0).eq("friends_of_friends")
		if ids := a.get("/api/v1/suggestions").is(200).json().ids(); !slices.Equal(ids, []string{id(cast["good"].ID)}) {
			t.Error(ids)
		}
		found := a.get("/api/v1/directory?order=new&local=true").is(200).json().ids()
		if slices.Contains(found, id(cast["shy"].ID)) || slices.Contains(found, id(cast["blocked"].ID)) || !slices.Contains(found, id(cast["good"].ID)) {
			t.Error("directory: ", found)
		}
		if one := a.get("/api/v1/directory?order=new&offset=1&limit=1").is(200).json().ids(); len(one) != 1 || one[0] != found[1] {
			t.Error("second of the directory: ", one, found)
		}
		if n := a.get("/api/v1/directory").is(200).json().size(); n != 0 {
			t.Error("nobody posted, and somebody is active")
		}
		a.get("/api/v1/directory?order=odd").refused(422)
		a.get("/api/v1/directory?offset=-1").refused(422)
	})
}

// Clinicians of the same specialty find one another.
func TestSuggestionsOfTheSameSpecialty(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Clinician(s, s.store, "ana", "neurology")
		_, bob := storagetest.Clinician(s, s.store, "bob", "neurology")
		s.as(bob).form("PATCH", "/api/v1/profile", "discoverable", "true").is(200)
		got := s.as(ana).get("/api/v2/suggestions").is(200).json()
		if got.size() != 1 || got.at(0, "account", "id").text() != id(bob.ID) || got.at(0, "sources", 0).text() != "similar_to_recently_followed" {
			t.Errorf("%v", got.any)
		}
	})
}

// Servers that a member blocks, and whom they lost by it: nobody else's.
func TestDomainBlocksAndSeverances(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		far := storagetest.Remote(s, s.store, "https://there.example", "far")
		storagetest.Following(s, s.store, ana, far)
		a := s.as(ana)
		a.get("/api/v1/accounts/relationships?id="+id(far.ID)).json().at(0, "domain_blocking").eq(false)
		for _, host := range []string{"one.example", "two.example", "There.Example"} {
			a.post("/api/v1/domain_blocks", "domain", host).is(200)
			s.clock.Advance(time.Second)
		}
		a.get("/api/v1/accounts/relationships?id="+id(far.ID)).json().at(0, "domain_blocking").eq(true)
		first := a.get("/api/v1/domain_blocks?limit=2").is(200)
		first.json().at(0).eq("there.example")
		first.json().at(1).eq("two.example")
		if next := first.header.Get("Link"); !strings.Contains(next, "max_id=2") {
			t.Error(next)
		}
		if rest := a.get("/api/v1/domain_blocks?limit=2&max_id=2").is(200).json(); rest.size() != 1 || rest.at(0).text() != "one.example" {
			t.Error(rest.any)
		}
		for _, bad := range []string{"", "here.example", "not a host", "x\u0000y"} {
			if got := a.post("/api/v1/domain_blocks", "domain", bad); got.status/100 != 4 {
				t.Errorf("%q: %d", bad, got.status)
			}
		}
		jobs, err := s.store.Jobs(t.Context(), storage.KindPolicy, 10)
		s.must(err)
		for _, job := range jobs {
			s.must(s.store.EnforceDomains(t.Context(), job))
		}
		events := a.get("/api/v1/severed_relationships").is(200).json()
		if events.size() != 1 {
			t.Fatalf("%v", events.any)
		}
		events.at(0, "type").eq("user_domain_block")
		events.at(0, "target_name").eq("there.example")
		events.at(0, "following_count").eq(1)
		path := "/api/v1/severed_relationships/" + events.at(0, "id").text()
		a.get(path+"/following").is(200).json().at(0, "acct").eq("far@there.example")
		if a.get(path+"/followers").is(200).json().size() != 0 {
			t.Error("nobody followed ana")
		}
		other, unknown := s.as(bob).get(path+"/following").refused(404), s.as(bob).get("/api/v1/severed_relationships/7/following").refused(404)
		if other.body != unknown.body {
			t.Error("what is somebody else's is told from what is not there")
		}
		a.form("DELETE", "/api/v1/domain_blocks", "domain", "one.example").is(200)
		if n := a.get("/api/v1/domain_blocks").is(200).json().size(); n != 2 {
			t.Error(n)
		}
		if s.as(bob).get("/api/v1/domain_blocks").is(200).json().size() != 0 {
			t.Error("bob blocks nothing")
		}
	})
}

// An account is rendered without asking the database for each: the statement of where
// people went is one.
func TestMovedAccountIsNamed(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, next := storagetest.Member(s, s.store, "next")
		s.must(s.store.SetAliases(t.Context(), next.ID, []community.IRI{ana.IRI}))
		next, err := s.store.Actor(t.Context(), next.ID)
		s.must(err)
		s.must(s.store.Move(t.Context(), ana, next, storage.Act{User: ana.User}))
		a := s.visitor().get("/api/v1/accounts/" + id(ana.ID)).is(200).json()
		a.at("moved", "id").eq(id(next.ID))
		a.at("moved", "moved").eq(nil)
		s.as(ana).get("/api/v1/profile/move").is(200).json().at("moved_to", "id").eq(id(next.ID))
	})
}

// What of another account is done through a token asks for the password as well.
func TestAliasesAndMove(t *testing.T) {
	eachSite(t, func(s *site) {
		password := "correct horse battery"
		hash, err := s.sessions.HashPassword(t.Context(), password)
		s.must(err)
		_, ana := storagetest.Login(s, s.store, community.User{Name: "ana", Role: community.Member, State: community.UserActive,
			EmailConfirmed: s.store.Now(), PasswordHash: hash})
		_, next := storagetest.Login(s, s.store, community.User{Name: "next", Role: community.Member, State: community.UserActive,
			EmailConfirmed: s.store.Now(), PasswordHash: hash})
		s.api.Linker = homeLinker{s}
		a, n := s.as(ana), s.as(next)
		n.post("/api/v1/profile/aliases", "account", "ana").refused(422)
		n.post("/api/v1/profile/aliases", "account", "ana", "current_password", "wrong").refused(422)
		n.post("/api/v1/profile/aliases", "account", "nobody", "current_password", password).refused(422)
		list := n.post("/api/v1/profile/aliases", "account", "ana", "current_password", password).is(200).json()
		list.at(0, "uri").eq(ana.IRI.String())
		list.at(0, "account", "id").eq(id(ana.ID))
		a.post("/api/v1/profile/move", "target", "next").refused(422)
		s.must(s.store.SetAliases(t.Context(), next.ID, nil))
		a.post("/api/v1/profile/move", "target", "next", "current_password", password).refused(422) // it says nothing of ana
		s.must(s.store.SetAliases(t.Context(), next.ID, []community.IRI{ana.IRI}))
		moved := a.post("/api/v1/profile/move", "target", "next", "current_password", password).is(200).json()
		moved.at("moved_to", "id").eq(id(next.ID))
		if moved.at("again_at").any == nil {
			t.Error("nothing says when the next move may be made")
		}
		a.form("DELETE", "/api/v1/profile/move").refused(422)
		a.form("DELETE", "/api/v1/profile/move", "current_password", password).is(200).json().at("moved_to").eq(nil)
		n.form("DELETE", "/api/v1/profile/aliases", "uri", "https://there.example/x", "current_password", password).refused(404)
		if n.form("DELETE", "/api/v1/profile/aliases", "uri", ana.IRI.String(), "current_password", password).is(200).json().size() != 0 {
			t.Error("the alias is still there")
		}
		s.api.Linker = nil
		n.post("/api/v1/profile/aliases", "account", "ana", "current_password", password).refused(404)
	})
}

// homeLinker finds members.
type homeLinker struct{ *site }

func (l homeLinker) ResolveLinked(_ context.Context, query string) (community.Actor, error) {
	h, err := community.ParseHandle(query, l.store.Domain())
	if err != nil {
		return community.Actor{}, community.ErrNotFound
	}
	return l.store.ActorByHandle(l.Context(), h)
}

// Registering in an app follows the rules of the page: what is wrong is named, and the
// token opens nothing before the address is proved and staff let the person in.
func TestRegisterInAnApp(t *testing.T) {
	eachSite(t, func(s *site) {
		app := s.visitor()
		app.token = session.NewToken()
		_, err := s.store.AddToken(t.Context(), app.token, storage.AccessToken{Application: s.app.ID, Scopes: allScopes})
		s.must(err)
		s.sessions.Letters = true
		good := []string{"username", "newcomer", "email", "new@example.org", "password", "a long enough one", "agreement", "true", "locale", "de",
			"reason", "I work on ward 3"}
		with := func(name, value string) []string {
			form := slices.Clone(good)
			form[slices.Index(form, name)+1] = value
			return form
		}
		for name, field := range map[string]string{"username": "username", "email": "email", "password": "password", "agreement": "agreement", "reason": "reason"} {
			got := app.post("/api/v1/accounts", with(name, "")...).refused(422)
			got.json().at("details", field, 0, "error")
		}
		s.visitor().post("/api/v1/accounts", good...).refused(401)
		made := app.post("/api/v1/accounts", good...).is(200).json()
		app.post("/api/v1/accounts", good...).refused(422).json().at("details", "username", 0, "error").eq("ERR_TAKEN")
		u, err := s.store.UserByName(t.Context(), "newcomer")
		s.must(err)
		if u.State != community.UserPending || !u.EmailConfirmed.IsZero() || u.Language != "de" {
			t.Errorf("%+v", u)
		}
		c := s.visitor()
		c.token = made.at("access_token").text()
		c.get("/api/v1/accounts/verify_credentials").refused(403)
		c.post("/api/v1/emails/confirmations", "email", "no address").refused(422)
		c.post("/api/v1/emails/confirmations", "email", "right@example.org").is(200)
		if u, err = s.store.UserByName(t.Context(), "newcomer"); u.Email != "right@example.org" {
			t.Error(u.Email, err)
		}
		c.get("/api/v1/emails/check_confirmation").is(200).json().eq(false)
		_, ana := storagetest.Member(s, s.store, "ana")
		s.as(ana).post("/api/v1/emails/confirmations").refused(403)
		s.as(ana).get("/api/v1/emails/check_confirmation").is(200).json().eq(true)
		s.visitor().post("/api/v1/emails/confirmations").refused(401)

		s.api.door.Registrations = community.RegisterInvite
		app.post("/api/v1/accounts", with("username", "other")...).refused(422)
		s.api.door.Registrations = community.RegisterClosed
		app.post("/api/v1/accounts", with("username", "other")...).refused(422)
	})
}

// A post for everybody can be shown elsewhere, as a quotation; nothing else can, whether
// it is there or not.
func TestEmbedding(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		open := storagetest.Post(s, s.store, ana, "For <all> to read")
		quiet := storagetest.Post(s, s.store, ana, "Quiet", community.Followers)
		inside := storagetest.Post(s, s.store, ana, "Inside", community.InstanceOnly)
		visitor := s.visitor()
		at := func(address string) string { return "/api/oembed?url=" + url.QueryEscape(address) }
		got := visitor.get(at(open.IRI.String()) + "&maxwidth=250").is(200).json()
		got.at("type").eq("rich")
		got.at("version").eq("1.0")
		got.at("width").eq(250)
		got.at("height").eq(nil)
		if text := got.at("html").text(); !strings.Contains(text, "For &lt;all&gt; to read") || !strings.Contains(text, open.IRI.String()) || strings.Contains(text, "<script") {
			t.Error(text)
		}
		visitor.get(at("https://here.example/p/" + id(open.ID))).is(200)
		unknown := visitor.get(at("https://here.example/posts/nothing")).refused(404)
		for _, address := range []string{quiet.IRI.String(), inside.IRI.String(), "https://here.example/p/" + id(inside.ID), ana.IRI.String(), "", "x",
			"https://there.example/posts/1", "https://here.example.evil.example/p/" + id(open.ID)} {
			if hidden := visitor.get(at(address)).refused(404); hidden.body != unknown.body {
				t.Errorf("%s: %s", address, hidden.body)
			}
			if hidden := s.as(ana).get(at(address)); hidden.status != 404 { // one's own neither
				t.Errorf("%s: %d", address, hidden.status)
			}
		}
		visitor.get(at(open.IRI.String()) + "&maxwidth=wide").refused(422)
	})
}
