package community

import (
	"slices"
	"strings"
	"time"
)

// How long after solving the author is asked for the outcome (C15), and how long a
// case rests before it is archived, unless the institution says otherwise.
const (
	FollowUpAfter = 14 * 24 * time.Hour
	ArchiveAfter  = 365 * 24 * time.Hour
)

// Management is what the author says to "did it change what you did?"; "" while
// nothing was said. Words under "management.SLUG".
type Management string

// The answers. ManagementTooEarly is one that may be given again later.
const (
	ManagementChanged  Management = "yes"
	ManagementSame     Management = "no"
	ManagementTooEarly Management = "too-early"
)

var managements = []Management{ManagementChanged, ManagementSame, ManagementTooEarly}

// Managements lists the answers in the order in which they are offered.
func Managements() []Management { return slices.Clone(managements) }

// Outcome is what the author says when asked how it ended, as it was typed.
type Outcome struct {
	// Management is a slug, Text what became of the patient; "" leaves what the case
	// says.
	Management, Text string
	// Gate is what the author shows at the gate.
	Gate Clearance
}

// FollowUp remembers how a solved case ended. The author may do so unasked, and
// again. Who took a case over can say whether it changed management, and gives no
// words.
func FollowUp(by Actor, c Post, said Outcome, around Surroundings) (Publication, error) {
	next, event, err := keeping(by, c, ActFollowUp, around.Now).take(c)
	if err != nil {
		return Publication{}, err
	}
	if next.Management = Management(said.Management); !slices.Contains(managements, next.Management) {
		return Publication{}, invalid("management", "case.unknown_choice")
	}
	if text := strings.TrimSpace(CleanText(said.Text)); text != "" {
		next.Outcome = text
	}
	if err := next.Narrative.checkLengths(); err != nil {
		return Publication{}, err
	}
	if next.FollowedUp.IsZero() {
		next.FollowedUp = around.Now
	}
	return rewording{c, next, event, said.Gate}.by(by, around)
}

// AskOutcome is the clock asking the keeper of a solved case for its outcome: once,
// so that ErrConflict says that they were asked. Nothing that readers see changes.
func AskOutcome(c Post, now time.Time) (CaseEvent, error) {
	_, event, err := step{act: ActRemind, who: []Party{Clock}, at: now}.take(c)
	if err == nil && !c.Case.OutcomeAsked.IsZero() {
		err = ErrConflict
	}
	return event, err
}

// Archive closes a case for replies: nothing more is expected of it, and it stays
// to be read.
func Archive(by Actor, c Post, now time.Time) (Publication, error) {
	return archived(keeping(by, c, ActArchive, now), c)
}

// Expire is the clock archiving a case in which nothing happened for long.
func Expire(c Post, now time.Time) (Publication, error) {
	return archived(step{act: ActArchive, who: []Party{Clock}, at: now}, c)
}

func archived(s step, c Post) (Publication, error) {
	next, event, err := s.take(c)
	if err != nil {
		return Publication{}, err
	}
	return restated(s.by, c, next, event), nil
}

// Replied is what a reply does to the state of the case it stands under: a question
// of a clinician asks for information, anything the keeper says gives it. The zero
// Publication says that it does nothing; ErrConflict that the case takes no
// replies.
func Replied(asked, reply Post, by Responder, now time.Time) (Publication, error) {
	if asked.Case == nil || !asked.Local {
		return Publication{}, nil
	}
	if asked.Case.Status.Closed() {
		return Publication{}, ErrConflict
	}
	s := step{by: Actor{ID: reply.Author}, at: now}
	switch {
	case asked.Case.Kept(asked, reply.Author):
		s.act, s.who = ActProvide, []Party{Keeper}
	case reply.Response.Kind == Question && by.Consultant():
		s.act, s.who = ActAsk, []Party{Consultant}
	default:
		return Publication{}, nil
	}
	next, event, err := s.take(asked)
	if err != nil { // it moves nothing from here
		return Publication{}, nil
	}
	return restated(s.by, asked, next, event), nil
}
