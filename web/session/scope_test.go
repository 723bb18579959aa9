package session

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

// S-AUTH-1: which scope covers which.
func TestAllows(t *testing.T) {
	for _, c := range []struct {
		granted, wanted string
		want            bool
	}{
		{"read", "read", true},
		{"read", "read:statuses", true},
		{"read", "write:statuses", false},
		{"read", "admin:read", false},
		{"read", "admin:read:accounts", false},
		{"read:statuses", "read", false},
		{"read:statuses", "read:statuses", true},
		{"read:statuses", "read:accounts", false},
		{"write", "write:media", true},
		{"write", "read:statuses", false},
		{"write", "admin:write:reports", false},
		{"follow", "read:follows", true},
		{"follow", "write:follows", true},
		{"follow", "read:blocks", true},
		{"follow", "write:blocks", true},
		{"follow", "read:mutes", true},
		{"follow", "write:mutes", true},
		{"follow", "follow", true},
		{"follow", "read:statuses", false},
		{"follow", "write:statuses", false},
		{"follow", "read", false},
		{"read write", "follow", false},
		{"admin:read", "admin:read:reports", true},
		{"admin:read", "admin:write:reports", false},
		{"admin:write", "admin:write:accounts", true},
		{"profile", "profile", true},
		{"profile", "read:accounts", false},
		{"read", "profile", false},
		{"push", "push", true},
		{"read write follow", "push", false},
		// Decision 9: restricted posts are never implied.
		{"read", "cases:read", false},
		{"write", "cases:write", false},
		{"read write follow push profile admin:read admin:write", "cases:read", false},
		{"read write follow push profile admin:read admin:write", "cases:write", false},
		{"cases:write", "cases:read", false},
		{"cases:read", "cases:read", true},
		{"cases:read", "read:statuses", false},
		{"read cases:read", "cases:read", true},
		// What is not a scope is not given, whatever was granted.
		{"read", "", false},
		{"", "read", false},
		{"", "", false},
		{"read", "read:", false},
		{"read", "read:everything", false},
		{"everything", "everything", false},
		{"READ", "read", false},
	} {
		if got := Allows(c.granted, c.wanted); got != c.want {
			t.Errorf("Allows(%q, %q) = %v", c.granted, c.wanted, got)
		}
	}
}

func TestParseScopes(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "read",
		" \t":                    "read",
		"read write follow push": "read write follow push",
		" write\nread  write ":   "write read",
		"read:statuses profile":  "read:statuses profile",
	} {
		if got, err := ParseScopes(text); got != want || err != nil {
			t.Errorf("ParseScopes(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"all", "read:all", "read,write", "read\x00", strings.Repeat("read ", 300)} {
		var invalid *community.Invalid
		if got, err := ParseScopes(text); !errors.As(err, &invalid) {
			t.Errorf("ParseScopes(%.20q) = %q, %v", text, got, err)
		}
	}
	for _, scope := range Scopes() {
		if got, err := ParseScopes(scope); got != scope || err != nil {
			t.Errorf("%q is offered but not taken: %v", scope, err)
		}
	}
}

// S-AUTH-1: a token is never wider than its app.
func TestWithin(t *testing.T) {
	for _, c := range []struct {
		asked, registered string
		want              bool
	}{
		{"read", "read write", true},
		{"read:statuses", "read", true},
		{"read", "read:statuses", false},
		{"read write", "read", false},
		{"read cases:read", "read write", false},
		{"", "read", false},
	} {
		if got := Within(c.asked, c.registered); got != c.want {
			t.Errorf("Within(%q, %q) = %v", c.asked, c.registered, got)
		}
	}
}

// Whatever is sent as scopes, what comes out is known, clean and never more than
// was asked for.
func FuzzParseScopes(f *testing.F) {
	for _, text := range []string{"", "read", "read write follow", "cases:read", "read:statuses\tpush", "read:", "a\x00b", "read read"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := ParseScopes(text)
		if err != nil {
			return
		}
		again, err := ParseScopes(parsed)
		if err != nil || again != parsed {
			t.Fatalf("%q became %q and then %q, %v", text, parsed, again, err)
		}
		for _, scope := range strings.Fields(parsed) {
			if strings.TrimSpace(text) != "" && !slices.Contains(strings.Fields(text), scope) {
				t.Errorf("%q gave %q", text, scope)
			}
		}
		if Allows(parsed, CasesRead) != slices.Contains(strings.Fields(parsed), CasesRead) {
			t.Errorf("%q implies %s", parsed, CasesRead)
		}
	})
}
