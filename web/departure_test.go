package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web"
)

// Staff say that somebody has left: verified access ends, the person has sixty
// days and is told what to do, then the account closes; all of it is taken back.
func TestDepartureByStaff(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterOpen}, func(h *house) {
		boss, _ := h.staff("boss", community.Administrator)
		mod, _ := h.staff("mod", community.Moderator)
		_, anaActor := h.member("ana")
		storagetest.Prove(h, h.store, anaActor, storagetest.Proof{Profession: "physician", Level: credential.Issued})
		path := "/desk/accounts/" + community.FormatID(anaActor.ID)
		a := h.enter("ana", password)
		a.get("/home").is(200).hasNot("You have left St Anna Hospital.")
		a.post(path+"/depart", nil).is(http.StatusNotFound)

		m := h.as(mod)
		form := m.get(path).is(200).has("Has left the institution", "ends at once", "60 days", "can be taken back").form(path + "/depart")
		m.post(path+"/depart", with(form, "departure_note", strings.Repeat("x", 501))).is(http.StatusUnprocessableEntity)
		m.post(path+"/depart", with(form, "departure_note", "retired")).is(200).has("It is noted", "The account closes on", "said that they left", "retired")
		m.post(path+"/depart", form).is(http.StatusConflict)
		m.get("/desk/accounts?state=active").is(200).has("Leaves: closes on")
		a.get("/home").is(200).has("You have left St Anna Hospital.", "/settings/departure")
		a.get("/settings/departure").is(200).has("Take a copy along", "Bring your followers", "You have no open case.", "formerly").hasNot("I have left the institution")
		a.post("/settings/departure", nil).is(http.StatusConflict)
		if got := h.store.Standing(h.Context(), anaActor); got.Verified() {
			t.Error("still verified")
		}

		h.clock.Advance(community.DepartureTime + time.Minute)
		h.must(h.store.EndDepartures(h.Context()))
		_, refused := h.signIn("ana", password)
		refused.is(http.StatusUnprocessableEntity).has("You have left St Anna Hospital, and this account is closed.")
		h.visitor().get("/@ana").is(200)
		m = h.as(boss)
		m.get("/desk/accounts?state=departed").is(200).has("@ana")
		m.get(path).is(200).has("the account is closed")
		m.post(path+"/stay", nil).is(200).has("It is taken back.", "took their leaving back")
		m.post(path+"/stay", nil).is(http.StatusConflict)
		h.enter("ana", password).get("/home").is(200).hasNot("You have left St Anna Hospital.")
	})
}

// A member says so themselves, with a fresh proof; the last administrator stays.
func TestDepartureByOneself(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterOpen}, func(h *house) {
		boss, _ := h.staff("boss", community.Administrator)
		h.as(boss).post("/settings/departure", nil).is(http.StatusUnprocessableEntity).has("You are the only administrator.")
		h.member("ana")
		a := h.enter("ana", password)
		a.get("/settings/account").is(200).has("/settings/departure", "/settings/move", "/settings/export")
		h.clock.Advance(11 * time.Minute)
		if got := a.post("/settings/departure", nil); !strings.HasPrefix(got.path, "/sign-in/again") {
			t.Errorf("declared without a fresh proof: %s", got.path)
		}
		a = h.enter("ana", password)
		a.get("/settings/departure").is(200).has("I have left the institution")
		a.post("/settings/departure", nil).is(200).has("Your account stays open for sixty days.", "Your account here stays open until")
	})
}

// An open case is offered, taken back, declined and taken; who keeps it closes
// it and writes nothing in the author's name.
func TestHandOverPages(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		ben, _ := storagetest.Member(s, s.store, "ben")
		eve, eveActor := storagetest.Member(s, s.store, "eve")
		storagetest.Remote(s, s.store, "https://there.example", "mia")
		s.must(s.store.Block(t.Context(), eveActor.ID, anaActor.ID))
		a, b, e := s.as(ana), s.as(ben), s.as(eve)
		form := a.submit("/cases", caseFields(), nil).is(200).form("/cases")
		path := strings.Split(a.submit("/cases", with(form, "step", "post"), nil).is(200).path, "?")[0]
		id := community.FormatID(s.postsOf(anaActor)[0].ID)
		offer, mine := "/settings/departure/cases/"+id, "/cases/handed-over/"+id

		a.get("/settings/departure").is(200).has("Fever after a new drug", "1 open case")
		for _, who := range []string{"@nobody", "@ana", "@eve", "@mia@there.example", "", "not a handle"} {
			a.post(offer, url.Values{"to": {who}}).is(http.StatusUnprocessableEntity).has("Nobody here with this handle")
		}
		e.post(offer, url.Values{"to": {"@ben"}}).is(http.StatusNotFound)
		b.post(mine+"/accept", nil).is(http.StatusNotFound)
		offered := func() {
			a.post(offer, url.Values{"to": {"@ben"}}).is(200).has("Your colleague is asked.", "ben was asked.")
		}
		offered()
		b.get("/notifications").is(200).has("asks you to take over a case", `href="/cases/handed-over"`)
		b.get("/cases/handed-over").is(200).has("ana asks you to take this over", "Fever after a new drug")
		e.get("/cases/handed-over").is(200).hasNot("Fever")
		a.post(offer+"/withdraw", nil).is(200).has("The offer is taken back.")
		a.post(offer+"/withdraw", nil).is(http.StatusNotFound)
		b.get("/cases/handed-over").is(200).has("Nobody asks you to take over a case.")
		offered()
		b.post(mine+"/decline", nil).is(200).has("You said no.")
		offered()
		e.post(mine+"/accept", nil).is(http.StatusNotFound)
		b.post(mine+"/accept", nil).is(200).has("You keep this case now.", "Kept by ben for ana")

		answer := e.get(path)
		answer.is(http.StatusNotFound) // ana and eve are out of each other's sight
		b.submit("/posts", with(b.get(path).is(200).form("/posts"), "text", "Stop it."), nil).is(200)
		_, answerID := s.caseAndAnswer(anaActor)
		b.get(path).is(200).has("Kept by ben for ana", `action="/p/`+answerID+`/accept"`, "/p/"+id+"/solve").hasNot("/p/"+id+"/edit", "/p/"+id+"/delete")
		b.get("/p/" + id + "/edit").is(http.StatusForbidden)
		b.post("/p/"+answerID+"/accept", nil).is(200).has("Accepted answer")
		b.post("/p/"+id+"/reopen", nil).is(200).has("The case is open again.")
		b.get("/settings/departure").is(200).has("Fever after a new drug")
		b.post("/p/"+id+"/solve", nil).is(200).has("The case is solved.")
	})
}

// Who took a case for clinicians over, and is none any more, hands it over without
// reading a word of it.
func TestStewardWhoLeavesReadsNothing(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageClinical(s)
		bob := s.as(c.bob)
		bob.get("/settings/departure").is(200).hasNot(closed)
		id := c.hidden[0].ID
		s.must(s.store.OfferCase(t.Context(), community.HandOver{Case: id, From: c.hidden[0].Author, To: c.bob.Actor, Created: s.store.Now()}))
		s.must(s.store.TakeCase(t.Context(), c.bob.Actor, id))
		bob.get("/settings/departure").is(200).has(closed)
		s.must(s.store.ChangeCredential(t.Context(), storage.StateChange{Actor: c.bob.Actor, State: credential.Former, Reason: "left"}))
		bob.get("/settings/departure").is(200).has("A case that you took over and can no longer read").hasNot(closed)
		bob.post("/p/"+community.FormatID(id)+"/solve", nil).is(http.StatusNotFound)
	})
}

// Somebody with two accounts here sends the followers of one to the other.
func TestMovePages(t *testing.T) {
	eachSite(t, func(s *site) {
		s.web.Linker = federation.New(federation.Options{Store: s.store, Mode: community.FederationOpen})
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		next, nextActor := storagetest.Member(s, s.store, "ana_next")
		_, benActor := storagetest.Member(s, s.store, "ben")
		storagetest.Following(s, s.store, benActor, anaActor)
		a, n := s.as(ana), s.as(next)
		a.get("/settings/move").is(200).has("1 person follows you here.", "@ana@here.example", anaActor.IRI.String())
		for typed, want := range map[string]string{"@nobody": "No account was found there.", "": "No account was found there.", "@ana": "That is this very account.",
			"@ana_next": "does not say yet that it is also this one. Name " + anaActor.IRI.String()} {
			a.post("/settings/move", url.Values{"target": {typed}}).is(http.StatusUnprocessableEntity).has(want)
		}
		n.post("/settings/move/aliases", url.Values{"account": {"@nobody"}}).is(http.StatusUnprocessableEntity).has("No account was found there.")
		n.post("/settings/move/aliases", url.Values{"account": {"@ana"}}).is(200).has("The account is named as yours.", "Remove @ana")
		n.post("/settings/move/aliases/remove", url.Values{"address": {anaActor.IRI.String()}}).is(200).hasNot("Remove @ana")
		n.post("/settings/move/aliases", url.Values{"account": {"@ana@here.example"}}).is(200)
		a.post("/settings/move", url.Values{"target": {"@ana_next"}}).is(200).has("Your followers are being sent", "You went to", "@ana_next")
		s.visitor().get("/@ana").is(200).has("ana has moved to:", "@ana_next")
		if r, err := s.store.Relations(t.Context(), benActor.ID, []community.ActorID{anaActor.ID, nextActor.ID}); err != nil || r[anaActor.ID].Follows || !r[nextActor.ID].Follows {
			t.Errorf("ben follows %+v, %v", r, err)
		}
		a.get("/settings/departure").is(200).has("@ana_next", "Done")
		a.post("/settings/move/back", nil).is(200).has("You are here again.", "You can do so again from")
		s.visitor().get("/@ana").is(200).hasNot("has moved to:")
		a.post("/settings/move/back", nil).is(http.StatusConflict)
		a.post("/settings/move", url.Values{"target": {"@ana_next"}}).is(http.StatusUnprocessableEntity).has("You moved less than thirty days ago.")
		s.clock.Advance(11 * time.Minute)
		if got := a.post("/settings/move", url.Values{"target": {"@ana_next"}}); !strings.HasPrefix(got.path, "/sign-in/again") {
			t.Errorf("moved without a fresh proof: %s", got.path)
		}
	})
}

// An instance that speaks to nobody sends nobody anywhere.
func TestMoveWithoutFederation(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		s.web.DepartureOptions = web.DepartureOptions{}
		a := s.as(ana)
		a.get("/settings/move").is(200).has("does not speak to other servers")
		a.post("/settings/move", url.Values{"target": {"@ben"}}).is(http.StatusNotFound)
	})
}
