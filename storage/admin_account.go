package storage

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"consilium/community"
)

// AccountStanding is where an account stands with staff.
type AccountStanding string

// The standings. An account may have several; active ones are neither pending,
// suspended nor disabled.
const (
	AccountActive    AccountStanding = "active"
	AccountPending   AccountStanding = "pending"
	AccountDisabled  AccountStanding = "disabled"
	AccountSilenced  AccountStanding = "silenced"
	AccountSuspended AccountStanding = "suspended"
	AccountVeiled    AccountStanding = "veiled"
)

// AccountFilter narrows the accounts staff look through; empty fields do not.
type AccountFilter struct {
	// Local and Remote leave out the others; both or neither leave out none.
	Local, Remote bool
	Standing      AccountStanding
	Roles         []community.Role
	// Name and DisplayName are beginnings; Host and Email are whole.
	Name, DisplayName, Host, Email string
	// Address is one somebody signed in or up from.
	Address netip.Addr
}

// accountStandings are the conditions of each standing, on actor a and user_account u; those
// with a question mark are asked about now.
var accountStandings = map[AccountStanding]string{
	AccountActive: `(NOT a.local AND a.suspended IS NULL OR u.state = 'active' AND NOT EXISTS (SELECT 1 FROM decision AS d
		WHERE d.person = a.id AND d.act = 'suspended' AND d.lifted IS NULL AND d.until > ?))`,
	AccountPending:   `u.state = 'pending' AND ? > 0`,
	AccountSuspended: `(NOT a.local AND a.suspended IS NOT NULL OR u.state = 'suspended') AND ? > 0`,
	AccountDisabled: `EXISTS (SELECT 1 FROM decision AS d WHERE d.person = a.id AND d.act = 'suspended' AND d.lifted IS NULL
		AND d.until IS NOT NULL AND d.until > ?)`,
	AccountSilenced: `EXISTS (SELECT 1 FROM decision AS d WHERE d.person = a.id AND d.act = 'silenced' AND d.lifted IS NULL
		AND COALESCE(d.until, 9223372036854775807) > ?)`,
	AccountVeiled: `EXISTS (SELECT 1 FROM decision AS d WHERE d.person = a.id AND d.act = 'veiled' AND d.lifted IS NULL
		AND COALESCE(d.until, 9223372036854775807) > ?)`,
}

// where writes the filter as a condition on actor a and user_account u.
func (f AccountFilter) where(now stamp) (string, []any) {
	var text strings.Builder
	var args []any
	text.WriteString(`a.kind <> 'Application' AND a.gone IS NULL`)
	and := func(condition string, values ...any) {
		text.WriteString(" AND " + condition)
		args = append(args, values...)
	}
	if f.Local != f.Remote {
		and(`a.local = ?`, f.Local)
	}
	if condition, known := accountStandings[f.Standing]; known {
		and(condition, now)
	}
	if len(f.Roles) > 0 {
		and(`u.role IN (?)`, in(f.Roles))
	}
	if f.Name != "" {
		and(`a.name_lower LIKE ? ESCAPE '!'`, prefix(strings.ToLower(f.Name)))
	}
	if f.DisplayName != "" {
		and(`LOWER(a.display_name) LIKE ? ESCAPE '!'`, prefix(strings.ToLower(f.DisplayName)))
	}
	if f.Host != "" {
		and(`a.host = ?`, f.Host)
	}
	if f.Email != "" {
		and(`u.email_lower = ?`, strings.ToLower(f.Email))
	}
	if f.Address.IsValid() {
		address := f.Address.String()
		and(`(u.address = ? OR u.id IN (SELECT x.user_id FROM session AS x WHERE x.address = ?))`, address, address)
	}
	return text.String(), args
}

// Accounts lists accounts for staff, the newest first, at most MostBlocks. The page's
// numbers are those of actors.
func (s *Store) Accounts(ctx context.Context, f AccountFilter, p Page) ([]community.Actor, error) {
	where, args := f.where(at(s.Now()))
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM actor AS a LEFT JOIN user_account AS u ON u.id = a.user_id
		WHERE `+where+` AND ? ORDER BY ? LIMIT ?`, append(args, p.within("a.id"), p.order("a.id"), adminLimit(p))...)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return actorsOf(newestFirst(p, rows)), nil
}

// UsersOfActors gives the logins of actors; those of other servers have none.
func (s *Store) UsersOfActors(ctx context.Context, actors []community.ActorID) (map[community.ActorID]community.User, error) {
	var rows []struct {
		userRow
		Owned community.ActorID
	}
	err := many(ctx, s.r, &rows, `SELECT `+userColumns+`, a.id AS owned FROM user_account AS u JOIN actor AS a ON a.user_id = u.id WHERE a.id IN (?)`, in(actors))
	if err != nil {
		return nil, fmt.Errorf("users of actors: %w", err)
	}
	users := make(map[community.ActorID]community.User, len(rows))
	for _, r := range rows {
		users[r.Owned] = r.user()
	}
	return users, nil
}

// SeenAt is an address somebody was seen at, and when last.
type SeenAt struct {
	Address netip.Addr
	When    time.Time
}

// AddressesOf gives the addresses that sessions which last were begun from, for each
// login, the latest first; nothing else is kept.
func (s *Store) AddressesOf(ctx context.Context, users []community.UserID) (map[community.UserID][]SeenAt, error) {
	var rows []struct {
		UserID  community.UserID
		Address string
		Seen    stamp
	}
	err := many(ctx, s.r, &rows, `SELECT user_id, address, MAX(last_seen) AS seen FROM session WHERE user_id IN (?) AND address <> ''
		GROUP BY user_id, address ORDER BY MAX(last_seen) DESC, address LIMIT 5000`, in(users))
	if err != nil {
		return nil, fmt.Errorf("addresses of users: %w", err)
	}
	seen := map[community.UserID][]SeenAt{}
	for _, r := range rows {
		if address, err := netip.ParseAddr(r.Address); err == nil {
			seen[r.UserID] = append(seen[r.UserID], SeenAt{address, r.Seen.Time})
		}
	}
	return seen, nil
}

// LiftSanctions takes back every sanction of a kind that counts now, each with its entry
// in the log, and gives how many it were. One that closes the account for good is
// RestoreActor's.
func (s *Store) LiftSanctions(ctx context.Context, person community.ActorID, kind community.SanctionKind, by community.ActorID) (int, error) {
	lifted := 0
	err := s.update(ctx, fmt.Sprintf("lift sanctions of %d", person), func(t *tx) error {
		lifted = 0
		list, err := decisionsWhere(ctx, t, `d.person = ? AND d.act = ? AND d.lifted IS NULL ORDER BY d.id`, person, string(kind))
		if err != nil {
			return err
		}
		a, err := actorWhere(ctx, t, `a.id = ?`, person)
		if err != nil {
			return err
		}
		for _, d := range list {
			if !d.InForce(t.now) || kind == community.Suspended && d.Until.IsZero() {
				continue
			}
			if err := t.lift(ctx, d, a, by); err != nil {
				return err
			}
			lifted++
			err := t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "lift", Subject: a.Handle.String(), Note: string(d.Act)})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return lifted, err
}

// EraseAccount removes for good what is known of a suspended account, as if its owner
// had left, and writes down who did. ErrForbidden for one that is not suspended, or was
// erased before.
func (s *Store) EraseAccount(ctx context.Context, id, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("erase actor %d", id), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.id = ?`, id)
		if err != nil {
			return err
		}
		if a.Suspended.IsZero() || !a.Gone.IsZero() {
			return community.ErrForbidden
		}
		err = t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "erase", Subject: a.Handle.String()})
		if err != nil {
			return err
		}
		if !a.Local {
			return t.eraseActor(ctx, a.ID)
		}
		u, err := userWhere(ctx, t, `u.actor = ?`, id)
		if err == nil && u.State != community.UserSuspended {
			err = community.ErrForbidden
		}
		if err != nil {
			return err
		}
		return t.leave(ctx, u, a)
	})
}
