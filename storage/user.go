package storage

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
)

const userColumns = `u.id, u.actor, u.name, u.email, u.email_confirmed, u.email_new, u.password_hash, u.role, u.state, u.reason,
	u.language, u.time_zone, u.appearance, u.default_audience, u.app_audience, u.created, u.address, u.departs,
	u.app_language, u.app_sensitive`

type userRow struct {
	bun.BaseModel `bun:"table:user_account,alias:u"`

	ID              community.UserID
	Actor           community.ActorID
	NameLower       string
	Name            string
	Email           string
	EmailLower      string
	EmailConfirmed  stamp
	EmailNew        string
	PasswordHash    string
	Role            community.Role
	State           community.UserState
	Reason          string
	Language        string
	TimeZone        string
	Appearance      string
	DefaultAudience community.AudienceKind
	AppAudience     community.AudienceKind
	Created         stamp
	Address         string
	Departs         stamp
	AppLanguage     string
	AppSensitive    bool
}

func (r userRow) user() community.User {
	// "" is no address, and whatever else was stored came from an Addr.
	address, _ := netip.ParseAddr(r.Address)
	return community.User{ID: r.ID, Actor: r.Actor, Name: r.Name, Email: r.Email, EmailConfirmed: r.EmailConfirmed.Time,
		EmailNew: r.EmailNew, PasswordHash: r.PasswordHash, Role: r.Role, State: r.State, Reason: r.Reason, Language: r.Language, TimeZone: r.TimeZone,
		Appearance: r.Appearance, DefaultAudience: r.DefaultAudience, AppAudience: r.AppAudience, Created: r.Created.Time, Address: address,
		Departs: r.Departs.Time, AppLanguage: r.AppLanguage, AppSensitive: r.AppSensitive}
}

func rowOfUser(u community.User) userRow {
	r := userRow{ID: u.ID, Actor: u.Actor, NameLower: strings.ToLower(u.Name), Name: u.Name, Email: u.Email,
		EmailLower: strings.ToLower(u.Email), EmailConfirmed: at(u.EmailConfirmed), EmailNew: u.EmailNew, PasswordHash: u.PasswordHash, Role: u.Role,
		State: u.State, Reason: u.Reason, Language: u.Language, TimeZone: u.TimeZone, Appearance: u.Appearance,
		DefaultAudience: u.DefaultAudience, AppAudience: u.AppAudience, Created: at(u.Created), Address: addressText(u.Address), Departs: at(u.Departs),
		AppLanguage: u.AppLanguage, AppSensitive: u.AppSensitive}
	return r
}

func addressText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

func userWhere(ctx context.Context, db reader, where string, args ...any) (community.User, error) {
	var row userRow
	err := one(ctx, db, &row, `SELECT `+userColumns+` FROM user_account AS u WHERE `+where, args...)
	return row.user(), err
}

// User gives a login by number, whatever its state; ErrNotFound.
func (s *Store) User(ctx context.Context, id community.UserID) (community.User, error) {
	u, err := userWhere(ctx, s.r, `u.id = ?`, id)
	if err != nil {
		return u, fmt.Errorf("user %d: %w", id, err)
	}
	return u, nil
}

// UserByName gives a login by the name people sign in with, whatever its letter
// case; ErrNotFound.
func (s *Store) UserByName(ctx context.Context, name string) (community.User, error) {
	u, err := userWhere(ctx, s.r, `u.name_lower = ?`, strings.ToLower(name))
	if err != nil {
		return u, fmt.Errorf("user by name: %w", err)
	}
	return u, nil
}

// UserByEmail gives a login by its address, whatever its letter case;
// ErrNotFound.
func (s *Store) UserByEmail(ctx context.Context, address string) (community.User, error) {
	u, err := userWhere(ctx, s.r, `u.email_lower = ?`, strings.ToLower(address))
	if err != nil {
		return u, fmt.Errorf("user by e-mail: %w", err)
	}
	return u, nil
}

// UserOfActor gives the login that owns an actor; ErrNotFound.
func (s *Store) UserOfActor(ctx context.Context, actor community.ActorID) (community.User, error) {
	u, err := userWhere(ctx, s.r, `u.id = (SELECT a.user_id FROM actor AS a WHERE a.id = ?)`, actor)
	if err != nil {
		return u, fmt.Errorf("user of actor %d: %w", actor, err)
	}
	return u, nil
}

// UserFilter narrows a list of logins; "" is any.
type UserFilter struct {
	State community.UserState
	Role  community.Role
	// Query is the beginning of a name or address.
	Query string
}

// Users lists logins, the newest first. The page's numbers are user numbers.
func (s *Store) Users(ctx context.Context, f UserFilter, p Page) ([]community.User, error) {
	begin := prefix(strings.ToLower(strings.TrimSpace(f.Query)))
	var rows []userRow
	err := many(ctx, s.r, &rows, `SELECT `+userColumns+` FROM user_account AS u WHERE (? = '' OR u.state = ?) AND (? = '' OR u.role = ?)
		AND (u.name_lower LIKE ? ESCAPE '!' OR u.email_lower LIKE ? ESCAPE '!') AND ? ORDER BY ? LIMIT ?`,
		string(f.State), string(f.State), string(f.Role), string(f.Role), begin, begin, p.within("u.id"), p.order("u.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	users := make([]community.User, 0, len(rows))
	for _, r := range newestFirst(p, rows) {
		users = append(users, r.user())
	}
	return users, nil
}

// UserCounts is how many logins there are. Active ones may sign in; of them
// ActiveMonth and ActiveHalfYear were here in the last 30 and 180 days.
type UserCounts struct {
	Active, Pending             int
	ActiveMonth, ActiveHalfYear int
}

// CountUsers counts the logins.
func (s *Store) CountUsers(ctx context.Context) (UserCounts, error) {
	var c UserCounts
	month, half := at(s.Now().Add(-30*24*time.Hour)), at(s.Now().Add(-180*24*time.Hour))
	err := one(ctx, s.r, &c, `SELECT
		COALESCE(SUM(CASE WHEN seen.state = ? THEN 1 ELSE 0 END), 0) AS active,
		COALESCE(SUM(CASE WHEN seen.state = ? THEN 1 ELSE 0 END), 0) AS pending,
		COALESCE(SUM(CASE WHEN seen.state = ? AND seen.latest >= ? THEN 1 ELSE 0 END), 0) AS active_month,
		COALESCE(SUM(CASE WHEN seen.state = ? AND seen.latest >= ? THEN 1 ELSE 0 END), 0) AS active_half_year
		FROM (SELECT u.state AS state, (SELECT MAX(w.seen) FROM (
			SELECT MAX(x.last_seen) AS seen FROM session AS x WHERE x.user_id = u.id
			UNION ALL SELECT MAX(k.last_used) FROM access_token AS k WHERE k.actor = u.actor
			UNION ALL SELECT (SELECT p.published FROM post AS p WHERE p.author = u.actor ORDER BY p.id DESC LIMIT 1)) AS w) AS latest
		FROM user_account AS u) AS seen`,
		string(community.UserActive), string(community.UserPending), string(community.UserActive), month,
		string(community.UserActive), half)
	if err != nil {
		return c, fmt.Errorf("count users: %w", err)
	}
	return c, nil
}

// CountMembers counts who may sign in.
func (s *Store) CountMembers(ctx context.Context) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM user_account WHERE state = ?`, string(community.UserActive)); err != nil {
		return 0, fmt.Errorf("count members: %w", err)
	}
	return n, nil
}

// CountAdministrators counts who may administer the instance now.
func (s *Store) CountAdministrators(ctx context.Context) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM user_account WHERE role = ? AND state = ?`,
		string(community.Administrator), string(community.UserActive))
	if err != nil {
		return 0, fmt.Errorf("count administrators: %w", err)
	}
	return n, nil
}

// SetRole gives a login another staff role.
func (s *Store) SetRole(ctx context.Context, id community.UserID, role community.Role, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("set role of user %d", id), func(t *tx) error {
		u, err := userWhere(ctx, t, `u.id = ?`, id)
		if err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE user_account SET role = ? WHERE id = ?`, string(role), id); err != nil {
			return err
		}
		// A duty that is given or taken away ends what was allowed with another one: apps of
		// staff have to ask again (S-AUTH-1).
		if u.Role != role {
			if _, err := t.do(ctx, `DELETE FROM access_token WHERE actor = ? AND scopes LIKE '%admin:%'`, u.Actor); err != nil {
				return err
			}
		}
		t.tell(News{Topic: TopicUser, ID: int64(id)})
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "role", Subject: u.Name, Note: string(role)})
	})
}
