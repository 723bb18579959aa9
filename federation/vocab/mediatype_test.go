package vocab

import (
	"strings"
	"testing"
)

// R-IN-1, R-FETCH, S-ORG-3.
func TestIsActivityMediaType(t *testing.T) {
	for header, want := range map[string]bool{
		MediaType:   true,
		MediaTypeLD: true,
		"application/activity+json; charset=utf-8":                                                          true,
		"Application/Activity+JSON":                                                                         true,
		"application/activity+json;":                                                                        true,
		`application/activity+json; profile="https://other.example/"`:                                       true,
		"application/ld+json; profile=https://www.w3.org/ns/activitystreams":                                true,
		`application/ld+json;profile="https://www.w3.org/ns/activitystreams";charset=UTF-8`:                 true,
		`application/ld+json; charset=utf-8; PROFILE = "https://www.w3.org/ns/activitystreams"`:             true,
		`application/ld+json; profile="https://w3id.org/security/v1 https://www.w3.org/ns/activitystreams"`: true,
		`application/ld+json; profile="a;b https://www.w3.org/ns/activitystreams"`:                          true,
		"application/ld+json":                                                               false,
		"application/ld+json; charset=utf-8":                                                false,
		`application/ld+json; profile="https://x.example"`:                                  false,
		`application/ld+json; profile="https://www.w3.org/ns/activitystreams.evil.example"`: false,
		`application/ld+json; x="; profile=https://www.w3.org/ns/activitystreams"`:          false,
		"application/json":                     false,
		"application/json; charset=utf-8":      false,
		"text/html":                            false,
		"text/plain":                           false,
		"text/html, application/activity+json": false,
		"application/activity+json, text/html": false,
		"application/activity+jsonx":           false,
		"multipart/form-data; boundary=x":      false,
		"":                                     false,
		";":                                    false,
		"application/activity+json;" + strings.Repeat("x", maxHeader): false,
	} {
		if got := IsActivityMediaType(header); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

// architecture §3, same URL, two languages.
func TestAccepts(t *testing.T) {
	browser := "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
	for header, want := range map[string]bool{
		MediaType:   true,
		MediaTypeLD: true,
		MediaType + ", " + MediaTypeLD + ", text/html;q=0.1":                true,
		"application/ld+json;profile=https://www.w3.org/ns/activitystreams": true,
		"application/ld+json":                         true,
		"text/html, application/activity+json":        true,
		"application/json, application/activity+json": true,
		"application/activity+json;q=0.5, text/html":  false,
		"application/activity+json;q=0":               false,
		"application/activity+json;q=NaN":             false,
		"application/activity+json;q=high":            false,
		browser:                                       false,
		"*/*":                                         false,
		"application/*":                               false,
		"application/json":                            false,
		"":                                            false,
		MediaType + "," + strings.Repeat("x", maxHeader): false,
	} {
		if got := Accepts(header); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}
