package mastodon

import (
	"context"
	"encoding/base64"
	"io"
	"slices"
	"strconv"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

func (s *API) profileEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/accounts/verify_credentials", member, "read:accounts", s.showCredentials},
		{"PATCH", "/api/v1/accounts/update_credentials", member, "write:accounts", s.updateCredentials},
		{"GET", "/api/v1/profile", member, "read:accounts", s.showProfile},
		{"PATCH", "/api/v1/profile", member, "write:accounts", s.updateProfile},
		{"DELETE", "/api/v1/profile/avatar", member, "write:accounts", s.removePicture(func(p *community.Profile) { p.Avatar = 0 })},
		{"DELETE", "/api/v1/profile/header", member, "write:accounts", s.removePicture(func(p *community.Profile) { p.Header = 0 })},
		{"GET", "/api/v1/preferences", member, "read:accounts", s.showPreferences},
	}
}

// showCredentials is GET /api/v1/accounts/verify_credentials.
func (s *API) showCredentials(c *call) (any, error) { return s.credentials(c, c.me()) }

func (s *API) credentials(c *call, me community.Actor) (any, error) {
	waiting, err := s.store.CountFollowRequests(c.Context(), me.ID)
	if err != nil {
		return nil, err
	}
	u := c.bearer.User
	return CredentialAccount{Account: s.oneAccount(c, me), Role: roleOf(u.Role), Source: Source{
		QuotePolicy: policyWord(community.DefaultQuotePolicy(me)), Sensitive: u.AppSensitive,
		Privacy: visibilityOf(u.AppAudience), Language: maybe(appLanguage(u)), Note: me.SummarySource, Fields: sourceFields(me),
		FollowRequestsCount: waiting, Discoverable: me.Discoverable, Indexable: me.Indexable, HideCollections: new(me.HidesCollections),
		AttributionDomains: append([]string{}, me.AttributionDomains...),
	}}, nil
}

// appLanguage is what posts of apps are written in where they do not say so.
func appLanguage(u community.User) string {
	if u.AppLanguage != "" {
		return u.AppLanguage
	}
	return u.Language
}

// roleIDs number the staff roles; everybody has Mastodon's "-99".
var roleIDs = map[community.Role]string{community.Moderator: "1", community.Officer: "2", community.Administrator: "3"}

// roleOf shows a staff role with its powers as Mastodon adds them up; what staff may do
// depends on the scopes of the app as well.
func roleOf(r community.Role) Role {
	id, staff := roleIDs[r]
	if !staff {
		return Role{ID: "-99", Permissions: "0"}
	}
	return Role{ID: id, Name: string(r), Permissions: permissionsOf(r)}
}

// showProfile is GET /api/v1/profile.
func (s *API) showProfile(c *call) (any, error) { return s.profile(c, c.me()), nil }

func (s *API) profile(c *call, me community.Actor) Profile {
	a := s.bareAccount(c, me)
	return Profile{ID: a.ID, DisplayName: me.DisplayName, Note: me.SummarySource, Fields: sourceFields(me),
		Avatar: maybe(s.avatar(me)), AvatarStatic: maybe(s.avatar(me)), Header: maybe(s.header(me)), HeaderStatic: maybe(s.header(me)),
		Locked: a.Locked, Bot: a.Bot, HideCollections: a.HideCollection, Discoverable: a.Discoverable, Indexable: a.Indexable,
		ShowMedia: a.ShowMedia, ShowMediaReplies: a.ShowMediaReplies, ShowFeatured: a.ShowFeatured,
		AttributionDomains: append([]string{}, me.AttributionDomains...)}
}

// updateProfile is PATCH /api/v1/profile.
func (s *API) updateProfile(c *call) (any, error) {
	me, err := s.changeProfile(c)
	if err != nil {
		return nil, err
	}
	return s.profile(c, me), nil
}

// updateCredentials is PATCH /api/v1/accounts/update_credentials: the parts of the
// profile, and the presets for posts, that were sent.
func (s *API) updateCredentials(c *call) (any, error) {
	me, err := s.changeProfile(c)
	if err != nil {
		return nil, err
	}
	return s.credentials(c, me)
}

// changeProfile judges everything that was sent before it keeps any of it.
func (s *API) changeProfile(c *call) (community.Actor, error) {
	none := community.Actor{}
	d, err := s.readProfile(c)
	if err != nil {
		return none, err
	}
	profile, err := community.Describe(c.me().Profile, d)
	if err != nil {
		return none, err
	}
	presets, err := c.presets()
	if err != nil {
		return none, err
	}
	if chosen := community.QuotePolicy(c.fields.text("source[quote_policy]")); chosen != "" {
		if !slices.Contains(quotePolicies, chosen) {
			return none, invalid("quote_policy", "api.choice")
		}
		profile.Policy.Quote = chosen.Rule(c.me())
	}
	me, err := s.store.SetProfile(c.Context(), c.me().ID, profile)
	if err != nil {
		return none, err
	}
	u := &c.bearer.User
	if presets != (storage.AppPreferences{Audience: u.AppAudience, Language: u.AppLanguage, Sensitive: u.AppSensitive}) {
		if err := s.store.SetAppPreferences(c.Context(), u.ID, presets); err != nil {
			return none, err
		}
		u.AppAudience, u.AppLanguage, u.AppSensitive = presets.Audience, presets.Language, presets.Sensitive
	}
	return me, nil
}

// presets are those for posts of apps as they are, with what was sent in their place.
func (c *call) presets() (storage.AppPreferences, error) {
	u := c.bearer.User
	p := storage.AppPreferences{Audience: u.AppAudience, Language: u.AppLanguage, Sensitive: u.AppSensitive}
	var err error
	if word := c.fields.text("source[privacy]"); word != "" {
		if p.Audience, err = audienceOf(word); err != nil {
			return p, err
		}
		if p.Audience == community.Direct { // a preset is for more than one post
			return p, invalid("source[privacy]", "api.choice")
		}
	}
	if c.fields.has("source[language]") {
		list, err := community.CheckLanguages(c.fields.list("source[language]"))
		if err != nil {
			return p, err
		}
		p.Language = strings.Join(list[:min(len(list), 1)], "")
	}
	p.Sensitive, err = c.fields.flag("source[sensitive]", p.Sensitive)
	return p, err
}

// readProfile reads the form, with the pictures that came with it.
func (s *API) readProfile(c *call) (community.ProfileDraft, error) {
	keepers := map[string]func(context.Context, community.ActorID, io.Reader) (community.MediaID, error){
		"avatar": s.Library.UploadAvatar, "header": s.Library.UploadHeader}
	pictures := map[string]community.MediaID{}
	keep := func(name string, content io.Reader) error {
		upload, known := keepers[name]
		if !known {
			return nil
		}
		if err := s.spend(c, session.Uploads); err != nil {
			return err
		}
		id, err := upload(c.Context(), c.me().ID, content)
		pictures[name] = id
		return err
	}
	if c.mediaType() == "multipart/form-data" {
		if err := c.readBody(keep); err != nil {
			return community.ProfileDraft{}, err
		}
	}
	for name := range keepers {
		if picture, inline := inlinePicture(c.fields.text(name)); inline {
			if err := keep(name, picture); err != nil {
				return community.ProfileDraft{}, err
			}
		}
	}
	return c.profileDraft(pictures["avatar"], pictures["header"])
}

// inlinePicture reads a picture sent as a data URL (RFC 2397) in a plain field.
func inlinePicture(text string) (io.Reader, bool) {
	head, data, found := strings.Cut(text, ",")
	if !found || !strings.HasPrefix(head, "data:image/") || !strings.HasSuffix(head, ";base64") {
		return nil, false
	}
	return base64.NewDecoder(base64.StdEncoding, strings.NewReader(data)), true
}

// profileDraft is the profile as it is, with what was sent in its place.
func (c *call) profileDraft(avatar, header community.MediaID) (community.ProfileDraft, error) {
	p := c.me().Profile
	d := community.ProfileDraft{DisplayName: p.DisplayName, Pronouns: p.Pronouns, Summary: p.SummarySource,
		Profession: string(p.Profession), Specialty: string(p.Specialty), Avatar: avatar, Header: header, More: p.More()}
	if c.fields.Has("display_name") {
		d.DisplayName = c.fields.text("display_name")
	}
	if c.fields.Has("note") {
		d.Summary = c.fields.text("note")
	}
	for name, place := range map[string]*bool{"locked": &d.ApprovesFollowers, "discoverable": &d.Discoverable, "indexable": &d.Indexable,
		"bot": &d.More.Bot, "hide_collections": &d.More.HidesCollections} {
		now := map[string]bool{"locked": p.ApprovesFollowers, "discoverable": p.Discoverable, "indexable": p.Indexable, "bot": p.Bot,
			"hide_collections": p.HidesCollections}
		var err error
		if *place, err = c.fields.flag(name, now[name]); err != nil {
			return d, err
		}
	}
	if c.fields.has("attribution_domains") {
		d.More.AttributionDomains = strings.Join(c.fields.list("attribution_domains"), "\n")
	}
	if lines, given := c.fields.lines(); given {
		d.More.Fields = lines
	}
	return d, nil
}

// lines reads fields_attributes: a list, or an object whose names are numbers, which
// need not begin at 0 and need not follow one another.
func (f fields) lines() ([]community.FieldDraft, bool) {
	const prefix = "fields_attributes["
	drafts, given := map[int]community.FieldDraft{}, f.has("fields_attributes")
	for name := range f.Values {
		rest, is := strings.CutPrefix(name, prefix)
		number, part, cut := strings.Cut(rest, "][")
		n, err := strconv.Atoi(number)
		if !is || !cut || err != nil || n < 0 {
			continue
		}
		d := drafts[n]
		switch part {
		case "name]":
			d.Name = f.text(name)
		case "value]":
			d.Value = f.text(name)
		default:
			continue
		}
		drafts[n], given = d, true
	}
	numbers := make([]int, 0, len(drafts))
	for n := range drafts {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	lines := make([]community.FieldDraft, 0, len(numbers))
	for _, n := range numbers {
		lines = append(lines, drafts[n])
	}
	return lines, given
}

// removePicture is DELETE /api/v1/profile/avatar and header.
func (s *API) removePicture(remove func(p *community.Profile)) answer {
	return func(c *call) (any, error) {
		profile := c.me().Profile
		remove(&profile)
		me, err := s.store.SetProfile(c.Context(), c.me().ID, profile)
		if err != nil {
			return nil, err
		}
		return s.credentials(c, me)
	}
}

// showPreferences is GET /api/v1/preferences.
func (s *API) showPreferences(c *call) (any, error) {
	u := c.bearer.User
	return Preferences{Visibility: visibilityOf(u.AppAudience), Sensitive: u.AppSensitive, Language: maybe(appLanguage(u)), Media: "default",
		Quotes: policyWord(community.DefaultQuotePolicy(c.me()))}, nil
}
