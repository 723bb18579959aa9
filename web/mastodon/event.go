package mastodon

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"consilium/community"
	"consilium/storage"
)

// event is what an app is told: payload is JSON, or the id of what was deleted.
type event struct {
	channel       channel
	name, payload string
}

// realTime is how old a post may be that is news: what servers send of the past is
// in the timelines, and nothing that just happened.
const realTime = 6 * time.Hour

// events are what news means for each channel of a listener.
func (l *listener) events(h heard) ([]event, error) {
	var list []event
	for _, ch := range l.followed() {
		var e event
		var err error
		switch h.Topic {
		case storage.TopicPost:
			e, err = l.postEvent(ch, h)
		case storage.TopicNotification:
			e, err = l.noticeEvent(ch, community.NotificationID(h.ID))
		case storage.TopicAnnouncement, storage.TopicReaction:
			e, err = l.announcementEvent(ch, h)
		case storage.TopicMerged:
			e = l.mergedEvent(ch)
		case storage.TopicFilters:
			if ch.name == "user" {
				e = event{channel: ch, name: "filters_changed"}
			}
		}
		if err != nil {
			return nil, err
		}
		if e.name != "" {
			list = append(list, e)
		}
	}
	return list, nil
}

// postEvent is what became of a post on a channel; the zero event says nothing.
func (l *listener) postEvent(ch channel, h heard) (event, error) {
	p := h.post
	if !ch.may(p) || h.New && l.api.store.Now().Sub(p.Published) > realTime {
		return event{}, nil
	}
	found, err := l.find(ch, p.ID)
	if err != nil {
		return event{}, err
	}
	if len(found) == 0 {
		return l.endEvent(ch, p)
	}
	if ch.name == "direct" {
		return l.conversationEvent(ch, p)
	}
	statuses, err := l.api.statuses(l.c, found)
	if err != nil || len(statuses) == 0 {
		return event{}, err
	}
	l.note(p.ID)
	name := "status.update"
	if h.New {
		name = "update"
	}
	return l.event(ch, name, statuses[0])
}

// find loads a post as the timeline of a channel shows it to whoever listens: the same
// statement and the same judge.
func (l *listener) find(ch channel, id community.PostID) ([]shown, error) {
	ctx, s, v := l.c.Context(), l.api.store, l.c.viewer
	only := storage.Page{Max: int64(id) + 1, Since: int64(id) - 1, Limit: 1}
	var posts []community.Post
	var err error
	switch kind, rest, _ := strings.Cut(ch.name, ":"); kind {
	case "user":
		return l.findHome(only)
	case "list":
		return l.findListed(ch.list, only)
	case "public":
		posts, err = s.PublicTimeline(ctx, v, storage.Filter{Local: strings.HasPrefix(rest, "local"), Remote: strings.HasPrefix(rest, "remote"),
			OnlyMedia: strings.HasSuffix(rest, "media")}, only)
	case "hashtag":
		posts, err = s.TagTimeline(ctx, v, ch.tag, only)
		posts = slices.DeleteFunc(posts, func(p community.Post) bool { return rest == "local" && !p.Local })
	case "direct":
		// The home says whom a direct message reached; its author always has it.
		list, err := l.findHome(only)
		return slices.DeleteFunc(list, func(x shown) bool { return x.words().Audience.Kind != community.Direct }), err
	}
	return asShown(posts), err
}

func (l *listener) findHome(only storage.Page) ([]shown, error) {
	entries, err := l.api.store.Home(l.c.Context(), l.c.viewer, only)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	return l.api.entries(l.c, entries)
}

// findListed is findHome for a list; one that is there no longer shows nothing.
func (l *listener) findListed(id community.ListID, only storage.Page) ([]shown, error) {
	list, err := l.api.store.List(l.c.Context(), l.actor, id)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	entries, err := l.api.store.ListTimeline(l.c.Context(), l.c.viewer, list, only)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	return l.api.entries(l.c, entries)
}

// endEvent tells that a post is there no longer: to whoever was shown it here, or
// could see it before it was deleted or hidden.
func (l *listener) endEvent(ch channel, p community.Post) (event, error) {
	end := event{ch, "delete", community.FormatID(p.ID)}
	if l.shown[p.ID] {
		return end, nil
	}
	if p.Deleted.IsZero() && (p.Hidden.IsZero() || p.Author == l.actor) {
		return event{}, nil
	}
	before := p
	before.Deleted, before.Hidden, before.Of = time.Time{}, time.Time{}, 0
	visible, err := l.api.store.Visible(l.c.Context(), l.c.viewer, []community.Post{before})
	if err != nil || len(visible) == 0 {
		return event{}, err
	}
	return end, nil
}

// noticeEvent is a notification, as the list of notifications shows it.
func (l *listener) noticeEvent(ch channel, id community.NotificationID) (event, error) {
	if ch.name != "user:notification" && !(ch.name == "user" && l.c.may("read:notifications")) {
		return event{}, nil
	}
	list, err := l.api.store.Notifications(l.c.Context(), l.actor, storage.NotificationFilter{}, storage.Page{Max: int64(id) + 1, Since: int64(id) - 1, Limit: 1})
	if err != nil || len(list) == 0 {
		return event{}, err
	}
	notices, err := l.api.notifications(l.c, list)
	if err != nil || len(notices) == 0 {
		return event{}, err
	}
	return l.event(ch, "notification", notices[0])
}

// mergedEvent says that notifications that waited came in, and must be asked for again.
func (l *listener) mergedEvent(ch channel) event {
	if ch.name != "user:notification" && !(ch.name == "user" && l.c.may("read:notifications")) {
		return event{}
	}
	return event{channel: ch, name: "notifications_merged", payload: "1"}
}

func (l *listener) event(ch channel, name string, body any) (event, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return event{}, fmt.Errorf("write %s: %w", name, err)
	}
	return event{ch, name, strings.TrimSuffix(text.String(), "\n")}, nil
}
