package community

import (
	"fmt"
	"time"
)

// Repeat decides whether a member may boost a post to the own followers.
// audience is Public, Unlisted or Followers and never wider than the post.
func Repeat(by Actor, p Post, audience AudienceKind, now time.Time) (Publication, error) {
	if !by.Local || !by.Active() || !CanAnnounce(by.ID, p) {
		return Publication{}, fmt.Errorf("announce: %w", ErrForbidden)
	}
	if audience == Direct || (Audience{Kind: audience}).Restricted() || !p.Audience.Admits(Audience{Kind: audience}) {
		audience = p.Audience.Kind
	}
	post := Post{Author: by.ID, Kind: AnnounceKind, Of: p.ID, Audience: Audience{Kind: audience}, Local: true,
		Published: now, Revision: 1}
	return Publication{verb: Announce, post: post, author: by, of: &p}, nil
}

// RemoteAnnounce is a boost as another server described it.
type RemoteAnnounce struct {
	IRI       IRI
	By        Actor
	Of        Post
	Audience  OpenKind
	Published time.Time
}

// ReceiveAnnounce judges a boost from elsewhere: only what is open to all may
// be repeated, only to many, and only by an actor of the host it comes from.
func ReceiveAnnounce(r RemoteAnnounce, now time.Time) (Publication, error) {
	allowed := !r.By.Local && r.By.Active() && r.IRI.SameOrigin(r.By.IRI) && CanAnnounce(r.By.ID, r.Of)
	if !allowed || !r.Audience.known() || r.Audience.Kind() == Direct {
		return Publication{}, fmt.Errorf("receive announce: %w", ErrForbidden)
	}
	post := Post{IRI: r.IRI, Author: r.By.ID, Kind: AnnounceKind, Of: r.Of.ID, Audience: Audience{Kind: r.Audience.Kind()},
		Published: earlier(r.Published, now), Revision: 1}
	return Publication{verb: Announce, post: post, author: r.By, of: &r.Of}, nil
}
