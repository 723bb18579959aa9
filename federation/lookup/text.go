package lookup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"consilium/community"
)

const (
	// maxText is the most bytes of one name, maxList the most names of one entry.
	maxText, maxList = 200, 20
)

// clean makes a register's text one line that anybody can keep and show.
func clean(s string) string {
	s = community.CleanName(s)
	for len(s) > maxText {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// namePart is clean without what would move the end of a family name, and without
// the hyphens that stand for nothing.
func namePart(s string) string {
	return strings.Trim(clean(strings.ReplaceAll(s, ",", " ")), "- ")
}

// listed adds a text to a list once, if there is one and there is room.
func listed(list []string, text string) []string {
	if text == "" || len(list) >= maxList || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
