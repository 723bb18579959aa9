package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// walker is somebody who tries every act on every case.
type walker struct {
	name    string
	actor   community.ActorID
	browser *browser
	parties []community.Party
}

// walk drives the whole table of the life of a case over HTTP.
type walk struct {
	*house
	ana, sten, cleo community.Actor
	people          []walker
	made            int
}

// acts that are done to a posted case; ask and provide are replies.
var postedActs = []community.Act{
	community.ActAsk, community.ActProvide, community.ActSolve, community.ActAccept, community.ActUnaccept, community.ActReopen,
	community.ActFollowUp, community.ActArchive, community.ActWithdraw,
}

// draftActs are done to what is not posted yet.
var draftActs = []community.Act{
	community.ActChange, community.ActCheck, community.ActHold, community.ActReturn, community.ActRelease, community.ActPost, community.ActWithdraw,
}

// clockActs nobody does.
var clockActs = []community.Act{community.ActRemind, community.ActArchive}

// Every state × act × person answers as the table of the life of a case says, over
// HTTP: allowed ones lead where it says and are remembered, all others are refused and
// change nothing.
func TestLifeOfACase(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		w := openWalk(h)
		w.coverTheTable()
		for _, state := range community.CaseStatuses() {
			for _, act := range postedActs {
				w.try(state, act)
			}
		}
		for _, state := range []community.CaseStatus{community.CaseDrafted, community.CaseInReview, community.CaseChecked} {
			for _, act := range draftActs {
				w.tryDraft(state, act)
			}
		}
		w.letTimePass()
	})
}

// coverTheTable fails for a row that the walk would not reach.
func (w *walk) coverTheTable() {
	w.Helper()
	for _, row := range community.Transitions() {
		acts := postedActs
		if _, posted := community.ParseCaseStatus(string(row.From)); !posted {
			acts = draftActs
		}
		if row.Who == community.Clock {
			acts = clockActs
		}
		known := row.Who == community.Clock || slices.ContainsFunc(w.people, func(p walker) bool { return slices.Contains(p.parties, row.Who) })
		if !slices.Contains(acts, row.Act) || !known {
			w.Errorf("nobody walks %v", row)
		}
	}
}

func openWalk(h *house) *walk {
	w := &walk{house: h}
	var anaUser, cleoUser, stenUser community.User
	anaUser, w.ana = storagetest.Clinician(h, h.store, "ana")
	cleoUser, w.cleo = storagetest.Clinician(h, h.store, "cleo")
	stenUser, w.sten = storagetest.Member(h, h.store, "sten")
	bob, bobActor := storagetest.Member(h, h.store, "bob")
	mod, modActor := storagetest.Staff(h, h.store, "mod", community.Moderator)
	w.people = []walker{
		{"the author", w.ana.ID, h.as(anaUser), []community.Party{community.Keeper}},
		{"who took it over", w.sten.ID, h.as(stenUser), []community.Party{community.Keeper}},
		{"a clinician", w.cleo.ID, h.as(cleoUser), []community.Party{community.Consultant}},
		{"a member", bobActor.ID, h.as(bob), nil},
		{"a moderator", modActor.ID, h.as(mod), []community.Party{community.Reviewer, community.Custodian}},
		{"the patient", 0, h.visitor(), []community.Party{community.Patient}},
		{"nobody", 0, h.visitor(), nil},
	}
	for _, p := range w.people { // what they are led to is not followed
		p.browser.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return w
}

// standing is a case in a state with two answers, the first of them accepted where it
// was solved.
type standing struct {
	post          community.Post
	first, second community.Post
	code          community.WithdrawalCode
}

func (w *walk) publish(p community.Publication, err error) community.Post {
	w.Helper()
	w.must(err)
	post, err := w.store.Publish(w.Context(), p)
	w.must(err)
	return post
}

func (w *walk) now(c community.Post) community.Post {
	w.Helper()
	p, err := w.store.Post(w.Context(), c.ID)
	w.must(err)
	return p
}

func (w *walk) reply(by community.Actor, c community.Post, kind community.ResponseKind) community.Post {
	w.Helper()
	return w.publish(community.Publish(by, community.PostDraft{Text: "Stop it.", Audience: c.Audience.Kind, Response: &community.ResponseDraft{Kind: kind.Slug()}},
		community.Surroundings{Now: w.clock.Now(), Parent: &c, Answered: &w.ana}))
}

// stand makes a case in a state.
func (w *walk) stand(state community.CaseStatus) standing {
	w.Helper()
	w.made++
	around := community.Surroundings{Now: w.clock.Now()}
	c := w.publish(community.Publish(w.ana, community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{Title: "Rash", AgeBand: "40-44",
		Consent: "written", ConsentScope: "instance", Narrative: community.Narrative{PresentingComplaint: "A rash.", Question: "What is it?"}}}, around))
	s := standing{first: w.reply(w.cleo, c, community.Answer), second: w.reply(w.cleo, c, community.Answer)}
	offer, err := community.OfferCase(w.ana, c, w.sten, w.clock.Now())
	w.must(err)
	w.must(w.store.OfferCase(w.Context(), offer))
	w.must(w.store.TakeCase(w.Context(), w.sten.ID, c.ID))
	if state == community.CaseInformationWanted {
		w.reply(w.cleo, c, community.Question)
	}
	if state != community.CaseOpen && state != community.CaseInformationWanted {
		by, err := w.store.Responder(w.Context(), w.cleo.ID)
		w.must(err)
		w.publish(community.Accept(w.ana, w.now(c), community.Acceptance{Answer: s.first, Author: by}, w.clock.Now()))
	}
	if state == community.CaseFollowedUp || state == community.CaseArchived {
		w.publish(community.FollowUp(w.ana, w.now(c), community.Outcome{Management: "no"}, around))
	}
	if state == community.CaseArchived {
		w.publish(community.Archive(w.ana, w.now(c), w.clock.Now()))
	}
	if s.post = w.now(c); s.post.Case.Status != state {
		w.Fatalf("the case stands at %s, not at %s", s.post.Case.Status, state)
	}
	if s.code, err = w.store.TakeCode(w.Context(), c.ID); err != nil {
		w.Fatal(err)
	}
	return s
}

// does sends what a person sends to do an act to a case.
func (w *walk) does(p walker, act community.Act, s standing) answer {
	w.Helper()
	id := "/p/" + community.FormatID(s.post.ID)
	answerTo := func(kind string) answer {
		return p.browser.submit("/posts", url.Values{"text": {"Since when?"}, "in_reply_to": {community.FormatID(s.post.ID)}, "audience": {"instance"}, "response": {kind}}, nil)
	}
	switch act {
	case community.ActAsk:
		return answerTo("question")
	case community.ActProvide:
		return answerTo("reply")
	case community.ActSolve:
		return p.browser.post(id+"/solve", nil)
	case community.ActAccept:
		return p.browser.post("/p/"+community.FormatID(s.second.ID)+"/accept", nil)
	case community.ActUnaccept:
		return p.browser.post("/p/"+community.FormatID(s.first.ID)+"/unaccept", nil)
	case community.ActReopen:
		return p.browser.post(id+"/reopen", nil)
	case community.ActFollowUp:
		return p.browser.post(id+"/outcome", url.Values{"management": {"yes"}})
	case community.ActArchive:
		return p.browser.post(id+"/archive", nil)
	case community.ActWithdraw:
		if slices.Contains(p.parties, community.Patient) {
			return p.browser.post("/withdraw", url.Values{"code": {string(s.code)}, "step": {"withdraw"}})
		}
		return p.browser.post(id+"/delete", url.Values{"reason": {"The family asks."}})
	}
	w.Fatalf("no way to %s", act)
	return answer{}
}

// try lets everybody try one act on a case in one state.
func (w *walk) try(state community.CaseStatus, act community.Act) {
	w.Helper()
	s := w.stand(state)
	for _, p := range w.people {
		what := fmt.Sprintf("%s: %s by %s", state, act, p.name)
		meant := act
		if act == community.ActAsk && slices.Contains(p.parties, community.Keeper) { // whatever the keeper says gives information
			meant = community.ActProvide
		}
		to, refused := state.Next(meant, p.parties...)
		before := w.now(s.post)
		got := w.does(p, act, s)
		if refused != nil {
			w.unmoved(what, act, got, before)
			continue
		}
		w.moved(what, meant, to, got, s.post)
		w.named(what, p, s.post)
		s = w.stand(state)
	}
}

// isReply says of an act that who may not do it replies all the same.
func isReply(act community.Act) bool { return act == community.ActAsk || act == community.ActProvide }

// unmoved says that an act was refused and changed nothing.
func (w *walk) unmoved(what string, act community.Act, got answer, before community.Post) {
	w.Helper()
	status := []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict}
	away := got.status == http.StatusSeeOther && strings.HasPrefix(got.header.Get("Location"), "/sign-in")
	if isReply(act) {
		status = []int{http.StatusSeeOther}
		if before.Case.Status.Closed() {
			status = []int{http.StatusUnprocessableEntity}
		}
	}
	if !slices.Contains(status, got.status) && !away {
		w.Errorf("%s: answered %d", what, got.status)
	}
	after := w.now(before)
	if !after.Deleted.IsZero() || after.Revision != before.Revision || after.Case.Status != before.Case.Status ||
		!slices.Equal(after.Case.AcceptedAnswers(), before.Case.AcceptedAnswers()) {
		w.Errorf("%s: was refused, and changed the case", what)
	}
}

// moved says that an act led where it should and was remembered.
func (w *walk) moved(what string, act community.Act, to community.CaseStatus, got answer, c community.Post) {
	w.Helper()
	if got.status != http.StatusSeeOther && (to != community.CaseWithdrawn || got.status != http.StatusOK) {
		w.Errorf("%s: answered %d: %s", what, got.status, got.words())
	}
	events, err := w.store.CaseEvents(w.Context(), c.ID)
	w.must(err)
	if last := events[len(events)-1]; last.Act != act || last.To != to {
		w.Errorf("%s: remembered as %+v", what, last)
	}
	after := w.now(c)
	switch {
	case to == community.CaseWithdrawn && (after.Deleted.IsZero() || after.Case != nil):
		w.Errorf("%s: it is still there", what)
	case to != community.CaseWithdrawn && (after.Case == nil || after.Case.Status != to):
		w.Errorf("%s: it stands at %+v, not at %s", what, after.Case, to)
	}
}

// named says that the last step of a case was taken by a person, and by nobody where
// it was the patient.
func (w *walk) named(what string, p walker, c community.Post) {
	w.Helper()
	events, err := w.store.CaseEvents(w.Context(), c.ID)
	w.must(err)
	if last := events[len(events)-1]; last.By != p.actor || !last.At.Equal(w.clock.Now()) {
		w.Errorf("%s: remembered of %d at %v", what, last.By, last.At)
	}
}

// letTimePass is what the clock does to a case in every state.
func (w *walk) letTimePass() {
	w.Helper()
	states := community.CaseStatuses()
	var cases []community.Post
	for _, state := range states {
		cases = append(cases, w.stand(state).post)
	}
	chores := map[community.Act]func() error{
		community.ActRemind:  func() error { return w.store.AskOutcomes(w.Context(), community.FollowUpAfter) },
		community.ActArchive: func() error { return w.store.ArchiveIdle(w.Context(), community.ArchiveAfter) },
	}
	for _, act := range clockActs {
		w.clock.Advance(community.ArchiveAfter)
		for range 1 + w.made/100 { // each takes some at a time, and the walk has made many
			w.must(chores[act]())
		}
		for i, c := range cases {
			to, refused := states[i].Next(act, community.Clock)
			if refused != nil {
				to = states[i]
			}
			events, err := w.store.CaseEvents(w.Context(), c.ID)
			w.must(err)
			last := events[len(events)-1]
			if after := w.now(c); after.Case.Status != to || (last.Act == act && last.By == 0) != (refused == nil) {
				w.Errorf("%s by the clock led from %s to %s, %+v", act, states[i], after.Case.Status, last)
			}
			states[i] = to
		}
	}
}
