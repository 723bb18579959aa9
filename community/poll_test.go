package community_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"consilium/community"
)

func TestPollDraft(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	long := strings.Repeat("ä", community.MaxPollOption+1)
	for name, c := range map[string]struct {
		draft community.PollDraft
		wrong string // the field; "" for none
		want  *community.Poll
	}{
		"none":            {draft: community.PollDraft{Options: []string{"", "\t "}, Other: "yes", Closes: "7"}},
		"two":             {community.PollDraft{Options: []string{" DRESS ", "", "AGEP\n"}}, "", &community.Poll{Options: []string{"DRESS", "AGEP"}, Other: true, Days: 7, Opened: now}},
		"until solved":    {community.PollDraft{Options: []string{"a", "b"}, Other: "no", Closes: "solved"}, "", &community.Poll{Options: []string{"a", "b"}, Opened: now}},
		"thirty days":     {community.PollDraft{Options: []string{"a", "b"}, Closes: "30"}, "", &community.Poll{Options: []string{"a", "b"}, Other: true, Days: 30, Opened: now}},
		"one":             {draft: community.PollDraft{Options: []string{"a"}}, wrong: "poll_option"},
		"nine":            {draft: community.PollDraft{Options: strings.Split("a b c d e f g h i", " ")}, wrong: "poll_option"},
		"twice":           {draft: community.PollDraft{Options: []string{"Lupus", "lupus"}}, wrong: "poll_option"},
		"long":            {draft: community.PollDraft{Options: []string{"a", long}}, wrong: "poll_option"},
		"closes in years": {draft: community.PollDraft{Options: []string{"a", "b"}, Closes: "700"}, wrong: "poll_closes"},
	} {
		got, err := c.draft.Check(now)
		var invalid *community.Invalid
		if errors.As(err, &invalid) != (c.wrong != "") || invalid != nil && invalid.Field != c.wrong {
			t.Errorf("%s: %v, want the field %q", name, err, c.wrong)
		}
		switch {
		case (got == nil) != (c.want == nil):
			t.Errorf("%s: %v", name, got)
		case got != nil && (strings.Join(got.Options, "/") != strings.Join(c.want.Options, "/") || got.Other != c.want.Other || got.Days != c.want.Days || !got.Opened.Equal(now)):
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// A poll is over by the clock, or because somebody ended it; who voted and, then,
// every reader know the results, and nobody else.
func TestPollOver(t *testing.T) {
	opened := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	week := community.Poll{Options: []string{"a", "b"}, Days: 7, Opened: opened}
	solved := community.Poll{Options: []string{"a", "b"}, Opened: opened}
	closed := week
	closed.Closed = opened.Add(time.Hour)
	for name, c := range map[string]struct {
		poll   community.Poll
		after  time.Duration
		over   bool
		voter  bool
		reader bool
	}{
		"open":                 {week, 7*24*time.Hour - time.Millisecond, false, true, false},
		"the clock":            {week, 7 * 24 * time.Hour, true, true, true},
		"until solved":         {solved, 9999 * time.Hour, false, true, false},
		"closed before it was": {closed, 2 * time.Hour, true, true, true},
	} {
		now := opened.Add(c.after)
		if c.poll.Over(now) != c.over || c.poll.Reveals(true, now) != c.voter || c.poll.Reveals(false, now) != c.reader {
			t.Errorf("%s: over %v, tells a voter %v and a reader %v", name, c.poll.Over(now), c.poll.Reveals(true, now), c.poll.Reveals(false, now))
		}
	}
}

func handleOf(name string) community.Handle {
	h, _ := community.ParseHandle(name, "here.example")
	return h
}

// Who may vote, and for what.
func TestCastBallot(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	asked := community.Post{ID: 1, Author: 1, Local: true, Kind: community.CasePost, Case: &community.Case{Status: community.CaseOpen, Steward: 3}}
	elsewhere, note := asked, asked
	elsewhere.Local, note.Case = false, nil
	poll := community.Poll{Options: []string{"DRESS", "AGEP"}, Other: true, Days: 7, Opened: now}
	plain, over := poll, poll
	plain.Other, over.Closed = false, now
	voter := func(id community.ActorID, s community.Subject) community.Voter {
		return community.Voter{Actor: community.Actor{ID: id, Local: true, Handle: handleOf("dana")}, Subject: s, Now: now}
	}
	clinician, student := proved("physician", 4), proved("student", 4)
	barred := clinician
	barred.Sanctions = []community.SanctionKind{community.NoAnswers}
	founder := voter(2, proved("", 0))
	founder.Founding = true
	first := community.BallotDraft{Choice: "1"}
	for name, c := range map[string]struct {
		voter community.Voter
		asked community.Post
		poll  community.Poll
		draft community.BallotDraft
		want  error // nil, a kind, or *Invalid
	}{
		"a clinician":           {voter(2, clinician), asked, poll, first, nil},
		"the last option":       {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "2"}, nil},
		"something else":        {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "other", Other: "Still's disease"}, nil},
		"a founder":             {founder, asked, poll, first, nil},
		"a visitor":             {voter(0, community.Subject{}), asked, poll, first, community.ErrForbidden},
		"unverified":            {voter(2, proved("physician", 2)), asked, poll, first, community.ErrForbidden},
		"a student":             {voter(2, student), asked, poll, first, community.ErrForbidden},
		"sanctioned":            {voter(2, barred), asked, poll, first, community.ErrForbidden},
		"the author":            {voter(1, clinician), asked, poll, first, community.ErrForbidden},
		"the steward":           {voter(3, clinician), asked, poll, first, community.ErrForbidden},
		"a case of elsewhere":   {voter(2, clinician), elsewhere, poll, first, community.ErrForbidden},
		"no case":               {voter(2, clinician), note, poll, first, community.ErrForbidden},
		"too late":              {voter(2, clinician), asked, over, first, community.ErrConflict},
		"nothing chosen":        {voter(2, clinician), asked, poll, community.BallotDraft{}, &community.Invalid{}},
		"a third of two":        {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "3"}, &community.Invalid{}},
		"the one before first":  {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "0"}, &community.Invalid{}},
		"other is not offered":  {voter(2, clinician), asked, plain, community.BallotDraft{Choice: "other", Other: "x"}, &community.Invalid{}},
		"other without words":   {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "other", Other: " "}, &community.Invalid{}},
		"other with an address": {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "other", Other: "DRESS, ask jane.roe@example.org"}, &community.Invalid{}},
		"other with a number":   {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "other", Other: "MRN 4711-0815, lupus"}, &community.Invalid{}},
		"other is too long":     {voter(2, clinician), asked, poll, community.BallotDraft{Choice: "other", Other: strings.Repeat("x", 121)}, &community.Invalid{}},
	} {
		b, err := community.CastBallot(c.voter, c.asked, c.poll, c.draft)
		var invalid *community.Invalid
		if errors.As(c.want, &invalid) {
			if !errors.As(err, &invalid) || invalid.Field != "choice" && invalid.Field != "other" {
				t.Errorf("%s: %v, want what is wrong with the form", name, err)
			}
			continue
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if (err == nil) != (b.Voter() == c.voter.Actor.ID && b.Asked() == c.asked.ID) {
			t.Errorf("%s: the ballot %+v", name, b)
		}
	}
}

// A poll enters with a new case only, and its words pass the gate like all others.
func TestPollWithCase(t *testing.T) {
	d := community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{Title: "Fever", AgeBand: "45-49", Consent: "written",
		Narrative: community.Narrative{PresentingComplaint: "Fever", Question: "What is it?"}, Poll: community.PollDraft{Options: []string{"DRESS", "AGEP"}}}}
	author := community.Actor{ID: 1, Local: true, Handle: handleOf("ana")}
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	p, err := community.Publish(author, d, community.Surroundings{Now: now})
	if err != nil || p.Poll() == nil || len(p.Poll().Options) != 2 {
		t.Fatal(p.Poll(), err)
	}
	post := p.Post()
	post.ID = 7
	again, err := community.Revise(author, post, d, community.Surroundings{Now: now})
	if err != nil || again.Poll() != nil {
		t.Errorf("an edit brings %v, %v", again.Poll(), err)
	}
	d.Case.Poll.Options[1] = "Lupus, as in Jane Roe, jane.roe@example.org"
	var stopped *community.Stopped
	if _, err := community.Publish(author, d, community.Surroundings{Now: now}); !errors.As(err, &stopped) {
		t.Errorf("an address in an option: %v", err)
	}
	var invalid *community.Invalid
	if _, err := community.AskLater(author, post, d.Case.Poll, now); !errors.As(err, &invalid) || invalid.Field != "poll_option" {
		t.Errorf("an address in an option of a later poll: %v", err)
	}
	if _, err := community.AskLater(community.Actor{ID: 2, Local: true}, post, d.Case.Poll, now); !errors.Is(err, community.ErrForbidden) {
		t.Errorf("somebody else asks: %v", err)
	}
}
