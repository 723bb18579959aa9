package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"consilium/community"
)

// telling is a case that was posted.
type telling struct {
	author   community.Actor
	around   community.Surroundings
	post     community.PostID
	accepted *community.Post
}

// poll lets members of the author's instance vote.
func (s stage) poll(ctx context.Context, c demoCase, post community.Post) error {
	i := s.instances[c.In]
	for _, name := range slices.Sorted(maps.Keys(c.Votes)) {
		voter, err := s.member(ctx, c.In, name)
		if err != nil {
			return err
		}
		asked, err := i.store.Poll(ctx, post.ID, voter.ID)
		if err != nil {
			return err
		}
		choice, other, _ := strings.Cut(c.Votes[name], ":")
		ballot, err := community.CastBallot(community.Voter{Actor: voter, Subject: voter.Subject(community.Member, i.store.Standing(ctx, voter)), Now: i.now()},
			post, asked.Poll, community.BallotDraft{Choice: choice, Other: other})
		if err != nil {
			return err
		}
		if err := i.store.Vote(ctx, ballot); err != nil {
			return err
		}
	}
	return nil
}

// end takes a case as far as the script says: accepted or solved, followed up,
// archived.
func (s stage) end(ctx context.Context, c demoCase, told telling) error {
	i := s.instances[c.In]
	for _, step := range []struct {
		asked bool
		take  func(community.Post) (community.Publication, error)
	}{
		{told.accepted != nil, func(p community.Post) (community.Publication, error) {
			by, err := i.store.Responder(ctx, told.accepted.Author)
			if err != nil {
				return community.Publication{}, err
			}
			return community.Accept(told.author, p, community.Acceptance{Answer: *told.accepted, Author: by}, i.now())
		}},
		{c.Solved != nil, func(p community.Post) (community.Publication, error) {
			return community.Solve(told.author, p, c.Solved, told.around)
		}},
		{c.Outcome != nil, func(p community.Post) (community.Publication, error) {
			return community.FollowUp(told.author, p, *c.Outcome, told.around)
		}},
		{c.Archived, func(p community.Post) (community.Publication, error) {
			return community.Archive(told.author, p, i.now())
		}},
	} {
		if !step.asked {
			continue
		}
		post, err := i.store.Post(ctx, told.post)
		if err != nil {
			return err
		}
		told.around.Now = i.now()
		publication, err := step.take(post)
		if err != nil {
			return err
		}
		if _, err := i.store.Publish(ctx, publication); err != nil {
			return err
		}
	}
	return nil
}
