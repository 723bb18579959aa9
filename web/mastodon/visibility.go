package mastodon

import (
	"consilium/community"
	"consilium/web/session"
)

// visibilities are Mastodon's words for the open audiences. A restricted one
// has no word there: it is shown as the narrowest that a client does not take
// for a conversation, with local_only beside it.
var visibilities = map[community.AudienceKind]string{
	community.Public: "public", community.Unlisted: "unlisted", community.Followers: "private", community.Direct: "direct",
}

func visibilityOf(kind community.AudienceKind) string {
	if word, open := visibilities[kind]; open {
		return word
	}
	return "private"
}

func restricted(kind community.AudienceKind) bool { return community.Audience{Kind: kind}.Restricted() }

// audienceOf finds an audience by Mastodon's word.
func audienceOf(visibility string) (community.AudienceKind, error) {
	for kind, word := range visibilities {
		if word == visibility {
			return kind, nil
		}
	}
	return "", invalid("visibility", "api.choice")
}

// audience is who a new post is for. What was shown to the app as "private" and
// local_only is answered for the same people. An app that does not say gets the
// member's preset for apps, which is what it was told as their usual privacy.
func (c *call) audience(parent *community.Post) (community.AudienceKind, error) {
	local, err := c.fields.flag("local_only", false)
	if err != nil {
		return "", err
	}
	visibility := c.fields.text("visibility")
	toRestricted := parent != nil && parent.Audience.Restricted()
	var kind community.AudienceKind
	switch {
	case toRestricted && (local || visibility == "" || visibility == "private"):
		kind = parent.Audience.Kind
	case local:
		kind = community.InstanceOnly
	case visibility != "":
		return audienceOf(visibility)
	default:
		kind = c.preset(parent)
	}
	if restricted(kind) && !c.may(session.CasesWrite) {
		return "", outsideScope(session.CasesWrite)
	}
	return kind, nil
}

// preset is the member's usual audience in apps, or the parent's for an answer that
// cannot be as wide.
func (c *call) preset(parent *community.Post) community.AudienceKind {
	kind := c.bearer.User.AppAudience
	if parent != nil && !parent.Audience.Admits(community.Audience{Kind: kind}) {
		return parent.Audience.Kind
	}
	return kind
}
