package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A member asks with a plain form, others vote, and are shown the results then; the rest
// once it is over.
func TestQuestionJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		cara, _ := storagetest.Member(s, s.store, "cara")
		a, b, c := s.as(ana), s.as(bob), s.as(cara)
		form := with(a.get("/compose").is(200).has("Add a poll").form("/posts"), "text", "Which handover?", "audience", "public", "question_lasts", "60", "question_multiple", "on")
		form["question_option"] = []string{"At the bedside"}
		again := a.submit("/posts", form, nil).is(http.StatusUnprocessableEntity).has("at least 2 answers", `value="At the bedside"`)
		if got := again.form("/posts"); got.Get("question_lasts") != "60" || got.Get("question_multiple") != "on" || len(got["question_option"]) != community.MaxQuestionOptions {
			t.Errorf("the form came back as %v", got)
		}
		form["question_option"] = []string{"At the bedside", "", "In a room"}
		form.Del("question_multiple")
		a.submit("/posts", form, nil).is(200).has("Your post is published.")
		post := onlyPost(s, anaActor)
		path, id := strings.TrimPrefix(post.IRI.String(), storagetest.Here), community.FormatID(post.ID)

		a.get(path).is(200).has("0 people voted", "Open until").hasNot(`action="/p/` + id + `/choose"`)
		s.visitor().get(path).is(200).has("At the bedside").hasNot("/choose", "voted", "0 %")
		page := b.get(path).is(200).has("Choose one", "Your vote is final").hasNot("0 %", "0 people voted")
		b.post("/p/"+id+"/choose", url.Values{}).is(200).has("Choose at least one answer")
		b.post("/p/"+id+"/choose", url.Values{"choice": {"1", "2"}}).is(200).has("Choose at least one answer")
		b.post("/p/"+id+"/choose", url.Values{"choice": {"3"}}).is(200).has("Choose at least one answer")
		b.post("/p/"+id+"/choose", with(page.form("/p/"+id+"/choose"), "choice", "2")).is(200).has("Your vote is cast.", "1 person voted", "100 % (1 vote)", "your vote", "0 % (0 votes)").hasNot(`/choose"`)
		b.post("/p/"+id+"/choose", url.Values{"choice": {"1"}}).is(200).has("Your vote stands.")
		a.post("/p/"+id+"/choose", url.Values{"choice": {"1"}}).is(http.StatusForbidden)
		c.get("/home").is(200)
		c.get(path).is(200).hasNot("100 %")

		edit := a.get("/p/" + id + "/edit").is(200).hasNot("Add a poll")
		a.submit("/p/"+id+"/edit", with(edit.form("/p/"+id+"/edit"), "text", "Which handover, please?"), nil).is(200).has("1 person voted")
		s.clock.Advance(time.Hour)
		c.get(path).is(200).has("This poll is closed.", "100 % (1 vote)").hasNot("/choose")
		c.post("/p/"+id+"/choose", url.Values{"choice": {"1"}}).is(200).has("This poll is closed.")
		s.must(s.store.SettleQuestions(t.Context()))
		for _, who := range []*browser{a, b} {
			who.get("/notifications").is(200).has("a poll has ended")
		}
		c.get("/notifications").is(200).hasNot("a poll has ended")
		c.get("/compose?lang=de").is(200)
	})
}

// Who cannot see the post is not asked, and not answered.
func TestQuestionOfFollowers(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		p, err := community.Publish(ana, community.PostDraft{Text: "Which?", Audience: community.Followers, Question: community.QuestionDraft{Options: []string{"Yes", "No"}}},
			community.Surroundings{Now: s.store.Now()})
		s.must(err)
		post, err := s.store.Publish(t.Context(), p)
		s.must(err)
		s.as(bob).post("/p/"+community.FormatID(post.ID)+"/choose", url.Values{"choice": {"1"}}).is(http.StatusNotFound)
		s.visitor().post("/p/"+community.FormatID(post.ID)+"/choose", url.Values{"choice": {"1"}})
		got, err := s.store.Post(t.Context(), post.ID)
		s.must(err)
		if got.Question.Votes() != 0 {
			t.Errorf("counted %d", got.Question.Votes())
		}
	})
}
