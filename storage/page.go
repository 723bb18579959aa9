package storage

import (
	"slices"
	"strconv"

	"github.com/uptrace/bun"
)

// Page is a part of a list, newest first. The numbers are exclusive and 0 is
// none: Max asks for what is older than it, Since for the newest that are newer,
// Min for those that follow it directly.
type Page struct {
	Max, Since, Min int64
	// Limit is 1 to MaxPage; anything else is DefaultPage or MaxPage.
	Limit int
}

// The bounds of a page.
const (
	DefaultPage = 20
	MaxPage     = 80
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return DefaultPage
	}
	return min(p.Limit, MaxPage)
}

// within narrows a column of ids to the page: "WHERE … AND ?".
func (p Page) within(column string) bun.Safe {
	text := "TRUE"
	if p.Max > 0 {
		text += " AND " + column + " < " + strconv.FormatInt(p.Max, 10)
	}
	if newer := max(p.Since, p.Min); newer > 0 {
		text += " AND " + column + " > " + strconv.FormatInt(newer, 10)
	}
	return bun.Safe(text)
}

// order sorts by a column of ids so that the page's limit cuts at the right
// end: "ORDER BY ? LIMIT ?". What was read goes through newestFirst.
func (p Page) order(column string) bun.Safe {
	if p.Min > 0 {
		return bun.Safe(column + " ASC")
	}
	return bun.Safe(column + " DESC")
}

// newestFirst puts rows read in the page's order into the one they are given in.
func newestFirst[T any](p Page, rows []T) []T {
	if p.Min > 0 {
		slices.Reverse(rows)
	}
	return rows
}
