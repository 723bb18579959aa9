package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"consilium/community"
)

// LetterVerification tells an applicant that something waits at the application,
// and not what.
const LetterVerification = "verification"

// VerificationMessage is what officer and applicant wrote to each other.
type VerificationMessage struct {
	ID int64
	// By wrote it; whether as an officer, Officer says. Applicants are not told
	// which officer it was.
	By      community.ActorID
	Officer bool
	Text    string
	Created time.Time
}

// addVerificationMessage keeps the words of a step, sealed; none are none.
func (t *tx) addVerificationMessage(ctx context.Context, id community.VerificationID, step VerificationStep) error {
	text := strings.TrimSpace(community.CleanText(step.Text))
	if text == "" {
		return nil
	}
	number := t.store.numbers.next()
	sealed, err := t.store.seal.close(sealMessage, community.FormatID(number), []byte(text))
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `INSERT INTO verification_message (id, verification, actor, officer, sealed, created) VALUES (?, ?, ?, ?, ?, ?)`,
		number, id, step.By, !step.Act.ByApplicant(), sealed, at(t.now))
	return err
}

// VerificationMessages lists what was written about an application, the oldest
// first. It goes with the papers.
func (s *Store) VerificationMessages(ctx context.Context, id community.VerificationID) ([]VerificationMessage, error) {
	var rows []struct {
		ID      int64
		Actor   community.ActorID
		Officer bool
		Sealed  []byte
		Created stamp
	}
	err := many(ctx, s.r, &rows, `SELECT id, actor, officer, sealed, created FROM verification_message WHERE verification = ? ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("messages of verification %d: %w", id, err)
	}
	list := make([]VerificationMessage, 0, len(rows))
	for _, r := range rows {
		text, err := s.seal.open(sealMessage, community.FormatID(r.ID), r.Sealed)
		if err != nil {
			return nil, fmt.Errorf("messages of verification %d: %w", id, err)
		}
		list = append(list, VerificationMessage{r.ID, r.Actor, r.Officer, string(text), r.Created.Time})
	}
	return list, nil
}

// VerificationEvent is an act in the history of an application.
type VerificationEvent struct {
	Act     community.VerificationAct
	By      community.ActorID
	Reason  string
	Created time.Time
}

// VerificationHistory lists what was done to an application, the oldest first.
func (s *Store) VerificationHistory(ctx context.Context, id community.VerificationID) ([]VerificationEvent, error) {
	var rows []struct {
		Act     community.VerificationAct
		Actor   community.ActorID
		Reason  string
		Created stamp
	}
	err := many(ctx, s.r, &rows, `SELECT act, actor, reason, created FROM verification_step WHERE verification = ? ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("history of verification %d: %w", id, err)
	}
	list := make([]VerificationEvent, 0, len(rows))
	for _, r := range rows {
		list = append(list, VerificationEvent{r.Act, r.Actor, r.Reason, r.Created.Time})
	}
	return list, nil
}

// notifyOfficers tells everybody who decides on applications, but the applicant
// and who did it, that there is something to do. It says no more than that.
func (t *tx) notifyOfficers(ctx context.Context, applicant community.ActorID, except ...community.ActorID) error {
	return t.callOfficers(ctx, community.NotifyVerification, applicant, except...)
}

func (t *tx) callOfficers(ctx context.Context, kind community.NotificationKind, applicant community.ActorID, except ...community.ActorID) error {
	_, err := t.do(ctx, `DELETE FROM notification WHERE kind = ? AND actor = ?`, string(kind), applicant)
	if err != nil {
		return fmt.Errorf("notify officers: %w", err)
	}
	var officers []community.ActorID
	err = many(ctx, t, &officers, `SELECT actor FROM user_account WHERE role IN (?) AND state = ? AND actor NOT IN (?) ORDER BY actor`,
		in(community.Duties(community.DecideVerifications)), string(community.UserActive), in(append(except, applicant)))
	if err != nil {
		return fmt.Errorf("notify officers: %w", err)
	}
	for _, owner := range officers {
		err := t.notify(ctx, community.Notification{Owner: owner, Kind: kind, Actor: applicant})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellApplicant says, here and by letter, that something waits at the
// application; never what, and never which officer it came from.
func (t *tx) tellApplicant(ctx context.Context, applicant community.ActorID) error {
	instance, err := actorWhere(ctx, t, `a.iri = ?`, t.store.iri("/actor"))
	if err != nil {
		return fmt.Errorf("find the instance: %w", err)
	}
	if err := t.unnotify(ctx, applicant, instance.ID, community.NotifyVerificationAnswer); err != nil {
		return err
	}
	err = t.notify(ctx, community.Notification{Owner: applicant, Kind: community.NotifyVerificationAnswer, Actor: instance.ID})
	if err != nil {
		return err
	}
	var user struct{ ID community.UserID }
	if err := one(ctx, t, &user, `SELECT id FROM user_account WHERE actor = ?`, applicant); err != nil {
		return err
	}
	return t.queueLetter(ctx, LetterVerification, user.ID)
}
