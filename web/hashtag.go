package web

import (
	"net/http"
	"net/url"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

func tagPath(tag string) string { return "/tags/" + url.PathEscape(tag) }

// tagOf is the hashtag that {tag} names, as it was written and as it is known;
// ErrNotFound for what can be none.
func tagOf(r *http.Request) (value, tag string, err error) {
	if value, err = pathValue(r, "tag"); err != nil {
		return "", "", err
	}
	if tag = community.NormalizeTag(value); tag == "" {
		return "", "", community.ErrNotFound
	}
	return value, tag, nil
}

// showTag is GET /tags/{tag}: what is public under a hashtag.
func (s *Web) showTag(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	value, tag, err := tagOf(r)
	if err != nil {
		return err
	}
	if value != tag {
		http.Redirect(w, r, tagPath(tag), http.StatusFound)
		return nil
	}
	asked := door.ListPage(r)
	posts, err := s.store.TagTimeline(r.Context(), v.Viewer(), tag, asked)
	if err != nil {
		return err
	}
	list, err := s.postList(r, v, asked, posts)
	if err != nil {
		return err
	}
	list.Empty = page.EmptyHashtag()
	view := page.Hashtag{Tag: tag, List: list, SignedIn: v.Person != nil && v.May(community.KeepAccount)}
	if v.Person != nil {
		relations, err := s.store.TagRelations(r.Context(), v.Person.Actor.ID, []string{tag})
		if err != nil {
			return err
		}
		view.Following = relations[tag].Following
	}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) { f.Unlisted = true }})
}

// followTag is POST /tags/{tag}/follow, unfollowTag POST /tags/{tag}/unfollow.
func (s *Web) followTag(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.toTag(w, r, func(tag string) (string, error) {
		return "notice.tag_followed", s.store.FollowTag(r.Context(), v.Person.Actor.ID, tag)
	})
}

func (s *Web) unfollowTag(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.toTag(w, r, func(tag string) (string, error) {
		return "notice.tag_unfollowed", s.store.UnfollowTag(r.Context(), v.Person.Actor.ID, tag)
	})
}

func (s *Web) toTag(w http.ResponseWriter, r *http.Request, do func(tag string) (notice string, err error)) error {
	_, tag, err := tagOf(r)
	if err != nil {
		return err
	}
	notice, err := do(tag)
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, door.Back(r, tagPath(tag)), notice)
}
