package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"consilium/community/credential"
)

// EndsSoon is how long before its end a credential is among those that end soon.
const EndsSoon = 60 * 24 * time.Hour

// CredentialFilter narrows the list of what is said of members.
type CredentialFilter struct {
	// State is one state; "" for all.
	State credential.State
	// Query is the beginning of a user name, or a part of a display name.
	Query string
	// Ending leaves those that are active and end within EndsSoon, or have ended,
	// the first to end first: at most two hundred, whatever the page.
	Ending bool
}

// Credentials lists what is said of members, by actor, the newest first.
func (s *Store) Credentials(ctx context.Context, f CredentialFilter, p Page) ([]Credential, error) {
	where, args := `c.issuer = ''`, []any{}
	if f.State != "" {
		where, args = where+` AND c.state = ?`, append(args, string(f.State))
	}
	if query := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(f.Query)), "@"); query != "" {
		where += ` AND EXISTS (SELECT 1 FROM actor AS a WHERE a.id = c.actor AND (a.name_lower LIKE ? ESCAPE '!' OR LOWER(a.display_name) LIKE ? ESCAPE '!'))`
		args = append(args, prefix(query), "%"+prefix(query))
	}
	if f.Ending {
		where += ` AND c.state = ? AND c.valid_until < ? ORDER BY c.valid_until, c.actor LIMIT 200`
		args = append(args, string(credential.Active), at(s.Now().Add(EndsSoon)))
	} else {
		where += ` AND ? ORDER BY ? LIMIT ?`
		args = append(args, p.within("c.actor"), p.order("c.actor"), p.limit())
	}
	var rows []credentialRow
	if err := many(ctx, s.r, &rows, `SELECT `+credentialColumns+` FROM credential AS c WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("list credentials: %w", err)
	}
	if !f.Ending {
		rows = newestFirst(p, rows)
	}
	list := make([]Credential, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.credential())
	}
	return list, nil
}

// CredentialCounts is how many members' credentials there are.
type CredentialCounts struct {
	States map[credential.State]int
	// Ending are active and end within EndsSoon, or have ended.
	Ending int
}

// CountCredentials counts what is said of members.
func (s *Store) CountCredentials(ctx context.Context) (CredentialCounts, error) {
	var rows []struct {
		State         credential.State
		Count, Ending int
	}
	err := many(ctx, s.r, &rows, `SELECT state, COUNT(*) AS count, COALESCE(SUM(CASE WHEN valid_until < ? THEN 1 ELSE 0 END), 0) AS ending
		FROM credential WHERE issuer = '' GROUP BY state`, at(s.Now().Add(EndsSoon)))
	if err != nil {
		return CredentialCounts{}, fmt.Errorf("count credentials: %w", err)
	}
	counts := CredentialCounts{States: map[credential.State]int{}}
	for _, r := range rows {
		counts.States[r.State] = r.Count
		if r.State == credential.Active {
			counts.Ending = r.Ending
		}
	}
	return counts, nil
}
