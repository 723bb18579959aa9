package community

import (
	"fmt"
	"slices"
)

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

// QuoteAct is what the author of a quoted post does about a quote.
type QuoteAct string

// The acts. A refusal of what was agreed to takes it back.
const (
	AgreeToQuote QuoteAct = "agree"
	RefuseQuote  QuoteAct = "refuse"
	RevokeQuote  QuoteAct = "revoke"
)

// quoteMoves is the one table of the life of a quote. What is not in it does not
// happen: what was taken back stays so.
var quoteMoves = map[QuoteState]map[QuoteAct]QuoteState{
	QuotePending:  {AgreeToQuote: QuoteAccepted, RefuseQuote: QuoteRejected, RevokeQuote: QuoteRevoked},
	QuoteAccepted: {AgreeToQuote: QuoteAccepted, RefuseQuote: QuoteRevoked, RevokeQuote: QuoteRevoked},
	QuoteRejected: {AgreeToQuote: QuoteAccepted, RefuseQuote: QuoteRejected, RevokeQuote: QuoteRevoked},
}

// After is the state after an act; false when the act does not lead from here.
func (s QuoteState) After(act QuoteAct) (QuoteState, bool) {
	next, leads := quoteMoves[s][act]
	return next, leads
}

// Quote is the post that another one quotes.
type Quote struct {
	// Post is 0 while the quoted post is not known here; IRI is kept even then.
	Post PostID
	IRI  IRI
	// Authorization is where its author says that it may be quoted; zero for none.
	Authorization IRI
	State         QuoteState
}

// Stands says whether the quote is still meant: neither refused nor taken back.
func (q *Quote) Stands() bool {
	return q != nil && (q.State == QuotePending || q.State == QuoteAccepted)
}

// QuotePolicy is whom a member lets quote a post; words under "quote.policy.SLUG".
type QuotePolicy string

// The policies a member can choose. Others can say more, which is read and not offered.
const (
	QuotedByAll       QuotePolicy = "public"
	QuotedByFollowers QuotePolicy = "followers"
	// QuotedWhenAsked lets everybody ask.
	QuotedWhenAsked QuotePolicy = "ask"
	QuotedByNobody  QuotePolicy = "nobody"
)

// QuotePolicies lists the policies, the widest first.
func QuotePolicies() []QuotePolicy {
	return []QuotePolicy{QuotedByAll, QuotedByFollowers, QuotedWhenAsked, QuotedByNobody}
}

// Known says whether the policy is one of the four.
func (q QuotePolicy) Known() bool { return slices.Contains(QuotePolicies(), q) }

// Rule is the policy of an author as others are told it. Nobody is said by naming the
// author alone, since an empty list is the same as none (FEP-044f).
func (q QuotePolicy) Rule(author Actor) *InteractionRule {
	switch q {
	case QuotedByAll:
		return &InteractionRule{Automatic: []string{Everybody}}
	case QuotedByFollowers:
		return &InteractionRule{Automatic: []string{author.Followers.String()}}
	case QuotedWhenAsked:
		return &InteractionRule{Automatic: []string{author.IRI.String()}, Manual: []string{Everybody}}
	}
	return &InteractionRule{Automatic: []string{author.IRI.String()}}
}

// QuotePolicyOf is the policy a rule of a member's stands for; nobody when nothing is
// said.
func QuotePolicyOf(author Actor, r *InteractionRule) QuotePolicy {
	switch {
	case r == nil:
		return QuotedByNobody
	case slices.Contains(r.Automatic, Everybody):
		return QuotedByAll
	case !author.Followers.IsZero() && slices.Contains(r.Automatic, author.Followers.String()):
		return QuotedByFollowers
	case slices.Contains(r.Manual, Everybody):
		return QuotedWhenAsked
	}
	return QuotedByNobody
}

// DefaultQuotePolicy is whom a member lets quote new posts: everybody, until they say
// otherwise in the settings.
func DefaultQuotePolicy(author Actor) QuotePolicy {
	if author.Policy.Quote == nil {
		return QuotedByAll
	}
	return QuotePolicyOf(author, author.Policy.Quote)
}

// MayQuote says how far somebody may quote a post they see. Only what is open to all is
// quoted, by others never a case whose author did not say so, and nobody is asked for
// what is one's own (FEP-044f). A post that says nothing may be quoted by its author
// alone.
func MayQuote(a Approach, p Post) Leave {
	if !a.By.Active() || !a.Author.Active() || !quotable(p) {
		return Refused
	}
	return p.Policy.Quote.leave(a, Refused)
}

// quotable says whether a post can be quoted by anybody at all.
func quotable(p Post) bool {
	open := p.Audience.Kind == Public || p.Audience.Kind == Unlisted
	return open && p.Kind != AnnounceKind && p.Deleted.IsZero() && p.Hidden.IsZero()
}

// Quoted is the post a draft quotes, which its author can see, and who wrote it.
type Quoted struct {
	Post
	// Approach is that of the draft's author; its Author wrote the post.
	Approach Approach
	// Thread is the first known post of its thread; nil when that is not known.
	Thread *Post
}

// quote judges the quote of a new post, and writes it into the post; what was not asked
// for changes nothing. A quote is never for more people than what it quotes, and one
// that another server has to agree to is for everybody, since that server is told of
// it.
func (p *Post) quote(q *Quoted) error {
	if q == nil {
		return nil
	}
	leave := MayQuote(q.Approach, q.Post)
	own := q.Author == p.Author
	switch {
	case leave == Refused:
		return invalid("quoted", "quote.refused")
	case p.Case != nil:
		return invalid("quoted", "quote.not_in_case")
	case !q.Audience.Admits(p.Audience):
		return invalid("audience", "quote.wider")
	case !own && !q.Local && p.Audience.Kind != Public && p.Audience.Kind != Unlisted:
		return invalid("audience", "quote.open_only")
	}
	p.Quote = &Quote{Post: q.ID, IRI: q.IRI, State: QuotePending}
	if own || q.Local && leave == Given {
		p.Quote.State = QuoteAccepted
	}
	return nil
}

// chooseQuotes puts into a post whom its author lets quote it. A case, and what stands
// below one, is quoted by nobody unless its author says so.
func (p *Post) chooseQuotes(author Actor, chosen QuotePolicy, clinical bool) error {
	switch {
	case p.Audience.Kind != Public && p.Audience.Kind != Unlisted:
		p.Policy.Quote = nil
		return nil
	case chosen == "" && clinical:
		chosen = QuotedByNobody
	case chosen == "":
		chosen = DefaultQuotePolicy(author)
	case !chosen.Known():
		return invalid("quote_policy", "quote.unknown_policy")
	}
	p.Policy.Quote = chosen.Rule(author)
	return nil
}

// allow judges what a new post quotes, and writes whom its author lets quote it.
func (p *Post) allow(author Actor, d PostDraft, s Surroundings) error {
	if err := p.quote(s.Quoted); err != nil {
		return err
	}
	return p.chooseQuotes(author, d.Quotes, s.clinical(d, nil))
}

// ChooseQuotes decides that the author of a post lets others quote it, or no longer. It
// changes nothing for quotes that were agreed to. ErrForbidden for what is somebody
// else's, *Invalid for a policy that is none or a post that cannot be quoted.
func ChooseQuotes(author Actor, p Post, chosen QuotePolicy) (InteractionPolicy, error) {
	switch {
	case p.Author != author.ID || !p.Local || !author.Active():
		return p.Policy, fmt.Errorf("quote policy: %w", ErrForbidden)
	case !quotable(p) || chosen == "":
		return p.Policy, invalid("quote_policy", "quote.unknown_policy")
	}
	err := p.chooseQuotes(author, chosen, p.Case != nil)
	return p.Policy, err
}

// RemoteQuote is what a post from elsewhere says that it quotes.
type RemoteQuote struct {
	IRI IRI
	// Quoted is the post, nil when it is not known here.
	Quoted *Post
	// Authorization is where it says that its leave lies. That is a claim until it was
	// read there (S-ORG-9).
	Authorization IRI
}

// Receive is the quote as it is remembered: who quotes themselves needs nobody's leave,
// and whatever else a post says of itself is a quote that nobody agreed to, until its
// leave was checked (FEP-044f, "verifying third-party quote posts"). old is what was
// known; nil for nothing. The answer that was had for the same leave stands, and what was
// taken back stays so.
func (r *RemoteQuote) Receive(author ActorID, old *Quote) *Quote {
	if r == nil || r.IRI.IsZero() {
		return nil
	}
	q := &Quote{IRI: r.IRI, Authorization: r.Authorization, State: QuotePending}
	if r.Quoted != nil && r.Quoted.Kind != AnnounceKind {
		q.Post, q.IRI = r.Quoted.ID, r.Quoted.IRI
		if r.Quoted.Author == author {
			q.State = QuoteAccepted
		}
	}
	known := old != nil && old.IRI == q.IRI && q.State == QuotePending
	if known && (old.Authorization == q.Authorization || old.State == QuoteRevoked) {
		q.State, q.Authorization, q.Post = old.State, old.Authorization, max(q.Post, old.Post)
	}
	return q
}
