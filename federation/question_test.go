package federation

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// asking publishes a poll that is open for an hour.
func (in *instance) asking(by community.Actor, multiple bool, audience community.AudienceKind) community.Post {
	in.t.Helper()
	return in.publish(community.Publish(by, community.PostDraft{Text: "Which handover?", Audience: audience, Language: "en",
		Question: community.QuestionDraft{Options: []string{"Bedside", "Room", "Writing"}, Multiple: multiple, Lasts: time.Hour}}, in.around()))
}

// chooses votes for a member in the poll an instance holds.
func (in *instance) chooses(by community.Actor, iri community.IRI, options ...int) error {
	in.t.Helper()
	c, err := community.Choose(by, in.held(iri), options, in.now())
	if err != nil {
		return err
	}
	return in.store.Choose(in.t.Context(), c)
}

// tally is the counts of a poll an instance holds, and its voters.
func (in *instance) tally(iri community.IRI) []int {
	in.t.Helper()
	q := in.held(iri).Question
	if q == nil {
		in.t.Fatalf("no poll at %s", iri)
	}
	var counts []int
	for _, o := range q.Options {
		counts = append(counts, o.Votes)
	}
	return append(counts, q.Voters)
}

func (in *instance) wantTally(iri community.IRI, want ...int) {
	in.t.Helper()
	if got := in.tally(iri); !slices.Equal(got, want) {
		in.t.Errorf("%s counts %v, want %v", in.host, got, want)
	}
}

func (in *instance) tell() {
	in.t.Helper()
	if err := in.store.SettleQuestions(in.t.Context()); err != nil {
		in.t.Fatal(err)
	}
}

// FEP-9967: a poll crosses to another instance, the votes come back, the counts
// go out, and both sides hear of the end.
func TestQuestionCrosses(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, cara, bob := a.member("ana"), a.member("cara"), b.member("bob")
	b.follow(bob, b.find("@ana@"+a.host))
	settle(t, a, b)
	for _, multiple := range []bool{false, true} {
		asked := a.asking(ana, multiple, community.Public)
		settle(t, a, b)
		got := b.held(asked.IRI)
		if q := got.Question; q == nil || q.Multiple != multiple || !slices.Equal(q.Texts(), asked.Question.Texts()) || !q.Closes.Equal(asked.Question.Closes) {
			t.Fatalf("arrived as %+v", got.Question)
		}
		if strings.Contains(got.Content.Text(), "Bedside") {
			t.Errorf("the options stand in the text: %s", got.Content)
		}
		options, want := []int{1}, []int{1, 1, 0, 2}
		if multiple {
			options, want = []int{0, 1}, []int{2, 1, 0, 2}
		}
		if err := b.chooses(bob, asked.IRI, options...); err != nil {
			t.Fatal(err)
		}
		if err := a.chooses(cara, asked.IRI, 0); err != nil {
			t.Fatal(err)
		}
		settle(t, a, b)
		a.wantTally(asked.IRI, want...)
		if home := a.held(asked.IRI); home.Replies != 0 {
			t.Errorf("votes are %d replies", home.Replies)
		}
		a.tell()
		settle(t, a, b)
		b.wantTally(asked.IRI, want...)
		if there := b.held(asked.IRI); there.Revision != 1 || !there.Edited.IsZero() {
			t.Error("counts made it an edited post")
		}
		clock.Advance(2 * time.Hour)
		a.tell()
		b.tell()
		settle(t, a, b)
		if there := b.held(asked.IRI).Question; !there.Over(a.now()) || there.Closed.IsZero() {
			t.Errorf("there it is not closed: %+v", there)
		}
	}
	for in, who := range map[*instance]community.Actor{a: cara, b: bob} {
		list, err := in.store.Notifications(t.Context(), who.ID, storage.NotificationFilter{Kinds: []community.NotificationKind{community.NotifyQuestion}}, storage.Page{})
		if err != nil || len(list) != 2 {
			t.Errorf("%s heard of %d ends, %v", who.Handle.Name(), len(list), err)
		}
	}
}

// What is sent of a poll and of a vote, in Mastodon's words.
func TestQuestionDocuments(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		d := community.PostDraft{Text: "Which handover?", Language: "en", Audience: community.Public,
			Question: community.QuestionDraft{Options: []string{"Bedside", "Room"}, Lasts: time.Hour}}
		asked := s.publish(t, s.ana, d, community.Surroundings{})
		c, err := community.ReceiveChoice(s.bob, asked, "Room", s.clock.Now())
		if err == nil {
			err = s.store.Choose(t.Context(), c)
		}
		if err != nil {
			t.Fatal(err)
		}
		open := s.get(t, s.path(asked), s.bob).body
		for _, part := range []string{`"type":"Question"`, `"oneOf":[{"type":"Note","name":"Bedside","replies":{"type":"Collection","totalItems":0}},{"type":"Note","name":"Room","replies":{"type":"Collection","totalItems":1}}]`,
			`"endTime":"`, `"votersCount":1`} {
			if !strings.Contains(open, part) {
				t.Errorf("the document lacks %s: %s", part, open)
			}
		}
		if strings.Contains(open, `"closed"`) || strings.Contains(open, `"updated"`) || strings.Contains(open, "bob") {
			t.Errorf("the document says too much: %s", open)
		}
		s.clock.Advance(time.Hour)
		if over := s.get(t, s.path(asked), s.bob).body; !strings.Contains(over, `"closed":"`) {
			t.Errorf("the document does not say that it is over: %s", over)
		}
		d.Question.Multiple = true
		if several := s.get(t, s.path(s.publish(t, s.ana, d, community.Surroundings{})), s.bob).body; !strings.Contains(several, `"anyOf":[`) || strings.Contains(several, "oneOf") {
			t.Errorf("several may be chosen: %s", several)
		}
	})
}

// voting is a vote as Mastodon sends it, with what a test changes.
func voting(n int, asked community.Post, option string, more ...string) string {
	vote := fmt.Sprintf(`{"id":"HOST/users/bob#votes/%d","type":"Note","attributedTo":"HOST/users/bob","to":"THERE","name":%q,"inReplyTo":%q%s}`,
		n, option, asked.IRI.String(), strings.Join(append([]string{""}, more...), ","))
	return act("Create", fmt.Sprintf("/users/bob#votes/%d/activity", n), vote)
}

// TestForgedVotes: a vote counts once, in time, for an option there is, of who signed it
// and may see the poll (S-PRIV-7); what does not count is no reply either.
func TestForgedVotes(t *testing.T) {
	s := acquainted(t)
	asked := s.asking(s.ana, false, community.Public)
	s.peer.person("mallory", remoteKey())
	s.find(s.peer.base + "/users/mallory")
	few := s.asking(s.ana, false, community.InstanceOnly)
	plain := s.publish(community.Publish(s.ana, community.PostDraft{Text: "No poll", Audience: community.Public}, s.around()))
	nothing := func(what string) {
		t.Helper()
		s.wantTally(asked.IRI, 0, 0, 0, 0)
		s.wantTally(few.IRI, 0, 0, 0, 0)
		for _, p := range []community.Post{asked, few, plain} {
			if s.held(p.IRI).Replies != 0 {
				t.Errorf("%s is a reply", what)
			}
		}
	}
	s.peer.says(s.instance, voting(1, asked, "Perhaps"))
	nothing("a vote for no option")
	s.peer.says(s.instance, voting(2, few, "Room"))
	nothing("a vote of who cannot see it")
	s.peer.says(s.instance, voting(3, plain, "Room"))
	nothing("a vote in no poll")
	s.peer.says(s.instance, strings.Replace(voting(4, asked, "Room"), `"attributedTo":"HOST/users/bob"`, `"attributedTo":"HOST/users/mallory"`, 1))
	nothing("a vote in the name of somebody else")
	s.peer.says(s.instance, strings.ReplaceAll(voting(5, asked, "Room"), `"id":"HOST/users/bob#votes/5"`, `"id":"https://elsewhere.example/votes/5"`))
	nothing("a vote of another origin")
	stolen := s.peer.send(s.instance, sending{as: "mallory", body: voting(6, asked, "Room")})
	settle(t, s.instance)
	if stolen.StatusCode != http.StatusUnauthorized {
		t.Errorf("a vote signed by somebody else: %s", stolen.Status)
	}
	nothing("a stolen vote")

	s.peer.says(s.instance, voting(7, asked, "Room"))
	s.peer.says(s.instance, voting(7, asked, "Room"))
	s.peer.says(s.instance, voting(8, asked, "Room"))
	s.peer.says(s.instance, voting(9, asked, "Bedside"))
	s.wantTally(asked.IRI, 0, 1, 0, 1)

	late := s.asking(s.ana, false, community.Public)
	s.clock.Advance(2 * time.Hour)
	s.peer.says(s.instance, voting(10, late, "Room"))
	s.wantTally(late.IRI, 0, 0, 0, 0)
	for _, n := range []int{1, 2, 3, 7, 8, 10} {
		if s.has(fmt.Sprintf("/users/bob#votes/%d", n)) {
			t.Errorf("vote %d is kept as a post", n)
		}
	}
}

// TestBlockedVotes: whom the author blocked has no vote.
func TestBlockedVotes(t *testing.T) {
	s := acquainted(t)
	asked := s.asking(s.ana, false, community.Public)
	if err := s.store.Block(t.Context(), s.ana.ID, s.find(s.bob.String()).ID); err != nil {
		t.Fatal(err)
	}
	s.peer.says(s.instance, voting(1, asked, "Room"))
	s.wantTally(asked.IRI, 0, 0, 0, 0)
}

// foreignQuestions are polls as servers write them: their documents' members beside a note's.
var foreignQuestions = map[string]struct {
	members  string
	multiple bool
	counts   []int
	closes   bool
}{
	"Mastodon": {`"endTime":"2026-11-23T00:00:00Z","votersCount":5,"oneOf":[{"type":"Note","name":"Rest","replies":{"type":"Collection","totalItems":3}},
		{"type":"Note","name":"Ice","replies":{"type":"Collection","totalItems":2}}]`, false, []int{3, 2, 5}, true},
	"Misskey": {`"_misskey_content":"Text","endTime":"2026-11-23T00:00:00.000Z","anyOf":[{"type":"Note","name":"Rest","replies":{"type":"Collection","totalItems":1},"_misskey_votes":1},
		{"type":"Note","name":"Ice","replies":{"type":"Collection","totalItems":0},"_misskey_votes":0}]`, true, []int{1, 0, 0}, true},
	"Pleroma": {`"closed":"2026-11-23T00:00:00.000000Z","votersCount":2,"voters":["HOST/users/x"],"anyOf":[],"oneOf":[{"name":"Rest","replies":{"totalItems":2,"type":"Collection"},"type":"Note"},
		{"name":"Ice","replies":{"totalItems":0,"type":"Collection"},"type":"Note"}]`, false, []int{2, 0, 2}, true},
	"GoToSocial":     {`"endTime":"2026-11-23T00:00:00Z","votersCount":0,"oneOf":{"type":"Note","name":"Rest","replies":{"type":"Collection","totalItems":0}}`, false, []int{0, 0}, true},
	"without an end": {`"oneOf":[{"type":"Note","name":"Rest"},{"type":"Note","name":"Ice"}]`, false, []int{0, 0, 0}, false},
}

// Questions of other servers are read whole, and shown once: not in the text as well.
func TestReceivedQuestions(t *testing.T) {
	s := acquainted(t)
	n := 0
	for name, q := range foreignQuestions {
		n++
		path := fmt.Sprintf("/q/%d", n)
		s.peer.says(s.instance, act("Create", path+"/activity", strings.Replace(note(path, q.members), `"Note"`, `"Question"`, 1)))
		got := s.held(s.peer.iri(path))
		if got.Question == nil || got.Question.Multiple != q.multiple || got.Question.Closes.IsZero() == q.closes || got.Question.Over(s.now()) {
			t.Errorf("%s: %+v", name, got.Question)
			continue
		}
		s.wantTally(got.IRI, q.counts...)
		if strings.Contains(got.Content.Text(), "Rest") {
			t.Errorf("%s: the options stand in the text: %s", name, got.Content)
		}
	}
}

// TestBoundedQuestion: a stranger's poll of five hundred options with impossible counts
// is one that a page can show (S-IN-4).
func TestBoundedQuestion(t *testing.T) {
	s := acquainted(t)
	var options []string
	for n := range 500 {
		options = append(options, fmt.Sprintf(`{"type":"Note","name":"%d %s","replies":{"type":"Collection","totalItems":9007199254740991}}`, n, strings.Repeat("x", 600)))
	}
	options[3] = `{"type":"Note","name":"n","replies":{"type":"Collection","totalItems":-7}}`
	s.peer.says(s.instance, act("Create", "/c/1", strings.Replace(note("/q/1", `"votersCount":1e300,"oneOf":[`+strings.Join(options, ",")+`]`), `"Note"`, `"Question"`, 1)))
	q := s.held(s.peer.iri("/q/1")).Question
	if q == nil || len(q.Options) != 20 || len(q.Options[0].Text) > 500 || q.Options[0].Votes > 1<<40 || q.Options[3].Votes != 0 || q.Votes() < 0 || q.Voters < 0 {
		t.Errorf("kept as %+v", q)
	}
}

// Counts without a newer "updated" are no edit; other options without one are nothing;
// nobody but its author counts a poll (protocol 1.9).
func TestReceivedTallies(t *testing.T) {
	s := acquainted(t)
	document := func(first, second int, more string) string {
		return strings.Replace(note("/q/1", fmt.Sprintf(`"endTime":"2026-11-23T00:00:00Z","votersCount":%d,"oneOf":[{"type":"Note","name":"Rest","replies":{"type":"Collection","totalItems":%d}},
			{"type":"Note","name":"Ice","replies":{"type":"Collection","totalItems":%d}}]%s`, first+second, first, second, more)), `"Note"`, `"Question"`, 1)
	}
	iri := s.peer.iri("/q/1")
	s.peer.says(s.instance, act("Create", "/c/1", document(1, 0, "")))
	if err := s.chooses(s.ana, iri, 1); err != nil {
		t.Fatal(err)
	}
	s.wantTally(iri, 1, 1, 2)
	s.peer.says(s.instance, act("Update", "/u/1", document(4, 2, "")))
	s.wantTally(iri, 4, 2, 6)
	s.peer.says(s.instance, act("Update", "/u/2", strings.Replace(document(9, 9, ""), "Rest", "Run", 1)))
	s.wantTally(iri, 4, 2, 6)
	if got := s.held(iri); got.Revision != 1 || !got.Edited.IsZero() {
		t.Error("counts made it an edited post")
	}
	s.peer.person("mallory", remoteKey())
	s.find(s.peer.base + "/users/mallory")
	forged := strings.ReplaceAll(act("Update", "/u/3", document(0, 99, "")), "HOST/users/bob\",\"object", "HOST/users/mallory\",\"object")
	s.peer.send(s.instance, sending{as: "mallory", body: forged})
	settle(t, s.instance)
	s.wantTally(iri, 4, 2, 6)
	// Asked for its counts, when somebody looks and they are old.
	s.peer.doc("/q/1", document(7, 3, ""))
	s.clock.Advance(10 * time.Minute)
	if err := s.store.AskTallies(t.Context(), s.held(iri)); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	s.wantTally(iri, 7, 3, 10)
	chosen, err := s.store.Chosen(t.Context(), s.ana.ID, []community.PostID{s.held(iri).ID})
	if err != nil || len(chosen) != 1 {
		t.Errorf("her vote is gone: %v, %v", chosen, err)
	}
}
