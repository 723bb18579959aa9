package federation

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/client"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// instance is a whole instance on loopback, without pages: another server to the
// ones beside it.
type instance struct {
	*Federation
	t     *testing.T
	clock *storagetest.Clock
	// front answers in the place of the instance; nil lets it answer itself.
	front atomic.Pointer[http.HandlerFunc]
}

// answer is what the world sees of the instance.
func (in *instance) answer(w http.ResponseWriter, r *http.Request) {
	if front := in.front.Load(); front != nil {
		(*front)(w, r)
		return
	}
	in.Handler().ServeHTTP(w, r)
}

// behind puts something in front of the instance.
func (in *instance) behind(front http.HandlerFunc) { in.front.Store(&front) }

// openInstance starts an instance. All instances of a test share a clock.
func openInstance(t *testing.T, clock *storagetest.Clock) *instance {
	t.Helper()
	return openInstanceOn(t, clock, "")
}

// openInstanceOn is openInstance with a database of its own.
func openInstanceOn(t *testing.T, clock *storagetest.Clock, database string) *instance {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	store := storagetest.At(t, storagetest.Options{URL: "http://" + listener.Addr().String(), Now: clock.Now, Database: database})
	c := client.New(client.Options{InsecureHTTP: true, PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(c.CloseIdle)
	in := &instance{t: t, clock: clock, Federation: New(Options{Store: store, Client: c, Version: "1",
		Openness: community.Openness{PublicCases: true, DirectMessages: true},
		Log:      slog.New(slog.NewTextHandler(t.Output(), nil))})}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(in.answer), ReadHeaderTimeout: time.Minute}}
	server.Start()
	t.Cleanup(server.Close)
	return in
}

func (in *instance) member(name string) community.Actor {
	in.t.Helper()
	_, a := storagetest.Member(in.t, in.store, name)
	return a
}

// find resolves what a person would type.
func (in *instance) find(query string) community.Actor {
	in.t.Helper()
	a, _, err := in.Resolve(in.t.Context(), query)
	if err != nil {
		in.t.Fatalf("resolve %s: %v", query, err)
	}
	return a
}

// known is the actor an instance holds for one that lives elsewhere.
func (in *instance) known(a community.Actor) community.Actor {
	in.t.Helper()
	found, err := in.store.ActorByIRI(in.t.Context(), a.IRI)
	if err != nil {
		in.t.Fatal(err)
	}
	return found
}

// post is the post an instance holds under an identifier.
func (in *instance) held(iri community.IRI) community.Post {
	in.t.Helper()
	p, err := in.store.PostByIRI(in.t.Context(), iri)
	if err != nil {
		in.t.Fatalf("post %s: %v", iri, err)
	}
	return p
}

// follow makes a member follow an actor known here.
func (in *instance) follow(by, whom community.Actor) {
	in.t.Helper()
	wish, err := community.RequestFollow(by, whom, community.Relation{}, in.now())
	if err != nil {
		in.t.Fatal(err)
	}
	if _, err := in.store.Follow(in.t.Context(), wish); err != nil {
		in.t.Fatal(err)
	}
}

func (in *instance) relation(by, to community.Actor) community.Relation {
	in.t.Helper()
	r, err := in.store.Relations(in.t.Context(), by.ID, []community.ActorID{to.ID})
	if err != nil {
		in.t.Fatal(err)
	}
	return r[to.ID]
}

// publish lets a publication take effect.
func (in *instance) publish(p community.Publication, err error) community.Post {
	in.t.Helper()
	if err != nil {
		in.t.Fatal(err)
	}
	post, err := in.store.Publish(in.t.Context(), p)
	if err != nil {
		in.t.Fatal(err)
	}
	return post
}

// around is what the rules are told of a post.
func (in *instance) around() community.Surroundings {
	return community.Surroundings{Openness: in.openness, Now: in.now(), TagBase: in.base + "/tags/"}
}

// settle works on all jobs of all instances until none is due.
func settle(t *testing.T, all ...*instance) {
	t.Helper()
	for range 50 {
		worked := 0
		for _, in := range all {
			worked += in.work()
		}
		if worked == 0 {
			return
		}
	}
	t.Fatal("the work never ends")
}

// work does what is due, as the lane loop would, and counts the jobs.
func (in *instance) work() int {
	in.t.Helper()
	ctx, n := in.t.Context(), 0
	leases, err := in.store.ClaimLanes(ctx, 100)
	if err != nil {
		in.t.Fatal(err)
	}
	for _, lease := range leases {
		jobs, err := in.store.Jobs(ctx, lease.Lane, 50)
		if err != nil {
			in.t.Fatal(err)
		}
		var o storage.Outcome
		for _, job := range jobs {
			if n++; !in.run(ctx, job, &o) {
				break
			}
		}
		if err := in.store.FinishLane(ctx, lease, o); err != nil {
			in.t.Fatal(err)
		}
	}
	return n
}

func (in *instance) run(ctx context.Context, job storage.Job, o *storage.Outcome) bool {
	handler := map[string]func(context.Context, storage.Job) error{
		storage.KindReceive: in.Receive, storage.KindDeliver: in.Deliver, storage.KindFetch: in.Fetch,
		storage.KindCredential: in.ReadCredential, storage.KindStatus: in.ReadStatusList, storage.KindFeatured: in.ReadFeatured,
		storage.KindConversation: in.ReadConversation, storage.KindSynchronize: in.Synchronize,
		storage.KindPolicy: in.store.EnforceDomains}[job.Kind]
	if handler == nil { // letters
		o.Done = append(o.Done, job.ID)
		return true
	}
	err := handler(ctx, job)
	_, never := errors.AsType[*storage.Never](err)
	down, isDown := errors.AsType[*storage.Down](err)
	switch {
	case err == nil || never:
		o.Done = append(o.Done, job.ID)
	case isDown:
		o.Down, o.RetryAfter = true, down.After
	default:
		o.Later = append(o.Later, job.ID)
	}
	if err != nil {
		in.t.Logf("%s: %v", job.Kind, err)
	}
	return !isDown
}
