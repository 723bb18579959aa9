package federation

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// alwaysOpen is what is the same for everybody and tells of no member: discovery of the
// server, its own actor, without whose key nobody could be asked, and the bits of a status
// list (R-ACT-3, R-AF-1).
var alwaysOpen = []string{"/.well-known/host-meta", "/.well-known/host-meta.json", "/.well-known/nodeinfo", "/nodeinfo/{version:2\\.[01]}",
	"/actor", "/actor/outbox", "/credentials/lists/{token}"}

// gets are all routes for GET, with variables filled in so that there is something.
func (s *stage) gets(t *testing.T, fill map[string]string) map[string]string {
	t.Helper()
	variable, addresses := regexp.MustCompile(`\{(\w+)(?::([^{}|]*)[^{}]*)?\}`), map[string]string{}
	err := s.f.router().Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		methods, err := route.GetMethods()
		if err != nil || !slices.Contains(methods, http.MethodGet) {
			return err
		}
		template, err := route.GetPathTemplate()
		addresses[template] = variable.ReplaceAllStringFunc(template, func(v string) string {
			parts := variable.FindStringSubmatch(v)
			if value, known := fill[parts[1]]; known {
				return value
			}
			return strings.ReplaceAll(parts[2], `\.[01]`, ".0")
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return addresses
}

// Allow-list mode, every route there is: who is not on the list gets nothing, not even
// whether a member exists, and who is gets what they would get otherwise (R-AF-3).
func TestAllowListOnEveryRoute(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{Mode: community.FederationAllowlist})
	token := strings.TrimPrefix(s.path(s.posts(t)[community.Public]), "/posts/")
	addresses := s.gets(t, map[string]string{"name": "ana", "token": token})
	if len(addresses) < 15 {
		t.Fatalf("only %d routes", len(addresses))
	}
	for template, address := range addresses {
		if address == "/.well-known/webfinger" {
			address += "?resource=acct:ana@here.example"
		}
		got := s.get(t, address, s.bob)
		if slices.Contains(alwaysOpen, template) {
			continue
		}
		if got.status != http.StatusForbidden && got.status != http.StatusNotFound || strings.Contains(got.body, "ana") {
			t.Errorf("%s answers who is not on the list with %d %s", address, got.status, got.body)
		}
	}
	// WebFinger is asked without a signature by every server there is, those on the list
	// too: what it says unsigned is what the page of a member says.
	if got := s.get(t, "/.well-known/webfinger?resource=acct:ana@here.example", community.Actor{}); got.status != 200 {
		t.Errorf("unsigned WebFinger: %d", got.status)
	}
	rule := community.DomainRule{Host: s.bob.IRI.Host(), Severity: community.DomainAllowed, Created: s.clock.Now()}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/.well-known/webfinger?resource=acct:ana@here.example", "/users/ana", "/users/ana/outbox", "/posts/" + token} {
		if got := s.get(t, address, s.bob); got.status != 200 {
			t.Errorf("%s answers who is on the list with %d", address, got.status)
		}
	}
}

// Allow-list mode, the other way: nothing is asked and nothing is sent where nobody
// allowed it.
func TestAllowListSendsNothing(t *testing.T) {
	s := acquainted(t)
	s.mode = community.FederationAllowlist
	before := s.peer.all()
	for _, query := range []string{"@cid@" + s.peer.host, s.peer.base + "/n/9", s.peer.base + "/users/cid"} {
		if _, _, err := s.Resolve(t.Context(), query); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("resolve %s: %v", query, err)
		}
	}
	bob, err := s.store.ActorByIRI(t.Context(), s.bob)
	if err != nil {
		t.Fatal(err)
	}
	storagetest.Following(t, s.store, bob, s.ana)
	storagetest.Post(t, s.store, s.ana, "hello")
	settle(t, s.instance)
	if n := s.peer.all(); n != before {
		t.Errorf("%d requests", n-before)
	}
	if answer := s.peer.send(s.instance, sending{as: "bob", body: act("Create", "/c/9", note("/n/9"))}); answer.StatusCode != http.StatusForbidden {
		t.Errorf("an activity: %s", answer.Status)
	}
}

// While federation is off nothing is there for other servers, discovery neither.
func TestOffOnEveryRoute(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{Mode: community.FederationOff})
	for _, address := range s.gets(t, map[string]string{"name": "ana", "token": "x"}) {
		for name, by := range s.askers() {
			if got := s.get(t, address, by); got.status != http.StatusNotFound || got.body != "" {
				t.Errorf("%s, %s: %d %s", address, name, got.status, got.body)
			}
		}
	}
}

// sideDoor is a way by which something of a server that is shut out could come back,
// brought by somebody who is welcome. EVIL in it is that server's address.
type sideDoor struct {
	// says is an activity of bob's; or do does something else.
	says string
	do   func(t *testing.T, s scene, evil *peer)
}

// sideDoors are all there are. A new way in which one document leads to another belongs
// here.
var sideDoors = map[string]sideDoor{
	"boost":                    {says: act("Announce", "/x/1", `"EVIL/n/1"`, `"to":["https://www.w3.org/ns/activitystreams#Public"]`)},
	"boost of what is kept":    {says: act("Announce", "/x/2", `"EVIL/n/kept"`, `"to":["https://www.w3.org/ns/activitystreams#Public"]`)},
	"boost with the post":      {says: act("Announce", "/x/3", `{"id":"EVIL/n/1","type":"Note","attributedTo":"EVIL/users/eve","content":"evil","to":["https://www.w3.org/ns/activitystreams#Public"]}`)},
	"wrapped by a group":       {says: act("Announce", "/x/4", `{"id":"EVIL/c/1","type":"Create","actor":"EVIL/users/eve","object":{"id":"EVIL/n/1","type":"Note","attributedTo":"EVIL/users/eve","content":"evil","to":["https://www.w3.org/ns/activitystreams#Public"]}}`)},
	"wrapped and named only":   {says: act("Announce", "/x/5", `{"id":"EVIL/c/1","type":"Create","actor":"EVIL/users/eve","object":"EVIL/n/1"}`)},
	"created by another":       {says: act("Create", "/x/6", `{"id":"EVIL/n/1","type":"Note","attributedTo":"EVIL/users/eve","content":"evil","to":["https://www.w3.org/ns/activitystreams#Public"]}`)},
	"answered":                 {says: act("Create", "/x/7", note("/n/7", `"inReplyTo":"EVIL/n/1"`))},
	"quoted (FEP-044f)":        {says: act("Create", "/x/8", note("/n/8", `"quote":"EVIL/n/1"`))},
	"quoted (Misskey)":         {says: act("Create", "/x/9", note("/n/9", `"_misskey_quote":"EVIL/n/1","quoteUrl":"EVIL/n/1","quoteUri":"EVIL/n/1"`))},
	"quoted by a link":         {says: act("Create", "/x/10", note("/n/10", `"tag":[{"type":"Link","mediaType":"application/activity+json","href":"EVIL/n/1"}]`))},
	"conversation elsewhere":   {says: act("Create", "/x/11", note("/n/11", `"context":"EVIL/contexts/1","conversation":"EVIL/contexts/1"`))},
	"replies elsewhere":        {says: act("Create", "/x/12", note("/n/12", `"replies":{"id":"HOST/n/12/replies","type":"Collection","first":{"type":"CollectionPage","items":["EVIL/n/1"],"next":"EVIL/n/1/replies"}}`))},
	"in the list of its pins":  {says: act("Add", "/x/13", `"EVIL/n/1"`, `"target":"HOST/users/bob/collections/featured"`)},
	"in the audience":          {says: act("Create", "/x/14", note("/n/14", `"audience":"EVIL/groups/g"`))},
	"emoji":                    {says: act("Create", "/x/15", note("/n/15", `"tag":[{"type":"Emoji","id":"EVIL/emoji/1","name":":evil:","icon":{"type":"Image","url":"EVIL/e.png"}}]`))},
	"liked":                    {says: act("Like", "/x/16", `"EVIL/n/1"`)},
	"moved there":              {says: act("Move", "/x/17", `"HOST/users/bob"`, `"target":"EVIL/users/eve"`)},
	"address typed":            {do: resolves("EVIL/n/1")},
	"handle typed":             {do: resolves("@eve@EVILHOST")},
	"kept address typed":       {do: resolves("EVIL/n/kept")},
	"address of a person":      {do: resolves("EVIL/users/eve")},
	"handle that leads there":  {do: resolves("@led@HOSTNAME")},
	"redirect":                 {do: resolves("HOST/redirect")},
	"page that leads there":    {do: resolves("HOST/page")},
	"key of another":           {do: signsWithKeyThere},
	"fetch that was left over": {do: leftOver},
}

// resolves types something into the search; it must find nothing.
func resolves(query string) func(*testing.T, scene, *peer) {
	return func(t *testing.T, s scene, evil *peer) {
		typed := strings.NewReplacer("EVILHOST", evil.host, "EVIL", evil.base, "HOSTNAME", s.peer.host, "HOST", s.peer.base).Replace(query)
		if _, _, err := s.Resolve(t.Context(), typed); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("%s: %v", typed, err)
		}
	}
}

func signsWithKeyThere(t *testing.T, s scene, evil *peer) {
	body := act("Create", "/x/20", note("/n/20"))
	if answer := s.peer.send(s.instance, sending{as: "bob", keyID: evil.base + "/users/eve#main-key", body: body}); answer.StatusCode != http.StatusForbidden {
		t.Errorf("signed with a key there: %s", answer.Status)
	}
}

func leftOver(t *testing.T, s scene, evil *peer) {
	if err := s.store.AddFetch(t.Context(), evil.iri("/n/1"), 1); err != nil {
		t.Fatal(err)
	}
}

// S-ORG-12 (CVE-2026-23961): a server that is shut out does not come back by a side door:
// it is not asked, what it wrote is not taken, and what is kept of it is not shown.
func TestSideDoors(t *testing.T) {
	for name, door := range sideDoors {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acquainted(t)
			evil := openEvil(t, s)
			before := evil.all()
			if door.do != nil {
				door.do(t, s, evil)
			} else {
				answer := s.peer.send(s.instance, sending{as: "bob", body: strings.ReplaceAll(door.says, "EVIL", evil.base)})
				if answer.StatusCode != http.StatusAccepted {
					t.Errorf("bob was answered with %s", answer.Status)
				}
			}
			settle(t, s.instance)
			if n := evil.all(); n != before {
				t.Errorf("it was asked %d times: %v", n-before, evil.hits)
			}
			s.showsNothingOf(t, evil)
		})
	}
}

// openEvil is a server with a person, eve, and posts, of which one is kept here from
// before it was suspended.
func openEvil(t *testing.T, s scene) *peer {
	t.Helper()
	evil := openPeer(t, s.clock)
	evil.person("eve", remoteKey())
	for _, path := range []string{"/n/1", "/n/kept"} {
		evil.doc(path, strings.ReplaceAll(note(path), "users/bob", "users/eve"))
	}
	s.peer.finger("led@"+s.peer.host, evil.base+"/users/eve")
	s.peer.serve("/redirect", page{status: http.StatusFound, header: http.Header{"Location": {evil.base + "/n/1"}}})
	s.peer.serve("/page", page{mediaType: "text/html", body: `<link rel="alternate" type="` + vocab.MediaType + `" href="` + evil.base + `/n/1">`})
	if _, _, err := s.Resolve(t.Context(), evil.base+"/n/kept"); err != nil {
		t.Fatal(err)
	}
	rule := community.DomainRule{Host: evil.host, Severity: community.DomainSuspended, Created: s.now()}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	return evil
}

func (s scene) showsNothingOf(t *testing.T, evil *peer) {
	t.Helper()
	ctx, viewer := t.Context(), community.Viewer{Actor: s.ana.ID, Local: true, ReadsCases: true}
	for _, path := range []string{"/n/1", "/n/kept"} {
		if _, err := s.store.VisiblePostByIRI(ctx, viewer, evil.iri(path)); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("%s is shown: %v", path, err)
		}
	}
	if _, err := s.store.PostByIRI(ctx, evil.iri("/n/1")); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("the post was kept: %v", err)
	}
	home, err := s.store.Home(ctx, viewer, storage.Page{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range home {
		if strings.Contains(e.Post.IRI.String(), evil.host) || strings.Contains(e.Post.Content.String(), "evil") {
			t.Errorf("in the home: %s", e.Post.IRI)
		}
	}
}

// A post that names somebody of a server that is shut out does not bring them back as
// somebody who is named (S-ORG-12).
func TestMentionOfShutOut(t *testing.T) {
	s := acquainted(t)
	evil := openEvil(t, s)
	s.peer.says(s.instance, strings.ReplaceAll(act("Create", "/x/1", note("/n/1", `"tag":[{"type":"Mention","href":"EVIL/users/eve","name":"@eve"}]`)), "EVIL", evil.base))
	if p := s.held(s.peer.iri("/n/1")); len(p.Mentions) != 0 {
		t.Errorf("it names %v", p.Mentions)
	}
}

// Staff may want no reports of a server whose posts are welcome.
func TestRejectedReports(t *testing.T) {
	s := acquainted(t)
	report := func(path string) int {
		s.peer.says(s.instance, act("Flag", path, `"THERE/users/ana"`, `"content":"bad"`))
		n, err := s.store.CountOpenFlags(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := report("/r/1"); n != 1 {
		t.Fatalf("%d reports", n)
	}
	rule := community.DomainRule{Host: s.peer.host, Severity: community.DomainNone, RejectReports: true, Created: s.now()}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	if n := report("/r/2"); n != 1 {
		t.Errorf("%d reports although they are rejected", n)
	}
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	if !s.has("/n/1") {
		t.Error("its posts are not taken either")
	}
}

// subscribes reads to a list of the peer's.
func (s scene) subscribes(t *testing.T, trust string) community.SubscriptionID {
	t.Helper()
	d, err := community.MakeSubscription(community.SubscriptionDraft{Name: "Society", URL: s.peer.base + "/list.csv", Severity: "suspend", Trust: trust}, s.ana.ID, s.now())
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.store.SetDomainSubscription(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (s scene) waiting(t *testing.T) string {
	t.Helper()
	drafts, err := s.store.DomainDrafts(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range drafts {
		name := "+" + d.Rule.Host
		if d.Removes {
			name = "-" + d.Rule.Host
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// A list is read within the hour and not more often, and not again when it has not
// changed; what it says waits for staff; what cannot be read changes nothing.
func TestDomainLists(t *testing.T) {
	s := newScene(t)
	id := s.subscribes(t, "drafts")
	const four = "#domain,#severity\na.example,suspend\nb.example,silence\nc.example,suspend\nd.example,noop\n"
	serve := func(p page) { p.mediaType = "text/csv"; s.peer.serve("/list.csv", p) }
	read := func(ctx context.Context) {
		t.Helper()
		if err := s.ReadDomainLists(ctx); err != nil {
			t.Fatal(err)
		}
	}
	serve(page{body: four, header: http.Header{"Etag": {`"v1"`}}})
	read(t.Context())
	read(t.Context()) // not within the hour
	if got := s.waiting(t); got != "+a.example +b.example +c.example +d.example" || s.peer.count("/list.csv") != 1 {
		t.Fatalf("waiting: %s, asked %d times", got, s.peer.count("/list.csv"))
	}
	if rules, err := s.store.DomainRules(t.Context()); err != nil || len(rules) != 0 {
		t.Errorf("rules %v %v", rules, err)
	}
	for what, c := range map[string]struct {
		answer  page
		failure string
	}{
		"unchanged": {page{status: http.StatusNotModified}, ""}, "broken": {page{status: 500}, "unreachable"}, "gone": {page{status: 404}, "not-there"},
		"a page": {page{body: "<html>nothing</html>"}, "unreadable"}, "empty": {page{body: ""}, "unreadable"},
		"too large": {page{body: strings.Repeat("x", community.MaxDomainList+1)}, "too-large"}, "shrunk": {page{body: "a.example,suspend\n"}, "shrunk"},
		"back to us": {page{status: 302, header: http.Header{"Location": {s.base + "/actor"}}}, "not-allowed"},
	} {
		s.clock.Advance(community.SubscriptionEvery)
		serve(c.answer)
		read(t.Context())
		d, err := s.store.DomainSubscription(t.Context(), id)
		if err != nil || d.Failure != c.failure {
			t.Errorf("%s: noted %q, %v", what, d.Failure, err)
		}
		if got := s.waiting(t); got != "+a.example +b.example +c.example +d.example" {
			t.Errorf("%s: waiting: %s", what, got)
		}
		serve(page{body: four})
		s.clock.Advance(community.SubscriptionEvery)
		read(t.Context())
	}
}
