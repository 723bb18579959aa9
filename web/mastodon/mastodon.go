package mastodon

import (
	"context"
	"io"
	"net/http"
	"sync"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/web/door"
	"consilium/web/session"
)

// Options are what the client API needs beside the door.
type Options struct {
	// Door is what every page has in common; the API uses its store, its
	// sessions and its log. Required.
	Door *door.Door
	// Library keeps pictures. Required.
	Library Library
	// Documents write what federates, for the copy a member takes along; nil where
	// nothing does.
	Documents door.Documents
	// Media are the bounds the Library keeps to; the zero value means its defaults.
	Media media.Limits
	// Fetcher brings pictures of other servers here; nil leaves them there.
	Fetcher Fetcher
	// Linker finds the other accounts of a member; nil when this instance speaks to no
	// other.
	Linker Linker
	// Federation says with whom this instance speaks (federation.mode).
	Federation community.FederationMode
	// Resolver finds people and posts elsewhere; nil when this instance speaks
	// to no other.
	Resolver door.Resolver
	// Limiter counts requests; nil allows everything.
	Limiter *session.Limiter
	// Openness is what the institution lets its members do.
	Openness community.Openness
	// Ticker tells when to say that a stream is still there; nil for the clock's.
	Ticker Ticker
	// Version is the program's.
	Version string
	// Guard is the cross-origin check for /oauth/authorize, the only address here
	// that believes a cookie. Required.
	Guard func(http.Handler) http.Handler
}

// Library keeps the pictures of posts and profiles.
type Library interface {
	// Upload scrubs a picture and keeps it for its owner; the error holds a
	// *community.Invalid when it is no picture we take.
	Upload(ctx context.Context, owner community.ActorID, r io.Reader, description string) (community.Media, error)
	// Receive is Upload that leaves what takes time to a job: what it gives may not be
	// ready.
	Receive(ctx context.Context, owner community.ActorID, r io.Reader) (community.Media, error)
	// SetThumbnail gives a loose picture, video or sound a small picture.
	SetThumbnail(ctx context.Context, m community.Media, r io.Reader) (community.Media, error)
	// UploadAvatar is Upload for the picture of a profile.
	UploadAvatar(ctx context.Context, owner community.ActorID, r io.Reader) (community.MediaID, error)
	// UploadHeader is Upload for the wide picture above a profile.
	UploadHeader(ctx context.Context, owner community.ActorID, r io.Reader) (community.MediaID, error)
	// Open gives a file of a kept picture by its name.
	Open(ctx context.Context, file string) (io.ReadSeekCloser, error)
}

// Fetcher brings a picture that lies on another server here when somebody first
// looks at it, scrubbed like an upload.
type Fetcher interface {
	// FetchPicture gives the picture of a post with its files.
	FetchPicture(ctx context.Context, id community.MediaID) (community.Media, error)
}

// API answers Mastodon clients.
type API struct {
	Options
	door  *door.Door
	store *storage.Store
	hub   *hub
	// madeWords and madeAccounts are what was made of posts and actors lately.
	madeWords    *storage.Shelf[wordsKey, *StatusWords]
	madeAccounts *storage.Shelf[accountKey, Account]
	// texts is memory for answers, of *[]byte.
	texts sync.Pool
	// counting is held by the one request of staff that counts through everything.
	counting chan struct{}
}

// New makes the client API of one instance.
func New(o Options) *API {
	if o.Limiter == nil {
		o.Limiter = session.NewLimiter(false, o.Door.Store.Now)
	}
	if o.Ticker == nil {
		o.Ticker = tick
	}
	return &API{Options: o, door: o.Door, store: o.Door.Store, hub: newHub(o.Door.Store, o.Door.Log, o.Limiter.Enabled()), counting: make(chan struct{}, 1),
		madeWords:    storage.NewShelf[wordsKey, *StatusWords](wordsShelf),
		madeAccounts: storage.NewShelf[accountKey, Account](accountShelf)}
}

// Handler answers everything under /api and /oauth, and
// /.well-known/oauth-authorization-server.
func (s *API) Handler() http.Handler { return slashless(crossOrigin(s.shortcut(s.Router()))) }

// Router is Handler without what browsers of other origins are told, so that a test
// can walk over every address.
func (s *API) Router() *mux.Router {
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	for _, e := range s.endpoints() {
		router.Handle(e.path, s.serve(e)).Methods(e.methods()...)
	}
	router.HandleFunc("/api/v1/media/{id:[0-9]+}/{size:full|small}", s.showPicture).Methods(http.MethodGet, http.MethodHead)
	router.Handle("/oauth/authorize", s.Guard(s.door.Member(s.door.Secured(s.askAuthorization)))).Methods(http.MethodGet, http.MethodHead)
	router.Handle("/oauth/authorize", s.Guard(s.door.Member(s.door.Secured(s.authorize)))).Methods(http.MethodPost)
	nothing := s.serve(endpoint{who: stranger})
	router.NotFoundHandler, router.MethodNotAllowedHandler = nothing, nothing
	return router
}
