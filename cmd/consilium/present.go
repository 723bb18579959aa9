package main

import (
	"context"

	"consilium/community"
	"consilium/web/page"
)

// present publishes a case, lets the others vote and respond in turn, and goes on
// with it as far as the script says.
func (s stage) present(ctx context.Context, c demoCase) error {
	i := s.instances[c.In]
	author, err := s.member(ctx, c.In, c.By)
	if err != nil {
		return err
	}
	told := telling{author: author, around: community.Surroundings{Openness: i.openness(), Now: i.now(),
		TagBase: i.store.Base() + "/tags/", Words: i.caseWords(c)}}
	if told.around.Media, err = s.illustrate(ctx, c, author); err != nil {
		return err
	}
	publication, err := community.Publish(author, c.draft(), told.around)
	if err != nil {
		return err
	}
	post, err := i.store.Publish(ctx, publication)
	if err != nil {
		return err
	}
	told.post, told.around.Media = post.ID, nil
	if err := s.poll(ctx, c, post); err != nil {
		return err
	}
	if told.accepted, err = s.respond(ctx, c, post); err != nil {
		return err
	}
	if err := s.applaud(ctx, c, post.IRI); err != nil {
		return err
	}
	return s.end(ctx, c, told)
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

func (i *instance) caseWords(c demoCase) community.CaseWords {
	printer := i.door.Renderer.Catalogue().Printer(page.Reader{Language: "en", Now: i.now()})
	return printer.CaseWords(community.PatientContext{AgeBand: community.AgeBand(c.Case.AgeBand), Sex: community.Sex(c.Case.Sex)})
}
