package mastodon

import (
	"time"

	"consilium/community"
)

// date writes a time as Mastodon does: UTC, with milliseconds.
func date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// maybeDate is nil for a time that has not come.
func maybeDate(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return new(date(t))
}

// maybe is nil for nothing.
func maybe(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// maybeID is nil for nothing.
func maybeID[T community.ID](id T) *string {
	if id == 0 {
		return nil
	}
	return new(community.FormatID(id))
}

// empty is a list of what does not exist here: it is written [], never null.
var empty = []struct{}{}
