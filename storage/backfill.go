package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// KindConversation is the kind of job that reads one post, or one page of a list of
// posts, of a conversation somebody here looks at; its payload is a Reading as JSON,
// its lane what is fetched from the host it lies at.
const KindConversation = "conversation"

// Reading is one step of looking for answers that did not come by themselves.
type Reading struct {
	// Thread is the post whose conversation is read.
	Thread community.PostID `json:"thread"`
	IRI    string           `json:"iri"`
	// List says that it is a page of the list at Home, the one after Turn others.
	List bool   `json:"list,omitempty"`
	Home string `json:"home,omitempty"`
	Turn int    `json:"turn,omitempty"`
	// Under is the post that what is listed answers, or the conversation it is of.
	Under string `json:"under,omitempty"`
	// Depth counts the lists that led here.
	Depth int `json:"depth,omitempty"`
}

// ParseReading reads the payload of a KindConversation job.
func ParseReading(payload string) (Reading, community.IRI, error) {
	var r Reading
	err := json.Unmarshal([]byte(payload), &r)
	var iri community.IRI
	if err == nil {
		iri, err = community.ParseIRI(r.IRI)
	}
	if err != nil {
		return r, iri, fmt.Errorf("read reading: %w", err)
	}
	return r, iri, nil
}

// The budgets of a conversation (S-IN-5). They are kept in the tables, so that
// neither a restart nor a second process begins them anew.
const (
	runPages, runPosts = 100, 200
	// runsADay together are 500 pages and 1000 posts.
	runsADay = 5
	// hostAnHour is what is asked of one host for all conversations together.
	hostAnHour = 600
	// A young conversation is asked about again after a quarter of an hour, any
	// other after six.
	youngFor, youngAgain, oldAgain = 24 * time.Hour, 15 * time.Minute, 6 * time.Hour
	itemsKept, readsKept           = 24 * time.Hour, 90 * 24 * time.Hour
)

// Seeking is what became of looking for answers at the server a conversation lives at.
type Seeking struct {
	// Host is that server; "" when there is none to ask.
	Host string
	// Asked is when it was asked last, Answered when what it lists was read last;
	// zero for never.
	Asked, Answered time.Time
}

// Pending says that it was asked and has not been read yet.
func (s Seeking) Pending() bool { return s.Host != "" && s.Answered.Before(s.Asked) }

// SeekAnswers asks for answers that are not here, as a member looks at a post: at
// the home of the post that began the conversation, or else at its own, where that
// is another server and everybody may read it. It asks at most so often (S-IN-5) and
// returns at once. What stands above is looked for at the same time.
func (s *Store) SeekAnswers(ctx context.Context, p community.Post) (Seeking, error) {
	root, target, err := s.soughtFor(ctx, p)
	if err != nil || target.ID == 0 {
		return Seeking{}, err
	}
	rules, err := s.DomainRules(ctx)
	if err != nil || !community.MayFederate(community.FederationOpen, target.IRI.Host(), rules) { // S-ORG-12
		return Seeking{}, err
	}
	was, err := s.conversationRead(ctx, target.ID)
	if err != nil || !was.due(target, s.Now()) {
		return was.seeking(target), err
	}
	now := was
	err = s.update(ctx, fmt.Sprintf("seek answers to %d", target.ID), func(t *tx) error {
		fresh, err := t.beginRun(ctx, target.ID, was)
		if err != nil || !fresh {
			return err
		}
		now.Asked = at(t.now)
		if root.Parent == 0 && !root.ParentIRI.IsZero() {
			payload, err := encodeFetch(Fetch{IRI: root.ParentIRI.String(), Above: 1})
			if err == nil {
				err = t.enqueue(ctx, fetchLane(root.ParentIRI.Host()), KindFetch, payload)
			}
			if err != nil {
				return err
			}
		}
		return t.addReading(ctx, Reading{Thread: target.ID, IRI: target.IRI.String()}, target.IRI)
	})
	return now.seeking(target), err
}

// soughtFor is the post that began the conversation as far as it is known, and the
// one whose home is to be asked; the latter is zero when none is.
func (s *Store) soughtFor(ctx context.Context, p community.Post) (root, target community.Post, err error) {
	root = p
	if p.Root != 0 && p.Root != p.ID {
		if root, err = s.Post(ctx, p.Root); errors.Is(err, community.ErrNotFound) {
			root, err = p, nil
		}
	}
	for _, one := range []community.Post{root, p} {
		if !one.Local && wide(one.Audience) && one.Kind != community.AnnounceKind && one.Deleted.IsZero() {
			return root, one, err
		}
	}
	return root, community.Post{}, err
}

type conversationRow struct {
	Asked, Answered, Since stamp
	Runs, Pages, Posts     int
}

func (r conversationRow) seeking(target community.Post) Seeking {
	return Seeking{Host: target.IRI.Host(), Asked: r.Asked.Time, Answered: r.Answered.Time}
}

// due says whether it is time for another run.
func (r conversationRow) due(target community.Post, now time.Time) bool {
	again := oldAgain
	if now.Sub(target.Published) < youngFor {
		again = youngAgain
	}
	return r.Asked.IsZero() || now.Sub(r.Asked.Time) >= again && (r.Runs < runsADay || now.Sub(r.Since.Time) >= 24*time.Hour)
}

func (s *Store) conversationRead(ctx context.Context, post community.PostID) (conversationRow, error) {
	var row conversationRow
	err := one(ctx, s.r, &row, `SELECT asked, answered, since, runs, pages, posts FROM conversation_read WHERE post = ?`, post)
	if errors.Is(err, community.ErrNotFound) {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("conversation of %d: %w", post, err)
	}
	return row, err
}

// beginRun writes that a run begins; false when another began meanwhile.
func (t *tx) beginRun(ctx context.Context, post community.PostID, was conversationRow) (bool, error) {
	runs, since := was.Runs+1, was.Since
	if was.Since.IsZero() || t.now.Sub(was.Since.Time) >= 24*time.Hour {
		runs, since = 1, at(t.now)
	}
	n, err := t.do(ctx, `INSERT INTO conversation_read (post, asked, since, runs, pages, posts) VALUES (?, ?, ?, ?, 0, 0)
		ON CONFLICT (post) DO UPDATE SET asked = excluded.asked, since = excluded.since, runs = excluded.runs, pages = 0, posts = 0
		WHERE conversation_read.asked = ?`, post, at(t.now), since, runs, was.Asked)
	return n == 1, err
}

// AddReadings leaves what a conversation led to for later: what was not asked for in
// this run, as far as the budgets of the conversation and of each host go. All are of
// one conversation.
func (s *Store) AddReadings(ctx context.Context, list ...Reading) error {
	if len(list) == 0 {
		return nil
	}
	return s.update(ctx, fmt.Sprintf("read on in %d", list[0].Thread), func(t *tx) error {
		for _, r := range list {
			iri, err := community.ParseIRI(r.IRI)
			if err != nil {
				continue
			}
			if err := t.addReading(ctx, r, iri); err != nil {
				return err
			}
		}
		return nil
	})
}

// addReading spends of the budgets and enqueues. Where they are spent, or the same
// was asked for already, nothing happens.
func (t *tx) addReading(ctx context.Context, r Reading, iri community.IRI) error {
	column, most := "posts", runPosts
	if r.List {
		column, most = "pages", runPages
	}
	var row conversationRow
	err := one(ctx, t, &row, `UPDATE conversation_read SET pages = pages WHERE post = ? AND `+column+` < ?
		RETURNING asked, answered, since, runs, pages, posts`, r.Thread, most) // holds the row
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("budget of conversation %d: %w", r.Thread, err)
	}
	var asked int
	err = one(ctx, t, &asked, `SELECT COUNT(*) FROM conversation_item WHERE host = ? AND seen > ?`, iri.Host(), at(t.now.Add(-time.Hour)))
	if err != nil || asked >= hostAnHour {
		return err
	}
	n, err := t.do(ctx, `INSERT INTO conversation_item (post, iri, host, seen) VALUES (?, ?, ?, ?)
		ON CONFLICT (post, iri) DO UPDATE SET seen = excluded.seen WHERE conversation_item.seen < ?`,
		r.Thread, iri, iri.Host(), at(t.now), row.Asked)
	if err != nil || n == 0 {
		return err
	}
	if _, err := t.do(ctx, `UPDATE conversation_read SET `+column+` = `+column+` + 1 WHERE post = ?`, r.Thread); err != nil {
		return err
	}
	payload, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode reading: %w", err)
	}
	return t.enqueue(ctx, fetchLane(iri.Host()), KindConversation, string(payload))
}

// ListedIn says whether something was listed in a conversation that is being read.
func (s *Store) ListedIn(ctx context.Context, thread community.PostID, iri community.IRI) (bool, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM conversation_item WHERE post = ? AND iri = ?`, thread, iri)
	if err != nil {
		return false, fmt.Errorf("conversation of %d: %w", thread, err)
	}
	return n > 0, nil
}

// AnswersSought writes that what the home of a conversation lists was read, as far as
// it could be.
func (s *Store) AnswersSought(ctx context.Context, thread community.PostID) error {
	return s.update(ctx, fmt.Sprintf("answers to %d were sought", thread), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE conversation_read SET answered = ? WHERE post = ?`, at(t.now), thread)
		return err
	})
}
