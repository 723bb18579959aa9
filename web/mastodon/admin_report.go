package mastodon

import (
	"context"
	"errors"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

func (s *API) adminReportEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/admin/reports", member, "admin:read:reports", s.listAdminReports},
		{"GET", "/api/v1/admin/reports/{id:[0-9]+}", member, "admin:read:reports", s.showAdminReport},
		{"PUT", "/api/v1/admin/reports/{id:[0-9]+}", member, "admin:write:reports", s.toReport(s.classifyReport)},
		{"POST", "/api/v1/admin/reports/{id:[0-9]+}/assign_to_self", member, "admin:write:reports", s.toReport(s.takeReport)},
		{"POST", "/api/v1/admin/reports/{id:[0-9]+}/unassign", member, "admin:write:reports", s.toReport(s.giveBackReport)},
		{"POST", "/api/v1/admin/reports/{id:[0-9]+}/resolve", member, "admin:write:reports", s.toReport(s.resolveReport)},
		{"POST", "/api/v1/admin/reports/{id:[0-9]+}/reopen", member, "admin:write:reports", s.toReport(s.reopenReport)},
	}
}

// listAdminReports is GET /api/v1/admin/reports. One about whoever asks is not there.
func (s *API) listAdminReports(c *call) (any, error) {
	page, err := c.page(adminPage)
	if err != nil {
		return nil, err
	}
	f := storage.FlagFilter{NotAbout: c.me().ID}
	if f.Resolved, err = c.fields.flag("resolved", false); err != nil {
		return nil, err
	}
	for name, id := range map[string]*community.ActorID{"account_id": &f.Reporter, "target_account_id": &f.Target} {
		text := c.fields.text(name)
		if text == "" {
			continue
		}
		if *id, err = community.ParseID[community.ActorID](text); err != nil {
			return empty, nil // of nobody there is no report
		}
	}
	flags, err := s.store.FlagList(c.Context(), f, page)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(flags))
	for _, flag := range flags {
		ids = append(ids, int64(flag.ID))
	}
	s.link(c, page, ids)
	return s.adminReports(c, flags)
}

// flag is the report that {id} names. One about whoever asks is not there.
func (s *API) flag(c *call) (community.Flag, error) {
	id, err := named[community.FlagID](c)
	if err != nil {
		return community.Flag{}, err
	}
	flag, err := s.store.Flag(c.Context(), id)
	if err == nil && flag.Target == c.me().ID {
		err = community.ErrNotFound
	}
	return flag, err
}

// showAdminReport is GET /api/v1/admin/reports/{id}.
func (s *API) showAdminReport(c *call) (any, error) {
	flag, err := s.flag(c)
	if err != nil {
		return nil, err
	}
	list, err := s.adminReports(c, []community.Flag{flag})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// toReport does something to the report that {id} names and shows it: what decides
// about it is for who outranks the person it is about, and for administrators. What was
// done already stays done.
func (s *API) toReport(do func(*call, community.Flag) error) answer {
	return func(c *call) (any, error) {
		flag, err := s.flag(c)
		if err != nil {
			return nil, err
		}
		target := charge{}
		if target.actor, err = s.store.Actor(c.Context(), flag.Target); err != nil {
			return nil, err
		}
		if target.actor.User != 0 {
			if target.user, err = s.store.UserOfActor(c.Context(), flag.Target); err != nil {
				return nil, err
			}
		}
		if !s.mayAct(c, target) && s.allowed(c, community.HandleStaffReports) != nil {
			return nil, community.ErrForbidden
		}
		if err := do(c, flag); err != nil {
			return nil, err
		}
		return s.showAdminReport(c)
	}
}

func (s *API) takeReport(c *call, flag community.Flag) error {
	taken, err := s.store.TakenBy(c.Context(), []community.FlagID{flag.ID})
	if err != nil || taken[flag.ID] == c.me().ID {
		return err
	}
	return s.store.TakeFlag(c.Context(), flag.ID, c.me().ID)
}

func (s *API) giveBackReport(c *call, flag community.Flag) error {
	taken, err := s.store.TakenBy(c.Context(), []community.FlagID{flag.ID})
	if err != nil || taken[flag.ID] == 0 {
		return err
	}
	return s.store.GiveBackFlag(c.Context(), flag.ID, c.me().ID)
}

func (s *API) resolveReport(c *call, flag community.Flag) error {
	if !flag.Resolved.IsZero() {
		return nil
	}
	return s.store.ResolveFlag(c.Context(), flag.ID, c.me().ID, "")
}

func (s *API) reopenReport(c *call, flag community.Flag) error {
	if flag.Resolved.IsZero() {
		return nil
	}
	err := s.store.ReopenFlag(c.Context(), flag.ID, c.me().ID)
	if errors.Is(err, community.ErrNotFound) { // somebody else was quicker
		return nil
	}
	return err
}

// classifyReport is PUT /api/v1/admin/reports/{id}. A reason of ours that Mastodon has
// no word for is only given up for another when it is named.
func (s *API) classifyReport(c *call, flag community.Flag) error {
	word := c.fields.text("category")
	if word == "" || word == reportCategory(flag.Category) {
		return nil
	}
	if ours, theirs := reportCategories[word]; theirs {
		word = ours
	}
	category := community.FlagCategory(word)
	if community.ParseFlagCategory(word) != category {
		return invalid("category", "flag.category_needed")
	}
	return s.store.ClassifyFlag(c.Context(), flag.ID, category, c.me().ID)
}

// adminReports are reports as staff see them, in a fixed number of statements.
func (s *API) adminReports(c *call, flags []community.Flag) ([]AdminReport, error) {
	ids := make([]community.FlagID, 0, len(flags))
	for _, f := range flags {
		ids = append(ids, f.ID)
	}
	taken, err := s.store.TakenBy(c.Context(), ids)
	if err != nil {
		return nil, err
	}
	people, err := s.reportPeople(c, flags, taken)
	if err != nil {
		return nil, err
	}
	shown, clinical, err := s.reportedStatuses(c, flags)
	if err != nil {
		return nil, err
	}
	list := make([]AdminReport, 0, len(flags))
	for _, f := range flags {
		r := AdminReport{ID: community.FormatID(f.ID), ActionTaken: !f.Resolved.IsZero(), ActionTakenAt: maybeDate(f.Resolved),
			Category: reportCategory(f.Category), Comment: f.Comment, Forwarded: f.Forward, CreatedAt: date(f.Created), UpdatedAt: date(f.Created),
			Account: people[f.Reporter], TargetAccount: people[f.Target], Statuses: []Status{}, Rules: []Rule{}}
		if !f.Resolved.IsZero() {
			r.UpdatedAt, r.ActionTakenByAccount = date(f.Resolved), personOf(people, f.ResolvedBy)
		}
		r.AssignedAccount = personOf(people, taken[f.ID])
		if clinical[f.ID] { // the reporter may have repeated what the case says
			r.Comment = ""
		}
		for _, post := range f.Posts {
			if status, there := shown[post]; there {
				r.Statuses = append(r.Statuses, status)
			}
		}
		list = append(list, r)
	}
	return list, nil
}

func personOf(people map[community.ActorID]AdminAccount, id community.ActorID) *AdminAccount {
	if who, known := people[id]; known {
		return &who
	}
	return nil
}

// reportPeople is everybody whom reports name.
func (s *API) reportPeople(c *call, flags []community.Flag, taken map[community.FlagID]community.ActorID) (map[community.ActorID]AdminAccount, error) {
	var ids []community.ActorID
	for _, f := range flags {
		ids = append(ids, f.Reporter, f.Target, f.ResolvedBy, taken[f.ID])
	}
	known, err := s.store.Actors(c.Context(), ids)
	if err != nil {
		return nil, err
	}
	actors := make([]community.Actor, 0, len(known))
	for _, a := range known {
		actors = append(actors, a)
	}
	list, err := s.adminAccounts(c, actors)
	people := make(map[community.ActorID]AdminAccount, len(list))
	for i, a := range list {
		people[actors[i].ID] = a
	}
	return people, err
}

// reportedStatuses are the posts that reports name, as far as the token may carry them:
// staff see them whoever they were for, but cases, what is said below them and what is
// for few only with cases:read. Which reports have such posts comes beside it, for a
// token without that scope. Pictures are shown of what whoever asks may see anyway: at
// the desk it is written down who looks at the others.
func (s *API) reportedStatuses(c *call, flags []community.Flag) (map[community.PostID]Status, map[community.FlagID]bool, error) {
	var ids []community.PostID
	for _, f := range flags {
		ids = append(ids, f.Posts...)
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	known, err := s.store.Posts(c.Context(), ids)
	if err != nil {
		return nil, nil, err
	}
	private, err := s.privatePosts(c.Context(), known)
	if err != nil {
		return nil, nil, err
	}
	carries, clinical := c.may(session.CasesRead), map[community.FlagID]bool{}
	var posts []community.Post
	for _, f := range flags {
		for _, id := range f.Posts {
			p, there := known[id]
			clinical[f.ID] = clinical[f.ID] || !carries && (!there || private[id])
			if there && p.Deleted.IsZero() && p.Author == f.Target && (carries || !private[id]) {
				posts = append(posts, p)
			}
		}
	}
	statuses, err := s.evidence(c, posts)
	return statuses, clinical, err
}

// privatePosts says of posts that they are a case, stand below one, or are for few.
func (s *API) privatePosts(ctx context.Context, posts map[community.PostID]community.Post) (map[community.PostID]bool, error) {
	var roots []community.PostID
	for _, p := range posts {
		roots = append(roots, p.Root)
	}
	above, err := s.store.Posts(ctx, roots)
	private := make(map[community.PostID]bool, len(posts))
	for id, p := range posts {
		root, known := above[p.Root]
		private[id] = p.Case != nil || p.Audience.Restricted() || !known || root.Case != nil || !root.Deleted.IsZero()
	}
	return private, err
}

func (s *API) evidence(c *call, posts []community.Post) (map[community.PostID]Status, error) {
	ids := make([]community.PostID, 0, len(posts))
	for _, p := range posts {
		ids = append(ids, p.ID)
	}
	scene, err := s.store.Scene(c.Context(), c.viewer, ids)
	if err != nil {
		return nil, err
	}
	a, err := s.around(c, scene, ids)
	shown := make(map[community.PostID]Status, len(posts))
	for _, p := range posts {
		if seen, visible := scene.Post(p.ID); visible {
			p = seen
		} else {
			p.Media, p.Withheld = nil, nil
		}
		shown[p.ID] = s.status(a, p)
	}
	return shown, err
}
