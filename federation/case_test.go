package federation

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage/storagetest"
)

// everything is a case that tells all thirteen items of the CARE checklist.
func everything() community.CaseDraft {
	return community.CaseDraft{
		Title: "Fever after travel", AgeBand: "30-34", Sex: "female", Keywords: "fever, travel, Ödem", Certainty: "probable", Confirmed: "laboratory",
		Specialties: []string{"tropical-medicine", "cardiology"}, Consent: "written", ConsentScope: "public",
		Narrative: community.ReadNarrative(func(slug string) string { return "This is the " + strings.ReplaceAll(slug, "_", " ") + " & <more>." }),
	}
}

// random is a case with some, all or none of what need not be said, up to what a case may hold, in letters of one to four
// bytes.
func random(r *rand.Rand) community.CaseDraft {
	pick := func(n int) bool { return r.IntN(n) == 0 }
	alphabets := []string{"abc xyz.,\n", "äöüß Ωλж\n", "\"'<>&\\/\t ", "漢字かな　", "🩺🫀🧠 ", "https://e.example/a?b=c@d #tag @ana "}
	text := func(limit int) string {
		letters := []rune(alphabets[r.IntN(len(alphabets))])
		n := r.IntN(min(60, limit))
		if pick(3) {
			n = limit
		}
		var b strings.Builder
		for range n {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		return "x" + strings.TrimSpace(b.String())
	}
	choose := func(list []string) string { return append(list, "")[r.IntN(len(list)+1)] }
	d := community.CaseDraft{Title: text(community.MaxTitle - 1), AgeBand: string(community.AgeBands()[r.IntN(len(community.AgeBands()))]),
		Consent: "written", ConsentScope: choose([]string{"public", "instance"}), Sex: choose([]string{"female", "male", "other", "unknown"}),
		Certainty: choose([]string{"possible", "certain"}), Confirmed: choose([]string{"histology", "expert"})}
	for _, s := range d.Narrative.Sections() {
		if pick(2) || s.Slug == "question" || s.Slug == "presenting_complaint" {
			*s.Text = text(s.Limit - 1)
		}
	}
	for range r.IntN(6) {
		d.Keywords += strings.Map(func(c rune) rune { return map[bool]rune{true: '-', false: c}[c == ','] }, text(20)) + ","
	}
	for _, s := range community.Specialties()[:r.IntN(community.MaxSpecialties+1)] {
		d.Specialties = append(d.Specialties, string(s))
	}
	return d
}

// composed is the case as one text, as it is published.
func composed(t *testing.T, author community.Actor, draft community.CaseDraft) community.SafeHTML {
	t.Helper()
	around := community.Surroundings{Openness: community.Openness{PublicCases: true}, Now: time.Unix(0, 0)}
	d := community.PostDraft{Audience: community.Public, Language: "en", Case: &draft}
	draft.ConsentScope = "public"
	d.Gate.Released = d.Digest(around)
	written, err := community.Publish(author, d, around)
	if err != nil {
		t.Fatal(err)
	}
	return written.Post().Content
}

// again is what another Consilium makes of a document's bytes.
func again(t *testing.T, body []byte, accepted []community.PostID) *community.Case {
	t.Helper()
	node, err := vocab.Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	o := node.Object()
	p := community.RemotePost{Audience: public(t)}
	if err := (&Federation{}).caseOf(t.Context(), vocab.Object{Type: o.Type, Name: o.Name, Case: without(o.Case)}, &p); err != nil {
		t.Fatal(err)
	}
	if p.Case != nil && len(accepted) > 0 {
		p.Case.Accepted, p.Case.AlsoAccepted = accepted[0], accepted[1:]
	}
	return p.Case
}

// without leaves away the identifiers of answers, which need a store.
func without(c *vocab.Case) *vocab.Case {
	if c == nil {
		return nil
	}
	bare := *c
	bare.AcceptedAnswers = nil
	return &bare
}

func public(t *testing.T) community.OpenKind {
	t.Helper()
	open, err := community.OpenAudience(community.Public)
	if err != nil {
		t.Fatal(err)
	}
	return open
}

// Part 8: whatever a case may tell goes into bytes and comes out the same, in a document that every server takes (S-IN-1),
// also with every section at its limit.
func TestCaseRoundTrip(t *testing.T) {
	r, s := rand.New(rand.NewPCG(4, 8)), storagetest.SQLite(t)
	longest := everything()
	for _, s := range longest.Narrative.Sections() {
		*s.Text = strings.Repeat("🫀", s.Limit)
	}
	drafts := []community.CaseDraft{everything(), longest}
	for range 60 {
		drafts = append(drafts, random(r))
	}
	author := community.Actor{ID: 1, Local: true, Kind: community.Person, IRI: storagetest.IRI(t, "https://here.example/users/ana")}
	content := composed(t, author, longest)
	for i, draft := range drafts {
		told, err := draft.Check()
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		told.Status, told.Scope = community.CaseStatuses()[i%len(community.CaseStatuses())], community.ConsentScope(draft.ConsentScope)
		if !told.Status.Pending() {
			told.Solved = time.Date(2026, 3, 1, 12, 0, i, 0, time.UTC)
		}
		pictures := make([]community.Media, community.MaxSeries)
		for n := range pictures {
			pictures[n] = community.Media{File: "f", Description: strings.Repeat("🩻", community.MaxDescription), Caption: strings.Repeat("🩻", community.MaxCaption)}
		}
		p := community.Post{ID: 2, Local: true, Author: 1, Kind: community.CasePost, Case: &told, Title: told.Title, Language: "en", Media: pictures,
			IRI: storagetest.IRI(t, "https://here.example/posts/x"), Audience: community.Audience{Kind: community.Public}}
		p.Content = content
		o, err := (&Federation{store: s}).object(p, public(t), cast{actors: map[community.ActorID]community.Actor{1: author}})
		if err != nil {
			t.Fatal(err)
		}
		body, err := vocab.EncodeActivity(vocab.Activity{ID: "https://here.example/1", Type: "Create", Actor: author.IRI.String(), Object: vocab.Embed(o)})
		if err != nil || len(body) > vocab.MaxBytes {
			t.Fatalf("%d: %d bytes, %v", i, len(body), err)
		}
		if body, err = vocab.EncodeObject(o); err != nil {
			t.Fatal(err)
		}
		if got := again(t, body, told.AcceptedAnswers()); !reflect.DeepEqual(*got, told) {
			a, _ := json.Marshal(got)
			b, _ := json.Marshal(told)
			t.Fatalf("%d: came out as\n%.3000s\nwent in as\n%.3000s", i, a, b)
		}
	}
}

// Part 8: what versions 0.1 and 0.2 send is read as ever.
func TestOldCaseDocuments(t *testing.T) {
	old := `{"@context":"https://www.w3.org/ns/activitystreams","id":"https://b.example/1","type":"Note","name":"Fever","content":"<p>Fever</p>",
		"case":{"ageBand":"30-34","sex":"female","presentingComplaint":"Fever","history":"None","clinicalFindings":"Rash","investigations":"CRP",
		"question":"What next?","specialties":["cardiology"],"consentBasis":"written","status":"solved","acceptedAnswer":"https://b.example/2"}}`
	c := again(t, []byte(old), nil)
	if c == nil || c.Status != community.CaseSolved || c.Findings != "Rash" || c.Scope != "" || c.Question != "What next?" || len(c.Specialties) != 1 {
		t.Errorf("read as %+v", c)
	}
}

// Part 8, S-IN-4: what a hostile server writes into a case is bounded, words of no list are left out, and what could be
// no case is none.
func TestHostileCaseDocuments(t *testing.T) {
	read := func(changed string) *community.Case {
		base := map[string]any{}
		if err := json.Unmarshal([]byte(`{"ageBand":"30-34","presentingComplaint":"Fever","question":"Why?","consentBasis":"written"}`), &base); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(changed), &base); err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(map[string]any{"id": "https://b.example/1", "type": "Note", "name": "x\x00y\u2028", "case": base})
		if err != nil {
			t.Fatal(err)
		}
		return again(t, body, nil)
	}
	long := strings.Repeat("long ", 30_000)
	c := read(`{"history":"` + long + `","diagnosis":"` + long + `","keywords":["` + long + `","a","b","c","d","e","f,g"],"status":"withdrawn","certainty":"` + long + `",
		"confirmed":"prayer","sex":"x","consentScope":"everybody","specialties":["astrology","cardiology","neurology","urology","dermatology","nephrology","rheumatology"],
		"solved":"9999-01-01T00:00:00Z","abstract":{"@value":"told"},"outcome":["one","two"],"timeline":17}`)
	if c == nil {
		t.Fatal("not read")
	}
	if len(c.History) > community.MaxSection || len(c.History) < 9000 || len(c.Diagnosis) > community.MaxDiagnosis || len(c.Keywords) != community.MaxKeywords || len(c.Keywords[0]) > community.MaxKeyword {
		t.Errorf("lengths %d %d %q", len(c.History), len(c.Diagnosis), c.Keywords)
	}
	if c.Status != community.CaseOpen || c.Certainty != "" || c.Confirmed != "" || c.Patient.Sex != "" || c.Scope != "" || len(c.Specialties) != community.MaxSpecialties {
		t.Errorf("read as %+v", c)
	}
	if c.Abstract != "told" || c.Outcome != "one" || c.Timeline != "" || c.Title != "xy" {
		t.Errorf("texts %q %q %q %q", c.Abstract, c.Outcome, c.Timeline, c.Title)
	}
	for _, changed := range []string{`{"ageBand":"33"}`, `{"ageBand":null}`, `{"consentBasis":"none of your business"}`, `{"question":""}`, `{"presentingComplaint":"\u0000"}`} {
		if c := read(changed); c != nil {
			t.Errorf("%s is a case: %+v", changed, c)
		}
	}
}

// Part 8: a public case with everything it can tell, and a series of pictures, is the same on two instances: when it is
// posted, edited, answered, solved and followed up.
func TestWholeCaseCrosses(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	a.follow(ana, a.find("@bob@"+b.host))
	settle(t, a, b)
	around := b.around()
	for _, caption := range []string{"First of two", "Second of two"} {
		m, err := b.store.AddMedia(t.Context(), community.Media{Owner: bob.ID, File: caption + ".png", Small: caption + "-s.png", Type: "image/png",
			Width: 4, Height: 3, Description: "A picture: " + caption, Caption: caption, Consented: true})
		if err != nil {
			t.Fatal(err)
		}
		around.Media = append(around.Media, m)
	}
	told := everything()
	draft := community.PostDraft{Audience: community.Public, Case: &told, Language: "en"}
	draft.Gate.Released = draft.Digest(around)
	post := b.publish(community.Publish(bob, draft, around))
	same := func(what string) {
		t.Helper()
		settle(t, a, b)
		home, here := b.held(post.IRI), a.held(post.IRI)
		if !reflect.DeepEqual(shared(b, home), shared(a, here)) {
			t.Fatalf("%s: at home\n%+v\nelsewhere\n%+v", what, shared(b, home), shared(a, here))
		}
		clock.Advance(time.Minute)
	}
	same("posted")
	if p := a.held(post.IRI); len(p.Media) != 2 || p.Media[0].Caption != "First of two" || p.Media[1].Description != "A picture: Second of two" {
		t.Fatalf("pictures %+v", p.Media)
	}
	told.Discussion, told.Keywords, told.Introduction = "Another discussion", "other", ""
	around.Now = b.now()
	draft.Gate.Released = draft.Digest(around)
	b.publish(community.Revise(bob, b.held(post.IRI), draft, around))
	same("edited")
	var answers []community.Post
	for _, words := range []string{"A film", "A second film"} {
		asked := a.held(post.IRI)
		near, author := a.around(), a.find("@bob@"+b.host)
		near.Parent, near.Answered = &asked, &author
		answers = append(answers, a.publish(community.Publish(ana, community.PostDraft{Text: words, Audience: community.Public}, near)))
		same("answered")
	}
	for _, answer := range answers {
		b.publish(community.Accept(bob, b.held(post.IRI), community.Acceptance{Answer: b.held(answer.IRI), Author: community.Responder{Founding: true}}, b.now()))
		same("accepted")
	}
	if c := a.held(post.IRI).Case; c.Status != community.CaseSolved || len(c.AlsoAccepted) != 1 || c.Accepted != answers[0].ID || c.Solved.IsZero() || c.Discussion != "Another discussion" {
		t.Errorf("elsewhere it is %+v", c)
	}
}

// shared is what a case says wherever it is: without what only its home knows, and its answers by their identifiers.
func shared(at *instance, p community.Post) any {
	c := *p.Case
	var accepted []string
	for _, id := range c.AcceptedAnswers() {
		answer, err := at.store.Post(at.t.Context(), id)
		if err != nil {
			at.t.Fatal(err)
		}
		accepted = append(accepted, answer.IRI.String())
	}
	c.Accepted, c.AlsoAccepted, c.FirstResponse, c.Changed, c.OutcomeAsked, c.FollowedUp = 0, nil, time.Time{}, time.Time{}, time.Time{}, time.Time{}
	var pictures []string
	for _, m := range p.Media {
		pictures = append(pictures, m.Caption+"|"+m.Description)
	}
	return []any{p.Title, p.Content, p.Language, c, accepted, pictures}
}
