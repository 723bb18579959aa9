package vocab

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	ana  = "https://consilium.example/users/ana"
	ines = "https://mastodon.example/users/ines"
	post = "https://consilium.example/posts/K3abc"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func anActor() Actor {
	return Actor{
		ID: ana, Type: "Person", PreferredUsername: "ana", Webfinger: "ana@hospital.example",
		Name: "Ana <3", Summary: "<p>Internal medicine &amp; teaching</p>",
		Inbox: ana + "/inbox", SharedInbox: "https://consilium.example/inbox", Outbox: ana + "/outbox",
		Followers: ana + "/followers", Following: ana + "/following", Featured: ana + "/featured",
		URL:    "https://consilium.example/@ana",
		Icon:   Image{URL: "https://consilium.example/media/1", MediaType: "image/png", Alt: "A smile", Width: 400, Height: 400},
		Fields: []Field{{"Pronouns", "she"}},
		Tags:   []Tag{{Type: "Hashtag", Name: "#teaching", Href: "https://consilium.example/tags/teaching"}},
		Keys: []Key{
			{ID: ana + "#main-key", Owner: ana, PEM: "-----BEGIN PUBLIC KEY-----\nMII=\n-----END PUBLIC KEY-----\n"},
			{ID: ana + "#ed25519-key", Owner: ana, Multibase: "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"},
		},
		ManuallyApprovesFollowers: true, Discoverable: true,
		Published: noon, AlsoKnownAs: []string{"https://old.example/ana"},
		AttributionDomains: []string{"hospital.example"},
		Implements:         []Capability{{"https://datatracker.ietf.org/doc/html/rfc9421", "RFC-9421: HTTP Message Signatures"}},
	}
}

func aNote() Object {
	return Object{
		ID: post, Type: "Note", AttributedTo: []string{ana},
		Addresses: Addresses{To: []string{Public}, Cc: []string{ana + "/followers", ines}},
		Content:   "<p>Good morning <a href=\"https://mastodon.example/@ines\">@ines</a> &amp; all</p>", Language: "en",
		Source:    Source{Content: "Good morning @ines & all", MediaType: "text/plain"},
		Summary:   "Coffee",
		Sensitive: true, Published: noon, Updated: noon.Add(time.Minute),
		InReplyTo: ines + "/statuses/42", Context: post + "/context",
		Replies: post + "/replies", URL: "https://consilium.example/@ana/K3abc",
		Tags: []Tag{
			{Type: "Mention", Name: "@ines@mastodon.example", Href: ines},
			{Type: "Emoji", Name: ":cup:", ID: "https://consilium.example/emoji/cup", Icon: Image{URL: "https://consilium.example/media/2", MediaType: "image/png"}},
		},
		Attachments: []Attachment{
			{Type: "Document", URL: "https://consilium.example/media/3", MediaType: "image/jpeg", Alt: "A cup", Blurhash: "LEHV6n", Width: 800, Height: 600, Focus: [2]float64{0.5, -1}},
			{Type: "Document", URL: "https://consilium.example/media/4", MediaType: "image/jpeg"},
		},
	}
}

func aCase() Object {
	return Object{
		ID: post, Type: "Note", AttributedTo: []string{ana},
		Addresses: Addresses{To: []string{Public}, Cc: []string{ana + "/followers"}},
		Name:      "Swollen hand after a walk",
		Content:   "<p><strong>Swollen hand after a walk</strong></p><p>What else?</p>", Language: "en",
		Published: noon, URL: "https://consilium.example/@ana/K3abc",
		Case: &Case{
			AgeBand: "40-44", Sex: "female", Question: "What else?", Keywords: []string{"gout", "hand"}, Abstract: "A hand that swells",
			Introduction: "Rarely seen in the young", Setting: "A village practice", PresentingComplaint: "Swollen hand for two days",
			History: "None of note", ClinicalFindings: "Warm, no fever", Timeline: "Day 0: walk\nDay 2: swelling", Investigations: "CRP 12 mg/l",
			Differential: "Infection", Diagnosis: "Gout", Certainty: "probable", Confirmed: "laboratory", Intervention: "Colchicine",
			Outcome: "Well on day 5", Discussion: "Crystals were not looked for", TeachingPoints: "Aspirate first", Perspective: "It hurt",
			Specialties: []string{"rheumatology", "dermatology"}, ConsentBasis: "written", ConsentScope: "public",
			Status: "followed-up", Solved: noon, AcceptedAnswers: []string{ines + "/statuses/43", ines + "/statuses/45"},
		},
	}
}

func aResponse() Object {
	o := aNote()
	o.Response = Response{Type: "answer", Departs: "No trial had patients of this age.",
		References: []string{"https://doi.org/10.1000/xyz123", "https://pubmed.ncbi.nlm.nih.gov/31452104/"}}
	return o
}

func anArticle() Object {
	o := aNote()
	o.Type, o.Name, o.Summary, o.Sensitive = "Article", "Coffee on the ward", "On coffee", false
	o.InReplyTo, o.Attachments, o.Tags = "", nil, nil
	o.Addresses = Addresses{To: []string{ana + "/followers"}, Cc: []string{Public}, Audience: []string{"https://lemmy.example/c/coffee"}}
	return o
}

func aTombstone() Object {
	return Object{ID: post, Type: "Tombstone", FormerType: "Note", Deleted: noon}
}

func aFollow() Activity {
	return Activity{ID: ines + "#follow/1", Type: "Follow", Actor: ines, Object: Reference{ID: ana}}
}

// emitted are all documents we send, by the name of their golden file.
func emitted() map[string]any {
	toAll := Addresses{To: []string{Public}, Cc: []string{ana + "/followers"}}
	activity := func(kind string, object Reference, to Addresses) Activity {
		return Activity{ID: ana + "#" + strings.ToLower(kind) + "/1", Type: kind, Actor: ana, Object: object, Addresses: to}
	}
	create := activity("Create", Embed(aNote()), aNote().Addresses)
	create.Published = noon
	update := activity("Update", Embed(anActor()), toAll)
	update.Updated = noon
	flag := activity("Flag", Reference{ID: ines}, Addresses{})
	flag.Further, flag.Content = []Reference{{ID: ines + "/statuses/42"}}, "Names a patient"
	to := Addresses{To: []string{ines}}
	quoting, leave := aNote(), ines+"/stamps/1"
	quoting.Quote, quoting.QuoteAuthorization, quoting.Tags = ines+"/statuses/42", leave, []Tag{quoteTag(ines + "/statuses/42")}
	quoting.Policy = Policy{Quote: &Rule{Automatic: []string{ana}, Manual: []string{Public}}}
	ask := activity("QuoteRequest", Reference{ID: ines + "/statuses/42"}, to)
	ask.Instrument = Embed(quoting)
	agree := activity("Accept", Embed(Activity{ID: ines + "#quote/1", Type: "QuoteRequest", Actor: ines, Object: Reference{ID: post}, Instrument: Reference{ID: ines + "/statuses/43"}}), to)
	agree.Result = Reference{ID: post + "/quotes/K3"}
	return map[string]any{
		"actor": anActor(), "instance": Actor{ID: "https://consilium.example/actor", Type: "Application", PreferredUsername: "consilium.example", Inbox: "https://consilium.example/actor/inbox"},
		"quote": quoting, "quote_request": ask, "quote_accept": agree, "quote_authorization": Authorization{ID: post + "/quotes/K3", Type: "QuoteAuthorization", AttributedTo: ana, InteractingObject: ines + "/statuses/43", InteractionTarget: post},
		"note": aNote(), "case": aCase(), "response": aResponse(), "article": anArticle(), "tombstone": aTombstone(),
		"create": create, "create_case": activity("Create", Embed(aCase()), toAll),
		"update_actor": update, "update_case": activity("Update", Embed(aCase()), toAll),
		"delete": activity("Delete", Embed(aTombstone()), toAll), "delete_actor": activity("Delete", Reference{ID: ana}, toAll),
		"follow": activity("Follow", Reference{ID: ines}, to), "undo_follow": activity("Undo", Embed(activity("Follow", Reference{ID: ines}, Addresses{})), to),
		"accept": activity("Accept", Embed(aFollow()), to), "reject": activity("Reject", Embed(aFollow()), to),
		"like": activity("Like", Reference{ID: ines + "/statuses/42"}, to), "announce": activity("Announce", Reference{ID: ines + "/statuses/42"}, toAll),
		"block": activity("Block", Reference{ID: ines}, to), "flag": flag,
		"collection": Collection{ID: ana + "/followers", Type: "OrderedCollection", TotalItems: new(int64(0)), First: Reference{ID: ana + "/followers?page=1"}},
		"featured":   Collection{ID: ana + "/featured", Type: "OrderedCollection", TotalItems: new(int64(1)), Items: []Reference{Embed(aNote())}},
		"page": Collection{ID: ana + "/outbox?max=9", Type: "OrderedCollectionPage", PartOf: ana + "/outbox", Next: Reference{ID: ana + "/outbox?max=1"}, Prev: Reference{ID: ana + "/outbox?min=9"},
			Items: []Reference{Embed(create), {ID: ines + "/statuses/42"}}},
		"empty_page": Collection{ID: post + "/replies?page=1", Type: "CollectionPage", PartOf: post + "/replies"},
	}
}

func encode(document any) ([]byte, error) {
	switch d := document.(type) {
	case Actor:
		return EncodeActor(d)
	case Object:
		return EncodeObject(d)
	case Activity:
		return EncodeActivity(d)
	case Collection:
		return EncodeCollection(d)
	case Authorization:
		return EncodeAuthorization(d)
	}
	return nil, errors.New("no encoder")
}

// What we write is the same every time, reads back as what we meant, has one
// @context, and never says bto or bcc.
func TestEmitted(t *testing.T) {
	for name, document := range emitted() {
		t.Run(name, func(t *testing.T) {
			data, err := encode(document)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", "emitted", name+".json"), data)
			again, err := encode(document)
			if err != nil || !bytes.Equal(data, again) {
				t.Errorf("encoded twice: %v\n%s\n%s", err, data, again)
			}
			if count := bytes.Count(data, []byte(`"@context"`)); count != 1 {
				t.Errorf("%d @context", count)
			}
			n := mustDecode(t, string(data))
			if n.Has("bto") || n.Has("bcc") {
				t.Error("hidden recipients are written")
			}
			sameAs(t, n, document)
		})
	}
}

// sameAs compares a document read back with the struct it was written from,
// without the members that are only read.
func sameAs(t *testing.T, n *Node, want any) {
	t.Helper()
	var got any
	switch w := want.(type) {
	case Actor:
		got = n.Actor()
	case Object:
		o := n.Object()
		o.Links, o.ContentMap = nil, nil
		got = o
	case Activity:
		a := n.Activity()
		embeddedSame(t, a.Object, w.Object)
		a.Object, w.Object = Reference{ID: a.Object.ID}, Reference{ID: w.Object.ID}
		embeddedSame(t, a.Instrument, w.Instrument)
		a.Instrument, w.Instrument = Reference{ID: a.Instrument.ID}, Reference{ID: w.Instrument.ID}
		got, want = a, w
	case Collection:
		c := n.Collection()
		for i := range min(len(c.Items), len(w.Items)) {
			embeddedSame(t, c.Items[i], w.Items[i])
			c.Items[i], w.Items[i] = Reference{ID: c.Items[i].ID}, Reference{ID: w.Items[i].ID}
		}
		got, want = c, w
	case Authorization:
		got = n.Authorization()
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read back\n%+v\nwant\n%+v", got, want)
	}
}

func embeddedSame(t *testing.T, got, want Reference) {
	t.Helper()
	if (want.body == nil) != (got.Node == nil) {
		t.Errorf("embedded %v, want %v", got.Node != nil, want.body != nil)
	} else if want.body != nil {
		sameAs(t, got.Node, want.body)
	}
}

// R-AF-2: a stub shows no more than a key needs.
func TestEncodeStub(t *testing.T) {
	data, err := EncodeStub(anActor())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "emitted", "stub.json"), data)
	n := mustDecode(t, string(data))
	allowed := strings.Fields("@context id type preferredUsername inbox publicKey assertionMethod")
	for _, member := range n.names {
		if !slices.Contains(allowed, member) {
			t.Errorf("a stub shows %s", member)
		}
	}
	if a := n.Actor(); !a.Stub() || !reflect.DeepEqual(a.Keys, anActor().Keys) {
		t.Errorf("stub %v, keys %+v", a.Stub(), a.Keys)
	}
}

// Hidden recipients that came in do not go out (ActivityPub 6).
func TestHiddenRecipientsStay(t *testing.T) {
	o := mustDecode(t, `{"type":"Note","id":"https://a.example/1","attributedTo":"https://a.example/a","bto":"https://secret.example/","bcc":["https://secret.example/"]}`).Object()
	data, err := EncodeObject(o)
	if err != nil || bytes.Contains(data, []byte("secret")) {
		t.Errorf("%v: %s", err, data)
	}
}

func TestIncomplete(t *testing.T) {
	note := aNote()
	for name, document := range map[string]any{
		"actor without inbox":       Actor{ID: ana, Type: "Person", PreferredUsername: "ana"},
		"actor without name":        Actor{ID: ana, Type: "Person", Inbox: ana + "/inbox"},
		"two PEM keys":              Actor{ID: ana, Type: "Person", PreferredUsername: "ana", Inbox: "i", Keys: []Key{{ID: "1", PEM: "p"}, {ID: "2", PEM: "p"}}},
		"key without material":      Actor{ID: ana, Type: "Person", PreferredUsername: "ana", Inbox: "i", Keys: []Key{{ID: "1"}}},
		"note without id":           Object{Type: "Note", AttributedTo: []string{ana}},
		"note without author":       Object{ID: post, Type: "Note"},
		"tombstone without id":      Object{Type: "Tombstone"},
		"question":                  Object{ID: post, Type: "Question", AttributedTo: []string{ana}},
		"case without title":        Object{ID: post, Type: "Note", AttributedTo: []string{ana}, Case: &Case{}},
		"case as article":           Object{ID: post, Type: "Article", Name: "x", AttributedTo: []string{ana}, Case: &Case{}},
		"activity without id":       Activity{Type: "Like", Actor: ana, Object: Reference{ID: post}},
		"activity without type":     Activity{ID: "1", Actor: ana, Object: Reference{ID: post}},
		"activity without actor":    Activity{ID: "1", Type: "Like", Object: Reference{ID: post}},
		"activity without object":   Activity{ID: "1", Type: "Like", Actor: ana},
		"embedding what is wanting": Activity{ID: "1", Type: "Create", Actor: ana, Object: Embed(Object{ID: post, Type: "Note"})},
		"collection without id":     Collection{Type: "Collection"},
		"collection of no type":     Collection{ID: post, Type: "Note"},
		"item that is wanting":      Collection{ID: post, Type: "Collection", Items: []Reference{Embed(Object{ID: post})}},
	} {
		if data, err := encode(document); !errors.Is(err, ErrIncomplete) {
			t.Errorf("%s: %v %s", name, err, data)
		}
	}
	if _, err := EncodeObject(note); err != nil {
		t.Error(err)
	}
}

// activityStreamsTerms and securityTerms are those of the two contexts we name
// by address, as far as we use them.
var (
	activityStreamsTerms = strings.Fields(`id type actor attachment attributedTo audience bcc bto cc context current
		first formerType generator icon image inReplyTo instrument items last next object oneOf anyOf orderedItems
		origin prev preview replies result partOf tag target to url content contentMap name mediaType height href
		published rel source summary totalItems updated width deleted inbox outbox following followers liked
		endpoints sharedInbox preferredUsername likes shares
		Person Group Organization Service Application Note Article Tombstone Image Document Mention Link
		Create Update Delete Follow Accept Reject Undo Like Announce Flag Block
		Collection OrderedCollection CollectionPage OrderedCollectionPage`)
	securityTerms = strings.Fields("publicKey publicKeyPem owner")
)

// Every member and type we emit is defined, by one of the two contexts named or
// inline: what is not, a JSON-LD reader drops without a word (protocol 1.10).
func TestContextDefinesWhatWeEmit(t *testing.T) {
	var context []any
	if err := json.Unmarshal([]byte(emittedContext), &context); err != nil {
		t.Fatal(err)
	}
	inline := context[len(context)-1].(map[string]any)
	known := func(term string) bool {
		_, ok := inline[term]
		return ok || slices.Contains(activityStreamsTerms, term) || slices.Contains(securityTerms, term)
	}
	for name, document := range emitted() {
		data, err := encode(document)
		if err != nil {
			t.Fatal(err)
		}
		eachTerm(plainDocument(t, data), func(term string) {
			if !known(term) {
				t.Errorf("%s: %s is not defined", name, term)
			}
		})
	}
	for term := range strings.FieldsSeq(caseTerms) {
		if !known(term) {
			t.Errorf("case: %s is not defined", term)
		}
	}
}

func eachTerm(value any, visit func(string)) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if name == "@context" {
				continue
			}
			visit(name)
			if kind, ok := member.(string); ok && name == "type" {
				visit(kind)
			}
			if name != "contentMap" {
				eachTerm(member, visit)
			}
		}
	case []any:
		for _, element := range v {
			eachTerm(element, visit)
		}
	}
}

// The case object says the same in the struct, the table of terms and both
// directions of the wire.
func TestCaseTerms(t *testing.T) {
	terms, written := strings.Fields(caseTerms)[1:], []string{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[caseWire]()) {
		if term, _, _ := strings.Cut(field.Tag.Get("json"), ","); term != "" && term != "-" {
			written = append(written, term)
		}
	}
	slices.Sort(terms)
	slices.Sort(written)
	if !slices.Equal(terms, written) {
		t.Errorf("terms %v, written %v", terms, written)
	}
	spelled := `{"type":"Note","consilium:case":{"urn:x-consilium:case:1#ageBand":"40-49","consilium:specialties":"rheumatology","acceptedAnswer":{"id":"https://a.example/1"}}}`
	c := mustDecode(t, spelled).Object().Case
	if c == nil || c.AgeBand != "40-49" || !slices.Equal(c.Specialties, []string{"rheumatology"}) || !slices.Equal(c.AcceptedAnswers, []string{"https://a.example/1"}) {
		t.Errorf("case %+v", c)
	}
}
