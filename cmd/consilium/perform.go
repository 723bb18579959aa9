package main

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
)

// perform plays the script, unless that was done at an earlier start.
// Everything that passes between the instances really does, over signed
// requests.
func (s stage) perform(ctx context.Context) error {
	if done, err := s.played(ctx); done || err != nil {
		return err
	}
	for _, name := range s.names() {
		if err := s.settle(ctx, name); err != nil {
			return err
		}
	}
	if err := s.converse(ctx); err != nil {
		return err
	}
	for _, name := range s.names() {
		if err := s.describe(ctx, name, true); err != nil {
			return err
		}
	}
	return nil
}

// converse lets the members follow one another, write and answer.
func (s stage) converse(ctx context.Context) error {
	for _, f := range s.play.Follows {
		if err := s.follow(ctx, f[0], f[1], f[2]); err != nil {
			return fmt.Errorf("%s follows %s: %w", f[1], f[2], err)
		}
	}
	for _, p := range s.play.Posts {
		asked, err := s.post(ctx, p, nil)
		if err == nil {
			err = s.choose(ctx, p, asked)
		}
		if err != nil {
			return fmt.Errorf("post of %s: %w", p.By, err)
		}
	}
	for _, c := range s.play.Cases {
		if err := s.present(ctx, c); err != nil {
			return fmt.Errorf("case of %s: %w", c.By, err)
		}
	}
	return nil
}

// follow makes somebody follow "name" here or "name@instance" there, and waits
// until it is accepted.
func (s stage) follow(ctx context.Context, in, who, whom string) error {
	i := s.instances[in]
	follower, err := s.member(ctx, in, who)
	if err != nil {
		return err
	}
	name, other, elsewhere := strings.Cut(whom, "@")
	if elsewhere {
		name += "@" + s.instances[other].store.Domain()
	}
	followed, _, err := i.federation.Resolve(ctx, name)
	if err != nil {
		return err
	}
	f, err := community.RequestFollow(follower, followed, community.Relation{}, i.now())
	if err != nil {
		return err
	}
	if _, err := i.store.Follow(ctx, f); err != nil {
		return err
	}
	return s.until(ctx, func() (bool, error) {
		relations, err := i.store.Relations(ctx, follower.ID, []community.ActorID{followed.ID})
		return relations[followed.ID].Follows, err
	})
}

// choose lets members vote in the poll of a post.
func (s stage) choose(ctx context.Context, p demoPost, asked community.Post) error {
	i := s.instances[p.In]
	for name, number := range p.Votes {
		voter, err := s.member(ctx, p.In, name)
		if err != nil {
			return err
		}
		choice, err := community.Choose(voter, asked, []int{number - 1}, i.now())
		if err != nil {
			return err
		}
		if err := i.store.Choose(ctx, choice); err != nil {
			return err
		}
	}
	return nil
}

// post publishes a post or, with a parent, a reply.
func (s stage) post(ctx context.Context, p demoPost, parent *community.Post) (community.Post, error) {
	i := s.instances[p.In]
	author, err := s.member(ctx, p.In, p.By)
	if err != nil {
		return community.Post{}, err
	}
	around := community.Surroundings{Openness: i.openness(), Now: i.now(), TagBase: i.store.Base() + "/tags/",
		Domain: i.store.Domain(), Parent: parent}
	if parent != nil {
		around.Thread = parent // all replies are to what started their thread
		answered, err := i.store.Actor(ctx, parent.Author)
		if err != nil {
			return community.Post{}, err
		}
		around.Answered = &answered
	}
	draft := community.PostDraft{Text: p.Text, Language: "en", Audience: community.AudienceKind(p.Audience),
		Question: community.QuestionDraft{Options: p.Poll, Lasts: 7 * day}}
	if p.Kind != "" {
		draft.Response = &community.ResponseDraft{Kind: p.Kind, Evidence: p.Evidence}
		if around.Founding, err = i.store.Founding(ctx); err != nil {
			return community.Post{}, err
		}
	}
	publication, err := community.Publish(author, draft, around)
	if err != nil {
		return community.Post{}, err
	}
	return i.store.Publish(ctx, publication)
}
