package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"consilium/community"
)

// standing is what stands between a viewer and an author.
type standing struct {
	ID               community.ActorID
	IRI              community.IRI
	Host             string
	Local, Closed    bool
	Follows, Blocked bool
	Sanctions        sanctionText
}

// judge knows enough of a viewer and some authors to ask CanSee about their
// posts. Verdicts are never kept.
type judge struct {
	viewer  community.Viewer
	authors map[community.ActorID]standing
	rules   map[string]community.DomainRule
	now     time.Time
}

// judge reads what CanSee needs to know for these authors, in one statement.
func (s *Store) judge(ctx context.Context, v community.Viewer, authors []community.ActorID) (judge, error) {
	j := judge{viewer: v, authors: make(map[community.ActorID]standing, len(authors)+1), now: s.Now()}
	var err error
	if j.rules, err = s.DomainRules(ctx); err != nil {
		return j, err
	}
	var rows []standing
	err = many(ctx, s.r, &rows, `SELECT a.id, a.iri, a.host, a.local, (a.suspended IS NOT NULL OR a.gone IS NOT NULL) AS closed,
		a.sanctions, EXISTS (SELECT 1 FROM follow f WHERE f.follower = ? AND f.followed = a.id AND f.state = 'accepted') AS follows,
		(EXISTS (SELECT 1 FROM block b WHERE b.actor = ? AND b.target = a.id)
		OR EXISTS (SELECT 1 FROM block b WHERE b.actor = a.id AND b.target = ?)
		OR NOT a.local AND EXISTS (SELECT 1 FROM user_domain_block d WHERE d.actor = ? AND `+ofServer+`)) AS blocked
		FROM actor a WHERE a.id IN (?)`, v.Actor, v.Actor, v.Actor, v.Actor, in(append(authors, v.Actor)))
	if err != nil {
		return j, fmt.Errorf("judge posts: %w", err)
	}
	for _, r := range rows {
		j.authors[r.ID] = r
	}
	return j, nil
}

// sight is what CanSee is told. Whoever is not known is closed: fail closed.
func (j judge) sight(p community.Post) community.Sight {
	author, known := j.authors[p.Author]
	s := community.Sight{Follows: author.Follows, Blocked: author.Blocked, AuthorClosed: !known || author.Closed,
		HostSuspended: j.suspended(author)}
	if j.viewer.Actor == 0 {
		return s
	}
	viewer, known := j.authors[j.viewer.Actor]
	// A closed viewer sees nothing, not even with a signature (S-PRIV-9).
	s.HostSuspended = s.HostSuspended || !known || viewer.Closed || j.suspended(viewer)
	s.Mentioned = slices.Contains(p.Mentions, j.viewer.Actor)
	return s
}

func (j judge) sees(p community.Post) bool { return community.CanSee(j.viewer, p, j.sight(p)) }

// suspended says whether the actor's server is, under its account domain or
// where its identifier lives.
func (j judge) suspended(a standing) bool {
	return !a.Local && j.anyHost(a, func(host string) bool {
		return !community.MayFederate(community.FederationOpen, host, j.rules)
	})
}

// limited says whether the author's server, or a sanction, keeps its posts from
// those who do not follow them.
func (j judge) limited(author community.ActorID) bool {
	a := j.authors[author]
	if a.Follows || author == j.viewer.Actor {
		return false
	}
	return a.Sanctions.sanctions().Limited(j.now) || !a.Local && j.anyHost(a, func(host string) bool {
		return community.Limited(host, j.rules)
	})
}

// rejectsMedia says whether no picture of the author's server is shown.
func (j judge) rejectsMedia(author community.ActorID) bool {
	a := j.authors[author]
	return !a.Local && j.anyHost(a, func(host string) bool { return community.RejectsMedia(host, j.rules) })
}

func (j judge) anyHost(a standing, is func(host string) bool) bool {
	return len(j.rules) > 0 && (a.Host != "" && is(a.Host) || is(a.IRI.Host()))
}

func authorsOf(posts []community.Post) []community.ActorID {
	authors := make([]community.ActorID, 0, len(posts)+1)
	for _, p := range posts {
		if !slices.Contains(authors, p.Author) {
			authors = append(authors, p.Author)
		}
	}
	return authors
}

// Visible keeps the posts that the viewer may see, in their order. A boost is
// judged together with the post it repeats.
func (s *Store) Visible(ctx context.Context, v community.Viewer, posts []community.Post) ([]community.Post, error) {
	entries := make([]entry, 0, len(posts))
	for _, p := range posts {
		entries = append(entries, entry{post: p})
	}
	entries, err := s.admit(ctx, v, entries, false)
	return postsOfEntries(entries), err
}

// admit keeps the entries that the viewer may see. wide is for surfaces that
// show people one does not follow: limited servers stay away from there.
func (s *Store) admit(ctx context.Context, v community.Viewer, entries []entry, wide bool) ([]entry, error) {
	var repeated []community.PostID
	var authors []community.ActorID
	for _, e := range entries {
		authors = append(authors, e.post.Author)
		if e.announcer != 0 {
			authors = append(authors, e.announcer)
		}
		if e.post.Of != 0 {
			repeated = append(repeated, e.post.Of)
		}
	}
	originals, err := postsByID(ctx, s.r, repeated)
	if err != nil {
		return nil, fmt.Errorf("judge posts: %w", err)
	}
	j, err := s.judge(ctx, v, append(authors, authorsOf(originals)...))
	if err != nil {
		return nil, err
	}
	of, kept := byID(originals), entries[:0:0]
	for _, e := range entries {
		original, known := of[e.post.Of]
		ok := j.sees(e.post) && (e.announcer == 0 || j.sees(e.announce())) && (e.post.Of == 0 || known && j.sees(original))
		if ok && !(wide && j.limited(e.post.Author)) {
			if j.rejectsMedia(e.post.Author) {
				e.post.Media = nil
			}
			kept = append(kept, e)
		}
	}
	return kept, nil
}

// VisiblePost gives a post if the viewer may see it. ErrNotFound says that it
// is hidden or does not exist, after the same work (S-PRIV-3).
func (s *Store) VisiblePost(ctx context.Context, v community.Viewer, id community.PostID) (community.Post, error) {
	var row postRow
	err := s.hotRow(ctx, selectPost, []any{int64(id)}, row.places()...)
	return s.visible(ctx, v, row, err)
}

const selectPostByIRI = `SELECT ` + postColumns + ` FROM post p WHERE p.iri = $1`

// VisiblePostByIRI is VisiblePost by identifier.
func (s *Store) VisiblePostByIRI(ctx context.Context, v community.Viewer, iri community.IRI) (community.Post, error) {
	var row postRow
	err := s.hotRow(ctx, selectPostByIRI, []any{iri.String()}, row.places()...)
	return s.visible(ctx, v, row, err)
}

// visible judges a row as it was read; one that was not found goes the same way
// as an empty one and is seen by nobody.
func (s *Store) visible(ctx context.Context, v community.Viewer, row postRow, failed error) (community.Post, error) {
	if failed != nil && !errors.Is(failed, community.ErrNotFound) {
		return community.Post{}, fmt.Errorf("visible post: %w", failed)
	}
	posts := []community.Post{row.post()}
	if err := attach(ctx, s.r, posts); err != nil {
		return community.Post{}, fmt.Errorf("visible post: %w", err)
	}
	posts, err := s.Visible(ctx, v, posts)
	if err != nil {
		return community.Post{}, err
	}
	if failed != nil || len(posts) == 0 {
		return community.Post{}, fmt.Errorf("visible post: %w", community.ErrNotFound)
	}
	return posts[0], nil
}
