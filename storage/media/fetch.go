package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"consilium/community"
)

var (
	// errNotAsked says that this instance does not fetch from a host.
	errNotAsked = errors.New("not fetched from")
	// errNotThere says that the server knows of no such picture.
	errNotThere = errors.New("not there")
)

// maxRedirects is R-OUT-4, for a client that has no rule of its own.
const maxRedirects = 3

// following is the client with our own rule for redirects before its: each hop is asked about, so that a redirect
// leads to no suspended host and not back to us.
func (l *Library) following(given *http.Client) *http.Client {
	if given == nil {
		return nil
	}
	c := *given
	c.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		to, err := community.ParseIRI(next.URL.String())
		if err != nil {
			return errNotAsked
		}
		if err := l.mayAsk(next.Context(), to); err != nil {
			return err
		}
		if given.CheckRedirect != nil {
			return given.CheckRedirect(next, via)
		}
		if len(via) > maxRedirects {
			return errors.New("too many redirects")
		}
		return nil
	}
	return &c
}

// mayAsk says whether a picture may be fetched from where it lies. Its owner's server was asked about before; this may
// be another one, which only keeps its pictures, so that it only must not be suspended.
func (l *Library) mayAsk(ctx context.Context, at community.IRI) error {
	rules, err := l.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	here, err := community.ParseIRI(l.store.Base())
	if err != nil || at.Host() == here.Host() || l.mode == community.FederationOff ||
		community.RejectsMedia(at.Host(), rules) {
		return errNotAsked
	}
	return nil
}

// mayShow says whether this instance speaks with the server of a picture's owner.
func (l *Library) mayShow(ctx context.Context, owner community.ActorID) error {
	a, err := l.store.Actor(ctx, owner)
	if err != nil {
		return err
	}
	rules, err := l.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	if a.Local || !a.Active() || !community.MayFederate(l.mode, a.IRI.Host(), rules) {
		return errNotAsked
	}
	rejects, err := l.store.RejectsMedia(ctx, a)
	if err == nil && rejects {
		err = errNotAsked
	}
	return err
}

// fetch reads the picture that lies at m.Remote and makes it ours. Its error holds a *failure when the picture or its
// server is the reason.
func (l *Library) fetch(ctx context.Context, m community.Media, scrub func(context.Context, io.Reader) (Picture, error)) (Picture, error) {
	err := l.mayShow(ctx, m.Owner)
	if err != nil && !errors.Is(err, errNotAsked) {
		return Picture{}, err
	}
	if err != nil {
		return Picture{}, fmt.Errorf("picture at %q: %w: %w", m.Remote.Host(), community.ErrNotFound, errNotAsked)
	}
	return l.fetchFrom(ctx, m.Remote, scrub)
}

// fetchFrom is fetch for a picture that is nobody's in particular.
func (l *Library) fetchFrom(ctx context.Context, at community.IRI, scrub func(context.Context, io.Reader) (Picture, error)) (Picture, error) {
	host := at.Host()
	err := errNotAsked
	if l.http != nil && host != "" {
		err = l.mayAsk(ctx, at)
	}
	if errors.Is(err, errNotAsked) {
		return Picture{}, fmt.Errorf("picture at %q: %w: %w", host, community.ErrNotFound, errNotAsked)
	}
	if err != nil {
		return Picture{}, err
	}
	done, err := l.turns.take(ctx, host)
	if err != nil {
		return Picture{}, &failure{host: host, kind: community.ErrUnavailable, cause: err}
	}
	defer done()
	body, err := l.download(ctx, at)
	if err != nil {
		return Picture{}, err
	}
	defer body.Close()
	p, err := scrub(ctx, body)
	if err != nil {
		return Picture{}, failed(host, err)
	}
	return p, nil
}

// download begins to read a file. What the server calls it counts for nothing: the scrubber looks.
func (l *Library) download(ctx context.Context, at community.IRI) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.WithoutFragment().String(), nil)
	if err != nil {
		return nil, failed(at.Host(), err)
	}
	request.Header.Set("Accept", "image/png, image/jpeg, image/gif, image/webp")
	answer, err := l.http.Do(request)
	if err != nil {
		return nil, failed(at.Host(), err)
	}
	switch {
	case answer.StatusCode == http.StatusNotFound || answer.StatusCode == http.StatusGone:
		err = errNotThere
	case answer.StatusCode != http.StatusOK:
		err = fmt.Errorf("status %d", answer.StatusCode)
	case answer.ContentLength > int64(l.limits.Bytes):
		err = &Refusal{Reason: TooLarge, Type: "application/octet-stream", Limit: l.limits.Bytes >> 20}
	default:
		return answer.Body, nil
	}
	answer.Body.Close()
	return nil, failed(at.Host(), err)
}

// failed tells a picture that will never do from a server that may answer another time.
func failed(host string, err error) error {
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err // without the address, whose query may hold a token
	}
	kind := community.ErrUnavailable
	var refusal *Refusal
	if errors.As(err, &refusal) || errors.Is(err, errNotAsked) || errors.Is(err, errNotThere) {
		kind = community.ErrNotFound
	}
	return &failure{host: host, kind: kind, cause: err}
}
