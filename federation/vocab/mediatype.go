package vocab

import (
	"strconv"
	"strings"
)

// The media types of ActivityPub (3.2). We send the first; the second is its
// longer equal.
const (
	MediaType   = "application/activity+json"
	MediaTypeLD = `application/ld+json; profile="` + activityStreams + `"`
)

// maxHeader bounds the headers looked at, in bytes.
const maxHeader = 4096

// IsActivityMediaType tells whether a Content-Type is that of an ActivityPub
// document (R-IN-1, R-FETCH): application/activity+json, or application/ld+json
// whose profile names ActivityStreams, be it quoted, bare or one of a list.
// Other parameters do not matter. application/json and text/* are refused,
// since anybody may upload such a file (CVE-2024-25623), and so is
// application/ld+json without the profile.
func IsActivityMediaType(contentType string) bool {
	if len(contentType) > maxHeader {
		return false
	}
	parts := split(contentType, ';')
	switch strings.ToLower(parts[0]) {
	case "application/activity+json":
		return true
	case "application/ld+json":
		return hasProfile(parts[1:])
	}
	return false
}

// Accepts tells whether an Accept header asks for the ActivityPub form of a
// page rather than for HTML. It must name one of the two types; a wildcard is
// a browser's, and application/json is for the client API.
func Accepts(accept string) bool {
	if len(accept) > maxHeader {
		return false
	}
	var activity, html float64
	for _, offer := range split(accept, ',') {
		parts := split(offer, ';')
		weight := quality(parts[1:])
		switch strings.ToLower(parts[0]) {
		case "application/activity+json", "application/ld+json":
			activity = max(activity, weight)
		case "text/html", "application/xhtml+xml":
			html = max(html, weight)
		}
	}
	return activity > 0 && activity >= html
}

func hasProfile(parameters []string) bool {
	for _, parameter := range parameters {
		name, value, _ := strings.Cut(parameter, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "profile") {
			continue
		}
		for profile := range strings.FieldsSeq(strings.Trim(strings.TrimSpace(value), `"`)) {
			if profile == activityStreams {
				return true
			}
		}
	}
	return false
}

// quality is the weight of an offer (RFC 9110 12.4.2): 1 when not given, 0
// when it cannot be read.
func quality(parameters []string) float64 {
	for _, parameter := range parameters {
		name, value, _ := strings.Cut(parameter, "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(weight >= 0 && weight <= 1) {
			return 0
		}
		return weight
	}
	return 1
}

// split cuts at separators outside of quotes and trims the parts. The standard
// mime package refuses the bare profile that some servers send.
func split(header string, separator rune) []string {
	quoted := false
	var parts []string
	start := 0
	for i, r := range header {
		switch {
		case r == '"':
			quoted = !quoted
		case r == separator && !quoted:
			parts = append(parts, strings.TrimSpace(header[start:i]))
			start = i + 1
		}
	}
	return append(parts, strings.TrimSpace(header[start:]))
}
