package federation

import (
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"consilium/federation/proof"
	"consilium/federation/signature"
)

// trick is one thing that the evil peer tries. In its texts HONEST is the honest server,
// HOST its own, THERE the instance; HIDDEN a member's post that is not for everybody.
type trick struct {
	name, body string
	// keyID names another key than eve's; mal is the bad neighbour at the honest server.
	keyID string
	mal   bool
	// docs lie at the evil server, by path; one that begins with -> leads elsewhere.
	docs map[string]string
	// prove names the key of a proof that eve makes with her own.
	prove string
	// roll is a Collection-Synchronization header.
	roll string
	// gets is asked for in place of a POST.
	gets string
}

const (
	byEve   = `"actor":"HOST/users/eve"`
	byBob   = `"actor":"HONEST/users/bob"`
	hisNote = `{"id":"HONEST/n/N","type":"Note","attributedTo":"HONEST/users/bob","content":"WORD","to":"PUBLIC"}`
	herNote = `{"id":"HOST/n/N","type":"Note","attributedTo":"HOST/users/eve","content":"WORD","to":"PUBLIC"%s}`
	posing  = `{"id":"HOST/n/N","type":"Note","attributedTo":"HONEST/users/bob","content":"WORD","to":"PUBLIC"}`
	hisAct  = `{"@context":["https://www.w3.org/ns/activitystreams"],"id":"HONEST/a/N","type":%q,"actor":"HONEST/users/bob","object":%s}`
	her     = `{"@context":["https://www.w3.org/ns/activitystreams"],"id":"HOST/a/N","type":%q,"actor":"HOST/users/eve","object":%s}`
	mobs    = `{"id":"HOST/a/N","type":"Announce","actor":"HOST/users/mob","to":"PUBLIC","object":%s}`
)

func eve(verb, object string) string { return fmt.Sprintf(her, verb, object) }
func bob(verb, object string) string { return fmt.Sprintf(hisAct, verb, object) }
func mob(object string) string       { return fmt.Sprintf(mobs, object) }
func more(format, more string) string {
	return fmt.Sprintf(format, more)
}

var tricks = []trick{
	{name: "writes as bob", body: eve("Create", posing)},
	{name: "writes as bob at his server", body: eve("Create", hisNote)},
	{name: "signs for bob", body: bob("Create", hisNote)},
	{name: "signs for bob under the name of his key", body: bob("Create", hisNote), keyID: "HONEST/users/bob#main-key"},
	{name: "says bob owns her key", body: bob("Create", hisNote), keyID: "HOST/keys/N", docs: map[string]string{"/keys/N": `{"id":"HOST/keys/N","owner":"HONEST/users/bob","publicKeyPem":"PEM"}`}},
	{name: "names a key that leads to bob", body: bob("Create", hisNote), keyID: "HOST/go/N", docs: map[string]string{"/go/N": "->HONEST/users/bob"}},
	{name: "names a key of bob's by her handle", body: bob("Create", hisNote), keyID: "acct:bob@EVILHOST"},
	{name: "is two at once", body: `{"id":"HOST/a/N","type":"Create","actor":["HOST/users/eve","HONEST/users/bob"],"object":` + hisNote + `}`},
	{name: "names the actor twice", body: `{"id":"HOST/a/N","type":"Create",` + byEve + `,` + byBob + `,"object":` + hisNote + `}`},
	{name: "shares her name with bob", body: eve("Create", strings.Replace(posing, `"HONEST/users/bob"`, `["HOST/users/eve","HONEST/users/bob"]`, 1))},
	{name: "puts bob first", body: eve("Create", strings.Replace(posing, `"HONEST/users/bob"`, `["HONEST/users/bob","HOST/users/eve"]`, 1))},
	{name: "writes as a member", body: strings.ReplaceAll(bob("Create", hisNote), "HONEST/users/bob", "THERE/users/ana"), keyID: "THERE/users/ana#main-key"},
	{name: "writes as the instance", body: strings.ReplaceAll(bob("Create", hisNote), "HONEST/users/bob", "THERE/actor"), keyID: "THERE/actor#main-key"},
	{name: "leads from her post to his", body: eve("Create", `"HOST/go/N"`), docs: map[string]string{"/go/N": "->HIS"}},
	{name: "leads from her post to a hidden one", body: eve("Create", `"HOST/go/N"`), docs: map[string]string{"/go/N": "->HIDDEN"}},
	{name: "shows a document of his server", body: eve("Create", `"HOST/n/N"`), docs: map[string]string{"/n/N": hisNote}},
	{name: "shows one of his own words", body: eve("Create", `"HOST/n/N"`), docs: map[string]string{"/n/N": posing}},
	{name: "changes his post", body: eve("Update", `{"id":"HIS","type":"Note","attributedTo":"HONEST/users/bob","content":"WORD","to":"PUBLIC","updated":"2026-11-23T00:00:00Z"}`)},
	{name: "changes his post to hers", body: eve("Update", `{"id":"HIS","type":"Note","attributedTo":"HOST/users/eve","content":"WORD","to":"PUBLIC","updated":"2026-11-23T00:00:00Z"}`)},
	{name: "changes a member's post", body: eve("Update", `{"id":"MINE","type":"Note","attributedTo":"THERE/users/ana","content":"WORD","to":"PUBLIC","updated":"2026-11-23T00:00:00Z"}`)},
	{name: "changes his post as his neighbour", mal: true, body: `{"id":"HONEST/a/N","type":"Update","actor":"HONEST/users/mal","object":{"id":"HIS","type":"Note","attributedTo":"HONEST/users/mal","content":"WORD","to":"PUBLIC","updated":"2026-11-23T00:00:00Z"}}`},
	{name: "deletes his post as his neighbour", mal: true, body: `{"id":"HONEST/a/N","type":"Delete","actor":"HONEST/users/mal","object":"HIS"}`},
	{name: "takes back his deeds as his neighbour", mal: true, body: `{"id":"HONEST/a/N","type":"Undo","actor":"HONEST/users/mal","object":{"type":"Like","actor":"HONEST/users/bob","object":"MINE"}}`},
	{name: "deletes his post", body: eve("Delete", `"HIS"`)},
	{name: "deletes a member's post", body: eve("Delete", `{"id":"MINE","type":"Tombstone"}`)},
	{name: "deletes bob", body: eve("Delete", `"HONEST/users/bob"`)},
	{name: "deletes bob in his name", body: bob("Delete", `"HONEST/users/bob"`)},
	{name: "deletes what he has not written yet", body: eve("Delete", `"HONEST/notes/L"`)},
	{name: "takes back his like", body: eve("Undo", `{"type":"Like","actor":"HONEST/users/bob","object":"MINE"}`)},
	{name: "takes back his boost", body: eve("Undo", `{"type":"Announce","actor":"HONEST/users/bob","object":"MINE"}`)},
	{name: "takes back a deed of his by name", body: eve("Undo", `"HONEST/acts/E"`)},
	{name: "takes back his following", body: eve("Undo", `{"type":"Follow","actor":"HONEST/users/bob","object":"THERE/users/ana"}`)},
	{name: "takes back a member's following", body: eve("Undo", `{"type":"Follow","actor":"THERE/users/ben","object":"HONEST/users/bob"}`)},
	{name: "accepts for bob", body: eve("Accept", `{"type":"Follow","actor":"THERE/users/ana","object":"HONEST/users/bob"}`)},
	{name: "rejects for bob", body: eve("Reject", `{"type":"Follow","actor":"THERE/users/ben","object":"HONEST/users/bob"}`)},
	{name: "rejects bob for ana", body: eve("Reject", `{"type":"Follow","actor":"HONEST/users/bob","object":"THERE/users/ana"}`)},
	{name: "accepts that ana follows her", body: eve("Accept", `{"type":"Follow","actor":"THERE/users/ana","object":"HOST/users/eve"}`)},
	{name: "likes under his name", body: strings.Replace(eve("Like", `"MINE"`), "HOST/a/N", "HONEST/acts/L", 1)},
	{name: "likes as bob", body: bob("Like", `"MINE"`)},
	{name: "follows for bob", body: bob("Follow", `"THERE/users/ben"`)},
	{name: "follows ana", body: eve("Follow", `"THERE/users/ana"`)},
	{name: "follows ben", body: eve("Follow", `"THERE/users/ben"`)},
	{name: "blocks for bob", body: strings.Replace(eve("Block", `"THERE/users/ana"`), byEve, byBob, 1)},
	{name: "boosts his words as she wishes", body: eve("Announce", hisNote)},
	{name: "boosts his post in her words", body: eve("Announce", strings.ReplaceAll(hisNote, "HONEST/n/N", "HIS"))},
	{name: "boosts her page with his words", body: eve("Announce", `"HOST/n/N"`), docs: map[string]string{"/n/N": posing}},
	{name: "boosts a hidden post", body: eve("Announce", `"HIDDEN"`)},
	{name: "wraps his words", body: mob(bob("Create", hisNote))},
	{name: "wraps the end of his post", body: mob(bob("Delete", `"HIS"`))},
	{name: "wraps his change", body: mob(bob("Update", strings.ReplaceAll(hisNote, "HONEST/n/N", "HIS")))},
	{name: "wraps his like", body: mob(bob("Like", `"MINE"`))},
	{name: "wraps the end of his like", body: mob(bob("Undo", `{"type":"Like","actor":"HONEST/users/bob","object":"MINE"}`))},
	{name: "wraps his vote", body: mob(bob("Create", `{"id":"HONEST/v/N","type":"Note","attributedTo":"HONEST/users/bob","name":"Room","inReplyTo":"POLL","to":"THERE/users/ana"}`))},
	{name: "wraps a member's words", body: mob(strings.ReplaceAll(bob("Create", hisNote), "HONEST", "THERE"))},
	{name: "wraps a wrap", body: mob(`{"id":"HOST/b/N","type":"Announce","actor":"HOST/users/eve","object":` + bob("Create", hisNote) + `}`)},
	{name: "wraps by Add", body: `{"id":"HOST/a/N","type":"Add",` + byEve + `,"target":"HOST/users/eve/context","object":` + bob("Create", hisNote) + `}`},
	{name: "proves with her key as his", body: bob("Create", hisNote), prove: "HONEST/users/bob#proof"},
	{name: "proves his words with her key", body: bob("Create", hisNote), prove: "HOST/users/eve#proof"},
	{name: "proves his like with her key", body: bob("Like", `"MINE"`), prove: "HOST/users/eve#proof"},
	{name: "answers with his words above", body: eve("Create", more(herNote, `,"inReplyTo":"HOST/up/N"`)), docs: map[string]string{"/up/N": strings.ReplaceAll(posing, "/n/N", "/up/N")}},
	{name: "answers a hidden post", body: eve("Create", more(herNote, `,"inReplyTo":"HIDDEN"`))},
	{name: "hides his words in a graph", body: `{"@context":"https://www.w3.org/ns/activitystreams","@graph":[` + bob("Create", hisNote) + `],"@included":[` + hisNote + `],"id":"HOST/a/N","type":"Create",` + byEve + `,"object":` + hisNote + `,"signature":{"type":"RsaSignature2017","creator":"HONEST/users/bob#main-key","signatureValue":"AAAA"}}`},
	{name: "passes his words on", body: strings.Replace(bob("Create", hisNote), `"object"`, `"signature":{"type":"RsaSignature2017","creator":"HONEST/users/bob#main-key","created":"2026-11-22T09:00:00Z","signatureValue":"AAAA"},"to":"PUBLIC","object"`, 1)},
	{name: "changes bob", body: eve("Update", `{"id":"HONEST/users/bob","type":"Person","preferredUsername":"bob","name":"WORD","inbox":"HOST/inbox","publicKey":{"id":"HONEST/users/bob#main-key","owner":"HONEST/users/bob","publicKeyPem":"PEM"}}`)},
	{name: "changes herself into bob", body: eve("Update", `{"id":"HOST/users/eve","type":"Person","preferredUsername":"eve","name":"WORD","inbox":"HONEST/users/bob/inbox","outbox":"HONEST/outbox","followers":"HONEST/users/bob/followers","publicKey":{"id":"HONEST/users/bob#main-key","owner":"HONEST/users/bob","publicKeyPem":"PEM"},"alsoKnownAs":["HONEST/users/bob"],"movedTo":"HONEST/users/bob"}`)},
	{name: "pins his post for him", body: strings.Replace(eve("Add", `"HIS"`), `"object"`, `"target":"HONEST/users/bob/collections/featured","object"`, 1)},
	{name: "pins his post for herself", body: strings.Replace(eve("Add", `"HIS"`), `"object"`, `"target":"HOST/users/eve/collections/featured","object"`, 1)},
	{name: "unpins his post", body: strings.Replace(eve("Remove", `"HIS"`), `"object"`, `"target":"HONEST/users/bob/collections/featured","object"`, 1)},
	{name: "lists others' posts as hers", docs: map[string]string{"/users/eve/collections/featured": `{"id":"HOST/users/eve/collections/featured","type":"OrderedCollection","orderedItems":["HIS","MINE","HIDDEN",` + hisNote + `,` + posing + `]}`}, body: eve("Like", `"MINE"`)},
	{name: "moves bob to herself", body: strings.Replace(eve("Move", `"HONEST/users/bob"`), `"object"`, `"target":"HOST/users/eve","object"`, 1)},
	{name: "moves ana to herself", body: strings.Replace(eve("Move", `"THERE/users/ana"`), `"object"`, `"target":"HOST/users/eve","object"`, 1)},
	{name: "quotes with a leave of her own", body: eve("Create", more(herNote, `,"quote":"HIS","quoteAuthorization":"HOST/stamps/N"`)), docs: map[string]string{"/stamps/N": `{"type":"QuoteAuthorization","id":"HOST/stamps/N","attributedTo":"HONEST/users/bob","interactingObject":"HOST/n/N","interactionTarget":"HIS"}`}},
	{name: "quotes with a leave that leads to his server", body: eve("Create", more(herNote, `,"quote":"HIS","quoteAuthorization":"HOST/go/N"`)), docs: map[string]string{"/go/N": "->HONEST/stamps/E"}},
	{name: "asks to quote in his name", body: eve("QuoteRequest", `"MINE","instrument":"HIS"`)},
	{name: "asks to quote a hidden post", body: eve("QuoteRequest", `"HIDDEN","instrument":`+more(herNote, `,"quote":"HIDDEN"`))},
	{name: "agrees for bob", body: strings.Replace(eve("Accept", `{"type":"QuoteRequest","actor":"THERE/users/ana","object":"HIS","instrument":"MINE"}`), `"object"`, `"result":"HOST/stamps/N","object"`, 1)},
	{name: "votes", body: eve("Create", `{"id":"HOST/v/N","type":"Note","attributedTo":"HOST/users/eve","name":"Room","inReplyTo":"POLL","to":"THERE/users/ana"}`)},
	{name: "votes otherwise", body: eve("Create", `{"id":"HOST/w/N","type":"Note","attributedTo":"HOST/users/eve","name":"Bedside","inReplyTo":"POLL","to":"THERE/users/ana"}`)},
	{name: "votes for bob", body: eve("Create", `{"id":"HOST/v/N","type":"Note","attributedTo":"HONEST/users/bob","name":"Room","inReplyTo":"POLL","to":"THERE/users/ana"}`)},
	{name: "votes in what is hidden", body: eve("Create", `{"id":"HOST/v/N","type":"Note","attributedTo":"HOST/users/eve","name":"Room","inReplyTo":"HIDDEN","to":"THERE/users/ana"}`)},
	{name: "reports", body: eve("Flag", `["THERE/users/ana","MINE","HIDDEN","HIS"],"content":"WORD"`)},
	{name: "reports for bob", body: strings.Replace(eve("Flag", `["THERE/users/ana"],"content":"WORD"`), byEve, byBob, 1)},
	{name: "likes a hidden post", body: eve("Like", `"HIDDEN"`)},
	{name: "takes back a like of a hidden post", body: eve("Undo", `{"type":"Like","actor":"HOST/users/eve","object":"HIDDEN"}`)},
	{name: "moderates the group", body: strings.Replace(eve("Remove", `"THERE/users/ben"`), `"object"`, `"target":"THERE/users/ward/moderators","object"`, 1)},
	{name: "appoints herself", body: strings.Replace(eve("Add", `"HOST/users/eve"`), `"object"`, `"target":"THERE/users/ward/moderators","object"`, 1)},
	{name: "locks in the group", body: strings.Replace(eve("Lock", `"HIS"`), `"object"`, `"audience":"THERE/users/ward","object"`, 1)},
	{name: "pins in the group", body: strings.Replace(eve("Add", `"HIS"`), `"object"`, `"target":"THERE/users/ward/featured","object"`, 1)},
	{name: "bans bob from the group", body: strings.Replace(eve("Block", `"HONEST/users/bob"`), `"object"`, `"target":"THERE/users/ward","removeData":true,"object"`, 1)},
	{name: "posts to the group as bob", body: eve("Create", strings.Replace(posing, `"to":"PUBLIC"`, `"to":["PUBLIC","THERE/users/ward"],"audience":"THERE/users/ward"`, 1))},
	{name: "counts his followers", body: eve("Like", `"MINE"`), roll: `collectionId="HONEST/users/bob/followers", url="HOST/roll", digest="00"`},
	{name: "counts her followers falsely", body: eve("Like", `"MINE"`), roll: `collectionId="HOST/users/eve/followers", url="HOST/roll", digest="` + strings.Repeat("0", 64) + `"`, docs: map[string]string{"/roll": `{"id":"HOST/roll","type":"OrderedCollection","orderedItems":["THERE/users/ana","HONEST/users/bob"]}`}},
	{name: "asks for a hidden post", gets: "HIDDEN"},
	{name: "asks for what hangs on a hidden post", gets: "HIDDEN/replies?page=first"},
	{name: "asks for the conversation of a hidden post", gets: "HIDDEN/context?page=first"},
	{name: "asks for what ana said", gets: "THERE/users/ana/outbox?page=first"},
	{name: "asks for who follows ana", gets: "THERE/users/ana/followers?page=first"},
	{name: "asks for what is answered", gets: "MINE/replies?page=first"},
}

// evilKinds are the tricks.
func evilKinds() []kind {
	var all []kind
	for _, x := range tricks {
		all = append(all, kind{"the evil one " + x.name, func(w *fray, r *rand.Rand) { w.plays(r, x) }})
	}
	return all
}

func (w *fray) plays(r *rand.Rand, x trick) {
	// All texts of one trick speak of the same posts.
	keys := make([]string, 0, len(x.docs))
	for path := range x.docs {
		keys = append(keys, path)
	}
	slices.Sort(keys)
	texts := []string{x.body, x.keyID, x.prove, x.roll, x.gets}
	for _, path := range keys {
		texts = append(texts, path, x.docs[path])
	}
	filled := strings.ReplaceAll(strings.Join(texts, "\"\x00\""), "EVILHOST", w.evil.host)
	filled += "\"\x00\""
	parts := strings.Split(w.fillIn(w.evil, r, strings.ReplaceAll(filled, "PEM", pemOf(evilKey())), "forged"), "\"\x00\"")
	body, keyID, method, roll, gets := parts[0], parts[1], parts[2], parts[3], parts[4]
	for i := 5; i < len(parts)-1; i += 2 {
		if to, leads := strings.CutPrefix(parts[i+1], "->"); leads {
			w.evil.serve(parts[i], page{status: 302, header: map[string][]string{"Location": {to}}})
			continue
		}
		w.evil.doc(parts[i], parts[i+1])
	}
	s := sending{keyID: w.evil.base + "/users/eve#main-key", key: evilKey(), body: body}
	w.roll = roll
	if strings.Contains(body, `"actor":"`+w.evil.base+`/users/mob"`) {
		s.keyID = w.evil.base + "/users/mob#main-key"
	}
	if x.mal {
		s.keyID, s.key = w.honest.base+"/users/mal#main-key", honestKey("mal")
	}
	if keyID != "" {
		s.keyID = keyID
	}
	if r.IntN(3) == 0 {
		s.scheme = signature.RFC9421
	}
	if gets != "" {
		s.body = ""
		w.ask(w.evil, "GET", gets, s)
		return
	}
	if method != "" {
		signed, err := proof.Sign([]byte(body), proof.Options{VerificationMethod: method, Created: w.now()}, ed25519.NewKeyFromSeed(proofSeed))
		if err != nil {
			w.t.Fatal(err)
		}
		s.body = string(signed)
	}
	w.ask(w.evil, "POST", w.base+"/inbox", s)
}
