package page

import (
	"time"

	"consilium/community"
)

// Quoted is a quoted post as its card shows it, one deep: what it quotes itself is not
// shown.
type Quoted struct {
	URL       string // path of its page here
	Author    Person
	Published time.Time
	Language  string
	// Warning folds the rest.
	Warning  string
	Text     string // the beginning, in plain text
	Pictures []Picture
	Further  bool // it quotes something too
}

// Quote is what a post quotes, as far as the reader may see it.
type Quote struct {
	// Quoted is nil where it is not shown.
	Quoted *Quoted
	// Word says why it is not shown, or not to others; "" for nothing. Words under
	// "quote.state.".
	Word string
	Name string // whose answer it is about
	// Link is the address of a quoted post to which nobody agreed.
	Link string
}

// Quotes is the page GET /p/{id}/quotes, for the author of a post: who may quote it, who
// asks, and who does. POST /p/{id}/quote-policy with the field quote_policy; of a quoting
// post POST /p/{id}/agree-quote, refuse-quote and revoke-quote.
type Quotes struct {
	ID     string
	Post   Quoted
	Policy community.QuotePolicy
	Asking []Post
	List   Posts
}

func (v Quotes) meta(p *Printer) meta { return meta{"quotes", p.T("quote.title"), ""} }

// Policies are the choices of the form.
func (v Quotes) Policies() []community.QuotePolicy { return community.QuotePolicies() }

// QuotePolicies are the choices of the form.
func (c Composer) QuotePolicies() []community.QuotePolicy { return community.QuotePolicies() }

// QuotePolicies are the choices of the form.
func (v SettingsAppearance) QuotePolicies() []community.QuotePolicy { return community.QuotePolicies() }
