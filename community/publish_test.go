package community_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// at is a time of the tests: minutes after they began.
func at(minutes int) time.Time {
	return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
}

var everythingOn = community.Openness{PublicCases: true, DirectMessages: true}

func caseDraft() *community.CaseDraft {
	return &community.CaseDraft{Title: "Rash after travel", AgeBand: "50-54", Sex: "male", Specialties: []string{"dermatology", ""}, Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "A #rash & fever.", Findings: "See https://doi.org/10.1000/x", Question: "What is it, @ana?"}}
}

// post is one of author's, as storage would give it back.
func post(id community.PostID, author community.Actor, kind community.AudienceKind) community.Post {
	return community.Post{ID: id, IRI: iri(fmt.Sprintf("https://here.example/posts/%d", id)), Author: author.ID, Kind: community.NotePost,
		Audience: of(kind), Root: id, Published: at(0), Revision: 1, Local: author.Local}
}

func TestPublish(t *testing.T) {
	ana, bob := cast()
	parent := post(40, bob, community.Public)
	parent.Root = 39
	picture := community.Media{ID: 8, Owner: ana.ID}
	p, err := community.Publish(ana, community.PostDraft{Text: "@bob@there.example see #Rash\r\n@ana", Warning: " Skin\npicture ",
		Language: "DE-de", Audience: community.Unlisted},
		community.Surroundings{Openness: everythingOn, Now: at(5), Parent: &parent, Answered: &bob, Mentioned: links(ana, bob),
			Media: []community.Media{picture}, TagBase: tagBase})
	if err != nil {
		t.Fatal(err)
	}
	got := p.Post()
	if p.Verb() != community.Create || p.Author().ID != ana.ID || p.Parent().ID != 40 || p.IsZero() || p.SameWords() || p.Of() != nil {
		t.Errorf("publication %+v", p)
	}
	if got.ID != 0 || !got.IRI.IsZero() || got.Author != ana.ID || got.Kind != community.NotePost || !got.Local || got.Revision != 1 ||
		got.Parent != 40 || got.ParentIRI != parent.IRI || got.Root != 39 || got.Audience.Kind != community.Unlisted || !got.Published.Equal(at(5)) {
		t.Errorf("post %+v", got)
	}
	if got.Warning != "Skin picture" || !got.Sensitive || got.Language != "de-DE" || got.Source != "@bob@there.example see #Rash\n@ana" ||
		got.SourceType != "text/plain" || !slices.Equal(got.Tags, []string{"rash"}) || len(got.Media) != 1 {
		t.Errorf("words %+v", got)
	}
	if want := "<p>" + bobLink + " see " + tagLink("rash", "Rash") + "<br/>" + anaLink + "</p>"; got.Content.String() != want {
		t.Errorf("content %s\nwant %s", got.Content, want)
	}
	if !slices.Equal(got.Mentions, []community.ActorID{1, 2}) || len(p.Mentioned()) != 1 || p.Mentioned()[0].ID != bob.ID {
		t.Errorf("names %v, tells %v", got.Mentions, p.Mentioned())
	}
	if p.Key() != "" || p.WithKey("k").Key() != "k" || !(community.Publication{}).IsZero() {
		t.Error("the key of the client")
	}
}

// Our members' handles written in full are known for ours where the account
// domain is not the host.
func TestPublishKnowsTheAccountDomain(t *testing.T) {
	ana, _ := cast()
	p, err := community.Publish(ana, community.PostDraft{Text: "@ana@Hospital.example @ana@here.example @ana@there.example", Audience: community.Public},
		community.Surroundings{Mentioned: links(ana), Domain: "hospital.example"})
	if want := "<p>" + anaLink + " " + anaLink + " @ana@there.example</p>"; err != nil || p.Post().Content.String() != want {
		t.Errorf("%v\n got %s\nwant %s", err, p.Post().Content, want)
	}
}

// Each refusal of Publish.
func TestPublishRefuses(t *testing.T) {
	ana, bob := cast()
	suspended, gone := ana, ana
	suspended.Suspended, gone.Gone = at(1), at(1)
	under := func(kind community.AudienceKind) community.Surroundings {
		p := post(40, bob, kind)
		return community.Surroundings{Openness: everythingOn, Parent: &p}
	}
	boost, tombstone := under(community.Public), under(community.Public)
	boost.Parent.Kind, tombstone.Parent.Deleted = community.AnnounceKind, at(1)
	free := community.Surroundings{Openness: everythingOn}
	hi := func(kind community.AudienceKind) community.PostDraft {
		return community.PostDraft{Text: "hi", Audience: kind}
	}
	with := func(change func(*community.PostDraft)) community.PostDraft {
		d := hi(community.Public)
		change(&d)
		return d
	}
	for name, tt := range map[string]struct {
		author     community.Actor
		draft      community.PostDraft
		s          community.Surroundings
		kind       error
		field, key string
	}{
		"remote author":     {author: bob, draft: hi(community.Public), s: free, kind: community.ErrForbidden},
		"suspended":         {author: suspended, draft: hi(community.Public), s: free, kind: community.ErrForbidden},
		"gone":              {author: gone, draft: hi(community.Public), s: free, kind: community.ErrForbidden},
		"reply to a boost":  {author: ana, draft: hi(community.Public), s: boost, kind: community.ErrNotFound},
		"reply to nothing":  {author: ana, draft: hi(community.Public), s: tombstone, kind: community.ErrNotFound},
		"no audience":       {author: ana, draft: hi(""), s: free, field: "audience", key: "post.unknown_audience"},
		"unknown audience":  {author: ana, draft: hi("everyone"), s: free, field: "audience", key: "post.unknown_audience"},
		"not a clinician":   {author: ana, draft: hi(community.Clinicians), s: free, field: "audience", key: "post.not_a_clinician"},
		"empty":             {author: ana, draft: with(func(d *community.PostDraft) { d.Text = " \x00\r\n" }), s: free, field: "text", key: "post.empty"},
		"too long":          {author: ana, draft: with(func(d *community.PostDraft) { d.Text = strings.Repeat("ä", 5001) }), s: free, field: "text", key: "post.too_long"},
		"warning too long":  {author: ana, draft: with(func(d *community.PostDraft) { d.Warning = strings.Repeat("ä", 501) }), s: free, field: "warning", key: "post.too_long"},
		"too many mentions": {author: ana, draft: with(func(d *community.PostDraft) { d.Text = crowd(51) }), s: free, field: "text", key: "post.too_many_mentions"},
		"five pictures":     {author: ana, draft: hi(community.Public), s: withMedia(ana.ID, 5), field: "media", key: "post.too_many_pictures"},
		"another's picture": {author: ana, draft: hi(community.Public), s: withMedia(bob.ID, 1), kind: community.ErrForbidden}, // S-IN-9
		"case as a reply":   {author: ana, draft: community.PostDraft{Audience: community.Public, Case: caseDraft()}, s: under(community.Public), field: "audience", key: "case.not_a_reply"},
		"public case, off":  {author: ana, draft: community.PostDraft{Audience: community.Public, Case: caseDraft()}, field: "audience", key: "case.public_off"},
		"unlisted case":     {author: ana, draft: community.PostDraft{Audience: community.Unlisted, Case: caseDraft()}, s: free, field: "audience", key: "post.unknown_audience"},
		"followers case":    {author: ana, draft: community.PostDraft{Audience: community.Followers, Case: caseDraft()}, s: free, field: "audience", key: "post.unknown_audience"},
		"direct case":       {author: ana, draft: community.PostDraft{Audience: community.Direct, Case: caseDraft()}, s: free, field: "audience", key: "post.unknown_audience"},
		"incomplete case":   {author: ana, draft: community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{}}, s: free, field: "age_band", key: "case.age_needed"},
		"wider: unlisted":   {author: ana, draft: hi(community.Public), s: under(community.Unlisted), field: "audience", key: "post.wider_than_parent"},
		"wider: followers":  {author: ana, draft: hi(community.Unlisted), s: under(community.Followers), field: "audience", key: "post.wider_than_parent"},
		"wider: direct":     {author: ana, draft: hi(community.Followers), s: under(community.Direct), field: "audience", key: "post.wider_than_parent"},
		"out: followers":    {author: ana, draft: hi(community.Followers), s: under(community.InstanceOnly), field: "audience", key: "post.wider_than_parent"},
		"out: direct":       {author: ana, draft: hi(community.Direct), s: under(community.InstanceOnly), field: "audience", key: "post.wider_than_parent"},
		"unknown parent":    {author: ana, draft: hi(community.InstanceOnly), s: under("everyone"), field: "audience", key: "post.wider_than_parent"},
		"direct, remote":    {author: ana, draft: hi(community.Direct), s: community.Surroundings{Mentioned: links(ana, bob)}, field: "text", key: "post.direct_stays_here"},
		"direct, to remote": {author: ana, draft: hi(community.Direct), s: community.Surroundings{Parent: under(community.Direct).Parent, Answered: &bob}, field: "text", key: "post.direct_stays_here"},
	} {
		p, err := community.Publish(tt.author, tt.draft, tt.s)
		if !p.IsZero() {
			t.Errorf("%s: published", name)
		}
		if tt.kind != nil {
			if !errors.Is(err, tt.kind) {
				t.Errorf("%s: %v, want %v", name, err, tt.kind)
			}
			continue
		}
		wantInvalid(t, err, tt.field, tt.key, name)
	}
}

func crowd(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "@member%d ", i)
	}
	return out.String()
}

func withMedia(owner community.ActorID, n int) community.Surroundings {
	s := community.Surroundings{Openness: everythingOn}
	for i := range n {
		s.Media = append(s.Media, community.Media{ID: community.MediaID(i + 1), Owner: owner})
	}
	return s
}

// What is just inside the bounds.
func TestPublishAllows(t *testing.T) {
	ana, bob := cast()
	parent := post(40, bob, community.Direct)
	direct := parent
	direct.Author = ana.ID
	for name, tt := range map[string]struct {
		draft community.PostDraft
		s     community.Surroundings
		names []community.ActorID
	}{
		"5000 characters":     {draft: community.PostDraft{Text: strings.Repeat("ä", 5000), Audience: community.Public}},
		"line ends of a form": {draft: community.PostDraft{Text: strings.Repeat("a\r\n", 2499) + "aa", Audience: community.Public}},
		"an address is 23":    {draft: community.PostDraft{Text: strings.Repeat("x", 4976) + " https://a.example/" + strings.Repeat("y", 900), Audience: community.Public}},
		"50 mentions":         {draft: community.PostDraft{Text: crowd(50), Audience: community.Public}},
		"four pictures only":  {draft: community.PostDraft{Audience: community.Public}, s: withMedia(ana.ID, 4)},
		"direct among us":     {draft: community.PostDraft{Text: "@ana", Audience: community.Direct}, s: community.Surroundings{Mentioned: links(ana)}},
		"direct, on": {draft: community.PostDraft{Text: "hi", Audience: community.Direct},
			s: community.Surroundings{Openness: everythingOn, Parent: &parent, Answered: &bob}, names: []community.ActorID{bob.ID}},
		"direct to oneself": {draft: community.PostDraft{Text: "hi", Audience: community.Direct},
			s: community.Surroundings{Parent: &direct, Answered: &ana}},
		"restricted, names remote": {draft: community.PostDraft{Text: "hi", Audience: community.InstanceOnly},
			s: community.Surroundings{Mentioned: links(bob)}, names: []community.ActorID{bob.ID}},
	} {
		p, err := community.Publish(ana, tt.draft, tt.s)
		if err != nil || !slices.Equal(p.Post().Mentions, tt.names) {
			t.Errorf("%s: %v, names %v", name, err, p.Post().Mentions)
		}
	}
}

func TestPublishCase(t *testing.T) {
	ana, _ := cast()
	words := community.CaseWords{Patient: "Man, 50-54", Headings: map[string]string{"question": "Question <1>", "presenting_complaint": "Complaint", "history": "History", "findings": "Findings", "investigations": "Investigations"}}
	for _, kind := range []community.AudienceKind{community.Public, community.InstanceOnly} {
		p, err := community.Publish(ana, community.PostDraft{Text: "not part of it", Audience: kind, Case: caseDraft()},
			community.Surroundings{Openness: everythingOn, Mentioned: links(ana), TagBase: tagBase, Words: words})
		if err != nil {
			t.Fatal(err)
		}
		got := p.Post()
		if got.Kind != community.CasePost || got.Title != "Rash after travel" || got.Case.Status != community.CaseOpen || got.Case.Accepted != 0 ||
			!slices.Equal(got.Case.Specialties, []community.Specialty{"dermatology"}) || !slices.Equal(got.Tags, []string{"rash"}) {
			t.Errorf("%+v, case %+v", got, got.Case)
		}
		want := "<p><strong>Rash after travel</strong></p><p><strong>Question &lt;1&gt;</strong></p><p>What is it, " + anaLink + "?</p>" +
			"<p>Man, 50-54</p><p><strong>Complaint</strong></p><p>A " + tagLink("rash", "rash") + " &amp; fever.</p>" +
			`<p><strong>Findings</strong></p><p>See <a href="https://doi.org/10.1000/x"` + "` + rel + `" + `>doi.org/10.1000/x</a></p>`
		want = strings.ReplaceAll(want, "` + rel + `", rel)
		if got.Content.String() != want {
			t.Errorf("content\n got %s\nwant %s", got.Content, want)
		}
		if want := "Rash after travel\n\nQuestion <1>\nWhat is it, @ana?\n\nMan, 50-54\n\nComplaint\nA #rash & fever.\n\nFindings\nSee https://doi.org/10.1000/x"; got.Source != want {
			t.Errorf("source %q", got.Source)
		}
	}
}

func TestRevise(t *testing.T) {
	ana, bob := cast()
	old := post(40, ana, community.Followers)
	old.Tags, old.Mentions, old.Media, old.Parent, old.Root = []string{"old"}, []community.ActorID{9}, []community.Media{{ID: 3}}, 7, 6
	p, err := community.Revise(ana, old, community.PostDraft{Text: "new @bob@there.example", Audience: community.Public},
		community.Surroundings{Now: at(9), Mentioned: links(bob)})
	if err != nil {
		t.Fatal(err)
	}
	got := p.Post()
	if p.Verb() != community.Update || got.ID != 40 || got.Audience.Kind != community.Followers || got.Revision != 2 || !got.Edited.Equal(at(9)) ||
		!got.Published.Equal(at(0)) || got.Parent != 7 || got.Root != 6 || got.Tags != nil || got.Media != nil || !slices.Equal(got.Mentions, []community.ActorID{2}) {
		t.Errorf("%+v", got)
	}
	if !slices.Equal(old.Tags, []string{"old"}) || old.Revision != 1 {
		t.Errorf("the old post was changed: %+v", old)
	}
}

func TestReviseKeepsWhereACaseStands(t *testing.T) {
	ana, _ := cast()
	old := caseOf(ana)
	old.Case.Status, old.Case.Accepted, old.Case.Solved, old.Case.FirstResponse = community.CaseSolved, 41, at(3), at(2)
	p, err := community.Revise(ana, old, community.PostDraft{Case: caseDraft()}, community.Surroundings{Now: at(9)})
	if c := p.Post().Case; err != nil || c.Status != community.CaseSolved || c.Accepted != 41 || !c.Solved.Equal(at(3)) || !c.FirstResponse.Equal(at(2)) {
		t.Errorf("%v, %+v", err, c)
	}
}

func TestReviseRefuses(t *testing.T) {
	ana, bob := cast()
	suspended := ana
	suspended.Suspended = at(1)
	note, boost, tombstone, direct := post(40, ana, community.Public), post(40, ana, community.Public), post(40, ana, community.Public), post(40, ana, community.Direct)
	boost.Kind, tombstone.Deleted = community.AnnounceKind, at(1)
	hi := community.PostDraft{Text: "hi"}
	for name, tt := range map[string]struct {
		author community.Actor
		old    community.Post
		draft  community.PostDraft
		want   error
	}{
		"another's":       {bob, note, hi, community.ErrForbidden},
		"remote own":      {bob, post(40, bob, community.Public), hi, community.ErrForbidden},
		"suspended":       {suspended, note, hi, community.ErrForbidden},
		"boost":           {ana, boost, hi, community.ErrNotFound},
		"tombstone":       {ana, tombstone, hi, community.ErrNotFound},
		"note to case":    {ana, note, community.PostDraft{Case: caseDraft()}, community.ErrConflict},
		"case to note":    {ana, caseOf(ana), hi, community.ErrConflict},
		"another picture": {ana, note, hi, community.ErrForbidden},
	} {
		s := community.Surroundings{Openness: everythingOn}
		if name == "another picture" {
			s = withMedia(bob.ID, 1)
		}
		if p, err := community.Revise(tt.author, tt.old, tt.draft, s); !errors.Is(err, tt.want) || !p.IsZero() {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	_, err := community.Revise(ana, note, community.PostDraft{}, community.Surroundings{})
	wantInvalid(t, err, "text", "post.empty", "emptied")
	_, err = community.Revise(ana, direct, hi, community.Surroundings{Mentioned: links(bob)})
	wantInvalid(t, err, "text", "post.direct_stays_here", "direct that names another server's")
}

func TestCountCharacters(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "äöü": 3, "https://a.example/": 23, "a https://a.example/ b": 27, "https://" + strings.Repeat("a", 90) + ".example/x": 23,
		"(https://a.example/) https://b.example/": 49,
	} {
		if got := community.CountCharacters(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// New words for clinicians are a clinician's: whose credential has ended may take
// a post for them back, and not write it anew.
func TestLapsedAuthorAddsNothing(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ana, _ := cast()
	ana.Credential = &credential.Credential{Profession: "physician", Level: credential.Bound, State: credential.Active, Confirmed: now.Add(-time.Hour), Until: now.Add(time.Hour)}
	draft := community.PostDraft{Text: "For clinicians", Audience: community.Clinicians}
	made, err := community.Publish(ana, draft, community.Surroundings{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for when, want := range map[time.Duration]error{0: nil, time.Hour: community.ErrForbidden} {
		if _, err := community.Revise(ana, made.Post(), draft, community.Surroundings{Now: now.Add(when)}); !errors.Is(err, want) {
			t.Errorf("%s later: %v, want %v", when, err, want)
		}
	}
}
