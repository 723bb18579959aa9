package mastodon

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/web/session"
)

// channel is one stream of events as Mastodon names it; tag is for hashtags, list for
// one of the member's own lists.
type channel struct {
	name, tag string
	list      community.ListID
}

// channelScopes are all channels that there are, with what a token must allow.
// Public ones ask for what the public timeline asks for.
var channelScopes = map[string]string{
	"user": "read:statuses", "user:notification": "read:notifications", "direct": "read:statuses", "list": "read:statuses",
	"public": "read:statuses", "public:local": "read:statuses", "public:remote": "read:statuses", "public:media": "read:statuses",
	"public:local:media": "read:statuses", "public:remote:media": "read:statuses", "hashtag": "read:statuses", "hashtag:local": "read:statuses",
}

// channelWanted is what an app asks for.
type channelWanted struct {
	Stream string `json:"stream"`
	Tag    string `json:"tag"`
	List   string `json:"list"`
}

// channel gives the channel an app asks for, when a token with these scopes may
// follow it. Whose a list is, channelFor says.
func (w channelWanted) channel(scopes string) (channel, error) {
	scope, known := channelScopes[w.Stream]
	switch {
	case !known:
		return channel{}, refuse(http.StatusBadRequest, "api.stream_unknown")
	case !session.Allows(scopes, scope):
		return channel{}, outsideScope(scope)
	case w.Stream == "list":
		id, err := community.ParseID[community.ListID](w.List)
		return channel{name: w.Stream, list: id}, err
	case !strings.HasPrefix(w.Stream, "hashtag"):
		return channel{name: w.Stream}, nil
	}
	tag := community.NormalizeTag(w.Tag)
	if tag == "" || !clean(tag) {
		return channel{}, refuse(http.StatusBadRequest, "api.stream_tag")
	}
	return channel{name: w.Stream, tag: tag}, nil
}

// subscriber is who asks for a channel, and what the token allows.
type subscriber struct {
	actor  community.ActorID
	scopes string
}

// channelFor is channel for a member: a list of somebody else is not there (S-PRIV-5).
func (s *API) channelFor(ctx context.Context, w channelWanted, who subscriber) (channel, error) {
	ch, err := w.channel(who.scopes)
	if err == nil && ch.list != 0 {
		_, err = s.store.List(ctx, who.actor, ch.list)
	}
	return ch, err
}

// label is how a WebSocket says which channel an event is from.
func (ch channel) label() []string {
	switch {
	case ch.tag != "":
		return []string{ch.name, ch.tag}
	case ch.list != 0:
		return []string{ch.name, community.FormatID(ch.list)}
	}
	return []string{ch.name}
}

// may narrows down which posts a channel can carry at all: cheaply, before anything
// is asked for as whoever listens. A tombstone has lost its tags and names.
func (ch channel) may(p community.Post) bool {
	open := p.Audience.Kind == community.Public && p.Of == 0
	gone := !p.Deleted.IsZero()
	switch kind, rest, _ := strings.Cut(ch.name, ":"); kind {
	case "public":
		return open && !(strings.HasPrefix(rest, "local") && !p.Local) && !(strings.HasPrefix(rest, "remote") && p.Local)
	case "hashtag":
		return open && (gone || ch.tagged(p)) && (rest == "" || p.Local)
	case "direct":
		return p.Audience.Kind == community.Direct
	case "list":
		return p.Audience.Kind != community.Direct
	case "user":
		return rest == ""
	}
	return false
}

// home says whether what a channel carries lies in the home of who follows it.
func (ch channel) home() bool { return ch.name == "user" || ch.name == "direct" }

func (ch channel) tagged(p community.Post) bool {
	return slices.ContainsFunc(p.Tags, func(tag string) bool { return community.NormalizeTag(tag) == ch.tag })
}
