package federation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"consilium/community"
)

// memberKinds are what members do: nothing of it may be lost, changed or let out.
var memberKinds = []kind{
	{"a member posts", func(w *fray, r *rand.Rand) {
		w.posts(w.one(r), "said", community.PostDraft{Audience: community.Public})
	}},
	{"a member posts what nobody may quote", func(w *fray, r *rand.Rand) {
		w.posts(w.one(r), "said", community.PostDraft{Audience: community.Public, Quotes: community.QuotedByNobody})
	}},
	{"a member posts quietly", func(w *fray, r *rand.Rand) {
		w.posts(w.one(r), "said", community.PostDraft{Audience: community.Unlisted})
	}},
	{"ana posts for followers", func(w *fray, _ *rand.Rand) {
		w.posts(w.ana, "quagga", community.PostDraft{Audience: community.Followers})
	}},
	{"a member writes to bob", func(w *fray, r *rand.Rand) {
		w.posts(w.one(r), "quagga", community.PostDraft{Audience: community.Direct})
	}},
	{"a member posts for the instance", func(w *fray, r *rand.Rand) {
		w.posts(w.one(r), "zebrafinch", community.PostDraft{Audience: community.InstanceOnly})
	}},
	{"cara posts for clinicians", func(w *fray, _ *rand.Rand) {
		w.posts(w.cara, "zebrafinch", community.PostDraft{Audience: community.Clinicians})
	}},
	{"a member asks", func(w *fray, r *rand.Rand) { w.posts(w.one(r), "said", poll(community.Public)) }},
	{"a member asks the instance", func(w *fray, r *rand.Rand) { w.posts(w.one(r), "zebrafinch", poll(community.InstanceOnly)) }},
	{"a member answers", func(w *fray, r *rand.Rand) { w.answers(w.one(r), w.some(r, anyPost)) }},
	{"a member likes", func(w *fray, r *rand.Rand) { w.likes(w.one(r), w.some(r, forAllOf)) }},
	{"a member boosts", func(w *fray, r *rand.Rand) { w.boosts(w.one(r), w.some(r, forAllOf)) }},
	{"a member quotes", func(w *fray, r *rand.Rand) { w.quote(w.one(r), w.some(r, forAllOf)) }},
	{"a member edits", func(w *fray, r *rand.Rand) { w.edits(w.some(r, func(s *saying) bool { return s.member && !s.poll })) }},
	{"a member deletes", func(w *fray, r *rand.Rand) { w.deletes(w.some(r, func(s *saying) bool { return s.member })) }},
	{"a member follows", func(w *fray, r *rand.Rand) { w.asksToFollow(w.one(r), []string{"bob", "uma", "max"}[r.IntN(3)]) }},
	{"ana lets honest people follow", func(w *fray, _ *rand.Rand) { w.letsFollow() }},
	{"a member looks at profiles", func(w *fray, _ *rand.Rand) { w.looks() }},
	{"a member pins", func(w *fray, r *rand.Rand) { w.pins(w.some(r, mine)) }},
}

func poll(audience community.AudienceKind) community.PostDraft {
	return community.PostDraft{Audience: audience, Language: "en",
		Question: community.QuestionDraft{Options: []string{"Bedside", "Room"}, Lasts: time.Hour}}
}

func (w *fray) one(r *rand.Rand) community.Actor {
	return []community.Actor{w.ana, w.ben, w.cara}[r.IntN(3)]
}

func (w *fray) word(what string) string { return fmt.Sprintf("%s-%d", what, w.at) }

func (w *fray) held1(s *saying) (community.Post, community.Actor, bool) {
	if s == nil {
		return community.Post{}, community.Actor{}, false
	}
	p, err := w.store.PostByIRI(w.t.Context(), w.honest.iriOf(s.iri))
	if err != nil || !p.Deleted.IsZero() {
		return p, community.Actor{}, false
	}
	author, err := w.store.Actor(w.t.Context(), p.Author)
	return p, author, w.tried(err)
}

// publishes lets a member's words take effect and remembers them.
func (w *fray) publishes(by community.Actor, word string, p community.Publication, err error) {
	if !w.tried(err) {
		return
	}
	post, err := w.store.Publish(w.t.Context(), p)
	if w.tried(err) {
		w.wrote(saying{iri: post.IRI.String(), author: by.IRI.String(), audience: string(post.Audience.Kind), token: w.word(word),
			member: true, poll: post.Question != nil, closed: !everybodyMay(post.Policy.Quote)})
	}
}

func everybodyMay(r *community.InteractionRule) bool {
	return r != nil && slices.Contains(r.Automatic, community.Everybody)
}

func (w *fray) posts(by community.Actor, word string, d community.PostDraft) {
	d.Text = w.word(word)
	around := w.around()
	if d.Audience == community.Direct {
		bob := w.known(community.Actor{IRI: w.honest.iri("/users/bob")})
		d.Text += " @" + bob.Handle.String()
		around.Mentioned = community.MentionLinks{bob.Handle: bob}
	}
	p, err := community.Publish(by, d, around)
	w.publishes(by, word, p, err)
}

// answers is for the same people as what it answers.
func (w *fray) answers(by community.Actor, s *saying) {
	post, author, found := w.held1(s)
	if !found || !w.sees(by, post) {
		return
	}
	word := "said"
	if !forAllOf(s) {
		word = "quagga"
		if post.Audience.Restricted() {
			word = "zebrafinch"
		}
	}
	around := w.around()
	around.Parent, around.Answered = &post, &author
	text := w.word(word) + " @" + author.Handle.String()
	around.Mentioned = community.MentionLinks{author.Handle: author}
	p, err := community.Publish(by, community.PostDraft{Text: text, Audience: post.Audience.Kind}, around)
	w.publishes(by, word, p, err)
}

func (w *fray) sees(by community.Actor, p community.Post) bool {
	_, err := w.store.VisiblePostByIRI(w.t.Context(), community.Viewer{Actor: by.ID, Local: true, ReadsCases: true}, p.IRI)
	return err == nil
}

func (w *fray) likes(by community.Actor, s *saying) {
	if post, _, found := w.held1(s); found && w.tried(w.store.Like(w.t.Context(), by, post)) {
		w.say("like", by.IRI.String(), s.iri)
	}
}

func (w *fray) boosts(by community.Actor, s *saying) {
	post, _, found := w.held1(s)
	if !found {
		return
	}
	p, err := community.Repeat(by, post, community.Public, w.now())
	if err == nil {
		_, err = w.store.Publish(w.t.Context(), p)
	}
	if w.tried(err) {
		w.say("boost", by.IRI.String(), s.iri)
	}
}

func (w *fray) quote(by community.Actor, s *saying) {
	post, author, found := w.held1(s)
	if !found {
		return
	}
	around := w.around()
	relation := w.relation(by, author)
	around.Quoted = &community.Quoted{Post: post, Approach: community.Approach{By: by, Author: author, Follows: relation.Follows, Followed: relation.FollowedBy}}
	p, err := community.Publish(by, community.PostDraft{Text: w.word("said"), Audience: community.Public}, around)
	before := len(w.ledger.posts)
	w.publishes(by, "said", p, err)
	if len(w.ledger.posts) > before && s.member { // who agreed by policy
		w.say("leave", s.author, s.iri, w.ledger.posts[before].iri)
	}
}

func (w *fray) edits(s *saying) {
	post, author, found := w.held1(s)
	if !found {
		return
	}
	word, _, _ := strings.Cut(s.token, "-")
	p, err := community.Revise(author, post, community.PostDraft{Text: w.word(word), Audience: post.Audience.Kind}, w.around())
	if err == nil {
		_, err = w.store.Publish(w.t.Context(), p)
	}
	if w.tried(err) {
		w.rewrote(s, w.word(word))
	}
}

func (w *fray) deletes(s *saying) {
	if post, _, found := w.held1(s); found && w.tried(w.store.DeletePost(w.t.Context(), post.ID, w.now())) {
		w.erased(s)
	}
}

func (w *fray) asksToFollow(by community.Actor, name string) {
	whom, _, err := w.Resolve(w.t.Context(), w.honest.base+"/users/"+name)
	if !w.tried(err) {
		return
	}
	wish, err := community.RequestFollow(by, whom, w.relation(by, whom), w.now())
	if err == nil {
		_, err = w.store.Follow(w.t.Context(), wish)
	}
	w.tried(err)
}

func (w *fray) letsFollow() {
	for _, name := range []string{"bob", "uma", "max"} {
		them := community.Actor{IRI: w.honest.iri("/users/" + name)}
		known, err := w.store.ActorByIRI(w.t.Context(), them.IRI)
		if err == nil && w.relation(known, w.ana).Requested && w.tried(w.store.AcceptFollow(w.t.Context(), w.ana.ID, known.ID)) {
			w.say("follow", them.IRI.String(), w.ana.IRI.String())
		}
	}
}

// looks has what others show first be read.
func (w *fray) looks() {
	for _, there := range []string{w.honest.base + "/users/bob", w.evil.base + "/users/eve", w.evil.base + "/users/mob"} {
		if a, err := w.store.ActorByIRI(w.t.Context(), w.honest.iriOf(there)); err == nil {
			w.tried(w.store.WantFeatured(w.t.Context(), a))
		}
	}
	w.clock.Advance(2 * time.Hour)
}

func (w *fray) pins(s *saying) {
	if post, author, found := w.held1(s); found && w.tried(w.store.Pin(w.t.Context(), author, post)) {
		w.say("pin", s.author, s.iri)
	}
}
