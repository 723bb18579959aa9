package storage

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
)

type institutionRow struct {
	Domain, Name       string
	Subdomains, Alumni bool
	Organisations      string
	Created            stamp
	MadeBy             community.ActorID
}

func (r institutionRow) institution() community.InstitutionDomain {
	d := community.InstitutionDomain{Domain: r.Domain, Name: r.Name, Subdomains: r.Subdomains, Alumni: r.Alumni,
		Created: r.Created.Time, By: r.MadeBy}
	if r.Organisations != "" {
		d.Organisations = strings.Split(r.Organisations, "\n")
	}
	return d
}

// Institutions lists the domains whose addresses prove that somebody works
// there, by name and domain.
func (s *Store) Institutions(ctx context.Context) ([]community.InstitutionDomain, error) {
	list, err := institutions(ctx, s.r)
	if err != nil {
		return nil, fmt.Errorf("list institutions: %w", err)
	}
	return list, nil
}

func institutions(ctx context.Context, db reader) ([]community.InstitutionDomain, error) {
	var rows []institutionRow
	err := many(ctx, db, &rows, `SELECT domain, name, subdomains, alumni, organisations, created, made_by
		FROM institution_domain ORDER BY name, domain`)
	list := make([]community.InstitutionDomain, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.institution())
	}
	return list, err
}

// SetInstitution makes or replaces an entry, and writes down who did (d.By).
// Proofs that it no longer covers are taken back.
func (s *Store) SetInstitution(ctx context.Context, d community.InstitutionDomain) error {
	return s.update(ctx, "set institution "+d.Domain, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO institution_domain (domain, name, subdomains, alumni, organisations, created, made_by)
			VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (domain) DO UPDATE SET name = excluded.name, subdomains = excluded.subdomains, alumni = excluded.alumni,
			organisations = excluded.organisations, made_by = excluded.made_by`,
			d.Domain, d.Name, d.Subdomains, d.Alumni, strings.Join(d.Organisations, "\n"), at(t.now), d.By)
		if err != nil {
			return err
		}
		return t.afterInstitution(ctx, StaffAction{Actor: d.By, Action: "institution", Subject: d.Domain})
	})
}

// RemoveInstitution takes an entry off the list with all proofs that rest on it,
// and writes down who did. ErrNotFound when it is not listed.
func (s *Store) RemoveInstitution(ctx context.Context, domain string, by community.ActorID) error {
	return s.update(ctx, "remove institution "+domain, func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM institution_domain WHERE domain = ?`, domain)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.afterInstitution(ctx, StaffAction{Actor: by, Action: "institution-removed", Subject: domain})
	})
}

// afterInstitution holds every proof against the list as it is now.
func (t *tx) afterInstitution(ctx context.Context, done StaffAction) error {
	if err := t.recordStaffAction(ctx, done); err != nil {
		return err
	}
	list, err := institutions(ctx, t)
	if err != nil {
		return err
	}
	proofs, err := t.mailProofs(ctx, `m.proved IS NOT NULL`)
	if err != nil {
		return err
	}
	for _, p := range proofs {
		if _, _, no := community.MatchInstitution(p.Address, list); no != nil {
			err = t.withdrawMail(ctx, p)
		} else {
			err = t.weighMail(ctx, p.Actor)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// InstitutionPeople counts the accounts that proved a mailbox, by its host.
func (s *Store) InstitutionPeople(ctx context.Context) (map[string]int, error) {
	var rows []struct {
		Host   string
		People int
	}
	err := many(ctx, s.r, &rows, `SELECT host, COUNT(DISTINCT actor) AS people FROM mail_proof
		WHERE proved IS NOT NULL AND valid_until > ? GROUP BY host`, at(s.Now()))
	if err != nil {
		return nil, fmt.Errorf("count people of institutions: %w", err)
	}
	people := make(map[string]int, len(rows))
	for _, r := range rows {
		people[r.Host] = r.People
	}
	return people, nil
}
