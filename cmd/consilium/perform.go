package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"consilium/community"
	"consilium/web/page"
)

// arrival is how long something sent from one instance may take to reach the
// other in the demonstration.
const arrival = 30 * time.Second

// perform plays the script when the instances are new: everything that passes
// between them really does, over signed requests.
func (s stage) perform(ctx context.Context) error {
	fresh := true
	for _, name := range s.names() {
		made, err := s.settle(ctx, name)
		if err != nil {
			return err
		}
		fresh = fresh && made
	}
	if !fresh {
		return nil
	}
	for _, f := range s.play.Follows {
		if err := s.follow(ctx, f[0], f[1], f[2]); err != nil {
			return fmt.Errorf("%s follows %s: %w", f[1], f[2], err)
		}
	}
	for _, p := range s.play.Posts {
		if _, err := s.post(ctx, p, nil); err != nil {
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

// member is one of the cast at home.
func (s stage) member(ctx context.Context, in, name string) (community.Actor, error) {
	i := s.instances[in]
	h, err := community.ParseHandle(name, i.store.Domain())
	if err != nil {
		return community.Actor{}, err
	}
	return i.store.ActorByHandle(ctx, h)
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

// until asks again and again until the answer is yes.
func (s stage) until(ctx context.Context, arrived func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, arrival)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		yes, err := arrived()
		if err != nil || yes {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("it did not arrive at the other instance")
		case <-tick.C:
		}
	}
}

// copyOf waits for a post to be known on an instance and gives its row there.
func (s stage) copyOf(ctx context.Context, in string, iri community.IRI) (community.Post, error) {
	var p community.Post
	err := s.until(ctx, func() (bool, error) {
		var err error
		p, err = s.instances[in].store.PostByIRI(ctx, iri)
		if errors.Is(err, community.ErrNotFound) {
			return false, nil
		}
		return true, err
	})
	return p, err
}

// post publishes a post or, with a parent, a reply.
func (s stage) post(ctx context.Context, p demoPost, parent *community.Post) (community.Post, error) {
	i := s.instances[p.In]
	author, err := s.member(ctx, p.In, p.By)
	if err != nil {
		return community.Post{}, err
	}
	around := community.Surroundings{Openness: i.openness(), Now: i.now(), TagBase: i.store.Base() + "/tags/", Parent: parent}
	if parent != nil {
		answered, err := i.store.Actor(ctx, parent.Author)
		if err != nil {
			return community.Post{}, err
		}
		around.Answered = &answered
	}
	draft := community.PostDraft{Text: p.Text, Language: "en", Audience: community.AudienceKind(p.Audience)}
	publication, err := community.Publish(author, draft, around)
	if err != nil {
		return community.Post{}, err
	}
	return i.store.Publish(ctx, publication)
}

// present publishes a case, lets the others respond in turn, and closes it.
func (s stage) present(ctx context.Context, c demoCase) error {
	i := s.instances[c.In]
	author, err := s.member(ctx, c.In, c.By)
	if err != nil {
		return err
	}
	publication, err := community.Publish(author, c.draft(), community.Surroundings{Openness: i.openness(), Now: i.now(),
		TagBase: i.store.Base() + "/tags/", Words: i.caseWords(c)})
	if err != nil {
		return err
	}
	post, err := i.store.Publish(ctx, publication)
	if err != nil {
		return err
	}
	accepted, err := s.respond(ctx, c, post)
	if err != nil {
		return err
	}
	if err := s.applaud(ctx, c, post.IRI); err != nil || accepted == nil {
		return err
	}
	if post, err = i.store.Post(ctx, post.ID); err != nil {
		return err
	}
	solved, err := community.Solve(author, post, accepted, i.now())
	if err != nil {
		return err
	}
	_, err = i.store.Publish(ctx, solved)
	return err
}

// respond posts the responses where their authors live, each when the case, or
// what it answers, has arrived there. It gives the accepted one as it is at home.
func (s stage) respond(ctx context.Context, c demoCase, post community.Post) (accepted *community.Post, err error) {
	for _, r := range c.Responses {
		there, err := s.copyOf(ctx, r.In, post.IRI)
		if err != nil {
			return nil, err
		}
		r.Audience = c.Audience
		reply, err := s.post(ctx, r, &there)
		if err != nil {
			return nil, err
		}
		home, err := s.copyOf(ctx, c.In, reply.IRI)
		if err != nil {
			return nil, err
		}
		if r.Accepted {
			accepted = &home
		}
	}
	return accepted, nil
}

// applaud likes and boosts the case from where the others live.
func (s stage) applaud(ctx context.Context, c demoCase, iri community.IRI) error {
	for _, like := range c.Likes {
		by, post, err := s.before(ctx, like, iri)
		if err != nil {
			return err
		}
		if err := s.instances[like[0]].store.Like(ctx, by, post); err != nil {
			return err
		}
	}
	for _, boost := range c.Boosts {
		by, post, err := s.before(ctx, boost, iri)
		if err != nil {
			return err
		}
		i := s.instances[boost[0]]
		publication, err := community.Repeat(by, post, community.Public, i.now())
		if err != nil {
			return err
		}
		if _, err := i.store.Publish(ctx, publication); err != nil {
			return err
		}
	}
	return nil
}

// before is somebody of the cast in front of a post.
func (s stage) before(ctx context.Context, who [2]string, iri community.IRI) (community.Actor, community.Post, error) {
	by, err := s.member(ctx, who[0], who[1])
	if err != nil {
		return by, community.Post{}, err
	}
	post, err := s.copyOf(ctx, who[0], iri)
	return by, post, err
}

func (c demoCase) draft() community.PostDraft {
	return community.PostDraft{Language: "en", Audience: community.AudienceKind(c.Audience), Case: &community.CaseDraft{
		Title: c.Case.Title, AgeBand: c.Case.AgeBand, Sex: c.Case.Sex, PresentingComplaint: c.Case.PresentingComplaint,
		History: c.Case.History, Findings: c.Case.Findings, Investigations: c.Case.Investigations, Question: c.Case.Question,
		Specialties: c.Case.Specialties, Consent: c.Case.Consent}}
}

func (i *instance) caseWords(c demoCase) community.CaseWords {
	printer := i.door.Renderer.Catalogue().Printer(page.Reader{Language: "en", Now: i.now()})
	return printer.CaseWords(community.PatientContext{AgeBand: community.AgeBand(c.Case.AgeBand), Sex: community.Sex(c.Case.Sex)})
}
