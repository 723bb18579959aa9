package storage

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
	"consilium/community/credential"
)

// DirectoryFilter narrows the directory; zero values do not.
type DirectoryFilter struct {
	Profession community.Profession
	// Specialties are any of which will do: one with those below it.
	Specialties []community.Specialty
	// Language is a tag of PracticeLanguages, Country ISO 3166-1 alpha-2, Region
	// part of what the person wrote.
	Language, Country, Region string
	// Referrals leaves out who takes none.
	Referrals bool
	// Viewer is who asks: whom they blocked, or who blocked them, is not found.
	Viewer community.ActorID
}

// Listing is one clinician in the directory.
type Listing struct {
	Actor    community.Actor
	Standing community.Standing
	Practice community.Practice
}

type listingRow struct {
	actorRow
	practiceRow
}

// Directory lists verified clinicians who wish to be found: members who said so,
// and, where nothing is asked that only members tell, clinicians of trusted
// servers who agreed to be discovered; nobody who is labelled as no clinician, and
// nobody of a server that is suspended here. The newest account first; the page's
// numbers are actor numbers. Each is judged by its standing of now.
func (s *Store) Directory(ctx context.Context, f DirectoryFilter, p Page) ([]Listing, error) {
	query, args := f.query()
	var rows []listingRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+`, COALESCE(p.training, '') AS training, COALESCE(p.interests, '') AS interests,
		COALESCE(p.languages, '') AS languages, COALESCE(p.country, '') AS country, COALESCE(p.region, '') AS region,
		COALESCE(p.orcid, '') AS orcid, COALESCE(p.listed, FALSE) AS listed, COALESCE(p.referrals, FALSE) AS referrals,
		COALESCE(p.referral_note, '') AS referral_note
		FROM credential AS c JOIN actor AS a ON a.id = c.actor LEFT JOIN practice AS p ON p.actor = a.id
		WHERE c.state = ? AND c.level >= ? AND c.valid_until > ? AND a.suspended IS NULL AND a.gone IS NULL`+query+`
		AND ? ORDER BY ? LIMIT ?`, append(append([]any{string(credential.Active), int(credential.Verified), at(s.Now())}, args...),
		p.within("a.id"), p.order("a.id"), p.limit())...)
	if err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	var list []Listing
	for _, r := range newestFirst(p, rows) {
		a := r.actor()
		shut, err := s.keptBack(ctx, f.Viewer, a)
		if err != nil {
			return nil, err
		}
		standing := s.Standing(ctx, a)
		if !shut && standing.Verified() && standing.Profession().Class() == credential.Clinical && a.Labelled() == "" {
			list = append(list, Listing{Actor: a, Standing: standing, Practice: r.practice()})
		}
	}
	return list, nil
}

// query writes the filter down.
func (f DirectoryFilter) query() (string, []any) {
	var where strings.Builder
	var args []any
	and := func(condition string, values ...any) {
		where.WriteString(" AND " + condition)
		args = append(args, values...)
	}
	// What Standing would leave out is left out here too, so that pages come out full.
	and(`(a.local AND p.listed OR NOT a.local AND a.discoverable AND EXISTS (SELECT 1 FROM peer_trust AS h
		WHERE h.host = c.issuer AND h.rule = ? AND h.min_level <= c.level))`, string(community.TrustAccept))
	labelled := quoted(ofClass(credential.Labelled))
	and(`c.profession IN (` + quoted(ofClass(credential.Clinical)) + `) AND a.label NOT IN (` + labelled + `) AND a.profession NOT IN (` + labelled + `)`)
	and(`NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = a.id AND b.target = ? OR b.actor = ? AND b.target = a.id)`, f.Viewer, f.Viewer)
	if f.Profession != "" {
		and(`c.profession = ?`, string(f.Profession))
	}
	if len(f.Specialties) > 0 {
		any := make([]string, 0, len(f.Specialties))
		for _, specialty := range f.Specialties {
			any = append(any, `c.specialties LIKE ? ESCAPE '!'`)
			args = append(args, "%,"+prefix(string(specialty)+","))
		}
		where.WriteString(" AND (" + strings.Join(any, " OR ") + ")")
	}
	if f.Language != "" {
		and(`p.languages LIKE ? ESCAPE '!'`, "%,"+prefix(f.Language+","))
	}
	if f.Country != "" {
		and(`p.country = ?`, f.Country)
	}
	if f.Region != "" {
		// LOWER of a database knows only ASCII: Åland is found as it is written.
		and(`(LOWER(p.region) LIKE ? ESCAPE '!' OR p.region LIKE ? ESCAPE '!')`, "%"+prefix(strings.ToLower(f.Region)), "%"+prefix(f.Region))
	}
	if f.Referrals {
		and(`p.referrals`)
	}
	return where.String(), args
}
