package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// told is a case draft that tells one thing, for everybody here unless said otherwise.
func (st stage) told(by community.Actor, title, complaint string, audience community.AudienceKind) community.Post {
	st.Helper()
	return st.publish(community.Publish(by, community.PostDraft{Audience: audience, Case: aboutKidneys(title, complaint)}, st.now()))
}

func (st stage) now() community.Surroundings {
	return community.Surroundings{Now: st.s.Now(), Openness: community.Openness{PublicCases: true}}
}

func aboutKidneys(title, complaint string) *community.CaseDraft {
	return &community.CaseDraft{Title: title, AgeBand: "60-64", Consent: "written", ConsentScope: "public", Specialties: []string{"nephrology"},
		Narrative: community.Narrative{Question: "What next?", PresentingComplaint: complaint}}
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
		got := must(s.SimilarCases(t.Context(), member(ana), storage.Likeness{Text: "Fever and a granuloma of SJOGREN", Limit: 2}))(t)
		if titles(got) != "Sjögren's with granulomas|Fever after travel" {
			t.Error(titles(got))
		}
		if got = must(s.SimilarCases(t.Context(), member(ana), storage.Likeness{Text: "the patient of what", Limit: 5}))(t); len(got) != 0 {
			t.Error(titles(got))
		}
	})
}

// Part 7, C21: the order that a viewer sees is the same whether there are cases they may not see or not, and none of
// those is in it.
func TestSimilarCasesTellNothingOfHiddenOnes(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana, ben := st.member("ana"), st.member("ben")
		st.told(ana, "Arthritis of the knee", "Swollen", community.Public)
		st.told(ana, "Vasculitis with rash", "Purpura", community.Public)
		ask := func(v community.Viewer) string {
			return titles(must(s.SimilarCases(t.Context(), v, storage.Likeness{Text: "arthritis or vasculitis", Specialties: []community.Specialty{"nephrology"}, Limit: 10}))(t))
		}
		before := ask(community.Viewer{})
		if before != "Vasculitis with rash|Arthritis of the knee" {
			t.Fatal(before)
		}
		for i := range 30 { // for members: vasculitis is common among these
			st.told(ben, fmt.Sprintf("Vasculitis %d", i), "Hidden", community.InstanceOnly)
		}
		if after := ask(community.Viewer{}); after != before {
			t.Errorf("a visitor sees %s, then %s", before, after)
		}
		ok(t, s.Block(t.Context(), ana.ID, ben.ID))
		if after := ask(member(ana)); after != before {
			t.Errorf("who blocked the author sees %s, then %s", before, after)
		}
	})
}

func (st stage) find(v community.Viewer, f storage.CaseFilter) string {
	st.Helper()
	f.Local = true
	return titles(must(st.s.Cases(st.Context(), v, f, storage.Page{}))(st))
}

// Part 7: a case is found by what it says now, on either engine alike, with all of its filters.
func TestLibraryFinds(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		d := aboutKidneys("Nierenversagen", "Ödeme, Größe 3×4 cm, anti-GBM, 12.5 mg, IL-6, Löfgren")
		d.Keywords, d.Certainty, d.AgeBand = "ANCA, crescents", "probable", "90+"
		p := st.publish(community.Publish(ana, community.PostDraft{Audience: community.InstanceOnly, Case: d}, st.now()))
		st.told(ana, "Other", "Nothing of it", community.InstanceOnly)
		for query, want := range map[string]string{
			"odeme": "Nierenversagen", "ÖDEM": "Nierenversagen", "grösse": "Nierenversagen", "anti gbm": "Nierenversagen", "Löf": "Nierenversagen",
			"anca crescents niere": "Nierenversagen", "12.5": "Nierenversagen", "il-6": "Nierenversagen", "nieren urology": "", "versagen": "",
			"of it": "Other", "???": "", "what": "Other|Nierenversagen",
		} {
			if got := st.find(member(ana), storage.CaseFilter{Query: query}); got != want {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
		for _, f := range []storage.CaseFilter{{Certainty: "probable"}, {AgeBand: "90+"}, {Query: "anca", Specialty: "internal-medicine", Status: community.CaseOpen}} {
			if got := st.find(member(ana), f); got != "Nierenversagen" {
				t.Errorf("%+v finds %q", f, got)
			}
		}
		for _, f := range []storage.CaseFilter{{Certainty: "certain"}, {Pictures: true}, {Query: "anca", Status: community.CaseSolved}, {Query: "anca", Specialty: "urology"}} {
			if got := st.find(member(ana), f); got != "" {
				t.Errorf("%+v finds %q", f, got)
			}
		}
		again := aboutKidneys("Kidney failure", "Oedema")
		st.publish(community.Revise(ana, p, community.PostDraft{Case: again}, st.now()))
		if got := st.find(member(ana), storage.CaseFilter{Query: "anca"}); got != "" {
			t.Errorf("found by what it no longer says: %s", got)
		}
		if got := st.find(member(ana), storage.CaseFilter{Query: "kidney"}); got != "Kidney failure" {
			t.Errorf("not found by what it says: %q", got)
		}
		ok(t, s.DeletePost(t.Context(), p.ID, s.Now()))
		if got := st.find(member(ana), storage.CaseFilter{Query: "kidney"}); got != "" {
			t.Errorf("a deleted case is found: %s", got)
		}
	})
}

// Part 7: no operator of either engine's query language, no sign and no length gets through to it.
func TestLibraryTakesAnyQuery(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		st.told(ana, "Plain", "Near or not a word", community.InstanceOnly)
		for _, query := range []string{
			"a OR b", "NEAR/3 word", "NOT", "AND AND", `"`, `""`, `"open`, "words:plain", "words:*", "*", "-plain", "(plain", "plain)", "^plain", "'", "' OR 1=1 --",
			"a & b", "!plain", "plain:*", "plain <-> word", `\`, "?", "? ?", "$1", "a\x00b", "\xff\xfe", "\u202e", strings.Repeat("(", 10_000),
			strings.Repeat("plain ", 2000), strings.Repeat("x", 10_000), strings.Repeat("ﷺ", 3000), "", " ",
		} {
			_, err := s.Cases(t.Context(), member(ana), storage.CaseFilter{Query: query}, storage.Page{})
			_, err2 := s.CountCases(t.Context(), member(ana), storage.CaseFilter{Query: query})
			_, err3 := s.SimilarCases(t.Context(), member(ana), storage.Likeness{Text: query, Specialties: []community.Specialty{"' OR 1=1"}, Limit: -1})
			for _, err := range []error{err, err2, err3} {
				if err != nil {
					t.Errorf("%.40q: %v", query, err)
				}
			}
		}
		for query, want := range map[string]string{"plain OR nothing": "", "plain NOT word": "Plain", "-plain": "Plain", "(plain AND near)": "Plain", "pl\x00ain": ""} {
			if got := st.find(member(ana), storage.CaseFilter{Query: query}); got != want {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
	})
}

// Part 7: a number of cases is exactly that of the cases listed, for every viewer and filter, so that no number tells of
// a case that is hidden.
func TestCountsAreOfWhatIsListed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana, ben, cleo := st.member("ana"), st.member("ben"), st.member("cleo")
		for i, by := range []community.Actor{ana, ben, cleo} {
			for j, audience := range []community.AudienceKind{community.Public, community.InstanceOnly} {
				p := st.told(by, fmt.Sprintf("Case %d %d", i, j), "Purpura", audience)
				if i == j {
					st.publish(community.Solve(by, p, nil, community.Surroundings{Now: s.Now()}))
				}
			}
		}
		ok(t, s.Block(t.Context(), ana.ID, ben.ID))
		ok(t, s.Mute(t.Context(), storage.Mute{Actor: ben.ID, Target: cleo.ID}))
		sizes := []int{}
		for _, v := range []community.Viewer{{}, member(ana), member(ben), member(cleo)} {
			for _, f := range []storage.CaseFilter{{}, {Query: "purp"}, {Query: "case 1"}, {Specialty: "nephrology"}, {AgeBand: "60-64", Query: "nothing"}} {
				f.Local = true
				n := must(s.CountCases(t.Context(), v, f))(t)
				for status, counted := range map[community.CaseStatus]int{"": n.Open + n.Solved, community.CaseOpen: n.ByState[community.CaseOpen], community.CaseSolved: n.ByState[community.CaseSolved]} {
					f.Status = status
					if listed := len(must(s.Cases(t.Context(), v, f, storage.Page{}))(t)); listed != counted {
						t.Errorf("viewer %d, %+v: %d listed, %d counted", v.Actor, f, listed, counted)
					}
				}
			}
			all := must(s.CountCases(t.Context(), v, storage.CaseFilter{Local: true}))(t)
			sizes = append(sizes, all.Open+all.Solved)
		}
		if !slices.Equal(sizes, []int{3, 4, 2, 6}) {
			t.Errorf("counted %v", sizes)
		}
	})
}
