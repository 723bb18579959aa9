package mastodon

import (
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
// read on the pages too.
func (s *API) setMarkers(c *call) (any, error) {
	var moved []string
	for _, timeline := range marked {
		name := timeline + "[last_read_id]"
		number, err := c.fields.number(name, 0)
		if err != nil {
			return nil, err
		}
		if number == 0 {
			continue
		}
		if err := s.store.SetMarker(c.Context(), c.me().ID, timeline, number); err != nil {
			return nil, err
		}
		if timeline == "notifications" {
			if err := s.store.ReadNotifications(c.Context(), c.me().ID, community.NotificationID(number)); err != nil {
				return nil, err
			}
		}
		moved = append(moved, timeline)
	}
	return s.markers(c, moved)
}
