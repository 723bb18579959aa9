package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"consilium/community"
)

// standing is an author with what stands between it and a viewer. The actor is shared:
// nobody changes it.
type standing struct {
	*community.Actor
	Follows, Blocked, Followed bool
}

// of gives what is known of an actor; of whom nothing is known it is nobody.
func (j judge) of(id community.ActorID) (standing, bool) {
	a, known := j.authors[id]
	if !known {
		a.Actor = new(community.Actor)
	}
	return a, known
}

func (s standing) closed() bool { return !s.Suspended.IsZero() || !s.Gone.IsZero() }

// judge knows enough of a viewer and some authors to ask CanSee about their
// posts. Verdicts are never kept.
type judge struct {
	viewer  community.Viewer
	authors map[community.ActorID]standing
	rules   map[string]community.DomainRule
	now     time.Time
}

// newJudge is one who knows nobody yet.
func (s *Store) newJudge(ctx context.Context, v community.Viewer) (judge, error) {
	rules, err := s.DomainRules(ctx)
	return judge{viewer: v, authors: map[community.ActorID]standing{}, rules: rules, now: s.Now()}, err
}

// judge reads what CanSee needs to know for these authors.
func (s *Store) judge(ctx context.Context, v community.Viewer, authors []community.ActorID) (judge, error) {
	j, err := s.newJudge(ctx, v)
	if err == nil {
		err = s.meet(ctx, &j, authors)
	}
	return j, err
}

// meet makes a judge know people and the viewer: in one statement when these are who
// they were the last time, and in none when the judge knows them all.
func (s *Store) meet(ctx context.Context, j *judge, people []community.ActorID) error {
	wanted := make([]community.ActorID, 0, len(people)+1)
	asked := make(map[community.ActorID]bool, len(people)+1)
	for _, id := range append(people, j.viewer.Actor) {
		if _, known := j.authors[id]; id != 0 && !known && !asked[id] {
			asked[id] = true
			wanted = append(wanted, id)
		}
	}
	met, err := s.acquainted(ctx, j.viewer.Actor, wanted)
	if err != nil {
		return fmt.Errorf("judge posts: %w", err)
	}
	maps.Copy(j.authors, met)
	return nil
}

// sight is what CanSee is told. Whoever is not known is closed: fail closed.
func (j judge) sight(p community.Post) community.Sight {
	author, known := j.of(p.Author)
	s := community.Sight{Follows: author.Follows, Blocked: author.Blocked, AuthorClosed: !known || author.closed(),
		HostSuspended: j.suspended(author)}
	if j.viewer.Actor == 0 {
		return s
	}
	viewer, known := j.of(j.viewer.Actor)
	// A closed viewer sees nothing, not even with a signature (S-PRIV-9).
	s.HostSuspended = s.HostSuspended || !known || viewer.closed() || j.suspended(viewer)
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
	a, _ := j.of(author)
	if a.Follows || author == j.viewer.Actor {
		return false
	}
	return a.Sanctions.Limited(j.now) || !a.Local && j.anyHost(a, func(host string) bool {
		return community.Limited(host, j.rules)
	})
}

// rejectsMedia says whether no picture of the author's server is shown.
func (j judge) rejectsMedia(author community.ActorID) bool {
	a, _ := j.of(author)
	return !a.Local && j.anyHost(a, func(host string) bool { return community.RejectsMedia(host, j.rules) })
}

func (j judge) anyHost(a standing, is func(host string) bool) bool {
	return len(j.rules) > 0 && (a.Handle.Host() != "" && is(a.Handle.Host()) || is(a.IRI.Host()))
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
	var repeated []community.PostID
	for _, p := range posts {
		if p.Of != 0 {
			repeated = append(repeated, p.Of)
		}
	}
	originals, err := s.Posts(ctx, repeated)
	if err != nil {
		return nil, fmt.Errorf("judge posts: %w", err)
	}
	j, err := s.judge(ctx, v, authorsOf(append(slices.Collect(maps.Values(originals)), posts...)))
	if err != nil {
		return nil, err
	}
	kept := make([]community.Post, 0, len(posts))
	for _, p := range posts {
		original, known := originals[p.Of]
		if j.sees(p) && (p.Of == 0 || known && j.sees(original)) {
			if j.rejectsMedia(p.Author) {
				p.Media = nil
			}
			kept = append(kept, p)
		}
	}
	return kept, nil
}

// admits says whether the viewer may see a post of a list. wide is for surfaces that
// show people one does not follow: limited servers stay away from there.
func (sc *Scene) admits(id community.PostID, wide bool) bool {
	on, there := sc.posts[id]
	if there && on.post.Of != 0 {
		_, there = sc.posts[on.post.Of]
	}
	return there && !(wide && sc.judge.limited(on.post.Author))
}

// VisiblePost gives a post if the viewer may see it. ErrNotFound says that it
// is hidden or does not exist, after the same work (S-PRIV-3).
func (s *Store) VisiblePost(ctx context.Context, v community.Viewer, id community.PostID) (community.Post, error) {
	p, _, err := s.PostScene(ctx, v, id)
	return p, err
}

// PostScene is VisiblePost with what is around the post.
func (s *Store) PostScene(ctx context.Context, v community.Viewer, id community.PostID) (community.Post, *Scene, error) {
	scene, err := s.Scene(ctx, v, []community.PostID{id})
	if err != nil {
		return community.Post{}, nil, fmt.Errorf("visible post: %w", err)
	}
	p, visible := scene.Post(id)
	if !visible {
		return community.Post{}, nil, fmt.Errorf("visible post: %w", community.ErrNotFound)
	}
	return p, scene, nil
}

const selectPostNumber = `SELECT p.id FROM post p WHERE p.iri = $1`

// VisiblePostByIRI is VisiblePost by identifier.
func (s *Store) VisiblePostByIRI(ctx context.Context, v community.Viewer, iri community.IRI) (community.Post, error) {
	var id int64
	err := s.hotRow(ctx, selectPostNumber, []any{iri.String()}, &id)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return community.Post{}, fmt.Errorf("visible post: %w", err)
	}
	return s.VisiblePost(ctx, v, community.PostID(id))
}
