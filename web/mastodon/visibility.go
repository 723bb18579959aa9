package mastodon

import (
	"net/http"

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
// local_only is answered for the same people. Nothing here widens the member's
// own preset: an app that may not write for it has to name another.
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
		return "", c.mayNotRestrict(local || toRestricted)
	}
	return kind, nil
}

// preset is the member's usual audience, or the parent's for an answer that
// cannot be as wide.
func (c *call) preset(parent *community.Post) community.AudienceKind {
	kind := c.bearer.User.DefaultAudience
	if parent != nil && !parent.Audience.Admits(community.Audience{Kind: kind}) {
		return parent.Audience.Kind
	}
	return kind
}

func (c *call) mayNotRestrict(asked bool) error {
	if asked {
		return outsideScope(session.CasesWrite)
	}
	return &refusal{status: http.StatusUnprocessableEntity, problem: community.Say("api.preset_needs_scope", "scope", session.CasesWrite)}
}
