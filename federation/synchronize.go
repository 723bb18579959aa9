package federation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/federation/vocab"
	"consilium/storage"
)

// FEP-8fcf: with what is sent to followers goes a digest of who of the receiving
// server follows, so that it finds out when the two do not agree.

// synchronization is the header's name as signatures write it.
const synchronization = "collection-synchronization"

const (
	// rollAge is how old a digest of ours may be: one that is too old makes the other
	// side ask once, and find that nothing is wrong.
	rollAge = 10 * time.Second
	// mostRolls bounds for how many members digests are kept.
	mostRolls = 64
	// mostRolled is how many followers elsewhere a member may have to be told of any
	// of them so; mostListedRoll how many at one server.
	mostRolled, mostListedRoll = 100_000, 5000
	// comparedFor is how long the same digest of an actor is not compared again.
	comparedFor = 5 * time.Minute
	// mostOurs is how many members may follow an actor to be compared, and mostRollPages
	// how many pages are read of its list.
	mostOurs, mostRollPages = 25_000, 10
	maxRollHeader           = 8 << 10 // bytes
	// mostCompared is how many lists are read of one host in comparedWindow.
	mostCompared, comparedWindow = 60, time.Hour
)

// digest is the XOR of the SHA-256 of some identifiers.
type digest [sha256.Size]byte

func (d *digest) add(id string) {
	sum := sha256.Sum256([]byte(id))
	for i := range d {
		d[i] ^= sum[i]
	}
}

func (d digest) String() string { return hex.EncodeToString(d[:]) }

func digestOf(iris []community.IRI) digest {
	var d digest
	for _, iri := range iris {
		d.add(iri.String())
	}
	return d
}

// roll is who follows a member from elsewhere, as digests by origin. None of it is for
// a server that has too many of them.
type roll struct {
	made    time.Time
	id      community.IRI
	origins map[string]*present
}

type present struct {
	digest digest
	count  int
}

// rolls keeps them for a moment, since what one says goes to many servers.
type rolls struct {
	making singleflight.Group
	mu     sync.Mutex
	kept   map[community.ActorID]roll
}

func newRolls() *rolls { return &rolls{kept: map[community.ActorID]roll{}} }

func (r *rolls) get(actor community.ActorID, now time.Time) (roll, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	have, ok := r.kept[actor]
	age := now.Sub(have.made)
	return have, ok && age >= 0 && age < rollAge
}

func (r *rolls) keep(actor community.ActorID, made roll) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.kept) >= mostRolls {
		clear(r.kept)
	}
	r.kept[actor] = made
}

// rollOf reads all followers of a member once for all servers.
func (f *Federation) rollOf(ctx context.Context, actor community.ActorID) (roll, error) {
	if have, ok := f.rolls.get(actor, f.now()); ok {
		return have, nil
	}
	made, err, _ := f.rolls.making.Do(community.FormatID(actor), func() (any, error) {
		ctx := context.WithoutCancel(ctx)
		a, err := f.store.Actor(ctx, actor)
		if err != nil {
			return roll{}, err
		}
		followers, err := f.store.FollowerIRIs(ctx, actor, false, mostRolled+1)
		if err != nil {
			return roll{}, err
		}
		made := roll{made: f.now(), id: a.Followers, origins: map[string]*present{}}
		if len(followers) > mostRolled {
			made.id = community.IRI{}
		}
		for _, iri := range followers {
			at := made.origins[originOf(iri)]
			if at == nil {
				at = &present{}
				made.origins[originOf(iri)] = at
			}
			at.digest.add(iri.String())
			at.count++
		}
		f.rolls.keep(actor, made)
		return made, nil
	})
	r, _ := made.(roll)
	return r, err
}

// originOf is scheme and authority of an identifier.
func originOf(iri community.IRI) string {
	scheme, rest, _ := strings.Cut(iri.String(), "://")
	authority, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + authority
}

// sendRoll adds to what goes to followers what we know of those at the inbox's server.
func (f *Federation) sendRoll(ctx context.Context, d storage.Delivery, header http.Header) error {
	if !d.Followers {
		return nil
	}
	r, err := f.rollOf(ctx, d.Actor)
	if err != nil || r.id.IsZero() {
		return err
	}
	at := r.origins[originOf(d.Inbox)]
	if at == nil {
		at = &present{}
	}
	if at.count <= mostListedRoll {
		header.Set(synchronization, fmt.Sprintf(`collectionId="%s", digest="%s", url="%s"`, r.id, at.digest, rollURL(r.id)))
	}
	return nil
}

func rollURL(followers community.IRI) string { return followers.String() + "/synchronization" }

// serveRoll lists the followers of a member that live where the asker does, to nobody
// else (R-AF-5).
func (f *Federation) serveRoll(r *http.Request, who asker) (response, error) {
	member, err := f.rolled(r, who)
	if err != nil {
		return response{}, err
	}
	by, err := f.store.Actor(r.Context(), who.viewer.Actor)
	if err != nil {
		return response{}, err
	}
	followers, err := f.store.FollowerIRIs(r.Context(), member.ID, false, mostRolled+1)
	if err != nil {
		return response{}, err
	}
	list := vocab.Collection{ID: rollURL(member.Followers), Type: "OrderedCollection", PartOf: member.Followers.String()}
	for _, iri := range followers {
		if iri.SameOrigin(by.IRI) {
			list.Items = append(list.Items, vocab.Reference{ID: iri.String()})
		}
	}
	if len(followers) > mostRolled || len(list.Items) > mostListedRoll {
		return response{}, fmt.Errorf("followers of %d at one server: %w", member.ID, community.ErrNotFound)
	}
	list.TotalItems = new(int64(len(list.Items)))
	return activityResponse(vocab.EncodeCollection(list))
}

// signedRoll is the header of a request, if the signature covers it: an attacker on the
// way must not be able to change it.
func signedRoll(r *http.Request, c signature.Claim) string {
	values := r.Header.Values(synchronization)
	if len(values) != 1 || len(values[0]) > maxRollHeader || !c.Covers(synchronization) {
		return ""
	}
	return values[0]
}

// toldRoll is what an actor says of its followers here.
type toldRoll struct{ collection, digest, url string }

// parseRoll reads name="value" pairs as a Signature header has them.
func parseRoll(header string) toldRoll {
	var told toldRoll
	for rest := header; ; {
		name, after, found := strings.Cut(rest, `="`)
		value, next, closed := strings.Cut(after, `"`)
		if !found || !closed {
			return told
		}
		switch strings.Trim(name, " \t,") {
		case "collectionId":
			told.collection = value
		case "digest":
			told.digest = value
		case "url":
			told.url = value
		}
		rest = next
	}
}

// compareRoll looks whether what the sender of a request says of its followers here is
// what we know, and leaves asking for them for later when not. Only its own followers
// are its business, and only its own server is asked. It takes nothing back from a
// request that was accepted.
func (f *Federation) compareRoll(ctx context.Context, v verified) {
	if v.synchronization == "" {
		return
	}
	told := parseRoll(v.synchronization)
	if told.collection == "" || told.collection != v.signer.Followers.String() || originIRI(told.url, v.signer.IRI).IsZero() || !isDigest(told.digest) ||
		!f.compared.once(v.signer.IRI.String()+" "+told.digest, f.now()) {
		return
	}
	agree, err := f.agrees(ctx, v.signer.ID, told.digest)
	if err == nil && !agree {
		agree, err = f.compares(ctx, v.signer.IRI.Host())
	}
	if err == nil && !agree {
		err = f.store.AddSynchronization(ctx, storage.Synchronization{Actor: v.signer.ID, URL: told.url, Digest: told.digest}, v.signer.IRI.Host())
	}
	if err != nil {
		f.log.Warn("followers not compared", "host", v.host, "error", err)
	}
}

// compares says whether a host had enough lists read for now: each may make members
// take back many follows that nobody made, which costs a signature each.
func (f *Federation) compares(ctx context.Context, host string) (enough bool, err error) {
	allowed, _, err := f.store.Attempt(ctx, "synchronize/"+host, comparedWindow, mostCompared)
	return !allowed, err
}

func isDigest(text string) bool {
	decoded, err := hex.DecodeString(text)
	return err == nil && len(decoded) == sha256.Size && text == strings.ToLower(text)
}

// agrees says whether a digest is that of the members who follow an actor. Of one with
// too many of them it is taken to be so.
func (f *Federation) agrees(ctx context.Context, actor community.ActorID, digest string) (bool, error) {
	ours, err := f.store.FollowerIRIs(ctx, actor, true, mostOurs)
	return len(ours) >= mostOurs || digestOf(ours).String() == digest, err
}
