package web

import (
	"context"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// quotedLength is how much of a quoted post its card shows, in characters.
const quotedLength = 280

// showQuote is GET /p/{id}/quote: the form for a post that quotes.
func (s *Web) showQuote(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	composer, err := s.composer(r.Context(), v, nil)
	if err != nil {
		return err
	}
	if err := s.quoteInForm(r.Context(), v, &composer, community.FormatID(p.ID)); err != nil {
		return err
	}
	if !p.Audience.Admits(community.Audience{Kind: composer.Audience}) {
		composer.Audience = p.Audience.Kind
	}
	composer.Return = "/home"
	return s.showComposer(w, r, v, composeSheet{composer: composer})
}

// quoteInForm puts the post that is quoted into a form; "" is none. ErrForbidden for one
// whose author does not let the visitor.
func (s *Web) quoteInForm(ctx context.Context, v door.Visitor, c *page.Composer, number string) error {
	q, err := s.quoting(ctx, v, number)
	if err != nil || q == nil {
		return err
	}
	if community.MayQuote(q.Approach, q.Post) == community.Refused {
		return community.ErrForbidden
	}
	card := s.quotedCard(ctx, q.Post, q.Approach.Author)
	c.QuotedID, c.Quoted = number, &card
	return nil
}

// quoting is the post a form quotes, as the rules take it.
func (s *Web) quoting(ctx context.Context, v door.Visitor, number string) (*community.Quoted, error) {
	return s.door.Quoted(ctx, door.Quoting{By: v.Person.Actor, Viewer: v.Viewer(), Number: number})
}

// quotedHere is what a new post quotes, or one that is edited.
func (s *Web) quotedHere(ctx context.Context, v door.Visitor, w writing) (*community.Quoted, error) {
	if w.old == nil {
		return s.quoting(ctx, v, w.Get("quoted"))
	}
	return s.door.QuotedIn(ctx, door.Quoting{By: v.Person.Actor, Viewer: v.Viewer()}, *w.old)
}

// quotedCard is the card of a post whose author is known, which the reader may see.
func (s *Web) quotedCard(ctx context.Context, p community.Post, author community.Actor) page.Quoted {
	card := page.Quoted{URL: s.postPath(p), Author: s.door.Line(ctx, author), Published: p.Published, Language: p.Language, Warning: p.Warning,
		Text: cutText(p.Content.Text(), quotedLength), Further: p.Quote != nil}
	if p.Case != nil {
		card.Text = p.Case.Title
	}
	if !p.Sensitive && p.Case == nil {
		card.Pictures = s.pictures(p)
	}
	return card
}

// quoteView is what a post quotes as the visitor finds it: the quoted post when its
// author agreed and the visitor may see it, else why not, as far as that is theirs to
// know (S-PRIV-7, S-ORG-12).
func (s *Web) quoteView(ctx context.Context, a around, p community.Post) *page.Quote {
	if p.Quote == nil {
		return nil
	}
	quoted, visible := a.quoted[p.Quote.Post]
	author, known := a.actors[quoted.Author]
	own := a.visitor.Person != nil && p.Author == a.visitor.Person.Actor.ID
	asked := a.visitor.Person != nil && visible && quoted.Author == a.visitor.Person.Actor.ID
	switch state := p.Quote.State; {
	case state == community.QuoteAccepted && visible && known:
		card := s.quotedCard(ctx, quoted, author)
		return &page.Quote{Quoted: &card}
	case state == community.QuotePending && visible && known && p.Local && own:
		card := s.quotedCard(ctx, quoted, author)
		return &page.Quote{Quoted: &card, Word: "waiting", Name: author.Name()}
	case state == community.QuotePending && asked:
		card := s.quotedCard(ctx, quoted, author)
		return &page.Quote{Quoted: &card}
	case state == community.QuoteAccepted, state == community.QuoteRevoked && !own:
		return &page.Quote{Word: "gone"}
	case own && known && state != community.QuotePending:
		return &page.Quote{Word: "refused", Name: author.Name()}
	case state == community.QuotePending && !p.Local && !strings.Contains(p.Content.String(), p.Quote.IRI.String()):
		return &page.Quote{Link: p.Quote.IRI.String()}
	}
	return nil
}

// limit takes from a view what the author of a post does not let the visitor do, and
// says what that is.
func (a around) limit(p community.Post, may *page.May) {
	if !may.Act {
		return
	}
	approach := a.approaches[p.Author]
	may.Like = community.MayLike(approach, p) != community.Refused
	may.Quote = may.Quote && community.MayQuote(approach, p) != community.Refused
	if !may.Like {
		may.Limits = append(may.Limits, "like")
	}
	if may.Reply && community.MayAnswer(approach, p) == community.Refused {
		may.Reply, may.Limits = false, append(may.Limits, "reply")
	}
	if may.Boost && community.MayRepeat(approach, p) == community.Refused {
		may.Boost, may.Limits = false, append(may.Limits, "boost")
	}
	if !may.Quote && may.Boost && p.Policy.Quote != nil && p.Case == nil {
		may.Limits = append(may.Limits, "quote")
	}
}

// showQuotes is GET /p/{id}/quotes: who quotes an own post, who asks to, and who may.
func (s *Web) showQuotes(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.ownPost(r, v)
	if err != nil {
		return err
	}
	ctx, asked := r.Context(), door.ListPage(r)
	view := page.Quotes{ID: community.FormatID(p.ID), Post: s.quotedCard(ctx, p, v.Person.Actor), Policy: community.QuotePolicyOf(v.Person.Actor, p.Policy.Quote)}
	waiting, err := s.store.QuoteRequests(ctx, v.Viewer(), p.ID)
	if err != nil {
		return err
	}
	if view.Asking, err = s.views(ctx, v, asShown(waiting)); err != nil {
		return err
	}
	accepted, err := s.store.QuotesOf(ctx, v.Viewer(), p.ID, asked, community.QuoteAccepted)
	if err != nil {
		return err
	}
	view.List.Empty = page.Empty{Text: "quote.empty"}
	ids := make([]int64, 0, len(accepted))
	for _, q := range accepted {
		ids = append(ids, int64(q.ID))
	}
	view.List.Pages = door.ListLinks(r, asked, ids)
	if view.List.Posts, err = s.views(ctx, v, asShown(accepted)); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// saveQuotePolicy is POST /p/{id}/quote-policy.
func (s *Web) saveQuotePolicy(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.ownPost(r, v)
	if err != nil {
		return err
	}
	policy, err := community.ChooseQuotes(v.Person.Actor, p, community.QuotePolicy(r.PostFormValue("quote_policy")))
	if err != nil {
		return err
	}
	if err := s.store.SetQuotePolicy(r.Context(), p.ID, policy); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/p/"+community.FormatID(p.ID)+"/quotes", "notice.settings_saved")
}

// answerQuote is POST /p/{id}/agree-quote, refuse-quote and revoke-quote, by the author
// of what the post quotes.
func (s *Web) answerQuote(act community.QuoteAct) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		p, err := s.postHere(r, v)
		if err != nil {
			return err
		}
		if p.Quote == nil || p.Quote.Post == 0 {
			return community.ErrNotFound
		}
		if err := s.store.AnswerQuote(r.Context(), storage.QuoteAnswer{Post: p.ID, By: v.Person.Actor, Act: act}); err != nil {
			return err
		}
		return door.SeeOther(w, r, "/p/"+community.FormatID(p.Quote.Post)+"/quotes", "")
	}
}

// isOpen says whether everybody may read what has this audience.
func isOpen(a community.Audience) bool {
	return a.Kind == community.Public || a.Kind == community.Unlisted
}

func wordsOf(list []shown) []community.Post {
	posts := make([]community.Post, 0, len(list))
	for _, l := range list {
		posts = append(posts, l.post)
	}
	return posts
}

// visibleQuoted are the posts that the listed ones quote, as far as the visitor may see
// them: nothing comes back through a quote that is hidden otherwise (S-ORG-12).
func (s *Web) visibleQuoted(ctx context.Context, v door.Visitor, list []shown) (map[community.PostID]community.Post, error) {
	var ids []community.PostID
	for _, l := range list {
		if l.post.Quote != nil && l.post.Quote.Post != 0 {
			ids = append(ids, l.post.Quote.Post)
		}
	}
	return s.visiblePosts(ctx, v, ids)
}

// saveQuoteDefault keeps whom a member lets quote new posts; "" changes nothing.
func (s *Web) saveQuoteDefault(ctx context.Context, me community.Actor, chosen community.QuotePolicy) error {
	if chosen == "" || chosen == community.DefaultQuotePolicy(me) {
		return nil
	}
	policy := me.Policy
	policy.Quote = chosen.Rule(me)
	return s.store.SetQuoteDefault(ctx, me.ID, policy)
}
