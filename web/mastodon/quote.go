package mastodon

import (
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
)

// quoted is the post that quoted_status_id names, as the rules take it; nil for none.
func (s *API) quoted(c *call) (*community.Quoted, error) {
	return s.door.Quoted(c.Context(), door.Quoting{By: c.me(), Viewer: c.viewer, Number: c.fields.text("quoted_status_id")})
}

// quotePolicy reads quote_approval_policy; "" when it was not sent.
func (c *call) quotePolicy() (community.QuotePolicy, error) {
	policy := community.QuotePolicy(c.fields.text("quote_approval_policy"))
	if policy == "" || slices.Contains(quotePolicies, policy) {
		return policy, nil
	}
	return "", invalid("quote_approval_policy", "api.choice")
}

// quotePolicies are the policies apps know.
var quotePolicies = []community.QuotePolicy{community.QuotedByAll, community.QuotedByFollowers, community.QuotedByNobody}

// policyWord is Mastodon's word for a policy; the ask that it has no word for is said as
// the narrower one.
func policyWord(p community.QuotePolicy) string {
	if p == community.QuotedWhenAsked {
		return string(community.QuotedByNobody)
	}
	return string(p)
}

// quote is what a post quotes: with the quoted status in a status of its own, by its
// number in one that is quoted itself.
func (s *API) quote(a around, p community.Post, shallow bool) any {
	if p.Quote == nil {
		return nil
	}
	state := string(p.Quote.State)
	quoted, visible := a.Post(p.Quote.Post)
	switch {
	case p.Quote.State != community.QuoteAccepted && shallow:
		return ShallowQuote{State: state}
	case p.Quote.State != community.QuoteAccepted:
		return Quote{State: state}
	case !visible && shallow:
		return ShallowQuote{State: "unauthorized"}
	case !visible:
		return Quote{State: "unauthorized"}
	case shallow:
		return ShallowQuote{State: state, QuotedStatusID: maybeID(p.Quote.Post)}
	}
	inner := s.bareStatus(a, quoted)
	inner.Quote = s.quote(a, quoted, true)
	return Quote{State: state, QuotedStatus: &inner}
}

// quoteApproval is who may quote a post, and whether whoever asks may.
func (a around) quoteApproval(p community.Post) *QuoteApproval {
	approval := QuoteApproval{Automatic: []string{}, Manual: []string{}, CurrentUser: "denied"}
	if rule := p.Policy.Quote; rule != nil {
		author, _ := a.Actor(p.Author)
		approval.Automatic, approval.Manual = quotersOf(rule.Automatic, author), quotersOf(rule.Manual, author)
	}
	if a.viewer == 0 {
		return &approval
	}
	switch community.MayQuote(a.Approach(a.c.me(), p.Author), p) {
	case community.Given:
		approval.CurrentUser = "automatic"
	case community.Asked:
		approval.CurrentUser = "manual"
	}
	return &approval
}

// quotersOf says in Mastodon's words who a list of a rule names. The author alone is
// nobody.
func quotersOf(list []string, author community.Actor) []string {
	words := []string{}
	for _, id := range list {
		word := "unsupported_policy"
		switch id {
		case author.IRI.String():
			continue
		case community.Everybody:
			word = "public"
		case author.Followers.String():
			word = "followers"
		case author.Following.String():
			word = "following"
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// listQuotes is GET /api/v1/statuses/{id}/quotes, for the author of the status.
func (s *API) listQuotes(c *call) (any, error) {
	p, err := s.ownPost(c)
	if err != nil {
		return nil, err
	}
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	posts, err := s.store.QuotesOf(c.Context(), c.viewer, p.ID, page, community.QuoteAccepted)
	if err != nil {
		return nil, err
	}
	return s.listed(c, page, posts)
}

// revokeQuote is POST /api/v1/statuses/{id}/quotes/{quoting}/revoke. It answers with the
// status that no longer quotes.
func (s *API) revokeQuote(c *call) (any, error) {
	p, err := s.ownPost(c)
	if err != nil {
		return nil, err
	}
	quoting, err := s.visible(c, mux.Vars(c.Request)["quoting"])
	if err == nil && (quoting.Quote == nil || quoting.Quote.Post != p.ID) {
		err = about("quote of another post", community.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	if err := s.store.AnswerQuote(c.Context(), storage.QuoteAnswer{Post: quoting.ID, By: c.me(), Act: community.RevokeQuote}); err != nil {
		return nil, err
	}
	if quoting, err = s.store.VisiblePost(c.Context(), c.viewer, quoting.ID); err != nil {
		return nil, err
	}
	return s.oneStatus(c, quoting)
}

// setInteractionPolicy is PUT /api/v1/statuses/{id}/interaction_policy.
func (s *API) setInteractionPolicy(c *call) (any, error) {
	p, err := s.ownPost(c)
	if err != nil {
		return nil, err
	}
	chosen, err := c.quotePolicy()
	if err != nil {
		return nil, err
	}
	policy, err := community.ChooseQuotes(c.me(), p, chosen)
	if err != nil {
		return nil, err
	}
	if err := s.store.SetQuotePolicy(c.Context(), p.ID, policy); err != nil {
		return nil, err
	}
	p.Policy = policy
	return s.oneStatus(c, p)
}
