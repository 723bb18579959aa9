package federation

import (
	"crypto/ed25519"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// looked is an instance that inspects a peer of another make. Nothing is wrong with
// the peer until a test makes it so.
type looked struct {
	*instance
	peer *peer
	// refuse is the status that a request gets instead of an answer; 0 for the answer.
	refuse func(r *http.Request) int
}

func newLooked(t *testing.T, database string) *looked {
	t.Helper()
	clock := &storagetest.Clock{}
	l := &looked{instance: openInstanceOn(t, clock, database), peer: &peer{t: t, clock: clock, pages: map[string]page{}, hits: map[string]int{}}}
	if _, err := l.store.EnsureInstanceActor(t.Context()); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.refuse != nil {
			if status := l.refuse(r); status != 0 {
				w.WriteHeader(status)
				return
			}
		}
		l.peer.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	l.peer.base, l.peer.host = server.URL, strings.TrimPrefix(server.URL, "http://")
	l.peer.provingPerson("bob", ed25519.NewKeyFromSeed(proofSeed))
	l.peer.serve("/.well-known/nodeinfo", page{mediaType: "application/json", body: `{"links":[{"rel":"` + nodeInfoSchema + `2.1","href":"HOST/info"}]}`})
	l.peer.serve("/info", page{mediaType: "application/json", body: `{"software":{"name":"other","version":"1.2"}}`})
	l.post(nil, "")
	return l
}

// post serves bob's post, changed and addressed as the test wants it.
func (l *looked) post(change func(string) string, to string) {
	if to == "" {
		to = "https://www.w3.org/ns/activitystreams#Public"
	}
	body := fmt.Sprintf(`{"@context":["https://www.w3.org/ns/activitystreams"],"id":"HOST/notes/1","type":"Note","attributedTo":"HOST/users/bob",
		"to":["%s"],"content":"<p>The canary sings <script>x</script></p>","published":"2026-11-01T00:00:00Z","context":"HOST/c/1","inReplyTo":"HOST/notes/0",
		"attachment":[{"type":"Document","mediaType":"image/png","url":"HOST/a.png"}]}`, to)
	signed := l.peer.proves(body, proving{})
	if change != nil {
		signed = change(signed)
	}
	l.peer.doc("/notes/1", signed)
}

// see inspects what stands for HOST and NAME is replaced in.
func (l *looked) see(address string) []community.Inspected {
	l.t.Helper()
	address = strings.NewReplacer("HOST", l.peer.base, "NAME", l.peer.host, "THERE", l.base).Replace(address)
	list, err := l.Inspect(l.t.Context(), Inquiry{Address: address})
	if err != nil {
		l.t.Fatal(err)
	}
	return list
}

// line tells an inspection in one line: "+address -policy:shut_out".
func lineOf(list []community.Inspected) string {
	var words []string
	for _, s := range list {
		word := string(s.Mark) + s.Name
		if s.Problem.Key != "" {
			word += ":" + strings.TrimPrefix(s.Problem.Key, "inspect.problem.")
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func textOf(list []community.Inspected) string { return fmt.Sprint(list) }

const wellActor = "+unsigned +rfc9421 +cavage +document +actor +known +handle +keys +software +queue"

// Everything that is right with a server, by handle, by address and by name, on both
// engines; and nothing is kept of it.
func TestInspectWell(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		l := newLooked(t, database)
		l.member("ana")
		for address, want := range map[string]string{
			"@bob@NAME":      "+address +policy +place +webfinger +subject " + wellActor,
			"HOST/users/bob": "+address +policy +place " + wellActor,
			"NAME":           "+address +policy +place +software +queue",
			"HOST/notes/1":   "+address +policy +place +unsigned +rfc9421 +cavage +document +object +known +author +actor +known +handle +keys +audience +content +proof +software +queue",
		} {
			list := l.see(address)
			if got := lineOf(list); got != want || !community.InspectedWell(list) {
				t.Errorf("%s:\ngot  %s\nwant %s", address, got, want)
			}
			text := textOf(list)
			for _, fact := range []string{"other 1.2", "127.0.0.1", "never_met"} {
				if !strings.Contains(text, fact) {
					t.Errorf("%s says nothing of %s: %s", address, fact, text)
				}
			}
		}
		if text := textOf(l.see("HOST/notes/1")); !strings.Contains(text, "The canary sings") || strings.Contains(text, "<script>") || !strings.Contains(text, "audience.public") {
			t.Error(text)
		}
		if text := textOf(l.see("HOST/users/bob")); !strings.Contains(text, "2048") || !strings.Contains(text, "ed25519") || !strings.Contains(text, "/outbox") {
			t.Error(text)
		}
		if _, err := l.Inspect(t.Context(), Inquiry{Address: l.peer.base + "/users/bob", As: "ana"}); err != nil {
			t.Error(err)
		}
		if _, err := l.Inspect(t.Context(), Inquiry{Address: l.peer.base, As: "nobody"}); err == nil {
			t.Error("a stranger signs")
		}
		if _, err := l.store.ActorByIRI(t.Context(), l.peer.iri("/users/bob")); err == nil {
			t.Error("the actor was kept")
		}
		if _, err := l.store.PeerAt(t.Context(), l.peer.host); err == nil {
			t.Error("the host was noted")
		}
	})
}

// One thing is wrong, and it is that which is named.
func TestInspectFaults(t *testing.T) {
	actor := func(l *looked, old, now string) {
		body := l.peer.pages["/users/bob"].body
		if !strings.Contains(body, l.peer.text(old)) {
			l.t.Fatalf("no %s", old)
		}
		l.peer.doc("/users/bob", strings.Replace(body, l.peer.text(old), l.peer.text(now), 1))
	}
	finger := func(body string) func(*looked) {
		return func(l *looked) {
			l.peer.serve("/.well-known/webfinger?resource=acct%3Abob%40"+strings.Replace(l.peer.host, ":", "%3A", 1), page{mediaType: "application/jrd+json", body: strings.ReplaceAll(body, "NAME", l.peer.host)})
		}
	}
	signedBy := func(status int, header string) func(*looked) {
		return func(l *looked) {
			l.refuse = func(r *http.Request) int {
				if strings.HasPrefix(r.URL.Path, "/users/") && (r.Header.Get(header) != "") == (header == "Signature-Input") {
					return status
				}
				return 0
			}
		}
	}
	rule := func(severity community.DomainSeverity) func(*looked) {
		return func(l *looked) {
			if err := l.store.SetDomainRule(l.t.Context(), community.DomainRule{Host: l.peer.host, Severity: severity, Created: l.now()}); err != nil {
				l.t.Fatal(err)
			}
		}
	}
	peers := func(do func(l *looked) error) func(*looked) {
		return func(l *looked) {
			if err := do(l); err != nil {
				l.t.Fatal(err)
			}
		}
	}
	const who, note = "HOST/users/bob", "HOST/notes/1"
	for name, c := range map[string]struct {
		address, want string
		do            func(l *looked)
	}{
		"nonsense":           {"no such thing", "-address:not_an_address", nil},
		"malformed address":  {"https://[", "-address:not_an_address", nil},
		"ours":               {"THERE/users/ana", "-address:ours", nil},
		"our handle":         {"@ana", "-address:ours", nil},
		"shut out":           {who, "-policy:shut_out", rule(community.DomainSuspended)},
		"shut out by handle": {"@bob@NAME", "-policy:shut_out", rule(community.DomainSuspended)},
		"limited":            {who, "rule.limit", rule(community.DomainLimited)},
		"private address":    {"https://10.0.0.1/users/bob", "-place:forbidden_address", nil},
		"no such name":       {"https://nobody.invalid/users/bob", "-place:no_name", nil},
		"metadata service":   {"http://169.254.169.254/", "-place:forbidden_address", nil},

		"no webfinger":          {"@eve@NAME", "-webfinger:status ?hostmeta:status", nil},
		"webfinger breaks":      {"@bob@NAME", "-webfinger:status", func(l *looked) { l.refuse = func(r *http.Request) int { return 500 } }},
		"webfinger is HTML":     {"@eve@NAME", "-webfinger:media_type", func(l *looked) { l.peer.serve("/.well-known/webfinger", page{mediaType: "text/html", body: "{}"}) }},
		"webfinger is no JSON":  {"@bob@NAME", "-webfinger:malformed", finger("{")},
		"webfinger without one": {"@bob@NAME", "-webfinger:no_self", finger(`{"subject":"acct:bob@NAME"}`)},
		"webfinger of another":  {"@bob@NAME", "-subject:status", finger(`{"subject":"acct:eve@NAME","links":[{"rel":"self","type":"application/activity+json","href":"HOST/users/bob"}]}`)},
		"elsewhere by host-meta": {"@eve@NAME", "?webfinger:status +hostmeta +subject", func(l *looked) {
			l.peer.serve("/.well-known/host-meta", page{mediaType: "application/xrd+xml", body: `<XRD><Link rel="lrdd" template="HOST/wf?q={uri}"/></XRD>`})
			l.peer.serve("/wf", page{mediaType: "application/jrd+json", body: `{"subject":"acct:eve@` + l.peer.host + `","links":[{"rel":"self","type":"application/activity+json","href":"HOST/users/bob"}]}`})
		}},
		"host-meta leads astray": {"@eve@NAME", "?webfinger:status -hostmeta:status", func(l *looked) {
			l.peer.serve("/.well-known/host-meta", page{mediaType: "application/xrd+xml", body: `<XRD><Link rel="lrdd" template="HOST/gone?q={uri}"/></XRD>`})
		}},

		"authorised fetch": {who, "?unsigned:status +rfc9421 +cavage", signedBy(401, "Signature")},
		"old scheme only":  {who, "+unsigned ?rfc9421:status +cavage", signedBy(401, "Signature-Input")},
		"no scheme": {who, "+unsigned -rfc9421:status -cavage:status", func(l *looked) {
			l.refuse = func(r *http.Request) int {
				if r.Header.Get("Signature") != "" {
					return 403
				}
				return 0
			}
		}},
		"nothing there": {"HOST/users/nobody", "-rfc9421:status -cavage:status", nil},
		"loop": {"HOST/loop", "-cavage:redirects", func(l *looked) {
			l.peer.serve("/loop", page{status: 302, header: http.Header{"Location": {"/loop"}}})
		}},
		"to the inside": {"HOST/in", "-cavage:forbidden_address", func(l *looked) {
			l.peer.serve("/in", page{status: 302, header: http.Header{"Location": {"https://10.0.0.1/"}}})
		}},
		"plain JSON": {who, "-document:media_type", func(l *looked) { l.peer.serve("/users/bob", page{mediaType: "application/json", body: "{}"}) }},
		"no JSON":    {who, "-document:malformed", func(l *looked) { l.peer.doc("/users/bob", "{") }},
		"no id":      {who, "-document:no_id", func(l *looked) { l.peer.doc("/users/bob", `{"type":"Person"}`) }},
		"other id":   {"HOST/alias", "?document:other_id", func(l *looked) { l.peer.doc("/alias", l.peer.pages["/users/bob"].body) }},
		"another's id": {"HOST/alias", "-document:speaks_for_another", func(l *looked) {
			l.peer.doc("/alias", `{"id":"HOST/other","type":"Note"}`)
			l.peer.doc("/other", `{"id":"HOST/third","type":"Note"}`)
		}},
		"page": {"HOST/@bob", "?document:is_page", func(l *looked) {
			l.peer.serve("/@bob", page{mediaType: "text/html", body: `<link rel="alternate" type="application/activity+json" href="HOST/users/bob">`})
		}},
		"only a page":  {"HOST/@bob", "-document:only_page", func(l *looked) { l.peer.serve("/@bob", page{mediaType: "text/html", body: `<p>Hello`}) }},
		"a collection": {who, "-kind:neither", func(l *looked) { actor(l, `"Person"`, `"Collection"`) }},

		"no inbox":           {who, "-actor:no_inbox", func(l *looked) { actor(l, "HOST/users/bob/inbox", "https://evil.example/inbox") }},
		"outbox elsewhere":   {who, "?actor:elsewhere", func(l *looked) { actor(l, "HOST/users/bob/outbox", "https://evil.example/outbox") }},
		"handle of another":  {who, "-handle:contradicts", finger(`{"subject":"acct:bob@NAME","links":[{"rel":"self","type":"application/activity+json","href":"HOST/users/eve"}]}`)},
		"handle unconfirmed": {who, "?handle:unproved", func(l *looked) { actor(l, `"preferredUsername":"bob"`, `"preferredUsername":"bobby"`) }},
		"no key": {who, "-keys:no_key", func(l *looked) {
			l.peer.doc("/users/bob", `{"id":"HOST/users/bob","type":"Person","inbox":"HOST/users/bob/inbox","preferredUsername":"bob"}`)
		}},
		"key of another": {who, "-key_document:key_owner", func(l *looked) {
			actor(l, "HOST/users/bob#main-key", "HOST/keys/1")
			l.peer.doc("/keys/1", `{"id":"HOST/keys/1","type":"Key","owner":"HOST/users/eve","publicKeyPem":"x"}`)
		}},
		"key not there": {who, "-key_document:status", func(l *looked) { actor(l, "HOST/users/bob#main-key", "HOST/keys/1") }},
		"key that answers": {who, "+key_document +keys", func(l *looked) {
			actor(l, "HOST/users/bob#main-key", "HOST/keys/1")
			l.peer.doc("/keys/1", `{"id":"HOST/keys/1","type":"Key","owner":"HOST/users/bob","publicKeyPem":"`+pemOf(remoteKey())+`"}`)
		}},

		"tombstone": {note, "-object:object_type", func(l *looked) { l.peer.doc("/notes/1", `{"id":"HOST/notes/1","type":"Tombstone"}`) }},
		"foreign author": {note, "-object:foreign_author", func(l *looked) {
			l.post(func(s string) string {
				return strings.Replace(s, l.peer.base+"/users/bob", "https://evil.example/users/bob", 1)
			}, "")
		}},
		"author is gone": {note, "-author:status", func(l *looked) { l.peer.serve("/users/bob", page{status: 410}) }},
		"author is not":  {note, "-author:speaks_for_another", func(l *looked) { l.peer.doc("/users/bob", `{"id":"HOST/users/eve","type":"Person"}`) }},
		"changed":        {note, "-proof:proof_wrong", func(l *looked) { l.post(func(s string) string { return strings.Replace(s, "canary", "raven", 1) }, "") }},
		"no proof": {note, "?proof:no_proof", func(l *looked) {
			l.post(func(s string) string { return strings.Replace(s, `"proof"`, `"proven"`, 1) }, "")
		}},
		"other suite": {note, "?proof:proof_unsupported", func(l *looked) {
			l.post(func(s string) string { return strings.Replace(s, "eddsa-jcs-2022", "mldsa-2025", 1) }, "")
		}},
		"stranger's key": {note, "-proof:proof_key", func(l *looked) { actor(l, "#proof", "#other") }},

		"no NodeInfo":      {who, "?software:status", func(l *looked) { delete(l.peer.pages, "/.well-known/nodeinfo") }},
		"nameless":         {who, "?software:not_said", func(l *looked) { l.peer.serve("/info", page{mediaType: "application/json", body: `{}`}) }},
		"refused delivery": {who, "?queue:refusing", peers(func(l *looked) error { return l.store.PeerFailed(l.t.Context(), l.peer.host, 403) })},
		"suspended here": {who, "-known:suspended", peers(func(l *looked) error {
			bob := l.find(l.peer.base + "/users/bob")
			return l.store.SuspendActor(l.t.Context(), bob.ID, 0, "")
		})},
		"lane is down": {who, "-queue:waiting", peers(func(l *looked) error {
			bob, ana := l.find(l.peer.base+"/users/bob"), l.member("ana")
			l.follow(ana, bob)
			lease, err := l.store.ClaimLanes(l.t.Context(), 1)
			if err != nil {
				return err
			}
			return l.store.FinishLane(l.t.Context(), lease[0], storage.Outcome{Down: true})
		})},
		"slow": {who, "?queue:slow", peers(func(l *looked) error {
			l.follow(l.member("ana"), l.find(l.peer.base+"/users/bob"))
			l.clock.Advance(time.Hour)
			return nil
		})},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLooked(t, "")
			if c.do != nil {
				c.do(l)
			}
			list := l.see(c.address)
			got := lineOf(list) + textOf(list)
			if !strings.Contains(got, c.want) {
				t.Errorf("want %s in %s", c.want, lineOf(list))
			}
			if wrong := strings.Contains(c.want, "-"); wrong == community.InspectedWell(list) {
				t.Errorf("well is %v: %s", !wrong, lineOf(list))
			}
		})
	}
}

// S-PRIV-1: nobody reads in an inspection what is not for everybody.
func TestInspectQuotesNothingPrivate(t *testing.T) {
	l := newLooked(t, "")
	for _, to := range []string{"HOST/users/bob/followers", "HOST/users/eve"} {
		l.post(nil, to)
		list := l.see("HOST/notes/1")
		if text := textOf(list); strings.Contains(text, "canary") || !strings.Contains(text, "fact.text") {
			t.Errorf("to %s: %s", to, text)
		}
	}
	l.post(func(s string) string { return strings.Replace(s, `"published"`, `"summary":"canary","published"`, 1) }, "")
	if text := textOf(l.see("HOST/notes/1")); strings.Contains(text, "canary") {
		t.Errorf("behind a warning: %s", text)
	}
}

// Types that are not known are acknowledged and counted, and by no word of a
// stranger's (protocol 1.9).
func TestUnknownIsCounted(t *testing.T) {
	s := newScene(t)
	counts := map[string]int{}
	s.received = func(kind, outcome string) { counts[kind+" "+outcome]++ }
	for i, kind := range []string{"Sneeze", "Travel", "Follow"} {
		s.peer.says(s.instance, act(kind, fmt.Sprintf("/x/%d", i), `"THERE/users/ana"`))
	}
	settle(t, s.instance)
	p, err := s.store.PeerAt(t.Context(), s.peer.host)
	if err != nil || p.Unknown != 2 || p.Heard.IsZero() || counts["other unknown"] != 2 || counts["Follow done"] != 1 || len(counts) != 2 {
		t.Errorf("%v, %+v, %v", counts, p, err)
	}
}
