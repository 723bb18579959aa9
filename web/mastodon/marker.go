package mastodon

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"consilium/community"
	"consilium/storage"
)

// Marker is how far a member has read a list.
type Marker struct {
	LastReadID string `json:"last_read_id"`
	Version    int    `json:"version"`
	UpdatedAt  string `json:"updated_at"`
}

// marked are the lists that have markers.
var marked = []string{"home", "notifications"}

// listMarkers is GET /api/v1/markers?timeline[]=.
func (s *API) listMarkers(c *call) (any, error) { return s.markers(c, c.fields.list("timeline")) }

func (s *API) markers(c *call, asked []string) (any, error) {
	var known []string
	for _, timeline := range marked {
		if slices.Contains(asked, timeline) {
			known = append(known, timeline)
		}
	}
	found := map[string]Marker{}
	if len(known) == 0 {
		return found, nil
	}
	list, err := s.store.Markers(c.Context(), c.me().ID, known)
	for _, m := range list {
		found[m.Timeline] = marker(m)
	}
	return found, err
}

func marker(m storage.Marker) Marker {
	return Marker{strconv.FormatInt(m.LastRead, 10), m.Version, date(m.Updated)}
}

// setMarkers is POST /api/v1/markers. Notifications that were read in an app are
// read on the pages too. An app that says which version it has seen is refused when
// another has moved the marker since.
func (s *API) setMarkers(c *call) (any, error) {
	var moved []string
	for _, timeline := range marked {
		number, err := c.fields.number(timeline+"[last_read_id]", 0)
		if err != nil {
			return nil, err
		}
		version, err := c.fields.number(timeline+"[version]", 0)
		if err != nil {
			return nil, err
		}
		if number == 0 {
			continue
		}
		if err := s.moveMarker(c, storage.Marker{Timeline: timeline, LastRead: number, Version: int(version)}); err != nil {
			return nil, err
		}
		moved = append(moved, timeline)
	}
	return s.markers(c, moved)
}

func (s *API) moveMarker(c *call, m storage.Marker) error {
	err := s.store.MoveMarker(c.Context(), c.me().ID, m)
	if errors.Is(err, community.ErrConflict) {
		return refuse(http.StatusConflict, "api.conflict")
	}
	if err == nil && m.Timeline == "notifications" {
		err = s.store.ReadNotifications(c.Context(), c.me().ID, community.NotificationID(m.LastRead))
	}
	return err
}
