package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// ward is a house with an author who is a verified physician, and people of all
// sorts who follow her, by what they were proved.
type ward struct {
	stage
	clock   *storagetest.Clock
	ana     community.Actor
	viewers map[string]community.Viewer
}

func onWard(t *testing.T, test func(w *ward)) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		w := &ward{stage: stage{t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})}, clock: clock,
			viewers: map[string]community.Viewer{"visitor": {}}}
		w.ana = storagetest.Prove(t, w.s, w.member("ana"), storagetest.Proof{Profession: "physician", Level: 3})
		w.people()
		test(w)
	})
}

// people are the followers of ana. Those named "level 4" were seen in person.
func (w *ward) people() {
	w.Helper()
	made := map[string]community.Actor{}
	for name, p := range map[string]storagetest.Proof{
		"member": {}, "level 1": {Profession: "physician", Level: 1}, "level 2": {Profession: "physician", Level: 2, Specialties: []community.Specialty{"cardiology"}},
		"physician": {Profession: "physician", Level: 3}, "nurse": {Profession: "nurse", Level: 3},
		"cardiologist": {Profession: "physician", Level: 3, Specialties: []community.Specialty{"urology", "electrophysiology"}},
		"level 4":      {Profession: "nurse", Level: 4, Specialties: []community.Specialty{"cardiology"}},
		"student":      {Profession: "student", Level: 4}, "researcher": {Profession: "researcher", Level: 3}, "industry": {Profession: "industry", Level: 4},
		"lapsed": {Profession: "physician", Level: 3}, "suspended": {Profession: "physician", Level: 3}, "revoked": {Profession: "physician", Level: 3},
		"former": {Profession: "physician", Level: 3}, "labelled": {Profession: "physician", Level: 3}, "calls itself press": {Profession: "physician", Level: 3},
		"without cases:read": {Profession: "physician", Level: 3}, "blocked": {Profession: "physician", Level: 3},
	} {
		a := w.member(strings.NewReplacer(" ", "_", ":", "_").Replace(name))
		w.follows(a, w.ana)
		if p.Level > 0 {
			a = storagetest.Prove(w, w.s, a, p)
		}
		made[name] = a
	}
	_, made["officer"] = storagetest.Staff(w, w.s, "officer", community.Officer)
	_, made["administrator"] = storagetest.Staff(w, w.s, "chief", community.Administrator)
	made["author"] = w.ana
	w.spoil(made)
	for name, a := range made {
		w.viewers[name] = storagetest.Viewer(w, w.s, a.ID)
	}
	scopeless := w.viewers["without cases:read"]
	scopeless.ReadsCases = false
	w.viewers["without cases:read"] = scopeless
	remote := w.remote("rob")
	w.follows(remote, w.ana)
	w.viewers["signed server"] = community.Viewer{Actor: remote.ID, ReadsCases: true, Clinical: w.viewers["level 4"].Clinical}
}

// spoil takes back what some of them were proved.
func (w *ward) spoil(made map[string]community.Actor) {
	w.Helper()
	ctx := w.Context()
	for name, state := range map[string]credential.State{"suspended": credential.Suspended, "revoked": credential.Revoked, "former": credential.Former} {
		if err := w.s.ChangeCredential(ctx, storage.StateChange{Actor: made[name].ID, State: state, Reason: "test"}); err != nil {
			w.Fatal(err)
		}
	}
	if err := w.s.LabelActor(ctx, storage.Label{Actor: made["labelled"].ID, Profession: "industry", By: w.ana.ID}); err != nil {
		w.Fatal(err)
	}
	if _, err := w.s.SetProfile(ctx, made["calls itself press"].ID, community.Profile{Profession: "press"}); err != nil {
		w.Fatal(err)
	}
	if err := w.s.Block(ctx, w.ana.ID, made["blocked"].ID); err != nil {
		w.Fatal(err)
	}
	if err := w.s.WithdrawEvidence(ctx, made["lapsed"].ID, credential.Documents, ""); err != nil {
		w.Fatal(err)
	}
	_, err := w.s.GrantCredential(ctx, storage.Grant{Actor: made["lapsed"].ID, Profession: "physician", Lift: true, Evidence: []credential.Evidence{
		{Kind: credential.Documents, Profession: "physician", Source: "test", Until: w.s.Now().Add(time.Second)}}})
	if err != nil {
		w.Fatal(err)
	}
	w.clock.Advance(time.Second)
}

// narrowed are audiences of clinicians with those they reach, written by hand.
var narrowed = map[string]struct {
	draft community.AudienceDraft
	reach string
}{
	"all":         {community.AudienceDraft{}, "author, physician, nurse, cardiologist, level 4"},
	"physicians":  {community.AudienceDraft{Professions: []string{"physician"}}, "author, physician, cardiologist"},
	"cardiology":  {community.AudienceDraft{Specialties: []string{"cardiology"}}, "author, cardiologist, level 4"},
	"internal":    {community.AudienceDraft{Specialties: []string{"internal-medicine", "surgery"}}, "author, cardiologist, level 4"},
	"surely":      {community.AudienceDraft{Level: "4"}, "author, level 4"},
	"nobody else": {community.AudienceDraft{Level: "4", Professions: []string{"physician"}, Specialties: []string{"dermatology"}}, "author"},
}

func (w *ward) for_(d community.AudienceDraft, isCase bool, parent *community.Post) community.Post {
	w.Helper()
	draft := draft{text: canary + " #tag", audience: community.Clinicians, isCase: isCase, parent: parent}
	words := draft.words()
	words.Narrow = d
	return w.publish(community.Publish(w.ana, words, draft.surroundings(w.s)))
}

// C9: what is for verified clinicians, or some of them, reaches those and nobody
// else at every surface: no visitor, no member below level 3, nobody whose proof
// has lapsed or was taken back, no staff, no label, no app without cases:read, no
// other server.
func TestCliniciansMatrix(t *testing.T) {
	onWard(t, func(w *ward) {
		r := relations{stage: w.stage, ana: w.ana}
		for kind, c := range narrowed {
			p := w.for_(c.draft, true, nil)
			reply := w.for_(community.AudienceDraft{}, false, &p)
			for name, v := range w.viewers {
				may := slices.Contains(strings.Split(c.reach, ", "), name)
				for _, post := range []community.Post{p, reply} {
					for surface, found := range r.surfaces(v, post) {
						want := may && !slices.Contains([]string{"public", "tag", "outbox", "replies", "tags"}, surface)
						if found != want {
							t.Errorf("%s: %s at %s: %v, want %v", kind, name, surface, found, want)
						}
					}
				}
				w.checkCases(fmt.Sprintf("%s: %s", kind, name), v, may)
			}
			for _, post := range []community.Post{reply, p} {
				if err := w.s.DeletePost(t.Context(), post.ID, w.s.Now()); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// checkCases asks the list of cases and its counts; there is one case.
func (w *ward) checkCases(who string, v community.Viewer, may bool) {
	w.Helper()
	list, err := w.s.Cases(w.Context(), v, storage.CaseFilter{Local: true}, storage.Page{})
	if err != nil {
		w.Fatal(err)
	}
	counts, err := w.s.CountCases(w.Context(), v, storage.CaseFilter{Local: true, Specialty: "internal-medicine"}) // of which cardiology is a part
	if err != nil {
		w.Fatal(err)
	}
	counted := (counts.Open == 1) == may || strings.HasSuffix(who, ": blocked") // counts do not ask for blocks
	if (len(list) == 1) != may || !counted {
		w.Errorf("%s lists %d cases and counts %d, may: %v", who, len(list), counts.Open, may)
	}
}

// The count that the form shows is the number of those whom the judge lets in.
func TestCountClinicians(t *testing.T) {
	onWard(t, func(w *ward) {
		for kind, c := range narrowed {
			a, err := c.draft.Check()
			if err != nil {
				t.Fatal(err)
			}
			want := 0
			for name, v := range w.viewers {
				v.ReadsCases = v.Local
				if community.CanSee(v, community.Post{Author: 1, Audience: a}, community.Sight{}) && name != "visitor" {
					want++
				}
			}
			if got, err := w.s.CountClinicians(t.Context(), a); err != nil || got != want {
				t.Errorf("%s: %d are counted, %d can see it; %v", kind, got, want, err)
			}
		}
		if got, err := w.s.CountClinicians(t.Context(), community.Audience{Kind: community.Public}); err != nil || got != 0 {
			t.Errorf("public: %d, %v", got, err)
		}
	})
}

// The home of a follower gets what reaches the follower, when it is posted and
// when the following begins, and shows it only as long as the proof stands.
func TestHomeOfClinicians(t *testing.T) {
	onWard(t, func(w *ward) {
		w.for_(narrowed["physicians"].draft, false, nil)
		in := func(name string) bool {
			entries, err := w.s.Home(t.Context(), storagetest.Viewer(t, w.s, w.viewers[name].Actor), storage.Page{})
			if err != nil {
				t.Fatal(err)
			}
			return len(entries) > 0
		}
		for name, v := range w.viewers {
			if v.Local && v.ReadsCases && name != "author" {
				if want := strings.Contains("physician cardiologist", name); in(name) != want {
					t.Errorf("%s has it at home: %v", name, !want)
				}
			}
		}
		late := storagetest.Prove(t, w.s, w.member("late"), storagetest.Proof{Profession: "physician", Level: 3})
		nurse := storagetest.Prove(t, w.s, w.member("nurse2"), storagetest.Proof{Profession: "nurse", Level: 3})
		for _, a := range []community.Actor{late, nurse} {
			w.follows(a, w.ana)
			entries, err := w.s.Home(t.Context(), storagetest.Viewer(t, w.s, a.ID), storage.Page{})
			if err != nil || (len(entries) > 0) != (a.ID == late.ID) {
				t.Errorf("%s, who came later, has %d, %v", a.Handle, len(entries), err)
			}
		}
		if err := w.s.ChangeCredential(t.Context(), storage.StateChange{Actor: w.viewers["physician"].Actor, State: credential.Suspended, Reason: "test"}); err != nil {
			t.Fatal(err)
		}
		if in("physician") {
			t.Error("a suspended clinician still has it at home")
		}
		w.clock.Advance(storage.Validity)
		if in("cardiologist") {
			t.Error("a lapsed clinician still has it at home")
		}
		if !in("author") {
			t.Error("the author, lapsed as well, does not see her own post")
		}
	})
}

// Who is named in what is for clinicians hears of it only as one of them, and who
// answered and has lapsed hears no more of the case.
func TestNotificationsOfClinicians(t *testing.T) {
	onWard(t, func(w *ward) {
		named := []community.Actor{}
		for _, name := range []string{"physician", "member", "nurse", "labelled", "suspended"} {
			named = append(named, w.actorOf(name))
		}
		d := draft{text: canary, audience: community.Clinicians, mentions: named, isCase: true}
		words := d.words()
		words.Narrow = narrowed["physicians"].draft
		for _, a := range named {
			words.Case.History += "@" + a.Handle.String() + " "
		}
		c := w.publish(community.Publish(w.ana, words, d.surroundings(w.s)))
		for _, name := range []string{"physician", "member", "nurse", "labelled", "suspended"} {
			want := ""
			if name == "physician" {
				want = "mention"
			}
			if got := strings.ReplaceAll(w.kinds(w.actorOf(name)), "credential", ""); got != want {
				t.Errorf("%s hears %q, want %q", name, got, want)
			}
		}
		for _, name := range []string{"physician", "cardiologist"} {
			w.post(w.actorOf(name), draft{text: "answer", audience: community.Clinicians, parent: &c})
		}
		if got := w.again(c); got.Replies != 2 || got.Case.FirstResponse.IsZero() {
			t.Errorf("%d replies are counted, first at %v", got.Replies, got.Case.FirstResponse)
		}
		if err := w.s.ChangeCredential(t.Context(), storage.StateChange{Actor: w.viewers["cardiologist"].Actor, State: credential.Suspended, Reason: "test"}); err != nil {
			t.Fatal(err)
		}
		w.publish(community.Solve(w.ana, w.again(c), nil, community.Surroundings{Now: w.s.Now()}))
		if got := w.kinds(w.actorOf("physician")); !strings.Contains(got, "case-solved") {
			t.Errorf("who answered hears %q", got)
		}
		if got := w.kinds(w.actorOf("cardiologist")); strings.Contains(got, "case-solved") {
			t.Errorf("who answered and is suspended hears %q", got)
		}
	})
}

func (w *ward) actorOf(name string) community.Actor {
	w.Helper()
	a, err := w.s.Actor(w.Context(), w.viewers[name].Actor)
	if err != nil {
		w.Fatal(err)
	}
	return a
}

// What lies in the database and cannot be read is for nobody but the author.
func TestBrokenAudience(t *testing.T) {
	onWard(t, func(w *ward) {
		for _, rest := range []string{"", "2 ", "5 ", "33 ", "x", "3 q:nurse ", "physician"} {
			p := w.for_(community.AudienceDraft{}, false, nil)
			ok(t, w.s.Spoil(t.Context(), `UPDATE post SET audience_rest = ? WHERE id = ?`, rest, p.ID))
			for name, v := range w.viewers {
				if _, err := w.s.VisiblePost(t.Context(), v, p.ID); (err == nil) != (name == "author") {
					t.Errorf("%q: %s: %v", rest, name, err)
				}
			}
		}
	})
}
