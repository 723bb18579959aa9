package community

import (
	"errors"
	"strconv"
	"time"
	"unicode/utf8"
)

// BallotDraft is a filled-in vote.
type BallotDraft struct {
	// Choice is the number of an option from 1, or OtherChoice.
	Choice string
	// Other is the diagnosis that goes with OtherChoice: one line of MaxPollOption
	// characters.
	Other string
}

// OtherChoice stands in forms for a diagnosis of the voter's own.
const OtherChoice = "other"

// Voter is who votes, as the rules need to know them.
type Voter struct {
	Actor Actor
	// Subject is the same person with what is proved of them now.
	Subject Subject
	// Founding says that nobody is a verified clinician here yet.
	Founding bool
	Now      time.Time
}

// A Ballot is a vote that was allowed. Only CastBallot makes one.
type Ballot struct {
	asked      PostID
	voter      ActorID
	choice     int
	other      string
	profession Profession
	specialty  Specialty
	proved     bool
}

// MayVote says whether somebody who reads a case may say what they think it is: who
// may answer it. Who keeps the case does not vote.
func (v Voter) MayVote(asked Post) bool {
	if asked.Case == nil || !asked.Local || asked.Case.Kept(asked, v.Actor.ID) {
		return false
	}
	return May(v.Subject, VoteDifferential) || v.Founding && May(v.Subject, AnswerCase)
}

// CastBallot decides about a vote in the poll of a case that the voter can see. It
// returns ErrForbidden for who may not vote, ErrConflict when the poll is over, and
// *Invalid for a choice there is not or a text that could tell who the patient is.
func CastBallot(v Voter, asked Post, p Poll, d BallotDraft) (Ballot, error) {
	switch {
	case !v.MayVote(asked):
		return Ballot{}, ErrForbidden
	case p.Over(v.Now):
		return Ballot{}, ErrConflict
	}
	b := Ballot{asked: asked.ID, voter: v.Actor.ID, profession: v.Subject.Standing.Profession(), proved: May(v.Subject, VoteDifferential)}
	// Somebody of two specialties counts under the first: groups that overlap could be
	// subtracted from one another.
	if known := v.Subject.Standing.Specialties(); len(known) > 0 {
		b.specialty = known[0]
	}
	if d.Choice == OtherChoice && p.Other {
		b.choice = len(p.Options)
		return b.write(v, asked, d.Other)
	}
	number, err := strconv.Atoi(d.Choice)
	if err != nil || number < 1 || number > len(p.Options) {
		return Ballot{}, invalid("choice", "poll.choose")
	}
	b.choice = number - 1
	return b, nil
}

// write puts the voter's own diagnosis on a ballot. It is shown to others, so it
// goes through the gate.
func (b Ballot) write(v Voter, asked Post, text string) (Ballot, error) {
	b.other = cleanLine(text)
	switch {
	case b.other == "":
		return Ballot{}, invalid("other", "poll.other_needed")
	case utf8.RuneCountInString(b.other) > MaxPollOption:
		return Ballot{}, invalid("other", "case.too_long", "limit", MaxPollOption)
	}
	var stopped *Stopped
	err := Pass([]Passage{{"other", b.other}}, CaseTexts(v.Actor, asked.Language, v.Now), Clearance{Unshown: true})
	if errors.As(err, &stopped) {
		return Ballot{}, invalid("other", "poll.other_identifies")
	}
	return b, err
}

// Asked is the case of the poll.
func (b Ballot) Asked() PostID { return b.asked }

// Voter is who votes.
func (b Ballot) Voter() ActorID { return b.voter }

// Choice is the position of the option from 0; the number of options for Other.
func (b Ballot) Choice() int { return b.choice }

// Other is the voter's own diagnosis, "" for an option.
func (b Ballot) Other() string { return b.other }

// Groups are what the vote counts under: what was proved, "" for what was not.
func (b Ballot) Groups() (Profession, Specialty) { return b.profession, b.specialty }

// Proved says that the vote rests on a credential, which has to hold when it is
// written.
func (b Ballot) Proved() bool { return b.proved }
