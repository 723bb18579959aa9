package page

// Tab is one of the views of a page, as a link.
type Tab struct {
	Label   string // in the person's language
	URL     string
	Current bool
	Count   int // 0 is not shown
}

// Stat is a number with what it counts.
type Stat struct {
	Label string // catalogue key, with {count}
	Count int
	URL   string // "" for no link
}
