package federation

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// group makes a group on an instance, moderated by somebody.
func (in *instance) group(name string, by community.Actor, posting community.GroupPosting) community.LocalGroup {
	in.t.Helper()
	g, err := community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: name, Title: "The " + name, Purpose: "other",
		Posting: string(posting), State: "open", Rules: "Be kind", Description: "About " + name})
	if err != nil {
		in.t.Fatal(err)
	}
	if g, err = in.store.CreateGroup(in.t.Context(), name, g, by.ID); err != nil {
		in.t.Fatal(err)
	}
	return g
}

// post is a post of a member to a group, or, with a parent, an answer in it.
func (in *instance) post(by community.Actor, group community.ActorID, title, text string, parent *community.Post) community.Post {
	in.t.Helper()
	around := in.around()
	root := community.PostID(0)
	if parent != nil {
		author, err := in.store.Actor(in.t.Context(), parent.Author)
		if err != nil {
			in.t.Fatal(err)
		}
		around.Parent, around.Answered, group, root = parent, &author, parent.Group, parent.Root
	}
	if group != 0 {
		place, err := in.store.GroupPlace(in.t.Context(), group, root, by)
		if err != nil {
			in.t.Fatal(err)
		}
		around.Group = place
	}
	return in.publish(community.Publish(by, community.PostDraft{Text: text, Title: title, Audience: community.Public}, around))
}

// home lists what a member finds at home, as POST via ANNOUNCER.
func (in *instance) home(a community.Actor) []string {
	in.t.Helper()
	entries, err := in.store.Home(in.t.Context(), community.Viewer{Actor: a.ID, Local: true, ReadsCases: true}, storage.Page{})
	if err != nil {
		in.t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		via := ""
		if e.Announcer != 0 {
			by, err := in.store.Actor(in.t.Context(), e.Announcer)
			if err != nil {
				in.t.Fatal(err)
			}
			via = " via " + by.Handle.Name()
		}
		list = append(list, strings.TrimSpace(e.Post.Title+" "+e.Post.Content.Text())+via)
	}
	return list
}

func wantHome(t *testing.T, in *instance, a community.Actor, want ...string) {
	t.Helper()
	if got := in.home(a); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s finds %q at home, want %q", a.Handle, got, want)
	}
}

// R-GRP-1, R-GRP-2: a group on one instance, followed and posted to from another: posts,
// answers, likes, edits and ends reach everybody who follows it, each once.
func TestGroupConversation(t *testing.T) { storagetest.EachDatabase(t, groupConversation) }

func groupConversation(t *testing.T, database string) {
	clock := &storagetest.Clock{}
	a, b := openInstanceOn(t, clock, database), openInstance(t, clock)
	ana, cleo, bob := a.member("ana"), a.member("cleo"), b.member("bob")
	mod := a.member("mod")
	g := a.group("lungs", mod, community.EverybodyPosts)
	groupAtB := b.find("@lungs@" + a.host)
	if groupAtB.Kind != community.Group || groupAtB.Moderators.IsZero() || groupAtB.DisplayName != "The lungs" || groupAtB.URL != a.iri("/groups/lungs") {
		t.Fatalf("the group arrived as %+v", groupAtB)
	}
	b.follow(bob, groupAtB)
	a.follow(cleo, g.Actor)
	settle(t, a, b)
	if !b.relation(bob, groupAtB).Follows || !a.relation(cleo, g.Actor).Follows {
		t.Fatal("the group did not accept its followers")
	}

	// From its own instance.
	clock.Advance(time.Minute)
	first := a.post(ana, g.Actor.ID, "A node", "Seen on film", nil)
	settle(t, a, b)
	wantHome(t, b, bob, "A node Seen on film via lungs")
	wantHome(t, a, cleo, "A node Seen on film via lungs")
	if p := b.held(first.IRI); p.Group != groupAtB.ID || p.Announces != 1 {
		t.Errorf("arrived as %+v", p)
	}

	// From elsewhere, to who never heard of its author.
	clock.Advance(time.Minute)
	second := b.post(bob, groupAtB.ID, "A shadow", "On the left", nil)
	settle(t, a, b)
	wantHome(t, a, cleo, "A shadow On the left via lungs", "A node Seen on film via lungs")
	if p := a.held(second.IRI); p.Group != g.Actor.ID {
		t.Errorf("the post is in group %d", p.Group)
	}

	// An answer is no news at home, and in the thread everywhere.
	clock.Advance(time.Minute)
	held := a.held(second.IRI)
	answer := a.post(cleo, 0, "", "Biopsy", &held)
	settle(t, a, b)
	if p := b.held(answer.IRI); p.Parent != second.ID || p.Group != groupAtB.ID {
		t.Errorf("the answer arrived as %+v", p)
	}
	wantHome(t, b, bob, "A shadow On the left", "A node Seen on film via lungs")

	// Likes, edits and the end of it.
	clock.Advance(time.Minute)
	atB := b.held(first.IRI)
	if err := b.store.Like(t.Context(), bob, atB); err != nil {
		t.Fatal(err)
	}
	b.publish(community.Revise(bob, b.held(second.IRI), community.PostDraft{Text: "On the right", Audience: community.Public}, b.around()))
	settle(t, a, b)
	if a.held(first.IRI).Likes != 1 || !strings.Contains(a.held(second.IRI).Content.Text(), "right") {
		t.Errorf("likes %d, text %s", a.held(first.IRI).Likes, a.held(second.IRI).Content)
	}
	clock.Advance(time.Minute)
	if err := b.store.DeletePost(t.Context(), second.ID, b.now()); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	wantHome(t, a, cleo, "Biopsy", "A node Seen on film via lungs")

	// The moderator takes the first out: it is in the group nowhere any more.
	if err := a.store.ModerateGroup(t.Context(), community.GroupDeed{Kind: community.RemoveFromGroup, Group: g.Actor.ID, By: mod.ID, Post: first.ID}, nil); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	wantHome(t, a, cleo, "Biopsy")
	wantHome(t, b, bob)
	if p := b.held(first.IRI); p.Group != 0 || !p.Deleted.IsZero() {
		t.Errorf("after the removal: %+v", p)
	}
}

// R-GRP-1: three instances; what a member of the second posts to a group of the first
// reaches the third with the proof of its author, so that nobody need ask the second.
func TestGroupPassesProofsOn(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b, c := openInstance(t, clock), openInstance(t, clock), openInstance(t, clock)
	ana, bob, cem := a.member("ana"), b.member("bob"), c.member("cem")
	g := a.group("lungs", ana, community.EverybodyPosts)
	groupAtB, groupAtC := b.find("@lungs@"+a.host), c.find("@lungs@"+a.host)
	c.follow(cem, groupAtC)
	settle(t, a, b, c)
	clock.Advance(time.Minute)
	post := b.post(bob, groupAtB.ID, "A node", "Seen on film", nil)
	settle(t, a, b, c)
	if a.held(post.IRI).Group != g.Actor.ID {
		t.Error("the group did not take the post")
	}
	wantHome(t, c, cem, "A node Seen on film via lungs")
	// Nobody who is shut out posts, or is passed on (S-ORG-12).
	if err := c.store.SetDomainRule(t.Context(), community.DomainRule{Host: b.host, Severity: community.DomainSuspended, Created: c.now(), By: cem.ID}); err != nil {
		t.Fatal(err)
	}
	clock.Advance(time.Minute)
	hidden := b.post(bob, groupAtB.ID, "Another", "canary", nil)
	settle(t, a, b, c)
	if _, err := c.store.PostByIRI(t.Context(), hidden.IRI); err == nil {
		t.Error("who is shut out came back through the group")
	}
}

// R-GRP-1: Mastodon posts to a group of ours by naming it, and gets boosts; Lemmy gets
// the activity as it was signed. Nothing is announced twice, or in a circle.
func TestGroupAnnouncesOnce(t *testing.T) {
	s := newScene(t)
	g := s.group("lungs", s.ana, community.EverybodyPosts)
	s.peer.send(s.instance, sending{as: "bob", body: `{"id":"HOST/f/1","type":"Follow","actor":"HOST/users/bob","object":"THERE/users/lungs"}`})
	settle(t, s.instance)
	s.peer.got = nil
	text := strings.Replace(note("/n/1", `"tag":[{"type":"Mention","href":"THERE/users/lungs","name":"@lungs"}]`),
		`"cc":["HOST/users/bob/followers"`, `"cc":["HOST/users/bob/followers","THERE/users/lungs"`, 1)
	create := act("Create", "/c/1", text, `"to":["https://www.w3.org/ns/activitystreams#Public"]`, `"canary":"verbatim"`)
	for range 2 {
		s.peer.says(s.instance, create)
	}
	if p := s.held(s.peer.iri("/n/1")); p.Group != g.Actor.ID {
		t.Fatalf("the post is in group %d", p.Group)
	}
	got := strings.Join(s.peer.got, "\n")
	if n := strings.Count(got, `"type":"Announce"`); n != 2 || len(s.peer.got) != 2 {
		t.Fatalf("%d announcements in %d deliveries: %s", n, len(s.peer.got), got)
	}
	if !strings.Contains(got, `"canary":"verbatim"`) || !strings.Contains(got, `"object":"`+s.peer.base+`/n/1"`) {
		t.Errorf("neither whole nor by name: %s", got)
	}
	// What another group announced is not announced again; nor is a boost of it.
	s.peer.doc("/users/ring", strings.ReplaceAll(s.peer.pages["/users/bob"].body, "/users/bob", "/users/ring"))
	s.peer.doc("/users/ring", strings.NewReplacer(`"Person"`, `"Group"`, `"bob"`, `"ring"`).Replace(s.peer.pages["/users/ring"].body))
	storagetest.Following(t, s.store, s.ana, s.find(s.peer.base+"/users/ring"))
	settle(t, s.instance)
	s.peer.got = nil
	wrap := fmt.Sprintf(`{"id":"HOST/a/1","type":"Announce","actor":"HOST/users/ring","to":["as:Public","THERE/users/lungs"],"object":%s}`,
		strings.ReplaceAll(act("Create", "/c/2", strings.ReplaceAll(text, "/n/1", "/n/2"), `"to":["as:Public"]`), "\n", ""))
	s.peer.send(s.instance, sending{as: "ring", body: wrap})
	s.peer.says(s.instance, act("Announce", "/a/2", `"HOST/n/1"`, `"to":["as:Public","THERE/users/lungs"]`))
	settle(t, s.instance)
	if len(s.peer.got) != 0 {
		t.Errorf("in a circle: %s", s.peer.got)
	}
	// An answer is passed on whole, and not boosted; its end too.
	s.peer.says(s.instance, act("Create", "/c/3", note("/n/3", `"inReplyTo":"HOST/n/1"`)))
	s.peer.says(s.instance, act("Like", "/l/1", `"HOST/n/1"`))
	s.peer.says(s.instance, act("Undo", "/l/1/undo", act("Like", "/l/1", `"HOST/n/1"`)))
	s.peer.says(s.instance, act("Delete", "/n/3/delete", `"HOST/n/3"`))
	if n := len(s.peer.got); n != 4 {
		t.Errorf("%d deliveries: %s", n, strings.Join(s.peer.got, "\n"))
	}
	if strings.Contains(strings.Join(s.peer.got, ""), `"object":"`+s.peer.base+`/n/3","to"`) {
		t.Error("an answer was boosted")
	}
}

// R-GRP-2: a group's rules of who may post, and its bans, hold for others, too; a
// moderator elsewhere looks after it.
func TestGroupGuards(t *testing.T) {
	s := newScene(t)
	g := s.group("lungs", s.ana, community.FollowersPost)
	send := func(path string) bool {
		t.Helper()
		text := strings.Replace(note(path), `"cc":["HOST/users/bob/followers"`, `"cc":["THERE/users/lungs"`, 1)
		s.peer.says(s.instance, act("Create", "/c"+path, text))
		p, err := s.store.PostByIRI(t.Context(), s.peer.iri(path))
		return err == nil && p.Group == g.Actor.ID
	}
	if send("/n/1") || s.has("/n/1") {
		t.Error("a stranger posted")
	}
	s.peer.says(s.instance, `{"id":"HOST/f/1","type":"Follow","actor":"HOST/users/bob","object":"THERE/users/lungs"}`)
	if !send("/n/2") {
		t.Error("a follower may not post")
	}
	bob := s.find(s.bob.String())
	deed := func(kind community.GroupDeedKind) {
		t.Helper()
		if err := s.store.ModerateGroup(t.Context(), community.GroupDeed{Kind: kind, Group: g.Actor.ID, By: s.ana.ID, Person: bob.ID}, nil); err != nil {
			t.Fatal(err)
		}
	}
	deed(community.BanFromGroup)
	if send("/n/3") {
		t.Error("who is banned posted")
	}
	deed(community.UnbanFromGroup)
	post := storagetest.Post(t, s.store, s.ana, "Mine")
	if _, err := s.store.EnterGroup(t.Context(), g.Actor.ID, post.ID); err != nil {
		t.Fatal(err)
	}
	lock := act("Lock", "/lock/1", `"`+post.IRI.String()+`"`, `"audience":"THERE/users/lungs"`)
	s.peer.says(s.instance, lock)
	if said, err := s.store.GroupPost(t.Context(), g.Actor.ID, post.ID); err != nil || !said.Locked.IsZero() {
		t.Errorf("who is no moderator locked: %+v, %v", said, err)
	}
	deed(community.AppointInGroup)
	s.peer.says(s.instance, strings.ReplaceAll(lock, "/lock/1", "/lock/2"))
	if said, err := s.store.GroupPost(t.Context(), g.Actor.ID, post.ID); err != nil || said.Locked.IsZero() {
		t.Errorf("a moderator may not lock: %+v, %v", said, err)
	}
	s.peer.says(s.instance, act("Create", "/c/4", note("/n/4", `"inReplyTo":"`+post.IRI.String()+`"`)))
	if p := s.held(s.peer.iri("/n/4")); p.Group != 0 {
		t.Error("an answer entered a locked thread")
	}
	s.peer.says(s.instance, act("Delete", "/delete/1", `"`+post.IRI.String()+`"`))
	if p := s.held(post.IRI); p.Group != 0 || !p.Deleted.IsZero() {
		t.Errorf("the moderator removed: %+v", p)
	}
	g.State = community.GroupClosed
	if err := s.store.SetGroup(t.Context(), g, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if send("/n/5") {
		t.Error("somebody posted to a closed group")
	}
}

// R-GRP-3: a topic of NodeBB or Discourse names the category at its own server as its
// audience; one that names another's is in no group by its own word.
func TestTopicsNameTheirCategory(t *testing.T) {
	s := acquainted(t)
	lungs := lemmy(t, s.clock)
	there := s.find(lungs.base + "/users/lungs")
	s.peer.doc("/category/31", strings.NewReplacer(`"Person"`, `"Group"`, `/users/bob`, `/category/31`, `"bob"`, `"sports"`).Replace(s.peer.pages["/users/bob"].body))
	s.peer.finger("sports@"+s.peer.host, "HOST/category/31")
	category := s.find(s.peer.base + "/category/31")
	article := func(path, audience string) string {
		return strings.Replace(note(path, `"name":"Return to running","context":"HOST/topic/1","audience":"`+audience+`"`), `"Note"`, `"Article"`, 1)
	}
	s.peer.says(s.instance, act("Create", "/c/1", article("/n/1", "HOST/category/31")))
	if p := s.held(s.peer.iri("/n/1")); p.Group != category.ID || p.Title != "Return to running" {
		t.Errorf("a topic: %+v", p)
	}
	s.peer.says(s.instance, act("Create", "/c/2", article("/n/2", there.IRI.String())))
	if p := s.held(s.peer.iri("/n/2")); p.Group != 0 {
		t.Error("a post entered a group of another server by its own word")
	}
	// R-GRP-4: a post on a group's wall names the wall, and that its owner (FEP-400e).
	wall := `"target":{"type":"Collection","id":"HOST/category/31/wall","attributedTo":"HOST/category/31"}`
	s.peer.says(s.instance, act("Create", "/c/3", note("/n/3", wall)))
	if p := s.held(s.peer.iri("/n/3")); p.Group != category.ID {
		t.Errorf("a post on a wall: %+v", p)
	}
	s.peer.says(s.instance, act("Create", "/c/4", note("/n/4", strings.ReplaceAll(wall, "HOST/category/31\"}", there.IRI.String()+"\"}"))))
	if p := s.held(s.peer.iri("/n/4")); p.Group != 0 {
		t.Error("a post on another's wall by its own word")
	}
}

// R-GRP-2: what a group of ours says of itself, in the shapes that threadiverse servers
// read. R-GRP-5: whether somebody follows it, their own server is told, and nobody else.
func TestGroupDocuments(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		g, err := community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: "lungs", Title: "Lungs", Purpose: "other",
			Posting: "moderators", State: "open", Description: "About lungs"})
		if err != nil {
			t.Fatal(err)
		}
		if g, err = s.store.CreateGroup(t.Context(), "lungs", g, s.ana.ID); err != nil {
			t.Fatal(err)
		}
		golden(t, "group.golden", s.get(t, "/users/lungs", s.bob).body)
		golden(t, "group_moderators.golden", s.get(t, "/users/lungs/collections/moderators", s.bob).body)
		golden(t, "group_featured.golden", s.get(t, "/users/lungs/collections/featured", s.bob).body)
		if r := s.get(t, "/users/ana/collections/moderators", s.bob); r.status != 404 {
			t.Errorf("a member has moderators: %d", r.status)
		}
		finger := s.do(t, asking{url: "/.well-known/webfinger?resource=acct:lungs@" + s.store.Domain(), accept: "application/jrd+json"})
		if finger.status != 200 || !strings.Contains(finger.body, "/users/lungs") || !strings.Contains(finger.body, "/groups/lungs") {
			t.Errorf("webfinger: %d %s", finger.status, finger.body)
		}
		ask := func(who, by community.Actor) int {
			t.Helper()
			return s.get(t, "/users/lungs/followers?is_follower="+url.QueryEscape(who.IRI.String()), by).status
		}
		if got := ask(s.fay, s.fay); got != 404 {
			t.Errorf("fay follows nothing: %d", got)
		}
		storagetest.Following(t, s.store, s.fay, g.Actor)
		if here, elsewhere := ask(s.fay, s.bob), ask(s.fay, s.mia); here != 200 || elsewhere != 404 {
			t.Errorf("their own server is told %d, another %d", here, elsewhere)
		}
	})
}
