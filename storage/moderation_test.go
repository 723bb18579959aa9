package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Hidden at once: a verified clinician's report takes a post out of every list and
// count for everybody but its author, and closing the report brings it back.
func TestHiddenAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana, ben := st.member("ana"), st.member("ben")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		st.follows(ben, ana)
		c := st.publish(st.publication(ana, draft{text: "chest pain", audience: community.Public, isCase: true}), nil)
		reply := st.publish(st.publication(ana, draft{text: "more #sepsis", audience: community.Public, parent: &c}), nil)
		seen := func(who community.Viewer) string { return fmt.Sprint(surfaces(t, s, who, c, reply)) }
		before := map[string]string{"visitor": seen(community.Viewer{}), "ben": seen(member(ben)), "ana": seen(member(ana))}
		f := report(t, s, vera, ana, c, reply)
		if !f.Hides {
			t.Fatal("it does not hide")
		}
		for _, who := range []community.Viewer{{}, member(ben), member(mod), member(vera)} {
			if got := surfaces(t, s, who, c, reply); len(got) > 0 {
				t.Errorf("%d still finds %v", who.Actor, got)
			}
		}
		for name, post := range map[string]community.Post{"case": c, "reply": reply} {
			p, err := s.VisiblePost(ctx, member(ana), post.ID)
			if err != nil || p.Hidden.IsZero() {
				t.Errorf("the author of the %s: %v", name, err)
			}
			if h := must(hidingOf(ctx, s, ana, post.ID))(t); h.Reason != "patient-identifiable" || h.Asks {
				t.Errorf("the author is told %+v", h)
			}
			_, err = hidingOf(ctx, s, ben, post.ID)
			wantErr(t, err, community.ErrNotFound)
		}
		if got := notified(t, s, ana); got != "post-hidden post-hidden follow " {
			t.Errorf("the author hears %q", got)
		}
		ok(t, s.ResolveFlag(ctx, f.ID, mod.ID, ""))
		for name, who := range map[string]community.Viewer{"visitor": {}, "ben": member(ben), "ana": member(ana)} {
			if got := seen(who); got != before[name] {
				t.Errorf("%s found %s, now %s", name, before[name], got)
			}
		}
	})
}

// report is a verified clinician's report that a patient could be identified.
func report(t *testing.T, s *storage.Store, by, target community.Actor, posts ...community.Post) community.Flag {
	t.Helper()
	f, err := community.Report(by, target, community.FlagDraft{Category: "patient-identifiable", Posts: posts,
		By: by.Subject(community.Member, s.Standing(t.Context(), by)), Unfounded: must(s.Unfounded(t.Context(), by.ID))(t)}, s.Now())
	if err != nil {
		t.Fatal(err)
	}
	return must(s.AddFlag(t.Context(), f))(t)
}

// surfaces names the places where a viewer finds one of the posts, or a trace of it.
func surfaces(t *testing.T, s *storage.Store, v community.Viewer, posts ...community.Post) []string {
	t.Helper()
	ctx, author := t.Context(), posts[0].Author
	var found []string
	look := func(place string, list []community.Post, err error) {
		t.Helper()
		ok(t, err)
		for _, p := range list {
			if slices.ContainsFunc(posts, func(one community.Post) bool { return one.ID == p.ID || one.ID == p.Of }) {
				found = append(found, place+" "+string(p.Kind))
			}
		}
	}
	for _, p := range posts {
		one, err := s.VisiblePost(ctx, v, p.ID)
		if err == nil {
			look("post", []community.Post{one}, nil)
		}
		one, err = s.VisiblePostByIRI(ctx, v, p.IRI)
		if err == nil {
			look("iri", []community.Post{one}, nil)
		}
		above, below, err := s.Thread(ctx, v, p)
		look("above", above, err)
		look("below", below, err)
		list, err := s.Replies(ctx, p.ID, storage.Page{})
		look("replies", list, err)
		again, err := s.Posts(ctx, []community.PostID{p.ID})
		ok(t, err)
		if n := again[p.ID].Replies; n > 0 {
			found = append(found, fmt.Sprint("counted ", n))
		}
	}
	list, err := s.PublicTimeline(ctx, v, storage.Filter{Replies: true}, storage.Page{})
	look("public", list, err)
	list, err = s.TagTimeline(ctx, v, "sepsis", storage.Page{})
	look("tag", list, err)
	list, err = s.AccountPosts(ctx, v, storage.Filter{Actor: author, Replies: true, Announces: true}, storage.Page{})
	look("account", list, err)
	list, err = s.Cases(ctx, v, storage.CaseFilter{}, storage.Page{})
	look("cases", list, err)
	list, err = s.Outbox(ctx, author, storage.Page{})
	look("outbox", list, err)
	if v.Actor != 0 {
		entries, err := s.Home(ctx, v, storage.Page{})
		ok(t, err)
		for _, e := range entries {
			look("home", []community.Post{e.Post}, nil)
		}
	}
	counts := must(s.CountCases(ctx, v, storage.CaseFilter{Local: true}))(t)
	total := must(s.CountPosts(ctx))(t)
	tags := must(s.SearchTags(ctx, "sep", 5))(t)
	a := must(s.Actor(ctx, author))(t)
	if n := counts.Open + counts.Solved + total + len(tags) + a.PostCount + must(s.OutboxCount(ctx, author))(t); n > 0 {
		found = append(found, fmt.Sprint("counts ", n))
	}
	return found
}

// Who is not verified, or from elsewhere, only queues; nor does any other reason hide.
func TestOthersOnlyQueue(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben, bob := st.member("ana"), st.member("ben"), st.remote("bob")
		p := st.publish(st.publication(ana, draft{text: "hello", audience: community.Public}), nil)
		if f := report(t, s, ben, ana, p); f.Hides {
			t.Error("an unverified member hides")
		}
		for i, forged := range []community.Flag{
			{Reporter: bob.ID, Category: "patient-identifiable"}, {Reporter: ben.ID, Category: "patient-identifiable"},
		} {
			forged.Target, forged.Posts, forged.Hides, forged.IRI = ana.ID, []community.PostID{p.ID}, true, storagetest.IRI(t, fmt.Sprint(there, "/f/", i))
			if f := must(s.AddFlag(ctx, forged))(t); f.Hides {
				t.Errorf("%d hides", i)
			}
		}
		if got := must(s.Post(ctx, p.ID))(t); !got.Hidden.IsZero() {
			t.Error("it is hidden")
		}
	})
}

// Three reports dismissed as unfounded in 180 days take the power, the clock gives it
// back.
func TestPowerIsLostAndComesBack(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana := st.member("ana")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		p := st.publish(st.publication(ana, draft{text: "hello", audience: community.Public}), nil)
		dismiss := func() bool {
			f := report(t, s, vera, ana, p)
			verdict := must(community.Decide(community.DecisionDraft{Unfounded: true}, s.Now()))(t)
			must(s.Rule(ctx, storage.Ruling{Verdict: verdict, By: mod.ID, Person: ana.ID, Flag: f.ID}))(t)
			if got := must(s.Post(ctx, p.ID))(t); !got.Hidden.IsZero() {
				t.Error("it stays hidden")
			}
			clock.Advance(24 * time.Hour)
			return f.Hides
		}
		if !dismiss() || !dismiss() || !dismiss() || dismiss() {
			t.Error("the power goes after the third")
		}
		// The fourth hid nothing, but was unfounded too: two have to be forgotten.
		vera = storagetest.Prove(t, s, vera, storagetest.Proof{Profession: "physician", Level: 4})
		clock.Advance(community.UnfoundedWindow - 3*24*time.Hour - time.Second)
		vera = storagetest.Prove(t, s, vera, storagetest.Proof{Profession: "physician", Level: 4})
		may := func() bool {
			ok, _ := community.HidesAtOnce(vera.Subject(community.Member, s.Standing(ctx, vera)), must(s.Unfounded(ctx, vera.ID))(t), s.Now())
			return ok
		}
		if may() {
			t.Error("a second too early")
		}
		clock.Advance(time.Second)
		if !may() {
			t.Error("it does not come back")
		}
	})
}

// Two reports hide a post: it is shown only when none of them is open any more.
func TestShownAfterTheLastReport(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana := st.member("ana")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		wim := storagetest.Prove(t, s, st.member("wim"), storagetest.Proof{Profession: "nurse", Level: 3})
		p := st.publish(st.publication(ana, draft{text: "hello", audience: community.Public}), nil)
		first, second := report(t, s, vera, ana, p), report(t, s, wim, ana, p)
		hidden := func() bool { return !must(s.Post(ctx, p.ID))(t).Hidden.IsZero() }
		ok(t, s.ResolveFlag(ctx, first.ID, mod.ID, ""))
		if !hidden() {
			t.Error("shown although another report waits")
		}
		// Staff ask the author to change it: it stays hidden until that has been done.
		verdict := must(community.Decide(community.DecisionDraft{Posts: "edit", Reason: "patient-identifiable", Note: "The ward."}, s.Now()))(t)
		must(s.Rule(ctx, storage.Ruling{Verdict: verdict, By: mod.ID, Person: ana.ID, Flag: second.ID, Posts: []community.PostID{p.ID}}))(t)
		if h := must(hidingOf(ctx, s, ana, p.ID))(t); !hidden() || !h.Asks || h.Note != "The ward." {
			t.Errorf("hidden %v, told %+v", hidden(), h)
		}
		now := must(s.Post(ctx, p.ID))(t)
		st.publish(community.Revise(ana, now, community.PostDraft{Text: "better"}, draft{}.surroundings(s)))
		if hidden() {
			t.Error("still hidden after the edit")
		}
		if got := must(s.Actor(ctx, ana.ID))(t).PostCount; got != 1 {
			t.Errorf("counted %d times", got)
		}
	})
}

// A post that was hidden and removed is counted once less, not twice.
func TestRemovedWhileHidden(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana := st.member("ana")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		st.publish(st.publication(ana, draft{text: "other", audience: community.Public}), nil)
		p := st.publish(st.publication(ana, draft{text: "hello", audience: community.Public}), nil)
		f := report(t, s, vera, ana, p)
		verdict := must(community.Decide(community.DecisionDraft{Posts: "removed", Reason: "patient-identifiable", Note: "A name."}, s.Now()))(t)
		made := must(s.Rule(ctx, storage.Ruling{Verdict: verdict, By: mod.ID, Person: ana.ID, Flag: f.ID, Posts: []community.PostID{p.ID}}))(t)
		if got := must(s.Actor(ctx, ana.ID))(t).PostCount; got != 1 {
			t.Errorf("%d are counted", got)
		}
		if got := must(s.Post(ctx, p.ID))(t); got.Deleted.IsZero() || len(made) != 1 || made[0].Act != community.DecideRemove {
			t.Errorf("made %+v", made)
		}
		if closed := must(s.Flag(ctx, f.ID))(t); closed.Outcome != "removed" || closed.Resolved.IsZero() {
			t.Errorf("closed as %q", closed.Outcome)
		}
	})
}

// Sanctions end by the clock, to the second, wherever they are judged; the chore only
// tells of it.
func TestSanctionsEndByTheClock(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana := st.member("ana")
		st.publish(st.publication(ana, draft{text: "hello", audience: community.Public}), nil)
		impose := func(person string) {
			verdict := must(community.Decide(community.DecisionDraft{Person: person, Days: "1", Reason: "rules", Note: "x"}, s.Now()))(t)
			must(s.Rule(ctx, storage.Ruling{Verdict: verdict, By: mod.ID, Person: ana.ID}))(t)
		}
		impose("silenced")
		impose("no-posts")
		listed := func() int {
			return len(must(s.PublicTimeline(ctx, community.Viewer{}, storage.Filter{}, storage.Page{}))(t))
		}
		may := func() bool {
			a := must(s.Actor(ctx, ana.ID))(t)
			return community.May(a.Subject(community.Member, s.Standing(ctx, a)), community.WritePosts)
		}
		clock.Advance(24*time.Hour - time.Second)
		if listed() != 0 || may() {
			t.Errorf("before the end: %d are listed, may write: %v", listed(), may())
		}
		if n := must(s.TellEndedSanctions(ctx))(t); n != 0 {
			t.Errorf("told of %d", n)
		}
		clock.Advance(time.Second)
		if listed() != 1 || !may() {
			t.Errorf("at the end: %d are listed, may write: %v", listed(), may())
		}
		if n := must(s.TellEndedSanctions(ctx))(t); n != 2 {
			t.Errorf("told of %d", n)
		}
		if n := must(s.TellEndedSanctions(ctx))(t); n != 0 {
			t.Errorf("told again of %d", n)
		}
	})
}

// Somebody suspended for a while is shut out, and what they wrote stays; for good, and
// all of it is closed. An appeal is decided by somebody else, and opens it again.
func TestSuspendedAndAppealed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		ana := st.member("ana")
		p := st.publish(st.publication(ana, draft{text: "hello", audience: community.Public}), nil)
		rule := func(days string) community.Decision {
			verdict := must(community.Decide(community.DecisionDraft{Person: "suspended", Days: days, Reason: "rules", Note: "x"}, s.Now()))(t)
			return must(s.Rule(ctx, storage.Ruling{Verdict: verdict, By: mod.ID, Person: ana.ID}))(t)[0]
		}
		rule("7")
		a := must(s.Actor(ctx, ana.ID))(t)
		if _, err := s.VisiblePost(ctx, community.Viewer{}, p.ID); err != nil || !a.Active() || community.May(a.Subject(community.Member, s.Standing(ctx, a)), community.KeepAccount) {
			t.Errorf("for a while: %v, %+v", err, a.Sanctions)
		}
		d := rule("")
		if _, err := s.VisiblePost(ctx, community.Viewer{}, p.ID); err == nil {
			t.Error("for good, and it is still shown")
		}
		ok(t, s.Appeal(ctx, d.ID, must(community.MakeAppeal(d, ana.ID, "I was hacked.", s.Now()))(t)))
		wantErr(t, s.Appeal(ctx, d.ID, community.Appeal{Text: "again"}), community.ErrConflict)
		_, other := storagetest.Staff(t, s, "olga", community.Administrator)
		wantErr(t, s.DecideAppeal(ctx, storage.AppealAnswer{Decision: d.ID, By: mod.ID, Lift: true}), community.ErrForbidden)
		wantErr(t, s.DecideAppeal(ctx, storage.AppealAnswer{Decision: d.ID, By: ana.ID, Lift: true}), community.ErrForbidden)
		if open := must(s.OpenAppeals(ctx))(t); len(open) != 1 || open[0].Appeal.Text != "I was hacked." {
			t.Errorf("open are %+v", open)
		}
		ok(t, s.DecideAppeal(ctx, storage.AppealAnswer{Decision: d.ID, By: other.ID, Lift: true, Text: "Sorry."}))
		wantErr(t, s.DecideAppeal(ctx, storage.AppealAnswer{Decision: d.ID, By: other.ID}), community.ErrConflict)
		if _, err := s.VisiblePost(ctx, community.Viewer{}, p.ID); err != nil {
			t.Errorf("lifted: %v", err)
		}
		if list := must(s.Decisions(ctx, ana.ID))(t); len(list) != 2 || list[0].Lifted.IsZero() || list[0].Appeal.Answer != "Sorry." || !list[0].Appeal.Lifted {
			t.Errorf("decided %+v", list)
		}
	})
}

// The queue: what could identify a patient first, then by age.
func TestFlagQueue(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben := st.member("ana"), st.member("ben")
		for _, c := range []string{"spam", "patient-identifiable", "harassment", "patient-identifiable"} {
			must(s.AddFlag(ctx, must(community.Report(ben, ana, community.FlagDraft{Category: c}, s.Now()))(t)))(t)
		}
		var order []string
		var ids []community.FlagID
		for _, f := range must(s.FlagQueue(ctx, storage.FlagQueue{}))(t) {
			order, ids = append(order, string(f.Category)), append(ids, f.ID)
		}
		if fmt.Sprint(order) != "[patient-identifiable patient-identifiable spam harassment]" || ids[0] > ids[1] {
			t.Errorf("order %v %v", order, ids)
		}
		if got := must(s.FlagQueue(ctx, storage.FlagQueue{Category: "spam"}))(t); len(got) != 1 {
			t.Errorf("spam: %v", got)
		}
		if got := must(s.CountFlags(ctx, false))(t); got["patient-identifiable"] != 2 || got["spam"] != 1 {
			t.Errorf("counts %v", got)
		}
	})
}

func TestFilterIsKept(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben := st.member("ana"), st.member("ben")
		f := must(s.SaveFilter(ctx, community.Filter{Owner: ana.ID, Title: "Goals", Contexts: []community.FilterContext{"home", "thread"}, Action: "hide",
			Expires: s.Now().Add(time.Hour).Truncate(time.Millisecond), Keywords: []community.FilterKeyword{{Keyword: "goal", WholeWord: true}, {Keyword: "ball"}},
			Posts: []community.FilterPost{{Post: 7}}}))(t)
		if len(f.Keywords) != 2 || !f.Keywords[0].WholeWord || f.Keywords[1].WholeWord || len(f.Posts) != 1 || len(f.Contexts) != 2 || f.Expires.IsZero() {
			t.Errorf("saved %+v", f)
		}
		kept := f.Keywords[1]
		kept.Keyword = "balls"
		f.Keywords, f.Posts, f.Title = []community.FilterKeyword{kept, {Keyword: "net"}}, nil, "Nets"
		again := must(s.SaveFilter(ctx, f))(t)
		if len(again.Keywords) != 2 || again.Keywords[0] != kept || len(again.Posts) != 0 || again.Title != "Nets" {
			t.Errorf("saved again %+v", again)
		}
		f.Owner = ben.ID
		_, err := s.SaveFilter(ctx, f)
		wantErr(t, err, community.ErrNotFound)
		wantErr(t, s.RemoveFilter(ctx, ben.ID, f.ID), community.ErrNotFound)
		_, err = s.Filter(ctx, ben.ID, f.ID)
		wantErr(t, err, community.ErrNotFound)
		ok(t, s.RemoveFilter(ctx, ana.ID, f.ID))
		if list := must(s.Filters(ctx, ana.ID))(t); len(list) != 0 {
			t.Errorf("left %v", list)
		}
	})
}

// No messages from strangers (D2): they wait, and what is let in comes.
func TestMessagesOfStrangers(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana, ben, bob := st.member("ana"), st.member("ben"), st.remote("bob")
		vera := storagetest.Prove(t, s, st.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
		message := func(from, to community.Actor, parent *community.Post) community.Post {
			if !from.Local {
				open, _ := community.Audience{Kind: community.Direct}.Open()
				return st.publish(community.Receive(community.RemotePost{Author: from, IRI: storagetest.IRI(t, there+"/posts/1"),
					Audience: open, Published: s.Now(), HTML: "psst", Mentioned: []community.Actor{to}}, nil, s.Now()))
			}
			return st.publish(st.publication(from, draft{text: "psst @" + to.Handle.Name(), audience: community.Direct, mentions: []community.Actor{to}, parent: parent}), nil)
		}
		homes := func(of community.Actor) int { return len(must(s.Home(ctx, member(of), storage.Page{}))(t)) }
		message(ben, ana, nil)
		last := message(ben, ana, nil)
		if got := notified(t, s, ana); got != "" || homes(ana) != 0 {
			t.Errorf("ana hears %q, %d at home", got, homes(ana))
		}
		asked := must(s.MessageRequests(ctx, ana.ID))(t)
		if len(asked) != 1 || asked[0].Sender != ben.ID || asked[0].Count != 2 || asked[0].Post != last.ID || must(s.CountMessageRequests(ctx, storage.RequestsFor{Owner: ana.ID}))(t) != 1 {
			t.Errorf("asked %+v", asked)
		}
		// An answer lets in, and so does a thread of one's own; ben hears of it at once.
		message(ana, ben, &last)
		if got := notified(t, s, ben); got != "reply " {
			t.Errorf("ben hears %q", got)
		}
		message(ben, ana, nil)
		if got := notified(t, s, ana); got != "mention " {
			t.Errorf("ana hears %q", got)
		}
		ok(t, s.SetMessagePolicy(ctx, ana.ID, community.MessagesClinicians))
		message(vera, ana, nil)
		message(bob, ana, nil)
		if got := notified(t, s, ana); got != "mention mention " {
			t.Errorf("ana hears %q", got)
		}
		ok(t, s.AnswerMessageRequest(ctx, ana.ID, bob.ID, true))
		if got := notified(t, s, ana); got != "mention mention mention " {
			t.Errorf("ana hears %q", got)
		}
		wantErr(t, s.AnswerMessageRequest(ctx, ana.ID, vera.ID, true), community.ErrNotFound)
		// Mentions in public are not touched.
		ok(t, s.SetMessagePolicy(ctx, ben.ID, community.MessagesNobody))
		st.publish(st.publication(vera, draft{text: "hello @ben", audience: community.Public, mentions: []community.Actor{ben}}), nil)
		message(vera, ben, nil)
		if got := notified(t, s, ben); got != "mention reply " || must(s.CountMessageRequests(ctx, storage.RequestsFor{Owner: ben.ID}))(t) != 0 {
			t.Errorf("ben hears %q", got)
		}
		// A referral comes to who asked for it in the directory.
		referral := st.publication(vera, draft{text: "referral @ben", audience: community.Direct, mentions: []community.Actor{ben}})
		before := homes(ben)
		st.publish(referral.AsReferral(), nil)
		if homes(ben) != before+1 {
			t.Error("the referral waits")
		}
	})
}

// hidingOf is what an author is told of one hidden post of theirs; ErrNotFound for
// nothing.
func hidingOf(ctx context.Context, s *storage.Store, author community.Actor, post community.PostID) (storage.Hiding, error) {
	list, err := s.HiddenPosts(ctx, author.ID)
	for _, h := range list {
		if h.Post == post {
			return h, err
		}
	}
	return storage.Hiding{}, errors.Join(err, community.ErrNotFound)
}
