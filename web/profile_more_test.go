package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// R-ACT-2: header, lines, hashtags, sites and the mark of a robot are set on a form and shown to all; a mistake keeps
// what was typed.
func TestProfileMore(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.member("ana")
		a := h.as(ana)
		const path = "/settings/profile"
		form := a.get(path).is(200).form(path)
		if len(form["field_name"]) != community.MaxFields {
			t.Fatalf("%d lines", len(form["field_name"]))
		}
		good := with(form, "display_name", "Ana", "featured_tags", "gout #Hands", "attribution_domains", "journal.example", "bot", "on")
		good["field_name"] = []string{"ORCID", "Ward", "", ""}
		good["field_value"] = []string{"https://orcid.org/0000-0002-1825-0097", "7 <b>", "", ""}
		for field, value := range map[string]string{"featured_tags": "no-tag", "attribution_domains": "nowhere", "field_value": strings.Repeat("x", 300)} {
			wrong := url.Values{}
			for name, values := range good {
				wrong[name] = append([]string(nil), values...)
			}
			wrong.Set(field, value)
			if field == "field_value" {
				wrong[field] = []string{value, "7", "", ""}
			}
			kept := a.submit(path, wrong, nil).is(http.StatusUnprocessableEntity).has(`class="problem"`).form(path)
			for name := range wrong {
				if strings.Join(kept[name], "|") != strings.Join(wrong[name], "|") {
					t.Errorf("%s: %s came back as %q", field, name, kept[name])
				}
			}
		}
		picture := "/media/header/" + community.FormatID(actor.ID)
		v := h.visitor()
		v.get(picture).is(http.StatusNotFound)
		a.submit(path, good, map[string][]byte{"header": pngPicture(h.site)}).is(200).has("remove_header", picture)
		page := v.get("/@ana").is(200).has(picture, "ORCID", `rel="me nofollow noreferrer noopener">orcid.org/0000-0002-1825-0097</a>`, "7 &lt;b&gt;",
			`href="/tags/gout"`, `href="/tags/hands"`, "automated account")
		page.hasNot("Links back")
		v.get(picture).is(200)
		now, err := h.store.Actor(h.Context(), actor.ID)
		h.must(err)
		if now.Kind != community.Service || len(now.AttributionDomains) != 1 {
			t.Errorf("%s, %v", now.Kind, now.AttributionDomains)
		}
		h.must(h.store.SetVerified(h.Context(), actor.ID, []community.IRI{now.Fields[0].Link()}))
		v.get("/@ana").is(200).has("Links back to this profile, seen")
		// A script that knows only the older fields takes nothing away.
		a.submit(path, url.Values{"display_name": {"Ana"}}, nil).is(200)
		v.get("/@ana").is(200).has("ORCID", picture)
		a.submit(path, with(a.get(path).form(path), "remove_header", "on"), nil).is(200).hasNot("remove_header")
		v.get(picture).is(http.StatusNotFound)
	})
}

// Pins: the button is on one's own open posts; they are shown first, to whoever may see them, on the first page alone.
func TestPinnedPosts(t *testing.T) {
	eachSite(t, func(s *site) {
		user, ana := storagetest.Member(s, s.store, "ana")
		ben, _ := storagetest.Member(s, s.store, "ben")
		first := storagetest.Post(s, s.store, ana, "Read this first")
		storagetest.Post(s, s.store, ana, "Something newer")
		closed := storagetest.Post(s, s.store, ana, "For this house", community.InstanceOnly)
		a, b := s.as(user), s.as(ben)
		pin := "/p/" + community.FormatID(first.ID) + "/pin"
		a.get("/@ana").is(200).has("Pin to my profile", pin).hasNot(">Pinned<", community.FormatID(closed.ID)+"/pin")
		b.get("/@ana").is(200).hasNot("Pin to my profile")
		b.post(pin, nil).is(http.StatusForbidden)
		a.post("/p/"+community.FormatID(closed.ID)+"/pin", nil).is(http.StatusForbidden)
		a.post(pin, nil).is(200)
		s.visitor().get("/@ana").is(200).has(">Pinned</h2>", "Read this first")
		if page := a.get("/@ana").is(200).has("Unpin from my profile").body; strings.Index(page, "Read this first") > strings.Index(page, "Something newer") {
			t.Error("the pin is not first")
		}
		s.visitor().get("/@ana/cases").is(200).hasNot(">Pinned<")
		s.visitor().get("/@ana?max=" + community.FormatID(closed.ID)).is(200).hasNot(">Pinned<")
		a.post("/p/"+community.FormatID(first.ID)+"/unpin", nil).is(200)
		s.visitor().get("/@ana").is(200).hasNot(">Pinned<")
		for range community.MaxPins {
			if err := s.store.Pin(t.Context(), ana, storagetest.Post(s, s.store, ana, "Another")); err != nil {
				t.Fatal(err)
			}
		}
		a.post(pin, nil).is(200).has("You can pin five posts")
	})
}

// R-ACT-1, R-ACT-2: what somebody elsewhere is, and what their server says of them, stands on the profile; their header
// comes from our own origin, and what they show first is asked for in the background.
func TestProfileElsewhere(t *testing.T) {
	eachSite(t, func(s *site) {
		bob := storagetest.Remote(s, s.store, there, "bob")
		bob.Kind, bob.Memorial, bob.Closed = community.Organization, true, true
		bob.HeaderIRI, bob.Featured = storagetest.IRI(s, there+"/h.png"), storagetest.IRI(s, there+"/featured")
		bob.Fields = []community.Field{{Name: "Site", Value: community.Sanitize(`<a href="https://bob.example/">bob</a>`)}}
		if _, err := s.store.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: bob}); err != nil {
			t.Fatal(err)
		}
		v := s.visitor()
		picture := "/media/header/" + community.FormatID(bob.ID)
		v.get("/@bob@there.example").is(200).has("organisation", "In memory of bob.", "has closed it", "https://bob.example/", picture).hasNot(there + "/h.png")
		v.get(picture).is(200)
		v.get(picture).is(200)
		if n := s.elsewhere.asked.Load(); n != 1 {
			t.Errorf("the header was asked for %d times", n)
		}
		rule := community.DomainRule{Host: "there.example", Severity: community.DomainNone, RejectMedia: true, Created: s.store.Now()}
		if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
			t.Fatal(err)
		}
		v.get(picture).is(http.StatusNotFound) // at once, not only when it was thrown away (S-ORG-12)
		if jobs, err := s.store.Jobs(t.Context(), "fetch/there.example", 10); err != nil || len(jobs) != 1 || jobs[0].Kind != storage.KindFeatured {
			t.Errorf("%+v, %v", jobs, err)
		}
	})
}

// R-WF-1, FEP-3b86: whoever comes from another site is shown whom or what they came for, and nothing is done by it.
func TestAuthorizeInteraction(t *testing.T) {
	eachSite(t, func(s *site) {
		user, ana := storagetest.Member(s, s.store, "ana")
		bob := storagetest.Remote(s, s.store, there, "bob")
		post := storagetest.RemotePost(s, s.store, bob, "From far away")
		s.resolve = func(query string) (community.Actor, *community.Post, error) {
			switch query {
			case "bob@there.example", there + "/@bob":
				return bob, nil, nil
			case post.IRI.String():
				return bob, &post, nil
			}
			return community.Actor{}, nil, community.ErrNotFound
		}
		a := s.as(user)
		for uri, want := range map[string]string{there + "/@bob": "/@bob@there.example", "acct:bob@there.example": "/@bob@there.example",
			post.IRI.String(): "/p/" + community.FormatID(post.ID)} {
			if got := a.get("/authorize_interaction?uri=" + url.QueryEscape(uri)).is(200); got.path != want {
				t.Errorf("%s ended at %s", uri, got.path)
			}
		}
		a.get("/authorize_interaction?uri="+url.QueryEscape(post.IRI.String())).has("/reply", "/like", "/boost")
		if relations, err := s.store.Relations(t.Context(), ana.ID, []community.ActorID{bob.ID}); err != nil || relations[bob.ID].Follows || relations[bob.ID].Requested {
			t.Errorf("somebody was followed by an address: %+v, %v", relations, err)
		}
		for _, uri := range []string{"", "https://there.example/nothing", "javascript:alert(1)", strings.Repeat("x", 3000)} {
			a.get("/authorize_interaction?uri=" + url.QueryEscape(uri)).is(http.StatusNotFound)
		}
		if got := s.visitor().get("/authorize_interaction?uri=" + url.QueryEscape(there+"/@bob")); !strings.HasPrefix(got.path, "/sign-in") {
			t.Errorf("a visitor ended at %s", got.path)
		}
		if got := a.get("/compose?text=" + url.QueryEscape("Look at <this> https://x.example/")).is(200).form("/posts"); got.Get("text") != "Look at <this> https://x.example/" {
			t.Errorf("shared as %q", got.Get("text"))
		}
		a.get("/compose?text=" + url.QueryEscape(strings.Repeat("x", community.MaxPost+1))).is(200).hasNot("xxxxx")
	})
}
