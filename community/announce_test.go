package community_test

import (
	"errors"
	"testing"

	"consilium/community"
)

// A boost is never wider than what it repeats, and never narrower than many.
func TestRepeat(t *testing.T) {
	ana, bob := cast()
	for _, tt := range []struct {
		of, asked, want community.AudienceKind
	}{
		{community.Public, community.Public, community.Public},
		{community.Public, community.Unlisted, community.Unlisted},
		{community.Public, community.Followers, community.Followers},
		{community.Public, community.Direct, community.Public},
		{community.Public, community.InstanceOnly, community.Public},
		{community.Public, "", community.Public},
		{community.Unlisted, community.Public, community.Unlisted},
		{community.Unlisted, community.Followers, community.Followers},
	} {
		p, err := community.Repeat(ana, post(40, bob, tt.of), tt.asked, at(5))
		got := p.Post()
		if err != nil || got.Audience.Kind != tt.want || got.Of != 40 || got.Kind != community.AnnounceKind || got.Author != ana.ID ||
			!got.Local || p.Verb() != community.Announce || p.Of().ID != 40 || !got.Published.Equal(at(5)) {
			t.Errorf("%q of %q: %v, %+v; want %q", tt.asked, tt.of, err, got, tt.want)
		}
	}
	if p, err := community.Repeat(ana, post(40, ana, community.Followers), community.Public, at(5)); err != nil || p.Post().Audience.Kind != community.Followers {
		t.Errorf("own for followers: %v, %q", err, p.Post().Audience.Kind)
	}
}

func TestRepeatRefuses(t *testing.T) {
	ana, bob := cast()
	suspended := ana
	suspended.Suspended = at(1)
	boost := post(40, bob, community.Public)
	boost.Kind = community.AnnounceKind
	for name, tt := range map[string]struct {
		by community.Actor
		of community.Post
	}{
		"remote":                 {bob, post(40, ana, community.Public)},
		"suspended":              {suspended, post(40, bob, community.Public)},
		"another's to followers": {ana, post(40, bob, community.Followers)},
		"own direct":             {ana, post(40, ana, community.Direct)},
		"for this instance":      {ana, post(40, ana, community.InstanceOnly)},
		"unknown audience":       {ana, post(40, ana, "everyone")},
		"a boost":                {ana, boost},
	} {
		if p, err := community.Repeat(tt.by, tt.of, community.Public, at(5)); !errors.Is(err, community.ErrForbidden) || !p.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReceiveAnnounce(t *testing.T) {
	ana, bob := cast()
	suspended := bob
	suspended.Suspended = at(1)
	boost := func(change func(*community.RemoteAnnounce)) community.RemoteAnnounce {
		r := community.RemoteAnnounce{IRI: iri("https://there.example/a/1"), By: bob, Of: post(40, ana, community.Public),
			Audience: open(community.Public), Published: at(1)}
		change(&r)
		return r
	}
	for name, tt := range map[string]struct {
		change func(*community.RemoteAnnounce)
		ok     bool
	}{
		"public": {func(*community.RemoteAnnounce) {}, true},
		"unlisted of unlisted": {func(r *community.RemoteAnnounce) {
			r.Of, r.Audience = post(40, ana, community.Unlisted), open(community.Unlisted)
		}, true},
		"own, for followers": {func(r *community.RemoteAnnounce) {
			r.Of, r.Audience = post(40, bob, community.Followers), open(community.Followers)
		}, true},
		"foreign origin":         {func(r *community.RemoteAnnounce) { r.IRI = iri("https://evil.example/a/1") }, false},
		"by one of ours":         {func(r *community.RemoteAnnounce) { r.By = ana }, false},
		"by a suspended":         {func(r *community.RemoteAnnounce) { r.By = suspended }, false},
		"direct":                 {func(r *community.RemoteAnnounce) { r.Audience = open(community.Direct) }, false},
		"no audience":            {func(r *community.RemoteAnnounce) { r.Audience = community.OpenKind{} }, false},
		"of followers-only":      {func(r *community.RemoteAnnounce) { r.Of = post(40, ana, community.Followers) }, false},
		"of this instance's own": {func(r *community.RemoteAnnounce) { r.Of = post(40, ana, community.InstanceOnly) }, false},
		"of a boost":             {func(r *community.RemoteAnnounce) { r.Of.Kind = community.AnnounceKind }, false},
		"of a tombstone":         {func(r *community.RemoteAnnounce) { r.Of.Deleted = at(1) }, false},
	} {
		p, err := community.ReceiveAnnounce(boost(tt.change), at(5))
		if tt.ok && (err != nil || p.Post().Of != 40 || p.Post().Local || !p.Post().Published.Equal(at(1))) {
			t.Errorf("%s: %v, %+v", name, err, p.Post())
		}
		if !tt.ok && (!errors.Is(err, community.ErrForbidden) || !p.IsZero()) {
			t.Errorf("%s: %v, want forbidden", name, err)
		}
	}
	p, err := community.ReceiveAnnounce(boost(func(r *community.RemoteAnnounce) { r.Published = at(90) }), at(5))
	if err != nil || !p.Post().Published.Equal(at(5)) {
		t.Errorf("from the future: %v, %v", err, p.Post().Published)
	}
}

// open is an audience that may federate.
func open(kind community.AudienceKind) community.OpenKind {
	o, err := community.OpenAudience(kind)
	if err != nil {
		panic("test: " + string(kind))
	}
	return o
}
