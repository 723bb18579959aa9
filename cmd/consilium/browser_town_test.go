package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"consilium/community"
	"consilium/storage/storagetest"
)

// town is two whole instances in this process, as serve runs them, and one
// Chromium to look at them with.
type town struct {
	*testing.T
	chromium          context.Context
	axeCore           string
	hospital, society *instance
	// late is by how many nanoseconds the town's clock goes ahead.
	late atomic.Int64
}

// now is what the clock of both instances shows, and of whom they ask.
func (w *town) now() time.Time { return time.Now().UTC().Add(time.Duration(w.late.Load())) }

// wait lets time go by.
func (w *town) wait(d time.Duration) { w.late.Add(int64(d)) }

// openChromium starts the browser all tests share. Names other than localhost
// do not resolve in it.
func openChromium(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.ExecPath(storagetest.Need(t, "chromium")), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en"), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost"))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		// The browser is gone before its folder is.
		if err := chromedp.Cancel(ctx); err != nil {
			t.Log("close chromium:", err)
		}
		closeBrowser()
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("start chromium:", err)
	}
	return ctx
}

// openTown starts both instances, each on SQLite in a folder of its own.
func openTown(t *testing.T, chromium context.Context) *town {
	t.Helper()
	w := emptyTown(t, chromium)
	w.hospital = w.start("St Anna Hospital")
	w.society = w.start("Society for Rheumatology")
	return w
}

// emptyTown is for tests that start instances of their own.
func emptyTown(t *testing.T, chromium context.Context) *town {
	t.Helper()
	return &town{T: t, chromium: chromium, axeCore: axeSource(t)}
}

// start runs an instance, configured as the tests need it and then changed. One
// without a name is not set up yet.
func (w *town) start(name string, change ...func(*Config)) *instance {
	w.Helper()
	listener, err := new(net.ListenConfig).Listen(w.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		w.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		w.Fatal(err)
	}
	folder := w.TempDir()
	var c Config
	c.Server.Address = "localhost:" + port
	c.Storage.Database = "sqlite:" + filepath.Join(folder, "consilium.db")
	c.Storage.Media, c.Storage.SecretFile = filepath.Join(folder, "media"), filepath.Join(folder, "secret")
	c.Federation.InsecureHTTP, c.Federation.PrivateNetworks = true, []string{"127.0.0.0/8", "::1/128"}
	c.Cases.Public = true
	c.Accounts.SecondFactor = "optional" // whoever tests second factors asks for them
	for _, set := range change {
		set(&c)
	}
	c.fillDefaults()
	log := slog.New(slog.NewTextHandler(w.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	i, err := build(w.Context(), c, surroundings{now: w.now}, log)
	if err != nil {
		w.Fatal(err)
	}
	i.listener = listener
	if name != "" {
		w.describe(i, name)
	}
	w.run(i)
	return i
}

func (w *town) describe(i *instance, name string) {
	w.Helper()
	about := community.Instance{Name: name, Description: "Clinicians discuss hard cases here, among themselves and with colleagues elsewhere.",
		Rules: []string{"Write nothing that could identify a patient.", "Say what you know and how you know it."}, SetUp: true}
	if err := i.store.SetInstance(w.Context(), about); err != nil {
		w.Fatal(err)
	}
}

// run serves until the test ends.
func (w *town) run(i *instance) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- i.serve(ctx) }()
	w.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			w.Error(err)
		}
		if err := i.Close(); err != nil {
			w.Error(err)
		}
	})
}

// member makes an account that can be used at once.
func (w *town) member(i *instance, name string, role community.Role) community.User {
	w.Helper()
	u, a := storagetest.Staff(w, i.store, name, role)
	profile := community.Profile{DisplayName: strings.ToUpper(name[:1]) + name[1:], Discoverable: true}
	if _, err := i.store.SetProfile(w.Context(), a.ID, profile); err != nil {
		w.Fatal(err)
	}
	return u
}

// signIn gives a tab the session of a member, as signing in would.
func (w *town) signIn(b *tab, u community.User) {
	w.Helper()
	answer := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(w.Context(), http.MethodPost, b.at.store.Base()+"/sign-in", nil)
	if _, err := b.at.sessions.Begin(answer, request, u); err != nil {
		w.Fatal(err)
	}
	for _, c := range answer.Result().Cookies() {
		_, err := chromedp.Call(b.ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: b.at.store.Base() + "/",
			HTTPOnly: new(c.HttpOnly), SameSite: network.CookieSameSiteLax})
		if err != nil {
			w.Fatal("set cookie: ", err)
		}
	}
}

// as opens a tab in which a new member of the instance is signed in.
func (w *town) as(i *instance, name string, how look) *tab {
	w.Helper()
	return w.staff(i, name, community.Member, how)
}

// staff opens a tab in which a new member with this role is signed in.
func (w *town) staff(i *instance, name string, role community.Role, how look) *tab {
	w.Helper()
	b := w.visit(i, how)
	w.signIn(b, w.member(i, name, role))
	return b
}

// handle is how a member of one instance is called on the other.
func handle(i *instance, name string) string { return "@" + name + "@" + i.store.Domain() }

// local says whether an address is on this machine, which is all a page may ask.
func local(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "data" || u.Scheme == "blob" || u.Scheme == "about" || u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1")
}
