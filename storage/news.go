package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// News is a committed change, as ids only: whoever hears of it loads the rows
// again and judges again who may see them.
type News struct {
	// Topic is one of the Topic constants.
	Topic string `json:"t"`
	// Name is the lane, for TopicLane.
	Name string `json:"n,omitempty"`
	// ID is the number of what changed, and Owner the actor it is for.
	ID    int64 `json:"i,omitempty"`
	Owner int64 `json:"o,omitempty"`
	// New says, for TopicPost, that the post was just published here and is news to
	// whoever follows along; else it was changed, hidden or deleted.
	New bool `json:"w,omitempty"`
}

// The topics of news.
const (
	// TopicLane says that a lane has work.
	TopicLane = "lane"
	// TopicPost says that a post was published, changed or deleted.
	TopicPost = "post"
	// TopicNotification says that an actor was notified.
	TopicNotification = "notification"
	// TopicMerged says that notifications of an actor that waited came in: they have to
	// be asked for again.
	TopicMerged = "merged"
	// TopicFilters says that the filters of an actor changed.
	TopicFilters = "filters"
	// TopicPolicy says that a domain rule changed.
	TopicPolicy = "policy"
	// TopicUser says that a login was opened or closed, changed its role or
	// password, or that some of its sessions or access tokens ended (S-PRIV-4).
	TopicUser = "user"
	// TopicCredential says that what is said of an actor changed.
	TopicCredential = "credential"
	// TopicList says that a list of a member is there no longer.
	TopicList = "list"
	// TopicAnnouncement says that an announcement began, or changed (New), or that it
	// is over.
	TopicAnnouncement = "announcement"
	// TopicReaction says that the reactions to an announcement changed; Name is the
	// emoji.
	TopicReaction = "reaction"
)

// bus carries news to the listeners of this process. A listener that does not
// keep up misses news; everything that matters is found again by polling.
type bus struct {
	mu        sync.Mutex
	listeners map[int]chan News
	last      int
}

func newBus() *bus { return &bus{listeners: map[int]chan News{}} }

func (b *bus) announce(news []News) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range news {
		for _, l := range b.listeners {
			select {
			case l <- n:
			default:
			}
		}
	}
}

// Listen gives the news from now on, until stop is called.
func (s *Store) Listen() (news <-chan News, stop func()) {
	s.bus.mu.Lock()
	defer s.bus.mu.Unlock()
	s.bus.last++
	id, c := s.bus.last, make(chan News, mostNews)
	s.bus.listeners[id] = c
	return c, func() {
		s.bus.mu.Lock()
		defer s.bus.mu.Unlock()
		delete(s.bus.listeners, id)
	}
}

const channel = "consilium_news"

// dispatch is news on its way to the other processes, with the name of the
// store it comes from.
type dispatch struct {
	News
	From string `json:"f"`
}

// wakeOthers sends the news to the other processes of a PostgreSQL database. It
// is part of the transaction, so that nobody hears of what was rolled back.
func (t *tx) wakeOthers(ctx context.Context) error {
	if t.store.engine != postgres {
		return nil
	}
	for _, n := range t.news {
		text, err := json.Marshal(dispatch{n, t.store.name})
		if err != nil {
			return fmt.Errorf("encode news: %w", err)
		}
		if _, err := t.do(ctx, `SELECT pg_notify(?, ?)`, channel, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// listen hears the news of the other processes on a connection of its own. When
// the connection breaks it makes another; polling covers the gap.
func (s *Store) listen(ctx context.Context, database string) {
	for ctx.Err() == nil {
		if err := s.listenOnce(ctx, database); err != nil && ctx.Err() == nil {
			s.log.Warn("listen for news", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (s *Store) listenOnce(ctx context.Context, database string) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.policy.forget()
	s.standings.forget()
	for {
		note, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("wait: %w", err)
		}
		var d dispatch
		if err := json.Unmarshal([]byte(note.Payload), &d); err != nil {
			continue
		}
		if d.Topic == TopicPolicy {
			s.policy.forget()
			s.standings.forget()
		}
		// Our own news was announced when it was committed.
		if d.From != s.name {
			s.bus.announce([]News{d.News})
		}
	}
}
