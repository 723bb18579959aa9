package web

import (
	"context"
	"fmt"
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// profiled is whom {handle} in the address names. Somebody who left is gone.
func (s *Web) profiled(r *http.Request, v door.Visitor) (community.Actor, error) {
	value, err := pathValue(r, "handle")
	if err != nil {
		return community.Actor{}, err
	}
	handle, err := community.ParseHandle(value, s.store.Domain())
	if err != nil {
		return community.Actor{}, community.ErrNotFound
	}
	a, err := s.find(r.Context(), v, handle)
	if err != nil {
		return a, err
	}
	return a, isSomebody(a)
}

// showProfile is GET /@handle and its tab of cases: what somebody posted, as
// far as the visitor may see it.
func (s *Web) showProfile(tab string) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		a, err := s.profiled(r, v)
		if err != nil {
			return err
		}
		if isGroupHere(a) {
			http.Redirect(w, r, groupPath(a), http.StatusFound)
			return nil
		}
		view, err := s.profile(r.Context(), v, a)
		if err != nil {
			return err
		}
		view.Tab = tab
		if !view.Suspended {
			if view.List, err = s.profilePosts(r, v, a, tab); err != nil {
				return err
			}
			if view.Pinned, err = s.pinned(r, v, view, a); err != nil {
				return err
			}
		}
		return s.door.Show(w, r, v, door.Sheet{View: view, Frame: s.profileFrame(a)})
	}
}

func (s *Web) profilePosts(r *http.Request, v door.Visitor, a community.Actor, tab string) (page.Posts, error) {
	asked := door.ListPage(r)
	filter := storage.Filter{Actor: a.ID, Announces: tab == "posts", CasesOnly: tab == "cases"}
	posts, err := s.store.AccountPosts(r.Context(), v.Viewer(), filter, asked)
	if err != nil {
		return page.Posts{}, err
	}
	list, err := s.postList(r, v, asked, posts)
	list.Empty = page.EmptyProfile(tab)
	return list, err
}

// acquainted is whom {handle} names, if they did not block the visitor: to those
// there are no lists (S-PRIV-9).
func (s *Web) acquainted(r *http.Request, v door.Visitor) (community.Actor, error) {
	a, err := s.profiled(r, v)
	if err != nil {
		return a, err
	}
	relations, err := s.relations(r.Context(), v, []community.Actor{a})
	if err == nil && relations[a.ID].BlockedBy {
		err = fmt.Errorf("lists of actor %d: %w", a.ID, community.ErrNotFound)
	}
	return a, err
}

// listPeople reads followers or those somebody follows.
type listPeople func(ctx context.Context, actor community.ActorID, p storage.Page) ([]community.Actor, error)

// showPeople is GET /@handle/followers and /@handle/following, for members:
// who knows whom is nobody else's business.
func (s *Web) showPeople(tab string, read listPeople) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		a, err := s.acquainted(r, v)
		if err != nil {
			return err
		}
		view, err := s.profile(r.Context(), v, a)
		if err != nil {
			return err
		}
		view.Tab = tab
		asked := door.ListPage(r)
		if hidden := a.HidesCollections && (v.Person == nil || a.ID != v.Person.Actor.ID); !view.Suspended && !hidden {
			people, err := read(r.Context(), a.ID, asked)
			if err != nil {
				return err
			}
			if view.People.Cards, err = s.cards(r.Context(), v, people); err != nil {
				return err
			}
			view.People.Pages, view.People.Empty = door.ListLinks(r, asked, actorNumbers(people)), page.EmptyProfile(tab)
		}
		return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) { f.Unlisted = true }})
	}
}

// profile is the head of a profile.
func (s *Web) profile(ctx context.Context, v door.Visitor, a community.Actor) (page.Profile, error) {
	shut, err := s.store.ShutOut(ctx, a)
	if err != nil {
		return page.Profile{}, err
	}
	view := page.Profile{Person: s.door.Line(ctx, a), SignedIn: v.Person != nil, Suspended: !a.Suspended.IsZero() || shut}
	if v.May(community.SeeAccounts) {
		view.DeskURL = "/desk/accounts/" + community.FormatID(a.ID)
	}
	if view.Suspended {
		view.Person.Picture = ""
		return view, nil
	}
	relations, err := s.relations(ctx, v, []community.Actor{a})
	if err != nil {
		return view, err
	}
	view.Relationship = relationship(v, a, relations[a.ID])
	if view.Lists, err = s.listingOf(ctx, v, a, relations[a.ID]); err != nil {
		return view, err
	}
	practice, err := s.store.Practice(ctx, a.ID)
	if err != nil {
		return view, err
	}
	view.Practice = page.Practice{Practice: practice}
	view.MayRefer = v.Person != nil && practice.Referrals && a.ID != v.Person.Actor.ID && s.clinician(ctx, a) && s.clinician(ctx, v.Person.Actor)
	if view.Credential, err = s.credentialPanel(ctx, v, a); err != nil {
		return view, err
	}
	if view.ProfileMore, err = s.profileMore(ctx, a); err != nil {
		return view, err
	}
	view.Summary, view.Declared, view.Joined = a.Summary, declared(a), a.Published
	if view.MovedTo, err = s.movedTo(ctx, a); err != nil {
		return view, err
	}
	view.Posts, view.Following, view.Followers = a.PostCount, a.FollowingCount, a.FollowerCount
	if a.Local {
		view.FeedURL = profilePath(a) + "/feed.atom"
	} else if view.Elsewhere = a.URL.String(); a.URL.IsZero() {
		view.Elsewhere = a.IRI.String()
	}
	return view, nil
}

// profileFrame completes the frame of a profile. Only members have a form for
// machines, a feed and a preview at this address.
func (s *Web) profileFrame(a community.Actor) func(*page.Frame) {
	return func(f *page.Frame) {
		f.Unlisted = !a.Local || !a.Discoverable || !a.Active()
		if !a.Local || !a.Active() {
			return
		}
		base := s.store.Base() + profilePath(a)
		f.Canonical = base
		f.Alternates = []page.Alternate{
			{Type: "application/activity+json", URL: a.IRI.String()},
			{Type: "application/atom+xml", URL: base + "/feed.atom", Title: a.Name()},
			{Type: "application/rss+xml", URL: base + "/feed.rss", Title: a.Name()},
		}
		f.Preview = &page.Preview{Kind: "profile", Description: cutText(a.Summary.Text(), previewLength)}
	}
}

// leadToProfile is GET /users/{name} in a browser: what other servers know a
// member by leads people to the profile.
func (s *Web) leadToProfile(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	iri, err := community.ParseIRI(s.store.Base() + r.URL.EscapedPath())
	if err != nil {
		return community.ErrNotFound
	}
	a, err := s.store.ActorByIRI(r.Context(), iri)
	if err != nil {
		return err
	}
	if err := isSomebody(a); err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept") // the actor's document is at the same address
	http.Redirect(w, r, profilePath(a), http.StatusFound)
	return nil
}
