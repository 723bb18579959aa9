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

// ReceiveAnnounce judges a boost from elsewhere: only what is open to all may
// be repeated, and only by an actor whose host the activity comes from.
func ReceiveAnnounce(iri IRI, by Actor, of Post, audience OpenKind, published, now time.Time) (Publication, error) {
	if by.Local || !by.Active() || !iri.SameOrigin(by.IRI) || !CanAnnounce(by.ID, of) {
		return Publication{}, fmt.Errorf("receive announce: %w", ErrForbidden)
	}
	if audience.Kind() == Direct {
		return Publication{}, fmt.Errorf("receive announce: %w", ErrForbidden)
	}
	post := Post{IRI: iri, Author: by.ID, Kind: AnnounceKind, Of: of.ID, Audience: Audience{Kind: audience.Kind()},
		Published: earlier(published, now), Revision: 1}
	return Publication{verb: Announce, post: post, author: by, of: &of}, nil
}
