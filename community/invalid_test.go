package community_test

import (
	"errors"
	"testing"

	"consilium/community"
)

// wantInvalid checks that an error is the *Invalid with this field and key, or
// none at all when key is "".
func wantInvalid(t *testing.T, err error, field, key, name string) {
	t.Helper()
	if key == "" {
		if err != nil {
			t.Errorf("%s: %v, want no error", name, err)
		}
		return
	}
	var invalid *community.Invalid
	if !errors.As(err, &invalid) || invalid.Field != field || invalid.Problem.Key != key {
		t.Errorf("%s: %v, want invalid %s: %s", name, err, field, key)
	}
}

func TestSay(t *testing.T) {
	p := community.Say("post.too_long", "limit", 5000, "odd")
	if p.Key != "post.too_long" || len(p.Args) != 1 || p.Args["limit"] != 5000 {
		t.Errorf("%+v", p)
	}
	if p := community.Say("post.empty"); p.Args != nil {
		t.Errorf("%+v", p)
	}
}
