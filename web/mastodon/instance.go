package mastodon

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage/media"
)

// apiVersion is Mastodon's count of its API (api_versions.mastodon): 7 is the one with
// grouped notifications, quotes and their policies.
const apiVersion = 7

func (s *API) instanceEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/health", stranger, "", s.showHealth},
		{"GET", "/api/v1/instance", stranger, "", s.showOldInstance},
		{"GET", "/api/v2/instance", stranger, "", s.showInstance},
		{"GET", "/api/v1/instance/rules", stranger, "", s.listRules},
		{"GET", "/api/v1/instance/peers", stranger, "", s.listPeers},
		{"GET", "/api/v1/instance/activity", stranger, "", s.listActivity},
		{"GET", "/api/v1/instance/domain_blocks", stranger, "", s.listModerated},
		{"GET", "/api/v1/instance/extended_description", stranger, "", s.showDescription},
		{"GET", "/api/v1/instance/privacy_policy", stranger, "", s.showPrivacy},
		{"GET", "/api/v1/instance/terms_of_service", stranger, "", s.showTerms},
		{"GET", "/api/v1/instance/terms_of_service/{date}", stranger, "", s.showTerms},
		{"GET", "/api/v1/instance/languages", stranger, "", s.listLanguages},
		{"GET", "/api/v1/instance/translation_languages", stranger, "", s.listTranslations},
		{"GET", "/api/v1/custom_emojis", stranger, "", s.listEmojis},
	}
}

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
	configuration, err := s.configuration(c, i)
	if err != nil {
		return nil, err
	}
	out := Instance{Domain: s.store.Domain(), Title: i.Name, Version: s.version(), SourceURL: s.address("/about"), Description: i.Description,
		Thumbnail: Thumbnail{URL: s.asset("icon-512.png"), Versions: map[string]string{"@1x": s.asset("icon-512.png")}},
		Icon:      s.icons(), Languages: s.languages(), Configuration: configuration, Registrations: s.registrations(),
		APIVersions: map[string]int{"mastodon": apiVersion}, Contact: Contact{Email: i.Contact}, Rules: rules(i)}
	if i.HideCounts {
		return out, nil
	}
	users, err := s.store.CountUsers(c.Context())
	out.Usage.Users.ActiveMonth = tens(users.ActiveMonth)
	return out, err
}

// tens rounds a number down: in a small clinic exact ones tell when one person came or
// wrote (R-NI-1).
func tens(n int) int { return n - n%10 }

// showOldInstance is GET /api/v1/instance.
func (s *API) showOldInstance(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err != nil {
		return nil, err
	}
	stats, err := s.stats(c.Context(), i)
	if err != nil {
		return nil, err
	}
	configuration, err := s.configuration(c, i)
	if err != nil {
		return nil, err
	}
	r := s.registrations()
	return OldInstance{URI: s.store.Domain(), Title: i.Name, ShortDescription: i.Description, Description: i.Description, Email: i.Contact,
		Version: s.version(), URLs: map[string]string{"streaming_api": s.streaming()}, Stats: stats, Thumbnail: s.asset("icon-512.png"), Languages: s.languages(),
		Registrations: r.Enabled, ApprovalRequired: r.ApprovalRequired, Rules: rules(i), Configuration: OldConfiguration{configuration.Accounts, configuration.Statuses,
			configuration.MediaAttachments, configuration.Polls}}, nil
}

// stats are 0 where the administrators hide them.
func (s *API) stats(ctx context.Context, i community.Instance) (Stats, error) {
	if i.HideCounts {
		return Stats{}, nil
	}
	users, err := s.store.CountUsers(ctx)
	if err != nil {
		return Stats{}, err
	}
	posts, err := s.store.CountPosts(ctx)
	if err != nil {
		return Stats{}, err
	}
	peers, err := s.store.Peers(ctx)
	return Stats{tens(users.Active), tens(posts), tens(len(peers))}, err
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

// maxFrameRate is what apps are told not to pass, in frames of a second. A video is not
// decoded here, so that nobody counts.
const maxFrameRate = 120

func (s *API) configuration(c *call, i community.Instance) (Configuration, error) {
	key, err := s.pushKey(c.Context())
	if err != nil {
		return Configuration{}, err
	}
	open := AccessKind{"public", "public"}
	limits := s.Media.Defaults()
	out := Configuration{
		URLs:  ConfigurationURLs{Streaming: new(s.streaming()), About: new(s.address("/about"))},
		Vapid: map[string]string{"public_key": key},
		Accounts: map[string]int{"max_featured_tags": community.MaxFeaturedTags, "max_pinned_statuses": community.MaxPins,
			"max_profile_fields": community.MaxFields, "profile_field_name_limit": community.MaxFieldName, "profile_field_value_limit": community.MaxFieldValue,
			"max_note_length": community.MaxSummary, "max_display_name_length": community.MaxDisplayName,
			"max_avatar_description_length": 0, "max_header_description_length": 0},
		Statuses: map[string]int{"max_characters": community.MaxPost, "max_media_attachments": community.MaxMedia, "characters_reserved_per_url": 23},
		MediaAttachments: MediaConfiguration{SupportedTypes: media.Accepted(), DescriptionLimit: community.MaxDescription,
			ImageSizeLimit: limits.Bytes, ImageMatrixLimit: limits.Pixels,
			VideoSizeLimit: limits.ClipBytes, VideoFrameRateLimit: maxFrameRate, VideoMatrixLimit: media.MaxClipSide * media.MaxClipSide},
		Polls:             pollLimits(),
		Translation:       map[string]bool{"enabled": false},
		LimitedFederation: s.Federation == community.FederationAllowlist || s.Federation == community.FederationOff,
		TimelinesAccess:   map[string]AccessKind{"live_feeds": open, "hashtag_feeds": open, "trending_link_feeds": open},
	}
	if i.Privacy != "" {
		out.URLs.PrivacyPolicy = new(s.address("/about#privacy"))
	}
	if i.Terms != "" {
		out.URLs.TermsOfService = new(s.address("/about#terms"))
	}
	return out, nil
}

// pushKey is the public key under which apps ask their push services for letters of ours
// (RFC 8292 3.2).
func (s *API) pushKey(ctx context.Context) (string, error) {
	private, err := s.store.PushKey(ctx)
	if err != nil {
		return "", err
	}
	public, err := private.PublicKey.Bytes()
	return base64.RawURLEncoding.EncodeToString(public), err
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

// listPeers is GET /api/v1/instance/peers: the servers known here, where the institution
// lets everybody read of its servers; none else.
func (s *API) listPeers(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err != nil || !i.ShowDomains {
		return []string{}, err
	}
	hosts, err := s.store.Peers(c.Context())
	return append([]string{}, hosts...), err
}

// weeksTold is how many weeks are told of.
const weeksTold = 12

// Activity is what happened in one week, as text.
type Activity struct {
	Week          string `json:"week"`
	Statuses      string `json:"statuses"`
	Logins        string `json:"logins"`
	Registrations string `json:"registrations"`
}

// listActivity is GET /api/v1/instance/activity, rounded down to tens; ErrNotFound where
// the administrators hide it.
func (s *API) listActivity(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err != nil {
		return nil, err
	}
	if i.HideCounts {
		return nil, community.ErrNotFound
	}
	weeks, err := s.store.Weeks(c.Context(), weeksTold)
	if err != nil {
		return nil, err
	}
	list := make([]Activity, 0, len(weeks))
	for _, w := range weeks {
		list = append(list, Activity{strconv.FormatInt(w.Begin.Unix(), 10), strconv.Itoa(tens(w.Posts)), strconv.Itoa(tens(w.Present)),
			strconv.Itoa(tens(w.Registrations))})
	}
	return list, nil
}

// DomainBlock is a server that is limited or suspended here.
type DomainBlock struct {
	Domain   string `json:"domain"`
	Digest   string `json:"digest"`
	Severity string `json:"severity"`
	Comment  string `json:"comment"`
}

// severities are Mastodon's words for what is done with a server.
var severities = map[community.DomainSeverity]string{community.DomainLimited: "silence", community.DomainSuspended: "suspend"}

// listModerated is GET /api/v1/instance/domain_blocks: what staff chose to show;
// ErrNotFound where they show nothing.
func (s *API) listModerated(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err != nil {
		return nil, err
	}
	if !i.ShowDomains {
		return nil, community.ErrNotFound
	}
	rules, err := s.store.DomainRules(c.Context())
	if err != nil {
		return nil, err
	}
	list := []DomainBlock{}
	for _, r := range rules {
		if word, told := severities[r.Severity]; told {
			digest := sha256.Sum256([]byte(r.Host))
			list = append(list, DomainBlock{r.PublicHost(), hex.EncodeToString(digest[:]), word, r.PublicComment})
		}
	}
	slices.SortFunc(list, func(x, y DomainBlock) int {
		return cmp.Or(-cmp.Compare(x.Severity, y.Severity), cmp.Compare(x.Domain, y.Domain), cmp.Compare(x.Digest, y.Digest))
	})
	return list, nil
}

// Text is a longer text of the institution as HTML.
type Text struct {
	Content   string `json:"content"`
	UpdatedAt string `json:"updated_at"`
}

// showDescription is GET /api/v1/instance/extended_description.
func (s *API) showDescription(c *call) (any, error) {
	i, err := s.instance(c.Context())
	return Text{community.Compose(i.Description, nil, "").String(), date(i.Changed)}, err
}

// showPrivacy is GET /api/v1/instance/privacy_policy; ErrNotFound where the institution
// wrote none.
func (s *API) showPrivacy(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err == nil && i.Privacy == "" {
		err = community.ErrNotFound
	}
	return Text{community.Compose(i.Privacy, nil, "").String(), date(i.PrivacyChanged)}, err
}

// TermsOfService are the terms of use that are in force.
type TermsOfService struct {
	EffectiveDate string  `json:"effective_date"`
	Effective     bool    `json:"effective"`
	Content       string  `json:"content"`
	SucceededBy   *string `json:"succeeded_by"`
}

// showTerms is GET /api/v1/instance/terms_of_service, and the same of the day they came
// into force; ErrNotFound for other days, and where the institution wrote none.
func (s *API) showTerms(c *call) (any, error) {
	i, err := s.instance(c.Context())
	if err != nil {
		return nil, err
	}
	since := i.TermsChanged.UTC().Format(time.DateOnly)
	if day, asked := mux.Vars(c.Request)["date"]; i.Terms == "" || asked && day != since {
		return nil, community.ErrNotFound
	}
	return TermsOfService{EffectiveDate: since, Effective: true, Content: community.Compose(i.Terms, nil, "").String()}, nil
}

// Language is a language by code and by its own name.
type Language struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// listLanguages is GET /api/v1/instance/languages.
func (s *API) listLanguages(*call) (any, error) {
	list := []Language{}
	for _, l := range s.door.Renderer.Catalogue().Languages() {
		list = append(list, Language{l.Tag, l.Name})
	}
	return list, nil
}

// listTranslations is GET /api/v1/instance/translation_languages: nothing is translated
// here, since the words of cases do not leave for a service.
func (s *API) listTranslations(*call) (any, error) { return struct{}{}, nil }

// streaming is the address under which apps look for /api/v1/streaming.
func (s *API) streaming() string { return "ws" + strings.TrimPrefix(s.store.Base(), "http") }
