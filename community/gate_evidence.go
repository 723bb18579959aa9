package community

import (
	"net/url"
	"regexp"
	"strings"

	"consilium/community/deidentify"
)

// telling is what the address of a guideline does not hold: numbers as long as those
// of patients, an at sign, words about a person.
var telling = regexp.MustCompile(`(?i)\d{6,}|@|%40|patient|person|mrn|record|chart|user|login`)

// passesAsEvidence says whether a concern is only that a link stands where links are
// asked for: the field for evidence takes addresses of guidelines. A query, or
// anything telling, makes it a link like others.
func (c Concern) passesAsEvidence() bool {
	if c.Field != "evidence" || c.Category != deidentify.URL {
		return false
	}
	u, err := url.Parse(strings.TrimSpace(c.Text))
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" &&
		!telling.MatchString(c.Text)
}
