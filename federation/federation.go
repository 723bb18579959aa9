package federation

import (
	"context"
	"log/slog"
	"net/url"
	"runtime"
	"time"

	"golang.org/x/sync/semaphore"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/signature"
	"consilium/storage"
)

// Options are what Federation stands on. Store, Client and Log are needed.
type Options struct {
	Store  *storage.Store
	Client *client.Client
	// Mode says with whom we speak; "" is community.FederationOpen.
	Mode community.FederationMode
	// Openness is what the institution lets its members do; it is told to peers.
	Openness community.Openness
	// LooseFetch answers unsigned requests for public posts and actors as well
	// (R-AF-6).
	LooseFetch bool
	// LegacyPeers are hosts whose signatures need cover no more than Mastodon asks
	// (R-SIG-S).
	LegacyPeers []string
	// Weak is told of every signature that covers less than we ask, and whether it
	// was taken; nil tells nobody.
	Weak func(taken bool)
	// Received is told of every activity that was worked on: its type, "other" for
	// those not known here, and what became of it: done, refused, retry or unknown. nil
	// tells nobody.
	Received func(kind, outcome string)
	// Newcomers is how many actors of one registrable domain we get to know in an
	// hour (R-ACT-6); 0 or less sets no limit.
	Newcomers int
	// OpenRegistrations says that everybody may open an account (NodeInfo).
	OpenRegistrations bool
	Log               *slog.Logger
	// Version is what NodeInfo says of us.
	Version string
	// Label gives the words for somebody who is labelled as no clinician: the
	// heading and what they are; nil labels nobody on other servers.
	Label func(community.Profession) (heading, word string)
}

// Federation is the door to other servers. It is safe for concurrent use.
type Federation struct {
	store    *storage.Store
	client   *client.Client
	mode     community.FederationMode
	openness community.Openness
	loose    bool
	// legacy are the peers of which Mastodon's minimum of a signature is taken.
	legacy []string
	weak   func(taken bool)
	// received is told of activities, heard are the hosts of which it was noted lately
	// that something came from them.
	received func(kind, outcome string)
	heard    *noted
	// openRegistrations is told to peers.
	openRegistrations bool
	log               *slog.Logger
	version           string
	label             func(community.Profession) (heading, word string)

	// base is our public address, host its name[:port] and hosts all names by
	// which we may be called.
	base, host string
	hosts      []string
	verifier   signature.Verifier

	keys *keyring
	// newcomers bounds how many actors of one domain we get to know.
	newcomers *newcomers
	// schemes are the hosts whose signature scheme was noted today, modern those
	// that were seen to sign with RFC 9421 within the hour, weakly those that were
	// logged for signing too little.
	schemes, modern, weakly *noted
	// documents are what we were asked for a moment ago, keysHeld the keys of who asked.
	documents *memory[response]
	keysHeld  *memory[held]
	// lists are our status lists as signed last.
	lists listCache
	// bodies are activities on their way to many.
	bodies *bodies
	// rolls are digests of followers, and compared those of others that were compared
	// with ours a short while ago.
	rolls    *rolls
	compared *noted
	// signing keeps signatures, which only burn processor, to as many as there
	// are processors.
	signing *semaphore.Weighted
}

// New makes the door. Nothing is sent or asked until a request or job comes.
func New(o Options) *Federation {
	f := &Federation{store: o.Store, client: o.Client, mode: o.Mode, openness: o.Openness, loose: o.LooseFetch, legacy: o.LegacyPeers, weak: o.Weak,
		received: o.Received, heard: newNoted(heardAgain),
		openRegistrations: o.OpenRegistrations,
		log:               o.Log, version: o.Version, label: o.Label, base: o.Store.Base(), keys: newKeyring(), bodies: newBodies(),
		schemes: newNoted(24 * time.Hour), modern: newNoted(time.Hour), weakly: newNoted(time.Hour),
		documents: newMemory(func(r response) int { return len(r.body) }), keysHeld: newMemory(func(held) int { return heldWeight }),
		rolls: newRolls(), compared: newNoted(comparedFor), signing: semaphore.NewWeighted(int64(runtime.NumCPU()))}
	if f.mode == "" {
		f.mode = community.FederationOpen
	}
	if home, err := community.ParseIRI(f.base); err == nil {
		f.host = home.Host()
	}
	f.hosts = []string{f.host}
	if domain := o.Store.Domain(); domain != f.host {
		f.hosts = append(f.hosts, domain)
	}
	f.newcomers = newNewcomers(max(o.Newcomers, 0))
	f.verifier = signature.Verifier{Hosts: f.hosts, Origin: f.base, Now: o.Store.Now}
	return f
}

// now is the time all of this package goes by.
func (f *Federation) now() time.Time { return f.store.Now() }

// ours says whether an identifier lives here. What is ours is looked up and
// never asked for over the network.
func (f *Federation) ours(iri community.IRI) bool {
	host := iri.Host()
	for _, h := range f.hosts {
		if host == h {
			return true
		}
	}
	return false
}

// scheme is what our own address begins with: a developer's instances on
// loopback speak plain http to one another.
func (f *Federation) scheme() string {
	if u, err := url.Parse(f.base); err == nil && u.Scheme == "http" {
		return "http"
	}
	return "https"
}

// instance is the actor that signs what no member asks for (R-ACT-3).
func (f *Federation) instance(ctx context.Context) (community.Actor, error) {
	return f.store.InstanceActor(ctx)
}
