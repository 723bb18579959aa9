package mastodon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/web/session"
)

// How often a listener says that it is there, and looks whether its token still opens
// anything: more often than the 30 s after which nothing may go on (S-PRIV-4).
const heartbeat = 15 * time.Second

// patience is how long one write may take before a listener counts as gone.
const patience = 10 * time.Second

// The bounds of one listener: news that waits for it, channels it follows, and posts it
// is known to have been shown.
const (
	mostWaiting  = 256
	mostChannels = 64
	mostShown    = 1024
)

// Why a listener ends.
var (
	errClosing = errors.New("the program ends")
	errSlow    = errors.New("the listener does not keep up")
	errClosed  = errors.New("the token opens this no longer")
)

// outlet is the way to the app: a WebSocket, or server-sent events.
type outlet interface {
	// send writes one event.
	send(ctx context.Context, e event) error
	// beat writes that all is well.
	beat(ctx context.Context) error
}

// listener is an app that follows along, over one connection.
type listener struct {
	api *API
	// c is who listens, found out anew before every event.
	c       *call
	news    chan heard
	end     context.CancelCauseFunc
	user    community.UserID
	actor   community.ActorID
	role    community.Role
	level   credential.Level
	scopes  string
	address string

	mu       sync.Mutex
	channels []channel

	// single says that the connection is for the channels it began with.
	single bool

	shown map[community.PostID]bool
	order []community.PostID
}

// listen makes a listener of a request, which hears news from then on; leave gives it
// up.
func (s *API) listen(c *call, channels ...channel) (l *listener, leave func(), err error) {
	ctx, end := context.WithCancelCause(c.Context())
	own := *c
	own.Request = c.WithContext(ctx)
	l = &listener{api: s, c: &own, news: make(chan heard, mostWaiting), end: end, user: c.bearer.User.ID, actor: c.me().ID,
		role: c.bearer.User.Role, level: c.bearer.Standing.Level, scopes: c.bearer.Scopes, address: s.origin(c.Request),
		channels: channels, single: len(channels) > 0, shown: map[community.PostID]bool{}}
	if err := s.hub.join(l); err != nil {
		end(err)
		return nil, nil, err
	}
	return l, func() {
		end(nil)
		s.hub.leave(l)
	}, nil
}

// follow adds a channel; what is followed already is no error.
func (l *listener) follow(ch channel) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if slices.Contains(l.channels, ch) {
		return nil
	}
	if len(l.channels) >= mostChannels {
		return refuse(http.StatusTooManyRequests, "api.too_many")
	}
	l.channels = append(slices.Clip(l.channels), ch)
	return nil
}

func (l *listener) unfollow(ch channel) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.channels = slices.DeleteFunc(slices.Clone(l.channels), func(have channel) bool { return have == ch })
}

func (l *listener) followed() []channel {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.channels
}

func (l *listener) follows(name string) bool {
	return slices.ContainsFunc(l.followed(), func(ch channel) bool { return ch.name == name })
}

// concerned says whether a listener may have to hear something, by what the hub knows.
func (l *listener) concerned(n storage.News, p community.Post, at places) bool {
	switch n.Topic {
	case storage.TopicUser:
		return community.UserID(n.ID) == l.user
	case storage.TopicCredential:
		return community.ActorID(n.ID) == l.actor
	case storage.TopicAnnouncement, storage.TopicReaction:
		return l.actor != 0 && l.follows("user")
	case storage.TopicNotification, storage.TopicMerged:
		return community.ActorID(n.Owner) == l.actor && (l.follows("user") || l.follows("user:notification"))
	case storage.TopicFilters:
		return community.ActorID(n.Owner) == l.actor && l.follows("user")
	case storage.TopicList:
		return community.ActorID(n.Owner) == l.actor && slices.Contains(l.followed(), channel{name: "list", list: community.ListID(n.ID)})
	case storage.TopicPost:
		gone := !p.Deleted.IsZero() || !p.Hidden.IsZero()
		return slices.ContainsFunc(l.followed(), func(ch channel) bool { return ch.may(p) && (gone || at.carries(p.ID, ch, l.actor)) })
	}
	return false
}

// offer gives news to the listener; one that does not keep up is ended.
func (l *listener) offer(h heard) {
	select {
	case l.news <- h:
	default:
		l.end(errSlow)
	}
}

// run serves the listener until it ends, and says why it did.
func (l *listener) run(out outlet) error {
	ctx := l.c.Context()
	beats, stop := l.api.Ticker(heartbeat)
	defer stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case h := <-l.news:
			err = l.hear(h, out)
		case <-beats:
			if err = l.recheck(); err == nil {
				err = out.beat(ctx)
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// hear makes events of news, as whoever listens is now, and writes them.
func (l *listener) hear(h heard, out outlet) error {
	if err := l.recheck(); err != nil {
		return err
	}
	if h.Topic == storage.TopicList {
		return l.endList(community.ListID(h.ID))
	}
	events, err := l.events(h)
	if err != nil {
		return err
	}
	for _, e := range events {
		if err := out.send(l.c.Context(), e); err != nil {
			return err
		}
	}
	return nil
}

// endList gives up the channel of a list that is there no longer, and with it a
// connection that has no other.
func (l *listener) endList(id community.ListID) error {
	l.unfollow(channel{name: "list", list: id})
	if l.single && len(l.followed()) == 0 {
		return errClosed
	}
	return nil
}

// recheck finds out anew who stands behind the token. Whoever may less than when the
// listening began has to begin again (S-PRIV-4). What cannot be found out is a no.
func (l *listener) recheck() error {
	b, err := l.api.door.Sessions.AccessByID(l.c.Context(), l.c.bearer.ID)
	if err != nil {
		return fmt.Errorf("%w: %w", errClosed, err)
	}
	if b.User.Role != l.role || b.Standing.Level < l.level || b.AccessToken.Actor != l.actor {
		return errClosed
	}
	l.c.bearer, l.c.viewer = b, session.AppViewer(b)
	return nil
}

// note remembers that a post was shown, so that its end is told.
func (l *listener) note(id community.PostID) {
	if l.shown[id] {
		return
	}
	if len(l.order) >= mostShown {
		delete(l.shown, l.order[0])
		l.order = l.order[1:]
	}
	l.shown[id], l.order = true, append(l.order, id)
}
