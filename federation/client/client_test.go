package client

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// names resolves from a script: each look-up of a name takes its next answer, and
// the last one for ever.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	answers := n[host]
	if len(answers) == 0 {
		return nil, errors.New("no such host")
	}
	if len(answers) > 1 {
		n[host] = answers[1:]
	}
	var addresses []netip.Addr
	for _, text := range strings.Fields(answers[0]) {
		addresses = append(addresses, netip.MustParseAddr(text))
	}
	return addresses, nil
}

// serve starts a TLS server and a client that trusts it and may reach loopback.
func serve(t *testing.T, handler http.HandlerFunc, change ...func(*Options)) (*httptest.Server, *Client) {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	options := Options{PrivateNetworks: loopback, RootCAs: roots}
	for _, f := range change {
		f(&options)
	}
	client := New(options)
	t.Cleanup(client.CloseIdle)
	return server, client
}

func TestGet(t *testing.T) {
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Seen", r.Header.Get("Accept")+"|"+r.Header.Get("User-Agent")+"|"+r.Header.Get("If-None-Match"))
		io.WriteString(w, "hello")
	}, func(o *Options) { o.UserAgent = "Clinic/1" })
	answer, err := client.Get(t.Context(), Request{
		URL: server.URL + "/a#b", Accept: "application/activity+json",
		Header: http.Header{"If-None-Match": {"x"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if answer.URL != server.URL+"/a" || answer.Status != 200 || string(answer.Body) != "hello" {
		t.Errorf("got %+v", answer)
	}
	if got := answer.Header.Get("X-Seen"); got != "application/activity+json|Clinic/1|x" {
		t.Errorf("server saw %q", got)
	}
}

// Both keys are needed for plain http to loopback: InsecureHTTP opens the scheme,
// PrivateNetworks the address (architecture, decision 6).
func TestPlainHTTPNeedsBothKeys(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	tests := []struct {
		name    string
		options Options
		want    error
	}{
		{"neither", Options{}, ErrScheme},
		{"address only", Options{PrivateNetworks: loopback}, ErrScheme},
		{"scheme only", Options{InsecureHTTP: true}, ErrForbiddenAddress},
		{"both", Options{InsecureHTTP: true, PrivateNetworks: loopback}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := New(tt.options)
			t.Cleanup(client.CloseIdle)
			if _, err := client.Get(t.Context(), Request{URL: server.URL}); !errors.Is(err, tt.want) {
				t.Errorf("Get: %v, want %v", err, tt.want)
			}
			response, err := client.HTTP().Get(server.URL)
			if !errors.Is(err, tt.want) {
				t.Errorf("HTTP: %v, want %v", err, tt.want)
			}
			if err == nil {
				response.Body.Close()
			}
		})
	}
}

// S-NET-2: the guard looks at what is dialled, so names, literals and both ways of
// sending are covered.
func TestSNET2DialledAddressDecides(t *testing.T) {
	_, client := serve(t, func(http.ResponseWriter, *http.Request) {}, func(o *Options) {
		o.PrivateNetworks = nil
		o.Resolver = names{"inside.example": {"10.0.0.1"}, "both.example": {"::1 127.0.0.1"}}
	})
	for _, address := range []string{
		"https://inside.example/", "https://both.example/", "https://127.0.0.1/", "https://[::1]/",
		"https://[::ffff:127.0.0.1]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://169.254.169.254/",
	} {
		if _, err := client.Get(t.Context(), Request{URL: address}); !errors.Is(err, ErrForbiddenAddress) {
			t.Errorf("Get %s: %v", address, err)
		}
		if _, err := client.Post(t.Context(), Request{URL: address}); !errors.Is(err, ErrForbiddenAddress) {
			t.Errorf("Post %s: %v", address, err)
		}
		if _, err := client.HTTP().Get(address); !errors.Is(err, ErrForbiddenAddress) {
			t.Errorf("HTTP %s: %v", address, err)
		}
	}
}

// S-NET-2, DNS rebinding: the first answer is allowed, the next is not; and an
// allowed address behind a forbidden one is still found.
func TestSNET2Rebinding(t *testing.T) {
	var hits atomic.Int32
	resolver := names{"rebind.example.com": {"127.0.0.1", "127.0.0.2"}, "mixed.example.com": {"10.0.0.1 127.0.0.1"}}
	server, client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		w.Header().Set("Connection", "close")
	}, func(o *Options) {
		o.PrivateNetworks = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
		o.Resolver = resolver
	})
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	get := func(host string) error {
		_, err := client.Get(t.Context(), Request{URL: "https://" + host + port})
		return err
	}
	if err := get("rebind.example.com"); err != nil {
		t.Fatal(err)
	}
	if err := get("rebind.example.com"); !errors.Is(err, ErrForbiddenAddress) {
		t.Errorf("rebound: %v, want ErrForbiddenAddress", err)
	}
	if err := get("mixed.example.com"); err != nil {
		t.Errorf("mixed: %v", err)
	}
	if hits.Load() != 2 {
		t.Errorf("server saw %d requests, want 2", hits.Load())
	}
}

func TestPost(t *testing.T) {
	var redirected atomic.Bool
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		case "/elsewhere":
			redirected.Store(true)
		case "/busy":
			w.Header().Set("Retry-After", "120")
			http.Error(w, "later", http.StatusTooManyRequests)
		default:
			body, _ := io.ReadAll(r.Body)
			w.WriteHeader(http.StatusAccepted)
			io.WriteString(w, r.Header.Get("Content-Type")+" "+string(body))
		}
	})
	header := http.Header{"Content-Type": {"application/activity+json"}}
	answer, err := client.Post(t.Context(), Request{URL: server.URL + "/inbox", Header: header, Body: []byte("{}"), Limit: 100})
	if err != nil || answer.Status != 202 || string(answer.Body) != "application/activity+json {}" {
		t.Errorf("got %+v, %v", answer, err)
	}
	// R-OUT-4: no redirects on POST, also not through the plain client.
	_, err = client.Post(t.Context(), Request{URL: server.URL + "/moved", Body: []byte("{}")})
	if status, ok := errors.AsType[*StatusError](err); !ok || status.Code != 307 {
		t.Errorf("moved: %v", err)
	}
	response, err := client.HTTP().Post(server.URL+"/moved", "text/plain", strings.NewReader("x"))
	if err != nil || response.StatusCode != 307 {
		t.Errorf("plain client: %v, %v", response, err)
	} else {
		response.Body.Close()
	}
	if redirected.Load() {
		t.Error("a POST was redirected")
	}
	_, err = client.Post(t.Context(), Request{URL: server.URL + "/busy"})
	if status, ok := errors.AsType[*StatusError](err); !ok || status.Code != 429 || status.RetryAfter(time.Time{}) != 2*time.Minute {
		t.Errorf("busy: %v", err)
	}
}

func TestStatusError(t *testing.T) {
	now := time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "nonsense": 0, "-5": 0, " 7 ": 7 * time.Second, "999999999": 24 * time.Hour,
		"99999999999999999999":          0,
		"Tue, 03 Nov 2026 10:05:00 GMT": 5 * time.Minute,
		"Tue, 03 Nov 2026 09:00:00 GMT": 0,
		"Sun, 03 Nov 2030 09:00:00 GMT": 24 * time.Hour,
	} {
		if got := (&StatusError{Code: 503, retryAfter: value}).RetryAfter(now); got != want {
			t.Errorf("Retry-After %q: %v, want %v", value, got, want)
		}
	}
	// R-FETCH: 200 only.
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Accept-Signature", "sig1=()")
		w.WriteHeader(map[string]int{"/none": 204, "/gone": 410, "/denied": 401, "/odd": 304}[r.URL.Path])
	})
	for path, code := range map[string]int{"/none": 204, "/gone": 410, "/denied": 401, "/odd": 304} {
		answer, err := client.Get(t.Context(), Request{URL: server.URL + path + "?token=hush"})
		status, ok := errors.AsType[*StatusError](err)
		if !ok || status.Code != code || answer.Status != code || answer.Header.Get("Accept-Signature") == "" {
			t.Errorf("%s: %+v, %v", path, answer, err)
		}
		if strings.Contains(err.Error(), "hush") {
			t.Errorf("error prints the query: %v", err)
		}
	}
}

// An error of the network names the host only: a query may carry a token.
func TestErrorsHideTheQuery(t *testing.T) {
	client := New(Options{})
	for _, address := range []string{"https://127.0.0.1/?token=hush", "https://a b/?token=hush", "ftp://x/?token=hush"} {
		if _, err := client.Get(t.Context(), Request{URL: address}); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
