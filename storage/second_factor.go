package storage

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"consilium/community"
)

// sealSecondFactor is the purpose under which the secrets of authenticator apps
// are sealed.
const sealSecondFactor = "second factor"

// SecondFactor is the authenticator app of a login (RFC 6238).
type SecondFactor struct {
	User community.UserID
	// Secret is base32, as it is shown once to be taken into the app.
	Secret  string
	Created time.Time
	// Confirmed is when a first code proved that the app has the secret. Until
	// then the second factor counts for nothing.
	Confirmed time.Time
	// LastStep is the step of 30 seconds of the last code that was accepted.
	LastStep int64
}

// StartSecondFactor keeps a new secret that is still to be confirmed, in the
// place of an earlier one that never was. ErrConflict when the login has one
// that counts.
func (s *Store) StartSecondFactor(ctx context.Context, user community.UserID, secret string) error {
	sealed, err := s.seal.close(sealSecondFactor, strconv.FormatInt(int64(user), 10), []byte(secret))
	if err != nil {
		return fmt.Errorf("seal second factor of user %d: %w", user, err)
	}
	return s.update(ctx, fmt.Sprintf("start second factor of user %d", user), func(t *tx) error {
		if _, err := t.do(ctx, `DELETE FROM second_factor WHERE user_id = ? AND confirmed IS NULL`, user); err != nil {
			return err
		}
		_, err := t.do(ctx, `INSERT INTO second_factor (user_id, sealed_secret, created) VALUES (?, ?, ?)`, user, sealed, at(t.now))
		return err
	})
}

// SecondFactor gives the authenticator app of a login, confirmed or not;
// ErrNotFound when there is none.
func (s *Store) SecondFactor(ctx context.Context, user community.UserID) (SecondFactor, error) {
	var row struct {
		SealedSecret       []byte
		Created, Confirmed stamp
		LastStep           int64
	}
	err := one(ctx, s.r, &row, `SELECT sealed_secret, created, confirmed, last_step FROM second_factor WHERE user_id = ?`, user)
	if err != nil {
		return SecondFactor{}, fmt.Errorf("second factor of user %d: %w", user, err)
	}
	secret, err := s.seal.open(sealSecondFactor, strconv.FormatInt(int64(user), 10), row.SealedSecret)
	if err != nil {
		return SecondFactor{}, fmt.Errorf("second factor of user %d: %w", user, err)
	}
	return SecondFactor{user, string(secret), row.Created.Time, row.Confirmed.Time, row.LastStep}, nil
}

// ConfirmSecondFactor makes the authenticator app count from now on; step is
// that of the code which proved it. If it is the first second factor of the
// login, all sessions but that of the act end: they were begun with less.
// ErrNotFound when there is none to be confirmed.
func (s *Store) ConfirmSecondFactor(ctx context.Context, a Act, step int64) error {
	return s.update(ctx, fmt.Sprintf("confirm second factor of user %d", a.User), func(t *tx) error {
		first, err := t.firstFactor(ctx, a.User)
		if err != nil {
			return err
		}
		n, err := t.do(ctx, `UPDATE second_factor SET confirmed = ?, last_step = ? WHERE user_id = ? AND confirmed IS NULL`, at(t.now), step, a.User)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.factorAdded(ctx, a, addedFactor{EventTOTPAdded, first})
	})
}

// UseStep notes that a code of this step was accepted. ErrConflict when that or
// a later one was accepted before: a code serves once (RFC 6238 5.2).
func (s *Store) UseStep(ctx context.Context, user community.UserID, step int64) error {
	return s.update(ctx, fmt.Sprintf("use code of user %d", user), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE second_factor SET last_step = ? WHERE user_id = ? AND confirmed IS NOT NULL AND last_step < ?`, step, user, step)
		if err == nil && n == 0 {
			return community.ErrConflict
		}
		return err
	})
}

// RemoveSecondFactor forgets the authenticator app; ErrNotFound when there is
// none.
func (s *Store) RemoveSecondFactor(ctx context.Context, a Act) error {
	return s.update(ctx, fmt.Sprintf("remove second factor of user %d", a.User), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM second_factor WHERE user_id = ?`, a.User)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.factorRemoved(ctx, a, EventTOTPRemoved)
	})
}

// HasSecondFactor says whether a login needs more than a password: it has a
// confirmed authenticator app or a passkey, be it one that is locked. Recovery
// codes alone are none.
func (s *Store) HasSecondFactor(ctx context.Context, user community.UserID) (bool, error) {
	has, err := hasFactor(ctx, s.r, user)
	if err != nil {
		return true, fmt.Errorf("second factors of user %d: %w", user, err)
	}
	return has, nil
}

func hasFactor(ctx context.Context, db reader, user community.UserID) (bool, error) {
	var n int
	err := one(ctx, db, &n, `SELECT (SELECT COUNT(*) FROM second_factor WHERE user_id = ? AND confirmed IS NOT NULL)
		+ (SELECT COUNT(*) FROM passkey WHERE user_id = ?)`, user, user)
	return n > 0, err
}

// ResetFactors takes away everything a login proves itself with beside the
// password, for somebody who lost it all, and ends every session. Who decided
// and why is written down; by is 0 for the command line. It returns *Invalid
// naming "reason" when no reason is given and ErrNotFound for an unknown login.
// The caller made sure that by may do it.
func (s *Store) ResetFactors(ctx context.Context, user community.UserID, by community.ActorID, reason string) error {
	if reason == "" {
		return &community.Invalid{Field: "reason", Problem: community.Say("desk.reason_needed")}
	}
	return s.update(ctx, fmt.Sprintf("reset second factors of user %d", user), func(t *tx) error {
		u, err := userWhere(ctx, t, `u.id = ?`, user)
		if err != nil {
			return err
		}
		if err := t.forgetFactors(ctx, user); err != nil {
			return err
		}
		if err := t.endAll(ctx, user); err != nil {
			return err
		}
		if err := t.note(ctx, Act{User: user, Letter: true}, EventFactorsReset); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "reset-factors", Subject: u.Name, Note: reason})
	})
}

// addedFactor is what was added, and whether it is the first.
type addedFactor struct {
	kind  string
	first bool
}

func (t *tx) firstFactor(ctx context.Context, user community.UserID) (bool, error) {
	has, err := hasFactor(ctx, t, user)
	return !has, err
}

// factorAdded ends what was begun with less than is asked for from now on.
func (t *tx) factorAdded(ctx context.Context, a Act, what addedFactor) error {
	if what.first {
		if _, err := t.do(ctx, `DELETE FROM session WHERE user_id = ? AND id <> ?`, a.User, a.Session); err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM half_sign_in WHERE user_id = ?`, a.User); err != nil {
			return err
		}
		t.tell(News{Topic: TopicUser, ID: int64(a.User)})
	}
	return t.note(ctx, a, what.kind)
}

// factorRemoved makes the last one go with everything that hangs on it: recovery
// codes open nothing alone, and no session stays stronger than its owner.
func (t *tx) factorRemoved(ctx context.Context, a Act, kind string) error {
	has, err := hasFactor(ctx, t, a.User)
	if err != nil {
		return err
	}
	if !has {
		if err := t.forgetFactors(ctx, a.User); err != nil {
			return err
		}
		_, err := t.do(ctx, `UPDATE session SET factors = 'password' WHERE user_id = ? AND factors NOT LIKE '%sso-mfa%'`, a.User)
		if err != nil {
			return err
		}
	}
	return t.note(ctx, a, kind)
}

// forgetFactors removes all rows about second factors of a login. What clients were
// let in with is no proof of two any more.
func (t *tx) forgetFactors(ctx context.Context, user community.UserID) error {
	for _, statement := range []string{
		`DELETE FROM second_factor WHERE user_id = ?`, `DELETE FROM passkey WHERE user_id = ?`, `DELETE FROM recovery_code WHERE user_id = ?`,
		`DELETE FROM challenge WHERE user_id = ?`,
		`UPDATE access_token SET strong = FALSE WHERE actor IN (SELECT a.id FROM actor AS a WHERE a.user_id = ?)`,
	} {
		if _, err := t.do(ctx, statement, user); err != nil {
			return fmt.Errorf("forget second factors: %w", err)
		}
	}
	return nil
}

// forgetSecurity removes all that was known of how and where a login signed in.
func (t *tx) forgetSecurity(ctx context.Context, user community.UserID) error {
	for _, statement := range []string{`DELETE FROM device WHERE user_id = ?`, `DELETE FROM security_event WHERE user_id = ?`} {
		if _, err := t.do(ctx, statement, user); err != nil {
			return fmt.Errorf("forget sign-ins: %w", err)
		}
	}
	return t.forgetFactors(ctx, user)
}

// endAll ends every session of a login, whole and half.
func (t *tx) endAll(ctx context.Context, user community.UserID) error {
	for _, statement := range []string{`DELETE FROM session WHERE user_id = ?`, `DELETE FROM half_sign_in WHERE user_id = ?`} {
		if _, err := t.do(ctx, statement, user); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
	}
	t.tell(News{Topic: TopicUser, ID: int64(user)})
	return nil
}
