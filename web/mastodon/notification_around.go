package mastodon

import (
	"cmp"
	"slices"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

// noticesAround is everything the notifications of a list need, loaded at once: the
// number of statements does not depend on the length of the list.
type noticesAround struct {
	s        *API
	c        *call
	statuses []Status
	byPost   map[community.PostID]*Status
	actors   map[community.ActorID]*community.Actor
	// What only few notifications are about; not loaded when there is none.
	severances []storage.Severance
	decisions  []community.Decision
	flags      map[community.ActorID]community.Flag
	supported  []string
}

func (s *API) noticesAround(c *call, list []community.Notification) (noticesAround, error) {
	a := noticesAround{s: s, c: c, byPost: map[community.PostID]*Status{}, supported: c.fields.list("supported_types")}
	var about []community.PostID
	var who []community.ActorID
	kinds := map[community.NotificationKind][]community.ActorID{}
	for _, n := range list {
		kinds[n.Kind] = append(kinds[n.Kind], n.Actor)
		if who = append(who, n.Actor); n.Post != 0 && !slices.Contains(about, n.Post) {
			about = append(about, n.Post)
		}
	}
	if err := a.readStatuses(about); err != nil {
		return a, err
	}
	if err := a.readExtras(kinds); err != nil {
		return a, err
	}
	for _, f := range a.flags {
		who = append(who, f.Target)
	}
	var err error
	slices.Sort(who)
	a.actors, err = s.store.Acquainted(c.Context(), slices.Compact(who))
	return a, err
}

// actor gives somebody who did something; nobody where that is not known.
func (a *noticesAround) actor(id community.ActorID) (community.Actor, bool) {
	if who, known := a.actors[id]; known {
		return *who, true
	}
	return community.Actor{}, false
}

func (a *noticesAround) readStatuses(about []community.PostID) error {
	if len(about) == 0 {
		return nil
	}
	scene, err := a.s.store.Scene(a.c.Context(), a.c.viewer, about)
	if err != nil {
		return err
	}
	if a.statuses, err = a.s.onScene(a.c, scene, about); err != nil {
		return err
	}
	for _, id := range about {
		if _, visible := scene.Look(id); visible {
			a.byPost[id] = &a.statuses[len(a.byPost)]
		}
	}
	return nil
}

func (a *noticesAround) readExtras(kinds map[community.NotificationKind][]community.ActorID) error {
	ctx, me := a.c.Context(), a.c.me().ID
	var err error
	if kinds[community.NotifySevered] != nil {
		if a.severances, err = a.s.store.Severances(ctx, me, storage.Page{}); err != nil {
			return err
		}
	}
	if kinds[community.NotifyDecision] != nil {
		if a.decisions, err = a.s.store.Decisions(ctx, me); err != nil {
			return err
		}
	}
	if reporters := kinds[community.NotifyFlag]; reporters != nil && community.May(session.AppSubject(a.c.bearer), community.HandleReports) {
		a.flags, err = a.s.store.NewestFlags(ctx, reporters)
	}
	return err
}

// shows says whether apps are told of a notification at all: not of what they have no
// word for, not about posts that whoever asks may not see, and not without what its
// type promises.
func (a *noticesAround) shows(n community.Notification) bool {
	_, known := a.actors[n.Actor]
	switch {
	case n.Kind.ClientType() == "", !known, n.Post != 0 && a.byPost[n.Post] == nil:
		return false
	case n.Kind == community.NotifyFlag:
		return a.flags[n.Actor].ID != 0
	case n.Kind == community.NotifySevered:
		return a.severance(n) != nil
	case n.Kind == community.NotifyDecision:
		return a.decision(n) != nil
	}
	return true
}

// status is what a notification is about; the word of staff about a post goes without.
func (a *noticesAround) status(n community.Notification) *Status {
	if n.Kind == community.NotifyHidden {
		return nil
	}
	return a.byPost[n.Post]
}

func (a *noticesAround) severance(n community.Notification) *storage.Severance {
	return newestBefore(a.severances, func(e storage.Severance) bool { return e.Kind == storage.SeveredByStaff && !e.Created.After(n.Created) })
}

func (a *noticesAround) decision(n community.Notification) *community.Decision {
	return newestBefore(a.decisions, func(d community.Decision) bool { return !d.Created.After(n.Created) })
}

// newestBefore is the first of a list that fits; nil when none does.
func newestBefore[T any](list []T, fits func(T) bool) *T {
	if i := slices.IndexFunc(list, fits); i >= 0 {
		return &list[i]
	}
	return nil
}

func (a *noticesAround) extras(n community.Notification) noticeExtras {
	var x noticeExtras
	switch n.Kind {
	case community.NotifySevered:
		e := a.severance(n)
		x.Event = &SeveranceEvent{ID: community.FormatID(community.PostID(e.ID)), Type: e.Kind, TargetName: e.Target, FollowersCount: e.Followers,
			FollowingCount: e.Following, CreatedAt: date(e.Created)}
	case community.NotifyFlag:
		x.Report = a.report(a.flags[n.Actor])
	case community.NotifyHidden, community.NotifyDecision:
		x.Warning = a.warning(n)
	}
	if word := n.Kind.ClientType(); len(a.supported) > 0 && !slices.Contains(a.supported, word) {
		who, _ := a.actor(n.Actor)
		title := cmp.Or(who.DisplayName, who.Handle.Name()) + " " + a.c.printer.T("notification."+string(n.Kind), "count", 1)
		x.Fallback = &NoticeFallback{Title: title}
	}
	return x
}

// report is what staff are told of a report. What it says and is about only apps read
// that were given the right to reports: the words may be about a patient.
func (a *noticesAround) report(f community.Flag) *Report {
	if !a.c.may("admin:read:reports") {
		f.Comment, f.Posts = "", nil
	}
	target, _ := a.actor(f.Target)
	return new(a.s.report(a.c, f, target))
}

// warningActions are Mastodon's words for what staff decided. What has none is "none":
// its text says what it is.
var warningActions = map[community.DecisionAct]string{
	community.DecideRemove: "delete_statuses", community.DecisionAct(community.Silenced): "silence", community.DecisionAct(community.Suspended): "suspend",
}

func appeal(d *community.Decision) *Appeal {
	switch {
	case d.Appeal == nil:
		return nil
	case d.Appeal.Decided.IsZero():
		return &Appeal{d.Appeal.Text, "pending"}
	case !d.Lifted.IsZero():
		return &Appeal{d.Appeal.Text, "approved"}
	}
	return &Appeal{d.Appeal.Text, "rejected"}
}

// warning is what staff decided, or that a post is hidden until they do. About a post that
// this app may not read it says nothing but that.
func (a *noticesAround) warning(n community.Notification) *AccountWarning {
	w := &AccountWarning{ID: community.FormatID(n.ID), Action: "none", StatusIDs: []string{}, TargetAccount: a.s.account(a.c, a.c.me()),
		Text: a.c.printer.T("notification." + string(n.Kind)), CreatedAt: date(n.Created)}
	if n.Post != 0 {
		w.StatusIDs = append(w.StatusIDs, community.FormatID(n.Post))
	}
	d := a.decision(n)
	if n.Kind == community.NotifyHidden || d == nil {
		return w
	}
	w.ID, w.CreatedAt = community.FormatID(d.ID), date(d.Created)
	w.Action = cmp.Or(warningActions[d.Act], "none")
	if d.Post == 0 || a.c.may(session.CasesRead) {
		w.Text, w.Appeal = cmp.Or(d.Note, w.Text), appeal(d)
	}
	if d.Post != 0 && a.c.may(session.CasesRead) {
		w.StatusIDs = append(w.StatusIDs, community.FormatID(d.Post))
	}
	return w
}
