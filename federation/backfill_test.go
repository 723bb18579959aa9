package federation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// talk is a scene with a post of bob's that a member here opens.
type talk struct {
	scene
	root community.Post
}

// openTalk lets bob post what says of its conversation what more says.
func openTalk(t *testing.T, more ...string) talk {
	t.Helper()
	s := acquainted(t)
	s.peer.doc("/n/root", note("/n/root", more...))
	s.peer.says(s.instance, act("Create", "/c/root", note("/n/root", more...)))
	return talk{s, s.held(s.peer.iri("/n/root"))}
}

// look opens the thread and lets all that follows happen.
func (s talk) look() storage.Seeking {
	s.t.Helper()
	sought, err := s.store.SeekAnswers(s.t.Context(), s.root)
	if err != nil {
		s.t.Fatal(err)
	}
	settle(s.t, s.instance)
	return sought
}

// answers serves a list of what is at the paths, on one page.
func (s talk) list(path string, paths ...string) {
	s.peer.doc(path, fmt.Sprintf(`{"id":"HOST%s","type":"Collection","items":[%s]}`, path, quoted(paths...)))
}

func quoted(paths ...string) string {
	var list []string
	for _, p := range paths {
		if strings.HasPrefix(p, "/") {
			p = "HOST" + p
		}
		list = append(list, `"`+p+`"`)
	}
	return strings.Join(list, ",")
}

func answering(of string) string { return `"inReplyTo":"HOST` + of + `"` }

func (s talk) answer(path, of string, more ...string) {
	s.peer.doc(path, note(path, append(more, answering(of))...))
}

func (s talk) want(there bool, paths ...string) {
	s.t.Helper()
	for _, p := range paths {
		if s.has(p) != there {
			s.t.Errorf("%s is here: %v, want %v", p, !there, there)
		}
	}
}

// FEP-7458: the answers under a post, and those under them, are read from its home, three
// lists deep and no deeper (S-IN-5).
func TestRepliesAreRead(t *testing.T) {
	s := openTalk(t, `"replies":{"id":"HOST/n/root/replies","type":"Collection","first":{"type":"CollectionPage","next":"HOST/n/root/replies?page=2","partOf":"HOST/n/root/replies","items":[]}}`)
	s.peer.doc("/n/root/replies", `{"id":"HOST/n/root/replies","type":"Collection","first":{"id":"HOST/n/root/replies?page=1","type":"CollectionPage","next":"HOST/n/root/replies?page=2","items":["HOST/n/a"]}}`)
	s.peer.doc("/n/root/replies?page=2", `{"id":"HOST/n/root/replies?page=2","type":"CollectionPage","partOf":"HOST/n/root/replies","items":["HOST/n/b",{"id":"HOST/n/e","type":"Note","content":"forged","attributedTo":"HOST/users/bob"}]}`)
	s.answer("/n/a", "/n/root", `"replies":"HOST/n/a/replies"`)
	s.answer("/n/b", "/n/root")
	for i, name := range []string{"a", "a1", "a2", "a3"} {
		next := []string{"a1", "a2", "a3", "a4"}[i]
		s.list("/n/"+name+"/replies", "/n/"+next)
		s.answer("/n/"+next, "/n/"+name, `"replies":"HOST/n/`+next+`/replies"`)
	}
	sought := s.look()
	if sought.Host != s.peer.host || !sought.Pending() {
		t.Errorf("at first: %+v", sought)
	}
	s.want(true, "/n/a", "/n/b", "/n/a1", "/n/a2")
	s.want(false, "/n/a3", "/n/a4", "/n/e")
	if p := s.held(s.peer.iri("/n/a2")); p.Root != s.root.ID {
		t.Errorf("the answer stands in thread %d", p.Root)
	}
	if after := s.look(); after.Pending() || after.Answered.IsZero() {
		t.Errorf("after it: %+v", after)
	}
}

// FEP-7888, FEP-f228: where the beginning names its conversation, that is read and not the
// answers one by one; what says of itself that it belongs elsewhere is not kept. FEP-11dd:
// whose it is, is who may say what is in it, from its own origin.
func TestContextIsRead(t *testing.T) {
	s := openTalk(t, `"context":"HOST/talk/1"`, `"replies":"HOST/n/root/replies"`)
	s.peer.doc("/talk/1", `{"id":"HOST/talk/1","type":"OrderedCollection","attributedTo":"HOST/users/bob","first":"HOST/talk/1?page=1"}`)
	s.peer.doc("/talk/1?page=1", `{"id":"HOST/talk/1?page=1","type":"OrderedCollectionPage","partOf":"HOST/talk/1","orderedItems":[`+quoted("/n/2", "/n/1", "/n/root", "/n/other", "/n/chat")+`]}`)
	s.answer("/n/1", "/n/root")
	s.answer("/n/2", "/n/1")
	s.peer.doc("/n/chat", note("/n/chat", `"context":"HOST/talk/1"`))
	s.peer.doc("/n/other", note("/n/other"))
	s.look()
	s.want(true, "/n/1", "/n/2", "/n/chat")
	s.want(false, "/n/other")
	if s.peer.count("/n/root/replies") != 0 {
		t.Error("the answers were read as well")
	}
}

// FEP-171b: a conversation listed as activities is read through them, and none of what is
// embedded is believed.
func TestHistoryIsRead(t *testing.T) {
	s := openTalk(t, `"contextHistory":"HOST/talk/1/history"`)
	s.peer.doc("/talk/1/history", `{"id":"HOST/talk/1/history","type":"OrderedCollection","orderedItems":[
		{"type":"Add","actor":"HOST/users/bob","target":"HOST/talk/1/history","object":{"type":"Create","id":"HOST/c/1","actor":"HOST/users/bob",
		"object":{"type":"Note","id":"HOST/n/1","attributedTo":"HOST/users/bob","content":"forged"}}}]}`)
	s.answer("/n/1", "/n/root")
	s.look()
	if text := s.held(s.peer.iri("/n/1")).Content.Text(); text != "Text" {
		t.Errorf("it says %q", text)
	}
}

// S-IN-5: a list whose pages never end, one that is its own next page, and two that follow
// one another end.
func TestEndlessLists(t *testing.T) {
	page := func(n int, next string) string {
		return fmt.Sprintf(`{"id":"HOST/l?page=%d","type":"CollectionPage","next":"HOST/l?page=%s","items":["HOST/n/%d"]}`, n, next, n)
	}
	for name, next := range map[string]func(n int) string{
		"endless": func(n int) string { return fmt.Sprint(n + 1) },
		"itself":  func(n int) string { return fmt.Sprint(n) },
		"circle":  func(n int) string { return fmt.Sprint(1 - n) },
	} {
		t.Run(name, func(t *testing.T) {
			s := openTalk(t, `"replies":"HOST/l"`)
			s.peer.doc("/l", `{"id":"HOST/l","type":"Collection","first":"HOST/l?page=0"}`)
			for n := range 50 {
				s.peer.doc(fmt.Sprintf("/l?page=%d", n), page(n, next(n)))
				s.answer(fmt.Sprintf("/n/%d", n), "/n/root")
			}
			s.look()
			want := map[string]int{"endless": mostTurns, "itself": 2, "circle": 3}[name]
			if got := s.peer.count("/l"); got != want {
				t.Errorf("%d pages were read, want %d", got, want)
			}
			s.want(true, "/n/0")
		})
	}
}

// S-IN-5: ten thousand answers cost what two hundred do, and no more before it may be asked
// again; a day has room for five times.
func TestManyAnswers(t *testing.T) {
	s := openTalk(t, `"replies":"HOST/l"`)
	var paths []string
	for n := range 9990 {
		paths = append(paths, fmt.Sprintf("/x/%d", n))
	}
	s.list("/l", paths...)
	before := s.peer.all()
	s.look()
	// The root and the list beside them.
	if got := s.peer.all() - before; got > 202 || got < 100 {
		t.Errorf("%d requests were made", got)
	}
	runs := 1
	for range 40 {
		s.clock.Advance(20 * time.Minute)
		if lists := s.peer.count("/l"); true {
			s.look()
			runs += s.peer.count("/l") - lists
		}
	}
	if runs != 5 {
		t.Errorf("it was read %d times within a day", runs)
	}
	if got := s.peer.all() - before; got > 5*202 {
		t.Errorf("%d requests were made within a day", got)
	}
}

// S-IN-5: of answers that answer one another, and lists that list one another, each is read
// once.
func TestAnswersInACircle(t *testing.T) {
	s := openTalk(t, `"replies":"HOST/l"`)
	s.list("/l", "/n/a", "/n/b")
	s.list("/la", "/n/b", "/n/a", "/n/root")
	s.list("/lb", "/n/a", "/n/root")
	s.answer("/n/a", "/n/b", `"replies":"HOST/la"`)
	s.answer("/n/b", "/n/a", `"replies":"HOST/lb"`)
	s.look()
	for _, path := range []string{"/n/a", "/n/b", "/la", "/lb"} {
		if got := s.peer.count(path); got > 1 {
			t.Errorf("%s was read %d times", path, got)
		}
	}
}

// S-IN-5, S-ORG-12: a list names what it likes. Posts are read from their own origin, pages
// only from the list's; nothing of a server that is shut out is asked for, nothing that is
// for few is kept, nor what does not answer.
func TestStrangeAnswers(t *testing.T) {
	s := openTalk(t, `"replies":"HOST/l"`)
	third, shut := openPeer(t, s.clock), openPeer(t, s.clock)
	third.person("tom", remoteKey())
	shut.person("sue", remoteKey())
	reply := func(p *peer, who string) string {
		return strings.ReplaceAll(note("/n/1", `"inReplyTo":"`+s.root.IRI.String()+`"`), "users/bob", "users/"+who)
	}
	third.doc("/n/1", reply(third, "tom"))
	third.doc("/l2", `{"id":"HOST/l2","type":"CollectionPage","items":["HOST/n/2"]}`)
	shut.doc("/n/1", reply(shut, "sue"))
	ok := s.store.SetDomainRule(t.Context(), community.DomainRule{Host: shut.host, Severity: community.DomainSuspended})
	if ok != nil {
		t.Fatal(ok)
	}
	s.peer.doc("/l", `{"id":"HOST/l","type":"Collection","items":[`+quoted("/n/few", "/n/none", "/n/gone", third.base+"/n/1", shut.base+"/n/1", s.base+"/posts/X", "javascript:1")+`],
		"first":"`+third.base+`/l2"}`)
	s.peer.doc("/n/few", strings.Replace(note("/n/few", answering("/n/root")), vocab.Public, "HOST/users/bob/followers", 1))
	s.peer.doc("/n/none", note("/n/none"))
	s.peer.serve("/n/gone", page{status: 410})
	before := shut.all()
	s.look()
	s.want(false, "/n/few", "/n/none", "/n/gone")
	if s.held(third.iri("/n/1")).Parent != s.root.ID {
		t.Error("the answer from a third server is missing")
	}
	if shut.all() != before {
		t.Error("a server that is shut out was asked")
	}
	if third.count("/l2") != 0 {
		t.Error("a page at another server was read")
	}
}

// S-IN-5: a server that does not answer is given up and told of honestly.
func TestSilentConversation(t *testing.T) {
	s := openTalk(t, `"replies":"HOST/l"`)
	s.peer.serve("/n/root", page{status: 503})
	s.look()
	if again := s.look(); again.Pending() {
		t.Errorf("it is asked for ever: %+v", again)
	}
	if got := s.peer.count("/n/root"); got > 2 {
		t.Errorf("it was asked %d times", got)
	}
}

// What is old notifies nobody and enters no home; what is young is told of as if it had
// been delivered.
func TestOldAnswersAreQuiet(t *testing.T) {
	s := openTalk(t, `"replies":"HOST/l"`)
	named := `"tag":[{"type":"Mention","href":"` + s.ana.IRI.String() + `"}],"cc":["` + s.ana.IRI.String() + `"]`
	old := strings.Replace(note("/n/old", answering("/n/root"), named), "2026-11-22T00:00:00Z", "2026-11-02T00:00:00Z", 1)
	s.peer.doc("/n/old", strings.Replace(old, `"cc":["HOST/users/bob/followers"],`, "", 1))
	s.peer.doc("/n/young", strings.Replace(note("/n/young", answering("/n/root"), named), `"cc":["HOST/users/bob/followers"],`, "", 1))
	s.list("/l", "/n/old", "/n/young")
	s.look()
	s.want(true, "/n/old", "/n/young")
	list, err := s.store.Notifications(t.Context(), s.ana.ID, storage.NotificationFilter{Kinds: []community.NotificationKind{community.NotifyMention}}, storage.Page{})
	if err != nil || len(list) != 1 || list[0].Post != s.held(s.peer.iri("/n/young")).ID {
		t.Errorf("told of %+v, %v", list, err)
	}
}

// What nobody is asked about: members' own conversations, what is for few, and servers that
// are shut out.
func TestWhatIsNotSought(t *testing.T) {
	s := acquainted(t)
	own := s.publish(community.Publish(s.ana, community.PostDraft{Text: "Ours", Audience: community.Public}, s.around()))
	s.peer.says(s.instance, act("Create", "/c/few", strings.Replace(note("/n/few"), vocab.Public, "HOST/users/bob/followers", 1)))
	s.peer.says(s.instance, act("Create", "/c/open", note("/n/open")))
	open := s.held(s.peer.iri("/n/open"))
	if err := s.store.SetDomainRule(t.Context(), community.DomainRule{Host: s.peer.host, Severity: community.DomainSuspended}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []community.Post{own, s.held(s.peer.iri("/n/few")), open} {
		if sought, err := s.store.SeekAnswers(t.Context(), p); err != nil || sought.Host != "" {
			t.Errorf("%s is sought: %+v, %v", p.IRI, sought, err)
		}
	}
}

// onEngines runs a test with instances on each engine.
func onEngines(t *testing.T, test func(t *testing.T, open func(*storagetest.Clock) *instance)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, func(clock *storagetest.Clock) *instance { return openInstance(t, clock) })
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, func(clock *storagetest.Clock) *instance {
			return openInstanceOn(t, clock, storagetest.PostgresDatabase(t))
		})
	})
}

// Three servers: ana's question, ben's answer, and cara, who follows ana only and opens the
// thread. What was missing above is fetched at the same time.
func TestAnswersOfThirdServers(t *testing.T) {
	onEngines(t, func(t *testing.T, open func(*storagetest.Clock) *instance) {
		clock := &storagetest.Clock{}
		a, b, c := open(clock), open(clock), open(clock)
		ana, ben, cara := a.member("ana"), b.member("ben"), c.member("cara")
		b.follow(ben, b.find("@ana@"+a.host))
		c.follow(cara, c.find("@ana@"+a.host))
		settle(t, a, b, c)
		root := a.publish(community.Publish(ana, community.PostDraft{Text: "Which handover?", Audience: community.Public}, a.around()))
		settle(t, a, b, c)
		clock.Advance(time.Minute)
		around := b.around()
		held, author := b.held(root.IRI), b.known(ana)
		around.Parent, around.Answered = &held, &author
		reply := b.publish(community.Publish(ben, community.PostDraft{Text: "At the bedside", Audience: community.Public}, around))
		settle(t, a, b, c)
		if _, err := c.store.PostByIRI(t.Context(), reply.IRI); err == nil {
			t.Fatal("the answer came by itself, so that nothing is shown here")
		}
		if _, err := c.store.SeekAnswers(t.Context(), c.held(root.IRI)); err != nil {
			t.Fatal(err)
		}
		settle(t, a, b, c)
		if got := c.held(reply.IRI); got.Parent != c.held(root.IRI).ID || !strings.Contains(got.Content.Text(), "bedside") {
			t.Errorf("arrived as %+v", got)
		}
		if c.held(root.IRI).Replies != 1 {
			t.Error("the answer is not counted")
		}
	})
}

// What stands above is fetched ten steps when an answer arrives, and on from there when
// somebody looks (S-IN-5).
func TestAncestorsOnDemand(t *testing.T) {
	s := acquainted(t)
	s.peer.doc("/n/0", note("/n/0"))
	for n := range 14 {
		path := fmt.Sprintf("/n/%d", n+1)
		s.peer.doc(path, note(path, answering(fmt.Sprintf("/n/%d", n))))
	}
	s.peer.says(s.instance, act("Create", "/c/14", note("/n/14", answering("/n/13"))))
	if !s.has("/n/4") || s.has("/n/3") {
		t.Fatal("it was not fetched ten steps")
	}
	if _, err := s.store.SeekAnswers(t.Context(), s.held(s.peer.iri("/n/14"))); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	if !s.has("/n/0") || s.held(s.peer.iri("/n/14")).Root != s.held(s.peer.iri("/n/0")).ID {
		t.Error("the beginning was not found")
	}
}
