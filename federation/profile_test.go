package federation

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// R-ACT-1: all five types of actor are read and followed, write, are named and boosted alike.
func TestActorTypes(t *testing.T) {
	s := newScene(t)
	for _, kind := range []string{"Person", "Service", "Group", "Organization", "Application"} {
		name := strings.ToLower(kind)
		s.peer.doc("/users/"+name, fmt.Sprintf(`{"id":"HOST/users/%[1]s","type":"%[2]s","preferredUsername":"%[1]s","inbox":"HOST/users/%[1]s/inbox",
			"outbox":"HOST/users/%[1]s/outbox","followers":"HOST/users/%[1]s/followers",
			"publicKey":{"id":"HOST/users/%[1]s#main-key","owner":"HOST/users/%[1]s","publicKeyPem":"%[3]s"}}`, name, kind, pemOf(remoteKey())))
		s.peer.finger(name+"@"+s.peer.host, "HOST/users/"+name)
		a := s.find("@" + name + "@" + s.peer.host)
		if a.Kind != community.ActorKind(kind) || a.Bot != (kind == "Service") {
			t.Fatalf("%s is read as %s", kind, a.Kind)
		}
		storagetest.Following(t, s.store, s.ana, a)
		say := func(body string) {
			t.Helper()
			if answer := s.peer.send(s.instance, sending{as: name, body: strings.ReplaceAll(body, "/users/bob", "/users/"+name)}); answer.StatusCode != http.StatusAccepted {
				t.Fatalf("%s: %s", kind, answer.Status)
			}
			settle(t, s.instance)
		}
		say(act("Follow", "/f/"+name, `"THERE/users/ana"`))
		named := note("/n/"+name, `"tag":[{"type":"Mention","href":"THERE/users/ana","name":"@ana"}]`)
		say(act("Create", "/c/"+name, strings.Replace(named, `/followers"]`, `/followers","THERE/users/ana"]`, 1)))
		p := s.held(s.peer.iri("/n/" + name))
		if !slices.Contains(p.Mentions, s.ana.ID) || !s.relation(a, s.ana).Follows {
			t.Errorf("%s: follow or mention is lost", kind)
		}
		mine := storagetest.Post(t, s.store, s.ana, "Hello")
		say(act("Announce", "/b/"+name, fmt.Sprintf("%q", mine.IRI), `"to":["https://www.w3.org/ns/activitystreams#Public"]`))
		say(act("Like", "/l/"+name, fmt.Sprintf("%q", mine.IRI)))
		if now := s.held(mine.IRI); now.Announces != 1 || now.Likes != 1 {
			t.Errorf("%s: %d boosts, %d likes", kind, now.Announces, now.Likes)
		}
	}
}

// R-ACT-2: every field of an actor elsewhere, in the shapes that are seen; what points away from its origin is left out.
func TestActorFieldsIn(t *testing.T) {
	s := newScene(t)
	s.peer.doc("/users/bob", `{"@context":["https://www.w3.org/ns/activitystreams",{"toot":"http://joinmastodon.org/ns#","memorial":"toot:memorial",
		"suspended":"toot:suspended","attributionDomains":{"@id":"toot:attributionDomains","@type":"@id"}}],
		"id":"HOST/users/bob","type":["Group"],"preferredUsername":"bob","inbox":"HOST/i","outbox":"HOST/o","name":"Bob\u0000 :cup:",
		"featured":{"id":"HOST/f","type":"OrderedCollection"},"featuredTags":"HOST/t","attributedTo":"HOST/mods",
		"url":[{"type":"Link","mediaType":"application/json","href":"HOST/x.json"},{"type":"Link","mediaType":"text/html","href":"HOST/@bob"}],
		"icon":[{"type":"Image","url":"HOST/small.png"},{"type":"Image","url":"HOST/large.png"}],
		"image":{"type":"Image","url":[{"type":"Link","mediaType":"image/png","href":"HOST/h.png"}]},
		"attachment":[{"type":"PropertyValue","name":"Site","value":"<a href=\"https://bob.example/\" rel=\"me\" onclick=\"x()\">bob</a><script>x</script>"},
			{"type":"IdentityProof","name":"x","value":"y"},{"type":"PropertyValue","name":"Ward\u0000","value":"7"}],
		"tag":{"type":"Emoji","name":":cup:","icon":{"type":"Image","url":"HOST/cup.png"}},
		"memorial":true,"suspended":true,"attributionDomains":["journal.example","not a host"],"published":"2019-03-01",
		"generator":{"type":"Application","implements":[{"href":"https://datatracker.ietf.org/doc/html/rfc9421","name":"RFC 9421"},"urn:x:y"]},
		"manuallyApprovesFollowers":true,"discoverable":true,"indexable":true}`)
	a := s.find(s.bob.String())
	if a.Kind != community.Group || a.URL != s.peer.iri("/@bob") || a.HeaderIRI != s.peer.iri("/h.png") || a.AvatarIRI.IsZero() ||
		!a.Memorial || !a.Closed || !a.ApprovesFollowers || !a.Discoverable || !a.Indexable {
		t.Errorf("%+v", a)
	}
	if a.Featured != s.peer.iri("/f") || a.FeaturedTags != s.peer.iri("/t") || a.Moderators != s.peer.iri("/mods") {
		t.Errorf("collections %s, %s, %s", a.Featured, a.FeaturedTags, a.Moderators)
	}
	if len(a.Fields) != 2 || a.Fields[0].Name != "Site" || a.Fields[1].Name != "Ward" || strings.Contains(a.Fields[0].Value.String(), "onclick") ||
		strings.Contains(a.Fields[0].Value.String(), "script") || !strings.Contains(a.Fields[0].Value.String(), "https://bob.example/") || !a.Fields[0].Verified.IsZero() {
		t.Errorf("%+v", a.Fields)
	}
	if !slices.Equal(a.AttributionDomains, []string{"journal.example"}) || len(a.Emoji) != 1 {
		t.Errorf("%v, %v", a.AttributionDomains, a.Emoji)
	}
	if want := time.Date(2019, 3, 1, 0, 0, 0, 0, time.UTC); !a.Published.Equal(want) {
		t.Errorf("published %s", a.Published)
	}
	if len(a.Implements) != 2 || a.Implements[0] != "https://datatracker.ietf.org/doc/html/rfc9421" { // R-NI-2
		t.Errorf("%v", a.Implements)
	}
	// An Update takes it all back.
	s.peer.doc("/users/bob", `{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","inbox":"HOST/i","outbox":"HOST/o","name":"Bob",
		"featured":"https://evil.example/f","featuredTags":"https://evil.example/t"}`)
	again, err := s.refresh(t.Context(), s.bob)
	if err != nil || again.Kind != community.Person || len(again.Fields)+len(again.Implements)+len(again.Emoji) != 0 || again.Memorial || again.Closed ||
		!again.HeaderIRI.IsZero() || !again.Featured.IsZero() || !again.FeaturedTags.IsZero() {
		t.Errorf("%+v, %v", again, err)
	}
}

// R-ACT-2: id, type, inbox and a name are enough.
func TestLeastActor(t *testing.T) {
	s := newScene(t)
	s.peer.doc("/users/least", `{"id":"HOST/users/least","type":"Person","inbox":"HOST/i","preferredUsername":"least"}`)
	if a := s.find(s.peer.base + "/users/least"); a.Handle.String() != "least@"+s.peer.host || a.Name() != "least" {
		t.Errorf("%+v", a)
	}
	s.peer.doc("/users/4711", `{"id":"HOST/users/4711","type":"Person","inbox":"HOST/i","webfinger":"mia@`+s.peer.host+`"}`)
	s.peer.finger("mia@"+s.peer.host, "HOST/users/4711")
	if a := s.find(s.peer.base + "/users/4711"); a.Handle.String() != "mia@"+s.peer.host {
		t.Errorf("%+v", a)
	}
}

// R-ACT-2: what a member says goes out: header, lines, sites, hashtags, a robot's type.
func TestActorFieldsOut(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		ctx := t.Context()
		header, err := s.store.AddMedia(ctx, community.Media{Owner: s.ana.ID, File: "wide.jpg", Small: "small.jpg", Type: "image/jpeg", Width: 900, Height: 300})
		if err != nil {
			t.Fatal(err)
		}
		profile, err := community.Describe(s.ana.Profile, community.ProfileDraft{Header: header.ID, More: &community.ProfileMore{Bot: true,
			AttributionDomains: "journal.example", Fields: []community.FieldDraft{{Name: "Site", Value: "https://ana.example/"}, {Name: "Ward", Value: "7 <b>"}}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.SetProfile(ctx, s.ana.ID, profile); err != nil {
			t.Fatal(err)
		}
		if err := s.store.SetFeaturedTags(ctx, s.ana.ID, []string{"gout", "hände"}); err != nil {
			t.Fatal(err)
		}
		golden(t, "actor_more.golden", s.get(t, "/users/ana", s.bob).body)
		golden(t, "featured_tags.golden", s.get(t, "/users/ana/collections/tags", s.bob).body)
		if got := s.get(t, "/users/ana/collections/tags", community.Actor{}); got.status != http.StatusUnauthorized {
			t.Errorf("hashtags unsigned: %d", got.status)
		}
	})
}

// R-ACT-5: whoever cannot be read again any more still verifies, and what is old is asked for once and not at every
// request.
func TestStaleActorStillVerifies(t *testing.T) {
	s := acquainted(t)
	s.clock.Advance(48 * time.Hour)
	s.peer.serve("/users/bob", page{status: http.StatusBadGateway})
	before := s.peer.count("/users/bob")
	for i := range 3 {
		path := fmt.Sprintf("/n/%d", i)
		s.peer.says(s.instance, act("Create", path+"/c", note(path)))
		if !s.has(path) {
			t.Errorf("post %d of a stale actor was not taken", i)
		}
	}
	if asked := s.peer.count("/users/bob") - before; asked > 1 {
		t.Errorf("asked %d times", asked)
	}
}

// The list of what a member shows first is for who may read the posts, and only then (GHSA-ccpr-m53r-mfwr, S-PRIV-6,
// S-PRIV-9).
func TestFeaturedCollection(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		ctx := t.Context()
		first := s.publish(t, s.ana, community.PostDraft{Text: "First", Audience: community.Public}, community.Surroundings{})
		second := s.publish(t, s.ana, community.PostDraft{Text: "Second", Audience: community.Unlisted}, community.Surroundings{})
		for _, p := range []community.Post{first, second} {
			if err := s.store.Pin(ctx, s.ana, p); err != nil {
				t.Fatal(err)
			}
		}
		list := func(by community.Actor) []string {
			t.Helper()
			got := s.get(t, "/users/ana/collections/featured", by)
			if cache := got.header.Get("Cache-Control"); cache != "private, no-store" {
				t.Errorf("Cache-Control: %s", cache)
			}
			var c struct{ OrderedItems []string }
			if got.status == http.StatusOK {
				if err := json.Unmarshal([]byte(got.body), &c); err != nil {
					t.Fatal(err)
				}
			}
			return c.OrderedItems
		}
		if got := list(s.bob); !slices.Equal(got, []string{second.IRI.String(), first.IRI.String()}) {
			t.Errorf("bob reads %v", got)
		}
		for name, by := range map[string]community.Actor{"nobody": {}, "who is shut out": s.eve, "who is suspended": s.zoe} {
			if got := list(by); len(got) != 0 {
				t.Errorf("%s reads %v", name, got)
			}
		}
		if err := s.store.Block(ctx, s.ana.ID, s.bob.ID); err != nil {
			t.Fatal(err)
		}
		if got := s.get(t, "/users/ana/collections/featured", s.bob); got.status != http.StatusNotFound {
			t.Errorf("who is blocked: %d", got.status)
		}
		s.exec(t, "UPDATE post SET hidden = 1 WHERE id = "+community.FormatID(second.ID))
		if got := list(s.fay); !slices.Equal(got, []string{first.IRI.String()}) {
			t.Errorf("a hidden post is listed: %v", got)
		}
	})
}

// Protocol 1.9, Add and Remove between two instances: in order, to followers, once.
func TestPinsTravel(t *testing.T) {
	clock := &storagetest.Clock{}
	here, there := openInstance(t, clock), openInstance(t, clock)
	ana, bob := here.member("ana"), there.member("bob")
	there.follow(bob, there.find(ana.IRI.String()))
	settle(t, here, there)
	first, second := storagetest.Post(t, here.store, ana, "First"), storagetest.Post(t, here.store, ana, "Second")
	for _, p := range []community.Post{first, second} {
		if err := here.store.Pin(t.Context(), ana, p); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, here, there)
	want := func(posts ...community.Post) {
		t.Helper()
		got, err := there.store.Pinned(t.Context(), there.known(ana).ID)
		if err != nil || len(got) != len(posts) {
			t.Fatalf("%d pins (%v)", len(got), err)
		}
		for i := range got {
			if got[i].IRI != posts[i].IRI {
				t.Errorf("pin %d is %s", i, got[i].IRI)
			}
		}
	}
	want(second, first)
	if err := here.store.Unpin(t.Context(), ana, second); err != nil {
		t.Fatal(err)
	}
	settle(t, here, there)
	want(first)
}

// Protocol 1.9: nobody pins but to the list of its own, and nothing but its own open posts.
func TestPinsOfOthers(t *testing.T) {
	s := acquainted(t)
	s.peer.person("eve", strayKey())
	s.find(s.peer.base + "/users/eve")
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	bob := s.find(s.bob.String())
	mine := storagetest.Post(t, s.store, s.ana, "Mine")
	featured := `"target":"HOST/users/bob/collections/featured"`
	evil := func(verb, object string) string {
		return strings.ReplaceAll(act(verb, "/e/"+verb, object, featured), `"actor":"HOST/users/bob"`, `"actor":"HOST/users/eve"`)
	}
	for _, body := range []string{
		act("Add", "/a/1", `"HOST/n/1"`, `"target":"HOST/users/bob/other"`), act("Add", "/a/2", fmt.Sprintf("%q", mine.IRI), featured),
		act("Add", "/a/3", `"https://else.example/n/1"`, featured), act("Add", "/a/4", `"HOST/n/1"`),
	} {
		s.peer.says(s.instance, body)
	}
	s.peer.send(s.instance, sending{as: "eve", key: strayKey(), body: evil("Add", `"HOST/n/1"`)})
	settle(t, s.instance)
	pins := func() int {
		t.Helper()
		posts, err := s.store.Pinned(t.Context(), bob.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(posts)
	}
	if n := pins(); n != 0 {
		t.Fatalf("%d pins", n)
	}
	s.peer.says(s.instance, act("Add", "/a/5", `"HOST/n/1"`, featured))
	s.peer.send(s.instance, sending{as: "eve", key: strayKey(), body: evil("Remove", `"HOST/n/1"`)})
	settle(t, s.instance)
	if n := pins(); n != 1 {
		t.Fatalf("%d pins, after one was added by its author and taken off by another", n)
	}
	s.peer.says(s.instance, act("Remove", "/r/1", `{"id":"HOST/n/1","type":"Note"}`, featured))
	if n := pins(); n != 0 {
		t.Errorf("%d pins", n)
	}
}

// What somebody elsewhere shows first is read when their profile is looked at: ten posts of their own, in their order,
// and hashtags; a list that leads elsewhere gives nothing.
func TestReadFeatured(t *testing.T) {
	s := newScene(t)
	bob := s.find(s.bob.String())
	items := []string{`"https://else.example/n/1"`, `7`}
	for i := range 14 {
		path := fmt.Sprintf("/n/%d", i)
		s.peer.doc(path, note(path))
		items = append(items, `"HOST`+path+`"`)
	}
	s.peer.doc("/users/bob/collections/featured", `{"id":"HOST/users/bob/collections/featured","type":"OrderedCollection","orderedItems":[`+strings.Join(items, ",")+`]}`)
	if err := s.store.WantFeatured(t.Context(), bob); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	posts, err := s.store.Pinned(t.Context(), bob.ID)
	if err != nil || len(posts) < 8 || len(posts) > mostFeatured || posts[0].IRI != s.peer.iri("/n/0") || posts[1].IRI != s.peer.iri("/n/1") {
		t.Fatalf("%d pins, %v", len(posts), err)
	}
	bob.FeaturedTags = s.peer.iri("/tags")
	s.peer.doc("/tags", `{"id":"HOST/tags","type":"Collection","first":{"type":"CollectionPage","items":[{"type":"Hashtag","name":"#Gout"},{"type":"Hashtag","name":"#1"},"x"]}}`)
	if err := s.readTags(t.Context(), bob); err != nil {
		t.Fatal(err)
	}
	if tags, err := s.store.FeaturedTags(t.Context(), bob.ID); err != nil || !slices.Equal(tags, []string{"gout"}) {
		t.Errorf("%v, %v", tags, err)
	}
	evil := openPeer(t, s.clock)
	s.peer.doc("/tags", `{"id":"HOST/tags","type":"Collection","first":"`+evil.base+`/tags"}`)
	if err := s.readTags(t.Context(), bob); err == nil || evil.all() != 0 {
		t.Errorf("a list led elsewhere: %v, %d requests", err, evil.all())
	}
	if err := s.ReadFeatured(t.Context(), storage.Job{Payload: "x"}); err == nil {
		t.Error("a broken job is done")
	}
}

// R-NI-2: what our software can do is on members and on the instance.
func TestCapabilities(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, url := range []string{"/users/ana", "/actor"} {
			node, err := vocab.Decode([]byte(s.get(t, url, s.bob).body))
			if err != nil {
				t.Fatal(err)
			}
			got := capabilitiesOf(node.Actor().Implements)
			for _, want := range []string{"https://datatracker.ietf.org/doc/html/rfc9421", caseProfile,
				"https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25"} {
				if !slices.Contains(got, want) {
					t.Errorf("%s does not name %s: %v", url, want, got)
				}
			}
		}
	})
}

// FEP-5feb, FEP-268d: who agreed to be searched, in either word; what is not said is no.
func TestSearchConsent(t *testing.T) {
	for members, want := range map[string]bool{``: false, `"indexable":true`: true, `"searchableBy":"https://www.w3.org/ns/activitystreams#Public"`: true,
		`"searchableBy":["https://there.example/followers","as:Public"]`: true, `"searchableBy":"https://there.example/followers"`: false,
		`"indexable":false,"searchableBy":"as:Public"`: false} {
		node, err := vocab.Decode([]byte(`{"id":"https://there.example/u","type":"Person"` + strings.TrimSuffix(","+members, ",") + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := node.Actor().Indexable; got != want {
			t.Errorf("{%s} is searched: %v", members, got)
		}
	}
}
