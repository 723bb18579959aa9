package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"consilium/community"
	"consilium/federation"
	"consilium/federation/client"
	"consilium/federation/lookup"
	"consilium/storage"
	"consilium/storage/lane"
	"consilium/storage/media"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// instance is one running server with everything in it. Tests build the very
// same.
type instance struct {
	config Config
	log    *slog.Logger
	now    func() time.Time

	lock       *storage.ServeLock
	store      *storage.Store
	folder     *media.Folder
	federation *federation.Federation
	library    *media.Library
	loop       *lane.Loop
	metrics    *metrics
	sessions   *session.Sessions
	limiter    *session.Limiter
	registers  lookup.Registers
	indexes    lookup.Indexes
	papers     *media.Scrubber
	renderer   *page.Renderer
	door       *door.Door
	// outbound is the guarded client.
	outbound *http.Client

	pages, desk, api http.Handler
	// closeStreams ends what apps follow, which would never end by itself.
	closeStreams func()

	certificates              []tls.Certificate
	listener, metricsListener net.Listener
	draining                  atomic.Bool
}

// build takes the database for itself, opens it and puts the house together from
// the ground up.
func build(ctx context.Context, config Config, s surroundings, log *slog.Logger) (*instance, error) {
	i := &instance{config: config, log: log, now: s.now, metrics: newMetrics(s.now)}
	var err error
	if i.lock, err = storage.LockServe(config.Storage.Database); err != nil {
		return nil, err
	}
	if i.store, err = storage.Open(ctx, config.store(s, log)); err != nil {
		return nil, errors.Join(err, i.lock.Close())
	}
	if err := i.furnish(ctx); err != nil {
		return nil, errors.Join(err, i.Close())
	}
	return i, nil
}

func (i *instance) furnish(ctx context.Context) error {
	if _, err := i.store.EnsureInstanceActor(ctx); err != nil {
		return err
	}
	var err error
	if i.folder, err = media.OpenFolder(i.config.Storage.Media); err != nil {
		return fmt.Errorf("storage.media: %w", err)
	}
	guarded, err := i.guarded()
	if err != nil {
		return err
	}
	i.outbound = guarded.HTTP()
	if i.renderer, err = page.New(); err != nil {
		return err
	}
	i.federation = federation.New(federation.Options{Store: i.store, Client: guarded,
		Mode: community.FederationMode(i.config.Federation.Mode), Openness: i.openness(),
		LooseFetch: i.config.Federation.PublicUnsigned, LegacyPeers: i.config.Federation.LegacyPeers, Weak: i.metrics.weakSignature, Received: i.metrics.activityReceived,
		Newcomers:         i.newcomers(),
		OpenRegistrations: i.asksForMembers(), Label: i.label, Log: i.log, Version: version})
	i.library = media.NewLibrary(media.LibraryOptions{Store: i.store, Keeper: i.folder, HTTP: i.outbound, Log: i.log,
		Mode: community.FederationMode(i.config.Federation.Mode)})
	i.papers = media.NewScrubber(media.Limits{})
	if err := i.openRegisters(i.outbound); err != nil {
		return err
	}
	return i.openDoors(i.outbound)
}

// label says in the institution's language that somebody is no clinician, for
// servers that know no labels.
func (i *instance) label(p community.Profession) (heading, word string) {
	words := i.renderer.Catalogue().Printer(page.Reader{Language: i.config.Server.Language, Now: i.now(), Instance: i.store.Domain()})
	return words.T("api.field.label"), words.T("profession." + string(p))
}

// guarded is the one client for everything that is asked of the outside.
func (i *instance) guarded() (*client.Client, error) {
	networks, err := i.config.privateNetworks()
	if err != nil {
		return nil, err
	}
	return client.New(client.Options{PrivateNetworks: networks, InsecureHTTP: i.config.Federation.InsecureHTTP,
		UserAgent: "Consilium/" + version + " (+" + i.store.Base() + ")"}), nil
}

func (i *instance) openness() community.Openness {
	return community.Openness{PublicCases: i.config.Cases.Public, DirectMessages: i.config.Federation.DirectMessages == "on"}
}

// Close gives everything back.
func (i *instance) Close() error {
	var err error
	if i.folder != nil {
		err = i.folder.Close()
	}
	return errors.Join(err, i.store.Close(), i.lock.Close())
}
