package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/signature"
	"consilium/storage"
)

// knock is one signed request to another server, made as often as it takes to
// find out how it wants to be signed.
type knock struct {
	host  string
	actor community.ActorID
	// query says that the address has one, which some peers leave out of what
	// they verify.
	query bool
	send  func(sign signFunc) (client.Response, error)
}

// signFunc signs a request just before it is sent.
type signFunc func(request *http.Request, body []byte) error

// knock sends a request signed in the scheme that is known to work for the host,
// draft-cavage when none is, and when it is refused for its signature in the
// other one (R-9421-4). What worked is remembered. Only 400, 401 and 403 are such
// refusals, never 5xx or silence.
func (f *Federation) knock(ctx context.Context, k knock) (client.Response, error) {
	known, err := f.store.PeerScheme(ctx, k.host)
	if err != nil {
		return client.Response{}, err
	}
	first := signature.Cavage // R-9421-4: today the safer first try
	if signature.Scheme(known) == signature.RFC9421 {
		first = signature.RFC9421
	}
	answer, scheme, refused, err := f.tryAll(ctx, k, first)
	if err == nil && (string(scheme) != known || refused || f.schemes.once(k.host, f.now())) {
		err = f.store.SetPeerScheme(ctx, k.host, string(scheme), refused)
	}
	return answer, err
}

// mostTries bounds how often one request is sent (R-9421-4, R-9421-5).
const mostTries = 3

// tryAll signs in one way after the other until one is taken. It says which that
// was, and whether RFC 9421 was refused before.
func (f *Federation) tryAll(ctx context.Context, k knock, first signature.Scheme) (answer client.Response, taken signature.Scheme, refused bool, err error) {
	made := 0
	for _, try := range k.tries(first) {
		if made == mostTries || try.pointless(err, answer) {
			continue
		}
		made++
		if answer, err = k.send(f.signAs(ctx, k.actor, try, answer.Header)); !refusedSignature(err) {
			return answer, try.scheme, refused, err
		}
		refused = refused || try.scheme == signature.RFC9421
	}
	return answer, "", refused, err
}

// try is one way of signing.
type try struct {
	scheme signature.Scheme
	// wanted says that it is only made when the refusal before said what has to be
	// signed (R-9421-5); omitQuery, that it is only made after a 401.
	wanted, omitQuery bool
}

// pointless says that the last answer gives no reason to try this way.
func (t try) pointless(err error, answer client.Response) bool {
	return t.wanted && answer.Header.Get("Accept-Signature") == "" || t.omitQuery && statusOf(err) != http.StatusUnauthorized
}

// tries lists the ways in order: the first scheme; RFC 9421 as the peer wants
// it; the other scheme; and after a 401 the older one without the query where
// there is one (R-SIG-O).
func (k knock) tries(first signature.Scheme) []try {
	list := []try{{scheme: first}, {scheme: signature.RFC9421}}
	if first == signature.RFC9421 {
		list = []try{{scheme: first}, {scheme: signature.RFC9421, wanted: true}, {scheme: signature.Cavage}}
	}
	if k.query {
		list = append(list, try{scheme: signature.Cavage, omitQuery: true})
	}
	return list
}

// errSigning says that we could not sign, which says nothing about the peer.
var errSigning = errors.New("cannot sign")

// signAs signs for an actor of ours. A peer that said in its refusal what it
// wants signed is given that (R-9421-5).
func (f *Federation) signAs(ctx context.Context, actor community.ActorID, t try, refusal http.Header) signFunc {
	return func(request *http.Request, body []byte) error {
		keyID, key, err := f.store.SigningKey(ctx, actor, storage.RSA)
		if err != nil {
			return fmt.Errorf("%w: %w", errSigning, err)
		}
		signer := signature.Signer{KeyID: keyID.String(), Key: key, Now: f.store.Now, OmitQuery: t.omitQuery, Also: []string{synchronization}}
		if err := f.signing.Acquire(ctx, 1); err != nil {
			return fmt.Errorf("%w: %w", errSigning, err)
		}
		defer f.signing.Release(1)
		if t.scheme == signature.RFC9421 {
			if wanted, err := signature.ParseAcceptSignature(refusal, signer); err == nil {
				return signer.SignWanted(request, body, wanted)
			}
		}
		return signer.Sign(t.scheme, request, body)
	}
}

// refusedSignature says whether an answer may be about how we signed.
func refusedSignature(err error) bool {
	switch statusOf(err) {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		return true
	}
	return false
}

// statusOf is the HTTP status behind an error of the client, 0 for none.
func statusOf(err error) int {
	if refused, ok := errors.AsType[*client.StatusError](err); ok {
		return refused.Code
	}
	return 0
}
