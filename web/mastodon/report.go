package mastodon

import (
	"maps"
	"slices"

	"consilium/community"
	"consilium/web/session"
)

// mostReported bounds how many posts one report may name.
const mostReported = 50

// reportCategories are Mastodon's reasons for a report in our words. Our own
// words are taken as well.
var reportCategories = map[string]string{"": "other", "other": "other", "spam": "spam", "violation": "rules", "legal": "other"}

func reportCategory(kind community.FlagCategory) string {
	switch kind {
	case "spam":
		return "spam"
	case "rules":
		return "violation"
	}
	return "other"
}

// createReport is POST /api/v1/reports.
func (s *API) createReport(c *call) (any, error) {
	id, err := community.ParseID[community.ActorID](c.fields.text("account_id"))
	if err != nil {
		return nil, err
	}
	target, err := s.store.Actor(c.Context(), id)
	if err == nil {
		err = isSomebody(target)
	}
	if err != nil {
		return nil, err
	}
	draft, err := s.flagDraft(c)
	if err != nil {
		return nil, err
	}
	flag, err := community.Report(c.me(), target, draft, s.store.Now())
	if err != nil {
		return nil, err
	}
	if flag, err = s.store.AddFlag(c.Context(), flag); err != nil {
		return nil, err
	}
	return s.report(c, flag, target), nil
}

// flagDraft reads the report. A post that cannot be seen cannot be reported.
func (s *API) flagDraft(c *call) (community.FlagDraft, error) {
	d := community.FlagDraft{Category: c.fields.text("category"), Comment: c.fields.text("comment"), By: session.AppSubject(c.bearer)}
	if ours, theirs := reportCategories[d.Category]; theirs {
		d.Category = ours
	}
	ids, err := idsOf[community.PostID](c.fields, "status_ids", mostReported)
	if err != nil {
		return d, err
	}
	found, err := s.visiblePosts(c, ids)
	switch {
	case err != nil:
		return d, err
	case len(found) < len(c.fields.list("status_ids")):
		return d, community.ErrNotFound
	}
	if d.Unfounded, err = s.store.Unfounded(c.Context(), c.me().ID); err != nil {
		return d, err
	}
	d.Posts = slices.Collect(maps.Values(found))
	d.Forward, err = c.fields.flag("forward", false)
	return d, err
}

func (s *API) report(c *call, f community.Flag, target community.Actor) Report {
	r := Report{ID: community.FormatID(f.ID), ActionTaken: !f.Resolved.IsZero(), ActionTakenAt: maybeDate(f.Resolved),
		Category: reportCategory(f.Category), Comment: f.Comment, Forwarded: f.Forward, CreatedAt: date(f.Created),
		StatusIDs: []string{}, RuleIDs: []string{}, TargetAccount: s.account(c, target)}
	for _, p := range f.Posts {
		r.StatusIDs = append(r.StatusIDs, community.FormatID(p))
	}
	return r
}
