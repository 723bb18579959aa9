package community_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/community/deidentify"
)

// identifier is found wherever it stands, and short enough for every field.
const identifier = "mary.smith@example.org"

// noCaseText says why a text of a draft or a picture is none that a reader gets to see
// as its author wrote it. Everything else has to be a passage.
var noCaseText = map[string]string{
	"PostDraft.Quotes":   "one of a list",
	"PostDraft.Language": "a BCP 47 tag, or nothing", "PostDraft.Audience": "one of a list",
	"PostDraft.Narrow.Level": "one of a list", "PostDraft.Narrow.Professions": "of a list", "PostDraft.Narrow.Specialties": "of a list",
	"PostDraft.Gate.Seen": "a digest, never kept", "PostDraft.Gate.Released": "a digest from the store",
	"PostDraft.Case.AgeBand": "one of a list", "PostDraft.Case.Sex": "one of a list", "PostDraft.Case.Certainty": "one of a list",
	"PostDraft.Case.Confirmed": "one of a list", "PostDraft.Case.Specialties": "of a list", "PostDraft.Case.Consent": "one of a list",
	"PostDraft.Case.ConsentScope": "one of a list", "PostDraft.Case.ConsentGiven": "a day, for the author and staff",
	"PostDraft.Case.ConsentPointer": "for the author and staff, and refused when it leads to the patient",
	"PostDraft.Case.Poll.Other":     "yes or no", "PostDraft.Case.Poll.Closes": "one of a list",
	"PostDraft.Response.Kind": "one of a list", "PostDraft.Text": "a case has no other text", "PostDraft.Title": "a case has its own",
	"Media.File": "a random name", "Media.Small": "a random name", "Media.Type": "what the server made of it", "Media.Blurhash": "made by the server",
}

// texts walks over every string below v and gives its path and a way to set it.
func texts(v reflect.Value, path string, visit func(path string, set func(string))) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		texts(v.Elem(), path, visit)
	case reflect.String:
		visit(path, v.SetString)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.String {
			visit(path, func(s string) { v.Set(reflect.MakeSlice(v.Type(), 1, 1)); v.Index(0).SetString(s) })
		} else if v.Type().Elem().Kind() == reflect.Struct {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			texts(v.Index(0), path, visit)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() || v.Type() == reflect.TypeFor[community.IRI]() {
			return
		}
		for i := range v.NumField() {
			name := path + "." + v.Type().Field(i).Name
			if v.Type().Field(i).Anonymous {
				name = path
			}
			texts(v.Field(i), name, visit)
		}
	}
}

// TestNoTextOfADraftSkipsTheGate walks over every string of a draft and of a picture:
// each is a passage, or stands in the list above with the reason why not.
func TestNoTextOfADraftSkipsTheGate(t *testing.T) {
	seen := map[string]bool{}
	check := func(path string, passages func() []community.Passage, set func(string)) {
		seen[path] = true
		set("canary")
		found := slices.ContainsFunc(passages(), func(p community.Passage) bool { return strings.Contains(p.Text, "canary") })
		set("")
		if _, none := noCaseText[path]; found == none {
			t.Errorf("%s: a passage: %v, listed as no text of a case: %v", path, found, none)
		}
	}
	d := community.PostDraft{Case: &community.CaseDraft{}}
	texts(reflect.ValueOf(&d).Elem(), "PostDraft", func(path string, set func(string)) {
		check(path, func() []community.Passage { return d.Passages(nil) }, set)
	})
	m := community.Media{}
	texts(reflect.ValueOf(&m).Elem(), "Media", func(path string, set func(string)) {
		check(path, func() []community.Passage { return community.PostDraft{}.Passages([]community.Media{m}) }, set)
	})
	plain := community.PostDraft{Text: "canary", Title: "canary"}
	if len(plain.Passages(nil)) != 2 {
		t.Error("the text of a post and its title are no passages")
	}
	for path := range noCaseText {
		if !seen[path] {
			t.Errorf("%s is in the list and nowhere else", path)
		}
	}
}

// TestEveryPassageStopsACase puts an identifier into each text of a case in turn.
func TestEveryPassageStopsACase(t *testing.T) {
	ana, _ := cast()
	d := community.PostDraft{Audience: community.InstanceOnly, Case: caseDraft()}
	m := community.Media{ID: 7, Owner: ana.ID, Consented: true}
	try := func(path string, set func(string)) {
		_, choice := noCaseText[path]
		if choice || strings.HasPrefix(path, "PostDraft.Response") || strings.HasPrefix(path, "PostDraft.Question") {
			return
		}
		before, picture := *d.Case, m
		warning := d.Warning
		set(identifier)
		switch path {
		case "PostDraft.Case.Poll.Options":
			d.Case.Poll.Options = append(d.Case.Poll.Options, "Lyme disease")
		case "PostDraft.Case.Evidence":
			d.Case.Evidence = "https://portal.example/patients/" + identifier
		}
		_, err := community.Publish(ana, d, community.Surroundings{Openness: everythingOn, Media: []community.Media{m}})
		*d.Case, m, d.Warning = before, picture, warning
		if stopped := new(community.Stopped); !errors.As(err, &stopped) || !stopped.Blocked() {
			t.Errorf("%s: %v", path, err)
		} else if strings.Contains(err.Error(), "mary") {
			t.Errorf("the error tells what it stopped: %v", err)
		}
	}
	walk := d
	texts(reflect.ValueOf(&walk).Elem(), "PostDraft", func(path string, set func(string)) {
		walk.Gate, walk.Response = community.Clearance{}, nil
		try(path, func(s string) { set(s); d.Warning = walk.Warning; walk.Warning = "" })
	})
	texts(reflect.ValueOf(&m).Elem(), "Media", try)
}

// gated is a draft in the place where it is read.
type gated struct {
	draft community.PostDraft
	s     community.Surroundings
}

// quoting is a post whose author lets ana quote it.
func quoting(p community.Post, thread *community.Post) *community.Quoted {
	ana, bob := cast()
	p.Policy.Quote = community.QuotedByAll.Rule(bob)
	return &community.Quoted{Post: p, Thread: thread, Approach: community.Approach{By: ana, Author: bob}}
}

func TestGateByPlace(t *testing.T) {
	ana, bob := cast()
	note, asked := post(5, bob, community.Public), post(6, bob, community.Public)
	asked.Kind, asked.Case = community.CasePost, &community.Case{Status: community.CaseOpen}
	note.Root, asked.Root = note.ID, asked.ID
	below := post(8, bob, community.Public)
	below.Parent, below.Root = asked.ID, asked.ID
	torn := post(9, bob, community.Public)
	torn.Root, torn.ParentIRI = torn.ID, iri("https://there.example/unknown")
	say := func(text string) community.PostDraft {
		return community.PostDraft{Text: text, Audience: community.Public}
	}
	ward := "He lay on ward 7B in Ohmstead on Tuesday."
	for name, tt := range map[string]struct {
		gated
		stops, shows bool
	}{
		"post":                {gated{say("Write to " + identifier), community.Surroundings{}}, false, false},
		"post near a patient": {gated{say("My patient, " + identifier + ", fell."), community.Surroundings{}}, false, true},
		"reply to a post":     {gated{say("Write to " + identifier), community.Surroundings{Parent: &note}}, false, false},
		"reply to a case":     {gated{say("Write to " + identifier), community.Surroundings{Parent: &asked}}, true, true},
		"a poll under a case": {gated{community.PostDraft{Text: "Which?", Audience: community.Public, Question: community.QuestionDraft{Options: []string{"Yes", identifier}}},
			community.Surroundings{Parent: &asked}}, true, true},
		"a quote of a case":                {gated{say("Write to " + identifier), community.Surroundings{Quoted: quoting(asked, nil)}}, true, true},
		"a quote of what is below a case":  {gated{say("Write to " + identifier), community.Surroundings{Quoted: quoting(below, &asked)}}, true, true},
		"a quote of nobody knows what":     {gated{say("Write to " + identifier), community.Surroundings{Quoted: quoting(below, nil)}}, true, true},
		"a quote of a post":                {gated{say("Write to " + identifier), community.Surroundings{Quoted: quoting(note, nil)}}, false, false},
		"reply below a case":               {gated{say("Write to " + identifier), community.Surroundings{Parent: &below, Thread: &asked}}, true, true},
		"below what is not here":           {gated{say("Write to " + identifier), community.Surroundings{Parent: &below}}, true, true},
		"below a beginning nobody knows":   {gated{say("Write to " + identifier), community.Surroundings{Parent: &torn}}, true, true},
		"a place, under a case":            {gated{say(ward), community.Surroundings{Parent: &asked}}, true, true},
		"an exact age is a hint":           {gated{say("A 47-year-old man."), community.Surroundings{Parent: &asked}}, false, true},
		"oneself":                          {gated{say("Write to @ana or ana@clinic.example."), community.Surroundings{Parent: &asked, Own: []string{"ana@clinic.example"}}}, false, false},
		"a colleague, named on purpose":    {gated{say("@bob@there.example, what do you think?"), community.Surroundings{Parent: &asked, Mentioned: links(bob)}}, false, false},
		"plain words":                      {gated{say("Consider sarcoidosis; see doi:10.1056/NEJMoa2034577."), community.Surroundings{Parent: &asked}}, false, false},
		"who has the name of a colleague?": {gated{say("Mr Bob Miller was discharged."), community.Surroundings{Parent: &asked, Mentioned: links(bob)}}, true, true},
	} {
		tt.s.Openness, tt.s.Now = everythingOn, time.Unix(1e9, 0)
		_, err := community.Publish(ana, tt.draft, tt.s)
		stopped := new(community.Stopped)
		if shown := errors.As(err, &stopped); shown != tt.shows || stopped.Stops() != tt.stops || !shown && err != nil {
			t.Errorf("%s: %v (stops %v)", name, err, stopped.Stops())
		}
		tt.draft.Gate.Unshown = true
		if _, err := community.Publish(ana, tt.draft, tt.s); (err != nil) != tt.stops {
			t.Errorf("%s, where nothing can be shown: %v", name, err)
		}
		tt.draft.Gate = community.Clearance{Seen: stopped.Shown()}
		if _, err := community.Publish(ana, tt.draft, tt.s); (err != nil) != tt.stops {
			t.Errorf("%s, seen: %v", name, err)
		}
	}
}

func TestDaysAgreeBetweenPassages(t *testing.T) {
	case3 := []community.Passage{
		{Field: "title", Text: "Fever since 17 March 2021"},
		{Field: "history", Text: "Admitted on 14 March 2021.\nMr Kallio came from home."},
		{Field: "findings", Text: "Kallio had no rash on 20/03/2021."},
	}
	i := community.Inspect(case3, community.InspectOptions{})
	got := map[string]string{}
	for _, c := range i.Concerns {
		got[c.Text] = fmt.Sprint(c.Field, " ", c.Line, " ", c.Replacement)
	}
	want := map[string]string{"17 March 2021": "title 1 Day +3", "14 March 2021": "history 1 Day 0", "20/03/2021": "findings 1 Day +6", "Kallio": "findings 1 [name]"}
	for text, place := range want {
		if got[text] != place {
			t.Errorf("%s: %q, want %q (all: %v)", text, got[text], place, got)
		}
	}
	// One taken alone: the others still count from the same day.
	case3[1].Text = "Admitted on Day 0."
	for _, c := range community.Inspect(case3, community.InspectOptions{Anchor: i.Anchor}).Concerns {
		if c.Text == "17 March 2021" && c.Replacement != "Day +3" {
			t.Errorf("after day 0 was taken: %s", c.Replacement)
		}
	}
}

func TestReleasedWordsAndNoOthers(t *testing.T) {
	ana, _ := cast()
	d := community.PostDraft{Audience: community.InstanceOnly, Case: caseDraft()}
	d.Case.History = "Fell at the Kallio statue on Tuesday."
	s := community.Surroundings{Openness: everythingOn, Now: time.Unix(1e9, 0), Media: []community.Media{{ID: 3, Owner: ana.ID, Consented: true, Description: "A rash", File: "a.jpg"}}}
	_, err := community.Publish(ana, d, s)
	stopped := new(community.Stopped)
	if !errors.As(err, &stopped) {
		t.Fatal(err)
	}
	d.Gate.Released = stopped.Digest
	p, err := community.Publish(ana, d, s)
	if err != nil {
		t.Fatalf("released: %v", err)
	}
	for name, change := range map[string]func(*community.PostDraft, *community.Surroundings){
		"another word":     func(d *community.PostDraft, _ *community.Surroundings) { d.Case.Title = "Another" },
		"another audience": func(d *community.PostDraft, _ *community.Surroundings) { d.Audience = community.Public },
		"another picture": func(_ *community.PostDraft, s *community.Surroundings) {
			s.Media = []community.Media{{ID: 4, Owner: ana.ID, Consented: true, Description: "A rash"}}
		},
		"the picture changed": func(_ *community.PostDraft, s *community.Surroundings) {
			s.Media = []community.Media{{ID: 3, Owner: ana.ID, Consented: true, Description: "A rash", File: "b.jpg"}}
		},
	} {
		other, around, words := d, s, *d.Case
		other.Case = &words
		change(&other, &around)
		if _, err := community.Publish(ana, other, around); !errors.As(err, &stopped) {
			t.Errorf("%s: %v", name, err)
		}
	}

	// An edit: what was released stays so, and nothing else; what nobody ever reviewed does not.
	old := p.Post()
	old.ID = 12
	edit := community.PostDraft{Case: new(*d.Case), Audience: old.Audience.Kind}
	edit.Case.Discussion = "No change."
	if _, err := community.Revise(ana, old, edit, s); !errors.As(err, &stopped) {
		t.Errorf("edit of what nobody reviewed: %v", err)
	}
	s.Reviewed = true
	if _, err := community.Revise(ana, old, edit, s); err != nil {
		t.Errorf("edit beside what was released: %v", err)
	}
	edit.Case.Discussion = "Call " + identifier
	if _, err := community.Revise(ana, old, edit, s); !errors.As(err, &stopped) || len(stopped.Concerns) != 1 {
		t.Errorf("edit with something new: %v", err)
	}
}

func TestAHintIsShownOnce(t *testing.T) {
	ana, _ := cast()
	d := community.PostDraft{Audience: community.InstanceOnly, Case: caseDraft()}
	d.Case.History = "A 47-year-old teacher."
	s := community.Surroundings{Openness: everythingOn, Now: time.Unix(1e9, 0)}
	_, err := community.Publish(ana, d, s)
	stopped := new(community.Stopped)
	if !errors.As(err, &stopped) || stopped.Stops() {
		t.Fatal(err)
	}
	d.Gate.Seen = stopped.Shown()
	d.Case.Title = "Another title"
	p, err := community.Publish(ana, d, s)
	if err != nil {
		t.Fatalf("seen, other words changed: %v", err)
	}
	d.Case.Findings = "Her 52-year-old sister is well."
	if _, err = community.Publish(ana, d, s); !errors.As(err, &stopped) {
		t.Errorf("another hint: %v", err)
	}
	old, edit := p.Post(), community.PostDraft{Case: new(*d.Case)}
	edit.Case.Findings = "None."
	if _, err := community.Revise(ana, old, edit, s); err != nil {
		t.Errorf("a hint that was shown before is shown again in an edit: %v", err)
	}
}

func TestQuasiIdentifiersHold(t *testing.T) {
	ana, _ := cast()
	ana.Credential = &credential.Credential{State: credential.Active, ConfirmedBy: "St Anna", Confirmed: time.Unix(9e8, 0), Until: time.Unix(2e9, 0)}
	d := community.PostDraft{Audience: community.InstanceOnly, Case: caseDraft()}
	d.Case.History = "The mayor, one of triplets, was brought in last night after the plane crash."
	_, err := community.Publish(ana, d, community.Surroundings{Openness: everythingOn, Now: time.Unix(1e9, 0)})
	stopped := new(community.Stopped)
	if !errors.As(err, &stopped) || stopped.Risk != deidentify.Holds || !stopped.Held() {
		t.Fatalf("%v", err)
	}
	about := false
	for _, trait := range stopped.Traits {
		about = about || trait.Field == "" && trait.Reason == "gate.quasi.authornow"
		if trait.Field != "" && trait.Text != d.Case.History[trait.Start:trait.End] {
			t.Errorf("%+v", trait)
		}
	}
	if !about {
		t.Errorf("the author's hospital counts for nothing: %+v", stopped.Traits)
	}
}
