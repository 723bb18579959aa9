package storage_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// expected are the ends that a deed may have when others act at the same time.
func expected(err error) bool {
	for _, kind := range []error{community.ErrConflict, community.ErrGone, community.ErrNotFound, community.ErrForbidden} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return err == nil
}

// throng is many people who do everything to a few posts at once.
type throng struct {
	stage
	actors []community.Actor
	remote []community.Actor
	posts  []community.Post
}

func (c throng) act(r *rand.Rand) error {
	ctx, s := c.Context(), c.s
	me, other, post := c.actors[r.IntN(len(c.actors))], c.actors[r.IntN(len(c.actors))], c.posts[r.IntN(len(c.posts))]
	if me.ID == other.ID {
		return nil
	}
	switch r.IntN(11) {
	case 0:
		return s.Like(ctx, me, post)
	case 1:
		return s.Unlike(ctx, me, post)
	case 2:
		p, err := community.Repeat(me, post, post.Audience.Kind, s.Now())
		if err != nil {
			return err
		}
		_, err = s.Publish(ctx, p)
		return err
	case 3:
		return s.Unannounce(ctx, me, post.ID)
	case 4, 5:
		d := draft{text: "x @ana #tag", audience: community.Public, parent: &post, mentions: []community.Actor{other, c.remote[0]}}
		p, err := community.Publish(me, d.words(), d.surroundings(s))
		if err != nil {
			return err
		}
		made, err := s.Publish(ctx, p)
		if err == nil && r.IntN(2) == 0 {
			err = s.DeletePost(ctx, made.ID, s.Now())
		}
		return err
	case 6:
		_, err := s.Follow(ctx, community.Follow{Follower: me.ID, Followed: other.ID, State: community.FollowAccepted})
		return err
	case 7:
		return s.Unfollow(ctx, me.ID, other.ID)
	case 8:
		return errors.Join(s.Block(ctx, me.ID, other.ID), s.Unblock(ctx, me.ID, other.ID))
	case 9:
		return s.ReceiveLike(ctx, storagetest.IRI(c, fmt.Sprintf("https://there.example/l/%d", r.Int64())), c.remote[r.IntN(len(c.remote))], post)
	default:
		now, err := s.Post(ctx, post.ID)
		if err != nil {
			return err
		}
		author, err := s.Actor(ctx, post.Author)
		if err != nil {
			return err
		}
		d := draft{text: "edited", mentions: []community.Actor{other}}
		p, err := community.Revise(author, now, d.words(), d.surroundings(s))
		if err != nil {
			return err
		}
		_, err = s.Publish(ctx, p)
		return err
	}
}

// TestEverythingAtOnce: whatever many do to the same posts at the same time, no
// deed fails for it, and every counter says what there is.
func TestEverythingAtOnce(t *testing.T) {
	each(t, func(st stage) {
		c := throng{stage: st}
		for i := range 6 {
			c.actors = append(c.actors, st.member(fmt.Sprintf("m%d", i)))
		}
		for i := range 4 {
			c.remote = append(c.remote, storagetest.Remote(st, st.s, fmt.Sprintf("https://h%d.example", i), "r"))
			for _, a := range c.actors {
				st.follows(c.remote[i], a)
			}
		}
		for i := range 3 {
			c.posts = append(c.posts, st.post(c.actors[i], draft{text: "post", audience: community.Public}))
		}
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				r := rand.New(rand.NewPCG(uint64(i), 7))
				for range 25 {
					if err := c.act(r); !expected(err) {
						st.Errorf("a deed failed: %v", err)
					}
				}
			})
		}
		group.Wait()
		st.countersHold()
		st.noCircles()
	})
}

// TestUnboostWhileDeleted: many take back their boosts of a post while it is
// deleted, and nobody waits for anybody who waits for them: on PostgreSQL each
// such circle costs a second and is told of in pg_stat_database.
func TestUnboostWhileDeleted(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		var others []community.Actor
		for i := range 5 {
			others = append(others, st.member(fmt.Sprintf("m%d", i)))
		}
		start := time.Now()
		for range 8 {
			p := st.post(ana, draft{text: "x", audience: community.Public})
			for _, a := range others {
				st.boost(a, p, community.Public)
			}
			var group sync.WaitGroup
			for _, a := range others {
				group.Go(func() {
					if err := st.s.Unannounce(st.Context(), a, p.ID); !expected(err) {
						st.Error(err)
					}
				})
			}
			group.Go(func() {
				if err := st.s.DeletePost(st.Context(), p.ID, st.s.Now()); err != nil {
					st.Error(err)
				}
			})
			group.Wait()
		}
		st.Log("took", time.Since(start))
		st.noCircles()
		st.countersHold()
	})
}

// noCircles asks PostgreSQL whether transactions waited for each other.
func (st stage) noCircles() {
	st.Helper()
	if !strings.HasSuffix(st.Name(), "/postgres") {
		return
	}
	st.s.Run(st, `SELECT pg_stat_force_next_flush()`)
	if n := st.s.Number(st, `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`); n != 0 {
		st.Errorf("%d times transactions waited for each other", n)
	}
}

// countersHold recounts everything that is counted.
func (st stage) countersHold() {
	st.Helper()
	for what, query := range map[string]string{
		"likes":     `SELECT COUNT(*) FROM post p WHERE p.deleted IS NULL AND p.like_count <> (SELECT COUNT(*) FROM liking l WHERE l.post = p.id)`,
		"announces": `SELECT COUNT(*) FROM post p WHERE p.deleted IS NULL AND p.announce_count <> (SELECT COUNT(*) FROM post n WHERE n.of_post = p.id AND n.deleted IS NULL)`,
		"replies":   `SELECT COUNT(*) FROM post p WHERE p.deleted IS NULL AND p.reply_count <> (SELECT COUNT(*) FROM post n WHERE n.parent = p.id AND n.deleted IS NULL)`,
		"posts": `SELECT COUNT(*) FROM actor a WHERE a.post_count <> (SELECT COUNT(*) FROM post p WHERE p.author = a.id AND p.deleted IS NULL
			AND p.audience IN ('public', 'unlisted') AND p.of_post = 0)`,
		"followers": `SELECT COUNT(*) FROM actor a WHERE a.follower_count <> (SELECT COUNT(*) FROM follow f WHERE f.followed = a.id AND f.state = 'accepted')`,
		"following": `SELECT COUNT(*) FROM actor a WHERE a.following_count <> (SELECT COUNT(*) FROM follow f WHERE f.follower = a.id AND f.state = 'accepted')`,
		"boosts":    `SELECT COUNT(*) FROM (SELECT author, of_post FROM post WHERE of_post <> 0 AND deleted IS NULL GROUP BY author, of_post HAVING COUNT(*) > 1) AS x`,
		"versions":  `SELECT COUNT(*) FROM post p WHERE p.deleted IS NULL AND p.of_post = 0 AND p.revision - 1 <> (SELECT COUNT(*) FROM post_revision r WHERE r.post = p.id)`,
	} {
		if n := st.s.Number(st, query); n != 0 {
			st.Errorf("%s: %d rows are counted wrongly", what, n)
		}
	}
}
