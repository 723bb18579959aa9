package storage

import (
	"context"
	"fmt"
	"slices"

	"consilium/community"
)

// Scene is what one viewer has before them for one answer: the posts they may see with
// those these repeat, quote and answer, the people in them, and what the viewer did with
// each. All verdicts are of the moment it was read; nothing is read of a post before the
// viewer may see it.
type Scene struct {
	judge judge
	posts map[community.PostID]onScene
}

type onScene struct {
	post *community.Post
	mark Mark
}

// Scene reads the posts with these numbers and what is around them. How many statements
// that takes depends on whether they answer, quote and name others, and not on how many
// they are.
func (s *Store) Scene(ctx context.Context, v community.Viewer, ids []community.PostID) (*Scene, error) {
	scene, err := s.scene(ctx, v, ids)
	if err != nil {
		return nil, fmt.Errorf("read %d posts: %w", len(ids), err)
	}
	return scene, nil
}

func (s *Store) scene(ctx context.Context, v community.Viewer, ids []community.PostID) (*Scene, error) {
	scene := &Scene{posts: make(map[community.PostID]onScene, 2*len(ids))}
	var err error
	if scene.judge, err = s.newJudge(ctx, v); err != nil {
		return nil, err
	}
	// What a boost repeats may answer and quote others in turn; what is quoted there is
	// looked for a last time.
	var named []community.ActorID
	for round := 0; round <= lastRound && (round == 0 || len(ids) > 0); round++ {
		signs, err := s.signs(ctx, v.Actor, ids)
		if err != nil {
			return nil, err
		}
		for _, sign := range signs {
			named = append(named, sign.author)
		}
		if err := s.meet(ctx, &scene.judge, named); err != nil {
			return nil, err
		}
		if ids, named, err = s.enter(ctx, scene, signs, round+1 == lastRound); err != nil {
			return nil, err
		}
	}
	return scene, s.meet(ctx, &scene.judge, named)
}

// lastRound is how far from the posts that were asked for others are looked for.
const lastRound = 3

// enter puts the posts on the scene that the viewer may see, and says what is around
// them and not there, or only what they quote, and whom they name.
func (s *Store) enter(ctx context.Context, scene *Scene, signs []sign, quotes bool) (around []community.PostID, named []community.ActorID, err error) {
	visible := make([]sign, 0, len(signs))
	for _, sign := range signs {
		if _, there := scene.posts[sign.id]; !there && scene.judge.sees(sign.post(scene.judge.viewer)) {
			visible = append(visible, sign)
		}
	}
	posts, err := s.postsBySign(ctx, visible)
	if err != nil {
		return nil, nil, err
	}
	for _, sign := range visible {
		p, known := posts[sign.id]
		if known && p.Stamp != sign.stamp { // it was changed in between, maybe for fewer
			known = scene.judge.sees(*p)
		}
		if known {
			if len(p.Media) > 0 && scene.judge.rejectsMedia(p.Author) {
				bare := *p
				bare.Media, p = nil, &bare
			}
			scene.posts[sign.id] = onScene{p, sign.mark()}
			named = append(named, p.Mentions...)
		}
	}
	for _, sign := range visible {
		if on, there := scene.posts[sign.id]; there {
			around = scene.around(around, on.post, quotes)
		}
	}
	return around, named, nil
}

// around adds what a post repeats, quotes or answers, or only what it quotes, and what is
// not on the scene.
func (sc *Scene) around(ids []community.PostID, p *community.Post, quotes bool) []community.PostID {
	list := [...]community.PostID{0, p.Of, p.Parent}
	if p.Quote != nil {
		list[0] = p.Quote.Post
	}
	nearest := list[:]
	if quotes {
		nearest = list[:1]
	}
	for _, next := range nearest {
		if _, there := sc.posts[next]; next != 0 && !there && !slices.Contains(ids, next) {
			ids = append(ids, next)
		}
	}
	return ids
}

// Post gives a post that the viewer may see; a boost only with what it repeats.
// Pictures of servers whose pictures are not shown here are left out.
func (sc *Scene) Post(id community.PostID) (community.Post, bool) {
	p, there := sc.Look(id)
	if !there {
		return community.Post{}, false
	}
	return *p, true
}

// Look is Post without a copy: the post is shared, and nobody changes it.
func (sc *Scene) Look(id community.PostID) (*community.Post, bool) {
	on, there := sc.posts[id]
	if there && on.post.Of != 0 {
		_, there = sc.posts[on.post.Of]
	}
	return on.post, there
}

// Mark is what the viewer did with a post.
func (sc *Scene) Mark(id community.PostID) Mark { return sc.posts[id].mark }

// Actor gives an author, somebody named, or the viewer.
func (sc *Scene) Actor(id community.ActorID) (community.Actor, bool) {
	a, known := sc.judge.of(id)
	return *a.Actor, known
}

// Approach is what is between the viewer, who is by, and an author.
func (sc *Scene) Approach(by community.Actor, author community.ActorID) community.Approach {
	a, _ := sc.judge.of(author)
	return community.Approach{By: by, Author: *a.Actor, Follows: a.Follows, Followed: a.Followed}
}

// visible are the numbers of those of a list that the viewer may see.
func (sc *Scene) visible(ids []community.PostID) []community.PostID {
	return slices.DeleteFunc(slices.Clone(ids), func(id community.PostID) bool {
		_, visible := sc.Look(id)
		return !visible
	})
}

// Posts are those of a list that the viewer may see, in its order.
func (sc *Scene) Posts(ids []community.PostID) []community.Post {
	posts := make([]community.Post, 0, len(ids))
	for _, id := range ids {
		if p, visible := sc.Post(id); visible {
			posts = append(posts, p)
		}
	}
	return posts
}

// join takes in another scene of the same viewer.
func (sc *Scene) join(other *Scene) *Scene {
	if sc == nil {
		return other
	}
	for id, on := range other.posts {
		sc.posts[id] = on
	}
	for id, a := range other.judge.authors {
		sc.judge.authors[id] = a
	}
	return sc
}
