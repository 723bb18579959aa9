package federation

import (
	"fmt"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// lemmy is a peer with a community, its moderator mod and a person pat, as Lemmy
// describes them.
func lemmy(t *testing.T, clock *storagetest.Clock) *peer {
	t.Helper()
	p := openPeer(t, clock)
	for _, name := range []string{"mod", "pat"} {
		p.person(name, remoteKey())
	}
	p.doc("/users/lungs", fmt.Sprintf(`{"@context":["https://join-lemmy.org/context.json","https://www.w3.org/ns/activitystreams"],
		"type":"Group","id":"HOST/users/lungs","preferredUsername":"lungs","inbox":"HOST/users/lungs/inbox","followers":"HOST/users/lungs/followers",
		"publicKey":{"id":"HOST/users/lungs#main-key","owner":"HOST/users/lungs","publicKeyPem":"%s"},"name":"Lungs",
		"attributedTo":"HOST/users/lungs/moderators","postingRestrictedToMods":false,"outbox":"HOST/users/lungs/outbox",
		"endpoints":{"sharedInbox":"HOST/inbox"},"featured":"HOST/users/lungs/featured","published":"2024-06-02T16:43:50.799554Z"}`, pemOf(remoteKey())))
	p.finger("lungs@"+p.host, "HOST/users/lungs")
	p.doc("/users/lungs/moderators", `{"type":"OrderedCollection","id":"HOST/users/lungs/moderators","orderedItems":["HOST/users/mod"]}`)
	return p
}

// announces sends an activity that the community wraps.
func (p *peer) announces(to *instance, id, inner string) {
	p.t.Helper()
	body := fmt.Sprintf(`{"@context":["https://join-lemmy.org/context.json","https://www.w3.org/ns/activitystreams"],"actor":"HOST/users/lungs",
		"to":["https://www.w3.org/ns/activitystreams#Public"],"object":%s,"cc":["HOST/users/lungs/followers"],"type":"Announce","id":"HOST/activities/announce/%s"}`, inner, id)
	if answer := p.send(to, sending{as: "lungs", body: body}); answer.StatusCode != 202 {
		p.t.Fatalf("got %s for %s", answer.Status, body)
	}
	settle(p.t, to)
}

// lemmyAct is an activity as Lemmy sends it to a community.
func lemmyAct(verb, id, actor, object string, more ...string) string {
	return fmt.Sprintf(`{"id":"HOST/activities/%s","actor":"%s","to":["https://www.w3.org/ns/activitystreams#Public"],"object":%s,
		"cc":["HOST/users/lungs"],"type":"%s","audience":"HOST/users/lungs"%s}`, id, actor, object, verb, strings.Join(append([]string{""}, more...), ","))
}

func lemmyPage(path, author string) string {
	return fmt.Sprintf(`{"type":"Page","id":"HOST%s","attributedTo":"%s","to":["HOST/users/lungs","https://www.w3.org/ns/activitystreams#Public"],
		"audience":"HOST/users/lungs","name":"Nodule or vessel?","content":"<p>Second slice</p>\n","mediaType":"text/html",
		"attachment":[],"sensitive":false,"language":{"identifier":"fr","name":"Français"},"published":"2026-11-21T12:35:34.292626Z"}`, path, author)
}

// joined is an instance whose member ana follows a Lemmy community.
func joined(t *testing.T, database string) (*instance, *peer, community.Actor, community.Actor) {
	t.Helper()
	clock := &storagetest.Clock{}
	in, p := openInstanceOn(t, clock, database), lemmy(t, clock)
	ana := in.member("ana")
	group := in.find("@lungs@" + p.host)
	storagetest.Following(t, in.store, ana, group)
	settle(t, in)
	return in, p, ana, group
}

// R-GRP-1, R-GRP-2: a Lemmy community is followed from here: its posts come home with
// their title, and what people and moderators do with them takes effect.
func TestLemmyCommunity(t *testing.T) { storagetest.EachDatabase(t, lemmyCommunity) }

func lemmyCommunity(t *testing.T, database string) {
	in, p, ana, group := joined(t, database)
	pat, mod := "HOST/users/pat", "HOST/users/mod"
	p.announces(in, "1", lemmyAct("Create", "create/1", pat, lemmyPage("/post/1", pat)))
	wantHome(t, in, ana, "Nodule or vessel? Second slice via lungs")
	post := in.held(p.iri("/post/1"))
	if post.Group != group.ID || post.Language != "fr" {
		t.Errorf("kept as %+v", post)
	}
	p.announces(in, "1b", `"HOST/post/1"`) // as it tells Mastodon, too
	wantHome(t, in, ana, "Nodule or vessel? Second slice via lungs")

	comment := `{"type":"Note","id":"HOST/comment/1","attributedTo":"HOST/users/pat","to":["https://www.w3.org/ns/activitystreams#Public"],
		"cc":["HOST/users/lungs","HOST/users/pat"],"content":"<p>Vessel</p>","inReplyTo":"HOST/post/1","audience":"HOST/users/lungs","published":"2026-11-21T12:40:00Z"}`
	p.announces(in, "2", lemmyAct("Create", "create/2", pat, comment))
	if c := in.held(p.iri("/comment/1")); c.Parent != post.ID || c.Group != group.ID {
		t.Errorf("comment: %+v", c)
	}
	wantHome(t, in, ana, "Nodule or vessel? Second slice via lungs")

	p.announces(in, "3", `{"actor":"HOST/users/mod","object":"HOST/post/1","type":"Like","id":"HOST/activities/like/1","audience":"HOST/users/lungs"}`)
	p.announces(in, "3b", `{"actor":"HOST/users/mod","object":"HOST/post/1","type":"Dislike","id":"HOST/activities/dislike/1","audience":"HOST/users/lungs"}`)
	if n := in.held(p.iri("/post/1")).Likes; n != 1 {
		t.Errorf("%d likes", n)
	}
	p.announces(in, "4", lemmyAct("Undo", "undo/1", mod, `{"actor":"HOST/users/mod","object":"HOST/post/1","type":"Like","id":"HOST/activities/like/1"}`))
	if n := in.held(p.iri("/post/1")).Likes; n != 0 {
		t.Errorf("%d likes after the undo", n)
	}
	p.announces(in, "5", lemmyAct("Lock", "lock/1", mod, `"HOST/post/1"`))
	p.announces(in, "6", lemmyAct("Add", "add/1", mod, `"HOST/post/1"`, `"target":"HOST/users/lungs/featured"`))
	said, err := in.store.GroupPost(t.Context(), group.ID, post.ID)
	if err != nil || said.Locked.IsZero() || said.Pinned.IsZero() {
		t.Errorf("the post is %+v, %v", said, err)
	}
	p.announces(in, "7", lemmyAct("Undo", "undo/2", mod, lemmyAct("Lock", "lock/1", mod, `"HOST/post/1"`)))
	p.announces(in, "8", lemmyAct("Remove", "remove/1", mod, `"HOST/post/1"`, `"target":"HOST/users/lungs/featured"`))
	if said, err = in.store.GroupPost(t.Context(), group.ID, post.ID); err != nil || !said.Locked.IsZero() || !said.Pinned.IsZero() {
		t.Errorf("the post is %+v, %v", said, err)
	}
	p.announces(in, "9", lemmyAct("Delete", "delete/1", mod, `"HOST/comment/1"`, `"summary":"bad comment"`))
	if c := in.held(p.iri("/comment/1")); c.Group != 0 || !c.Deleted.IsZero() {
		t.Errorf("what a moderator took out: %+v", c)
	}
	p.announces(in, "10", lemmyAct("Block", "block/1", mod, `"HOST/users/pat"`, `"target":"HOST/users/lungs"`, `"removeData":true`,
		`"endTime":"2026-12-24T00:00:00Z"`, `"summary":"spam"`))
	wantHome(t, in, ana)
	bans, err := in.store.GroupBans(t.Context(), group.ID)
	if err != nil || len(bans) != 1 || bans[0].Reason != "spam" || bans[0].Until.IsZero() {
		t.Errorf("bans: %+v, %v", bans, err)
	}
	if post := in.held(p.iri("/post/1")); post.Group != 0 || !post.Deleted.IsZero() {
		t.Errorf("what the banned posted: %+v", post)
	}
	p.announces(in, "11", lemmyAct("Undo", "undo/3", mod, lemmyAct("Block", "block/1", mod, `"HOST/users/pat"`, `"target":"HOST/users/lungs"`)))
	if bans, err = in.store.GroupBans(t.Context(), group.ID); err != nil || len(bans) != 0 {
		t.Errorf("bans: %+v, %v", bans, err)
	}
	p.announces(in, "12", lemmyAct("Delete", "delete/2", pat, `"HOST/post/1"`))
	if post := in.held(p.iri("/post/1")); post.Deleted.IsZero() {
		t.Error("its author deleted it")
	}
}

// S-ORG-8: what a group passes on is believed when its own actor said it, and by nobody
// else's word.
func TestForgedWraps(t *testing.T) {
	in, p, ana, group := joined(t, "")
	victim := openPeer(t, in.clock)
	victim.person("vic", strayKey())
	theirs := victim.text(lemmyPage("/post/9", "HOST/users/vic"))
	theirs = strings.ReplaceAll(theirs, victim.base+"/users/lungs", "HOST/users/lungs")
	vic := victim.base + "/users/vic"
	create := func(id string) string {
		return strings.Replace(lemmyAct("Create", id, vic, theirs), "HOST/activities", victim.base+"/activities", 1)
	}
	// Not there: nothing.
	p.announces(in, "1", create("create/1"))
	if _, err := in.store.PostByIRI(t.Context(), victim.iri("/post/9")); err == nil {
		t.Fatal("a post that its server knows nothing of")
	}
	// There, in other words: theirs count.
	victim.doc("/post/9", strings.Replace(p.text(theirs), "Second slice", "Truly said", 1))
	p.announces(in, "2", create("create/2"))
	wantHome(t, in, ana, "Nodule or vessel? Truly said via lungs")
	for name, inner := range map[string]string{
		"of another origin": lemmyAct("Create", "create/3", vic, lemmyPage("/post/10", vic)),
		"of ours":           lemmyAct("Create", "create/4", in.base+"/users/ana", lemmyPage("/post/11", in.base+"/users/ana")),
		"for few": strings.ReplaceAll(lemmyAct("Create", "create/5", "HOST/users/pat", lemmyPage("/post/12", "HOST/users/pat")),
			"https://www.w3.org/ns/activitystreams#Public", "HOST/users/mod"),
		"an Announce": `{"id":"HOST/activities/announce/inner","type":"Announce","actor":"HOST/users/mod","object":` +
			lemmyAct("Create", "create/6", "HOST/users/pat", lemmyPage("/post/13", "HOST/users/pat")) + `}`,
	} {
		p.announces(in, "x-"+strings.ReplaceAll(name, " ", "-"), inner)
		for _, path := range []string{"/post/10", "/post/11", "/post/12", "/post/13"} {
			if _, err := in.store.PostByIRI(t.Context(), p.iri(path)); err == nil {
				t.Errorf("%s: %s was kept", name, path)
			}
		}
	}
	post := in.held(victim.iri("/post/9"))
	// What its author said elsewhere is repeated, and not the group's to keep.
	apart := strings.ReplaceAll(lemmyPage("/post/14", "HOST/users/pat"), "HOST/users/lungs", "HOST/users/pat/followers")
	p.announces(in, "apart", strings.ReplaceAll(lemmyAct("Create", "create/14", "HOST/users/pat", apart), "HOST/users/lungs", "HOST/users/pat/followers"))
	if held := in.held(p.iri("/post/14")); held.Group != 0 || held.Announces != 1 {
		t.Errorf("a group took what was not meant for it: %+v", held)
	}
	mine := storagetest.Post(t, in.store, ana, "Mine")
	p.announces(in, "mine", lemmyAct("Create", "create/15", in.base+"/users/ana", `{"type":"Note","id":"`+mine.IRI.String()+`"}`))
	if held := in.held(mine.IRI); held.Group != 0 {
		t.Errorf("a group took a member's post: %+v", held)
	}
	// The end of another's post, a like in another's name, and deeds of who is no moderator.
	p.announces(in, "3", strings.Replace(lemmyAct("Delete", "delete/1", vic, `"`+victim.base+`/post/9"`), "HOST/activities", victim.base+"/activities", 1))
	p.announces(in, "4", strings.Replace(lemmyAct("Like", "like/1", vic, `"`+victim.base+`/post/9"`), "HOST/activities", victim.base+"/activities", 1))
	for i, forged := range []string{
		lemmyAct("Delete", "delete/2", "HOST/users/pat", `"`+victim.base+`/post/9"`),
		lemmyAct("Lock", "lock/2", "HOST/users/pat", `"`+victim.base+`/post/9"`),
		lemmyAct("Block", "block/2", "HOST/users/pat", `"`+in.base+`/users/ana"`, `"target":"HOST/users/lungs"`),
		lemmyAct("Add", "add/2", "HOST/users/pat", `"`+victim.base+`/post/9"`, `"target":"HOST/users/lungs/featured"`),
		strings.Replace(lemmyAct("Lock", "lock/3", vic, `"`+victim.base+`/post/9"`), "HOST/activities", victim.base+"/activities", 1),
	} {
		p.announces(in, fmt.Sprintf("forged-%d", i), forged)
	}
	if after := in.held(post.IRI); !after.Deleted.IsZero() || after.Likes != 0 || after.Group != group.ID {
		t.Errorf("after forgeries: %+v", after)
	}
	if said, err := in.store.GroupPost(t.Context(), group.ID, post.ID); err != nil || !said.Locked.IsZero() || !said.Pinned.IsZero() {
		t.Errorf("a stranger locked or pinned it: %+v, %v", said, err)
	}
	if bans, err := in.store.GroupBans(t.Context(), group.ID); err != nil || len(bans) != 0 {
		t.Errorf("a stranger shut somebody out: %+v, %v", bans, err)
	}
	// When it is gone there, its end is believed.
	victim.serve("/post/9", page{status: 410})
	p.announces(in, "5", strings.Replace(lemmyAct("Delete", "delete/3", vic, `"`+victim.base+`/post/9"`), "HOST/activities", victim.base+"/activities", 1))
	if in.held(post.IRI).Deleted.IsZero() {
		t.Error("the post outlived its end")
	}
}

// S-ORG-12: who is shut out does not come back wrapped, be it its post or a word about
// another's; nor does a group that nobody here follows bring anything.
func TestShutOutInsideAWrap(t *testing.T) {
	in, p, ana, _ := joined(t, "")
	evil := openPeer(t, in.clock)
	evil.person("eve", strayKey())
	evil.doc("/post/1", evil.text(lemmyPage("/post/1", "HOST/users/eve")))
	rule := community.DomainRule{Host: evil.host, Severity: community.DomainSuspended, Created: in.now(), By: ana.ID}
	if err := in.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	p.announces(in, "1", strings.Replace(lemmyAct("Create", "create/1", evil.base+"/users/eve", evil.text(lemmyPage("/post/1", "HOST/users/eve"))),
		"HOST/activities", evil.base+"/activities", 1))
	p.announces(in, "2", `"`+evil.base+`/post/1"`)
	if n := evil.all(); n != 0 {
		t.Errorf("who is shut out was asked %d times", n)
	}
	wantHome(t, in, ana)
	if err := in.store.Unfollow(t.Context(), ana.ID, in.find("@lungs@"+p.host).ID); err != nil {
		t.Fatal(err)
	}
	settle(t, in)
	p.announces(in, "3", lemmyAct("Create", "create/3", "HOST/users/pat", lemmyPage("/post/3", "HOST/users/pat")))
	if _, err := in.store.PostByIRI(t.Context(), p.iri("/post/3")); err == nil {
		t.Error("a group that nobody follows filled the disk")
	}
}
