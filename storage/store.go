package storage

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
)

// Options say where and how to open a store.
type Options struct {
	// Database is "sqlite:PATH" or a postgres:// address.
	Database string
	// SecretFile holds the key that seals all other keys; it is made with mode
	// 0600 when it does not exist.
	SecretFile string
	// URL is the public base address, such as https://host, without a slash at
	// its end. AccountDomain is the part after '@' in handles; URL's host when "".
	URL, AccountDomain string
	// Now tells the time; it must give UTC.
	Now func() time.Time
	// NewRSA makes the request keys of new actors; nil makes RSA-2048 ones.
	NewRSA func() (*rsa.PrivateKey, error)
	// Verification is how officers decide on applications.
	Verification community.VerificationRules
	Log          *slog.Logger
	// Asked is called with every statement that reads; nil does not. Tests count what
	// an answer takes.
	Asked func()
}

// Store is an open database. It is safe for use by many goroutines.
type Store struct {
	w, r    *bun.DB
	engine  engine
	base    string
	domain  string
	now     func() time.Time
	log     *slog.Logger
	numbers *numbers
	seal    *sealer
	bus     *bus
	// name tells our own news from that of other processes.
	name      string
	policy    *policyCache
	standings *standingCache
	door      doorCache
	receipts  receiptGroup
	writes    commitGroup
	keys      keyring
	newRSA    func() (*rsa.PrivateKey, error)
	rules     community.VerificationRules
	hot       statements
	asked     func()
	watcher   watcher
	// posts and actors are what was read of them lately, by their stamps.
	posts  *Shelf[community.PostID, *community.Post]
	actors *Shelf[community.ActorID, *community.Actor]
	// bearers are who stood behind tokens that were shown lately.
	bearers *Shelf[bearerKey, Bearer]
	stop    context.CancelFunc
}

// Open opens the database, brings it up to date and takes a slot of the id
// space. It returns an error that says what to do when the file belongs to
// another address or to a newer version.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Now == nil || o.Log == nil {
		return nil, errors.New("open storage: Now and Log are needed")
	}
	s := &Store{base: o.URL, domain: o.AccountDomain, now: o.Now, log: o.Log, name: newToken(), newRSA: o.NewRSA,
		rules: o.Verification, asked: o.Asked,
		bus: newBus(), policy: &policyCache{}, standings: &standingCache{},
		posts: NewShelf[community.PostID, *community.Post](postShelf), actors: NewShelf[community.ActorID, *community.Actor](actorShelf),
		bearers: NewShelf[bearerKey, Bearer](bearerShelf)}
	if s.newRSA == nil {
		s.newRSA = newRSA
	}
	if s.domain == "" {
		u, err := url.Parse(o.URL)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("open storage: server.url %q is not an address", o.URL)
		}
		s.domain = u.Host
	}
	if err := s.connect(ctx, o.Database); err != nil {
		return nil, fmt.Errorf("open storage: %w", err)
	}
	if o.Asked != nil {
		s.r = s.r.WithQueryHook(counting(o.Asked))
	}
	if err := s.begin(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open storage: %w", err), s.closeDatabases())
	}
	return s, nil
}

// begin runs everything that needs the connection.
func (s *Store) begin(ctx context.Context, o Options) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.openSecret(ctx, o.SecretFile); err != nil {
		return err
	}
	if err := s.freezeAddress(ctx); err != nil {
		return err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	var err error
	if s.numbers, err = s.takeSlot(ctx); err != nil {
		stop()
		return err
	}
	if err := s.fillLibrary(ctx); err != nil {
		stop()
		return err
	}
	go s.keepSlot(background)
	if s.engine == postgres {
		go s.listen(background, o.Database)
	}
	return nil
}

// Close gives back the slot and closes the connections.
func (s *Store) Close() error {
	s.stop()
	err := s.freeSlot()
	return errors.Join(err, s.closeDatabases())
}

func (s *Store) closeDatabases() error {
	err := errors.Join(s.watcher.close(), s.w.Close())
	if s.r != s.w {
		err = errors.Join(err, s.r.Close())
	}
	return err
}

// Base is the public address this instance is reached at, without final slash.
func (s *Store) Base() string { return s.base }

// Domain is the account domain: what stands after '@' in our handles.
func (s *Store) Domain() string { return s.domain }

// Now is the time this store goes by.
func (s *Store) Now() time.Time { return s.now().UTC() }

// VerificationRules is how officers decide on applications here.
func (s *Store) VerificationRules() community.VerificationRules { return s.rules }

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.w.PingContext(ctx); err != nil {
		return fmt.Errorf("ping storage: %w", err)
	}
	return nil
}
