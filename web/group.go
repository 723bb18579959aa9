package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// groupRoutes are the groups of the institution, for everybody, and what their
// moderators do.
func (s *Web) groupRoutes(router *mux.Router) {
	for path, handler := range (routes{"/groups": s.showGroups, "/groups/{name}": s.showGroup}) {
		router.Handle(path, s.door.Anyone(handler)).Methods(methods("GET")...)
	}
	router.Handle("/groups/{name}/moderate", s.door.Member(s.showGroupModeration)).Methods(methods("GET")...)
	router.Handle("/groups/{name}/moderate", s.door.Member(door.Allowed(community.MarkPosts, s.moderateGroup))).Methods("POST")
}

func groupPath(a community.Actor) string { return "/groups/" + a.Handle.Name() }

// isGroupHere says whether an actor has its page under /groups.
func isGroupHere(a community.Actor) bool { return a.Local && a.Kind == community.Group }

// showGroups is GET /groups?q=&specialty=.
func (s *Web) showGroups(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.Groups{Query: cutText(r.URL.Query().Get("q"), 100), MayCreate: v.May(community.KeepGroups)}
	if specialty := community.Specialty(r.URL.Query().Get("specialty")); specialty.Known() {
		view.Specialty = specialty
	}
	groups, err := s.store.Groups(r.Context(), storage.GroupSearch{Query: view.Query, Specialty: view.Specialty})
	if err != nil {
		return err
	}
	for _, g := range groups {
		view.List = append(view.List, s.door.GroupLine(r.Context(), g))
	}
	if v.Person != nil && !view.Filtered() {
		followed, err := s.store.GroupsFollowed(r.Context(), v.Person.Actor.ID)
		if err != nil {
			return err
		}
		for _, a := range followed {
			if !a.Local {
				view.Elsewhere = append(view.Elsewhere, s.door.Line(r.Context(), a))
			}
		}
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// grouped is the group that {name} in the address names, and what the visitor is to it.
// A closed one is there for nobody but staff.
func (s *Web) grouped(r *http.Request, v door.Visitor) (community.LocalGroup, community.GroupStanding, error) {
	var none community.GroupStanding
	name, err := pathValue(r, "name")
	if err != nil {
		return community.LocalGroup{}, none, err
	}
	handle, err := community.MakeHandle(name, "", s.store.Domain())
	if err != nil {
		return community.LocalGroup{}, none, community.ErrNotFound
	}
	a, err := s.store.ActorByHandle(r.Context(), handle)
	if err != nil {
		return community.LocalGroup{}, none, err
	}
	g, err := s.store.Group(r.Context(), a.ID)
	if err == nil && !g.Actor.Active() && !v.May(community.KeepGroups) {
		err = fmt.Errorf("closed group: %w", community.ErrNotFound)
	}
	if err != nil || v.Person == nil {
		return g, none, err
	}
	standing, err := s.store.GroupStanding(r.Context(), a.ID, v.Person.Actor)
	return g, standing, err
}

// showGroup is GET /groups/{name}.
func (s *Web) showGroup(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	g, standing, err := s.grouped(r, v)
	if err != nil {
		return err
	}
	ctx := r.Context()
	view := page.Group{Line: s.door.GroupLine(ctx, g), Description: g.Actor.Summary, Rules: g.Rules, Posting: g.Posting,
		Address: "@" + g.Actor.Handle.At(s.store.Domain()), SignedIn: v.Person != nil, Joined: standing.Follows}
	if v.Person != nil {
		view.MayModerate = g.MayModerate(v.Subject(), standing)
		view.MayPost = v.May(community.WritePosts) && g.MayPost(v.Person.Actor, standing)
		view.PostURL = "/compose?group=" + community.FormatID(g.Actor.ID)
	}
	if view.Moderators, err = s.lines(ctx, g.Moderators); err != nil {
		return err
	}
	asked := door.ListPage(r)
	posts, err := s.store.GroupTimeline(ctx, v.Viewer(), g.Actor.ID, asked)
	if err != nil {
		return err
	}
	if view.List, err = s.postList(r, v, asked, posts); err != nil {
		return err
	}
	view.List.Empty = page.EmptyGroup()
	if view.Pinned, err = s.pinnedInGroup(ctx, v, g.Actor.ID, asked); err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept")
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) {
		f.Canonical = s.store.Base() + groupPath(g.Actor)
		f.Alternates = []page.Alternate{{Type: "application/activity+json", URL: g.Actor.IRI.String()}}
	}})
}

// pinnedInGroup is shown above the first page.
func (s *Web) pinnedInGroup(ctx context.Context, v door.Visitor, group community.ActorID, asked storage.Page) ([]page.Post, error) {
	if asked.Max != 0 || asked.Min != 0 || asked.Since != 0 {
		return nil, nil
	}
	posts, err := s.store.PinnedInGroup(ctx, v.Viewer(), group)
	if err != nil {
		return nil, err
	}
	return s.views(ctx, v, shownAll(posts))
}

func shownAll(posts []community.Post) []shown {
	list := make([]shown, 0, len(posts))
	for _, p := range posts {
		list = append(list, shown{post: p})
	}
	return list
}

// lines are people in the order of their numbers given.
func (s *Web) lines(ctx context.Context, ids []community.ActorID) ([]page.Person, error) {
	known, err := s.store.Actors(ctx, ids)
	if err != nil {
		return nil, err
	}
	var list []page.Person
	for _, id := range ids {
		if a, ok := known[id]; ok {
			list = append(list, s.door.Line(ctx, a))
		}
	}
	return list, nil
}

// groupChoice are the groups a member may choose from for a post: those they follow.
func (s *Web) groupChoice(ctx context.Context, v door.Visitor, chosen string) (page.GroupChoice, error) {
	choice := page.GroupChoice{ID: chosen}
	groups, err := s.store.GroupsFollowed(ctx, v.Person.Actor.ID)
	for _, a := range groups {
		id := community.FormatID(a.ID)
		choice.Groups = append(choice.Groups, page.Option{Value: id, Label: a.Name() + " (@" + a.Handle.String() + ")", Chosen: id == chosen})
	}
	return choice, err
}

// forGroup makes the form one for a post to a group, and for nobody less than
// everybody.
func (s *Web) forGroup(ctx context.Context, v door.Visitor, c *page.Composer, chosen string) error {
	id, err := community.ParseID[community.ActorID](chosen)
	if err != nil {
		return err
	}
	a, err := s.store.Actor(ctx, id)
	if err == nil && (a.Kind != community.Group || !a.Active() || !v.May(community.WritePosts)) {
		err = community.ErrNotFound
	}
	c.To = page.GroupChoice{ID: chosen, Name: a.Name(), URL: profilePath(a)}
	c.Audience, c.Audiences, c.Narrowing.Offered = community.Public, []community.AudienceKind{community.Public}, false
	return err
}

// groupInForm keeps what the form said of groups when it is shown again.
func (s *Web) groupInForm(ctx context.Context, v door.Visitor, c *page.Composer, d draftAgain) error {
	if d.parent != nil {
		return nil
	}
	chosen := d.Get("group")
	to, err := s.groupChoice(ctx, v, chosen)
	offered := slices.ContainsFunc(to.Groups, func(o page.Option) bool { return o.Chosen })
	if c.To = to; err == nil && chosen != "" && (d.Get("only_group") != "" || !offered) {
		err = s.forGroup(ctx, v, c, chosen)
	}
	c.To.Title = d.draft.Title
	return err
}

// groupAround is the group a draft is for, as the rules want it.
func (s *Web) groupAround(ctx context.Context, v door.Visitor, d community.PostDraft, w writing) (*community.GroupPlace, error) {
	if w.old != nil {
		return nil, nil
	}
	wanted, err := groupWanted(w.form)
	if err != nil {
		return nil, err
	}
	return s.door.Group(ctx, door.Posting{By: v.Person.Actor, Parent: w.parent, Group: wanted, Audience: d.Audience})
}

// groupWanted is the group a form names; 0 for none.
func groupWanted(f form) (community.ActorID, error) {
	text := strings.TrimSpace(f.Get("group"))
	if text == "" {
		return 0, nil
	}
	id, err := community.ParseID[community.ActorID](text)
	if err != nil {
		return 0, &community.Invalid{Field: "group", Problem: community.Say("group.unknown_choice")}
	}
	return id, nil
}

// refsOf are the groups that listed posts stand in.
func (s *Web) refsOf(list []shown) []community.ActorID {
	var ids []community.ActorID
	for _, l := range list {
		if l.post.Group != 0 {
			ids = append(ids, l.post.Group)
		}
	}
	return ids
}

// inGroup says on a post in which group it stands. That the group announced it is then
// no news.
func (a around) inGroup(l shown, view *page.Post) {
	group, known := a.actors[l.post.Group]
	if !known || l.post.Group == 0 || !group.Active() {
		return
	}
	view.Group = &page.GroupRef{Name: group.Name(), URL: profilePath(group)}
	if l.announcer == group.ID {
		view.BoostedBy = nil
	}
}
