package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// StatusList is what another server has taken back, as last read.
type StatusList struct {
	IRI  community.IRI
	Bits []byte
	// ETag is what it was called, to ask only for what is newer.
	ETag string
	// Checked is since when the answer holds, Until until when: both by the word
	// of who signed it.
	Checked, Until time.Time
}

// StatusCheck is a list to be read.
type StatusCheck struct {
	List string `json:"list"`
}

// StatusEvery is how often a list is read while something here hangs on it, so
// that one reading may fail before StatusAge is over.
const StatusEvery = 5 * time.Minute

// mostLists is how many lists of one host are kept, so that none can fill the
// database with them.
const mostLists = 16

// Taken says whether an entry was taken back. What lies outside of the list was.
func (l StatusList) Taken(entry int) bool {
	if entry < 0 || entry/8 >= len(l.Bits) {
		return true
	}
	return l.Bits[entry/8]&(0x80>>(entry%8)) != 0 // the first entry is the left-most bit
}

// StatusList gives a list as last read; ErrNotFound when it never was.
func (s *Store) StatusList(ctx context.Context, iri community.IRI) (StatusList, error) {
	var row struct {
		IRI                 community.IRI
		Bits                []byte
		ETag                string
		Checked, ValidUntil stamp
	}
	err := one(ctx, s.r, &row, `SELECT iri, bits, etag AS e_tag, checked, valid_until FROM status_list WHERE iri = ? AND checked IS NOT NULL`, iri)
	if err != nil {
		return StatusList{}, fmt.Errorf("status list of %s: %w", iri.Host(), err)
	}
	return StatusList{IRI: row.IRI, Bits: row.Bits, ETag: row.ETag, Checked: row.Checked.Time, Until: row.ValidUntil.Time}, nil
}

// KeepStatusList keeps a list that was read and verified. Whoever was taken back
// by it is so here at once. An older answer than the one known changes nothing.
// ErrForbidden when the host has too many lists.
func (s *Store) KeepStatusList(ctx context.Context, l StatusList) error {
	err := s.update(ctx, "keep status list of "+l.IRI.Host(), func(t *tx) error {
		others := 0
		err := one(ctx, t, &others, `SELECT COUNT(*) FROM status_list WHERE host = ? AND iri <> ?`, l.IRI.Host(), l.IRI)
		if err != nil {
			return err
		}
		if others >= mostLists {
			return community.ErrForbidden
		}
		n, err := t.do(ctx, `INSERT INTO status_list (iri, host, bits, etag, checked, tried, valid_until) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (iri) DO UPDATE SET bits = excluded.bits, etag = excluded.etag, checked = excluded.checked, tried = excluded.tried,
			valid_until = excluded.valid_until WHERE status_list.checked IS NULL OR status_list.checked <= excluded.checked`,
			l.IRI, l.IRI.Host(), l.Bits, l.ETag, at(l.Checked), at(t.now), at(l.Until))
		if err != nil || n == 0 {
			return err
		}
		return t.takeAll(ctx, l)
	})
	s.standings.forget()
	return err
}

// takeAll ends the credentials which their issuer has taken back.
func (t *tx) takeAll(ctx context.Context, l StatusList) error {
	var rows []struct {
		Actor       community.ActorID
		StatusIndex int64
	}
	err := many(ctx, t, &rows, `SELECT actor, status_index FROM credential WHERE status_list = ? AND issuer <> '' AND state = ?`,
		l.IRI.String(), string(credential.Active))
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !l.Taken(int(r.StatusIndex)) {
			continue
		}
		if _, err := t.do(ctx, `UPDATE credential SET state = ?, changed = ? WHERE actor = ?`, string(credential.Revoked), at(t.now), r.Actor); err != nil {
			return err
		}
		c, err := credentialOf(ctx, t, r.Actor)
		if err != nil {
			return err
		}
		if err := t.setStanding(ctx, r.Actor, &c.Credential); err != nil {
			return err
		}
	}
	return nil
}

// dueLists are the lists on which something here hangs and that were not asked
// for of late, of servers whose word is not ignored. A list that was never read
// has no row yet.
const dueLists = `SELECT DISTINCT c.status_list FROM credential AS c LEFT JOIN status_list AS l ON l.iri = c.status_list
	LEFT JOIN peer_trust AS p ON p.host = c.issuer
	WHERE c.issuer <> '' AND c.state = 'active' AND c.valid_until > ? AND (l.tried IS NULL OR l.tried <= ?) AND COALESCE(p.rule, '') <> 'ignore'
	ORDER BY c.status_list LIMIT 500`

// CheckStatusLists leaves it for the lanes to read each list that is due, each
// once however many processes ask, and forgets lists on which nothing hangs.
// When nothing is due nothing is written.
func (s *Store) CheckStatusLists(ctx context.Context) error {
	due, idle := []string{}, 0
	if err := many(ctx, s.r, &due, dueLists, at(s.Now()), at(s.Now().Add(-StatusEvery))); err != nil {
		return fmt.Errorf("look for status lists: %w", err)
	}
	const hangs = `NOT EXISTS (SELECT 1 FROM credential AS c WHERE c.status_list = status_list.iri)`
	if err := one(ctx, s.r, &idle, `SELECT COUNT(*) FROM status_list WHERE `+hangs+` AND tried < ?`, at(s.Now().Add(-time.Hour))); err != nil {
		return fmt.Errorf("look for status lists: %w", err)
	}
	if len(due) == 0 && idle == 0 {
		return nil
	}
	return s.update(ctx, "check status lists", func(t *tx) error {
		if _, err := t.do(ctx, `DELETE FROM status_list WHERE `+hangs+` AND tried < ?`, at(t.now.Add(-time.Hour))); err != nil {
			return err
		}
		for _, list := range due {
			if err := t.checkStatusList(ctx, list); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) checkStatusList(ctx context.Context, list string) error {
	iri, err := community.ParseIRI(list)
	if err != nil {
		return fmt.Errorf("status list: %w", err)
	}
	n, err := t.do(ctx, `INSERT INTO status_list (iri, host, tried) VALUES (?, ?, ?)
		ON CONFLICT (iri) DO UPDATE SET tried = excluded.tried WHERE status_list.tried IS NULL OR status_list.tried <= ?`,
		iri, iri.Host(), at(t.now), at(t.now.Add(-StatusEvery)))
	if err != nil || n == 0 {
		return err
	}
	payload, err := json.Marshal(StatusCheck{list})
	if err != nil {
		return fmt.Errorf("encode check: %w", err)
	}
	return t.enqueue(ctx, statusLane(iri.Host()), KindStatus, string(payload))
}

// ParseCredentialCheck reads the payload of a KindCredential job.
func ParseCredentialCheck(payload string) (CredentialCheck, error) {
	var c CredentialCheck
	if err := json.Unmarshal([]byte(payload), &c); err != nil || c.Actor == 0 {
		return c, errors.New("read credential check: malformed")
	}
	return c, nil
}

// ParseStatusCheck reads the payload of a KindStatus job.
func ParseStatusCheck(payload string) (community.IRI, error) {
	var c StatusCheck
	if err := json.Unmarshal([]byte(payload), &c); err != nil {
		return community.IRI{}, errors.New("read status check: malformed")
	}
	iri, err := community.ParseIRI(c.List)
	if err != nil {
		return iri, fmt.Errorf("read status check: %w", err)
	}
	return iri, nil
}
