package federation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// TestReceiveCreate: what is kept, in which shape (protocol 1.9, 1.10).
func TestReceiveCreate(t *testing.T) {
	s := acquainted(t)
	s.peer.person("eve", strayKey())
	s.peer.doc("/n/by-id", note("/n/by-id"))
	for name, test := range map[string]struct {
		object string
		kept   bool
	}{
		"embedded":        {note("/n/embedded"), true},
		"by-id":           {`"HOST/n/by-id"`, true},
		"no-author":       {strings.Replace(note("/n/no-author"), `"attributedTo":"HOST/users/bob",`, "", 1), true},
		"author-embedded": {strings.Replace(note("/n/author-embedded"), `"HOST/users/bob"`, `{"type":"Person","id":"HOST/users/bob"}`, 1), true},
		"other-author":    {strings.Replace(note("/n/other-author"), "HOST/users/bob", "HOST/users/eve", 1), false},
		"foreign-author":  {strings.Replace(note("/n/foreign-author"), "HOST/users/bob", "https://victim.example/users/bob", 1), false},
		"an-activity":     {act("Like", "/n/an-activity", `"HOST/n/embedded"`), false},
		"an-actor":        {`{"id":"HOST/n/an-actor","type":"Person","inbox":"HOST/i","preferredUsername":"x"}`, false},
		"missing":         {`"HOST/n/missing"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			s.peer.says(s.instance, act("Create", "/c/"+name, test.object))
			if got := s.has("/n/" + name); got != test.kept {
				t.Errorf("kept: %v, want %v", got, test.kept)
			}
		})
	}
}

// TestForeignObject: nobody speaks for another host, neither by embedding its
// object nor by naming it (S-ORG-1, FEP-fe34).
func TestForeignObject(t *testing.T) {
	s := acquainted(t)
	victim := openPeer(t, s.clock)
	victim.person("carol", strayKey())
	theirs := victim.text(strings.ReplaceAll(note("/n/1"), "users/bob", "users/carol"))
	for _, verb := range []string{"Create", "Update"} {
		s.peer.says(s.instance, act(verb, "/x/embedded-"+verb, theirs))
		s.peer.says(s.instance, act(verb, "/x/named-"+verb, `"`+victim.base+`/n/1"`))
	}
	if _, err := s.store.PostByIRI(t.Context(), victim.iri("/n/1")); err == nil {
		t.Error("a post of another host was believed")
	}
	if n := victim.all(); n != 0 {
		t.Errorf("the other host was asked %d times", n)
	}
	storagetest.Following(t, s.store, s.ana, s.find(victim.iri("/users/carol").String()))
	settle(t, s.instance)
	victim.send(s.instance, sending{as: "carol", key: strayKey(), body: strings.ReplaceAll(act("Create", "/c/1", theirs), "users/bob", "users/carol")})
	settle(t, s.instance)
	s.peer.says(s.instance, act("Delete", "/x/delete", `"`+victim.base+`/n/1"`))
	if p := s.held(victim.iri("/n/1")); !p.Deleted.IsZero() {
		t.Error("a post of another host was deleted")
	}
}

// TestUnsolicited: a post that concerns nobody here is not kept; a mention, an
// answer or a follower makes it concern somebody (protocol 1.9).
func TestUnsolicited(t *testing.T) {
	s := newScene(t)
	mine := storagetest.Post(t, s.store, s.ana, "Mine")
	mention := `"tag":[{"type":"Mention","href":"THERE/users/ana","name":"@ana"}]`
	for name, test := range map[string]struct {
		more string
		kept bool
	}{
		"nobody":                  {`"sensitive":false`, false},
		"mention-not-addressed":   {mention, false},
		"mention":                 {mention + `,"audience":"THERE/users/ana"`, true},
		"mention-of-a-stranger":   {strings.ReplaceAll(mention, "users/ana", "users/nobody"), false},
		"answer-to-a-known":       {`"inReplyTo":"` + mine.IRI.String() + `"`, true},
		"answer-to-an-unknown":    {`"inReplyTo":"https://other.example/1"`, false},
		"mention-of-the-instance": {strings.ReplaceAll(mention, "users/ana", "actor") + `,"audience":"THERE/actor"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			s.peer.says(s.instance, act("Create", "/c/"+name, note("/n/"+name, test.more)))
			if got := s.has("/n/" + name); got != test.kept {
				t.Errorf("kept: %v, want %v", got, test.kept)
			}
		})
	}
}

// TestAudienceOf: addressing says who may read (protocol 1.10); what we do not
// understand is the narrowest.
func TestAudienceOf(t *testing.T) {
	s := acquainted(t)
	public, followers := `"as:Public"`, `"HOST/users/bob/followers"`
	for name, test := range map[string]struct {
		to, cc string
		want   community.AudienceKind
	}{
		"public":           {public, followers, community.Public},
		"public-array":     {`["Public"]`, `[]`, community.Public},
		"unlisted":         {followers, `["https://www.w3.org/ns/activitystreams#Public"]`, community.Unlisted},
		"followers":        {followers, `["THERE/users/ana"]`, community.Followers},
		"followers-in-cc":  {`"THERE/users/ana"`, followers, community.Followers},
		"direct":           {`"THERE/users/ana"`, `null`, community.Direct},
		"limited":          {`["THERE/users/ana"]`, `[],"directMessage":false`, community.Direct},
		"others-followers": {`"HOST/users/eve/followers"`, `["THERE/users/ana"]`, community.Direct},
	} {
		t.Run(name, func(t *testing.T) {
			s.peer.says(s.instance, act("Create", "/c/"+name, fmt.Sprintf(`{"id":"HOST/n/%s","type":"Note","attributedTo":"HOST/users/bob",
				"content":"x","to":%s,"cc":%s}`, name, test.to, test.cc)))
			if p := s.held(s.peer.iri("/n/" + name)); p.Audience.Kind != test.want {
				t.Errorf("got %s", p.Audience.Kind)
			}
		})
	}
}

// TestDirectReachesItsReader: a direct post without a mark in its text is still
// seen by whom it is addressed to, and by nobody else (S-PRIV-2).
func TestDirectReachesItsReader(t *testing.T) {
	s := acquainted(t)
	ben := s.member("ben")
	s.peer.says(s.instance, act("Create", "/c/1", `{"id":"HOST/n/1","type":"Note","attributedTo":"HOST/users/bob","content":"x","to":"THERE/users/ana"}`))
	for reader, want := range map[community.ActorID]bool{s.ana.ID: true, ben.ID: false, 0: false} {
		_, err := s.store.VisiblePostByIRI(t.Context(), community.Viewer{Actor: reader, Local: reader != 0, ReadsCases: true}, s.peer.iri("/n/1"))
		if (err == nil) != want {
			t.Errorf("reader %d: %v", reader, err)
		}
	}
}

// TestReceivedShapes: what a post says survives, whatever its type (protocol
// 1.9, 1.10).
func TestReceivedShapes(t *testing.T) {
	s := acquainted(t)
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1", `"summary":"CW","sensitive":true,"contentMap":{"de":"<p>Text</p>"},
		"source":{"content":"Text","mediaType":"text/markdown"},"url":"HOST/@bob/1",
		"tag":[{"type":"Hashtag","name":"#Ward","href":"HOST/tags/ward"},{"type":"Emoji","name":":x:"}],
		"attachment":[{"type":"Document","mediaType":"image/png","url":"HOST/1.png","name":"An X-ray","width":10,"height":20,"focalPoint":[0.5,-0.5]},
		{"type":"Document","mediaType":"video/mp4","url":"HOST/2.mp4"},{"type":"Person","id":"HOST/users/eve","url":"HOST/x"}]`)))
	p := s.held(s.peer.iri("/n/1"))
	if p.Warning != "CW" || !p.Sensitive || p.SourceType != "text/markdown" || len(p.Tags) != 1 || p.URL != s.peer.iri("/@bob/1") {
		t.Errorf("note: %+v", p)
	}
	if len(p.Media) != 1 || p.Media[0].Description != "An X-ray" || p.Media[0].FocusX != 0.5 || p.Media[0].Remote != s.peer.iri("/1.png") {
		t.Errorf("pictures: %+v", p.Media)
	}
	if !strings.Contains(p.Content.String(), "/2.mp4") || strings.Contains(p.Content.String(), "HOST/x") {
		t.Errorf("content: %s", p.Content)
	}
	s.peer.says(s.instance, act("Create", "/c/2", strings.Replace(note("/n/2", `"name":"Title","summary":"In short"`), "Note", "Article", 1)))
	if p := s.held(s.peer.iri("/n/2")); p.Kind != community.ArticlePost || p.Title != "Title" || p.Warning != "" {
		t.Errorf("article: %+v", p)
	}
	s.peer.says(s.instance, act("Create", "/c/3", strings.Replace(note("/n/3", `"name":"<b>Talk</b>","url":"HOST/v/3"`), "Note", "Video", 1)))
	if p := s.held(s.peer.iri("/n/3")); p.Kind != community.NotePost || p.Title != "<b>Talk</b>" || strings.Contains(p.Content.String(), "Talk") ||
		!strings.Contains(p.Content.String(), "/v/3") {
		t.Errorf("video: %s, %s", p.Title, p.Content)
	}
	s.peer.says(s.instance, act("Create", "/c/4", strings.Replace(note("/n/4",
		`"oneOf":[{"type":"Note","name":"Yes"},{"type":"Note","name":"No"}]`), "Note", "Question", 1)))
	if p := s.held(s.peer.iri("/n/4")); p.Question == nil || len(p.Question.Options) != 2 {
		t.Errorf("question: %+v", p.Question)
	}
	s.peer.says(s.instance, act("Create", "/c/5", note("/n/5", `"url":"https://phishing.example/login"`)))
	if p := s.held(s.peer.iri("/n/5")); p.URL != p.IRI {
		t.Errorf("page at %s", p.URL)
	}
}

// TestUpdates: an edit counts when it is newer and of the author; what is older,
// of another, or of a deleted post does not (S-ORG-11).
func TestUpdates(t *testing.T) {
	s := acquainted(t)
	s.clock.Advance(time.Hour)
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	edit := func(id, text, updated string) community.Post {
		s.peer.says(s.instance, act("Update", id, strings.Replace(note("/n/1", `"updated":"`+updated+`"`), "Text", text, 1)))
		return s.held(s.peer.iri("/n/1"))
	}
	if p := edit("/u/1", "First", "2026-11-22T09:10:00Z"); !strings.Contains(p.Content.Text(), "First") {
		t.Errorf("edit: %s", p.Content)
	}
	if p := edit("/u/2", "Older", "2026-11-22T09:05:00Z"); !strings.Contains(p.Content.Text(), "First") {
		t.Errorf("older edit: %s", p.Content)
	}
	if p := edit("/u/3", "Second", "2026-11-22T09:20:00Z"); !strings.Contains(p.Content.Text(), "Second") || p.Revision != 3 {
		t.Errorf("second edit: %d %s", p.Revision, p.Content)
	}
	s.peer.says(s.instance, act("Update", "/u/4", strings.Replace(note("/n/1"), "Text", "No date", 1)))
	if p := s.held(s.peer.iri("/n/1")); !strings.Contains(p.Content.Text(), "Second") {
		t.Errorf("undated edit: %s", p.Content)
	}
	s.peer.person("eve", remoteKey())
	s.peer.send(s.instance, sending{as: "eve", body: strings.ReplaceAll(act("Update", "/u/5",
		strings.Replace(note("/n/1", `"updated":"2026-11-22T09:30:00Z"`), "Text", "Eve", 1)), "users/bob", "users/eve")})
	settle(t, s.instance)
	if p := s.held(s.peer.iri("/n/1")); strings.Contains(p.Content.Text(), "Eve") {
		t.Error("eve edited bob's post")
	}
	s.peer.says(s.instance, act("Delete", "/d/1", `{"id":"HOST/n/1","type":"Tombstone"}`))
	edit("/u/6", "Third", "2026-11-22T09:50:00Z")
	if s.has("/n/1") {
		t.Error("an edit brought a deleted post back")
	}
	s.peer.says(s.instance, act("Update", "/u/7", strings.Replace(note("/n/old"), "2026-11-22T00:00:00Z", "2026-11-20T00:00:00Z", 1)))
	s.peer.says(s.instance, act("Update", "/u/8", note("/n/young")))
	if s.has("/n/old") || !s.has("/n/young") {
		t.Error("of unknown posts only the young are kept at their Update")
	}
}

// TestDeleteBeforeCreate: what was deleted before it came never comes (R-OUT-3,
// S-ORG-11).
func TestDeleteBeforeCreate(t *testing.T) {
	s := acquainted(t)
	s.peer.says(s.instance, act("Delete", "/d/1", `"HOST/n/1"`))
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	if s.has("/n/1") {
		t.Error("the post came after its Delete")
	}
}

// TestOrderOfReceipts: what a host sent first takes effect first, in one go.
func TestOrderOfReceipts(t *testing.T) {
	s := acquainted(t)
	for i, body := range []string{act("Create", "/c/1", note("/n/1")),
		act("Update", "/u/1", strings.Replace(note("/n/1", `"updated":"2026-11-22T08:00:00Z"`), "Text", "Changed", 1)),
		act("Create", "/c/2", note("/n/2")), act("Delete", "/d/2", `"HOST/n/2"`)} {
		if answer := s.peer.send(s.instance, sending{as: "bob", body: body}); answer.StatusCode != 202 {
			t.Fatal(i, answer.Status)
		}
	}
	settle(t, s.instance)
	if p := s.held(s.peer.iri("/n/1")); !strings.Contains(p.Content.Text(), "Changed") || s.has("/n/2") {
		t.Errorf("%s, second kept: %v", p.Content, s.has("/n/2"))
	}
}

// TestActorUpdates: an actor's new profile is taken as it signed it (R-ACT-5);
// its farewell ends what we hold of it.
func TestActorUpdates(t *testing.T) {
	s := acquainted(t)
	s.peer.says(s.instance, act("Update", "/u/1", fmt.Sprintf(`{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","name":"Prof bob",
		"inbox":"https://victim.example/inbox","outbox":"HOST/o","followers":"HOST/f",
		"publicKey":{"id":"HOST/users/bob#main-key","owner":"HOST/users/bob","publicKeyPem":"%s"}}`, pemOf(remoteKey()))))
	if a := s.find(s.bob.String()); a.DisplayName != "Dr bob" {
		t.Errorf("an inbox at another host was believed: %+v", a)
	}
	s.peer.says(s.instance, act("Update", "/u/2", fmt.Sprintf(`{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","name":"Prof bob",
		"inbox":"HOST/users/bob/inbox","outbox":"HOST/o","followers":"HOST/f","endpoints":{"sharedInbox":"https://victim.example/inbox"},
		"publicKey":{"id":"HOST/users/bob#main-key","owner":"HOST/users/bob","publicKeyPem":"%s"}}`, pemOf(remoteKey()))))
	if a := s.find(s.bob.String()); a.DisplayName != "Prof bob" || !a.SharedInbox.IsZero() {
		t.Errorf("bob is %+v", a)
	}
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	s.peer.says(s.instance, act("Delete", "/d/1", `"HOST/users/bob"`))
	if s.has("/n/1") {
		t.Error("the posts of somebody gone are still there")
	}
}

// TestAncestors: the posts above one that arrived are fetched later, so many and
// no more, and a circle ends (S-IN-5).
func TestAncestors(t *testing.T) {
	s := acquainted(t)
	for i := range 15 {
		s.peer.doc(fmt.Sprint("/n/", i), note(fmt.Sprint("/n/", i), fmt.Sprintf(`"inReplyTo":"HOST/n/%d"`, i+1)))
	}
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/start", `"inReplyTo":"HOST/n/0"`)))
	if !s.has("/n/0") || !s.has("/n/9") || s.has("/n/10") {
		t.Errorf("fetched: 0 %v, 9 %v, 10 %v", s.has("/n/0"), s.has("/n/9"), s.has("/n/10"))
	}
	start, top := s.held(s.peer.iri("/n/start")), s.held(s.peer.iri("/n/9"))
	if start.Root != top.ID || start.Parent != s.held(s.peer.iri("/n/0")).ID {
		t.Errorf("the thread is not joined: root %d, want %d", start.Root, top.ID)
	}
	s.peer.doc("/loop/a", note("/loop/a", `"inReplyTo":"HOST/loop/b"`))
	s.peer.doc("/loop/b", note("/loop/b", `"inReplyTo":"HOST/loop/a"`))
	s.peer.says(s.instance, act("Create", "/c/2", note("/n/circle", `"inReplyTo":"HOST/loop/a"`)))
	if n := s.peer.count("/loop/a"); n != 1 || !s.has("/loop/b") {
		t.Errorf("loop fetched %d times", n)
	}
}

// TestRepliesToHiddenPosts: what the author of an answer cannot see cannot be
// answered, liked or repeated, and nothing tells that it exists (S-PRIV-7).
func TestRepliesToHiddenPosts(t *testing.T) {
	s := acquainted(t)
	for _, kind := range []community.AudienceKind{community.InstanceOnly, community.Followers, community.Direct} {
		hidden := storagetest.Post(t, s.store, s.ana, "canary", kind)
		name := string(kind)
		s.peer.says(s.instance, act("Create", "/c/"+name, note("/n/"+name, `"inReplyTo":"`+hidden.IRI.String()+`"`)))
		s.peer.says(s.instance, act("Like", "/l/"+name, `"`+hidden.IRI.String()+`"`))
		s.peer.says(s.instance, act("Announce", "/a/"+name, `"`+hidden.IRI.String()+`"`, `"to":"as:Public"`))
		p := s.held(hidden.IRI)
		if s.has("/n/"+name) || p.Likes != 0 || p.Announces != 0 || p.Replies != 0 {
			t.Errorf("%s: %d likes, %d announces, %d replies, kept %v", kind, p.Likes, p.Announces, p.Replies, s.has("/n/"+name))
		}
	}
}

// TestReceiptWithoutItsJob: a job whose receipt was worked on is done.
func TestReceiptWithoutItsJob(t *testing.T) {
	s := newScene(t)
	if err := s.Receive(t.Context(), storage.Job{Kind: storage.KindReceive, Payload: "1"}); err != nil {
		t.Error(err)
	}
	if err := s.Receive(t.Context(), storage.Job{Kind: storage.KindReceive, Payload: "x"}); err == nil {
		t.Error("a payload that is no number was taken")
	}
}
