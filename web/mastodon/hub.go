package mastodon

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"

	"consilium/community"
	"consilium/storage"
)

// The bounds of what may go on at once: for one member, for one address, behind which
// a whole hospital may be, and in this process.
const (
	mostPerMember  = 32
	mostPerAddress = 1024
	mostStreams    = 8192
)

// mostNews is how much news is looked at together.
const mostNews = 128

// heard is news on its way to a listener, with the post it is about as it stood.
type heard struct {
	storage.News
	post community.Post
}

// hub hears the news of the database once for this process and passes it on to whoever
// may be concerned. It listens only while somebody listens to it. It decides nothing:
// each listener asks again, as who it is.
type hub struct {
	store *storage.Store
	log   *slog.Logger
	// bounded says that members and addresses are bounded (limits.enabled).
	bounded bool

	mu        sync.Mutex
	listeners map[*listener]struct{}
	members   map[community.UserID]int
	addresses map[string]int
	closed    bool
	stop      func()
	open      sync.WaitGroup
}

func newHub(s *storage.Store, log *slog.Logger, bounded bool) *hub {
	return &hub{store: s, log: log, bounded: bounded, listeners: map[*listener]struct{}{},
		members: map[community.UserID]int{}, addresses: map[string]int{}}
}

// join lets a listener hear the news from now on, until leave.
func (h *hub) join(l *listener) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed, len(h.listeners) >= mostStreams:
		return refuse(http.StatusServiceUnavailable, "api.stream_full")
	case h.bounded && (h.members[l.user] >= mostPerMember || h.addresses[l.address] >= mostPerAddress):
		r := refuse(http.StatusTooManyRequests, "api.too_many")
		r.after = 60
		return r
	}
	if len(h.listeners) == 0 {
		h.begin()
	}
	h.listeners[l] = struct{}{}
	h.members[l.user]++
	h.addresses[l.address]++
	h.open.Add(1)
	return nil
}

// begin listens to the database.
func (h *hub) begin() {
	ctx, cancel := context.WithCancel(context.Background())
	news, deaf := h.store.Listen()
	h.stop = func() {
		cancel()
		deaf()
	}
	go h.carry(ctx, news)
}

// leave takes a listener out; the last one ends the listening.
func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners, l)
	if h.members[l.user]--; h.members[l.user] == 0 {
		delete(h.members, l.user)
	}
	if h.addresses[l.address]--; h.addresses[l.address] == 0 {
		delete(h.addresses, l.address)
	}
	if len(h.listeners) == 0 {
		h.stop()
	}
	h.open.Done()
}

// close ends all listeners, lets none join, and waits until they have left.
func (h *hub) close() {
	h.mu.Lock()
	h.closed = true
	for l := range h.listeners {
		l.end(errClosing)
	}
	h.mu.Unlock()
	h.open.Wait()
}

func (h *hub) present() []*listener {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]*listener, 0, len(h.listeners))
	for l := range h.listeners {
		list = append(list, l)
	}
	return list
}

// carry passes the news on. What comes while it looks is looked at together.
func (h *hub) carry(ctx context.Context, news <-chan storage.News) {
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-news:
			if err := h.pass(ctx, gather(n, news)); err != nil && !errors.Is(err, context.Canceled) {
				h.log.Error("streaming: read what the news is about", "error", err)
			}
		}
	}
}

func gather(first storage.News, news <-chan storage.News) []storage.News {
	list := []storage.News{first}
	for len(list) < mostNews {
		select {
		case n := <-news:
			list = append(list, n)
		default:
			return list
		}
	}
	return list
}

// pass tells each listener what may concern it. When the posts cannot be read, what
// is about logins is still passed on.
func (h *hub) pass(ctx context.Context, news []storage.News) error {
	present := h.present()
	posts, at, err := h.about(ctx, news, present)
	for _, n := range news {
		post, known := posts[community.PostID(n.ID)]
		if n.Topic == storage.TopicPost && !known {
			continue
		}
		for _, l := range present {
			if l.concerned(n, post, at) {
				l.offer(heard{n, post})
			}
		}
	}
	return err
}

// places say in whose homes and on which lists posts are.
type places struct {
	homes map[community.PostID][]community.ActorID
	lists map[community.PostID][]community.ListID
}

// carries says whether a post lies where a channel of a member takes what it carries.
func (at places) carries(id community.PostID, ch channel, owner community.ActorID) bool {
	switch {
	case ch.home():
		return slices.Contains(at.homes[id], owner)
	case ch.list != 0:
		return slices.Contains(at.lists[id], ch.list)
	}
	return true
}

// about reads the posts that news is about, and where they are.
func (h *hub) about(ctx context.Context, news []storage.News, present []*listener) (posts map[community.PostID]community.Post, at places, err error) {
	var ids []community.PostID
	for _, n := range news {
		if n.Topic == storage.TopicPost {
			ids = append(ids, community.PostID(n.ID))
		}
	}
	if len(ids) == 0 {
		return nil, at, nil
	}
	if posts, err = h.store.Posts(ctx, ids); err != nil {
		return nil, at, err
	}
	var owners []community.ActorID
	var lists []community.ListID
	for _, l := range present {
		channels := l.followed()
		if slices.ContainsFunc(channels, channel.home) {
			owners = append(owners, l.actor)
		}
		for _, ch := range channels {
			if ch.list != 0 {
				lists = append(lists, ch.list)
			}
		}
	}
	if at.homes, err = h.store.HomesOf(ctx, ids, owners); err != nil {
		return posts, at, err
	}
	at.lists, err = h.store.ListsOf(ctx, ids, lists)
	return posts, at, err
}
