package page

import (
	"slices"
	"time"

	"consilium/community"
)

// Poll is the question for the leading diagnosis under a case, as one reader finds
// it. For who may not know the results nothing here depends on them.
//
// POST URL/vote with the fields choice (the number of an option from 1, or
// community.OtherChoice) and other; POST URL/poll/close and URL/poll/remove without.
type Poll struct {
	URL     string // "/p/{id}"
	Options []string
	Other   bool      // a diagnosis of one's own may be written
	Closes  time.Time // zero: when the case is solved
	Over    bool
	// MayVote says that the reader has still to vote, Keeps that they decide about the
	// case.
	MayVote, Keeps bool
	// Voted says that they did, for Choice (from 0), with Own written to it.
	Voted  bool
	Choice int
	Own    string
	// Result is nil for who may not know it.
	Result   *community.PollResult
	Draft    community.BallotDraft
	Problems Problems
}

// Enough says that there are votes enough to show anything of them.
func (p Poll) Enough() bool { return p.Result != nil && len(p.Result.Total) > 0 }

// Choices are the options to choose from, without the own diagnosis.
func (p Poll) Choices() []Option {
	list := make([]Option, 0, len(p.Options)+1)
	for i, text := range p.Options {
		value := community.FormatID(int64(i + 1))
		list = append(list, Option{Value: value, Label: text, Chosen: value == p.Draft.Choice})
	}
	return list
}

// PollRow is one line of the results.
type PollRow struct {
	Text string // "" for diagnoses of the voters' own
	Band community.Band
	Mine bool
	// Width is of the bar, in hundredths of the longest.
	Width int
}

// PollTable is the results of all, or of one group under its heading.
type PollTable struct {
	Heading string // a key
	Rows    []PollRow
}

// Total is the results of all voters.
func (p Poll) Total() []PollRow { return p.rows(p.Result.Total) }

// Professions are the results by profession; none where they would tell too much.
func (p Poll) Professions() []PollTable { return p.tables("profession.", p.Result.Professions) }

// Specialties are the results by specialty, as Professions.
func (p Poll) Specialties() []PollTable { return p.tables("specialty.", p.Result.Specialties) }

func (p Poll) tables(prefix string, groups []community.PollGroup) []PollTable {
	var list []PollTable
	for _, g := range groups {
		heading := prefix + g.Slug
		if g.Slug == "" {
			heading = "poll.all_others"
		}
		list = append(list, PollTable{heading, p.rows(g.Bands)})
	}
	return list
}

func (p Poll) rows(bands []community.Band) []PollRow {
	longest := max(slices.Max(bands), 1)
	rows := make([]PollRow, 0, len(bands))
	for i, b := range bands {
		row := PollRow{Band: b, Mine: p.Voted && p.Choice == i, Width: int(max(b, 0) * 100 / longest)}
		if i < len(p.Options) {
			row.Text = p.Options[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// Ballot is the answer to a vote that did not do, at POST /p/{id}/vote: the poll by
// itself, with what is wrong.
type Ballot struct {
	Title, CaseURL string
	Poll           Poll
}

func (v Ballot) meta(p *Printer) meta { return meta{"ballot", p.T("poll.title"), "cases"} }

// PollForm is the part of the case form that asks for a poll, in the fields
// poll_option (repeated), poll_other ("yes", "no") and poll_closes (a slug of
// community.PollEnds).
type PollForm struct {
	Draft    community.PollDraft
	Problems Problems
}

// PollForm is the part of the form that asks for a poll.
func (v CaseForm) PollForm() PollForm { return PollForm{v.Draft.Poll, v.Problems} }

// Open says that it is shown unfolded.
func (f PollForm) Open() bool {
	_, wrong := f.Problems["poll_option"]
	_, late := f.Problems["poll_closes"]
	return wrong || late || slices.ContainsFunc(f.Draft.Options, func(o string) bool { return o != "" })
}

// A PollLine is the field for one option.
type PollLine struct {
	Number int // from 1
	Text   string
}

// Lines are the fields for options, filled ones first.
func (f PollForm) Lines() []PollLine {
	var lines []PollLine
	for _, text := range f.Draft.Options {
		if text != "" {
			lines = append(lines, PollLine{len(lines) + 1, text})
		}
	}
	for len(lines) < community.MaxPollOptions {
		lines = append(lines, PollLine{Number: len(lines) + 1})
	}
	return lines
}

// Problem is what is wrong with the options; nil for nothing.
func (f PollForm) Problem() *community.Problem {
	if problem, wrong := f.Problems["poll_option"]; wrong {
		return &problem
	}
	return nil
}

// Limit is how long an option may be, in characters.
func (f PollForm) Limit() int { return community.MaxPollOption }

// Answers are whether voters may write a diagnosis of their own.
func (f PollForm) Answers() []string { return []string{"yes", "no"} }

// Other is the chosen one of Answers.
func (f PollForm) Other() string {
	if f.Draft.Other == "no" {
		return "no"
	}
	return "yes"
}

// Ends are when the poll may close, End the chosen one.
func (f PollForm) Ends() []string { return community.PollEnds() }

// End is the chosen one of Ends.
func (f PollForm) End() string {
	if f.Draft.Closes == "" {
		return "7"
	}
	return f.Draft.Closes
}

// NewPoll is the page GET /p/{id}/poll, where who keeps a case asks later; POST with
// the fields of PollForm.
type NewPoll struct {
	Title, CaseURL, URL string
	Form                PollForm
}

func (v NewPoll) meta(p *Printer) meta { return meta{"new-poll", p.T("poll.form.title"), "cases"} }
