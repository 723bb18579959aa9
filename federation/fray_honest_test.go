package federation

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	dice "math/rand/v2"
	"slices"
	"strings"
	"sync"

	"consilium/community"
	"consilium/federation/vocab"
)

func freshKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // a test cannot go on, and there is no *testing.T here
	}
	return key
}

var evilKey, lostKey = sync.OnceValue(freshKey), sync.OnceValue(freshKey)

// honestKey is the key of somebody at the honest server: mal, who is not, has another.
func honestKey(name string) crypto.Signer {
	if name == "mal" {
		return strayKey()
	}
	return remoteKey()
}

// honestKinds are what people of a well-behaved server do, as it describes it.
var honestKinds = []kind{
	{"bob posts", func(w *fray, _ *dice.Rand) { w.writes("bob", "public", "") }},
	{"uma posts quietly", func(w *fray, _ *dice.Rand) { w.writes("uma", "unlisted", "") }},
	{"bob posts for followers", func(w *fray, _ *dice.Rand) { w.writes("bob", "followers", "") }},
	{"uma asks", func(w *fray, _ *dice.Rand) {
		w.writes("uma", "public", `,"oneOf":[{"type":"Note","name":"Bedside"},{"type":"Note","name":"Room"}],"endTime":"2026-12-24T00:00:00Z"`)
	}},
	{"bob answers", func(w *fray, r *dice.Rand) {
		if s := w.some(r, mine); s != nil {
			w.writes("bob", "public", fmt.Sprintf(`,"inReplyTo":%q`, s.iri))
		}
	}},
	{"uma quotes", func(w *fray, r *dice.Rand) { w.quotesOf("uma", w.some(r, mine)) }},
	{"bob posts to the group", func(w *fray, _ *dice.Rand) {
		w.writes("bob", "public", fmt.Sprintf(`,"audience":%q,"cc":%q`, w.group.IRI.String(), w.group.IRI.String()))
		w.say("boost", w.group.IRI.String(), w.ledger.posts[len(w.ledger.posts)-1].iri)
	}},
	{"bob edits", func(w *fray, r *dice.Rand) { w.changes(w.some(r, ofHonest)) }},
	{"bob deletes", func(w *fray, r *dice.Rand) { w.ends(w.some(r, ofHonest)) }},
	{"bob likes", func(w *fray, r *dice.Rand) { w.deed("Like", "bob", w.some(r, forAllOf)) }},
	{"uma likes", func(w *fray, r *dice.Rand) { w.deed("Like", "uma", w.some(r, mine)) }},
	{"bob boosts", func(w *fray, r *dice.Rand) { w.deed("Announce", "bob", w.some(r, forAllOf)) }},
	{"somebody honest takes a deed back", func(w *fray, r *dice.Rand) { w.undoes(r) }},
	{"bob votes", func(w *fray, r *dice.Rand) {
		w.votes("bob", w.some(r, func(s *saying) bool { return mine(s) && s.poll }), r.IntN(2))
	}},
	{"bob follows ana", func(w *fray, _ *dice.Rand) { w.follows("bob", w.ana) }},
	{"uma follows ben", func(w *fray, _ *dice.Rand) { w.follows("uma", w.ben) }},
	{"bob follows the group", func(w *fray, _ *dice.Rand) { w.follows("bob", w.group) }},
	{"honest people let members follow", func(w *fray, _ *dice.Rand) { w.accepts() }},
	{"uma moves", func(w *fray, _ *dice.Rand) { w.moves() }},
	{"bob pins", func(w *fray, r *dice.Rand) { w.pinsThere(w.some(r, ofHonest)) }},
}

func ofHonest(s *saying) bool { return !s.member && !s.poll }

// tells sends an activity of an honest person; more are its members after the actor.
func (w *fray) tells(name, verb, more string) int {
	body := fmt.Sprintf(`{"@context":"https://www.w3.org/ns/activitystreams","id":"%s/acts/%d","type":%q,"actor":"%s/users/%s",%s}`,
		w.honest.base, w.at, verb, w.honest.base, name, more)
	return w.ask(w.honest, "POST", w.base+"/inbox", sending{keyID: w.honest.base + "/users/" + name + "#main-key", key: honestKey(name), body: body})
}

// writes is a new post of an honest person.
func (w *fray) writes(name, audience, more string) {
	iri := fmt.Sprintf("%s/notes/%d", w.honest.base, w.at)
	author := w.honest.base + "/users/" + name
	s := saying{iri: iri, author: author, audience: audience, token: w.word("said"), poll: strings.Contains(more, "oneOf")}
	doc := w.noteOf(&s, more)
	if forAllOf(&s) {
		w.honest.doc(fmt.Sprintf("/notes/%d", w.at), doc)
	}
	w.wrote(s)
	w.tells(name, "Create", `"object":`+doc)
}

func (w *fray) noteOf(s *saying, more string) string {
	public, followers := vocab.Public, s.author+"/followers"
	to, cc := map[string]string{"public": public, "unlisted": followers, "followers": followers}[s.audience], ""
	switch s.audience {
	case "public":
		cc = followers
	case "unlisted":
		cc = public
	}
	kind := "Note"
	if s.poll {
		kind = "Question"
	}
	cc = fmt.Sprintf(`,"cc":%q`, cc)
	if strings.Contains(more, `"cc"`) || strings.HasSuffix(cc, `""`) {
		cc = ""
	}
	if forAllOf(s) {
		more += fmt.Sprintf(`,"interactionPolicy":{"canQuote":{"automaticApproval":%q}}`, public)
	}
	return fmt.Sprintf(`{"id":%q,"type":%q,"attributedTo":%q,"to":%q,"content":"<p>%s</p>","published":%q%s%s}`,
		s.iri, kind, s.author, to, s.token, w.now().Format("2006-01-02T15:04:05Z"), cc, more)
}

func (w *fray) quotesOf(name string, s *saying) {
	if s == nil {
		return
	}
	w.writes(name, "public", fmt.Sprintf(`,"quote":%q`, s.iri))
	note := w.ledger.posts[len(w.ledger.posts)-1]
	w.tells(name, "QuoteRequest", fmt.Sprintf(`"object":%q,"instrument":%q`, s.iri, note.iri))
}

func (w *fray) changes(s *saying) {
	if s == nil {
		return
	}
	w.rewrote(s, w.word("said"))
	doc := w.noteOf(s, fmt.Sprintf(`,"updated":%q`, w.now().Format("2006-01-02T15:04:05Z")))
	if forAllOf(s) {
		w.honest.doc(strings.TrimPrefix(s.iri, w.honest.base), doc)
	}
	w.tells(lastPart(s.author), "Update", `"object":`+doc)
}

func lastPart(iri string) string { return iri[strings.LastIndex(iri, "/")+1:] }

func (w *fray) ends(s *saying) {
	if s == nil {
		return
	}
	w.erased(s)
	w.honest.serve(strings.TrimPrefix(s.iri, w.honest.base), page{status: 410})
	w.tells(lastPart(s.author), "Delete", fmt.Sprintf(`"object":{"id":%q,"type":"Tombstone"}`, s.iri))
}

// deed is a like or a boost.
func (w *fray) deed(verb, name string, s *saying) {
	if s == nil {
		return
	}
	who, what := w.honest.base+"/users/"+name, map[string]string{"Like": "like", "Announce": "boost"}[verb]
	if w.may[strings.Join([]string{what, who, s.iri}, " ")] {
		return
	}
	w.say(what, who, s.iri)
	w.deeds = append(w.deeds, strings.Join([]string{what, who, s.iri, fmt.Sprintf("%s/acts/%d", w.honest.base, w.at), verb}, " "))
	w.tells(name, verb, fmt.Sprintf(`"object":%q,"to":%q`, s.iri, vocab.Public))
}

func (w *fray) undoes(r *dice.Rand) {
	if len(w.deeds) == 0 {
		return
	}
	i := r.IntN(len(w.deeds))
	words := strings.Fields(w.deeds[i])
	w.deeds = slices.Delete(w.deeds, i, i+1)
	w.unsay(words[:3]...)
	object := fmt.Sprintf(`{"id":%q,"type":%q,"actor":%q,"object":%q}`, words[3], words[4], words[1], words[2])
	w.tells(lastPart(words[1]), "Undo", `"object":`+object)
}

func (w *fray) votes(name string, s *saying, position int) {
	if s == nil {
		return
	}
	who := w.honest.base + "/users/" + name
	if slices.ContainsFunc([]string{"0", "1"}, func(n string) bool { return w.may["vote "+who+" "+s.iri+" "+n] }) {
		return
	}
	w.say("vote", who, s.iri, fmt.Sprint(position))
	author := s.author
	w.tells(name, "Create", fmt.Sprintf(`"to":%q,"object":{"id":"%s/votes/%d","type":"Note","attributedTo":%q,"to":%q,"name":%q,"inReplyTo":%q}`,
		author, w.honest.base, w.at, who, author, []string{"Bedside", "Room"}[position], s.iri))
}

func (w *fray) follows(name string, whom community.Actor) {
	who := w.honest.base + "/users/" + name
	if whom.ID != w.ana.ID { // who approves by hand decides in a step of her own
		w.say("follow", who, whom.IRI.String())
	}
	w.tells(name, "Follow", fmt.Sprintf(`"object":%q`, whom.IRI.String()))
}

// accepts answers what members asked of honest people.
func (w *fray) accepts() {
	w.honest.peer.mu.Lock()
	got := slices.Clone(w.honest.got)
	w.honest.got = nil
	w.honest.peer.mu.Unlock()
	for i, body := range got {
		node, err := vocab.Decode([]byte(body))
		if err != nil {
			w.failed("sent %q: %v", body, err)
			return
		}
		a := node.Activity()
		switch a.Type {
		case "Follow":
			w.say("follow", a.Actor, a.Object.ID)
			w.tells(lastPart(a.Object.ID), "Accept", `"object":`+body)
		case "QuoteRequest":
			w.agrees(a, i)
		}
	}
}

// agrees gives leave to quote, at the address where it can be read.
func (w *fray) agrees(a vocab.Activity, i int) {
	quoted := w.some(dice.New(dice.NewPCG(0, 0)), func(s *saying) bool { return s.iri == a.Object.ID })
	if quoted == nil {
		return
	}
	path := fmt.Sprintf("/stamps/%d-%d", w.at, i)
	w.honest.doc(path, fmt.Sprintf(`{"type":"QuoteAuthorization","id":"HOST%s","attributedTo":%q,"interactingObject":%q,"interactionTarget":%q}`,
		path, quoted.author, a.Instrument.ID, quoted.iri))
	w.say("leave", quoted.author, quoted.iri, a.Instrument.ID)
	w.tells(lastPart(quoted.author), "Accept", fmt.Sprintf(`"result":"%s%s","object":{"id":%q,"type":"QuoteRequest","actor":%q,"instrument":%q,"object":%q}`,
		w.honest.base, path, a.ID, a.Actor, a.Instrument.ID, quoted.iri))
}

// moves has uma go on as max, and her followers follow her.
func (w *fray) moves() {
	if w.moved {
		return
	}
	w.moved = true
	for name, more := range map[string]string{"max": `"alsoKnownAs":["HOST/users/uma"]`, "uma": `"movedTo":"HOST/users/max"`} {
		w.honest.peer.mu.Lock()
		body := w.honest.pages["/users/"+name].body
		w.honest.peer.mu.Unlock()
		w.honest.doc("/users/"+name, strings.Replace(body, `"tag":[],`, `"tag":[],`+more+`,`, 1))
	}
	uma, after := w.honest.base+"/users/uma", w.honest.base+"/users/max"
	w.say("moved", uma, after)
	for _, who := range []community.Actor{w.ana, w.ben, w.cara} {
		w.unsay("follow", who.IRI.String(), uma)
	}
	w.tells("uma", "Move", fmt.Sprintf(`"object":%q,"target":%q`, uma, after))
}

func (w *fray) pinsThere(s *saying) {
	if s == nil || !forAllOf(s) {
		return
	}
	w.say("pin", s.author, s.iri)
	w.tells(lastPart(s.author), "Add", fmt.Sprintf(`"object":%q,"target":"%s/collections/featured"`, s.iri, s.author))
}
