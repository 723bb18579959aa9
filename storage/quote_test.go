package storage_test

import (
	"errors"
	"testing"

	"consilium/community"
	"consilium/storage"
)

func (st stage) quoted(by, author community.Actor, p community.Post) *community.Quoted {
	st.Helper()
	return &community.Quoted{Post: p, Approach: community.Approach{By: by, Author: author}}
}

// quote posts something that quotes.
func (st stage) quote(by, author community.Actor, p community.Post) community.Post {
	st.Helper()
	in := draft{}.surroundings(st.s)
	in.Quoted = st.quoted(by, author, p)
	return st.publish(community.Publish(by, community.PostDraft{Text: "See", Audience: community.Public}, in))
}

// A member's post that others quote, through all that can happen to either.
func TestQuoteLife(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, cem := st.member("ana"), st.member("bob"), st.member("cem")
		said := st.post(ana, draft{text: "Quote me", audience: community.Public})
		quoting := st.quote(bob, ana, said)
		if quoting.Quote.State != community.QuoteAccepted || quoting.Quote.Authorization.IsZero() || st.again(said).Quotes != 1 {
			t.Fatalf("%+v, counted %d", quoting.Quote, st.again(said).Quotes)
		}
		leave, err := st.s.QuoteAuthorization(t.Context(), quoting.Quote.Authorization)
		if err != nil || leave.Post != said.ID || leave.Quoting != quoting.IRI || leave.Author != bob.ID {
			t.Fatalf("%+v, %v", leave, err)
		}
		answer := func(by community.Actor, act community.QuoteAct) error {
			return st.s.AnswerQuote(t.Context(), storage.QuoteAnswer{Post: quoting.ID, By: by, Act: act})
		}
		if err := answer(cem, community.RevokeQuote); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("a stranger: %v", err)
		}
		if err := answer(ana, community.RevokeQuote); err != nil {
			t.Fatal(err)
		}
		for _, act := range []community.QuoteAct{community.AgreeToQuote, community.RevokeQuote, community.RefuseQuote} {
			if err := answer(ana, act); !errors.Is(err, community.ErrConflict) {
				t.Errorf("%s after it was taken back: %v", act, err)
			}
		}
		if _, err := st.s.QuoteAuthorization(t.Context(), quoting.Quote.Authorization); !errors.Is(err, community.ErrNotFound) || st.again(said).Quotes != 0 {
			t.Errorf("the leave stands: %v", err)
		}

		second := st.quote(cem, ana, said)
		if err := st.s.DeletePost(t.Context(), second.ID, st.s.Now()); err != nil {
			t.Fatal(err)
		}
		if st.again(said).Quotes != 0 || st.again(second).Quote != nil {
			t.Error("a deleted quote counts")
		}
		third := st.quote(cem, ana, said)
		if err := st.s.Leave(t.Context(), ana.User); err != nil {
			t.Fatal(err)
		}
		if _, err := st.s.QuoteAuthorization(t.Context(), third.Quote.Authorization); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("the leave of who left stands: %v", err)
		}
	})
}

// What another server does to its post does not bring back what a member took away: not
// without the quote in between, and not by asking anew.
func TestRevokedQuoteStaysRevoked(t *testing.T) {
	each(t, func(st stage) {
		ana, uma := st.member("ana"), st.remote("uma")
		said := st.post(ana, draft{text: "Quote me", audience: community.Public})
		iri, err := community.ParseIRI("https://there.example/notes/1")
		if err != nil {
			t.Fatal(err)
		}
		open, err := community.OpenAudience(community.Public)
		if err != nil {
			t.Fatal(err)
		}
		remote := community.RemotePost{IRI: iri, Author: uma, Kind: community.NotePost, Audience: open, HTML: "See", Published: st.s.Now(),
			Quote: &community.RemoteQuote{IRI: said.IRI, Quoted: &said}}
		quoting := st.publish(community.Receive(remote, nil, st.s.Now()))
		if quoting.Quote.State != community.QuotePending || len(st.waiting(ana, said)) != 0 {
			t.Fatalf("%+v, asked %v", quoting.Quote, st.waiting(ana, said))
		}
		request := storage.QuoteRequest{IRI: community.IRI{}, By: uma, Quoted: said, Quoting: iri}
		if request.IRI, err = community.ParseIRI("https://there.example/requests/1"); err != nil {
			t.Fatal(err)
		}
		ask := func(leave community.Leave) {
			t.Helper()
			if err := st.s.ReceiveQuoteRequest(t.Context(), request, leave); err != nil {
				t.Fatal(err)
			}
		}
		ask(community.Asked)
		if len(st.waiting(ana, said)) != 1 {
			t.Error("nobody is asked")
		}
		ask(community.Given)
		if st.again(quoting).Quote.State != community.QuoteAccepted || st.again(said).Quotes != 1 {
			t.Errorf("agreed to: %+v", st.again(quoting).Quote)
		}
		if err := st.s.AnswerQuote(t.Context(), storage.QuoteAnswer{Post: quoting.ID, By: ana, Act: community.RevokeQuote}); err != nil {
			t.Fatal(err)
		}
		without := st.again(quoting)
		without.Quote = nil
		if err := st.s.SetQuote(t.Context(), without); err != nil || st.again(quoting).Quote != nil {
			t.Fatal(err)
		}
		without.Quote = remote.Quote.Receive(uma.ID, nil)
		if err := st.s.SetQuote(t.Context(), without); err != nil {
			t.Fatal(err)
		}
		ask(community.Given)
		if got := st.again(quoting).Quote; got.State != community.QuoteRevoked || st.again(said).Quotes != 0 {
			t.Errorf("it came back: %+v", got)
		}
	})
}

func (st stage) waiting(author community.Actor, p community.Post) []community.Post {
	st.Helper()
	list, err := st.s.QuoteRequests(st.Context(), member(author), p.ID)
	if err != nil {
		st.Fatal(err)
	}
	return list
}
