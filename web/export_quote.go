package web

import "consilium/community"

// exportedQuote is what a post quotes: where that is and whether its author agreed. The
// words are another's.
type exportedQuote struct {
	URL   string `json:"url"`
	State string `json:"state"`
}

func exportedQuoteOf(q *community.Quote) *exportedQuote {
	if q == nil {
		return nil
	}
	return &exportedQuote{q.IRI.String(), string(q.State)}
}
