package community

import (
	"slices"
	"time"
)

// Act is what moves a case from one state to another (C5).
type Act string

// The acts. Those of a draft come before it is a post. The check is made whenever a
// draft is shown for a last look and again when it is posted, by Publish itself, so
// that no way leads from draft to open around it; a form that is posted at once goes
// through both in one request.
const (
	ActCheck   Act = "check"   // preview: the words are searched for what could identify
	ActChange  Act = "change"  // go on writing; takes a draft back from review
	ActHold    Act = "hold"    // give what was stopped to a reviewer
	ActRelease Act = "release" // the reviewer lets exactly these words through
	ActReturn  Act = "return"  // the reviewer wants something changed
	ActPost    Act = "post"

	// ActAsk is a response of the kind Question by a verified clinician who does not
	// keep the case; ActProvide any reply of who keeps it, or an edit of its author.
	// Neither has a button: a reply that moves nothing is a reply all the same.
	ActAsk      Act = "ask"
	ActProvide  Act = "provide"
	ActSolve    Act = "solve"
	ActAccept   Act = "accept"
	ActUnaccept Act = "unaccept"
	ActReopen   Act = "reopen"
	ActRemind   Act = "remind" // the clock asks for the outcome, once
	ActFollowUp Act = "follow-up"
	ActArchive  Act = "archive"
	ActWithdraw Act = "withdraw"
)

// Before a case is a post it is a draft, and stands here.
const (
	CaseDrafted  CaseStatus = "draft"  // its author may change it: DraftOpen, DraftReturned
	CaseChecked  CaseStatus = "check"  // it may be posted as it is: shown for a last look, or DraftReleased
	CaseInReview CaseStatus = "review" // a reviewer has it: DraftHeld
)

// Party is who may act on a case.
type Party string

// The parties. One person can be several.
const (
	// Keeper is the author, or the colleague who took the case over (Case.Kept). Of
	// a draft it is the author.
	Keeper Party = "keeper"
	// Consultant is a verified clinician who sees the case and does not keep it;
	// anybody who does, while nobody here is verified (Responder).
	Consultant Party = "consultant"
	Reviewer   Party = "reviewer"
	// Custodian is staff who may remove posts, Patient whoever holds the code that the
	// patient was given.
	Custodian Party = "custodian"
	Patient   Party = "patient"
	Clock     Party = "clock"
)

// Transition is one row of the life of a case: who, by which act, leads from where
// to where.
type Transition struct {
	From CaseStatus
	Act  Act
	To   CaseStatus
	Who  Party
}

// lifecycle is the one table of the life of a case (C5). What is not in it does not
// happen.
var lifecycle = slices.Concat([]Transition{
	{CaseDrafted, ActChange, CaseDrafted, Keeper},
	{CaseDrafted, ActCheck, CaseChecked, Keeper}, // when nothing stops it
	{CaseDrafted, ActHold, CaseInReview, Keeper}, // when something does
	{CaseChecked, ActChange, CaseDrafted, Keeper},
	{CaseInReview, ActChange, CaseDrafted, Keeper},
	{CaseInReview, ActReturn, CaseDrafted, Reviewer},
	{CaseInReview, ActRelease, CaseChecked, Reviewer},
	{CaseChecked, ActPost, CaseOpen, Keeper},

	{CaseOpen, ActAsk, CaseInformationWanted, Consultant},
	{CaseInformationWanted, ActProvide, CaseOpen, Keeper},

	{CaseOpen, ActSolve, CaseSolved, Keeper},
	{CaseInformationWanted, ActSolve, CaseSolved, Keeper},
	{CaseSolved, ActSolve, CaseSolved, Keeper}, // says more of how it was
	{CaseFollowedUp, ActSolve, CaseFollowedUp, Keeper},

	{CaseOpen, ActAccept, CaseSolved, Keeper},
	{CaseInformationWanted, ActAccept, CaseSolved, Keeper},
	{CaseSolved, ActAccept, CaseSolved, Keeper}, // a further answer
	{CaseFollowedUp, ActAccept, CaseFollowedUp, Keeper},
	{CaseSolved, ActUnaccept, CaseSolved, Keeper},
	{CaseFollowedUp, ActUnaccept, CaseFollowedUp, Keeper},

	{CaseSolved, ActRemind, CaseSolved, Clock},
	{CaseSolved, ActFollowUp, CaseFollowedUp, Keeper},
	{CaseFollowedUp, ActFollowUp, CaseFollowedUp, Keeper},

	{CaseSolved, ActReopen, CaseOpen, Keeper},
	{CaseFollowedUp, ActReopen, CaseOpen, Keeper},
	{CaseArchived, ActReopen, CaseOpen, Keeper},
},
	each(ActArchive, CaseArchived, []Party{Keeper, Clock}, CaseOpen, CaseInformationWanted, CaseSolved, CaseFollowedUp),
	each(ActWithdraw, CaseWithdrawn, []Party{Keeper}, CaseDrafted, CaseChecked, CaseInReview),
	each(ActWithdraw, CaseWithdrawn, []Party{Keeper, Custodian, Patient},
		CaseOpen, CaseInformationWanted, CaseSolved, CaseFollowedUp, CaseArchived),
)

// each are the rows of an act that leads from several states to the same.
func each(act Act, to CaseStatus, who []Party, from ...CaseStatus) []Transition {
	var rows []Transition
	for _, f := range from {
		for _, w := range who {
			rows = append(rows, Transition{f, act, to, w})
		}
	}
	return rows
}

// Transitions are all rows of the life of a case.
func Transitions() []Transition { return slices.Clone(lifecycle) }

// postedStates are where a case can stand that is a post.
var postedStates = []CaseStatus{CaseOpen, CaseInformationWanted, CaseSolved, CaseFollowedUp, CaseArchived}

// CaseStatuses lists where a case can stand that is a post, in the order of its
// life.
func CaseStatuses() []CaseStatus { return slices.Clone(postedStates) }

// ParseCaseStatus reads a slug from an address or another server; what is not the
// state of a posted case is none.
func ParseCaseStatus(slug string) (CaseStatus, bool) {
	if s := CaseStatus(slug); slices.Contains(postedStates, s) {
		return s, true
	}
	return "", false
}

// Pending says whether the case still waits for an answer.
func (s CaseStatus) Pending() bool { return s == CaseOpen || s == CaseInformationWanted }

// Answered says whether its author said that it was solved.
func (s CaseStatus) Answered() bool { return s == CaseSolved || s == CaseFollowedUp }

// Closed says whether the case takes no more replies.
func (s CaseStatus) Closed() bool { return s == CaseArchived || s == CaseWithdrawn }

// Stage is where a draft stands in the life of a case.
func (s DraftState) Stage() CaseStatus {
	switch s {
	case DraftHeld:
		return CaseInReview
	case DraftReleased:
		return CaseChecked
	}
	return CaseDrafted
}

// Next is where an act of somebody, who may be several parties, leads from a state:
// ErrForbidden when the act is not theirs from anywhere, ErrConflict when it is not
// theirs from here.
func (s CaseStatus) Next(act Act, who ...Party) (CaseStatus, error) {
	err := ErrForbidden
	for _, row := range lifecycle {
		if row.Act != act || !slices.Contains(who, row.Who) {
			continue
		}
		if row.From == s {
			return row.To, nil
		}
		err = ErrConflict
	}
	return "", err
}

// CaseEvent is one step in the life of a case, as it is remembered: who did what
// and when, and none of the words.
type CaseEvent struct {
	Case     PostID
	From, To CaseStatus
	Act      Act
	// By is 0 for the clock and for the patient's code.
	By ActorID
	// Answer is what was accepted, or no longer; 0 for other acts.
	Answer PostID
	At     time.Time
}

// step is somebody about to act on a case.
type step struct {
	by  Actor
	act Act
	who []Party
	at  time.Time
}

// take is the one way in which a posted case gets into another state: the case as
// it is then, and what is remembered of it. What becomes of the words is left to
// the caller. ErrNotFound for what is not a case, otherwise see Next.
func (s step) take(c Post) (Case, CaseEvent, error) {
	if c.Case == nil || !c.Deleted.IsZero() {
		return Case{}, CaseEvent{}, ErrNotFound
	}
	if !c.Local { // it lives elsewhere, and its state comes from there
		return Case{}, CaseEvent{}, ErrForbidden
	}
	to, err := c.Case.Status.Next(s.act, s.who...)
	if err != nil {
		return Case{}, CaseEvent{}, err
	}
	next := *c.Case
	next.AlsoAccepted = slices.Clone(c.Case.AlsoAccepted)
	next.Status, next.Changed = to, s.at
	return next, CaseEvent{Case: c.ID, From: c.Case.Status, To: to, Act: s.act, By: s.by.ID, At: s.at}, nil
}

// keeping is somebody's act as the keeper of a case, if they are.
func keeping(by Actor, c Post, act Act, at time.Time) step {
	s := step{by: by, act: act, at: at}
	if c.Case != nil && c.Case.Kept(c, by.ID) && May(by.author(at), SolveCase) {
		s.who = []Party{Keeper}
	}
	return s
}

// Kept says whether an actor decides about the case of a post: its author, or
// the colleague who took it over from somebody who left.
func (c *Case) Kept(p Post, by ActorID) bool {
	return by != 0 && (by == p.Author || by == c.Steward)
}

// Keeper is who decides about a case now: who took it over, or its author.
func (p Post) Keeper() ActorID {
	if p.Case != nil && p.Case.Steward != 0 {
		return p.Case.Steward
	}
	return p.Author
}

// restated publishes the same words with another state of the case: readers
// elsewhere must hear of it, but there is no older text to keep and nothing was
// edited.
func restated(by Actor, c Post, now Case, e CaseEvent) Publication {
	c.Case = &now
	c.Revision++
	return Publication{verb: Update, post: c, author: by, sameWords: true, event: e}
}

// keepState takes over what an edit of the words does not touch.
func (c *Case) keepState(old Case) {
	c.Status, c.Solved, c.FirstResponse, c.Changed, c.Steward = old.Status, old.Solved, old.FirstResponse, old.Changed, old.Steward
	c.Accepted, c.AlsoAccepted = old.Accepted, old.AlsoAccepted
	c.OutcomeAsked, c.FollowedUp, c.Management = old.OutcomeAsked, old.FollowedUp, old.Management
}

// presented is what is remembered of a new case.
func (p Post) presented(author Actor, now time.Time) CaseEvent {
	if p.Case == nil {
		return CaseEvent{}
	}
	return CaseEvent{From: CaseChecked, To: p.Case.Status, Act: ActPost, By: author.ID, At: now}
}

// provided gives an edited case the state it had, or the one that an edit leads to.
func (p Post) provided(author Actor, old Post, now time.Time) CaseEvent {
	if p.Case == nil {
		return CaseEvent{}
	}
	p.Case.keepState(*old.Case)
	next, event, err := keeping(author, old, ActProvide, now).take(old)
	if err != nil { // it moves nothing from here
		return CaseEvent{}
	}
	p.Case.Status, p.Case.Changed = next.Status, next.Changed
	return event
}
