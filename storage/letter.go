package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"consilium/community"
)

// KindMail is the kind of job that sends one letter; its payload is a Letter as
// JSON and its lane laneMail.
const KindMail = "mail"

// laneMail is where letters wait: the one mail server they all go to is up or
// down for all of them.
const laneMail = "mail"

// The letters there are.
const (
	// LetterConfirm asks a new member to prove the address.
	LetterConfirm = "confirm"
	// LetterEmail asks a member to prove the address to change to; it goes there.
	LetterEmail = "email"
	// LetterReset carries a link to set a new password.
	LetterReset = "reset"
	// LetterApproved and LetterRejected say how staff decided on an account.
	LetterApproved = "approved"
	LetterRejected = "rejected"
	// LetterDevice tells of a sign-in from a browser not seen before.
	LetterDevice = "device"
	// LetterRecovery tells that a recovery code was used.
	LetterRecovery = "recovery"
	// LetterFactors tells that what opens the account beside the password changed.
	LetterFactors = "factors"
	// LetterCredentialEnds and LetterCredentialEnded tell the holder of a
	// credential that it will end, or has; LetterCredential that it has changed.
	LetterCredentialEnds  = "credential_ends"
	LetterCredentialEnded = "credential_ended"
	LetterCredential      = "credential"
	// LetterDecision tells of a decision about the person, with a link to read it and
	// to appeal, which also works for who is shut out; LetterAppeal of the answer.
	LetterDecision = "decision"
	LetterAppeal   = "appeal"
	// LetterProof carries the link that proves a mailbox at an institution, and
	// goes there; LetterProofEnds says that it has to be proved again soon.
	LetterProof     = "proof"
	LetterProofEnds = "proof_ends"
	// LetterNews says that something waits on the pages, LetterDigest once a day
	// how much; neither says what.
	LetterNews   = "news"
	LetterDigest = "digest"
)

// Letter says which letter goes to whom. What it says, and the link in it, is
// made when it is sent, so that no link ever lies in the database.
type Letter struct {
	// Template is one of the Letter constants.
	Template string           `json:"template"`
	User     community.UserID `json:"user"`
	// Proof is the number of the MailProof a LetterProof is for.
	Proof int64 `json:"proof,omitempty"`
	// Since is from when on a LetterNews or LetterDigest counts, in Unix milliseconds.
	Since int64 `json:"since,omitempty"`
}

// ParseLetter reads the payload of a KindMail job.
func ParseLetter(payload string) (Letter, error) {
	var l Letter
	if err := json.Unmarshal([]byte(payload), &l); err != nil {
		return l, fmt.Errorf("read letter: %w", err)
	}
	return l, nil
}

// QueueLetter has a letter sent to a user. A user that does not exist is no
// error: the letter is dropped when it is its turn, so that asking for one
// tells nobody who has an account.
func (s *Store) QueueLetter(ctx context.Context, template string, user community.UserID) error {
	return s.update(ctx, fmt.Sprintf("queue letter %s to user %d", template, user), func(t *tx) error {
		return t.queueLetter(ctx, template, user)
	})
}

// queueLetter has a letter sent if this transaction is committed.
func (t *tx) queueLetter(ctx context.Context, template string, user community.UserID) error {
	return t.queue(ctx, Letter{Template: template, User: user})
}

// queue is queueLetter for a letter that is more than who gets which.
func (t *tx) queue(ctx context.Context, l Letter) error {
	payload, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("encode letter: %w", err)
	}
	return t.enqueue(ctx, laneMail, KindMail, string(payload))
}
