package mastodon

import (
	"context"
	"errors"
	"net/url"
	"unicode/utf8"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

func (s *API) announcementEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/announcements", member, "", s.listAnnouncements},
		{"POST", "/api/v1/announcements/{id:[0-9]+}/dismiss", member, "write:accounts", s.dismissAnnouncement},
		{"PUT", "/api/v1/announcements/{id:[0-9]+}/reactions/{name}", member, "write:favourites", s.toReaction(s.store.React)},
		{"DELETE", "/api/v1/announcements/{id:[0-9]+}/reactions/{name}", member, "write:favourites", s.toReaction(s.store.Unreact)},
	}
}

// Announcement is what the institution tells its members.
type Announcement struct {
	ID          string      `json:"id"`
	Content     string      `json:"content"`
	StartsAt    *string     `json:"starts_at"`
	EndsAt      *string     `json:"ends_at"`
	AllDay      bool        `json:"all_day"`
	PublishedAt string      `json:"published_at"`
	UpdatedAt   string      `json:"updated_at"`
	Read        bool        `json:"read"`
	Mentions    []struct{}  `json:"mentions"`
	Statuses    []struct{}  `json:"statuses"`
	Tags        []StatusTag `json:"tags"`
	Emojis      []Emoji     `json:"emojis"`
	Reactions   []Reaction  `json:"reactions"`
}

// Reaction is one emoji under an announcement; the addresses are of an own emoji's
// picture.
type Reaction struct {
	Name      string  `json:"name"`
	Count     int     `json:"count"`
	Me        bool    `json:"me"`
	URL       *string `json:"url"`
	StaticURL *string `json:"static_url"`
}

// listAnnouncements is GET /api/v1/announcements: what is shown now and, without
// with_dismissed, was not read.
func (s *API) listAnnouncements(c *call) (any, error) {
	all, err := c.fields.flag("with_dismissed", false)
	if err != nil {
		return nil, err
	}
	found, err := s.store.CurrentAnnouncements(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	pictures, err := s.ownEmoji(c, found)
	if err != nil {
		return nil, err
	}
	list := make([]Announcement, 0, len(found))
	for _, a := range found {
		if all || !a.Read {
			list = append(list, announcement(a, pictures))
		}
	}
	return list, nil
}

// ownEmoji are the pictures of the institution's emoji by shortcode, asked for only
// where there are reactions.
func (s *API) ownEmoji(c *call, list []community.Announcement) (map[string]Emoji, error) {
	pictures := map[string]Emoji{}
	for _, a := range list {
		if len(a.Reactions) == 0 {
			continue
		}
		own, err := s.store.LocalEmoji(c.Context())
		for _, e := range s.emojis(own) {
			pictures[e.Shortcode] = e
		}
		return pictures, err
	}
	return pictures, nil
}

func announcement(a community.Announcement, pictures map[string]Emoji) Announcement {
	out := Announcement{ID: community.FormatID(a.ID), Content: a.Content.String(), StartsAt: maybeDate(a.Starts), EndsAt: maybeDate(a.Ends), AllDay: a.AllDay,
		PublishedAt: date(a.Published), UpdatedAt: date(a.Changed), Read: a.Read, Mentions: empty, Statuses: empty, Tags: []StatusTag{}, Emojis: []Emoji{},
		Reactions: make([]Reaction, 0, len(a.Reactions))}
	for _, r := range a.Reactions {
		reaction := Reaction{Name: r.Name, Count: r.Count, Me: r.Mine}
		if e, own := pictures[r.Name]; own {
			reaction.URL, reaction.StaticURL = &e.URL, &e.StaticURL
		}
		out.Reactions = append(out.Reactions, reaction)
	}
	return out
}

// dismissAnnouncement is POST /api/v1/announcements/{id}/dismiss.
func (s *API) dismissAnnouncement(c *call) (any, error) {
	id, err := named[community.AnnouncementID](c)
	if err != nil {
		return nil, err
	}
	return struct{}{}, s.store.ReadAnnouncement(c.Context(), c.me().ID, id)
}

// reacting puts an emoji of a member under an announcement, or takes it away.
type reacting func(ctx context.Context, member community.ActorID, id community.AnnouncementID, name string) error

// toReaction is PUT and DELETE /api/v1/announcements/{id}/reactions/{name}.
func (s *API) toReaction(do reacting) answer {
	return func(c *call) (any, error) {
		id, err := named[community.AnnouncementID](c)
		if err != nil {
			return nil, err
		}
		name, err := url.PathUnescape(mux.Vars(c.Request)["name"])
		if err != nil || !clean(name) || utf8.RuneCountInString(name) > community.MaxShortcode {
			return nil, invalid("name", "announcement.no_emoji")
		}
		return struct{}{}, do(c.Context(), c.me().ID, id, name)
	}
}

// announcementEvent is what became of an announcement, or of the reactions to it, for
// the channel of everything that concerns a member.
func (l *listener) announcementEvent(ch channel, h heard) (event, error) {
	id := community.AnnouncementID(h.ID)
	if ch.name != "user" {
		return event{}, nil
	}
	if h.Topic == storage.TopicAnnouncement && !h.New {
		return event{ch, "announcement.delete", community.FormatID(id)}, nil
	}
	a, err := l.api.store.CurrentAnnouncement(l.c.Context(), id, l.actor)
	if errors.Is(err, community.ErrNotFound) { // over meanwhile
		return event{}, nil
	}
	if err != nil {
		return event{}, err
	}
	if h.Topic == storage.TopicReaction {
		count := 0
		for _, r := range a.Reactions {
			if r.Name == h.Name {
				count = r.Count
			}
		}
		return l.event(ch, "announcement.reaction", map[string]any{"name": h.Name, "count": count, "announcement_id": community.FormatID(id)})
	}
	pictures, err := l.api.ownEmoji(l.c, []community.Announcement{a})
	if err != nil {
		return event{}, err
	}
	return l.event(ch, "announcement", announcement(a, pictures))
}
