package mastodon

import (
	"context"
	"strconv"
	"strings"

	"consilium/community"
)

// apiVersion is Mastodon's count of its API (api_versions.mastodon): 1 is the
// API before grouped notifications, which came with 2 and are not here.
const apiVersion = 1

// version is what apps compare with Mastodon's releases.
func (s *API) version() string { return "4.5.0 (compatible; Consilium " + s.Version + ")" }

// instance is what the institution says of itself.
func (s *API) instance(ctx context.Context) (community.Instance, error) {
	i, err := s.store.Instance(ctx)
	if i.Name == "" {
		i.Name = s.door.Name
	}
	return i, err
}

// showInstance is GET /api/v2/instance.
func (s *API) showInstance(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err != nil {
		return nil, err
	}
	users, err := s.store.CountUsers(c.Context())
	if err != nil {
		return nil, err
	}
	out := Instance{Domain: s.store.Domain(), Title: i.Name, Version: s.version(), SourceURL: s.address("/about"), Description: i.Description,
		Thumbnail: Thumbnail{URL: s.asset("icon-512.png"), Versions: map[string]string{"@1x": s.asset("icon-512.png")}},
		Icon:      s.icons(), Languages: s.languages(), Configuration: s.configuration(), Registrations: s.registrations(),
		APIVersions: map[string]int{"mastodon": apiVersion}, Contact: Contact{Email: i.Contact}, Rules: rules(i)}
	out.Usage.Users.ActiveMonth = users.ActiveMonth
	return out, nil
}

// showOldInstance is GET /api/v1/instance.
func (s *API) showOldInstance(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err != nil {
		return nil, err
	}
	stats, err := s.stats(c.Context())
	if err != nil {
		return nil, err
	}
	r := s.registrations()
	return OldInstance{URI: s.store.Domain(), Title: i.Name, ShortDescription: i.Description, Description: i.Description, Email: i.Contact,
		Version: s.version(), URLs: map[string]string{"streaming_api": s.streaming()}, Stats: stats, Thumbnail: s.asset("icon-512.png"), Languages: s.languages(),
		Registrations: r.Enabled, ApprovalRequired: r.ApprovalRequired, Configuration: s.configuration(), Rules: rules(i)}, nil
}

func (s *API) stats(ctx context.Context) (Stats, error) {
	users, err := s.store.CountUsers(ctx)
	if err != nil {
		return Stats{}, err
	}
	posts, err := s.store.PostCounts(ctx)
	if err != nil {
		return Stats{}, err
	}
	peers, err := s.store.Peers(ctx)
	return Stats{users.Active, posts.Posts, len(peers)}, err
}

func (s *API) icons() []Icon {
	list := make([]Icon, 0, 3)
	for _, size := range []string{"180", "192", "512"} {
		list = append(list, Icon{s.asset("icon-" + size + ".png"), size + "x" + size})
	}
	return list
}

// languages are those of our pages.
func (s *API) languages() []string {
	list := []string{}
	for _, l := range s.door.Renderer.Catalogue().Languages() {
		list = append(list, l.Tag)
	}
	return list
}

func (s *API) registrations() Registrations {
	mode := s.door.Registrations
	approval := mode == community.RegisterApproval
	return Registrations{Enabled: approval || mode == community.RegisterOpen, ApprovalRequired: approval, ReasonRequired: approval,
		URL: new(s.address("/register"))}
}

// The bounds of storage/media's scrubber.
const (
	maxPicture = 16 << 20
	maxPixels  = 33_000_000
)

func (s *API) configuration() Configuration {
	open := AccessKind{"public", "public"}
	return Configuration{
		URLs:  ConfigurationURLs{Streaming: new(s.streaming()), About: new(s.address("/about"))},
		Vapid: map[string]string{"public_key": ""},
		Accounts: map[string]int{"max_featured_tags": 0, "max_pinned_statuses": 0, "max_profile_fields": 0,
			"max_note_length": community.MaxSummary, "max_display_name_length": community.MaxDisplayName},
		Statuses: map[string]int{"max_characters": community.MaxPost, "max_media_attachments": community.MaxMedia, "characters_reserved_per_url": 23},
		MediaAttachments: MediaConfiguration{SupportedTypes: []string{"image/jpeg", "image/png", "image/gif", "image/webp"},
			DescriptionLimit: community.MaxDescription, ImageSizeLimit: maxPicture, ImageMatrixLimit: maxPixels},
		Polls:           pollLimits(),
		Translation:     map[string]bool{"enabled": false},
		TimelinesAccess: map[string]AccessKind{"live_feeds": open, "hashtag_feeds": open},
	}
}

func rules(i community.Instance) []Rule {
	list := make([]Rule, 0, len(i.Rules))
	for n, text := range i.Rules {
		list = append(list, Rule{ID: strconv.Itoa(n + 1), Text: text})
	}
	return list
}

// listRules is GET /api/v1/instance/rules.
func (s *API) listRules(c *call) (any, error) {
	i, err := s.instance(c.Context())
	return rules(i), err
}

// showPreferences is GET /api/v1/preferences.
func (s *API) showPreferences(c *call) (any, error) {
	u := c.bearer.User
	return Preferences{Visibility: visibilityOf(u.AppAudience), Language: maybe(u.Language), Media: "default",
		Quotes: policyWord(community.DefaultQuotePolicy(c.me()))}, nil
}

// streaming is the address under which apps look for /api/v1/streaming.
func (s *API) streaming() string { return "ws" + strings.TrimPrefix(s.store.Base(), "http") }
