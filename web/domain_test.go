package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// enforce does what follows from rules about servers, as the lane loop would.
func (h *house) enforce() {
	h.Helper()
	for range 100 {
		leases, err := h.store.ClaimLanes(h.Context(), 50)
		h.must(err)
		if len(leases) == 0 {
			return
		}
		for _, lease := range leases {
			jobs, err := h.store.Jobs(h.Context(), lease.Lane, 50)
			h.must(err)
			var o storage.Outcome
			for _, job := range jobs {
				if job.Kind == storage.KindPolicy {
					h.must(h.store.EnforceDomains(h.Context(), job))
				}
				o.Done = append(o.Done, job.ID)
			}
			h.must(h.store.FinishLane(h.Context(), lease, o))
		}
	}
	h.Fatal("the work never ends")
}

const table = "\ufeff#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\n" +
	"there.example,suspend,false,false,spam,true\r\nkept.example,silence,false,false,,false\r\nsame.example,suspend,false,false,,false\r\nex***le.com,suspend,,,,\r\nhere.example,suspend,,,,\r\n"

// A list changes nothing before staff have seen what it would: what is new, changed and
// as it was, what cannot be taken and why, and which follows would end. Then it is one act.
func TestDomainImport(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		root, _ := h.staff("rosa", community.Administrator)
		anaUser, ana := h.member("ana")
		bob := storagetest.Remote(h, h.store, there, "bob")
		_, err := h.store.EnsureInstanceActor(h.Context())
		h.must(err)
		storagetest.Following(h, h.store, ana, bob)
		storagetest.Following(h, h.store, bob, ana)
		for host, severity := range map[string]community.DomainSeverity{"kept.example": community.DomainAllowed, "same.example": community.DomainSuspended} {
			h.must(h.store.SetDomainRule(h.Context(), community.DomainRule{Host: host, Severity: severity, PrivateComment: "note", Created: h.clock.Now()}))
		}
		r := h.as(root)
		const path = "/desk/domains/import"
		form := r.get(path).is(200).form(path)
		for _, c := range []struct{ list, severity, says string }{
			{"", "suspend", "names no server"}, {"[{", "suspend", "cannot be read"}, {"bad.example", "allow", "Choose what should happen"},
			{strings.Repeat("x\n", community.MaxDomainRows+1), "suspend", "too long"},
		} {
			kept := r.submit(path, with(form, "list", c.list, "severity", c.severity), nil).is(http.StatusUnprocessableEntity).has(c.says).form(path)
			if strings.TrimSpace(kept.Get("list")) != strings.TrimSpace(c.list) {
				t.Errorf("the list came back as %d bytes, not %d", len(kept.Get("list")), len(c.list))
			}
		}
		large := map[string][]byte{"file": bytes.Repeat([]byte("x"), community.MaxDomainList+1)}
		r.submit(path, with(form, "severity", "suspend"), large).is(http.StatusUnprocessableEntity).has("too large")
		r.submit(path, with(form, "severity", "suspend"), map[string][]byte{"file": bytes.Repeat([]byte("x"), 3<<20)}).is(http.StatusUnprocessableEntity).has("too large")

		seen := r.submit(path, with(form, "severity", "suspend"), map[string][]byte{"file": []byte(table)}).is(200)
		seen.has("there.example", "1 follows from here and 1 from there would end", "1 member", "Line 5:", "shown in part only", "Line 6:", "your own server", "kept.example", "Allowed", "Limited")
		if rules, err := h.store.DomainRules(h.Context()); err != nil || len(rules) != 2 {
			t.Fatalf("rules before: %v %v", rules, err)
		}
		apply := seen.path + "/apply"
		r.post(apply, seen.form(apply)).is(200).has("The list is taken in.", "there.example")
		rules, err := h.store.DomainRules(h.Context())
		if err != nil || rules["there.example"].Severity != community.DomainSuspended || !rules["there.example"].Obfuscate || rules["kept.example"].Severity != community.DomainAllowed {
			t.Errorf("rules after: %+v %v", rules, err)
		}
		r.post(apply, nil).is(http.StatusNotFound) // it is done with
		actions, err := h.store.StaffActions(h.Context(), storage.Page{})
		if err != nil || actions[0].Action != "rules-imported" || actions[0].Note != "1" || actions[0].Actor != root.Actor {
			t.Errorf("written down: %+v %v", actions[0], err)
		}
		again := r.submit(path, with(form, "severity", "suspend"), map[string][]byte{"file": []byte(table)}).is(200)
		r.post(again.path+"/apply", url.Values{"replace": {"on"}}).is(200)
		if rules, err := h.store.DomainRules(h.Context()); err != nil || rules["kept.example"].Severity != community.DomainLimited || rules["kept.example"].PrivateComment != "note" {
			t.Errorf("replaced: %+v %v", rules["kept.example"], err)
		}

		h.enforce()
		a := h.as(anaUser)
		a.get("/notifications").is(200).has("follows of yours ended", `href="/severed"`)
		lost := a.get("/severed").is(200).has("there.example", "You followed 1 person there.", "1 person there followed you.")
		for list, head := range map[string]string{"following": "Account address,Show boosts,Notify on new posts,Languages\nbob@there.example,true,false,\n", "followers": "Account address\nbob@there.example\n"} {
			link := between(lost.body, `href="`, "/"+list+".csv")
			if got := a.get(link + "/" + list + ".csv").is(200); got.body != head {
				t.Errorf("%s.csv is %q", list, got.body)
			}
			h.as(root).get(link + "/" + list + ".csv").is(http.StatusNotFound)
		}
	})
}

// between is the last text between two others.
func between(s, from, to string) string {
	end := strings.Index(s, to)
	if end < 0 {
		return ""
	}
	return s[strings.LastIndex(s[:end], from)+len(from) : end]
}

// The page of one server shows what holds there and why; visitors read of it what staff
// let them; rules leave as they came.
func TestDomainPages(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		root, _ := h.staff("rosa", community.Administrator)
		mod, _ := h.staff("mod", community.Moderator)
		_, ana := h.member("ana")
		storagetest.Following(h, h.store, ana, storagetest.Remote(h, h.store, "https://a.bad.example", "bob"))
		r, m := h.as(root), h.as(mod)
		form := r.get("/desk/domains/a.bad.example").is(200).has("No rule of its own", "ends 1 follows from here").form("/desk/domains")
		r.post("/desk/domains", with(form, "severity", "none", "reject_media", "on", "public_comment", "=loud")).is(200)
		h.must(h.store.SetDomainRule(h.Context(), community.DomainRule{Host: "bad.example", Severity: community.DomainSuspended, Obfuscate: true, PublicComment: "Advertising", PrivateComment: "secret note", Created: h.clock.Now()}))
		r.get("/desk/domains/A.Bad.example").is(200).has("No restriction", "no pictures", "made a rule for a server")
		r.get("/desk/domains/b.bad.example").is(200).has(`href="/desk/domains/bad.example"`)
		r.get("/desk/domains/not%20a%20host").is(http.StatusNotFound)
		r.get("/desk/domains?q=A.BAD").is(200).has("1 rule<").hasNot("Advertising")
		r.get("/desk/domains?severity=suspend").is(200).has("1 rule<", "Advertising")
		for form, has := range map[string]string{"csv": "bad.example,suspend,false,false,Advertising,true\n", "txt": "a.bad.example\nbad.example\n", "json": `"domain": "bad.example"`} {
			m.get("/desk/domains/export."+form).is(200).has(has).hasNot("secret note", ",=")
		}
		m.get("/desk/domains/bad.example").is(200).has("secret note").hasNot(`method="post" action="/desk/domains`)
		m.get("/desk/domains/drafts").is(200)
		m.get("/desk/domains/subscriptions").is(200).hasNot(`method="post" action="/desk`)
		for _, path := range []string{"/desk/domains/import", "/desk/domains/imports/1"} {
			m.get(path).is(http.StatusNotFound)
		}
		for _, path := range []string{"/desk/domains/import", "/desk/domains/imports/1/apply", "/desk/domains/subscriptions", "/desk/domains/subscriptions/1/end", "/desk/domains/subscriptions/1/read", "/desk/domains/drafts", "/desk/domains/public"} {
			m.post(path, url.Values{"public": {"on"}, "do": {"approve-all"}}).is(http.StatusNotFound)
		}
		h.visitor().get("/about").is(200).hasNot("Advertising", "bad.ex", "ba*")
		r.post("/desk/domains/public", r.get("/desk/domains").form("/desk/domains/public")).is(200).has("Visitors can read")
		h.visitor().get("/about").is(200).has("Advertising", "ba*.*****le").hasNot("secret note", ">bad.example<")
		r.post("/desk/domains/public", r.get("/desk/domains").form("/desk/domains/public")).is(200)
		h.visitor().get("/about").is(200).hasNot("Advertising")
	})
}

// Lists are subscribed to and ended, and staff decide what they change.
func TestDomainSubscriptions(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		root, _ := h.staff("rosa", community.Administrator)
		r := h.as(root)
		const path, drafts = "/desk/domains/subscriptions", "/desk/domains/drafts"
		good := with(r.get(path).is(200).form(path), "name", "Society", "url", "https://lists.example/a.csv", "excludes", "ok.example")
		for field, value := range map[string]string{"name": "", "url": "nonsense", "priority": "x", "trust": "x", "excludes": "not a host"} {
			wrong := url.Values{}
			for name, values := range good {
				wrong[name] = values
			}
			kept := r.post(path, with(wrong, field, value)).is(http.StatusUnprocessableEntity).form(path)
			if field != "trust" && kept.Get(field) != value {
				t.Errorf("%s came back as %q", field, kept.Get(field))
			}
			good.Set(field, map[string]string{"name": "Society", "url": "https://lists.example/a.csv", "priority": "0", "trust": "drafts", "excludes": "ok.example"}[field])
		}
		r.post(path, good).is(200).has("The list is saved.", "lists.example/a.csv")
		r.post(path, good).is(http.StatusUnprocessableEntity).has("is read already")
		all, err := h.store.DomainSubscriptions(h.Context())
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		list := func(hosts ...string) {
			t.Helper()
			l := storage.DomainListing{Subscription: all[0].ID}
			for _, host := range hosts {
				l.Entries = append(l.Entries, community.DomainEntry{Host: host, Severity: community.DomainSuspended, PublicComment: "from the list"})
			}
			h.must(h.store.KeepListing(h.Context(), l))
		}
		list("a.example", "b.example", "c.example", "d.example", "x.ok.example", "here.example")
		r.get("/desk/domains").is(200).has("Drafts 4").hasNot("a.example")
		r.get(drafts).is(200).has("a.example", "d.example", "Society").hasNot("ok.example", "here.example<")
		r.post(drafts, url.Values{"do": {"approve"}}).is(http.StatusUnprocessableEntity).has("Choose at least one server.")
		r.post(drafts, url.Values{"do": {"wrong"}, "host": {"a.example"}}).is(http.StatusUnprocessableEntity)
		r.post(drafts, url.Values{"do": {"reject"}, "host": {"b.example"}}).is(200).has("rejected").hasNot("b.example")
		r.post(drafts, url.Values{"do": {"approve"}, "host": {"a.example", "nobody.example"}}).is(200).has("The changes are made.").hasNot("a.example")
		list("a.example", "b.example", "c.example", "d.example")
		r.get(drafts).is(200).hasNot("b.example") // what was rejected is not asked again
		r.post(drafts, url.Values{"do": {"approve-all"}}).is(200).has("Nothing waits for you.")
		r.get("/desk/domains").is(200).has("a.example", "c.example", "From the list: Society").hasNot("b.example")
		list("c.example") // shrinks: nothing is taken off
		r.get(path).is(200).has("lost more than half", "Take it as it is")
		r.get(drafts).is(200).has("Nothing waits for you.")
		end := path + "/" + community.FormatID(all[0].ID)
		r.post(end+"/read", nil).is(200).has("read within a minute")
		list("c.example") // now staff said so
		r.get(drafts).is(200).has("a.example", "d.example", "The rule is removed")
		if rules, err := h.store.DomainRules(h.Context()); err != nil || len(rules) != 3 {
			t.Errorf("rules %v %v", rules, err)
		}
		r.post(drafts, url.Values{"do": {"approve"}, "host": {"d.example"}}).is(200)
		r.post(end+"/end", nil).is(200).has("not read any more")
		r.post(end+"/end", nil).is(http.StatusNotFound)
		if rules, err := h.store.DomainRules(h.Context()); err != nil || len(rules) != 2 {
			t.Errorf("after the end: %v %v", rules, err)
		}
		r.get(drafts).is(200).has("a.example", "c.example")
	})
}

// What a list is trusted with is done at once, but never what would let more through.
func TestTrustedList(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, actor := h.staff("rosa", community.Administrator)
		d, err := community.MakeSubscription(community.SubscriptionDraft{Name: "Society", URL: "https://lists.example/a", Severity: "suspend", Trust: "at-once"}, actor.ID, h.clock.Now())
		h.must(err)
		id, err := h.store.SetDomainSubscription(h.Context(), d)
		h.must(err)
		keep := func(entries ...community.DomainEntry) map[string]community.DomainRule {
			t.Helper()
			h.must(h.store.KeepListing(h.Context(), storage.DomainListing{Subscription: id, Entries: entries}))
			rules, err := h.store.DomainRules(h.Context())
			h.must(err)
			return rules
		}
		bad, own := community.DomainEntry{Host: "bad.example", Severity: community.DomainSuspended}, community.DomainEntry{Host: "own.example", Severity: community.DomainSuspended}
		h.must(h.store.SetDomainRule(h.Context(), community.DomainRule{Host: "own.example", Severity: community.DomainAllowed, Created: h.clock.Now()}))
		if rules := keep(bad, own); rules["bad.example"].Severity != community.DomainSuspended || rules["bad.example"].Source != id || rules["own.example"].Severity != community.DomainAllowed {
			t.Errorf("rules %+v", rules)
		}
		bad.Severity = community.DomainLimited
		if rules := keep(bad, own); rules["bad.example"].Severity != community.DomainSuspended {
			t.Errorf("it let more through: %+v", rules)
		}
		if rules := keep(own); rules["bad.example"].Severity != community.DomainSuspended {
			t.Errorf("it took a rule off: %+v", rules)
		}
		drafts, err := h.store.DomainDrafts(h.Context(), false)
		if err != nil || len(drafts) != 1 || !drafts[0].Removes {
			t.Errorf("drafts %+v %v", drafts, err)
		}
	})
}

// A member blocks a server and has it back.
func TestBlockedServers(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		user, ana := h.member("ana")
		bob := storagetest.Remote(h, h.store, there, "bob")
		storagetest.Following(h, h.store, ana, bob)
		storagetest.RemotePost(h, h.store, bob, "hello from there")
		a := h.as(user)
		const path = "/settings/servers"
		a.get("/home").is(200).has("hello from there")
		form := a.get(path).is(200).has("You block no server.").form(path)
		if kept := a.post(path, with(form, "host", "not a host")).is(http.StatusUnprocessableEntity).form(path); kept.Get("host") != "not a host" {
			t.Errorf("it came back as %q", kept.Get("host"))
		}
		a.post(path, with(form, "host", " There.example ")).is(200).has("The server is blocked.", "<b>there.example</b>")
		a.get("/home").is(200).hasNot("hello from there")
		h.enforce()
		a.get("/severed").is(200).has("You blocked this server.", "You followed 1 person there.")
		a.post(path+"/there.example/remove", nil).is(200).has("not blocked any more", "You block no server.")
	})
}
