package mastodon

import (
	"encoding/base64"
	"io"
	"strings"

	"consilium/community"
	"consilium/web/session"
)

// showCredentials is GET /api/v1/accounts/verify_credentials.
func (s *API) showCredentials(c *call) (any, error) { return s.credentials(c, c.me()) }

func (s *API) credentials(c *call, me community.Actor) (any, error) {
	waiting, err := s.store.CountFollowRequests(c.Context(), me.ID)
	if err != nil {
		return nil, err
	}
	u := c.bearer.User
	account := s.account(c, me)
	return CredentialAccount{Account: account, Role: roleOf(u.Role), Source: Source{
		QuotePolicy: policyWord(community.DefaultQuotePolicy(me)),
		Privacy:     visibilityOf(u.AppAudience), Language: maybe(u.Language), Note: me.SummarySource, Fields: profileFields(c, me),
		FollowRequestsCount: waiting, Discoverable: me.Discoverable, Indexable: me.Indexable, AttributionDomains: []string{},
	}}, nil
}

// roleIDs number the staff roles; everybody has Mastodon's "-99".
var roleIDs = map[community.Role]string{community.Moderator: "1", community.Officer: "2", community.Administrator: "3"}

// roleOf shows a staff role without powers: the desk is not in the client API.
func roleOf(r community.Role) Role {
	id, staff := roleIDs[r]
	if !staff {
		return Role{ID: "-99", Permissions: "0"}
	}
	return Role{ID: id, Name: string(r), Permissions: "0"}
}

// updateCredentials is PATCH /api/v1/accounts/update_credentials: the parts of
// the profile that were sent. bot, header and fields are not kept here.
func (s *API) updateCredentials(c *call) (any, error) {
	var avatar community.MediaID
	if c.mediaType() == "multipart/form-data" {
		err := c.readBody(func(name string, content io.Reader) error {
			if name != "avatar" {
				return nil
			}
			var err error
			avatar, err = s.uploadAvatar(c, content)
			return err
		})
		if err != nil {
			return nil, err
		}
	} else if picture, inline := inlinePicture(c.fields.text("avatar")); inline {
		var err error
		if avatar, err = s.uploadAvatar(c, picture); err != nil {
			return nil, err
		}
	}
	draft, err := c.profileDraft(avatar)
	if err != nil {
		return nil, err
	}
	profile, err := community.Describe(c.me().Profile, draft)
	if err != nil {
		return nil, err
	}
	me, err := s.store.SetProfile(c.Context(), c.me().ID, profile)
	if err != nil {
		return nil, err
	}
	return s.credentials(c, me)
}

func (s *API) uploadAvatar(c *call, content io.Reader) (community.MediaID, error) {
	if err := s.spend(c, session.Uploads); err != nil {
		return 0, err
	}
	return s.Library.UploadAvatar(c.Context(), c.me().ID, content)
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
func (c *call) profileDraft(avatar community.MediaID) (community.ProfileDraft, error) {
	p := c.me().Profile
	d := community.ProfileDraft{DisplayName: p.DisplayName, Pronouns: p.Pronouns, Summary: p.SummarySource,
		Profession: string(p.Profession), Specialty: string(p.Specialty), Avatar: avatar}
	if c.fields.Has("display_name") {
		d.DisplayName = c.fields.text("display_name")
	}
	if c.fields.Has("note") {
		d.Summary = c.fields.text("note")
	}
	var err error
	if d.ApprovesFollowers, err = c.fields.flag("locked", p.ApprovesFollowers); err != nil {
		return d, err
	}
	if d.Discoverable, err = c.fields.flag("discoverable", p.Discoverable); err != nil {
		return d, err
	}
	d.Indexable, err = c.fields.flag("indexable", p.Indexable)
	return d, err
}
