package web

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// announcements are what the institution tells its members, as far as this one did not
// put it aside.
func (s *Web) announcements(ctx context.Context, me community.ActorID) ([]page.Announcement, error) {
	found, err := s.store.CurrentAnnouncements(ctx, me)
	if err != nil {
		return nil, err
	}
	pictures := map[string]string{}
	if len(found) > 0 {
		own, err := s.store.LocalEmoji(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range own {
			pictures[e.Shortcode] = "/media/emoji/" + community.FormatID(e.ID)
		}
	}
	var list []page.Announcement
	for _, a := range found {
		if a.Read {
			continue
		}
		one := page.Announcement{ID: community.FormatID(a.ID), Content: a.Content, When: a.Published, Ends: a.Ends, AllDay: a.AllDay}
		for _, r := range a.Reactions {
			one.Reactions = append(one.Reactions, page.AnnouncementReaction{Name: r.Name, Picture: pictures[r.Name], Count: r.Count})
		}
		list = append(list, one)
	}
	return list, nil
}

// dismissAnnouncement is POST /announcements/{id}/dismiss.
func (s *Web) dismissAnnouncement(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.AnnouncementID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.store.ReadAnnouncement(r.Context(), v.Person.Actor.ID, id); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/home", "")
}
