package community_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
)

var asked = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func TestQuestionDraft(t *testing.T) {
	long := strings.Repeat("ä", community.MaxQuestionOption+1)
	for name, c := range map[string]struct {
		draft community.QuestionDraft
		wrong string // the field; "" for none
		want  []string
	}{
		"none":       {draft: community.QuestionDraft{Options: []string{"", " \t"}}},
		"two":        {community.QuestionDraft{Options: []string{" Yes ", "", "No\n"}, Lasts: time.Hour}, "", []string{"Yes", "No"}},
		"a day":      {community.QuestionDraft{Options: []string{"a", "b"}}, "", []string{"a", "b"}},
		"one":        {draft: community.QuestionDraft{Options: []string{"a"}}, wrong: "question_option"},
		"nine":       {draft: community.QuestionDraft{Options: strings.Split("a b c d e f g h i", " ")}, wrong: "question_option"},
		"twice":      {draft: community.QuestionDraft{Options: []string{"Yes", "yes"}}, wrong: "question_option"},
		"long":       {draft: community.QuestionDraft{Options: []string{"a", long}}, wrong: "question_option"},
		"a minute":   {draft: community.QuestionDraft{Options: []string{"a", "b"}, Lasts: time.Minute}, wrong: "question_lasts"},
		"two months": {draft: community.QuestionDraft{Options: []string{"a", "b"}, Lasts: 60 * 24 * time.Hour}, wrong: "question_lasts"},
	} {
		got, err := c.draft.Check(asked)
		var invalid *community.Invalid
		if errors.As(err, &invalid) != (c.wrong != "") || invalid != nil && invalid.Field != c.wrong {
			t.Errorf("%s: %v, want the field %q", name, err, c.wrong)
		}
		if (got != nil) != (c.want != nil) || got != nil && (!slices.Equal(got.Texts(), c.want) || !got.Closes.After(asked)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// poll is a post with a question of two options.
func poll(change func(*community.Post)) community.Post {
	p := community.Post{ID: 1, Author: 10, Local: true, Kind: community.NotePost, Audience: community.Audience{Kind: community.Public},
		Question: &community.OpenQuestion{Options: []community.QuestionOption{{Text: "Yes"}, {Text: "No"}}, Closes: asked.Add(time.Hour)}}
	if change != nil {
		change(&p)
	}
	return p
}

func TestChoose(t *testing.T) {
	ana := community.Actor{ID: 20, Local: true}
	several := func(p *community.Post) { p.Question.Multiple = true }
	for name, c := range map[string]struct {
		by      community.Actor
		change  func(*community.Post)
		options []int
		after   time.Duration
		want    error // ErrNotFound, ErrForbidden, ErrConflict
		invalid bool
	}{
		"one":             {by: ana, options: []int{1}},
		"several":         {by: ana, change: several, options: []int{1, 0, 1}},
		"the last moment": {by: ana, options: []int{0}, after: time.Hour - 1},
		"late":            {by: ana, options: []int{0}, after: time.Hour, want: community.ErrConflict},
		"ended before":    {by: ana, options: []int{0}, change: func(p *community.Post) { p.Question.Closed = asked }, want: community.ErrConflict},
		"the author":      {by: community.Actor{ID: 10, Local: true}, options: []int{0}, want: community.ErrForbidden},
		"suspended":       {by: community.Actor{ID: 20, Local: true, Suspended: asked}, options: []int{0}, want: community.ErrForbidden},
		"elsewhere":       {by: community.Actor{ID: 20}, options: []int{0}, want: community.ErrForbidden},
		"hidden":          {by: ana, options: []int{0}, change: func(p *community.Post) { p.Hidden = asked }, want: community.ErrNotFound},
		"deleted":         {by: ana, options: []int{0}, change: func(p *community.Post) { p.Deleted = asked }, want: community.ErrNotFound},
		"no poll":         {by: ana, options: []int{0}, change: func(p *community.Post) { p.Question = nil }, want: community.ErrNotFound},
		"nothing":         {by: ana, invalid: true},
		"below":           {by: ana, options: []int{-1}, invalid: true},
		"above":           {by: ana, options: []int{2}, invalid: true},
		"two of one":      {by: ana, options: []int{0, 1}, invalid: true},
	} {
		got, err := community.Choose(c.by, poll(c.change), c.options, asked.Add(c.after))
		var invalid *community.Invalid
		if errors.As(err, &invalid) != c.invalid || !c.invalid && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && c.change != nil && !slices.Equal(got.Options(), []int{0, 1}) {
			t.Errorf("%s: %v", name, got.Options())
		}
	}
}

// Votes from elsewhere name their option.
func TestReceiveChoice(t *testing.T) {
	bob := community.Actor{ID: 30}
	for name, c := range map[string]struct {
		by     community.Actor
		change func(*community.Post)
		option string
		after  time.Duration
		want   error
	}{
		"one":              {by: bob, option: "No"},
		"with space":       {by: bob, option: " No\n"},
		"wrong option":     {by: bob, option: "Perhaps", want: community.ErrNotFound},
		"another case":     {by: bob, option: "no", want: community.ErrNotFound},
		"late":             {by: bob, option: "No", after: time.Hour, want: community.ErrConflict},
		"a remote poll":    {by: bob, option: "No", change: func(p *community.Post) { p.Local = false }, want: community.ErrNotFound},
		"suspended":        {by: community.Actor{ID: 30, Suspended: asked}, option: "No", want: community.ErrForbidden},
		"one of ours":      {by: community.Actor{ID: 30, Local: true}, option: "No", want: community.ErrForbidden},
		"a post, no poll":  {by: bob, option: "No", change: func(p *community.Post) { p.Question = nil }, want: community.ErrNotFound},
		"hidden by report": {by: bob, option: "No", change: func(p *community.Post) { p.Hidden = asked }, want: community.ErrNotFound},
	} {
		if _, err := community.ReceiveChoice(c.by, poll(c.change), c.option, asked.Add(c.after)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// What another server says of a poll is bounded, whatever it says, and its counts are
// never an edit.
func TestReceiveTallies(t *testing.T) {
	kept := poll(func(p *community.Post) { p.Local = false })
	for name, c := range map[string]struct {
		said community.OpenQuestion
		want error
	}{
		"counts":        {said: community.OpenQuestion{Options: []community.QuestionOption{{Text: "Yes", Votes: 3}, {Text: "No", Votes: 1 << 60}}, Voters: -4}},
		"other options": {said: community.OpenQuestion{Options: []community.QuestionOption{{Text: "Yes"}, {Text: "Never"}}}, want: community.ErrConflict},
		"several now":   {said: community.OpenQuestion{Multiple: true, Options: kept.Question.Options}, want: community.ErrConflict},
		"nothing":       {want: community.ErrNotFound},
	} {
		got, err := community.ReceiveTallies(kept, &c.said, asked)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err == nil && (got.Voters != 0 || got.Options[0].Votes != 3 || got.Options[1].Votes != 1<<40) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, err := community.ReceiveTallies(poll(nil), kept.Question, asked); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("a poll of ours: %v", err)
	}
	// Pleroma calls an end to come closed.
	ahead := community.OpenQuestion{Options: kept.Question.Options, Closed: asked.Add(time.Hour)}
	got, err := community.ReceiveTallies(kept, &ahead, asked)
	if err != nil || !got.Closed.IsZero() || !got.Closes.Equal(asked.Add(time.Hour)) || got.Over(asked) {
		t.Errorf("an end to come: %+v, %v", got, err)
	}
}

// A poll is asked once: an edit of its post leaves it, and one that changes it is
// refused.
func TestEditLeavesQuestion(t *testing.T) {
	ana := community.Actor{ID: 10, Local: true}
	around := community.Surroundings{Now: asked, Openness: community.Openness{DirectMessages: true}}
	draft := community.PostDraft{Text: "Which?", Language: "en", Audience: community.Public, Question: community.QuestionDraft{Options: []string{"Yes", "No"}}}
	made, err := community.Publish(ana, draft, around)
	if err != nil || made.Post().Question == nil {
		t.Fatalf("%v, %v", made.Post().Question, err)
	}
	old := made.Post()
	old.ID = 7
	for name, c := range map[string]struct {
		options []string
		refused bool
	}{
		"none": {}, "the same": {options: []string{"Yes", "No"}}, "another": {options: []string{"Yes", "Never"}, refused: true}, "fewer": {options: []string{"Yes"}, refused: true},
	} {
		draft.Question.Options = c.options
		edit, err := community.Revise(ana, old, draft, around)
		var invalid *community.Invalid
		if errors.As(err, &invalid) != c.refused || !c.refused && (err != nil || edit.Post().Question == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
	draft.Question.Options = []string{"Mr. Joe, joe@example.org", "Nobody"}
	found := draft.Passages(nil)
	if !slices.ContainsFunc(found, func(p community.Passage) bool {
		return p.Field == "question_option_1" && strings.Contains(p.Text, "joe@")
	}) {
		t.Errorf("the gate is not shown the options: %v", found)
	}
}
