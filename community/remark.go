package community

import (
	"strings"
	"unicode/utf8"
)

// MaxNote bounds what a member writes down about somebody, in characters, and
// MaxEndorsements how many people a profile shows.
const (
	MaxNote         = 2000
	MaxEndorsements = 60
)

// CheckNote is what a member wrote down about somebody, as it is kept.
func CheckNote(typed string) (string, error) {
	words := strings.TrimSpace(CleanText(typed))
	if utf8.RuneCountInString(words) > MaxNote {
		return "", invalid("comment", "account.too_long", "limit", MaxNote)
	}
	return words, nil
}

// maxReadLanguages bounds in how many languages somebody is followed.
const maxReadLanguages = 30

// CheckLanguages are the languages in which somebody is followed: the first parts of
// the tags (RFC 5646 2.2.1), each once. None is all.
func CheckLanguages(tags []string) ([]string, error) {
	var list []string
	seen := map[string]bool{}
	for _, tag := range tags {
		base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		switch {
		case base == "" || seen[base]:
			continue
		case len(base) < 2 || len(base) > 3 || strings.Trim(base, "abcdefghijklmnopqrstuvwxyz") != "":
			return nil, invalid("languages", "follow.no_language")
		case len(list) == maxReadLanguages:
			return nil, invalid("languages", "follow.too_many_languages", "limit", maxReadLanguages)
		}
		seen[base], list = true, append(list, base)
	}
	return list, nil
}
