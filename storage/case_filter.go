package storage

import (
	"context"

	"consilium/community"
)

// CaseFilter narrows a list of cases; a zero field does not.
type CaseFilter struct {
	Status community.CaseStatus
	// Specialty is a field with all its parts.
	Specialty community.Specialty
	// Query are words that all stand in the case, or begin one that does, in any
	// order; a query without a word finds nothing.
	Query     string
	Certainty community.Certainty
	AgeBand   community.AgeBand
	// Pictures keeps only cases with pictures, Local only cases from here.
	Pictures, Local bool
	// Most is how many cases CountCases counts, the newest; 0 for all.
	Most int
	// further is what else a search asks for.
	further []condition
}

// condition is a part of a WHERE with its arguments.
type condition struct {
	text string
	args []any
}

func (f *CaseFilter) narrow(text string, args ...any) {
	f.further = append(f.further, condition{text, args})
}

// hasPictures says of a post p that it has pictures which are shown.
const hasPictures = "EXISTS (SELECT 1 FROM media m WHERE m.post = p.id AND m.post <> 0 AND NOT m.hidden)"

// where narrows cases c of posts p to the filter.
func (f CaseFilter) where(e engine) (text string, args []any) {
	text = "p.kind = 'case'"
	and := func(on bool, condition string, values ...any) {
		if on {
			text += " AND " + condition
			args = append(args, values...)
		}
	}
	and(f.Status != "", "c.status = ?", f.Status)
	and(f.Specialty != "", "p.id IN (SELECT s.post FROM case_specialty s WHERE s.specialty IN (?))", in(partsOf(f.Specialty)))
	and(f.Certainty != "", "c.certainty = ?", f.Certainty)
	and(f.AgeBand != "", "c.age_band = ?", f.AgeBand)
	and(f.Pictures, hasPictures)
	and(f.Local, "p.local")
	if f.Query != "" {
		words := beginnings(community.SearchWords(f.Query))
		and(len(words) == 0, "FALSE")
		and(len(words) > 0, "p.id IN (SELECT docid FROM case_text WHERE "+e.library().holds+")", e.library().query(words))
	}
	for _, c := range f.further {
		and(true, c.text, c.args...)
	}
	return text, args
}

// Cases gives cases, newest first: public ones, for members also those of this
// institution, and those for clinicians as far as they are proved.
func (s *Store) Cases(ctx context.Context, v community.Viewer, f CaseFilter, page Page) ([]community.Post, error) {
	read := s.openCases
	if v.Local && v.Actor != 0 && v.ReadsCases {
		read = s.memberCases
	}
	return s.list(ctx, page, listing{viewer: v, wide: true, fetch: func(p Page) ([]entry, error) { return read(ctx, v, f, p) }})
}

// openCases is for visitors and other servers.
func (s *Store) openCases(ctx context.Context, v community.Viewer, f CaseFilter, p Page) ([]entry, error) {
	where, args := f.where(s.engine)
	var rows []postRow
	err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM open_post p JOIN clinical_case c ON c.post = p.id
		WHERE p.audience = 'public' AND `+where+` AND ?`+notMuted+` ORDER BY ? LIMIT ?`,
		append(args, p.within("c.post"), v.Actor, at(s.Now()), p.order("c.post"), p.limit())...)
	return entriesByID(rows, err)
}

func (s *Store) memberCases(ctx context.Context, v community.Viewer, f CaseFilter, p Page) ([]entry, error) {
	where, args := f.where(s.engine)
	var rows []postRow
	err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM post p JOIN clinical_case c ON c.post = p.id
		WHERE (p.audience IN ('public', 'instance') OR ?) AND p.deleted IS NULL AND `+where+` AND ?`+notMuted+` ORDER BY ? LIMIT ?`,
		append(append([]any{forClinicians(v)}, args...), p.within("c.post"), v.Actor, at(s.Now()), p.order("c.post"), p.limit())...)
	return entriesByID(rows, err)
}
