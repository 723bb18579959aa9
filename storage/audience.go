package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
	"consilium/community/credential"
)

// restOf is what the kind of an audience does not say, as it lies beside it: for
// clinicians the level, then "p:PROFESSION" and "s:SPECIALTY" in order, each
// before a space, so that one is found by LIKE '% p:nurse %'.
func restOf(a community.Audience) string {
	if a.Kind != community.Clinicians {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d ", max(a.MinLevel, credential.Verified))
	for _, p := range a.Professions {
		b.WriteString("p:" + string(p) + " ")
	}
	for _, s := range a.Specialties {
		b.WriteString("s:" + string(s) + " ")
	}
	return b.String()
}

// unreachable is more than anybody can prove: an audience that cannot be read is
// nobody's but the author's.
const unreachable = credential.Issued + 1

// audienceOf reads an audience back.
func audienceOf(kind community.AudienceKind, rest string) community.Audience {
	a := community.Audience{Kind: kind}
	if kind != community.Clinicians {
		return a
	}
	words := strings.Fields(rest)
	if len(words) == 0 || len(words[0]) != 1 || words[0] < "3" || words[0] > "4" {
		a.MinLevel = unreachable
		return a
	}
	a.MinLevel = credential.Level(words[0][0] - '0')
	for _, word := range words[1:] {
		kind, slug, _ := strings.Cut(word, ":")
		switch kind {
		case "p":
			a.Professions = append(a.Professions, community.Profession(slug))
		case "s":
			a.Specialties = append(a.Specialties, community.Specialty(slug))
		default:
			a.MinLevel = unreachable
		}
	}
	return a
}

// forClinicians narrows posts called p to those for clinicians that reach the
// viewer, and the viewer's own. It says what community.Audience.Reaches says, so
// that pages come out full and counts right; CanSee decides.
func forClinicians(v community.Viewer) bun.Safe {
	if !v.Local || v.Actor == 0 || !v.ReadsCases {
		return "FALSE"
	}
	own := fmt.Sprintf("p.author = %d", int64(v.Actor))
	s := v.Clinical
	if s.Level < credential.Verified || !s.Profession().Known() {
		return bun.Safe("p.audience = 'clinicians' AND " + own)
	}
	known := []string{"p.audience_rest NOT LIKE '% s:%'"}
	for _, specialty := range s.Specialties() {
		for _, part := range specialty.Line() {
			known = append(known, "p.audience_rest LIKE '% s:"+string(part)+" %'")
		}
	}
	return bun.Safe(fmt.Sprintf(`p.audience = 'clinicians' AND (%s OR p.audience_rest >= '3 ' AND p.audience_rest < '%d '
		AND (p.audience_rest NOT LIKE '%% p:%%' OR p.audience_rest LIKE '%% p:%s %%') AND (%s))`,
		own, s.Level+1, s.Profession(), strings.Join(known, " OR ")))
}

// clinicianOf narrows actors called a, with the credential called c, to the members
// whom an audience of clinicians reaches at a time; nobody for another audience.
func clinicianOf(a community.Audience, now time.Time) bun.Safe {
	if a.Kind != community.Clinicians {
		return "FALSE"
	}
	text := fmt.Sprintf(`c.issuer = '' AND c.state = 'active' AND c.confirmed <= %d AND c.valid_until > %d AND c.level >= %d
		AND c.profession IN (%s) AND a.local AND a.suspended IS NULL AND a.gone IS NULL
		AND a.label NOT IN (%s) AND a.profession NOT IN (%s)`, now.UnixMilli(), now.UnixMilli(), max(a.MinLevel, credential.Verified),
		quoted(clinicalAmong(a.Professions)), quoted(ofClass(credential.Labelled)), quoted(ofClass(credential.Labelled)))
	if len(a.Specialties) == 0 {
		return bun.Safe(text)
	}
	var known []string
	for _, s := range credential.Specialties() {
		if slices.ContainsFunc(a.Specialties, s.Within) {
			known = append(known, "c.specialties LIKE '%,"+string(s)+",%'")
		}
	}
	return bun.Safe(text + " AND (" + cmp.Or(strings.Join(known, " OR "), "FALSE") + ")")
}

func ofClass(class credential.Class) []credential.Profession {
	return slices.DeleteFunc(credential.Professions(), func(p credential.Profession) bool { return p.Class() != class })
}

// clinicalAmong are the clinical professions of a list; all there are for none.
func clinicalAmong(list []credential.Profession) []credential.Profession {
	all := ofClass(credential.Clinical)
	if len(list) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(p credential.Profession) bool { return !slices.Contains(list, p) })
}

// quoted writes slugs of our own list as a list of SQL; an empty one holds nothing.
func quoted(list []credential.Profession) string {
	words := make([]string, 0, len(list)+1)
	for _, p := range list {
		words = append(words, "'"+string(p)+"'")
	}
	if len(words) == 0 {
		return "NULL"
	}
	return strings.Join(words, ", ")
}

// CountClinicians counts the members whom an audience of clinicians reaches now.
func (s *Store) CountClinicians(ctx context.Context, a community.Audience) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM credential AS c JOIN actor AS a ON a.id = c.actor
		JOIN user_account AS u ON u.actor = a.id WHERE u.state = ? AND ?`, string(community.UserActive), clinicianOf(a, s.Now()))
	if err != nil {
		return 0, fmt.Errorf("count clinicians: %w", err)
	}
	return n, nil
}

// partsOf is a specialty with everything that is part of it.
func partsOf(whole community.Specialty) []community.Specialty {
	parts := []community.Specialty{whole}
	for _, s := range community.Specialties() {
		if s != whole && s.Within(whole) {
			parts = append(parts, s)
		}
	}
	return parts
}

// viewer is a member as CanSee knows them on our own pages, with what is proved of
// them in this transaction. Who is not there, or closed, is a visitor.
func (t *tx) viewer(ctx context.Context, who community.ActorID) (community.Viewer, error) {
	a, err := actorWhere(ctx, t, `a.id = ?`, who)
	if err != nil || !a.Local || !a.Active() {
		if errors.Is(err, community.ErrNotFound) {
			err = nil
		}
		return community.Viewer{}, err
	}
	standing := community.Judge(a.Credential, community.Trust{}, time.Time{}, t.now)
	return a.Subject(community.Member, standing).Viewer(who, true), nil
}

// stillProved asks once more that who writes for clinicians is one, now that it is
// written: the credential may have ended since the page was sent. ErrForbidden when
// it has.
func (t *tx) stillProved(ctx context.Context, p community.Post) error {
	if p.Audience.Kind != community.Clinicians {
		return nil
	}
	author, err := t.viewer(ctx, p.Author)
	if err == nil && author.Clinical.Level < credential.Verified {
		err = community.ErrForbidden
	}
	return err
}

// audience reads the audience of a post that is here.
func (t *tx) audience(ctx context.Context, post community.PostID) (community.Audience, error) {
	var row struct {
		Audience     community.AudienceKind
		AudienceRest string
	}
	err := one(ctx, t, &row, `SELECT audience, audience_rest FROM post WHERE id = ?`, post)
	return audienceOf(row.Audience, row.AudienceRest), err
}
