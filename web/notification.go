package web

import (
	"context"
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// excerptLength is how much of a post a notice shows, in characters.
const excerptLength = 140

// showNotifications is GET /notifications.
func (s *Web) showNotifications(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, me, asked := r.Context(), v.Person.Actor.ID, door.ListPage(r)
	list, err := s.store.Notifications(ctx, me, storage.NotificationFilter{}, asked)
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(list))
	for _, n := range list {
		ids = append(ids, int64(n.ID))
	}
	view := page.Notifications{Pages: door.ListLinks(r, asked, ids)}
	if view.List, err = s.notices(ctx, v, list); err != nil {
		return err
	}
	if view.Unread, err = s.store.CountUnread(ctx, me); err != nil {
		return err
	}
	if view.Messages, err = s.store.CountMessageRequests(ctx, storage.RequestsFor{Owner: me}); err != nil {
		return err
	}
	if view.Requests, err = s.store.CountFollowRequests(ctx, me); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// notices turns notifications into what the page shows. One about a post that
// the member may no longer see is left out; likes and boosts of the same post
// become one.
func (s *Web) notices(ctx context.Context, v door.Visitor, list []community.Notification) ([]page.Notification, error) {
	var about []community.PostID
	var who []community.ActorID
	for _, n := range list {
		who = append(who, n.Actor)
		if n.Post != 0 {
			about = append(about, n.Post)
		}
	}
	posts, err := s.visiblePosts(ctx, v, about)
	if err != nil {
		return nil, err
	}
	actors, err := s.store.Actors(ctx, who)
	if err != nil {
		return nil, err
	}
	filters, err := s.filtersOf(ctx, v)
	if err != nil {
		return nil, err
	}
	var notices []page.Notification
	joined := map[sameNotice]int{}
	for _, n := range list {
		post, visible := posts[n.Post]
		actor, known := actors[n.Actor]
		if !known || n.Post != 0 && !visible && n.Kind != community.NotifyCaseWithdrawn {
			continue
		}
		filtered, _ := community.Gravest(community.FiltersOn(filters, community.FilterNotifications, post, s.store.Now()))
		if filtered.Filter.Action == community.FilterHide {
			continue
		}
		same := sameNotice{n.Kind, n.Post}
		if at, before := joined[same]; before && same.joins() {
			notices[at].Others++
			notices[at].Unread = notices[at].Unread || n.Read.IsZero()
			continue
		}
		joined[same] = len(notices)
		notice := s.notice(ctx, n, actor, post)
		if filtered.Filter.Action == community.FilterWarn {
			notice.Excerpt = filtered.Filter.Title
		}
		if actor.IsInstance() {
			notice.Who.Name, notice.Who.URL = v.Instance.Name, "/about"
		}
		notices = append(notices, notice)
	}
	return notices, nil
}

// sameNotice is what several people can do together.
type sameNotice struct {
	kind community.NotificationKind
	post community.PostID
}

func (n sameNotice) joins() bool {
	return n.post != 0 && (n.kind == community.NotifyLike || n.kind == community.NotifyAnnounce)
}

func (s *Web) notice(ctx context.Context, n community.Notification, actor community.Actor, post community.Post) page.Notification {
	notice := page.Notification{Kind: n.Kind, Who: s.door.Line(ctx, actor), When: n.Created, Unread: n.Read.IsZero(), URL: profilePath(actor)}
	switch n.Kind {
	case community.NotifyFollowRequest:
		notice.URL = "/requests"
	case community.NotifySignUp:
		notice.URL = "/desk/accounts/" + community.FormatID(actor.ID)
	case community.NotifyFlag:
		notice.URL = "/desk/reports"
	case community.NotifyReview:
		notice.URL = "/desk/review"
	case community.NotifyReviewReleased, community.NotifyReviewReturned, community.NotifyUnposted:
		notice.URL = "/cases/drafts"
	case community.NotifyVerification:
		notice.URL = "/desk/verifications"
	case community.NotifyRegisterCheck:
		notice.URL = "/desk/clinicians/" + community.FormatID(actor.ID)
	case community.NotifySevered:
		notice.URL = "/severed"
	case community.NotifyVerificationAnswer, community.NotifyCredential:
		notice.URL = "/verification"
	}
	if n.Kind == community.NotifyCaseWithdrawn {
		notice.URL = "/cases"
		if n.Post != 0 { // for whom the ledger is
			notice.URL = "/p/" + community.FormatID(n.Post) + "/withdrawal"
		}
	}
	if n.Kind == community.NotifyHidden || n.Kind == community.NotifyDecision {
		notice.URL = "/decisions"
		return notice
	}
	if post.ID != 0 {
		notice.URL, notice.Excerpt = s.postPath(post), cutText(excerpt(post), excerptLength)
	}
	if n.Kind == community.NotifyQuoteAsked && post.Quote != nil {
		notice.URL = "/p/" + community.FormatID(post.Quote.Post) + "/quotes"
	}
	if n.Kind == community.NotifyRetraction { // it says neither what nor of whom
		notice.Excerpt = ""
	}
	if n.Kind == community.NotifyHandOver {
		notice.URL = "/cases/handed-over"
	}
	return notice
}

// excerpt is the beginning of a post in plain text; of one with a warning only
// that.
func excerpt(p community.Post) string {
	switch {
	case p.Warning != "":
		return p.Warning
	case p.Case != nil:
		return p.Case.Title
	}
	return p.Content.Text()
}

// readNotifications is POST /notifications/read.
func (s *Web) readNotifications(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	me := v.Person.Actor.ID
	last, err := s.store.Notifications(r.Context(), me, storage.NotificationFilter{}, storage.Page{Limit: 1})
	if err == nil && len(last) > 0 {
		err = s.store.ReadNotifications(r.Context(), me, last[0].ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, door.Back(r, "/notifications"), "")
}
