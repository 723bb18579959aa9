package storage

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"consilium/community"
)

// The kinds of security events.
const (
	EventSignIn         = "sign_in"
	EventNewDevice      = "new_device" // a sign-in from a browser not seen before
	EventTOTPAdded      = "totp_added"
	EventTOTPRemoved    = "totp_removed"
	EventPasskeyAdded   = "passkey_added"
	EventPasskeyRemoved = "passkey_removed"
	EventPasskeySuspect = "passkey_suspect"
	EventCodesRenewed   = "codes_renewed"
	EventRecoveryUsed   = "recovery_used"
	EventFactorsReset   = "factors_reset"
)

// letters says of which events the owner of a login is told by letter.
var letters = map[string]string{
	EventNewDevice: LetterDevice, EventRecoveryUsed: LetterRecovery,
	EventTOTPAdded: LetterFactors, EventTOTPRemoved: LetterFactors, EventPasskeyAdded: LetterFactors, EventPasskeyRemoved: LetterFactors,
	EventPasskeySuspect: LetterFactors, EventCodesRenewed: LetterFactors, EventFactorsReset: LetterFactors,
	EventIdentityLinked: LetterFactors, EventIdentityUnlinked: LetterFactors,
}

// Act says by whom and in which browser something is done to a login.
type Act struct {
	User community.UserID
	// Session is the one it is done in, which stays; 0 for none.
	Session int64
	Agent   string
	Address netip.Addr
	// Letter has the owner told by letter where the event is worth one.
	Letter bool
}

// SecurityEvent is something the owner of a login should know of.
type SecurityEvent struct {
	ID      int64
	Kind    string // one of the Event constants
	Agent   string
	Address netip.Addr
	Created time.Time
}

// note writes an event down, in the transaction of what happened.
func (t *tx) note(ctx context.Context, a Act, kind string) error {
	_, err := t.do(ctx, `INSERT INTO security_event (id, user_id, kind, agent, address, created) VALUES (?, ?, ?, ?, ?, ?)`,
		t.store.numbers.next(), a.User, kind, a.Agent, addressText(a.Address), at(t.now))
	if err != nil {
		return fmt.Errorf("note security event: %w", err)
	}
	if template := letters[kind]; a.Letter && template != "" {
		return t.queueLetter(ctx, template, a.User)
	}
	return nil
}

// SecurityEvents lists what happened to a login, the newest first, at most limit.
func (s *Store) SecurityEvents(ctx context.Context, user community.UserID, limit int) ([]SecurityEvent, error) {
	var rows []struct {
		ID                   int64
		Kind, Agent, Address string
		Created              stamp
	}
	err := many(ctx, s.r, &rows, `SELECT id, kind, agent, address, created FROM security_event WHERE user_id = ? ORDER BY id DESC LIMIT ?`, user, limit)
	if err != nil {
		return nil, fmt.Errorf("security events of user %d: %w", user, err)
	}
	events := make([]SecurityEvent, 0, len(rows))
	for _, r := range rows {
		address, _ := netip.ParseAddr(r.Address) // "" is no address
		events = append(events, SecurityEvent{r.ID, r.Kind, r.Agent, address, r.Created.Time})
	}
	return events, nil
}
