package storage_test

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// told is a case draft that tells one thing, for everybody here unless said otherwise.
func (st stage) told(by community.Actor, title, complaint string, audience community.AudienceKind) community.Post {
	st.Helper()
	in := community.Surroundings{Now: st.s.Now(), Openness: community.Openness{PublicCases: true}}
	pub, err := community.Publish(by, community.PostDraft{Audience: audience, Case: &community.CaseDraft{
		Title: title, AgeBand: "60-64", Consent: "written", Specialties: []string{"nephrology"}, Narrative: community.Narrative{
			Question: "What next?", PresentingComplaint: complaint}}}, in)
	return st.publish(pub, err)
}

func titles(posts []community.Post) string {
	var list []string
	for _, p := range posts {
		list = append(list, p.Title)
	}
	return strings.Join(list, "|")
}

// Part 7, C21: what shares rare words comes first, what shares none not at all.
func TestSimilarCasesShareRareWords(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		st.told(ana, "Fever of unknown origin", "Fever for weeks and arthritis", community.InstanceOnly)
		st.told(ana, "Fever after travel", "Fever, headache", community.InstanceOnly)
		st.told(ana, "Sjögren's with granulomas", "Dry eyes, fever", community.InstanceOnly)
		st.told(ana, "Broken wrist", "Fell on the hand", community.InstanceOnly)
		got := must(s.SimilarCases(t.Context(), member(ana), "Fever and a granuloma of SJOGREN", nil, 2))(t)
		if titles(got) != "Sjögren's with granulomas|Fever after travel" {
			t.Error(titles(got))
		}
		if got = must(s.SimilarCases(t.Context(), member(ana), "the patient of what", nil, 5))(t); len(got) != 0 {
			t.Error(titles(got))
		}
	})
}
