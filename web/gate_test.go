package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// told are texts that could tell who the patient is.
var told = []string{"title", "Fever since 17 March 2021", "history", "Mr Kallio was seen on 14 March 2021.\nMRN 12345678.", "description_1", "Film of Mr Kallio, 20 March 2021"}

// take is the value of the button that takes a replacement.
func (a answer) take(replacement string) string {
	a.Helper()
	button := regexp.MustCompile(`name="take" value="([^"]+)"[^>]*>[^<]*` + regexp.QuoteMeta(replacement))
	found := button.FindStringSubmatch(a.body)
	if found == nil {
		a.Fatalf("no button writes %q", replacement)
	}
	return found[1]
}

// Without any script: identifiers are marked, taken out one by one and all at once with
// everything else in the form kept, and only then the case is posted.
func TestGateJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		fields := caseFields(append(told, "picture_consent_1", "on", "perspective", "She hopes.")...)
		stopped := a.submit("/cases", fields, map[string][]byte{"picture_1": pngPicture(s)}).is(http.StatusUnprocessableEntity)
		stopped.has("Not posted yet: the text holds a date (Title, line 1).", "<mark", "Mr <mark", "Day &#43;3", "[record number]", "You remain responsible", "Description of picture 1")
		form := stopped.form("/cases")
		if form.Get("history") != fields.Get("history") || form.Get("media_1") == "" || form.Get("perspective") != "She hopes." {
			t.Fatalf("the form came back as %v", form)
		}
		one := a.submit("/cases", with(form, "take", stopped.take("Day 0"), "step", "preview"), nil).is(http.StatusUnprocessableEntity).has("Day &#43;6")
		form = one.form("/cases")
		if form.Get("history") != "Mr Kallio was seen on Day 0.\nMRN 12345678." || form.Get("title") != fields.Get("title") {
			t.Fatalf("one replacement gave %v", form)
		}
		all := a.submit("/cases", with(form, "take", "all", "step", "preview"), nil).is(http.StatusUnprocessableEntity).has("Nothing left of what was found")
		form = all.form("/cases")
		if form.Get("title") != "Fever since Day +3" || form.Get("history") != "Mr [name] was seen on Day 0.\nMRN [record number]." ||
			form.Get("description_1") != "Film of Mr [name], Day +6" || form.Get("picture_consent_1") != "on" {
			t.Fatalf("all replacements gave %v", form)
		}
		if len(s.postsOf(actor)) != 0 {
			t.Fatal("something was posted")
		}
		preview := a.submit("/cases", with(form, "step", "preview"), nil).is(200).form("/cases")
		posted := a.submit("/cases", with(preview, "step", "post"), nil).is(200).has("Fever since Day &#43;3")

		// A reply below it, its edit and the edit of the case go through the same gate.
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		b := s.as(bob)
		reply := b.get(strings.Split(posted.path, "?")[0]).is(200).form("/posts")
		b.submit("/posts", with(reply, "text", "Is it Mr Kallio of MRN 12345678?"), nil).is(http.StatusUnprocessableEntity).has("(Text, line 1)", "[record number]")
		b.submit("/posts", with(reply, "text", "Is it Lyme disease?"), nil).is(200)
		said := community.FormatID(s.postsOf(bobActor)[0].ID)
		edit := b.get("/p/" + said + "/edit").is(200).form("/p/" + said + "/edit")
		b.submit("/p/"+said+"/edit", with(edit, "text", "Call 020 7946 0958."), nil).is(http.StatusUnprocessableEntity).has("a telephone number")
		asked := community.FormatID(s.onlyCase(actor).ID)
		edit = a.get("/p/" + asked + "/edit").is(200).form("/p/" + asked + "/edit")
		a.submit("/p/"+asked+"/edit", with(edit, "outcome", "Call 020 7946 0958.", "step", "post"), nil).is(http.StatusUnprocessableEntity).has("a telephone number", "Course and outcome")
	})
}

// A hint is shown once and then stands.
func TestHintsAreShownOnce(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		hint := a.submit("/posts", url.Values{"text": {"My patient, 47 years old, fell."}, "audience": {"public"}, "language": {"en"}, "return": {"/home"}}, nil)
		hint.is(http.StatusUnprocessableEntity).has("Before you post", "only a hint").hasNot("Not posted yet")
		a.submit("/posts", hint.form("/posts"), nil).is(200)
		a.submit("/posts", url.Values{"text": {"The clinic is open until 47 minutes past."}, "audience": {"public"}, "language": {"en"}, "return": {"/home"}}, nil).is(200)
		if n := len(s.postsOf(actor)); n != 2 {
			t.Errorf("%d posts", n)
		}
	})
}

// What is no identifier is reviewed by somebody else: exactly the words that were read
// may be posted, and nothing else.
func TestReviewJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		words := caseFields("history", "Signs as Kallio described them in Ohmstead.", "step", "preview")
		alone := a.submit("/cases", words, nil).is(http.StatusUnprocessableEntity).has("Nobody else here can review it").hasNot(`name="hold"`)
		mod, _ := storagetest.Staff(s, s.store, "mod", community.Moderator)
		_ = mod
		again := a.submit("/cases", with(alone.form("/cases"), "step", "preview"), nil).is(http.StatusUnprocessableEntity).has(`name="hold"`)
		a.submit("/cases", with(again.form("/cases"), "hold", "on", "gate_words", "An eponym."), nil).is(http.StatusUnprocessableEntity).has("Choose a reason.", "An eponym.")
		held := a.submit("/cases", with(again.form("/cases"), "hold", "on", "gate_code", "term", "gate_words", "An eponym."), nil).is(200)
		held.has("Your text waits for a second look.")
		d := a.draftsOf(actor)[0]
		if d.State != community.DraftHeld || d.Reason != "An eponym." || d.Form["gate_code"] != nil {
			t.Fatalf("the draft is %v, %q", d.State, d.Reason)
		}
		path := "/cases/drafts/" + community.FormatID(d.ID)

		// It is as it was, and taken back and sent again.
		a.post(path+"/take-back", nil).is(200)
		form := a.get(path).is(200).form("/cases")
		stopped := a.submit("/cases", with(form, "step", "preview"), nil).is(http.StatusUnprocessableEntity)
		a.submit("/cases", with(stopped.form("/cases"), "hold", "on", "gate_code", "term"), nil).is(200)

		_, moderator := storagetest.Staff(s, s.store, "mia", community.Officer)
		r, err := s.store.Review(s.Context(), moderator.ID, d.ID)
		s.must(err)
		if r.Code != community.CodeTerm {
			t.Errorf("the reviewer reads %v", r)
		}
		if _, err := s.store.Review(s.Context(), actor.ID, d.ID); err == nil {
			t.Error("one reviews oneself")
		}
		if err := s.store.ReviewDraft(s.Context(), community.ReviewVerdict{Draft: d.ID, Reviewer: actor.ID, Release: true, Code: community.CodeTerm}); err == nil {
			t.Error("one releases oneself")
		}
		s.must(s.store.ReviewDraft(s.Context(), community.ReviewVerdict{Draft: d.ID, Reviewer: moderator.ID, Release: true, Read: r.Draft.Digest, Code: community.CodeTerm}))
		a.get("/notifications").is(200).has("that you may post now").hasNot("Kallio")

		form = a.get(path).is(200).form("/cases")
		a.submit("/cases", with(maps.Clone(form), "step", "preview", "findings", "Seen by Dr Amundsen of Ohmstead."), nil).is(http.StatusUnprocessableEntity)
		preview := a.submit("/cases", with(form, "step", "preview"), nil).is(200).form("/cases")
		a.submit("/cases", with(preview, "step", "post"), nil).is(200).has("Kallio")
		p := s.onlyCase(actor)
		decisions, err := s.store.GateDecisions(s.Context(), actor.ID)
		s.must(err)
		if len(decisions) != 1 || decisions[0].Post != p.ID || strings.Contains(decisions[0].Categories, "Kallio") || decisions[0].Verdict != "release" {
			t.Errorf("recorded is %+v", decisions)
		}
		if reviewed, err := s.store.Reviewed(s.Context(), p.ID); err != nil || !reviewed {
			t.Errorf("the post is not known as reviewed: %v", err)
		}
		id := community.FormatID(p.ID)
		edit := a.get("/p/" + id + "/edit").is(200).form("/p/" + id + "/edit")
		preview = a.submit("/p/"+id+"/edit", with(edit, "discussion", "Nothing to add.", "step", "preview"), nil).is(200).form("/p/" + id + "/edit")
		a.submit("/p/"+id+"/edit", with(preview, "step", "post"), nil).is(200).has("Nothing to add.")
	})
}

// A draft that was returned says why, and is no nearer to being posted.
func TestReviewReturns(t *testing.T) {
	eachSite(t, func(s *site) {
		_, moderator := storagetest.Staff(s, s.store, "mia", community.Moderator)
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		path, _ := a.presented()
		reply := a.get(path).is(200).form("/posts")
		stopped := a.submit("/posts", with(reply, "text", "Like Mr Kallio from Ohmstead."), nil).is(http.StatusUnprocessableEntity)
		a.submit("/posts", with(stopped.form("/posts"), "hold", "on", "gate_code", "source"), nil).is(200)
		d := a.draftsOf(actor)[0]
		if d.Kind != community.DraftOfReply || d.Parent == 0 {
			t.Fatalf("the draft is %+v", d)
		}
		if err := s.store.ReviewDraft(s.Context(), community.ReviewVerdict{Draft: d.ID, Reviewer: moderator.ID, Code: community.CodeTerm}); err == nil {
			t.Error("returned for a reason to release")
		}
		s.must(s.store.ReviewDraft(s.Context(), community.ReviewVerdict{Draft: d.ID, Reviewer: moderator.ID, Read: d.Digest, Code: community.CodeIdentifies, Note: "It is his name."}))
		a.get("/cases/drafts").is(200).has("It is his name.")
		a.get("/notifications").is(200).has("has something of yours back").hasNot("Kallio", "his name")
		form := a.get("/cases/drafts/" + community.FormatID(d.ID)).form("/posts")
		if form.Get("draft") == "" || form.Get("text") != "Like Mr Kallio from Ohmstead." {
			t.Fatalf("the reply came back as %v", form)
		}
		a.submit("/posts", form, nil).is(http.StatusUnprocessableEntity)
		a.submit("/posts", with(form, "text", "Like a patient of mine."), nil).is(200)
		if len(a.draftsOf(actor)) != 0 {
			t.Error("the draft is still there")
		}
	})
}

// An author who takes a draft back and sends other words in its place, while a reviewer
// reads, gets nothing released that nobody read.
func TestOnlyWhatTheReviewerReadIsReleased(t *testing.T) {
	eachHouse(t, plan{}, func(s *house) {
		mia, _ := s.staff("mia", community.Moderator)
		ana, actor := s.member("ana")
		a := s.as(ana)
		asked := a.submit("/cases", caseFields("history", "Signs as Kallio described them in Ohmstead.", "step", "preview"), nil).is(http.StatusUnprocessableEntity).form("/cases")
		a.submit("/cases", with(asked, "hold", "on", "gate_code", "term"), nil).is(200)
		d := a.draftsOf(actor)[0]
		review, path := "/desk/review/"+community.FormatID(d.ID), "/cases/drafts/"+community.FormatID(d.ID)
		release := s.as(mia).get(review).is(200).has("Kallio").form(review + "/release")

		a.post(path+"/take-back", nil).is(200)
		other := with(a.get(path).is(200).form("/cases"), "history", "This is Mr Amundsen of Ohmstead, MRN 12345678.", "step", "preview")
		stopped := a.submit("/cases", other, nil).is(http.StatusUnprocessableEntity).form("/cases")
		a.submit("/cases", with(stopped, "hold", "on", "gate_code", "term"), nil).is(200)

		s.as(mia).submit(review+"/release", with(release, "code", "term"), nil).is(http.StatusConflict)
		if now := a.draftsOf(actor)[0]; now.State != community.DraftHeld {
			t.Errorf("the draft is %s", now.State)
		}
		read := s.as(mia).get(review).is(200).has("Amundsen").form(review + "/return")
		s.as(mia).submit(review+"/return", with(read, "code", "identifies", "note", "Who is he?"), nil).is(200)
	})
}

// A text that no form lets in is turned away without being looked through: that would
// take seconds of a processor for one request.
func TestWhatIsFarTooLongIsNotLookedThrough(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		flood := strings.Repeat("Mr Kallio, MRN 12345678, was seen on 14 March 2021. ", 15_000)
		s.as(ana).submit("/cases", caseFields("history", flood[:250_000], "step", "preview"), nil).is(http.StatusUnprocessableEntity).hasNot("<mark")
		s.as(ana).submit("/cases", caseFields("history", "Mr Kallio, MRN 12345678.", "title", strings.Repeat("x", 500), "step", "preview"), nil).
			is(http.StatusUnprocessableEntity).has("<mark")
	})
}
