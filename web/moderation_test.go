package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Reports × who: only a verified clinician's "patient identifiable" hides at once,
// everybody else's and every other reason only queues.
func TestWhoseReportHides(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, ana := h.member("ana")
		people := map[string]community.User{}
		for _, name := range []string{"ben", "vera", "nina", "stu"} {
			u, a := h.member(name)
			people[name] = u
			switch name {
			case "vera":
				storagetest.Prove(t, h.store, a, storagetest.Proof{Profession: "physician", Level: 4})
			case "nina":
				storagetest.Prove(t, h.store, a, storagetest.Proof{Profession: "nurse", Level: 3})
			case "stu":
				storagetest.Prove(t, h.store, a, storagetest.Proof{Profession: "nurse", Level: 2})
			}
		}
		mod, _ := h.staff("mod", community.Moderator)
		people["mod"] = mod
		for _, reason := range community.FlagCategories() {
			for name, u := range people {
				post := storagetest.Post(h, h.store, ana, "About a case "+name, community.Public)
				id := community.FormatID(post.ID)
				fields := url.Values{"category": {string(reason)}, "comment": {"Look."}, "reference": {"ESC 2023 acute coronary syndromes"}}
				h.as(u).post("/p/"+id+"/report", fields).is(200).has("Thank you.")
				now, err := h.store.Post(h.Context(), post.ID)
				h.must(err)
				if want := reason == community.FlagPatient && (name == "vera" || name == "nina"); now.Hidden.IsZero() == want {
					t.Errorf("%s by %s: hidden %v", reason, name, !want)
				}
			}
		}
	})
}

// Hidden and missing are alike to everybody but the author, who is told why and not by
// whom; staff see it at the desk, also the pictures of what is for few, on the record.
func TestHiddenFromEverybody(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		anaUser, ana := h.member("ana")
		ben, benActor := h.member("ben")
		vera, veraActor := h.member("vera")
		storagetest.Prove(t, h.store, veraActor, storagetest.Proof{Profession: "physician", Level: 4})
		mod, _ := h.staff("mod", community.Moderator)
		storagetest.Following(h, h.store, benActor, ana)
		post := storagetest.Post(h, h.store, ana, "canary-words of ward #canarytag", community.Public)
		reply := storagetest.Reply(h, h.store, storagetest.Answer{By: benActor, To: post, Text: "an answer"})
		id := community.FormatID(post.ID)
		address := strings.TrimPrefix(post.IRI.String(), h.store.Base())
		h.as(vera).post("/p/"+id+"/report", url.Values{"category": {"patient-identifiable"}}).is(200).has("hidden until")
		pages := []string{"/home", "/cases", "/notifications", "/@ana", "/@ana/cases", "/@ana/feed.atom", "/@ana/feed.rss", "/tags/canarytag",
			"/search?q=canary", "/bookmarks", "/p/" + community.FormatID(reply.ID), "/", "/directory", "/settings/filters", "/moderation", "/decisions"}
		for name, b := range map[string]*browser{"visitor": h.visitor(), "ben": h.as(ben), "vera": h.as(vera)} {
			for _, path := range pages {
				if body := b.get(path).body; strings.Contains(body, "canary-words") {
					t.Errorf("%s finds it on %s", name, path)
				}
			}
			for _, ways := range [][2]string{{"/p/" + id, "/p/12345"}, {address, "/posts/AAAAAAAAAAAAAAAAAAAAAA"}} {
				hidden, missing := b.get(ways[0]), b.get(ways[1])
				if hidden.status != http.StatusNotFound || hidden.status != missing.status || !slices.Equal(hidden.header["Cache-Control"], missing.header["Cache-Control"]) ||
					strings.ReplaceAll(hidden.body, ways[0], ways[1]) != missing.body {
					t.Errorf("%s: %s is not like what never was (%d, %d)", name, ways[0], hidden.status, missing.status)
				}
			}
		}
		a := h.as(anaUser)
		a.get(address).is(200).has("canary-words", "Only you and the staff see it.")
		why := a.get("/decisions").is(200).has("A patient could be identified", "You need do nothing.")
		why.hasNot("vera")
		a.get("/notifications").is(200).has("has hidden a post of yours").hasNot("vera")
		flags, err := h.store.FlagQueue(h.Context(), storage.FlagQueue{})
		h.must(err)
		path := "/desk/reports/" + community.FormatID(flags[0].ID)
		m := h.as(mod)
		m.get("/desk/reports").is(200).has("Hidden")
		report := m.get(path).is(200).has("canary-words", "are hidden from everybody")
		form := with(report.form(path+"/decide"), "posts", "edit", "reason", "patient-identifiable", "note", "Take the ward out.")
		m.post(path+"/decide", with(report.form(path+"/decide"), "posts", "removed")).is(http.StatusUnprocessableEntity).has("Choose a reason.")
		m.post(path+"/decide", form).is(200).has("The report is closed.", "decided on the report")
		a.get("/decisions").is(200).has("Take the ward out.", "Change the post", "A post has to be changed")
		h.visitor().get(address).is(http.StatusNotFound)
		edit := a.get("/p/" + id + "/edit").is(200).form("/p/" + id + "/edit")
		a.post("/p/"+id+"/edit", with(edit, "text", "Nothing of that kind.")).is(200)
		h.visitor().get(address).is(200).has("Nothing of that kind.").hasNot("Only you")
	})
}

// Sanctions over the pages, by the clock; an appeal by the link, which opens no account
// and is not decided by who decided first.
func TestSanctionedAndAppealing(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		user, ana := h.member("ana")
		mod, modActor := h.staff("mod", community.Moderator)
		admin, adminActor := h.staff("adm", community.Administrator)
		account := "/desk/accounts/" + community.FormatID(ana.ID)
		m := h.as(mod)
		impose := func(person, days string) {
			form := m.get(account).is(200).form(account + "/sanction")
			m.post(account+"/sanction", with(form, "person", person, "days", days, "reason", "harassment", "note", "You insulted a colleague.")).is(200).has("It is decided.")
		}
		impose("no-posts", "1")
		a := h.as(user)
		a.post("/posts", url.Values{"text": {"x"}, "audience": {"public"}}).is(http.StatusForbidden)
		a.get("/decisions").is(200).has("No writing", "You insulted a colleague.", "harassment").hasNot("mod</")
		h.clock.Advance(24*time.Hour - time.Second)
		h.as(user).post("/posts", url.Values{"text": {"x"}, "audience": {"public"}}).is(http.StatusForbidden)
		h.clock.Advance(time.Second)
		h.as(user).post("/posts", url.Values{"text": {"x"}, "audience": {"public"}}).is(200)

		m = h.as(mod)
		impose("suspended", "7")
		if a.signedIn() {
			t.Error("still signed in")
		}
		_, refused := h.signIn("ana", password)
		refused.has("suspended for a while")
		link := m.post(account+"/appeal-link", nil).is(200)
		at := strings.Index(link.body, "/appeal/")
		path := link.body[at : at+len("/appeal/")+43]
		v := h.visitor()
		list, err := h.store.Decisions(h.Context(), ana.ID)
		h.must(err)
		send := path + "/" + community.FormatID(list[0].ID) + "/appeal"
		form := v.get(path).is(200).has("Account suspended", "You insulted a colleague.").form(send)
		v.post(send, with(form, "text", " ")).is(http.StatusUnprocessableEntity)
		v.post(send, with(form, "text", "It was a quotation.")).is(200).has("It was a quotation.", "Somebody else of the staff")
		v.post(send, with(form, "text", "Again.")).is(http.StatusConflict)
		if v.signedIn() {
			t.Error("the link signs in")
		}
		other := "/appeal/" + strings.Repeat("A", 43)
		v.get(other).is(http.StatusNotFound)
		decide := "/desk/appeals/" + community.FormatID(list[0].ID)
		m.get("/desk/appeals").is(200).has("It was a quotation.", "Somebody else of the staff decides")
		m.post(decide, url.Values{"lift": {"lift"}, "answer": {"So be it."}}).is(http.StatusForbidden)
		h.as(admin).post(decide, url.Values{"lift": {"lift"}, "answer": {"You are right."}}).is(200).has("The appeal is decided.")
		h.enter("ana", password)
		v.get(path).is(200).has("You are right.", "The decision was taken back.")
		h.as(mod).get("/desk/log?did=lift").is(200).has("took a decision back", adminActor.Name()).hasNot("You are right.", "quotation")

		// Nobody decides on themselves, nor on staff of no lower duty.
		for who, whom := range map[community.UserID]community.ActorID{mod.ID: modActor.ID, admin.ID: adminActor.ID} {
			u, err := h.store.User(h.Context(), who)
			h.must(err)
			h.as(u).post("/desk/accounts/"+community.FormatID(whom)+"/sanction", url.Values{"person": {"warned"}, "reason": {"rules"}, "note": {"x"}}).is(http.StatusForbidden)
		}
		h.as(mod).post("/desk/accounts/"+community.FormatID(adminActor.ID)+"/sanction", url.Values{"person": {"warned"}, "reason": {"rules"}, "note": {"x"}}).is(http.StatusForbidden)
	})
}

// Filters work on every list; what one opens deliberately, and one's own, is shown.
func TestFiltersOnThePages(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		user, ana := h.member("ana")
		_, ben := h.member("ben")
		storagetest.Following(h, h.store, ana, ben)
		spoiler := storagetest.Post(h, h.store, ben, "The goal of the evening #match", community.Public)
		quiet := storagetest.Post(h, h.store, ben, "A quiet evening", community.Public)
		storagetest.Reply(h, h.store, storagetest.Answer{By: ben, To: quiet, Text: "about the goal"})
		own := storagetest.Post(h, h.store, ana, "My own goal", community.Public)
		question := storagetest.Post(h, h.store, ana, "Who watched?", community.Public)
		storagetest.Reply(h, h.store, storagetest.Answer{By: ben, To: question, Text: "what a goal that was"})
		a := h.as(user)
		quietly := "/p/" + community.FormatID(quiet.ID)
		places := map[string]string{"/home": "The goal of the", "/tags/match": "The goal of the", "/@ben": "The goal of the", quietly: "about the goal", "/notifications": "what a goal"}
		save := func(path, action string) {
			form := a.get(path).is(200).form(path)
			form["context"] = []string{"home", "notifications", "public", "thread", "account"}
			a.post(path, with(form, "title", "Football-title", "keywords", "Goal\n", "action", action)).is(200)
		}
		words := func(path string) string { return a.get(path).is(200).body }
		for path, text := range places {
			if !strings.Contains(words(path), text) {
				t.Fatalf("%s does not show %q", path, text)
			}
		}
		save("/settings/filters/new", "warn")
		list, err := h.store.Filters(h.Context(), ana.ID)
		h.must(err)
		for path := range places {
			if !strings.Contains(words(path), "Football-title") {
				t.Errorf("%s does not fold", path)
			}
		}
		save("/settings/filters/"+community.FormatID(list[0].ID), "hide")
		for path, text := range places {
			if strings.Contains(words(path), text) {
				t.Errorf("%s does not leave it out", path)
			}
		}
		a.get("/p/" + community.FormatID(spoiler.ID)).is(200).has("The goal of the evening")
		a.get("/@ana").is(200).has("My own goal")
		a.get("/p/" + community.FormatID(own.ID)).is(200).has("My own goal")
		h.visitor().get("/@ben").is(200).has("The goal of the evening")
		other, _ := h.member("carl")
		h.as(other).get("/settings/filters/" + community.FormatID(list[0].ID)).is(http.StatusNotFound)
		a.post("/settings/filters/"+community.FormatID(list[0].ID)+"/remove", nil).is(200)
		a.get("/@ben").is(200).has("The goal of the evening")
	})
}

// Who is not known waits, and learns nothing of it (D2).
func TestMessageRequests(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		user, ana := h.member("ana")
		ben, benActor := h.member("ben")
		h.as(ben).post("/posts", url.Values{"text": {"Hello @ana, a word in private"}, "audience": {"direct"}}).is(200)
		a := h.as(user)
		a.get("/home").is(200).hasNot("a word in private")
		a.get("/notifications").is(200).has("1 person you do not know waits to be let in").hasNot("a word in private")
		a.get("/messages").is(200).has("ben", "a word in private", "1 message")
		a.post("/messages/"+community.FormatID(benActor.ID)+"/accept", nil).is(200).has("Nobody waits.")
		a.get("/home").is(200).has("a word in private")
		a.get("/notifications").is(200).has("mentioned you").hasNot("you do not know")
		a.post("/messages/"+community.FormatID(ana.ID)+"/accept", nil).is(http.StatusNotFound)
		a.post("/messages", url.Values{"messages": {"nobody"}}).is(200)
		if p, err := h.store.MessagePolicy(h.Context(), ana.ID); err != nil || p != community.MessagesNobody {
			t.Errorf("policy %q, %v", p, err)
		}
	})
}

// Numbers below five are not told, nor is any sum (M2).
func TestTransparency(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		user, ana := h.member("ana")
		_, ben := h.member("ben")
		_, mod := h.staff("mod", community.Moderator)
		count := func(reason string, n int) {
			for range n {
				f, err := community.Report(ben, ana, community.FlagDraft{Category: reason, Comment: "x"}, h.clock.Now())
				h.must(err)
				f, err = h.store.AddFlag(h.Context(), f)
				h.must(err)
				h.must(h.store.ResolveFlag(h.Context(), f.ID, mod.ID, ""))
			}
		}
		count("spam", 7)
		count("harassment", 4)
		page := h.as(user).get("/moderation").is(200).has("under 5")
		if text := page.body; !strings.Contains(text, "<span>7<") || strings.Contains(text, ">11<") {
			t.Error("the sum is told, or nothing")
		}
		if v := h.visitor().get("/moderation"); v.path == "/moderation" {
			t.Error("visitors read it")
		}
	})
}

// The pictures of a hidden post are hidden with it, and the desk shows them on the
// record.
func TestPicturesAreHiddenToo(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		user, ana := h.member("ana")
		_, vera := h.member("vera")
		vera = storagetest.Prove(h, h.store, vera, storagetest.Proof{Profession: "physician", Level: 4})
		mod, _ := h.staff("mod", community.Moderator)
		h.as(user).submit("/posts", url.Values{"text": {"A picture"}, "audience": {"public"}, "description_1": {"An X-ray"}}, map[string][]byte{"picture_1": pngPicture(h.site)}).is(200)
		list, err := h.store.AccountPosts(h.Context(), community.Viewer{}, storage.Filter{Actor: ana.ID}, storage.Page{})
		h.must(err)
		if len(list) != 1 || len(list[0].Media) != 1 {
			t.Fatalf("posted %+v", list)
		}
		m := list[0].Media[0]
		h.visitor().get("/media/" + m.File).is(200)
		key, err := h.store.PictureKey(m.File)
		h.must(err)
		f, err := community.Report(vera, ana, community.FlagDraft{Category: "patient-identifiable", Posts: list,
			By: vera.Subject(community.Member, h.store.Standing(h.Context(), vera))}, h.clock.Now())
		h.must(err)
		f, err = h.store.AddFlag(h.Context(), f)
		h.must(err)
		for _, b := range []*browser{h.visitor(), h.as(mod)} {
			b.get("/media/" + m.File).is(http.StatusNotFound)
			b.get("/media/" + m.Small).is(http.StatusNotFound)
			b.get("/media/" + m.File + "?key=" + key).is(http.StatusNotFound) // nor to a server that was sent it
		}
		path := "/desk/reports/" + community.FormatID(f.ID)
		h.as(mod).get(path).is(200).has(path + "/pictures/" + community.FormatID(m.ID))
		if got := h.as(mod).get(path + "/pictures/" + community.FormatID(m.ID)).is(200); got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("kept by browsers: %v", got.header)
		}
		h.as(mod).get(path).is(200).has("looked at a reported picture")
		h.as(user).get(path + "/pictures/" + community.FormatID(m.ID)).is(http.StatusNotFound)
		h.as(mod).get(path + "/pictures/12345").is(http.StatusNotFound)
	})
}
