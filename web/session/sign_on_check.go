package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/oauth2"

	"consilium/community"
	"consilium/storage"
)

// checkAgain is when a provider that did not answer is asked again.
const checkAgain = time.Hour

// errLeft says that a provider lets somebody in no more.
var errLeft = errors.New("the institution lets the person in no more")

// CheckIdentities asks the institutions about everybody who gave us leave to
// (offline_access), each once a day: is the person still one of yours, and as
// what? Who is not loses what rested on it, and the sessions that came by it
// (V5). A provider that is down changes nothing until what it said has run out.
// It is to be run every hour. The error joins what went wrong; the others were
// asked all the same.
func (s *Sessions) CheckIdentities(ctx context.Context) error {
	var providers []string
	for _, p := range s.signOn {
		providers = append(providers, p.Key)
	}
	var failed error
	for len(providers) > 0 && ctx.Err() == nil {
		i, err := s.Store.NextIdentity(ctx, providers)
		if errors.Is(err, community.ErrNotFound) {
			return failed
		}
		if err != nil {
			return errors.Join(failed, fmt.Errorf("check identities: %w", err))
		}
		err = s.checkIdentity(ctx, i)
		failed = errors.Join(failed, err)
		if errors.Is(err, community.ErrUnavailable) {
			providers = slices.DeleteFunc(providers, func(key string) bool { return key == i.Provider })
		}
	}
	return errors.Join(failed, ctx.Err())
}

func (s *Sessions) checkIdentity(ctx context.Context, i storage.Identity) error {
	p, err := s.provider(i.Provider)
	if err != nil || p.Issuer != i.Issuer {
		return s.Store.PostponeCheck(ctx, i.ID, 24*time.Hour) // of another configuration
	}
	found, err := s.ask(ctx, p, &i)
	if err != nil && !errors.Is(err, errLeft) {
		return errors.Join(fmt.Errorf("check identity %d: %w", i.ID, err), s.Store.PostponeCheck(ctx, i.ID, checkAgain))
	}
	gone := errors.Is(err, errLeft)
	if gone {
		i.Refresh, i.Missing = "", s.Now()
	} else {
		i.Missing = found.missing(i.Missing, s.Now())
	}
	u, err := s.Store.User(ctx, i.User)
	if err != nil {
		return fmt.Errorf("check identity %d: %w", i.ID, err)
	}
	if gone || found.Says && !found.Belongs {
		err = s.Store.LoseSignOn(ctx, u.Actor, i.Issuer, true)
	} else {
		err = s.weigh(ctx, p, u.Actor, found)
	}
	if err != nil {
		return fmt.Errorf("check identity %d: %w", i.ID, err)
	}
	return s.Store.KeepIdentity(ctx, i)
}

// ask finds out what an institution says of somebody now. The refresh token may
// be another one afterwards, and is kept at once: the last is worth nothing then.
func (s *Sessions) ask(ctx context.Context, p *relying, i *storage.Identity) (findings, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return findings{}, err
	}
	ctx, cancel := p.asking(ctx)
	defer cancel()
	token, err := p.oauth(d).TokenSource(ctx, &oauth2.Token{RefreshToken: i.Refresh}).Token()
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.ErrorCode == "invalid_grant" { // RFC 6749 5.2
		return findings{}, errLeft
	}
	if err != nil {
		return findings{}, p.down("refresh", err)
	}
	if token.RefreshToken != "" && token.RefreshToken != i.Refresh {
		i.Refresh = token.RefreshToken
		if err := s.Store.KeepIdentity(ctx, *i); err != nil {
			return findings{}, err
		}
	}
	said, err := p.present(ctx, d, token, i.Subject)
	return p.find(said), err
}

// present gives the claims of now: those of the user information, which are
// made when asked for, before those of a token.
func (p *relying) present(ctx context.Context, d *discovered, token *oauth2.Token, subject string) (claims, error) {
	said := claims{}
	if d.UserInfo != "" {
		var err error
		if said, err = p.userInfo(ctx, d, token, subject); err != nil || p.knows(said) {
			return said, err
		}
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" && d.UserInfo != "" {
		return said, nil
	}
	_, more, err := p.verify(ctx, d, raw, wanted{Subject: subject})
	return said.with(more), err
}
