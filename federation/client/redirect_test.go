package client

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// S-NET-2, S-NET-3: each hop is judged like the first.
func TestRedirectTargetsAreChecked(t *testing.T) {
	var target string
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", target)
		w.WriteHeader(http.StatusFound)
	}, func(o *Options) {
		o.Resolver = names{"inside.example.com": {"192.168.1.1"}}
	})
	tests := []struct {
		name, location string
		want           error
	}{
		{"private address", "https://10.0.0.1/admin", ErrForbiddenAddress},
		{"metadata", "https://169.254.169.254/latest/meta-data/", ErrForbiddenAddress},
		{"private name", "https://inside.example.com/", ErrForbiddenAddress},
		{"mapped", "https://[::ffff:10.0.0.1]/", ErrForbiddenAddress},
		{"plain http", "http://127.0.0.1:8080/", ErrScheme},
		{"file", "file:///etc/passwd", ErrScheme},
		{"userinfo", "https://a:b@example.com/", ErrURL},
		{"port", "https://127.0.0.1:25/", ErrForbiddenAddress},
		{"malformed", "https://[::1/", ErrURL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target = tt.location
			if _, err := client.Get(t.Context(), Request{URL: server.URL}); !errors.Is(err, tt.want) {
				t.Errorf("Get: %v, want %v", err, tt.want)
			}
			if tt.name == "malformed" {
				return // the plain client words this one itself
			}
			if _, err := client.HTTP().Get(server.URL); !errors.Is(err, tt.want) {
				t.Errorf("HTTP: %v, want %v", err, tt.want)
			}
		})
	}
}

// S-NET-4: three redirects and no more, circles included.
func TestSNET4Redirects(t *testing.T) {
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		left, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		if left == 0 {
			return
		}
		w.Header().Set("Location", "/"+strconv.Itoa(left-1))
		w.WriteHeader(http.StatusPermanentRedirect)
	})
	circle, circling := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.String(), http.StatusSeeOther)
	})
	answer, err := client.Get(t.Context(), Request{URL: server.URL + "/3"})
	if err != nil || answer.URL != server.URL+"/0" {
		t.Errorf("three: %+v, %v", answer, err)
	}
	if _, err := client.Get(t.Context(), Request{URL: server.URL + "/4"}); !errors.Is(err, ErrTooManyRedirects) {
		t.Errorf("four: %v", err)
	}
	if _, err := circling.Get(t.Context(), Request{URL: circle.URL}); !errors.Is(err, ErrTooManyRedirects) {
		t.Errorf("circle: %v", err)
	}
	response, err := client.HTTP().Get(server.URL + "/3")
	if err != nil {
		t.Errorf("plain client, three: %v", err)
	} else {
		response.Body.Close()
	}
	if _, err := client.HTTP().Get(server.URL + "/4"); !errors.Is(err, ErrTooManyRedirects) {
		t.Errorf("plain client, four: %v", err)
	}
}

// S-NET-3: a hop is signed and reported under the one form of its address, so that
// nobody's origin is compared with another spelling of itself.
func TestRedirectTargetsAreNormalised(t *testing.T) {
	var location string
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		}
	}, func(o *Options) { o.Resolver = names{"www.example.com": {"127.0.0.1"}} })
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	location = "HTTPS://WWW.Example.COM." + port + "/new#part"
	var signed []string
	answer, err := client.Get(t.Context(), Request{URL: server.URL + "/", Sign: func(r *http.Request, _ []byte) error {
		signed = append(signed, r.Host)
		return nil
	}})
	if want := "https://www.example.com" + port + "/new"; err != nil || answer.URL != want {
		t.Errorf("final URL %q, %v, want %q", answer.URL, err, want)
	}
	if len(signed) != 2 || signed[1] != "www.example.com"+port {
		t.Errorf("signed hosts %q", signed)
	}
}

// A redirect without Location is an answer like another.
func TestRedirectWithoutLocation(t *testing.T) {
	server, client := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) })
	_, err := client.Get(t.Context(), Request{URL: server.URL})
	if status, ok := errors.AsType[*StatusError](err); !ok || status.Code != 302 {
		t.Errorf("got %v", err)
	}
}

// R-OUT-4: signed anew at each hop, Authorization never forwarded.
func TestRedirectsAreSignedAnewWithoutCredentials(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	note := func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r.URL.Path+" sig="+r.Header.Get("Signature")+" auth="+r.Header.Get("Authorization")+
			" cookie="+r.Header.Get("Cookie")+" referer="+r.Header.Get("Referer"))
	}
	server, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		}
	})
	header := http.Header{"Authorization": {"Bearer t"}, "Cookie": {"c=1"}}
	_, err := client.Get(t.Context(), Request{URL: server.URL + "/old", Header: header,
		Sign: func(r *http.Request, body []byte) error {
			if body != nil || r.Host != r.URL.Host {
				t.Errorf("signer got body %q, host %q", body, r.Host)
			}
			r.Header.Set("Signature", r.URL.Path)
			return nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	request, _ := http.NewRequest(http.MethodGet, server.URL+"/old", nil)
	request.Header = header
	response, err := client.HTTP().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	want := []string{
		"/old sig=/old auth=Bearer t cookie=c=1 referer=", "/new sig=/new auth= cookie= referer=",
		"/old sig= auth=Bearer t cookie=c=1 referer=", "/new sig= auth= cookie= referer=",
	}
	if strings.Join(seen, "\n") != strings.Join(want, "\n") {
		t.Errorf("server saw\n%s\nwant\n%s", strings.Join(seen, "\n"), strings.Join(want, "\n"))
	}
}

// A signer that cannot sign stops the request.
func TestSignError(t *testing.T) {
	server, client := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("unsigned request was sent") })
	noKey := errors.New("no key")
	sign := func(*http.Request, []byte) error { return noKey }
	if _, err := client.Get(t.Context(), Request{URL: server.URL, Sign: sign}); !errors.Is(err, noKey) {
		t.Errorf("Get: %v", err)
	}
	if _, err := client.Post(t.Context(), Request{URL: server.URL, Sign: sign}); !errors.Is(err, noKey) {
		t.Errorf("Post: %v", err)
	}
}
