package federation

import (
	"fmt"
	"strings"
	"testing"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// quotes publishes a member's post that quotes another one.
func (in *instance) quotes(by community.Actor, iri community.IRI, d community.PostDraft) community.Post {
	in.t.Helper()
	around := in.around()
	around.Quoted = in.quoted(by, iri)
	return in.publish(community.Publish(by, d, around))
}

// quoted is what the rules are told of a post to quote.
func (in *instance) quoted(by community.Actor, iri community.IRI) *community.Quoted {
	in.t.Helper()
	post := in.held(iri)
	author, err := in.store.Actor(in.t.Context(), post.Author)
	if err != nil {
		in.t.Fatal(err)
	}
	r := in.relation(by, author)
	return &community.Quoted{Post: post, Approach: community.Approach{By: by, Author: author, Follows: r.Follows, Followed: r.FollowedBy}}
}

func (in *instance) wantQuote(iri community.IRI, want community.QuoteState) community.Quote {
	in.t.Helper()
	post := in.held(iri)
	if post.Quote == nil || post.Quote.State != want {
		in.t.Fatalf("%s holds the quote %+v, want it %s", in.host, post.Quote, want)
	}
	return *post.Quote
}

func (in *instance) answers(by community.Actor, quoting community.IRI, act community.QuoteAct) {
	in.t.Helper()
	err := in.store.AnswerQuote(in.t.Context(), storage.QuoteAnswer{Post: in.held(quoting).ID, By: by, Act: act})
	if err != nil {
		in.t.Fatal(err)
	}
}

func (in *instance) told(who community.Actor, kind community.NotificationKind) int {
	in.t.Helper()
	list, err := in.store.Notifications(in.t.Context(), who.ID, storage.NotificationFilter{Kinds: []community.NotificationKind{kind}}, storage.Page{})
	if err != nil {
		in.t.Fatal(err)
	}
	return len(list)
}

// trio are three instances: ana writes on the first, bob quotes her on the second, and
// cem on the third follows both.
type trio struct {
	a, b, c       *instance
	ana, bob, cem community.Actor
}

func newTrio(t *testing.T) trio {
	t.Helper()
	clock := &storagetest.Clock{}
	x := trio{a: openInstance(t, clock), b: openInstance(t, clock), c: openInstance(t, clock)}
	x.ana, x.bob, x.cem = x.a.member("ana"), x.b.member("bob"), x.c.member("cem")
	x.b.follow(x.bob, x.b.find(x.ana.IRI.String()))
	x.c.follow(x.cem, x.c.find(x.ana.IRI.String()))
	x.c.follow(x.cem, x.c.find(x.bob.IRI.String()))
	x.settle(t)
	return x
}

func (x trio) settle(t *testing.T) {
	t.Helper()
	settle(t, x.a, x.b, x.c)
}

// A quote between two instances, seen from a third: agreed to by policy, shown there
// because the leave was read at its author's server, and gone when it is taken back.
// S-ORG-9.
func TestQuoteAcrossInstances(t *testing.T) {
	x := newTrio(t)
	said := x.a.publish(community.Publish(x.ana, community.PostDraft{Text: "Quote me", Audience: community.Public}, x.a.around()))
	x.settle(t)
	quoting := x.b.quotes(x.bob, said.IRI, community.PostDraft{Text: "She says", Audience: community.Public})
	if quoting.Quote.State != community.QuotePending {
		t.Fatalf("%+v before anybody was asked", quoting.Quote)
	}
	x.settle(t)
	leave := x.a.wantQuote(quoting.IRI, community.QuoteAccepted).Authorization
	for _, in := range []*instance{x.b, x.c} {
		if got := in.wantQuote(quoting.IRI, community.QuoteAccepted); got.Authorization != leave || !leave.SameOrigin(x.ana.IRI) || got.Post == 0 {
			t.Errorf("%s rests on %+v, want %s", in.host, got, leave)
		}
		if n := in.held(said.IRI).Quotes; n != 1 {
			t.Errorf("%s counts %d quotes", in.host, n)
		}
	}
	if x.a.told(x.ana, community.NotifyQuote) != 1 {
		t.Error("ana heard nothing of it")
	}

	x.a.clock.Advance(1e9)
	changed := x.a.around()
	x.a.publish(community.Revise(x.ana, x.a.held(said.IRI), community.PostDraft{Text: "Quote me rather so"}, changed))
	x.settle(t)
	if x.b.told(x.bob, community.NotifyQuotedUpdate) != 1 {
		t.Error("bob does not hear that what he quotes was changed")
	}

	x.a.answers(x.ana, quoting.IRI, community.RevokeQuote)
	x.settle(t)
	for _, in := range []*instance{x.a, x.b, x.c} {
		if q := in.held(quoting.IRI).Quote; q != nil && q.State != community.QuoteRevoked || q == nil && in != x.c {
			t.Errorf("%s holds %+v after it was taken back", in.host, q)
		}
		if n := in.held(said.IRI).Quotes; n != 0 {
			t.Errorf("%s counts %d quotes after it was taken back", in.host, n)
		}
	}
	if _, err := x.b.fetch(t.Context(), leave); err == nil {
		t.Error("the leave can still be read")
	}
	if x.a.told(x.ana, community.NotifyQuote) != 0 {
		t.Error("what was taken back is still told")
	}
	// Asking once more helps nothing.
	if err := x.a.store.AnswerQuote(t.Context(), storage.QuoteAnswer{Post: x.a.held(quoting.IRI).ID, By: x.ana, Act: community.AgreeToQuote}); err == nil {
		t.Error("what was taken back came back")
	}
}

// The author decides by hand, both ways; whoever quotes is told, and a refused quote is
// said nowhere any more.
func TestQuoteIsAskedFor(t *testing.T) {
	for _, act := range []community.QuoteAct{community.AgreeToQuote, community.RefuseQuote} {
		t.Run(string(act), func(t *testing.T) {
			x := newTrio(t)
			said := x.a.publish(community.Publish(x.ana, community.PostDraft{Text: "Ask first", Audience: community.Public, Quotes: community.QuotedWhenAsked}, x.a.around()))
			x.settle(t)
			quoting := x.b.quotes(x.bob, said.IRI, community.PostDraft{Text: "She says", Audience: community.Public})
			x.settle(t)
			for _, in := range []*instance{x.a, x.b, x.c} {
				in.wantQuote(quoting.IRI, community.QuotePending)
			}
			if x.a.told(x.ana, community.NotifyQuoteAsked) != 1 {
				t.Fatal("ana was not asked")
			}
			x.a.answers(x.ana, quoting.IRI, act)
			x.settle(t)
			if x.a.told(x.ana, community.NotifyQuoteAsked) != 0 {
				t.Error("ana is still asked")
			}
			if act == community.AgreeToQuote {
				for _, in := range []*instance{x.a, x.b, x.c} {
					in.wantQuote(quoting.IRI, community.QuoteAccepted)
				}
				return
			}
			x.b.wantQuote(quoting.IRI, community.QuoteRejected)
			if post := x.c.held(quoting.IRI); post.Quote != nil {
				t.Errorf("a refused quote is still said: %+v", post.Quote)
			}
		})
	}
}

// Who quotes themselves asks nobody, and a quoted post that is deleted is not shown.
func TestOwnAndDeletedQuotes(t *testing.T) {
	x := newTrio(t)
	first := x.a.publish(community.Publish(x.ana, community.PostDraft{Text: "Then", Audience: community.Public, Quotes: community.QuotedByNobody}, x.a.around()))
	own := x.a.quotes(x.ana, first.IRI, community.PostDraft{Text: "And now", Audience: community.Public})
	x.settle(t)
	if q := x.c.wantQuote(own.IRI, community.QuoteAccepted); q.Post == 0 || !q.Authorization.IsZero() {
		t.Errorf("an own quote is %+v", q)
	}
	if err := x.a.store.DeletePost(t.Context(), first.ID, x.a.now()); err != nil {
		t.Fatal(err)
	}
	x.settle(t)
	if quoted := x.c.held(first.IRI); quoted.Deleted.IsZero() {
		t.Error("the quoted post stands")
	}
	post, err := x.a.store.Post(t.Context(), own.ID)
	if err != nil {
		t.Fatal(err)
	}
	open, _ := post.Audience.Open()
	o, err := x.a.postObject(t.Context(), post, open)
	if err != nil || o.Quote != "" {
		t.Errorf("a deleted post is still quoted: %q, %v", o.Quote, err)
	}
}

// mastodonRequest is a QuoteRequest as Mastodon 4.5 sends it: by identifiers, or with the
// post inside.
func mastodonRequest(id, object, instrument string) string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/activitystreams",{"QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest"}],
		"id":"HOST%s","type":"QuoteRequest","actor":"HOST/users/bob","object":"%s","instrument":%s}`, id, object, instrument)
}

// quotingNote is a note of bob's that quotes, as Mastodon 4.5 writes it.
func quotingNote(path, quoted string, more ...string) string {
	members := append([]string{fmt.Sprintf(`"quote":"%[1]s","_misskey_quote":"%[1]s","quoteUri":"%[1]s"`, quoted)}, more...)
	return note(path, members...)
}

// A QuoteRequest as Mastodon sends it is answered by its Accept: with the request whole,
// and a leave that can be read at an address without a fragment. S-ORG-9.
func TestQuoteRequestOfMastodon(t *testing.T) {
	for name, embedded := range map[string]bool{"by identifier": false, "embedded": true} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			said := s.publish(community.Publish(s.ana, community.PostDraft{Text: "Quote me", Audience: community.Public}, s.around()))
			s.peer.doc("/notes/1", quotingNote("/notes/1", said.IRI.String()))
			instrument := `"HOST/notes/1"`
			if embedded {
				instrument = quotingNote("/notes/1", said.IRI.String())
			}
			s.peer.says(s.instance, mastodonRequest("/users/bob#quote_requests/1", said.IRI.String(), instrument))
			s.wantQuote(s.peer.iri("/notes/1"), community.QuoteAccepted)
			answer := s.delivered("Accept")
			if answer.Object.ID != s.peer.text("HOST/users/bob#quote_requests/1") || answer.Object.Node.Activity().Instrument.ID != s.peer.text("HOST/notes/1") ||
				answer.Actor != s.ana.IRI.String() || strings.Contains(answer.Result.ID, "#") || !strings.HasPrefix(answer.Result.ID, said.IRI.String()+"/quotes/") {
				t.Errorf("answered %+v with %s", answer.Object, answer.Result.ID)
			}
			// Asked again, the same is said again.
			s.peer.says(s.instance, mastodonRequest("/users/bob#quote_requests/2", said.IRI.String(), instrument))
			if again := s.delivered("Accept"); again.Result.ID != answer.Result.ID || again.Object.ID != s.peer.text("HOST/users/bob#quote_requests/2") {
				t.Errorf("answered again with %s", again.Result.ID)
			}
		})
	}
}

// delivered is the last activity of a type that the peer was sent.
func (s scene) delivered(verb string) vocab.Activity {
	s.t.Helper()
	s.peer.mu.Lock()
	defer s.peer.mu.Unlock()
	for i := len(s.peer.got) - 1; i >= 0; i-- {
		node, err := vocab.Decode([]byte(s.peer.got[i]))
		if err != nil {
			s.t.Fatal(err)
		}
		if a := node.Activity(); a.Type == verb {
			return a
		}
	}
	s.t.Fatalf("no %s was sent", verb)
	return vocab.Activity{}
}

// Whom the policy leaves out is refused, and nothing is kept of the post that asked; of a
// post they cannot see nothing is said. S-PRIV-7, S-ORG-1.
func TestQuoteRequestsRefused(t *testing.T) {
	s := newScene(t)
	closed := s.publish(community.Publish(s.ana, community.PostDraft{Text: "Not this", Audience: community.Public, Quotes: community.QuotedByNobody}, s.around()))
	s.peer.says(s.instance, mastodonRequest("/r/1", closed.IRI.String(), quotingNote("/notes/1", closed.IRI.String())))
	if s.delivered("Reject").Object.ID != s.peer.text("HOST/r/1") || s.has("/notes/1") {
		t.Error("who may not quote was not refused, or was kept")
	}
	few := s.publish(community.Publish(s.ana, community.PostDraft{Text: "For followers", Audience: community.Followers}, s.around()))
	open := s.publish(community.Publish(s.ana, community.PostDraft{Text: "Quote me", Audience: community.Public}, s.around()))
	sent := len(s.peer.got)
	for name, body := range map[string]string{
		"of a hidden post":     mastodonRequest("/r/2", few.IRI.String(), quotingNote("/notes/2", few.IRI.String())),
		"of no post":           mastodonRequest("/r/3", open.IRI.String()+"X", quotingNote("/notes/3", open.IRI.String()+"X")),
		"another's post":       mastodonRequest("/r/4", open.IRI.String(), `"https://elsewhere.example/notes/4"`),
		"quotes another":       mastodonRequest("/r/5", open.IRI.String(), quotingNote("/notes/5", closed.IRI.String())),
		"by another of theirs": mastodonRequest("/r/6", open.IRI.String(), strings.ReplaceAll(quotingNote("/notes/6", open.IRI.String()), "/users/bob\",\"content", "/users/eve\",\"content")),
	} {
		s.peer.says(s.instance, body)
		if len(s.peer.got) != sent {
			t.Errorf("%s: was answered", name)
		}
	}
	for i := 2; i < 7; i++ {
		if s.has(fmt.Sprintf("/notes/%d", i)) {
			t.Errorf("post %d was kept", i)
		}
	}
}

// Attacks of S-ORG-9 (CVE-2025-62605): a leave counts when it is read at the quoted
// author's server and names both posts and the author. Every other one is none.
func TestForgedQuoteAuthorizations(t *testing.T) {
	for name, tt := range map[string]struct {
		leave string // what lies at the address, "" for nothing
		at    string // the address when it is not the right one
		want  community.QuoteState
	}{
		"good":           {leave: stamp("", "", "", ""), want: community.QuoteAccepted},
		"none":           {want: community.QuotePending},
		"of another one": {leave: stamp("", "BASE/users/eve", "", ""), want: community.QuotePending},
		"for another":    {leave: stamp("", "", "HOST/notes/2", ""), want: community.QuotePending},
		"of another":     {leave: stamp("", "", "", "BASE/notes/other"), want: community.QuotePending},
		"a like":         {leave: stamp("LikeAuthorization", "", "", ""), want: community.QuotePending},
		"two at once":    {leave: strings.Replace(stamp("", "", "", ""), `"interactingObject":"HOST/notes/1"`, `"interactingObject":["HOST/notes/2","HOST/notes/1"]`, 1), want: community.QuotePending},
		"other id":       {leave: strings.Replace(stamp("", "", "", ""), "/stamps/1", "/stamps/2", 1), want: community.QuotePending},
		"own server":     {leave: stamp("", "", "", ""), at: "HOST/stamps/1", want: community.QuotePending},
	} {
		t.Run(name, func(t *testing.T) {
			s := acquainted(t)
			home := openPeer(t, s.clock) // of the quoted author
			home.person("uma", remoteKey())
			fill := func(text string) string {
				return strings.ReplaceAll(strings.ReplaceAll(text, "HOST", s.peer.base), "BASE", home.base)
			}
			home.doc("/notes/q", strings.ReplaceAll(note("/notes/q"), "/users/bob", "/users/uma"))
			at := "BASE/stamps/1"
			if tt.at != "" {
				at = tt.at
			}
			if tt.leave != "" {
				home.doc("/stamps/1", fill(tt.leave))
				s.peer.doc("/stamps/1", strings.ReplaceAll(fill(tt.leave), home.base+"/stamps", s.peer.base+"/stamps"))
			}
			s.peer.says(s.instance, fill(act("Create", "/c/1", quotingNote("/notes/1", "BASE/notes/q", `"quoteAuthorization":"`+at+`"`))))
			s.wantQuote(s.peer.iri("/notes/1"), tt.want)
		})
	}
}

// stamp is the leave of uma for bob's note, with something else in it.
func stamp(kind, author, doing, target string) string {
	or := func(s, otherwise string) string {
		if s == "" {
			return otherwise
		}
		return s
	}
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/activitystreams",{"QuoteAuthorization":"https://w3id.org/fep/044f#QuoteAuthorization",
		"gts":"https://gotosocial.org/ns#","interactingObject":{"@id":"gts:interactingObject","@type":"@id"},"interactionTarget":{"@id":"gts:interactionTarget","@type":"@id"}}],
		"type":"%s","id":"BASE/stamps/1","attributedTo":"%s","interactingObject":"%s","interactionTarget":"%s"}`,
		or(kind, "QuoteAuthorization"), or(author, "BASE/users/uma"), or(doing, "HOST/notes/1"), or(target, "BASE/notes/q"))
}

// An Accept gives a member's quote leave only from the quoted author, and as it is read
// at their server; a Delete by a stranger takes nothing back. S-ORG-9.
func TestForgedQuoteAnswers(t *testing.T) {
	for name, tt := range map[string]struct {
		leave string
		as    string
		want  community.QuoteState
	}{
		"good":           {leave: "HOST/stamps/1", as: "bob", want: community.QuoteAccepted},
		"not to be read": {leave: "HOST/stamps/9", as: "bob", want: community.QuotePending},
		"of a neighbour": {leave: "HOST/stamps/1", as: "eve", want: community.QuotePending},
		"ours":           {leave: "THERE/posts/X/quotes/Y", as: "bob", want: community.QuotePending},
	} {
		t.Run(name, func(t *testing.T) {
			s := acquainted(t)
			s.peer.person("eve", remoteKey())
			s.peer.says(s.instance, act("Create", "/c/1", note("/notes/q", `"interactionPolicy":{"canQuote":{"automaticApproval":"https://www.w3.org/ns/activitystreams#Public"}}`)))
			quoting := s.quotes(s.ana, s.peer.iri("/notes/q"), community.PostDraft{Text: "He says", Audience: community.Public})
			settle(t, s.instance)
			asked := s.delivered("QuoteRequest")
			if asked.Object.ID != s.peer.text("HOST/notes/q") || asked.Instrument.Node.Object().Quote != asked.Object.ID || strings.Contains(asked.ID, "#") {
				t.Fatalf("asked %+v", asked)
			}
			s.peer.doc("/stamps/1", fmt.Sprintf(`{"type":"QuoteAuthorization","id":"HOST/stamps/1","attributedTo":"HOST/users/bob",
				"interactingObject":"%s","interactionTarget":"HOST/notes/q"}`, quoting.IRI))
			// As Mastodon 4.5 writes it.
			body := fmt.Sprintf(`{"@context":["https://www.w3.org/ns/activitystreams",{"QuoteRequest":"https://w3id.org/fep/044f#QuoteRequest"}],
				"id":"HOST/users/%[1]s#accepts/quote_requests/1","type":"Accept","actor":"HOST/users/%[1]s","result":"%[2]s",
				"object":{"id":"%[3]s","type":"QuoteRequest","actor":"%[4]s","instrument":"%[5]s","object":"HOST/notes/q"}}`,
				tt.as, tt.leave, asked.ID, s.ana.IRI, quoting.IRI)
			s.peer.send(s.instance, sending{as: tt.as, body: body})
			settle(t, s.instance)
			s.wantQuote(quoting.IRI, tt.want)
			if tt.want != community.QuoteAccepted {
				return
			}
			s.peer.send(s.instance, sending{as: "eve", body: strings.ReplaceAll(act("Delete", "/d/1", `"HOST/stamps/1"`), "/users/bob", "/users/eve")})
			settle(t, s.instance)
			s.wantQuote(quoting.IRI, community.QuoteAccepted)
			s.peer.says(s.instance, act("Delete", "/d/2", `"HOST/stamps/1"`))
			s.wantQuote(quoting.IRI, community.QuoteRevoked)
		})
	}
}

// What has only the older names of a quote is one that nobody agreed to; nobody is asked
// for what it quotes, and an author who refused by saying nothing refused.
func TestLegacyQuotesAreLinks(t *testing.T) {
	s := acquainted(t)
	said := s.publish(community.Publish(s.ana, community.PostDraft{Text: "Quote me", Audience: community.Public}, s.around()))
	for i, members := range []string{`"quoteUrl":"%s"`, `"_misskey_quote":"%s"`, `"quoteUri":"%s"`,
		`"tag":[{"type":"Link","mediaType":"application/activity+json","rel":"https://misskey-hub.net/ns#_misskey_quote","href":"%s","name":"RE: x"}]`} {
		path := fmt.Sprintf("/notes/%d", i)
		s.peer.says(s.instance, act("Create", fmt.Sprintf("/c/%d", i), note(path, fmt.Sprintf(members, said.IRI))))
		if q := s.wantQuote(s.peer.iri(path), community.QuotePending); q.Post != said.ID {
			t.Errorf("%s: reads %+v", members, q)
		}
	}
	s.peer.says(s.instance, act("Create", "/c/9", note("/notes/9")))
	if community.MayQuote(s.quoted(s.ana, s.peer.iri("/notes/9")).Approach, s.held(s.peer.iri("/notes/9"))) != community.Refused {
		t.Error("silence was taken for leave")
	}
}

// A post that quotes a post that quotes, and so on, is followed one step. S-IN-5.
func TestQuoteChainsEnd(t *testing.T) {
	s := acquainted(t)
	for i := range 5 {
		s.peer.doc(fmt.Sprintf("/notes/%d", i), quotingNote(fmt.Sprintf("/notes/%d", i), fmt.Sprintf("HOST/notes/%d", i+1)))
	}
	s.peer.says(s.instance, act("Create", "/c/0", quotingNote("/notes/0", "HOST/notes/1")))
	for i, want := range []bool{true, true, false, false} {
		if s.has(fmt.Sprintf("/notes/%d", i)) != want {
			t.Errorf("post %d is here: %v", i, !want)
		}
	}
	s.wantQuote(s.peer.iri("/notes/0"), community.QuoteAccepted)
}

// A suspended server's post does not come back through a quote: it is neither asked for
// nor believed, and who shows the quote judges it. S-ORG-12, CVE-2026-23961.
func TestSuspendedIsNotQuotedBack(t *testing.T) {
	s := acquainted(t)
	home := openPeer(t, s.clock)
	home.person("uma", remoteKey())
	home.doc("/notes/q", strings.ReplaceAll(note("/notes/q"), "/users/bob", "/users/uma"))
	rule := community.DomainRule{Host: home.host, Severity: community.DomainSuspended, Created: s.now(), By: s.ana.ID}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	home.doc("/stamps/1", strings.ReplaceAll(strings.ReplaceAll(stamp("", "", "", ""), "BASE", "HOST"), `HOST/notes/1`, s.peer.base+"/notes/1"))
	s.peer.says(s.instance, act("Create", "/c/1", quotingNote("/notes/1", home.base+"/notes/q", `"quoteAuthorization":"`+home.base+`/stamps/1"`)))
	if q := s.wantQuote(s.peer.iri("/notes/1"), community.QuotePending); q.Post != 0 || home.all() != 0 {
		t.Errorf("%+v, asked %d times", q, home.all())
	}
}

// leave lets a member quote a post of another's, and is where that can be read.
func (s *stage) leave(t *testing.T, by community.Actor, quoted community.Post) string {
	t.Helper()
	author, err := s.store.Actor(t.Context(), quoted.Author)
	if err != nil {
		t.Fatal(err)
	}
	quoting := s.publish(t, by, community.PostDraft{Text: "She says", Audience: community.Public},
		community.Surroundings{Quoted: &community.Quoted{Post: quoted, Approach: community.Approach{By: by, Author: author}}})
	return strings.TrimPrefix(quoting.Quote.Authorization.String(), s.store.Base())
}

// A leave can be read by whoever may read the quoted post, and by nobody once it was
// taken back.
func TestQuoteAuthorizationIsServed(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		said := s.publish(t, s.ana, community.PostDraft{Text: "Quote me", Audience: community.Public}, community.Surroundings{})
		at := s.leave(t, s.ben, said)
		got := s.get(t, at, s.bob)
		node, err := vocab.Decode([]byte(got.body))
		if err != nil || got.status != 200 {
			t.Fatalf("%d: %v", got.status, err)
		}
		if a := node.Authorization(); a.Type != "QuoteAuthorization" || a.AttributedTo != s.ana.IRI.String() || a.InteractionTarget != said.IRI.String() ||
			strings.Contains(got.body, "She says") || strings.Contains(got.body, "Quote me") {
			t.Errorf("the leave says %s", got.body)
		}
		for status, by := range map[int]community.Actor{401: {}, 403: s.eve} {
			if got := s.get(t, at, by); got.status != status {
				t.Errorf("%d for %q, want %d", got.status, by.Handle, status)
			}
		}
		quoting, err := s.store.QuotesOf(t.Context(), community.Viewer{}, said.ID, storage.Page{})
		if err != nil || len(quoting) != 1 {
			t.Fatal(quoting, err)
		}
		if err := s.store.AnswerQuote(t.Context(), storage.QuoteAnswer{Post: quoting[0].ID, By: s.ben, Act: community.RevokeQuote}); err == nil {
			t.Error("somebody else took it back")
		}
		if err := s.store.AnswerQuote(t.Context(), storage.QuoteAnswer{Post: quoting[0].ID, By: s.ana, Act: community.RevokeQuote}); err != nil {
			t.Fatal(err)
		}
		if got := s.get(t, at, s.bob); got.status != 404 || got.body != "" {
			t.Errorf("after it was taken back: %d %s", got.status, got.body)
		}
	})
}
