package federation

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"consilium/community"
	"consilium/federation/client"
)

const (
	// mostLinked is how many members' links are looked at in one go.
	mostLinked = 20
	// linkTime is how long a page may take.
	linkTime = 15 * time.Second
)

// CheckLinks looks at the pages that members' profiles link to, after a profile was
// saved and every week: a line is verified while its page links back with rel="me"
// (S-ORG-7). A page that does not answer is no longer verified. cmd repeats it as a
// chore.
func (f *Federation) CheckLinks(ctx context.Context) error {
	members, err := f.store.ClaimLinks(ctx, mostLinked)
	if err != nil {
		return err
	}
	var all errgroup.Group
	all.SetLimit(fewAtOnce)
	for _, a := range members {
		all.Go(func() error {
			var seen []community.IRI
			for _, field := range a.Fields {
				link := field.Link()
				if link.IsZero() {
					continue
				}
				back, err := f.linksBack(ctx, a, link)
				if err != nil {
					return err
				}
				if back {
					seen = append(seen, link)
				}
			}
			return f.store.SetVerified(ctx, a.ID, seen)
		})
	}
	return all.Wait()
}

// linksBack reads a page without a signature, as a browser would, within the bounds of
// the one client. An error is a fault here.
func (f *Federation) linksBack(ctx context.Context, a community.Actor, link community.IRI) (bool, error) {
	if f.ours(link) {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, linkTime)
	defer cancel()
	answer, err := f.client.Get(ctx, client.Request{URL: link.WithoutFragment().String(), Accept: "text/html, application/xhtml+xml",
		Sign: f.atEveryHop(ctx, nil)})
	if err != nil {
		err = fetchError(link, err)
		if isKind(err) || errors.Is(err, context.DeadlineExceeded) {
			return false, nil
		}
		return false, err
	}
	at, err := community.ParseIRI(answer.URL)
	if err != nil || !sameSite(at, link) || !isHTML(answer.Header.Get("Content-Type")) {
		return false, nil
	}
	return community.LinksBack(string(answer.Body), at, a.URL, a.IRI), nil
}

// sameSite says whether an address that a page was read from is still of the host that
// the profile shows: many sites send visitors on to whatever page they are told
// (S-ORG-7). With and without www is one.
func sameSite(at, shown community.IRI) bool {
	name := func(iri community.IRI) string { return strings.TrimPrefix(iri.Host(), "www.") }
	return name(at) == name(shown)
}
