package community

// QuoteState is how far a quote has been agreed to by whoever wrote the quoted post
// (FEP-044f).
type QuoteState string

// The states of a quote. Only an accepted one is shown.
const (
	QuotePending  QuoteState = "pending"
	QuoteAccepted QuoteState = "accepted"
	QuoteRejected QuoteState = "rejected"
	QuoteRevoked  QuoteState = "revoked"
)

// Quote is the post that another one quotes.
type Quote struct {
	// Post is 0 while the quoted post is not known here; IRI is kept even then.
	Post PostID
	IRI  IRI
	// Authorization is where its author says that it may be quoted; zero for none.
	Authorization IRI
	State         QuoteState
}
