package client

import (
	"errors"
	"strings"
	"testing"
)

// S-NET-3: scheme, port, userinfo, and the one form of a host.
func TestSNET3Targets(t *testing.T) {
	tests := []struct {
		name, url string
		insecure  bool
		want      string
		err       error
	}{
		{name: "plain", url: "https://example.com/a?b=c", want: "https://example.com/a?b=c"},
		{name: "case and trailing dot", url: "HTTPS://EXAMPLE.Com./Path", want: "https://example.com/Path"},
		{name: "fragment", url: "https://example.com/users/a#main-key", want: "https://example.com/users/a"},
		{name: "IDN", url: "https://BÜCHER.example/", want: "https://xn--bcher-kva.example/"},
		{name: "IDN already encoded", url: "https://XN--bcher-kva.example/", want: "https://xn--bcher-kva.example/"},
		{name: "percent-encoded host", url: "https://b%C3%BCcher.example/", want: "https://xn--bcher-kva.example/"},
		{name: "ideographic full stop", url: "https://example。com/", want: "https://example.com/"},
		{name: "own port", url: "https://example.com:443/", want: "https://example.com/"},
		{name: "high port", url: "https://example.com:8443/", want: "https://example.com:8443/"},
		{name: "port with zeros", url: "https://example.com:008443/", want: "https://example.com:8443/"},
		{name: "port 80", url: "https://example.com:80/", want: "https://example.com:80/"},
		{name: "address", url: "https://192.0.2.1/", want: "https://192.0.2.1/"},
		{name: "address v6", url: "https://[2001:DB8:0::1]:8443/", want: "https://[2001:db8::1]:8443/"},
		{name: "underscore", url: "https://my_clinic.example/", want: "https://my_clinic.example/"},
		{name: "insecure http", url: "http://127.0.0.1:8080/", insecure: true, want: "http://127.0.0.1:8080/"},

		{name: "http", url: "http://example.com/", err: ErrScheme},
		{name: "file", url: "file:///etc/passwd", insecure: true, err: ErrScheme},
		{name: "gopher", url: "gopher://example.com/", err: ErrScheme},
		{name: "no scheme", url: "//example.com/", err: ErrScheme},
		{name: "userinfo", url: "https://good.example@evil.example/", err: ErrURL},
		{name: "userinfo with password", url: "https://a:b@example.com/", err: ErrURL},
		{name: "empty userinfo", url: "https://@example.com/", err: ErrURL},
		{name: "backslash", url: `https://good.example\@evil.example/`, err: ErrURL},
		{name: "opaque", url: "https:example.com", err: ErrURL},
		{name: "no host", url: "https:///path", err: ErrURL},
		{name: "only a dot", url: "https://./", err: ErrURL},
		{name: "empty label", url: "https://a..example/", err: ErrURL},
		{name: "two trailing dots", url: "https://a.example../", err: ErrURL},
		{name: "space", url: "https://a b.example/", err: ErrURL},
		{name: "newline", url: "https://example.com/\nHost: x", err: ErrURL},
		{name: "zone", url: "https://[fe80::1%25eth0]/", err: ErrURL},
		{name: "decimal address", url: "https://2130706433/", err: ErrURL},
		{name: "hexadecimal address", url: "https://0x7f000001/", err: ErrURL},
		{name: "octal address", url: "https://0177.0.0.1/", err: ErrURL},
		{name: "short address", url: "https://127.1/", err: ErrURL},
		{name: "full-width address", url: "https://１２７.1/", err: ErrURL},
		{name: "long label", url: "https://" + strings.Repeat("a", 64) + ".example/", err: ErrURL},
		{name: "long name", url: "https://" + strings.Repeat("a.", 130) + "example/", err: ErrURL},
		{name: "long URL", url: "https://example.com/" + strings.Repeat("a", maxURL), err: ErrURL},
		{name: "port 0", url: "https://example.com:0/", err: ErrForbiddenAddress},
		{name: "ssh", url: "https://example.com:22/", err: ErrForbiddenAddress},
		{name: "smtp", url: "https://example.com:25/", err: ErrForbiddenAddress},
		{name: "port too large", url: "https://example.com:65536/", err: ErrURL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseTarget(tt.url, tt.insecure)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err == nil && got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// parseTarget reads URLs of strangers; what it lets through is stable.
func FuzzParseTarget(f *testing.F) {
	for _, seed := range []string{"https://BÜCHER.example./a#b", "http://[::1]:80/", "https://a:b@c", "https://0x7f.1/", "https://１.com"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := parseTarget(raw, true)
		if err != nil {
			return
		}
		twice, err := normalise(once, true)
		if err != nil || twice.Host != once.Host || once.User != nil {
			t.Errorf("%q became %q, then %v (%v)", raw, once.Host, twice, err)
		}
	})
}
