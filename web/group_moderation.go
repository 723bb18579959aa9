package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// tended is the group in the address, for who looks after it.
func (s *Web) tended(r *http.Request, v door.Visitor) (community.LocalGroup, error) {
	g, standing, err := s.grouped(r, v)
	if err == nil && !g.MayModerate(v.Subject(), standing) {
		err = community.ErrForbidden
	}
	return g, err
}

// showGroupModeration is GET /groups/{name}/moderate.
func (s *Web) showGroupModeration(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	g, err := s.tended(r, v)
	if err != nil {
		return err
	}
	view, err := s.groupModeration(r, v, g)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// groupModeration is the page for who looks after a group.
func (s *Web) groupModeration(r *http.Request, v door.Visitor, g community.LocalGroup) (page.GroupModeration, error) {
	var view page.GroupModeration
	ctx, asked := r.Context(), door.ListPage(r)
	posts, err := s.store.GroupTimeline(ctx, v.Viewer(), g.Actor.ID, asked)
	if err != nil {
		return view, err
	}
	list, err := s.postList(r, v, asked, posts)
	if err != nil {
		return view, err
	}
	said, err := s.store.GroupPostsOf(ctx, g.Actor.ID, postIDs(posts))
	if err != nil {
		return view, err
	}
	view.Line, view.Pages = s.door.GroupLine(ctx, g), list.Pages
	for _, p := range list.Posts {
		id, err := community.ParseID[community.PostID](p.ID)
		if err != nil {
			return view, err
		}
		p.Preview = true
		view.Posts = append(view.Posts, page.ModeratedPost{Post: p, Pinned: !said[id].Pinned.IsZero(), Locked: !said[id].Locked.IsZero()})
	}
	if view.Bans, err = s.groupBans(ctx, g.Actor.ID); err != nil {
		return view, err
	}
	if view.Moderators, err = s.lines(ctx, g.Moderators); err != nil {
		return view, err
	}
	return view, nil
}

func postIDs(posts []community.Post) []community.PostID {
	ids := make([]community.PostID, 0, len(posts))
	for _, p := range posts {
		ids = append(ids, p.ID)
	}
	return ids
}

func (s *Web) groupBans(ctx context.Context, group community.ActorID) ([]page.GroupBan, error) {
	bans, err := s.store.GroupBans(ctx, group)
	if err != nil {
		return nil, err
	}
	var ids []community.ActorID
	for _, b := range bans {
		ids = append(ids, b.Actor)
	}
	people, err := s.store.Actors(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []page.GroupBan
	for _, b := range bans {
		if a, known := people[b.Actor]; known {
			list = append(list, page.GroupBan{Person: s.door.Line(ctx, a), Until: b.Until, Reason: b.Reason, Created: b.Created})
		}
	}
	return list, nil
}

// moderateGroup is POST /groups/{name}/moderate: one deed of a moderator. See
// page.GroupModeration for the fields.
func (s *Web) moderateGroup(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	g, err := s.tended(r, v)
	if err != nil {
		return err
	}
	deed, err := s.groupDeed(r, v, g)
	if err == nil {
		err = deed.Pass(v.Person.Actor, v.Printer.Language(), s.store.Now())
	}
	if problems, _ := problemsOrStopped(err); problems != nil {
		view, err := s.groupModeration(r, v, g)
		if err != nil {
			return err
		}
		view.Problems = problems
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: typedAgain(r, view)})
	}
	if err != nil {
		return err
	}
	if err := s.store.ModerateGroup(r.Context(), deed, nil); err != nil {
		return err
	}
	return door.SeeOther(w, r, groupPath(g.Actor)+"/moderate", "notice.group_moderated")
}

// typedAgain puts what was typed back into the forms of the page, beside what is wrong
// with it.
func typedAgain(r *http.Request, view page.GroupModeration) page.GroupModeration {
	about, reason := r.PostFormValue("post"), r.PostFormValue("reason")
	for i := range view.Posts {
		if view.Posts[i].Post.ID == about {
			view.Posts[i].Reason, view.Posts[i].Problems = reason, view.Problems
		}
	}
	view.Form, view.Handle, view.Days = r.PostFormValue("do"), r.PostFormValue("handle"), r.PostFormValue("days")
	if view.Form == "ban" {
		view.Reason = reason
	}
	return view
}

// deedsOfGroups are what the form may ask for.
var deedsOfGroups = []community.GroupDeedKind{community.RemoveFromGroup, community.PinInGroup, community.UnpinInGroup, community.LockInGroup,
	community.UnlockInGroup, community.BanFromGroup, community.UnbanFromGroup, community.AppointInGroup, community.DismissInGroup}

func (s *Web) groupDeed(r *http.Request, v door.Visitor, g community.LocalGroup) (community.GroupDeed, error) {
	deed := community.GroupDeed{Kind: community.GroupDeedKind(r.PostFormValue("do")), Group: g.Actor.ID, By: v.Person.Actor.ID,
		Reason: r.PostFormValue("reason"), RemovePosts: r.PostFormValue("remove_posts") == "on"}
	if !slices.Contains(deedsOfGroups, deed.Kind) {
		return deed, community.ErrNotFound
	}
	if deed.Kind.AboutPost() {
		id, err := community.ParseID[community.PostID](r.PostFormValue("post"))
		if err != nil {
			return deed, err
		}
		p, err := s.store.VisiblePost(r.Context(), v.Viewer(), id)
		if err == nil && p.Group != g.Actor.ID {
			err = community.ErrNotFound
		}
		deed.Post = id
		return deed, err
	}
	if days, err := strconv.Atoi(r.PostFormValue("days")); err == nil && days > 0 && days <= 3650 {
		deed.Until = s.store.Now().Add(time.Duration(days) * 24 * time.Hour)
	}
	person, err := s.personMeant(r, v)
	deed.Person = person.ID
	if err == nil && deed.Kind == community.BanFromGroup && person.ID == deed.By {
		err = &community.Invalid{Field: "handle", Problem: community.Say("group.unknown_person")}
	}
	return deed, err
}

// personMeant is whom a form names, by number or by handle.
func (s *Web) personMeant(r *http.Request, v door.Visitor) (community.Actor, error) {
	unknown := &community.Invalid{Field: "handle", Problem: community.Say("group.unknown_person")}
	if number := r.PostFormValue("person"); number != "" {
		id, err := community.ParseID[community.ActorID](number)
		if err != nil {
			return community.Actor{}, err
		}
		return s.store.Actor(r.Context(), id)
	}
	handle, err := community.ParseHandle(r.PostFormValue("handle"), s.store.Domain())
	if err != nil {
		return community.Actor{}, unknown
	}
	a, err := s.find(r.Context(), v, handle)
	if door.Elsewhere(err) && !errors.Is(err, context.Canceled) || err == nil && (isSomebody(a) != nil || a.Kind == community.Group) {
		return a, unknown
	}
	return a, err
}
