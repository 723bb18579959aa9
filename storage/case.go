package storage

import (
	"context"
	"strings"

	"consilium/community"
)

type caseRow struct {
	Post    community.PostID
	AgeBand community.AgeBand
	Sex     community.Sex
	community.Narrative
	Keywords                       string
	Certainty                      community.Certainty
	Confirmed                      community.Confirmation
	Consent                        community.ConsentBasis
	ConsentScope                   community.ConsentScope
	Status                         community.CaseStatus
	Accepted                       community.PostID
	Steward                        community.ActorID
	Solved, FirstResponse, Changed stamp
	OutcomeAsked, FollowedUp       stamp
	Management                     community.Management
}

func (r caseRow) clinical(title string) *community.Case {
	c := &community.Case{Title: title, Patient: community.PatientContext{AgeBand: r.AgeBand, Sex: r.Sex}, Narrative: r.Narrative,
		Certainty: r.Certainty, Confirmed: r.Confirmed, Consent: r.Consent, Scope: r.ConsentScope, Status: r.Status,
		Accepted: r.Accepted, Solved: r.Solved.Time, FirstResponse: r.FirstResponse.Time, Changed: r.Changed.Time, Steward: r.Steward,
		OutcomeAsked: r.OutcomeAsked.Time, FollowedUp: r.FollowedUp.Time, Management: r.Management}
	if r.Keywords != "" {
		c.Keywords = strings.Split(r.Keywords, keywordMark)
	}
	return c
}

// keywordMark stands between the keywords of a case: no keyword holds one.
const keywordMark = ","

// hangCases reads the clinical part of the posts that have one.
func hangCases(ctx context.Context, db reader, _ []community.PostID, at map[community.PostID]*community.Post) error {
	var cases []community.PostID
	for id, p := range at {
		if p.Kind == community.CasePost {
			cases = append(cases, id)
		}
	}
	if len(cases) == 0 {
		return nil
	}
	var rows []caseRow
	err := many(ctx, db, &rows, `SELECT post, age_band, sex, `+strings.Join(narrativeColumns(), ", ")+`, keywords, certainty, confirmed,
		consent, consent_scope, status, accepted, solved, first_response, changed, steward,
		outcome_asked, followed_up, management FROM clinical_case WHERE post IN (?)`, in(cases))
	if err != nil {
		return err
	}
	for _, r := range rows {
		at[r.Post].Case = r.clinical(at[r.Post].Title)
	}
	if err := hangAccepted(ctx, db, cases, at); err != nil {
		return err
	}
	var named []struct {
		Post      community.PostID
		Specialty community.Specialty
	}
	err = many(ctx, db, &named, `SELECT post, specialty FROM case_specialty WHERE post IN (?) ORDER BY post, position`, in(cases))
	for _, n := range named {
		if c := at[n.Post].Case; c != nil {
			c.Specialties = append(c.Specialties, n.Specialty)
		}
	}
	return err
}

// writeCase is the effect that remembers the clinical part, new or changed.
func (t *tx) writeCase(ctx context.Context, d deed) error {
	c := d.post.Case
	switch {
	case c == nil && d.old == nil:
		return nil
	case c == nil:
		return t.forgetCase(ctx, d.post.ID)
	}
	columns := []string{"age_band", "sex", "keywords", "certainty", "confirmed", "consent", "consent_scope", "status", "accepted", "solved", "changed",
		"followed_up", "management"}
	values := []any{c.Patient.AgeBand, c.Patient.Sex, strings.Join(c.Keywords, keywordMark), c.Certainty, c.Confirmed, c.Consent, c.Scope, c.Status,
		c.Accepted, at(c.Solved), at(c.Changed), at(c.FollowedUp), c.Management}
	for _, section := range c.Narrative.Sections() {
		columns, values = append(columns, section.Slug), append(values, *section.Text)
	}
	_, err := t.do(ctx, `INSERT INTO clinical_case (post, first_response, `+strings.Join(columns, ", ")+`)
		VALUES (?, ?`+strings.Repeat(", ?", len(columns))+`) ON CONFLICT (post) DO UPDATE SET `+excluded(columns),
		append([]any{d.post.ID, at(c.FirstResponse)}, values...)...)
	if err != nil {
		return err
	}
	return t.writeSpecialties(ctx, d.post.ID, c.Specialties)
}

// narrativeColumns are the texts of a case: a column each, named by its slug.
func narrativeColumns() []string {
	var columns []string
	for _, section := range new(community.Narrative).Sections() {
		columns = append(columns, section.Slug)
	}
	return columns
}

// excluded is what ON CONFLICT sets, so that the row says what was to be written.
func excluded(columns []string) string {
	set := make([]string, 0, len(columns))
	for _, c := range columns {
		set = append(set, c+" = excluded."+c)
	}
	return strings.Join(set, ", ")
}

func (t *tx) writeSpecialties(ctx context.Context, post community.PostID, list []community.Specialty) error {
	if _, err := t.do(ctx, `DELETE FROM case_specialty WHERE post = ?`, post); err != nil {
		return err
	}
	for i, s := range list {
		_, err := t.do(ctx, `INSERT INTO case_specialty (post, specialty, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, post, s, i)
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) forgetCase(ctx context.Context, posts ...community.PostID) error {
	if err := t.forgetLibrary(ctx, posts...); err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM also_accepted WHERE post IN (?)`, in(posts)); err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM case_specialty WHERE post IN (?)`, in(posts)); err != nil {
		return err
	}
	_, err := t.do(ctx, `DELETE FROM clinical_case WHERE post IN (?)`, in(posts))
	return err
}

// answerCase is the effect of a reply on the case it stands under: when
// somebody else first answered. Only an answer that everybody who sees the case
// could see counts (S-PRIV-8).
func (t *tx) answerCase(ctx context.Context, d deed) error {
	if d.post.Parent == 0 {
		return nil
	}
	var root struct {
		Author       community.ActorID
		Audience     community.AudienceKind
		AudienceRest string
	}
	err := one(ctx, t, &root, `SELECT author, audience, audience_rest FROM post WHERE id = ?`, d.post.Root)
	if err != nil {
		return err
	}
	if root.Author == d.post.Author || !community.Countable(d.post.Audience, audienceOf(root.Audience, root.AudienceRest)) {
		return nil
	}
	_, err = t.do(ctx, `UPDATE clinical_case SET first_response = ? WHERE post = ? AND first_response IS NULL`,
		at(t.now), d.post.Root)
	return err
}
