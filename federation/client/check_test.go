package client

import (
	"errors"
	"testing"
)

// S-NET-2: who asks where a host is hears what a request would meet, and nothing is
// dialled.
func TestCheck(t *testing.T) {
	resolver := names{"good.example.com": {"1.1.1.1"}, "inside.example.com": {"10.0.0.1 127.0.0.1"}, "mixed.example.com": {"10.0.0.1 1.1.1.1"}}
	c := New(Options{Resolver: resolver})
	for address, want := range map[string]error{
		"https://good.example.com/a": nil, "https://mixed.example.com/": nil,
		"https://inside.example.com/": ErrForbiddenAddress, "https://127.0.0.1/": ErrForbiddenAddress,
		"http://good.example.com/": ErrScheme, "https://0x7f.1/": ErrURL, "https://good.example.com:25/": ErrForbiddenAddress,
	} {
		if _, err := c.Check(t.Context(), address); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
	if found, err := c.Check(t.Context(), "https://nobody.example.com/"); err == nil || found != nil {
		t.Errorf("%v, %v", found, err)
	}
}
