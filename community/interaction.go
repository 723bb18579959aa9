package community

import "slices"

// InteractionRule says who may do something to a post: Automatic without asking, Manual
// after asking. Both hold identifiers: as:Public, the author's followers or following
// collection, or actors.
type InteractionRule struct {
	Automatic []string `json:"automatic,omitempty"`
	Manual    []string `json:"manual,omitempty"`
}

// InteractionPolicy is what the author of a post lets others do with it. nil says
// nothing, which each deed reads in its own way: of a quote it means nobody
// (FEP-044f), of everything else everybody.
type InteractionPolicy struct {
	Quote    *InteractionRule `json:"quote,omitempty"`
	Reply    *InteractionRule `json:"reply,omitempty"`
	Like     *InteractionRule `json:"like,omitempty"`
	Announce *InteractionRule `json:"announce,omitempty"`
}

// Everybody is how a rule names everybody (ActivityPub 5.6).
const Everybody = "https://www.w3.org/ns/activitystreams#Public"

// maxRule bounds how many identifiers of one list of a rule are kept, maxRuleBytes how
// long they are together: they are read with the post each time it is shown.
const maxRule, maxRuleBytes = 50, 4 << 10

// Received is a policy as another server described it, within bounds. A rule that names
// nobody is none: in JSON-LD an empty list cannot be told from a missing one
// (FEP-044f).
func (p InteractionPolicy) Received() InteractionPolicy {
	return InteractionPolicy{Quote: p.Quote.received(), Reply: p.Reply.received(), Like: p.Like.received(), Announce: p.Announce.received()}
}

func (r *InteractionRule) received() *InteractionRule {
	if r == nil || len(r.Automatic)+len(r.Manual) == 0 {
		return nil
	}
	bound := func(list []string) []string {
		var kept []string
		size := 0
		for _, id := range list {
			fits := len(kept) < maxRule && size+len(id) <= maxRuleBytes || id == Everybody
			if fits && len(id) <= MaxIRI && !slices.Contains(kept, id) {
				kept, size = append(kept, CleanText(id)), size+len(id)
			}
		}
		return kept
	}
	return &InteractionRule{Automatic: bound(r.Automatic), Manual: bound(r.Manual)}
}

// Leave is how far somebody may do something to a post of another.
type Leave int

// The leaves, in their order.
const (
	// Refused says that the author lets them not.
	Refused Leave = iota
	// Asked says that the author decides each time.
	Asked
	// Given says that nobody has to decide.
	Given
)

// Approach is who wants to do something to somebody's post, and what is between the
// two.
type Approach struct {
	By, Author Actor
	// Follows says that By follows the author, Followed that the author follows By.
	Follows, Followed bool
}

// leave reads a rule for who approaches. The nearer word counts: one's own name before a
// collection, a collection before everybody; what stands in both lists is given
// (GoToSocial, interaction controls, "conflicting values").
func (r *InteractionRule) leave(a Approach, silent Leave) Leave {
	switch {
	case a.By.ID != 0 && a.By.ID == a.Author.ID:
		return Given
	case r == nil:
		return silent
	}
	collections := []string{}
	if a.Follows && !a.Author.Followers.IsZero() {
		collections = append(collections, a.Author.Followers.String())
	}
	if a.Followed && !a.Author.Following.IsZero() {
		collections = append(collections, a.Author.Following.String())
	}
	for _, names := range [][]string{{a.By.IRI.String()}, collections, {Everybody}} {
		switch {
		case intersect(r.Automatic, names):
			return Given
		case intersect(r.Manual, names):
			return Asked
		}
	}
	return Refused
}

func intersect(list, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(list, name) })
}

// MayAnswer, MayLike and MayRepeat say how far the author of a post seen lets somebody
// answer, like and repeat it. Who is named in a post may always answer it: nobody is
// spoken of and then kept from speaking.
func MayAnswer(a Approach, p Post) Leave {
	if slices.Contains(p.Mentions, a.By.ID) {
		return Given
	}
	return p.Policy.Reply.leave(a, Given)
}

// MayLike is MayAnswer for a like.
func MayLike(a Approach, p Post) Leave { return p.Policy.Like.leave(a, Given) }

// MayRepeat is MayAnswer for a boost; CanAnnounce says whether the post may be repeated
// at all.
func MayRepeat(a Approach, p Post) Leave { return p.Policy.Announce.leave(a, Given) }

// Distinguishes says whether the policy lets some do what it does not let others, so that
// one has to know who asks.
func (p InteractionPolicy) Distinguishes() bool {
	return slices.ContainsFunc([]*InteractionRule{p.Quote, p.Reply, p.Like, p.Announce}, func(r *InteractionRule) bool {
		return r != nil && !slices.Contains(r.Automatic, Everybody)
	})
}
