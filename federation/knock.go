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

// knock sends a request signed in the scheme that last worked for the host, and
// when it is refused for its signature in the other one (R-9421-4). What worked
// is remembered. Only 400, 401 and 403 are such refusals, never 5xx or silence.
func (f *Federation) knock(ctx context.Context, k knock) (client.Response, error) {
	known, err := f.store.PeerScheme(ctx, k.host)
	if err != nil {
		return client.Response{}, err
	}
	first := signature.Cavage // R-9421-4: today the safer first try
	if signature.Scheme(known) == signature.RFC9421 {
		first = signature.RFC9421
	}
	var answer client.Response
	for _, try := range k.tries(first) {
		if try.omitQuery && statusOf(err) != http.StatusUnauthorized {
			break
		}
		answer, err = k.send(f.signAs(ctx, k.actor, try, answer.Header))
		if !refusedSignature(err) {
			if err == nil && string(try.scheme) != known {
				err = f.store.SetPeerScheme(ctx, k.host, string(try.scheme))
			}
			return answer, err
		}
	}
	return answer, err
}

// try is one way of signing.
type try struct {
	scheme    signature.Scheme
	omitQuery bool
}

// tries lists the ways in order: the first scheme, the other one, and after a
// 401 the older one without the query where there is one (R-SIG-O).
func (k knock) tries(first signature.Scheme) []try {
	second := signature.RFC9421
	if first == signature.RFC9421 {
		second = signature.Cavage
	}
	list := []try{{scheme: first}, {scheme: second}}
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
		signer := signature.Signer{KeyID: keyID.String(), Key: key, Now: f.store.Now, OmitQuery: t.omitQuery}
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
