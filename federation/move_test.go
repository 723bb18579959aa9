package federation

import (
	"errors"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// removal is somebody with an old and a new account on two instances, followed
// from three.
type removal struct {
	t                   *testing.T
	clock               *storagetest.Clock
	old, new, third     *instance
	before, after       community.Actor // at home: the old account, the new one
	ben, dora, carl     community.Actor // followers at old, new and third
	beforeAt, afterHere community.Actor // as seen from new; as seen from old
}

func newRemoval(t *testing.T) *removal {
	t.Helper()
	clock := &storagetest.Clock{}
	r := &removal{t: t, clock: clock, old: openInstance(t, clock), new: openInstance(t, clock), third: openInstance(t, clock)}
	r.before, r.after = r.old.member("ana"), r.new.member("ana")
	r.ben, r.dora, r.carl = r.old.member("ben"), r.new.member("dora"), r.third.member("carl")
	r.old.follow(r.ben, r.before)
	r.beforeAt = r.new.find(r.before.IRI.String())
	r.new.follow(r.dora, r.beforeAt)
	r.third.follow(r.carl, r.third.find(r.before.IRI.String()))
	r.settle()
	return r
}

func (r *removal) settle() { r.t.Helper(); settle(r.t, r.old, r.new, r.third) }

// agree has the new account say that it is the old one, too.
func (r *removal) agree() {
	r.t.Helper()
	aliases, err := community.AddAlias(r.after, r.beforeAt)
	if err == nil {
		err = r.new.store.SetAliases(r.t.Context(), r.after.ID, aliases)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// move is what the pages do: find the account, judge, move.
func (r *removal) move() error {
	r.t.Helper()
	to, err := r.old.ResolveLinked(r.t.Context(), r.after.IRI.String())
	if err != nil {
		r.t.Fatal(err)
	}
	r.afterHere = to
	from, err := r.old.store.Actor(r.t.Context(), r.before.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := community.CheckMove(from, to, r.old.now()); err != nil {
		return err
	}
	return r.old.store.Move(r.t.Context(), from, to, storage.Act{User: from.User})
}

// Somebody brings the followers along: from the old instance, from the new and
// from a third (FEP-7628).
func TestMoveBringsFollowers(t *testing.T) {
	r := newRemoval(t)
	var invalid *community.Invalid
	if err := r.move(); !errors.As(err, &invalid) || invalid.Problem.Key != "move.not_linked" {
		t.Fatalf("moved where nobody agreed: %v", err)
	}
	r.agree()
	if err := r.move(); err != nil {
		t.Fatal(err)
	}
	r.settle()
	for name, follower := range map[string]struct {
		in  *instance
		who community.Actor
	}{"ben": {r.old, r.ben}, "dora": {r.new, r.dora}, "carl": {r.third, r.carl}} {
		before, after := follower.in.known(r.before), follower.in.known(r.after)
		if got := follower.in.relation(follower.who, after); !got.Follows {
			t.Errorf("%s does not follow the new account: %+v", name, got)
		}
		if got := follower.in.relation(follower.who, before); got.Follows || got.Requested {
			t.Errorf("%s still follows the old account: %+v", name, got)
		}
		if before.MovedTo != r.after.IRI {
			t.Errorf("%s is not told where the old account went: %q", name, before.MovedTo)
		}
	}
	if a := r.new.known(r.after); a.FollowerCount != 3 {
		t.Errorf("the new account has %d followers", a.FollowerCount)
	}
	if a := r.old.known(r.before); a.FollowerCount != 0 {
		t.Errorf("the old account has %d followers", a.FollowerCount)
	}
}

// Who takes a move back is there again, by an Update; who wants to move again
// waits for thirty days.
func TestMoveTakenBack(t *testing.T) {
	r := newRemoval(t)
	r.agree()
	if err := r.move(); err != nil {
		t.Fatal(err)
	}
	r.settle()
	stays := r.third.member("eva")
	r.third.follow(stays, r.third.known(r.before)) // so that the Update arrives there
	r.settle()
	if err := r.old.store.TakeMoveBack(t.Context(), r.before.ID); err != nil {
		t.Fatal(err)
	}
	if err := r.old.store.TakeMoveBack(t.Context(), r.before.ID); !errors.Is(err, community.ErrConflict) {
		t.Errorf("taken back twice: %v", err)
	}
	r.settle()
	if a := r.third.known(r.before); !a.MovedTo.IsZero() {
		t.Errorf("elsewhere the account is still away: %q", a.MovedTo)
	}
	var invalid *community.Invalid
	if err := r.move(); !errors.As(err, &invalid) || invalid.Problem.Key != "move.too_soon" {
		t.Errorf("moved again at once: %v", err)
	}
	if err := r.old.store.Move(t.Context(), r.before, r.afterHere, storage.Act{User: r.before.User}); !errors.Is(err, community.ErrConflict) {
		t.Errorf("the store let somebody move again at once: %v", err)
	}
	r.clock.Advance(community.MoveRest)
	if err := r.move(); err != nil {
		t.Errorf("not after thirty days: %v", err)
	}
}

// A credential is of one actor: the new account has none, and the old one's ends
// (protocol 6.3 c).
func TestCredentialNeverMoves(t *testing.T) {
	r := newRemoval(t)
	r.agree()
	storagetest.Prove(t, r.old.store, r.before, storagetest.Proof{Profession: "physician", Level: credential.Issued})
	if a := r.old.known(r.before); a.Credential == nil || a.Credential.State != credential.Active {
		t.Fatalf("not proved: %+v", a.Credential)
	}
	if err := r.move(); err != nil {
		t.Fatal(err)
	}
	r.settle()
	if a := r.old.known(r.before); a.Credential == nil || a.Credential.State != credential.Former {
		t.Errorf("the old account is still proved: %+v", a.Credential)
	}
	for name, in := range map[string]*instance{"old": r.old, "new": r.new, "third": r.third} {
		if a := in.known(r.after); a.Credential != nil {
			t.Errorf("%s: the credential moved: %+v", name, a.Credential)
		}
	}
	word := storage.ReceivedCredential{Actor: r.third.known(r.before).ID, IRI: storagetest.IRI(t, r.old.base+"/credentials/x"),
		Credential: credential.Credential{Issuer: r.before.IRI.Host(), StatusList: r.old.base + "/list", State: credential.Active}}
	if err := r.third.store.ReceiveCredential(t.Context(), word); !errors.Is(err, community.ErrForbidden) {
		t.Errorf("who moved away is proved again: %v", err)
	}
}

// moving is a scene in which ana and ben follow bob, who says that he moved to
// max; both have the same key.
type moving struct {
	scene
	ben, before community.Actor
}

func newMoving(t *testing.T) moving {
	t.Helper()
	m := moving{scene: acquainted(t)}
	m.ben, m.before = m.member("ben"), m.find(m.bob.String())
	storagetest.Following(t, m.store, m.ben, m.before)
	m.peer.person("max", remoteKey())
	m.says("max", `"alsoKnownAs":["HOST/users/bob"]`)
	m.says("bob", `"movedTo":"HOST/users/max"`)
	return m
}

// says adds members to the document of a person at the peer.
func (m moving) says(name, more string) {
	m.peer.mu.Lock()
	body := m.peer.pages["/users/"+name].body
	m.peer.mu.Unlock()
	m.peer.doc("/users/"+name, strings.Replace(body, `"tag":[],`, `"tag":[],`+more+`,`, 1))
}

const moveToMax = `"target":"HOST/users/max"`

func (m moving) went() bool {
	m.t.Helper()
	settle(m.t, m.instance)
	return !m.relation(m.ana, m.before).Follows
}

// What a server of another make sends is followed, once.
func TestReceiveMove(t *testing.T) {
	m := newMoving(t)
	m.peer.says(m.instance, act("Move", "/move/1", `"HOST/users/bob"`, moveToMax))
	if !m.went() {
		t.Fatal("the old account is still followed")
	}
	after := m.find(m.peer.base + "/users/max")
	for _, who := range []community.Actor{m.ana, m.ben} {
		if r := m.relation(who, after); !r.Requested {
			t.Errorf("@%s did not ask to follow the new account: %+v", who.Handle, r)
		}
	}
	sent := strings.Join(m.peer.got, "\n")
	if strings.Count(sent, `"type":"Follow"`) < 2 || strings.Count(sent, `"type":"Undo"`) != 2 {
		t.Errorf("the peer got %s", sent)
	}
	if a := m.known(m.before); a.MovedTo != after.IRI || !a.Moved.Equal(m.now()) {
		t.Errorf("kept of it: %q, %s", a.MovedTo, a.Moved)
	}
}

// S-ORG-11: a Move that is forged, one-sided, of another, in a circle, too soon
// or of somebody shut out changes nothing.
func TestMovesThatDoNothing(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(m moving)
		send    sending
	}{
		"the new account does not agree": {func(m moving) { m.peer.person("max", remoteKey()) }, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, moveToMax)}},
		"the new account named another":  {func(m moving) { m.peer.person("max", remoteKey()); m.says("max", `"alsoKnownAs":["HOST/users/bobby"]`) }, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, moveToMax)}},
		"the old account names another":  {func(m moving) { m.peer.person("bob", remoteKey()); m.says("bob", `"movedTo":"HOST/users/eve"`) }, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, moveToMax)}},
		"sent by the new account":        {nil, sending{as: "max", body: strings.ReplaceAll(act("Move", "/m", `"HOST/users/bob"`, moveToMax), `"actor":"HOST/users/bob"`, `"actor":"HOST/users/max"`)}},
		"signed by somebody else":        {func(m moving) { m.peer.person("eve", remoteKey()) }, sending{as: "eve", body: act("Move", "/m", `"HOST/users/bob"`, moveToMax)}},
		"forged with another key":        {nil, sending{as: "bob", key: strayKey(), body: act("Move", "/m", `"HOST/users/bob"`, moveToMax)}},
		"of another":                     {func(m moving) { m.peer.person("eve", remoteKey()) }, sending{as: "eve", body: strings.ReplaceAll(act("Move", "/m", `"HOST/users/bob"`, moveToMax), `"actor":"HOST/users/bob"`, `"actor":"HOST/users/eve"`)}},
		"in a circle":                    {func(m moving) { m.says("max", `"movedTo":"HOST/users/bob"`) }, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, moveToMax)}},
		"to itself":                      {func(m moving) { m.says("bob", `"alsoKnownAs":["HOST/users/bob"]`) }, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, `"target":"HOST/users/bob"`)}},
		"to nowhere":                     {nil, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`)}},
		"to somebody who is not there":   {nil, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, `"target":"HOST/users/nobody"`)}},
		"to a member who does not agree": {nil, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, `"target":"THERE/users/ben"`)}},
		"to somebody closed here":        {func(m moving) { m.close("/users/max") }, sending{as: "bob", body: act("Move", "/m", `"HOST/users/bob"`, moveToMax)}},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMoving(t)
			if c.prepare != nil {
				c.prepare(m)
			}
			m.peer.send(m.instance, c.send)
			if m.went() {
				t.Error("members were sent elsewhere")
			}
		})
	}
}

func (m moving) close(path string) {
	m.t.Helper()
	a := m.find(m.peer.base + path)
	if err := m.store.SuspendActor(m.t.Context(), a.ID, m.ben.ID, ""); err != nil {
		m.t.Fatal(err)
	}
}

// Nobody is sent from place to place: a second Move within a week is left alone.
func TestMoveTooSoonAfterTheLast(t *testing.T) {
	m := newMoving(t)
	m.peer.says(m.instance, act("Move", "/move/1", `"HOST/users/bob"`, moveToMax))
	if !m.went() {
		t.Fatal("the first Move was not followed")
	}
	for _, c := range []struct {
		path string
		wait time.Duration
		want bool
	}{{"/move/2", community.FollowRest - time.Hour, false}, {"/move/3", time.Hour, true}} {
		m.clock.Advance(c.wait)
		storagetest.Following(t, m.store, m.ana, m.before)
		m.peer.says(m.instance, act("Move", c.path, `"HOST/users/bob"`, moveToMax))
		if m.went() != c.want {
			t.Errorf("%s after: went %v", c.wait, !c.want)
		}
	}
}

// Who blocked the person blocks them in the new place, and is made to follow
// nobody they block.
func TestMoveRespectsBlocks(t *testing.T) {
	m := newMoving(t)
	ctx := t.Context()
	after := m.find(m.peer.base + "/users/max")
	cleo := m.member("cleo")
	for _, b := range [][2]community.ActorID{{m.ana.ID, after.ID}, {cleo.ID, m.before.ID}} {
		if err := m.store.Block(ctx, b[0], b[1]); err != nil {
			t.Fatal(err)
		}
	}
	m.peer.says(m.instance, act("Move", "/move/1", `"HOST/users/bob"`, moveToMax))
	settle(t, m.instance)
	if r := m.relation(m.ana, after); r.Follows || r.Requested || !r.Blocks {
		t.Errorf("ana: %+v", r)
	}
	if r := m.relation(m.ben, after); !r.Requested {
		t.Errorf("ben: %+v", r)
	}
	if r := m.relation(cleo, after); !r.Blocks {
		t.Errorf("cleo is no longer rid of them: %+v", r)
	}
}

// A server cannot send people around without end.
func TestMovesAreCounted(t *testing.T) {
	m := newMoving(t)
	for range mostMoves {
		if _, _, err := m.store.Attempt(t.Context(), "move/"+m.peer.host, moveWindow, mostMoves); err != nil {
			t.Fatal(err)
		}
	}
	m.peer.says(m.instance, act("Move", "/move/1", `"HOST/users/bob"`, moveToMax))
	if m.went() {
		t.Error("one Move too many was followed")
	}
}

// Of people nobody here follows it is not even asked whether they moved.
func TestMoveOfAStranger(t *testing.T) {
	s := newScene(t)
	s.peer.person("max", remoteKey())
	s.peer.says(s.instance, act("Move", "/move/1", `"HOST/users/bob"`, moveToMax))
	if n := s.peer.count("/users/max"); n != 0 {
		t.Errorf("the new account was asked for %d times", n)
	}
}

// What goes out, and what the actor's document says (R-ACT-2).
func TestMoveDocuments(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		ctx := t.Context()
		if err := s.store.SetAliases(ctx, s.ana.ID, []community.IRI{s.bob.IRI, s.mia.IRI}); err != nil {
			t.Fatal(err)
		}
		if err := s.store.Move(ctx, s.ana, s.mia, storage.Act{User: s.ana.User}); err != nil {
			t.Fatal(err)
		}
		doc := s.get(t, "/users/ana", s.fay).body
		for _, want := range []string{`"alsoKnownAs":["` + s.bob.IRI.String() + `","` + s.mia.IRI.String() + `"]`, `"movedTo":"` + s.mia.IRI.String() + `"`} {
			if !strings.Contains(doc, want) {
				t.Errorf("%s is not in %s", want, doc)
			}
		}
		activity, err := s.f.compose(ctx, storage.Delivery{Verb: "Move", Actor: s.ana.ID, Activity: s.store.Base() + "/activities/1"})
		if err != nil {
			t.Fatal(err)
		}
		text, err := vocab.EncodeActivity(activity)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "move.golden", strings.ReplaceAll(string(text), s.mia.IRI.String(), "https://there.example/users/mia"))
		if err := s.store.TakeMoveBack(ctx, s.ana.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.f.compose(ctx, storage.Delivery{Verb: "Move", Actor: s.ana.ID}); !errors.Is(err, community.ErrGone) {
			t.Errorf("a move that was taken back is still said: %v", err)
		}
	})
}
