package web

import (
	"context"
	"io"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// Options are what the pages need beside the door.
type Options struct {
	// Door is what every page has in common. Required.
	Door *door.Door
	// Resolver finds people and posts elsewhere; nil when this instance speaks
	// to no other.
	Resolver door.Resolver
	// Library keeps pictures. Required.
	Library Library
	// Fetcher brings pictures of other servers here; nil leaves them there.
	Fetcher Fetcher
	// Limiter slows down uploads and deletions; nil does not.
	Limiter *session.Limiter
	// Openness is what the institution lets its members do.
	Openness community.Openness
	// Federated says that this instance speaks to others (federation.mode).
	Federated bool
	// Version is the program's, Source where its code is; shown on the about page.
	Version, Source string
	// VerificationOptions are for members who ask to be verified.
	VerificationOptions
	// DepartureOptions are for members who take their things along.
	DepartureOptions
	// Researchers says whether an ORCID iD exists; nil when nobody can be asked.
	Researchers Researchers
	// AccountOptions are for registering, signing in and settings.
	AccountOptions
}

// Researchers is the register of researchers. community.ErrNotFound says that
// there is no such number, community.ErrUnavailable that it did not answer.
type Researchers interface {
	Lookup(ctx context.Context, register credential.Register, number string) (credential.Record, error)
}

// Library keeps the pictures of posts and profiles.
type Library interface {
	// Upload scrubs a picture and keeps it for its owner; the error holds a
	// *community.Invalid when it is no picture we take.
	Upload(ctx context.Context, owner community.ActorID, r io.Reader, description string) (community.Media, error)
	// Open gives a file of a kept picture by its name.
	Open(ctx context.Context, file string) (io.ReadSeekCloser, error)
	Redactor
}

// Redactor blackens areas of a member's picture.
type Redactor interface {
	// Redact does it for good and destroys the files that were; media.ErrLeftBehind
	// says that they are still there, though nobody is given them.
	Redact(ctx context.Context, m community.Media, areas []community.Area) (community.Media, error)
	// Sketch is the picture as it would be, as a JPEG.
	Sketch(ctx context.Context, m community.Media, areas []community.Area) ([]byte, error)
}

// Fetcher brings a picture that lies on another server here when somebody first
// looks at it, scrubbed like an upload. What is here already is not fetched
// again. community.ErrUnavailable says that the other server did not answer,
// community.ErrNotFound that there is no picture we take.
type Fetcher interface {
	// FetchPicture gives the picture of a post with its files.
	FetchPicture(ctx context.Context, id community.MediaID) (community.Media, error)
	// FetchHeader gives the wide picture above a profile elsewhere with its files.
	FetchHeader(ctx context.Context, id community.ActorID) (community.Media, error)
	// FetchEmoji gives the file that shows an emoji.
	FetchEmoji(ctx context.Context, id community.EmojiID) (file string, err error)
	// FetchAvatar gives the picture of a person elsewhere with its files.
	FetchAvatar(ctx context.Context, id community.ActorID) (community.Media, error)
}

// Web answers the pages of members and visitors.
type Web struct {
	Options
	door  *door.Door
	store *storage.Store
}

// New makes the pages of one instance.
func New(o Options) *Web {
	if o.Papers == nil {
		o.Papers = media.NewScrubber(media.Limits{})
	}
	return &Web{Options: o, door: o.Door, store: o.Door.Store}
}

// Handler answers every page of this package, and says that nothing is there
// for everything else. The program puts session's cross-origin check around it.
func (s *Web) Handler() http.Handler { return s.router() }

func (s *Web) router() *mux.Router {
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	router.PathPrefix("/static/").Methods(methods("GET")...).Handler(s.door.Renderer.Static())
	for path, handler := range s.openPages() {
		router.Handle(path, s.door.Anyone(handler)).Methods(methods("GET")...)
	}
	for path, handler := range s.files() {
		router.Handle(path, s.door.File(handler)).Methods(methods("GET")...)
	}
	for path, handler := range s.memberPages() {
		router.Handle(path, s.door.Member(handler)).Methods(methods("GET")...)
	}
	for path, deed := range s.deeds() {
		router.Handle(path, s.door.Member(door.Allowed(deed.action, deed.handler))).Methods("POST")
	}
	router.Handle("/withdraw", s.door.Anyone(s.withdraw)).Methods("POST")
	s.accountRoutes(router)
	s.collectionRoutes(router)
	s.listRoutes(router)
	s.groupRoutes(router)
	s.departureRoutes(router)
	s.importRoutes(router)
	s.lifecycleRoutes(router)
	s.pictureRoutes(router)
	s.moderationRoutes(router)
	s.domainRoutes(router)
	s.verificationRoutes(router)
	router.Use(bounded)
	router.NotFoundHandler = s.door.Anyone(s.nothing)
	router.MethodNotAllowedHandler = s.door.Anyone(s.notThatWay)
	return router
}

// nothing is the answer where no page is.
func (s *Web) nothing(http.ResponseWriter, *http.Request, door.Visitor) error {
	return community.ErrNotFound
}

// notThatWay is the answer to a method a page does not have.
func (s *Web) notThatWay(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.door.Show(w, r, v, door.Sheet{Status: http.StatusMethodNotAllowed, View: page.ErrorPage{Kind: "not_found"}})
}
