package federation

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"consilium/community"
	"consilium/storage"
)

const (
	// mostPeers is how many peers are asked in one go, fewAtOnce how many at the
	// same time, and peerTime how long one may take.
	mostPeers = 40
	fewAtOnce = 8
	peerTime  = 15 * time.Second
)

// ReadPeers asks peers what they run, each once a day at most, soon after we first met
// somebody there. What they say is shown to staff, and nothing is decided by it
// (FEP-0151). cmd repeats it as a chore.
func (f *Federation) ReadPeers(ctx context.Context) error {
	hosts, err := f.store.ClaimPeers(ctx, mostPeers)
	if err != nil {
		return err
	}
	var all errgroup.Group
	all.SetLimit(fewAtOnce)
	for _, host := range hosts {
		all.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, peerTime)
			defer cancel()
			w, err := f.nodeInfoOf(ctx, host)
			if err != nil && !isKind(err) && !errors.Is(err, context.DeadlineExceeded) {
				return err
			}
			if err != nil {
				return nil // it is asked again tomorrow
			}
			return f.store.SetSoftware(ctx, host, w)
		})
	}
	return all.Wait()
}

// nodeInfoOf reads what a host runs. The document has to lie at the host itself, at
// every hop: an address elsewhere would let a host make us ask another
// (CVE-2026-62857).
func (f *Federation) nodeInfoOf(ctx context.Context, host string) (w storage.Software, err error) {
	for _, scheme := range f.schemesFor(host) {
		if w, err = f.nodeInfoOver(ctx, scheme+"://"+host); !errors.Is(err, community.ErrUnavailable) {
			break
		}
	}
	return w, err
}

func (f *Federation) nodeInfoOver(ctx context.Context, base string) (storage.Software, error) {
	var w storage.Software
	home, err := community.ParseIRI(base)
	if err != nil || f.ours(home) {
		return w, notAcceptable("no address of a peer")
	}
	root, err := rootOf(home)
	if err != nil {
		return w, err
	}
	var index struct {
		Links []struct{ Rel, Href string } `json:"links"`
	}
	if err := f.askJSON(ctx, root, &index); err != nil {
		return w, err
	}
	newest := ""
	var at community.IRI
	for _, l := range index.Links {
		if version, is := strings.CutPrefix(l.Rel, nodeInfoSchema+"2."); is && version >= newest {
			newest, at = version, originIRI(l.Href, home)
		}
	}
	if at.IsZero() {
		return w, notAcceptable("no NodeInfo at the host itself")
	}
	var info struct {
		Software struct{ Name, Version string } `json:"software"`
	}
	if err := f.askJSON(ctx, at, &info); err != nil {
		return w, err
	}
	return storage.Software{Name: line(info.Software.Name, maxSoftware), Version: line(info.Software.Version, maxSoftware)}, nil
}
