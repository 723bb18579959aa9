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

// flag reports a post of somebody, or only the person.
func (h *house) flag(by, target community.Actor, posts ...community.Post) community.Flag {
	h.Helper()
	report, err := community.Report(by, target, community.FlagDraft{Category: "rules", Comment: "Look at this.", Posts: posts}, h.clock.Now())
	h.must(err)
	stored, err := h.store.AddFlag(h.Context(), report)
	h.must(err)
	return stored
}

// From the form of a member to the desk, and what staff do there.
func TestReportJourney(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, actor := h.member("ana")
		bob, _ := h.member("bob")
		mod, _ := h.staff("mod", community.Moderator)
		post := storagetest.Post(h, h.store, actor, "Names the patient", community.InstanceOnly)
		other := storagetest.Post(h, h.store, actor, "Harmless")
		id := community.FormatID(post.ID)
		b := h.as(bob)
		ask := b.get("/p/" + id + "/report").is(200).form("/p/" + id + "/report")
		b.post("/p/"+id+"/report", with(ask, "category", "patient-identifiable", "comment", "The ward & the day are named.")).is(200).has("Thank you.")

		m := h.as(mod)
		m.get("/notifications").is(200).has("/desk/reports")
		list := m.get("/desk/reports").is(200).has("ana", "bob", "1 post", "Open 1", "Closed 0")
		flags, err := h.store.Flags(h.Context(), true, storage.Page{})
		if err != nil || len(flags) != 1 {
			t.Fatalf("flags %v, %v", flags, err)
		}
		path := "/desk/reports/" + community.FormatID(flags[0].ID)
		list.has(`href="` + path + `"`)
		report := m.get(path).is(200).has("The ward &amp; the day are named.", "Names the patient", "Decide on the account")
		m.post(path+"/take", report.form(path+"/take")).is(200).has("You take care of this report.", "took care of the report")
		m.get("/desk/reports").is(200).has("with mod")
		m.post(path+"/remove/"+community.FormatID(other.ID), nil).is(http.StatusNotFound) // not in this report
		remove := path + "/remove/" + id
		m.post(remove, report.form(remove)).is(200).has("The post is removed.", "removed a post").hasNot("Names the patient")
		b.get("/p/" + id).is(http.StatusNotFound)
		b.get("/p/" + community.FormatID(other.ID)).is(200)
		m.post(remove, nil).is(http.StatusNotFound)

		long := strings.Repeat("ä", 501)
		again := m.post(path+"/close", url.Values{"note": {long}}).is(http.StatusUnprocessableEntity).has("at most 500 characters").form(path + "/close")
		if again.Get("note") != long {
			t.Errorf("the form lost %q", again.Get("note"))
		}
		m.post(path+"/reopen", nil).is(http.StatusConflict)
		m.post(path+"/close", with(again, "note", "Removed & talked to ana.")).is(200).has("The report is closed.", "Removed &amp; talked to ana.")
		for _, verb := range []string{"/close", "/take"} {
			m.post(path+verb, nil).is(http.StatusConflict)
		}
		m.get("/desk/reports").is(200).has("Open 0", "Closed 1").hasNot(path)
		m.get("/desk/reports?state=closed").is(200).has(path)
		m.post(path+"/reopen", m.get(path).form(path+"/reopen")).is(200).has("The report is open again.")
		m.get(h.deskPath("ana")).is(200).has(path)
		for _, missing := range []string{"1", "x", "0"} {
			m.get("/desk/reports/" + missing).is(http.StatusNotFound)
		}
	})
}

// Staff who are reported neither learn by whom nor decide about it; a report
// about an administrator is for another administrator.
func TestReportsAboutStaff(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, bob := h.member("bob")
		mod, modActor := h.staff("mod", community.Moderator)
		mia, _ := h.staff("mia", community.Moderator)
		root, rootActor := h.staff("rosa", community.Administrator)
		post := storagetest.Post(h, h.store, modActor, "By a moderator")
		about := h.flag(bob, modActor, post)
		path := "/desk/reports/" + community.FormatID(about.ID)
		m := h.as(mod)
		m.get("/notifications").is(200).hasNot("bob")
		m.get("/desk/reports").is(200).hasNot(path, "bob")
		m.get(h.deskPath("mod")).is(200).hasNot(path, "bob")
		missing := "/desk/reports/" + community.FormatID(about.ID+1)
		for _, verb := range []string{"", "/take", "/close", "/reopen", "/remove/" + community.FormatID(post.ID)} {
			method := http.MethodPost
			if verb == "" {
				method = http.MethodGet
			}
			got, want := m.ask(route{method, path + verb}), m.ask(route{method, missing + verb})
			if got.is(http.StatusNotFound).comparable(path+verb) != want.comparable(missing+verb) {
				t.Errorf("%s tells that the report is there", verb)
			}
		}
		equal := h.as(mia)
		equal.get("/notifications").is(200).has("bob")
		equal.get(path).is(200).has("bob", "By a moderator").hasNot(path+"/close", path+"/remove")
		for _, verb := range []string{"/take", "/close", "/remove/" + community.FormatID(post.ID)} {
			equal.post(path+verb, nil).is(http.StatusForbidden)
		}
		r := h.as(root)
		r.post(path+"/remove/"+community.FormatID(post.ID), nil).is(200).has("The post is removed.")
		r.post(path+"/close", nil).is(200).has("The report is closed.")

		other, _ := h.staff("rita", community.Administrator)
		above := "/desk/reports/" + community.FormatID(h.flag(bob, rootActor).ID)
		r.get(above).is(http.StatusNotFound)
		equal.post(above+"/close", nil).is(http.StatusForbidden)
		h.as(other).post(above+"/close", url.Values{"note": {"Talked to her."}}).is(200).has("Talked to her.")
	})
}

// The desk takes no form from another site, and none without end.
func TestDeskForms(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		mod, _ := h.staff("mod", community.Moderator)
		m, path := h.as(mod), h.deskPath("ana")+"/suspend"
		request, err := http.NewRequestWithContext(h.Context(), "POST", storagetest.Here+path, strings.NewReader("reason=forged"))
		h.must(err)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		m.send(request).is(http.StatusForbidden).has("You may not do this")
		m.submit(path, url.Values{"reason": {strings.Repeat("x", 2<<20)}}, nil).is(http.StatusUnprocessableEntity)
		h.unchanged(ana)
	})
}
