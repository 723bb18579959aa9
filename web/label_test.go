package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// V13: who is labelled by staff is so wherever they speak, cannot take it off,
// and has no part in cases; who says it of themselves neither.
func TestLabels(t *testing.T) {
	eachHouse(t, plan{}, func(s *house) {
		mod, _ := storagetest.Staff(s, s.store, "mod", community.Moderator)
		bob, bobActor := s.proved("bob", storagetest.Proof{Profession: "physician", Level: 3})
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		post := storagetest.Post(s, s.store, bobActor, "Our new stent is great")
		question := s.ask(anaActor)
		answer := storagetest.Reply(s, s.store, storagetest.Answer{By: anaActor, To: question, Text: "An afterthought"})
		path, b := "/desk/clinicians/"+community.FormatID(bobActor.ID)+"/label", s.as(bob)
		b.get("/p/" + community.FormatID(post.ID)).is(200).hasNot(`<span class="chip">Industry</span>`)

		s.as(ana).post(path, url.Values{"label": {"industry"}}).is(http.StatusNotFound)
		m := s.as(mod)
		olga, _ := storagetest.Staff(s, s.store, "olga", community.Officer)
		m.post(path, url.Values{"label": {"physician"}}).is(http.StatusUnprocessableEntity)
		m.post(path, url.Values{"label": {"industry"}}).is(200).has("The label was changed", "labelled as no clinician")

		for _, reader := range []*browser{s.visitor(), s.as(ana), b} {
			reader.get("/p/" + community.FormatID(post.ID)).is(200).has(`<span class="chip">Industry</span>`)
		}
		b.submit("/settings/profile", url.Values{"display_name": {"Bob"}, "profession": {"physician"}}, nil).is(200)
		b.get("/@bob").is(200).has(`<span class="chip">Industry</span>`)
		b.get("/cases/new").is(http.StatusForbidden)
		b.submit("/cases", caseFields("step", "post"), nil).is(http.StatusForbidden)
		for _, parent := range []community.Post{question, answer} {
			b.submit("/posts", url.Values{"text": {"Use our stent"}, "audience": {"instance"}, "in_reply_to": {community.FormatID(parent.ID)}}, nil).is(http.StatusForbidden)
		}
		b.submit("/posts", url.Values{"text": {"A symposium"}, "audience": {"public"}, "language": {"en"}}, nil).is(200)
		b.get("/compose").is(200).hasNot(`value="clinicians"`)
		b.get("/verification").is(http.StatusForbidden)

		s.as(olga).post(path, url.Values{"label": {"patient-organisation"}}).is(200).has("The label was changed")
		s.as(olga).post("/desk/clinicians/"+community.FormatID(olga.Actor)+"/label", url.Values{"label": {"press"}}).is(http.StatusForbidden)
		m.post(path, url.Values{"label": {""}}).is(200).has("took the label off")
		b.get("/cases/new").is(200)
		a := s.as(ana)
		a.submit("/settings/profile", url.Values{"display_name": {"Ana"}, "profession": {"press"}}, nil).is(200)
		a.get("/@ana").is(200).has(`<span class="chip">Press</span>`)
		a.get("/cases/new").is(http.StatusForbidden)
	})
}

// ask posts a case for the institution.
func (h *house) ask(author community.Actor) community.Post {
	h.Helper()
	draft := community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{Title: "Fever", AgeBand: "45-49", Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "Fever for two weeks", Question: "What is it?"}}}
	p, err := community.Publish(author, draft, community.Surroundings{Now: h.store.Now()})
	h.must(err)
	post, err := h.store.Publish(h.Context(), p)
	h.must(err)
	return post
}
