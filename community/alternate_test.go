package community_test

import (
	"testing"

	"consilium/community"
)

// TestAlternate: of all links of a page only a matching one in its head counts
// (R-FETCH).
func TestAlternate(t *testing.T) {
	takes := func(mediaType string) bool { return mediaType == "application/activity+json" }
	for name, test := range map[string]struct{ page, want string }{
		"found":      {`<html><head><link rel="alternate" type="application/activity+json" href="/posts/1"></head>`, "/posts/1"},
		"of several": {`<link rel=alternate type="application/rss+xml" href=/feed><link href='https://a.example/1' rel='x alternate' type='application/activity+json'/>`, "https://a.example/1"},
		"other rel":  {`<link rel="canonical" type="application/activity+json" href="/posts/1">`, ""},
		"in body":    {`<body><link rel="alternate" type="application/activity+json" href="/posts/1">`, ""},
		"none":       {`<p>Hello`, ""},
		"empty":      {``, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := community.Alternate(test.page, takes); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
