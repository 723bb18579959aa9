package federation

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// FEP-8fcf: the digest of the given identifiers, in whatever order.
func TestRollDigest(t *testing.T) {
	ids := []community.IRI{storagetest.IRI(t, "https://a.example/users/alice"), storagetest.IRI(t, "https://a.example/users/carol")}
	const want = "0d138cdeff3d78f3fd9e85a23556ec3058a67154bd6e968ee5d6578149a7ed7a"
	if got := digestOf(ids).String(); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
	slices.Reverse(ids)
	if got := digestOf(ids).String(); got != want {
		t.Errorf("in another order %s", got)
	}
	if got := digestOf(nil).String(); got != strings.Repeat("0", 64) {
		t.Errorf("of nobody %s", got)
	}
}

func TestParseRoll(t *testing.T) {
	whole := toldRoll{"https://a.example/users/b/followers", "00ff", "https://a.example/x,y"}
	for header, want := range map[string]toldRoll{
		`collectionId="https://a.example/users/b/followers", digest="00ff", url="https://a.example/x,y"`:     whole,
		`url="https://a.example/x,y",digest="00ff",collectionId="https://a.example/users/b/followers",z="1"`: whole,
		`collectionId="https://a.example/users/b/followers", digest="00ff`:                                   {collection: whole.collection},
		``: {}, `digest`: {}, `="="`: {},
	} {
		if got := parseRoll(header); got != want {
			t.Errorf("%s is read as %+v", header, got)
		}
	}
}

// drift makes two members of b follow ana at a, and lets each side forget one of them.
func drift(t *testing.T, a, b *instance, ana community.Actor) (lost, believed community.Actor) {
	t.Helper()
	lost, believed = b.member("lost"), b.member("believed")
	atB := b.find("@ana@" + a.host)
	b.follow(believed, atB)
	b.follow(lost, atB)
	settle(t, a, b)
	// A backup is restored at one side.
	err := errors.Join(a.store.ReceiveUnfollow(t.Context(), a.known(believed).ID, ana.ID),
		b.store.DenyFollow(t.Context(), community.IRI{}, lost.ID, atB.ID))
	if err != nil {
		t.Fatal(err)
	}
	return lost, believed
}

// FEP-8fcf, both ways: follows that drifted apart are found with the next post for the
// followers and healed; nothing is asked while both agree.
func TestFollowersAreSynchronized(t *testing.T) {
	onEngines(t, func(t *testing.T, open func(*storagetest.Clock) *instance) {
		clock := &storagetest.Clock{}
		a, b, c := open(clock), open(clock), open(clock)
		ana, ben, cara := a.member("ana"), b.member("ben"), c.member("cara")
		b.follow(ben, b.find("@ana@"+a.host))
		c.follow(cara, c.find("@ana@"+a.host))
		settle(t, a, b, c)
		asked := 0
		a.behind(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/followers/synchronization") {
				asked++
			}
			a.Handler().ServeHTTP(w, r)
		})
		post := func() {
			clock.Advance(time.Hour)
			a.publish(community.Publish(ana, community.PostDraft{Text: "For followers", Audience: community.Followers}, a.around()))
			settle(t, a, b, c)
		}
		post()
		if asked != 0 {
			t.Errorf("asked %d times while all was well", asked)
		}
		lost, believed := drift(t, a, b, ana)
		post()
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		atB := b.known(ana)
		if b.relation(believed, atB).Follows {
			t.Error("who does not follow there still does here")
		}
		if a.relation(a.known(lost), ana).Follows {
			t.Error("a follow that nobody made was not taken back")
		}
		if !b.relation(ben, atB).Follows || !c.relation(cara, c.known(ana)).Follows || !a.relation(a.known(ben), ana).Follows {
			t.Error("a follow both sides knew of is gone")
		}
		post()
		if asked != 1 {
			t.Errorf("asked %d times after it was healed", asked)
		}
	})
}

// A follow that was asked for and that its home lists was accepted: the answer got lost.
func TestListedRequestIsAccepted(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, ben := a.member("ana"), b.member("ben")
	b.follow(ben, b.find("@ana@"+a.host))
	b.behind(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusAccepted)
			return
		}
		b.Handler().ServeHTTP(w, r)
	})
	settle(t, a, b)
	if r := b.relation(ben, b.known(ana)); r.Follows || !r.Requested {
		t.Fatalf("before: %+v", r)
	}
	b.front.Store(nil)
	clock.Advance(time.Hour)
	a.publish(community.Publish(ana, community.PostDraft{Text: "Hello", Audience: community.Public}, a.around()))
	settle(t, a, b)
	if !b.relation(ben, b.known(ana)).Follows {
		t.Error("the request still waits")
	}
}

// R-AF-5: the list is for servers that sign, and each sees its own people only.
func TestRollIsForItsServer(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		path := s.ana.Followers.String() + "/synchronization"
		own := s.get(t, path, s.bob) // her neighbour
		if own.status != http.StatusOK || !strings.Contains(own.body, `"orderedItems":["`+s.fay.IRI.String()+`"]`) {
			t.Errorf("her own server gets %d %s", own.status, own.body)
		}
		other := s.remote(t, "https://other.example", "eve")
		if got := s.get(t, path, other); strings.Contains(got.body, s.fay.IRI.String()) || !strings.Contains(got.body, `"totalItems":0`) {
			t.Errorf("another server gets %d %s", got.status, got.body)
		}
		if got := s.get(t, path, community.Actor{}); got.status != http.StatusUnauthorized || strings.Contains(got.body, "fay") {
			t.Errorf("nobody gets %d %s", got.status, got.body)
		}
	})
}

// told is the header as a peer would send it of bob's followers here.
func (s scene) rollHeader(collection, digest, url string) string {
	return s.peer.text(fmt.Sprintf(`collectionId="%s", digest="%s", url="%s"`, collection, digest, url))
}

const (
	bobsFollowers = "HOST/users/bob/followers"
	bobsRoll      = "HOST/users/bob/followers_synchronization"
)

// rollOf serves a list of followers and gives its digest.
func (s scene) roll(path string, followers ...community.IRI) string {
	ids, err := json.Marshal(slices.Concat([]string{}, iris(followers)))
	if err != nil {
		s.t.Fatal(err)
	}
	s.peer.doc(path, fmt.Sprintf(`{"id":"HOST%s","type":"OrderedCollection","orderedItems":%s}`, path, ids))
	return digestOf(followers).String()
}

func iris(list []community.IRI) []string {
	texts := []string{}
	for _, iri := range list {
		texts = append(texts, iri.String())
	}
	return texts
}

func (s scene) follows() bool { return s.relation(s.ana, s.find(s.bob.String())).Follows }

// FEP-8fcf: a header changes nothing unless it is signed, of the sender's own followers,
// and leads to the sender's own server, to a list that is whole, of our members alone, and
// the one that was meant.
func TestForgedRolls(t *testing.T) {
	nobody := digestOf(nil).String()
	for name, test := range map[string]func(s scene, other *peer) sending{
		"of another": func(s scene, _ *peer) sending {
			s.peer.person("eve", remoteKey())
			s.roll("/users/bob/followers_synchronization")
			return sending{as: "eve", header: s.rollHeader(bobsFollowers, nobody, bobsRoll)}
		},
		"elsewhere": func(s scene, other *peer) sending {
			other.doc("/list", `{"id":"HOST/list","type":"OrderedCollection","orderedItems":[]}`)
			return sending{as: "bob", header: s.rollHeader(bobsFollowers, nobody, other.base+"/list")}
		},
		"unsigned": func(s scene, _ *peer) sending {
			s.roll("/users/bob/followers_synchronization")
			return sending{as: "bob", header: s.rollHeader(bobsFollowers, nobody, bobsRoll), uncovered: true}
		},
		"another list than was meant": func(s scene, _ *peer) sending {
			s.roll("/users/bob/followers_synchronization")
			return sending{as: "bob", header: s.rollHeader(bobsFollowers, strings.Repeat("ab", 32), bobsRoll)}
		},
		"not to be had": func(s scene, _ *peer) sending {
			s.peer.serve("/users/bob/followers_synchronization", page{status: 500})
			return sending{as: "bob", header: s.rollHeader(bobsFollowers, nobody, bobsRoll)}
		},
		"others in it": func(s scene, _ *peer) sending {
			d := s.roll("/users/bob/followers_synchronization", s.peer.iri("/users/eve"))
			return sending{as: "bob", header: s.rollHeader(bobsFollowers, d, bobsRoll)}
		},
		"without an end": func(s scene, _ *peer) sending {
			for n := range 30 {
				s.peer.doc(fmt.Sprintf("/l?p=%d", n), fmt.Sprintf(`{"id":"HOST/l?p=%d","type":"OrderedCollectionPage","next":"HOST/l?p=%d","orderedItems":[]}`, n, n+1))
			}
			return sending{as: "bob", header: s.rollHeader(bobsFollowers, nobody, "HOST/l?p=0")}
		},
		"broken": func(s scene, _ *peer) sending {
			return sending{as: "bob", header: `collectionId="` + s.peer.text(bobsFollowers) + `", digest="zz", url="` + s.peer.text(bobsRoll) + `"`}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := acquainted(t)
			other := openPeer(t, s.clock)
			sent := test(s, other)
			sent.body = strings.ReplaceAll(act("Like", "/like/1", `"`+s.ana.IRI.String()+`"`), "users/bob", "users/"+sent.as)
			if answer := s.peer.send(s.instance, sent); answer.StatusCode != http.StatusAccepted {
				t.Fatal(answer.Status)
			}
			settle(t, s.instance)
			if !s.follows() {
				t.Error("the follow is gone")
			}
			if other.count("/list") != 0 {
				t.Error("another server was asked")
			}
			if got := s.peer.count("/l"); got > mostRollPages {
				t.Errorf("%d pages were read", got)
			}
		})
	}
}

// What an honest peer says in either scheme is heard; its list in pages is read whole.
func TestRollOfAPeer(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		s := acquainted(t)
		s.peer.doc("/users/bob/followers_synchronization", `{"id":"HOST/users/bob/followers_synchronization","type":"OrderedCollection","first":"HOST/users/bob/followers_synchronization?page=1"}`)
		s.peer.doc("/users/bob/followers_synchronization?page=1", `{"id":"HOST/users/bob/followers_synchronization?page=1","type":"OrderedCollectionPage","orderedItems":[]}`)
		s.peer.send(s.instance, sending{as: "bob", scheme: scheme, body: act("Like", "/like/1", `"`+s.ana.IRI.String()+`"`),
			header: s.rollHeader(bobsFollowers, digestOf(nil).String(), bobsRoll)})
		settle(t, s.instance)
		if s.follows() {
			t.Errorf("%s: the follow stands", scheme)
		}
	}
}

// The header goes with what is for followers, in both schemes signed, and with nothing else.
func TestRollIsSent(t *testing.T) {
	s := acquainted(t)
	storagetest.Following(t, s.store, s.find(s.bob.String()), s.ana)
	var got []string
	s.peer.inbox = func(r *http.Request, body []byte) page {
		claims, err := signature.Parse(r)
		if err != nil {
			t.Error(err)
		}
		var d struct{ Type string }
		if err := json.Unmarshal(body, &d); err != nil {
			t.Error(err)
		}
		if r.Header.Get(synchronization) != "" {
			got = append(got, d.Type)
			if !claims[0].Covers(synchronization) {
				t.Error("the header is not signed")
			}
			told := parseRoll(r.Header.Get(synchronization))
			if want := digestOf([]community.IRI{s.bob}).String(); told.digest != want || told.collection != s.ana.Followers.String() ||
				told.url != s.ana.Followers.String()+"/synchronization" {
				t.Errorf("told %+v", told)
			}
		}
		return page{status: http.StatusAccepted}
	}
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		if err := s.store.SetPeerScheme(t.Context(), s.peer.host, string(scheme), false); err != nil {
			t.Fatal(err)
		}
		s.publish(community.Publish(s.ana, community.PostDraft{Text: "Hello", Audience: community.Followers}, s.around()))
		settle(t, s.instance)
		s.clock.Advance(time.Minute)
	}
	ok := s.store.Unfollow(t.Context(), s.ana.ID, s.find(s.bob.String()).ID)
	if ok != nil {
		t.Fatal(ok)
	}
	settle(t, s.instance)
	if !slices.Equal(got, []string{"Create", "Create"}) {
		t.Errorf("the header went with %v", got)
	}
}

// Many who take part cost one look at the followers, not one each.
func TestRollIsReadOnce(t *testing.T) {
	s := acquainted(t)
	storagetest.Following(t, s.store, s.find(s.bob.String()), s.ana)
	d := storage.Delivery{Actor: s.ana.ID, Followers: true, Inbox: s.peer.iri("/inbox")}
	first := http.Header{}
	if err := s.sendRoll(t.Context(), d, first); err != nil {
		t.Fatal(err)
	}
	if err := s.store.ReceiveUnfollow(t.Context(), s.find(s.bob.String()).ID, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	second, third := http.Header{}, http.Header{}
	if err := s.sendRoll(t.Context(), d, second); err != nil {
		t.Fatal(err)
	}
	s.clock.Advance(rollAge)
	if err := s.sendRoll(t.Context(), d, third); err != nil {
		t.Fatal(err)
	}
	if first.Get(synchronization) != second.Get(synchronization) || first.Get(synchronization) == third.Get(synchronization) {
		t.Errorf("%v, %v, %v", first, second, third)
	}
}

// Whoever says something else of its followers each time does not keep us asking, and
// taking back, for ever.
func TestRollsOfOneHostAreBounded(t *testing.T) {
	s := acquainted(t)
	s.roll("/users/bob/followers_synchronization")
	for n := range mostCompared + 30 {
		sent := sending{as: "bob", header: s.rollHeader(bobsFollowers, fmt.Sprintf("%064x", n+1), bobsRoll),
			body: act("Like", fmt.Sprintf("/like/%d", n), `"`+s.ana.IRI.String()+`"`)}
		if answer := s.peer.send(s.instance, sent); answer.StatusCode != http.StatusAccepted {
			t.Fatal(answer.Status)
		}
		if n%40 == 0 {
			settle(t, s.instance)
		}
	}
	settle(t, s.instance)
	if n := s.peer.count("/users/bob/followers_synchronization"); n > mostCompared || n == 0 {
		t.Errorf("asked %d times", n)
	}
	if !s.follows() {
		t.Error("the follow is gone")
	}
}
