package community_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
)

// collected are the people of the tests with the collections of those around them.
func collected() (ana, bob community.Actor) {
	ana, bob = cast()
	for _, a := range []*community.Actor{&ana, &bob} {
		a.Followers, a.Following = iri(a.IRI.String()+"/followers"), iri(a.IRI.String()+"/following")
	}
	return ana, bob
}

func everybody() *community.InteractionRule {
	return &community.InteractionRule{Automatic: []string{community.Everybody}}
}

// The life of a quote is one table; what was taken back stays so.
func TestQuoteStates(t *testing.T) {
	const p, a, r, v = community.QuotePending, community.QuoteAccepted, community.QuoteRejected, community.QuoteRevoked
	for from, want := range map[community.QuoteState][3]community.QuoteState{
		p: {a, r, v}, a: {a, v, v}, r: {a, r, v}, v: {}, "": {},
	} {
		for i, act := range []community.QuoteAct{community.AgreeToQuote, community.RefuseQuote, community.RevokeQuote} {
			if got, leads := from.After(act); got != want[i] || leads != (want[i] != "") {
				t.Errorf("%q %s leads to %q, want %q", from, act, got, want[i])
			}
		}
	}
}

// FEP-044f: who may quote what.
func TestMayQuote(t *testing.T) {
	ana, bob := collected()
	open := community.Post{Author: bob.ID, Kind: community.NotePost, Audience: community.Audience{Kind: community.Public},
		Policy: community.InteractionPolicy{Quote: everybody()}}
	with := func(change func(*community.Post)) community.Post {
		p := open
		change(&p)
		return p
	}
	rule := func(automatic, manual []string) community.Post {
		return with(func(p *community.Post) {
			p.Policy.Quote = &community.InteractionRule{Automatic: automatic, Manual: manual}
		})
	}
	followers, following, me := bob.Followers.String(), bob.Following.String(), ana.IRI.String()
	if followers == "" || following == "" {
		t.Fatal("bob has no collections")
	}
	for name, tt := range map[string]struct {
		post              community.Post
		follows, followed bool
		want              community.Leave
	}{
		"everybody":          {post: open, want: community.Given},
		"silence":            {post: with(func(p *community.Post) { p.Policy.Quote = nil }), want: community.Refused},
		"quiet public":       {post: with(func(p *community.Post) { p.Audience.Kind = community.Unlisted }), want: community.Given},
		"followers only":     {post: with(func(p *community.Post) { p.Audience.Kind = community.Followers }), follows: true, want: community.Refused},
		"direct":             {post: with(func(p *community.Post) { p.Audience.Kind = community.Direct }), want: community.Refused},
		"clinicians":         {post: with(func(p *community.Post) { p.Audience.Kind = community.Clinicians }), want: community.Refused},
		"boost":              {post: with(func(p *community.Post) { p.Kind = community.AnnounceKind }), want: community.Refused},
		"deleted":            {post: with(func(p *community.Post) { p.Deleted = time.Unix(1, 0) }), want: community.Refused},
		"hidden":             {post: with(func(p *community.Post) { p.Hidden = time.Unix(1, 0) }), want: community.Refused},
		"follower":           {post: rule([]string{followers}, nil), follows: true, want: community.Given},
		"no follower":        {post: rule([]string{followers}, nil), followed: true, want: community.Refused},
		"followed":           {post: rule([]string{following}, nil), followed: true, want: community.Given},
		"asks":               {post: rule([]string{bob.IRI.String()}, []string{community.Everybody}), want: community.Asked},
		"named":              {post: rule([]string{me}, []string{community.Everybody}), want: community.Given},
		"named to ask":       {post: rule([]string{community.Everybody}, []string{me}), want: community.Asked},
		"in both":            {post: rule([]string{me}, []string{me}), want: community.Given},
		"others only":        {post: rule([]string{"https://x.example/u"}, nil), want: community.Refused},
		"follower, may ask":  {post: rule([]string{bob.IRI.String()}, []string{followers}), follows: true, want: community.Asked},
		"followers, ask all": {post: rule([]string{followers}, []string{community.Everybody}), want: community.Asked},
	} {
		got := community.MayQuote(community.Approach{By: ana, Author: bob, Follows: tt.follows, Followed: tt.followed}, tt.post)
		if got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
	own := with(func(p *community.Post) { p.Policy.Quote = nil })
	if community.MayQuote(community.Approach{By: bob, Author: bob}, own) != community.Given {
		t.Error("an author may not quote themselves")
	}
}

// Of likes, answers and boosts silence is leave, and who is named always may answer.
func TestSilenceOfPolicies(t *testing.T) {
	ana, bob := collected()
	a := community.Approach{By: ana, Author: bob}
	var p community.Post
	if community.MayAnswer(a, p) != community.Given || community.MayLike(a, p) != community.Given || community.MayRepeat(a, p) != community.Given {
		t.Error("silence was taken for a refusal")
	}
	nobody := &community.InteractionRule{Automatic: []string{bob.IRI.String()}}
	p.Policy = community.InteractionPolicy{Reply: nobody, Like: nobody, Announce: nobody}
	if community.MayAnswer(a, p) != community.Refused || community.MayLike(a, p) != community.Refused || community.MayRepeat(a, p) != community.Refused {
		t.Error("a refusal was not heard")
	}
	p.Mentions = []community.ActorID{ana.ID}
	if community.MayAnswer(a, p) != community.Given {
		t.Error("who is named may not answer")
	}
	if (community.InteractionPolicy{Reply: &community.InteractionRule{}}).Received().Reply != nil {
		t.Error("a rule that names nobody is one")
	}
}

// A quote is never for more people than what it quotes, nor in a case, nor of what may
// not be quoted; who is asked elsewhere has to be able to read it.
func TestPublishQuote(t *testing.T) {
	ana, bob := collected()
	post := func(kind community.AudienceKind, local bool) *community.Quoted {
		return &community.Quoted{Post: community.Post{ID: 7, Root: 7, Author: bob.ID, Kind: community.NotePost, Local: local, Audience: community.Audience{Kind: kind},
			Policy: community.InteractionPolicy{Quote: everybody()}}, Approach: community.Approach{By: ana, Author: bob}}
	}
	publish := func(kind community.AudienceKind, q *community.Quoted) (community.Publication, error) {
		return community.Publish(ana, community.PostDraft{Text: "See", Audience: kind}, community.Surroundings{Openness: everythingOn, Quoted: q})
	}
	for name, tt := range map[string]struct {
		audience community.AudienceKind
		quoted   *community.Quoted
		state    community.QuoteState
		field    string
		problem  string
	}{
		"a member's":        {community.Public, post(community.Public, true), community.QuoteAccepted, "", ""},
		"elsewhere":         {community.Public, post(community.Public, false), community.QuotePending, "", ""},
		"inside":            {community.InstanceOnly, post(community.Public, true), community.QuoteAccepted, "", ""},
		"elsewhere, inside": {community.InstanceOnly, post(community.Public, false), "", "audience", "quote.open_only"},
		"wider":             {community.Public, post(community.Unlisted, true), "", "audience", "quote.wider"},
		"for followers":     {community.Followers, post(community.Followers, true), "", "quoted", "quote.refused"},
	} {
		made, err := publish(tt.audience, tt.quoted)
		if tt.problem != "" {
			wantInvalid(t, err, tt.field, tt.problem, name)
			continue
		}
		if err != nil || made.Post().Quote == nil || made.Post().Quote.State != tt.state {
			t.Errorf("%s: %+v, %v", name, made.Post().Quote, err)
		}
	}
}

// A case, and what is said below one, is quoted by nobody unless its author says so.
func TestWhoMayQuoteNewPosts(t *testing.T) {
	ana, bob := collected()
	parent := caseOf(bob)
	parent.ID, parent.Root, parent.Audience = 3, 3, community.Audience{Kind: community.Public}
	for name, tt := range map[string]struct {
		draft  community.PostDraft
		around community.Surroundings
		want   community.QuotePolicy
	}{
		"post":              {community.PostDraft{Text: "Hi", Audience: community.Public}, community.Surroundings{}, community.QuotedByAll},
		"post for nobody":   {community.PostDraft{Text: "Hi", Audience: community.Public, Quotes: community.QuotedByNobody}, community.Surroundings{}, community.QuotedByNobody},
		"case":              {community.PostDraft{Case: caseDraft(), Audience: community.Public}, community.Surroundings{}, community.QuotedByNobody},
		"case for all":      {community.PostDraft{Case: caseDraft(), Audience: community.Public, Quotes: community.QuotedByAll}, community.Surroundings{}, community.QuotedByAll},
		"answer to a case":  {community.PostDraft{Text: "Hi", Audience: community.Public}, community.Surroundings{Parent: &parent, Thread: &parent, Answered: &bob}, community.QuotedByNobody},
		"for followers":     {community.PostDraft{Text: "Hi", Audience: community.Followers, Quotes: community.QuotedByAll}, community.Surroundings{}, ""},
		"by followers only": {community.PostDraft{Text: "Hi", Audience: community.Public, Quotes: community.QuotedByFollowers}, community.Surroundings{}, community.QuotedByFollowers},
	} {
		tt.around.Openness = everythingOn
		tt.around.Founding = true
		made, err := community.Publish(ana, tt.draft, tt.around)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rule := made.Post().Policy.Quote
		if tt.want == "" && rule != nil || tt.want != "" && community.QuotePolicyOf(ana, rule) != tt.want {
			t.Errorf("%s: %+v, want %q", name, rule, tt.want)
		}
	}
	_, err := community.Publish(ana, community.PostDraft{Text: "Hi", Audience: community.Public, Quotes: "some"}, community.Surroundings{Openness: everythingOn})
	wantInvalid(t, err, "quote_policy", "quote.unknown_policy", "a policy that is none")
	if _, err := community.ChooseQuotes(bob, community.Post{Author: ana.ID, Local: true}, community.QuotedByAll); !errors.Is(err, community.ErrForbidden) {
		t.Errorf("another's post: %v", err)
	}
}

// What another server says anew of a quote keeps the answer that was had for the same
// leave, and brings nothing back that was taken away.
func TestReceivedQuotes(t *testing.T) {
	leave, other := iri("https://a.example/stamps/1"), iri("https://a.example/stamps/2")
	quoted := community.Post{ID: 5, IRI: iri("https://a.example/notes/1"), Author: 9, Kind: community.NotePost, Audience: community.Audience{Kind: community.Public}}
	was := func(s community.QuoteState, l community.IRI) *community.Quote {
		return &community.Quote{Post: 5, IRI: quoted.IRI, Authorization: l, State: s}
	}
	for name, tt := range map[string]struct {
		author community.ActorID
		leave  community.IRI
		old    *community.Quote
		want   community.QuoteState
	}{
		"new":            {1, leave, nil, community.QuotePending},
		"own":            {9, community.IRI{}, nil, community.QuoteAccepted},
		"the same leave": {1, leave, was(community.QuoteAccepted, leave), community.QuoteAccepted},
		"another leave":  {1, other, was(community.QuoteAccepted, leave), community.QuotePending},
		"no leave":       {1, community.IRI{}, was(community.QuoteAccepted, leave), community.QuotePending},
		"taken back":     {1, other, was(community.QuoteRevoked, leave), community.QuoteRevoked},
		"refused":        {1, other, was(community.QuoteRejected, leave), community.QuotePending},
		"something else": {1, leave, &community.Quote{IRI: iri("https://a.example/notes/2"), State: community.QuoteAccepted, Authorization: leave}, community.QuotePending},
	} {
		got := (&community.RemoteQuote{IRI: quoted.IRI, Quoted: &quoted, Authorization: tt.leave}).Receive(tt.author, tt.old)
		if got == nil || got.State != tt.want || got.Post != 5 {
			t.Errorf("%s: %+v, want %s", name, got, tt.want)
		}
	}
	if (*community.RemoteQuote)(nil).Receive(1, was(community.QuoteAccepted, leave)) != nil {
		t.Error("a quote that was taken out is still there")
	}
}
