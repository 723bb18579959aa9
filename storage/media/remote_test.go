package media

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/client"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// names resolves every host to this machine but the ones of a hospital's own network.
type names struct{}

func (names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	switch host {
	case "ward.example.com":
		return []netip.Addr{netip.MustParseAddr("10.0.0.7")}, nil
	case "metadata.example.com":
		return []netip.Addr{netip.MustParseAddr("169.254.169.254")}, nil
	}
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

// elsewhere is a server that keeps pictures of bob, who lives at there.example. Its certificate is for example.com
// and hosts below.
type elsewhere struct {
	*shelf
	bob     community.Actor
	server  *httptest.Server
	client  *http.Client
	asked   atomic.Int32
	answer  atomic.Pointer[http.HandlerFunc]
	picture []byte
}

func eachElsewhere(t *testing.T, test func(e *elsewhere)) {
	eachShelf(t, func(s *shelf) {
		e := &elsewhere{shelf: s, bob: storagetest.Remote(s, s.store, "https://there.example", "bob"), picture: pngFixture(s, quarters(40, 30), 1)}
		e.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			e.asked.Add(1)
			(*e.answer.Load())(w, r)
		}))
		s.Cleanup(e.server.Close)
		e.answers(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(e.picture) })
		e.client = e.guarded(netip.MustParsePrefix("127.0.0.0/8"))
		s.library = s.open(s.folder, e.client)
		test(e)
	})
}

func (e *elsewhere) answers(h http.HandlerFunc) { e.answer.Store(&h) }

// guarded is the client the program uses, with networks it may reach although they are private.
func (e *elsewhere) guarded(private ...netip.Prefix) *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(e.server.Certificate())
	return client.New(client.Options{PrivateNetworks: private, RootCAs: roots, Resolver: names{}}).HTTP()
}

// at is an address of the server under a name; "" is the usual one.
func (e *elsewhere) at(host, path string) community.IRI {
	e.Helper()
	u, err := url.Parse(e.server.URL)
	if err != nil {
		e.Fatal(err)
	}
	if host == "" {
		host = "example.com"
	}
	return storagetest.IRI(e, "https://"+host+":"+u.Port()+path)
}

// receive is a post of bob's with a picture that lies there.
func (e *elsewhere) receive(picture community.IRI) community.Media {
	e.Helper()
	public, err := community.OpenAudience(community.Public)
	if err != nil {
		e.Fatal(err)
	}
	p, err := community.Receive(community.RemotePost{IRI: storagetest.IRI(e, "https://there.example/posts/"+NewName("")), Author: e.bob,
		Kind: community.NotePost, Audience: public, HTML: "<p>x</p>", Media: []community.Media{{Remote: picture, Description: "a rash"}}}, nil, e.clock.Now())
	if err != nil {
		e.Fatal(err)
	}
	post, err := e.store.Publish(e.Context(), p)
	if err != nil {
		e.Fatal(err)
	}
	return post.Media[0]
}

// with gives bob a face that lies there.
func (e *elsewhere) withFace(picture community.IRI) community.Actor {
	e.Helper()
	bob := e.bob
	bob.AvatarIRI, bob.Avatar = picture, 0
	bob, err := e.store.StoreRemoteActor(e.Context(), storage.RemoteActor{Actor: bob})
	if err != nil {
		e.Fatal(err)
	}
	return bob
}

// refuses checks that a picture cannot be had, and why, and how often the server was asked.
func (e *elsewhere) refuses(m community.Media, want error, asked int32) {
	e.Helper()
	before, files := e.asked.Load(), e.files()
	got, err := e.library.FetchPicture(e.Context(), m.ID)
	var invalid *community.Invalid
	if !errors.Is(err, want) || errors.As(err, &invalid) || got.File != "" {
		e.Errorf("%+v, %v; want %v", got, err, want)
	}
	if n := e.asked.Load() - before; n != asked {
		e.Errorf("the server was asked %d times, want %d", n, asked)
	}
	e.holds(files, "after a refusal")
}

func (e *elsewhere) suspend(host string) {
	e.Helper()
	if err := e.store.SetDomainRule(e.Context(), community.DomainRule{Host: host, Severity: community.DomainSuspended, Created: e.clock.Now()}); err != nil {
		e.Fatal(err)
	}
}

func TestFetchPicture(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		m := e.receive(e.at("", "/rash.png?size=1#x"))
		got, err := e.library.FetchPicture(t.Context(), m.ID)
		if err != nil || got.ID != m.ID || got.Post != m.Post || got.File == "" || got.Small == "" || got.Type != "image/png" || got.Width != 40 ||
			got.Description != "a rash" || got.Remote != m.Remote {
			t.Fatalf("%+v, %v", got, err)
		}
		content, err := e.library.Open(t.Context(), got.File)
		if err != nil {
			t.Fatal(err)
		}
		if data, _ := io.ReadAll(content); bytes.Contains(data, []byte("Mustermann")) || content.Close() != nil {
			t.Error("more than pixels was kept")
		}
		if again, err := e.library.FetchPicture(t.Context(), m.ID); err != nil || again.File != got.File || e.asked.Load() != 1 {
			t.Errorf("%+v, %v, asked %d times", again, err, e.asked.Load())
		}
		e.clock.Advance(2 * time.Hour)
		e.tidy()
		e.holds(2, "two hours later")
	})
}

// A face is cut square, belongs to its actor and goes with another one.
func TestFetchAvatar(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		if _, err := e.library.FetchAvatar(t.Context(), e.bob.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("no face: %v", err)
		}
		bob := e.withFace(e.at("", "/bob.png"))
		m, err := e.library.FetchAvatar(t.Context(), bob.ID)
		if err != nil || m.Owner != bob.ID || m.Post != 0 || m.Width != 30 || m.Height != 30 {
			t.Fatalf("%+v, %v", m, err)
		}
		if a, err := e.store.Actor(t.Context(), bob.ID); err != nil || a.Avatar != m.ID {
			t.Errorf("actor %+v, %v", a.Profile, err)
		}
		if again, err := e.library.FetchAvatar(t.Context(), bob.ID); err != nil || again.ID != m.ID || e.asked.Load() != 1 {
			t.Errorf("%+v, %v", again, err)
		}
		e.clock.Advance(25 * time.Hour)
		e.tidy()
		e.holds(2, "a day later")
		e.withFace(e.at("", "/bob-2.png"))
		e.tidy()
		e.holds(0, "with another face")
		if m, err = e.library.FetchAvatar(t.Context(), bob.ID); err != nil || m.Remote.String() != e.at("", "/bob-2.png").String() {
			t.Errorf("%+v, %v", m, err)
		}
	})
}

// S-NET-2, S-NET-3, and what else is no picture: nothing of it is kept, and the viewer learns nothing but that there is
// none.
func TestFetchRefuses(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		for name, tt := range map[string]struct {
			host   string
			answer http.HandlerFunc
			want   error
			asked  int32
		}{
			"html": {"", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "image/png")
				_, _ = io.WriteString(w, "<!doctype html><script>alert(1)</script>")
			}, community.ErrNotFound, 1},
			"svg": {"", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "image/svg+xml")
				_, _ = io.WriteString(w, `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
			}, community.ErrNotFound, 1},
			"nothing":                   {"", func(http.ResponseWriter, *http.Request) {}, community.ErrNotFound, 1},
			"truncated":                 {"", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(e.picture[:len(e.picture)/2]) }, community.ErrNotFound, 1},
			"gone":                      {"", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }, community.ErrNotFound, 1},
			"oversize, said beforehand": {"", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 64<<10+1)) }, community.ErrNotFound, 1},
			"oversize, not said": {"", func(w http.ResponseWriter, _ *http.Request) {
				for range 3 {
					_, _ = w.Write(bytes.Repeat(e.picture, 64<<10/len(e.picture)))
					w.(http.Flusher).Flush()
				}
			}, community.ErrNotFound, 1},
			"down":          {"", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, community.ErrUnavailable, 1},
			"sign in first": {"", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, community.ErrUnavailable, 1},
			"breaks off": {"", func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write(e.picture[:100])
				w.(http.Flusher).Flush()
				panic(http.ErrAbortHandler)
			}, community.ErrUnavailable, 1},
			"private address":     {"ward.example.com", nil, community.ErrUnavailable, 0},
			"link-local address":  {"metadata.example.com", nil, community.ErrUnavailable, 0},
			"redirect to private": {"", e.redirect("ward.example.com", "/x"), community.ErrUnavailable, 1},
			"redirect to metadata": {"", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://169.254.169.254/latest", http.StatusFound)
			}, community.ErrUnavailable, 1},
			"redirect to http": {"", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://example.com/x", http.StatusFound)
			}, community.ErrUnavailable, 1},
			"redirect to a file": {"", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "file:///etc/passwd")
				w.WriteHeader(http.StatusFound)
			}, community.ErrNotFound, 1},
			"redirect to us": {"", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, storagetest.Here+"/media/x", http.StatusFound)
			}, community.ErrNotFound, 1},
			"redirects for ever": {"", e.redirect("", "/again"), community.ErrUnavailable, 4},
			"lies here":          {"here.example", nil, community.ErrNotFound, 0},
		} {
			t.Run(name, func(t *testing.T) {
				if tt.answer != nil {
					e.answers(tt.answer)
				}
				at := e.at(tt.host, "/x.png")
				if tt.host == "here.example" {
					at = storagetest.IRI(t, storagetest.Here+"/media/x.png")
				}
				m := e.receive(at)
				e.refuses(m, tt.want, tt.asked)
				e.refuses(m, tt.want, 0) // it is not asked again at once
			})
		}
		if _, err := e.library.FetchPicture(t.Context(), 12345); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("no such picture: %v", err)
		}
		unposted := e.upload()
		if got, err := e.library.FetchPicture(t.Context(), unposted.ID); err != nil || got.File != unposted.File {
			t.Errorf("one of ours: %+v, %v", got, err)
		}
	})
}

func (e *elsewhere) redirect(host, path string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, e.at(host, path).String(), http.StatusFound)
	}
}

// Nothing is fetched without the guarded client's leave: with no private network allowed, this machine is refused.
func TestFetchGoesThroughTheGuard(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		e.library = e.open(e.folder, e.guarded())
		e.refuses(e.receive(e.at("", "/x.png")), community.ErrUnavailable, 0)
		e.library = e.open(e.folder, nil)
		e.refuses(e.receive(e.at("", "/x.png")), community.ErrNotFound, 0)
	})
}

// The domain rules hold for pictures: of the owner's server, of the one that keeps them, and of each a redirect leads
// to; and they hold at once, also for what failed or was asked for before.
func TestFetchAsksTheRules(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		e.answers(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/elsewhere.png" {
				e.redirect("evil.example.com", "/x.png")(w, r)
				return
			}
			_, _ = w.Write(e.picture)
		})
		e.suspend("evil.example.com")
		e.refuses(e.receive(e.at("evil.example.com", "/x.png")), community.ErrNotFound, 0)
		e.refuses(e.receive(e.at("below.evil.example.com", "/x.png")), community.ErrNotFound, 0)
		e.refuses(e.receive(e.at("", "/elsewhere.png")), community.ErrNotFound, 1)
		m, bob := e.receive(e.at("", "/x.png")), e.withFace(e.at("", "/bob.png"))
		for _, mode := range []community.FederationMode{community.FederationAllowlist, community.FederationOff, ""} {
			e.library = NewLibrary(LibraryOptions{Store: e.store, Keeper: e.folder, HTTP: e.client, Mode: mode, Log: e.library.log})
			e.refuses(m, community.ErrNotFound, 0)
		}
		e.library = e.open(e.folder, e.client)
		e.suspend("there.example")
		e.refuses(m, community.ErrNotFound, 0)
		if _, err := e.library.FetchAvatar(t.Context(), bob.ID); !errors.Is(err, community.ErrNotFound) || e.asked.Load() != 1 {
			t.Errorf("face of a suspended server: %v", err)
		}
		if err := e.store.RemoveDomainRule(t.Context(), "there.example", e.ana.ID); err != nil {
			t.Fatal(err)
		}
		if got, err := e.library.FetchPicture(t.Context(), m.ID); err != nil || got.File == "" {
			t.Errorf("no longer suspended: %v", err)
		}
		if err := e.store.MarkGone(t.Context(), bob.IRI); err != nil {
			t.Fatal(err)
		}
		if _, err := e.library.FetchAvatar(t.Context(), bob.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("face of an actor who is gone: %v", err)
		}
	})
}

// A server that did not answer is asked again after a while, one whose file is no picture much later.
func TestFetchAgainLater(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		down, text := e.receive(e.at("", "/down.png")), e.receive(e.at("", "/text.png"))
		good := func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(e.picture) }
		e.answers(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/down.png" {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			_, _ = io.WriteString(w, "text")
		})
		e.refuses(down, community.ErrUnavailable, 1)
		e.refuses(text, community.ErrNotFound, 1)
		e.answers(good)
		e.clock.Advance(6 * time.Minute)
		if m, err := e.library.FetchPicture(t.Context(), down.ID); err != nil || m.File == "" {
			t.Errorf("up again: %v", err)
		}
		e.refuses(text, community.ErrNotFound, 0)
		e.clock.Advance(time.Hour)
		if m, err := e.library.FetchPicture(t.Context(), text.ID); err != nil || m.File == "" {
			t.Errorf("a picture by now: %v", err)
		}
	})
}

// Many who look at once make one request, which goes on when the first of them goes away.
func TestFetchOnceForAll(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		m := e.receive(e.at("", "/x.png"))
		arrived, release := make(chan struct{}), make(chan struct{})
		e.answers(func(w http.ResponseWriter, _ *http.Request) {
			close(arrived)
			<-release
			_, _ = w.Write(e.picture)
		})
		ctx, leave := context.WithCancel(t.Context())
		first := make(chan error)
		go func() {
			_, err := e.library.FetchPicture(ctx, m.ID)
			first <- err
		}()
		<-arrived
		leave()
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Errorf("who went away: %v", err)
		}
		var group sync.WaitGroup
		files := make([]string, 8)
		for i := range files {
			group.Go(func() {
				got, err := e.library.FetchPicture(t.Context(), m.ID)
				if err != nil {
					t.Error(err)
				}
				files[i] = got.File
			})
		}
		close(release)
		group.Wait()
		if len(slices.Compact(files)) != 1 || files[0] == "" || e.asked.Load() != 1 {
			t.Errorf("files %v, asked %d times", files, e.asked.Load())
		}
		e.holds(2, "afterwards")
	})
}

// Two processes that fetch the same picture at the same time keep it once.
func TestTwoProcessesFetch(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		m, bob := e.receive(e.at("", "/x.png")), e.withFace(e.at("", "/bob.png"))
		var both sync.WaitGroup
		both.Add(4)
		e.answers(func(w http.ResponseWriter, _ *http.Request) {
			both.Done()
			both.Wait()
			_, _ = w.Write(e.picture)
		})
		var group sync.WaitGroup
		files := make([]string, 4)
		for i, l := range []*Library{e.library, e.open(e.folder, e.client)} {
			group.Go(func() {
				got, err := l.FetchPicture(t.Context(), m.ID)
				files[i] = got.File + fmt.Sprint(err)
			})
			group.Go(func() {
				got, err := l.FetchAvatar(t.Context(), bob.ID)
				files[2+i] = got.File + fmt.Sprint(err)
			})
		}
		group.Wait()
		if files[0] != files[1] || files[2] != files[3] || files[0] == files[2] {
			t.Errorf("files %v", files)
		}
		e.holds(4, "afterwards")
		e.clock.Advance(2 * time.Hour)
		e.tidy()
		e.holds(4, "two hours later")
	})
}

// What was fetched long ago is let go of, and fetched again when somebody looks.
func TestEviction(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		m, bob, ours := e.receive(e.at("", "/x.png")), e.withFace(e.at("", "/bob.png")), e.upload()
		e.post(ours)
		look := func(asked int32, when string) {
			t.Helper()
			got, err := e.library.FetchPicture(t.Context(), m.ID)
			face, faceErr := e.library.FetchAvatar(t.Context(), bob.ID)
			if err != nil || got.File == "" || faceErr != nil || face.File == "" || e.asked.Load() != asked {
				t.Errorf("%s: %v, %v, asked %d times, want %d", when, err, faceErr, e.asked.Load(), asked)
			}
			e.holds(6, when)
		}
		look(2, "at first")
		e.clock.Advance(29 * day)
		e.tidy()
		look(2, "before thirty days")
		e.clock.Advance(2 * day)
		e.tidy()
		e.holds(2, "after thirty days")
		look(4, "again")
	})
}

// A post that is deleted while its picture is on the way leaves no file.
func TestDeletedWhileFetched(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		m := e.receive(e.at("", "/x.png"))
		e.answers(func(w http.ResponseWriter, _ *http.Request) {
			if err := e.store.DeletePost(t.Context(), m.Post, e.clock.Now()); err != nil {
				t.Error(err)
			}
			_, _ = w.Write(e.picture)
		})
		if got, err := e.library.FetchPicture(t.Context(), m.ID); !errors.Is(err, community.ErrNotFound) || got.File != "" {
			t.Errorf("%+v, %v", got, err)
		}
		e.clock.Advance(2 * time.Hour)
		e.tidy()
		e.holds(0, "two hours later")
	})
}
