package web

import (
	"net/http"
	"net/url"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

func tagPath(tag string) string { return "/tags/" + url.PathEscape(tag) }

// showTag is GET /tags/{tag}: what is public under a hashtag.
func (s *Web) showTag(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	value, err := pathValue(r, "tag")
	if err != nil {
		return err
	}
	tag := community.NormalizeTag(value)
	if tag == "" {
		return community.ErrNotFound
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
	return s.door.Show(w, r, v, door.Sheet{View: page.Hashtag{Tag: tag, List: list}, Frame: func(f *page.Frame) { f.Unlisted = true }})
}
