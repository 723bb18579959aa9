package page

import (
	"strconv"
	"time"

	"consilium/community"
)

// Question is the poll of an ordinary post, as one reader finds it. Its counts are
// shown to who voted, to the author, and to everybody once it is over.
//
// POST /p/{ID}/choose with the fields choice (the number of an option from 1, repeated
// where one may choose several) and return.
type Question struct {
	ID       string // of the post
	Options  []community.QuestionOption
	Chosen   []int // what the reader chose, from 0
	Multiple bool
	Closes   time.Time // zero when nobody says
	Over     bool
	// MayVote says that the reader has still to vote, Shown that they may know how the
	// others did.
	MayVote, Shown bool
	// Voters and Votes are how many took part and how much was chosen; Base is what
	// shares are counted of.
	Voters, Votes, Base int
}

// Kind is of the control for one option.
func (q Question) Kind() string {
	if q.Multiple {
		return "checkbox"
	}
	return "radio"
}

// People is how many took part, as far as it is known.
func (q Question) People() int {
	if q.Voters > 0 {
		return q.Voters
	}
	return q.Votes
}

// QuestionRow is one of the answers.
type QuestionRow struct {
	Value, Text string
	Votes       int
	// Share is in hundredths.
	Share int
	Mine  bool
}

// Rows are the answers in the author's order.
func (q Question) Rows() []QuestionRow {
	rows := make([]QuestionRow, 0, len(q.Options))
	for i, o := range q.Options {
		row := QuestionRow{Value: strconv.Itoa(i + 1), Text: o.Text, Votes: o.Votes}
		if q.Base > 0 {
			row.Share = min((200*o.Votes+q.Base)/(2*q.Base), 100)
		}
		for _, mine := range q.Chosen {
			row.Mine = row.Mine || mine == i
		}
		rows = append(rows, row)
	}
	return rows
}

// QuestionForm is the part of the form for a post that asks a question, in the fields
// question_option (repeated), question_multiple ("on") and question_lasts (a number of
// minutes, of community.QuestionTimes).
type QuestionForm struct {
	Draft    community.QuestionDraft
	Problems Problems
}

// QuestionForm is the part of the form that asks a question.
func (c Composer) QuestionForm() QuestionForm { return QuestionForm{c.Question, c.Problems} }

// Open says that it is shown unfolded.
func (f QuestionForm) Open() bool {
	_, wrong := f.Problems["question_option"]
	_, late := f.Problems["question_lasts"]
	return wrong || late || len(f.Draft.Options) > 0
}

// Lines are the fields for options, filled ones first.
func (f QuestionForm) Lines() []PollLine {
	var lines []PollLine
	for _, text := range f.Draft.Options {
		if text != "" {
			lines = append(lines, PollLine{len(lines) + 1, text})
		}
	}
	for len(lines) < community.MaxQuestionOptions {
		lines = append(lines, PollLine{Number: len(lines) + 1})
	}
	return lines
}

// Problem is what is wrong with the options; nil for nothing.
func (f QuestionForm) Problem() *community.Problem {
	if problem, wrong := f.Problems["question_option"]; wrong {
		return &problem
	}
	return nil
}

// Limit is how long an option may be, in characters.
func (f QuestionForm) Limit() int { return community.MaxQuestionOption }

// Times are how long it may be open, Time the chosen one, in minutes.
func (f QuestionForm) Times() []string {
	var list []string
	for _, t := range community.QuestionTimes() {
		list = append(list, minutes(t))
	}
	return list
}

// Time is the chosen one of Times.
func (f QuestionForm) Time() string {
	if f.Draft.Lasts == 0 {
		return "1440"
	}
	return minutes(f.Draft.Lasts)
}

func minutes(t time.Duration) string { return strconv.Itoa(int(t / time.Minute)) }
