package web_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/media"
)

const goodNPI = "1234567893"

// anasClaim is what most applications of these tests say.
func anasClaim() community.Claim {
	return community.Claim{LegalName: "Ana Lima", Profession: "physician", Specialties: []community.Specialty{"cardiology", "neurology"}, Country: "US",
		Region: "OH", Register: "npi", Number: goodNPI, Organisation: "Example Clinic", Note: "I was Ana Moreira before."}
}

// anasEntry is what the register says of her.
func anasEntry() credential.Record {
	return credential.Record{Register: "npi", Number: goodNPI, Kind: credential.Person, Names: []string{"LIMA, ANA", "MOREIRA, ANA"},
		Professions: []credential.Profession{"physician"}, Active: true, Regions: []string{"US-OH"}, Evidence: "00", Adapter: "test/1",
		CheckedAt: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), ValidUntil: time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC)}
}

const paperShade = 230

// licence is a photograph of a paper, another for each owner: one shade, all but,
// so that every mark on it shows.
func licence(t testing.TB, owner community.ActorID) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 900, 600))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: paperShade}), image.Point{}, draw.Src)
	for bit := range 63 {
		img.Set(bit, 0, color.Gray{Y: paperShade + uint8(owner>>bit&1)})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// apply hands an application in with a photograph, as the pages of the applicant do.
func (h *house) apply(by community.Actor, c community.Claim) community.Verification {
	h.Helper()
	v, err := h.store.SaveVerification(h.Context(), by.ID, c)
	h.must(err)
	paper, err := media.NewScrubber(media.Limits{}).Document(h.Context(), bytes.NewReader(licence(h, by.ID)))
	h.must(err)
	_, err = h.store.AddVerificationDocument(h.Context(), storage.NewDocument{Verification: v.ID, Actor: by.ID, Kind: "licence", Type: paper.Type, Bytes: paper.Bytes})
	h.must(err)
	v, err = h.store.SubmitVerification(h.Context(), by.ID)
	h.must(err)
	return v
}

func deskPage(v community.Verification) string {
	return "/desk/verifications/" + community.FormatID(v.ID)
}

// papers looks at all papers in full.
func (b *browser) papers(v community.Verification) {
	b.Helper()
	list, err := b.store.VerificationDocuments(b.Context(), v.ID)
	if err != nil {
		b.Fatal(err)
	}
	for _, d := range list {
		b.get(deskPage(v) + "/papers/" + community.FormatID(d.ID)).is(200)
	}
}

func (h *house) state(v community.Verification) community.VerificationState {
	h.Helper()
	now, err := h.store.Verification(h.Context(), v.ID)
	h.must(err)
	return now.State
}

func (h *house) level(a community.Actor) credential.Level {
	h.Helper()
	now, err := h.store.Actor(h.Context(), a.ID)
	h.must(err)
	return community.Judge(now.Credential, community.Trust{}, time.Time{}, h.clock.Now()).Level
}

// The officer sees both sides, asks, sees what each choice comes to, and approves.
func TestVerificationDesk(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, ana := h.member("ana")
		olga, _ := h.staff("olga", community.Officer)
		v := h.apply(ana, anasClaim())
		record := anasEntry()
		h.must(h.store.RecordLookUp(h.Context(), v.ID, "", &record))
		b := h.as(olga)
		b.get("/home").is(200).has(`href="/desk/verifications"`)
		if a := b.get("/desk").is(200); a.path != "/desk/verifications" {
			h.Errorf("the desk of an officer begins at %s", a.path)
		}
		b.get("/desk/verifications").is(200).has("ana", "Physician", "United States", "New", "Target:", "To do 1").hasNot("/desk/accounts", "Overdue")
		b.get("/notifications").is(200).has("asks to be verified", `href="/desk/verifications"`).hasNot("Lima", goodNPI)
		page := b.get(deskPage(v)).is(200).has("LIMA, ANA", "MOREIRA, ANA", "Ana Lima", goodNPI, "US-OH", "Agrees", "Level 2: named an entry in a register",
			"Gives Level 3", "Not enough to approve: gives Level 2", "I was Ana Moreira before.", "not opened by you").hasNot("Differs")
		form := page.form(deskPage(v) + "/approve")
		if form.Get("until") != "2027-05-01" || len(form["specialty"]) != 2 || form.Has("evidence") {
			h.Errorf("proposed: %v", form)
		}
		b.post(deskPage(v)+"/ask", with(page.form(deskPage(v)+"/ask"), "question", " ")).is(422).has("Write what you want to say.")
		b.post(deskPage(v)+"/ask", with(page.form(deskPage(v)+"/ask"), "question", "Which ward?")).is(200).has("Your question was sent.", "Which ward?", "Applicant was asked")
		_, err := h.store.StepVerification(h.Context(), storage.VerificationStep{ID: v.ID, Act: community.AnswerOfficer, By: ana.ID, Text: "On 3B,\nsince May."})
		h.must(err)
		b.papers(v)
		page = b.get(deskPage(v)).is(200).has("On 3B,", "you have seen it")
		form = with(page.form(deskPage(v)+"/approve"), "evidence", "documents", "another", "emergency-medicine")
		b.post(deskPage(v)+"/approve", form).is(200).has("The application is approved.", "approved the application")
		c, err := h.store.Credential(h.Context(), ana.ID)
		h.must(err)
		if c.Level != credential.Bound || len(c.Specialties) != 3 || !c.Until.Equal(time.Date(2027, 5, 2, 0, 0, 0, 0, time.UTC)) && !c.Until.Equal(record.ValidUntil) {
			h.Errorf("granted: %+v", c)
		}
		b.get("/desk/verifications?state=approved").is(200).has("ana", "Approved")
		b.get(deskPage(v)).is(200).hasNot(`action="` + deskPage(v) + `/approve"`)
	})
}

// What was filled in stays when it does not do, and a preview changes nothing but
// the words.
func TestVerificationFormsKeepTheirValues(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, ana := h.member("ana")
		olga, _ := h.staff("olga", community.Officer)
		v := h.apply(ana, anasClaim())
		record := anasEntry()
		h.must(h.store.RecordLookUp(h.Context(), v.ID, "", &record))
		b := h.as(olga)
		form := with(b.get(deskPage(v)).is(200).form(deskPage(v)+"/approve"), "evidence", "register+documents", "source", "the register’s page", "until", "2027-02-03",
			"profession", "dentist", "another", "dermatology")
		form["specialty"] = []string{"neurology"}
		kept := func(a answer) url.Values {
			h.Helper()
			got := a.form(deskPage(v) + "/approve")
			for name := range form {
				if name != "preview" && strings.Join(got[name], " ") != strings.Join(form[name], " ") {
					h.Errorf("%s was %q and is %q", name, form[name], got[name])
				}
			}
			return got
		}
		kept(b.post(deskPage(v)+"/approve", with(form, "preview", "on")).is(200).has("Not enough to approve: gives Level 1", "Gives Level 4"))
		form.Del("preview")
		kept(b.post(deskPage(v)+"/approve", form).is(422).has("Open every paper before you vouch for them."))
		kept(b.post(deskPage(v)+"/approve", with(form, "until", "2029-01-01")).is(422).has("A verification lasts a year at most."))
		kept(b.post(deskPage(v)+"/approve", with(form, "until", "2027-02-03", "source", "")).is(422).has("Say in which register"))
		a := b.post(deskPage(v)+"/refuse", with(b.get(deskPage(v)).form(deskPage(v)+"/refuse"), "reason", "other", "word", "")).is(422).has("Write what you want to say.")
		if got := a.form(deskPage(v) + "/refuse"); got.Get("reason") != "other" {
			h.Errorf("the reason is now %q", got.Get("reason"))
		}
		b.post(deskPage(v)+"/refuse", with(b.get(deskPage(v)).form(deskPage(v)+"/refuse"), "word", "Because.")).is(422).has("Choose a reason.", "Because.")
		if h.state(v) != community.VerificationSubmitted || h.level(ana) != credential.Registered {
			h.Errorf("it is %s, level %d", h.state(v), h.level(ana))
		}
	})
}

// Every state and every act of an officer, over HTTP: what the table of steps
// allows is done, everything else is a conflict that says so, and nothing is done.
func TestVerificationStepsOverHTTP(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		olga, _ := h.staff("olga", community.Officer)
		omar, omarActor := h.staff("omar", community.Officer)
		b, other := h.as(olga), h.as(omar)
		for i, path := range []string{"", "ask", "ask answer", "approve", "refuse", "refuse appeal", "refuse appeal ask", "withdraw"} {
			for _, act := range []community.VerificationAct{community.AskApplicant, community.ApproveVerification, community.RefuseVerification} {
				_, who := h.member(fmt.Sprintf("%s%d", act, i))
				c := anasClaim()
				c.Profession, c.Register, c.Number = "researcher", "", ""
				v := h.apply(who, c)
				other.papers(v)
				b.papers(v)
				for step := range strings.FieldsSeq(path) {
					h.walk(v, who, omarActor, community.VerificationAct(step))
				}
				from := h.state(v)
				want, leads := from.Step(act)
				page := b.get(deskPage(v)).is(200)
				now, err := h.store.Verification(h.Context(), v.ID)
				h.must(err)
				form := url.Values{"revision": {fmt.Sprint(now.Revision)}, "question": {"What?"}, "reason": {"no_answer"}, "evidence": {"documents"}, "profession": {"researcher"}, "until": {"2027-01-01"}}
				offered := strings.Contains(page.body, `action="`+deskPage(v)+"/"+string(act)+`"`)
				a := b.post(deskPage(v)+"/"+string(act), form)
				if leads == nil {
					a.is(200)
				} else {
					a.is(http.StatusConflict).has("Nothing was done")
					want = from
				}
				if got := h.state(v); got != want || offered != (leads == nil) {
					h.Errorf("after %q, %s: %s, want %s; offered: %v", path, act, got, want, offered)
				}
			}
		}
	})
}

// walk does a step as applicant or as the other officer.
func (h *house) walk(v community.Verification, applicant, officer community.Actor, act community.VerificationAct) {
	h.Helper()
	now, err := h.store.Verification(h.Context(), v.ID)
	h.must(err)
	step := storage.VerificationStep{ID: v.ID, Act: act, By: officer.ID, Revision: now.Revision, Text: "Word", Reason: "no_answer",
		Approval: community.Approval{Evidence: []credential.Kind{credential.Documents}, Profession: "researcher", Until: h.clock.Now().AddDate(0, 1, 0)}}
	if act.ByApplicant() {
		step.By = applicant.ID
	}
	_, err = h.store.StepVerification(h.Context(), step)
	h.must(err)
}

// A decision on a page that is no longer so is not taken; what was written is
// there, beside what happened.
func TestStaleVerificationPage(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, ana := h.member("ana")
		olga, _ := h.staff("olga", community.Officer)
		omar, _ := h.staff("omar", community.Officer)
		v := h.apply(ana, anasClaim())
		slow, quick := h.as(olga), h.as(omar)
		slow.papers(v)
		page := slow.get(deskPage(v)).is(200)
		record := anasEntry()
		record.Sanctioned = true
		h.must(h.store.RecordLookUp(h.Context(), v.ID, "", &record))
		form := with(page.form(deskPage(v)+"/approve"), "evidence", "register+documents", "source", "the register’s own page")
		a := slow.post(deskPage(v)+"/approve", form).is(http.StatusConflict).has("Nothing was done", "The register restricts the entry.", "the register’s own page")
		if got := a.form(deskPage(v) + "/approve"); got.Get("evidence") != "register+documents" || got.Get("revision") == form.Get("revision") {
			h.Errorf("kept: %v", got)
		}
		page = slow.get(deskPage(v)).is(200)
		quick.post(deskPage(v)+"/ask", with(quick.get(deskPage(v)).form(deskPage(v)+"/ask"), "question", "Is that you?")).is(200)
		slow.post(deskPage(v)+"/refuse", with(page.form(deskPage(v)+"/refuse"), "reason", "other", "word", "A long explanation.")).is(http.StatusConflict).has("A long explanation.", "Is that you?")
		if h.state(v) != community.VerificationAsked || h.level(ana) != credential.Unproved {
			h.Errorf("it is %s, level %d", h.state(v), h.level(ana))
		}
	})
}

// Four eyes: the first cannot be the second, the second sees what the first
// approved and approves that.
func TestFourEyesAtTheDesk(t *testing.T) {
	eachHouse(t, plan{verification: community.VerificationRules{FourEyes: true}}, func(h *house) {
		_, ana := h.member("ana")
		olga, _ := h.staff("olga", community.Officer)
		omar, _ := h.staff("omar", community.Officer)
		v := h.apply(ana, anasClaim())
		first, second := h.as(olga), h.as(omar)
		first.papers(v)
		form := with(first.get(deskPage(v)).is(200).has("After you, a second officer has to approve.").form(deskPage(v)+"/approve"), "evidence", "register+documents", "source", "the register’s page")
		first.post(deskPage(v)+"/approve", form).is(200).has("A second officer decides.", "You approved this first.").hasNot(`action="` + deskPage(v) + `/approve"`)
		now, err := h.store.Verification(h.Context(), v.ID)
		h.must(err)
		first.post(deskPage(v)+"/approve", with(form, "revision", fmt.Sprint(now.Revision))).is(http.StatusForbidden)
		if h.level(ana) != credential.Unproved || h.state(v) != community.VerificationSeconded {
			h.Fatalf("one officer alone: %s, level %d", h.state(v), h.level(ana))
		}
		page := second.get(deskPage(v)).is(200).has("olga approved this first.", "the register’s page", "I looked the register up myself and saw the papers")
		second.post(deskPage(v)+"/approve", page.form(deskPage(v)+"/approve")).is(422).has("Open every paper before you vouch for them.")
		second.papers(v)
		second.post(deskPage(v)+"/approve", second.get(deskPage(v)).form(deskPage(v)+"/approve")).is(200).has("The application is approved.")
		if h.level(ana) != credential.Bound {
			h.Errorf("level %d", h.level(ana))
		}
	})
}

// Nobody decides on themselves: the own application is not there to be opened.
func TestOfficerAtTheOwnApplication(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		for _, role := range []community.Role{community.Officer, community.Administrator} {
			user, actor := h.staff("staff"+string(role), role)
			v := h.apply(actor, anasClaim())
			b := h.as(user)
			b.get("/desk/verifications").is(200).has("Your own: another officer decides").hasNot(`href="` + deskPage(v) + `"`)
			b.get(deskPage(v)).is(http.StatusForbidden)
			list, err := h.store.VerificationDocuments(h.Context(), v.ID)
			h.must(err)
			b.get(deskPage(v) + "/papers/" + community.FormatID(list[0].ID)).is(http.StatusForbidden)
			for _, verb := range []string{"ask", "approve", "refuse"} {
				b.post(deskPage(v)+"/"+verb, url.Values{"revision": {fmt.Sprint(v.Revision)}, "evidence": {"in-person"}, "profession": {"physician"},
					"until": {"2027-01-01"}, "reason": {"no_answer"}, "question": {"x"}}).is(http.StatusForbidden)
			}
			if h.level(actor) != credential.Unproved || h.state(v) != community.VerificationSubmitted {
				h.Errorf("%s: %s, level %d", role, h.state(v), h.level(actor))
			}
		}
	})
}

// A paper is shown with the officer's name drawn all over it, is kept nowhere, and
// is not there for anybody else.
func TestPapersAtTheDesk(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.member("ana")
		olga, _ := h.staff("olga", community.Officer)
		mod, _ := h.staff("mod", community.Moderator)
		v := h.apply(actor, anasClaim())
		list, err := h.store.VerificationDocuments(h.Context(), v.ID)
		h.must(err)
		path := deskPage(v) + "/papers/" + community.FormatID(list[0].ID)
		b := h.as(olga)
		var shown [2]answer
		for i, suffix := range []string{"", "?small=1"} {
			shown[i] = b.get(path + suffix).is(200)
			for name, want := range map[string]string{"Content-Type": "image/jpeg", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"} {
				if got := shown[i].header.Get(name); got != want {
					h.Errorf("%s: %s is %q", suffix, name, got)
				}
			}
			if n := h.marks(shown[i].body); n < 9 {
				h.Errorf("%q: only %d of nine parts bear the mark", suffix, n)
			}
		}
		if len(shown[1].body) >= len(shown[0].body) {
			h.Errorf("the small one has %d bytes, the whole %d", len(shown[1].body), len(shown[0].body))
		}
		b.do("POST", path, "", nil).is(http.StatusNotFound)
		b.get(deskPage(v) + "/papers/1").is(http.StatusNotFound)
		b.get("/desk/verifications/1/papers/" + community.FormatID(list[0].ID)).is(http.StatusNotFound)
		for _, user := range []community.User{ana, mod} {
			h.as(user).get(path).is(http.StatusNotFound)
		}
		if a := h.visitor().get(path).is(200); !strings.HasPrefix(a.path, "/sign-in") {
			h.Errorf("a visitor ends at %s", a.path)
		}
		h.clock.Advance(time.Hour) // signed in, but nobody knows whether it is still her
		if a := b.get(path).is(200); !strings.HasPrefix(a.path, "/sign-in/again") {
			h.Errorf("without a fresh proof an officer ends at %s", a.path)
		}
		actions, err := h.store.StaffActions(h.Context(), storage.Page{})
		h.must(err)
		if len(actions) != 2 || actions[0].Action != "view-document" {
			h.Errorf("written down: %+v", actions)
		}
	})
}

// marks counts the ninths of the picture of a paper in which something is drawn.
func (h *house) marks(body string) int {
	h.Helper()
	img, err := jpeg.Decode(strings.NewReader(body))
	h.must(err)
	size, found := img.Bounds(), map[int]bool{}
	for y := range size.Dy() {
		for x := range size.Dx() {
			got, _ := color.GrayModel.Convert(img.At(x, y)).(color.Gray)
			if got.Y+40 < paperShade {
				found[3*(3*y/size.Dy())+3*x/size.Dx()] = true
			}
		}
	}
	return len(found)
}

// Members and moderators find nothing of it, whatever they guess.
func TestVerificationDeskIsForOfficers(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.member("ana")
		mod, _ := h.staff("mod", community.Moderator)
		v := h.apply(actor, anasClaim())
		h.verified(actor)
		clinician := "/desk/clinicians/" + community.FormatID(actor.ID)
		for _, user := range []community.User{ana, mod} {
			b := h.as(user)
			for _, path := range []string{"/desk/verifications", deskPage(v), "/desk/clinicians", clinician} {
				b.get(path).is(http.StatusNotFound)
			}
			for _, path := range []string{deskPage(v) + "/ask", deskPage(v) + "/approve", deskPage(v) + "/refuse", clinician + "/suspend", clinician + "/restore", clinician + "/revoke"} {
				b.post(path, url.Values{"reason": {"other"}, "question": {"x"}, "revision": {fmt.Sprint(v.Revision)}}).is(http.StatusNotFound)
			}
		}
		if h.state(v) != community.VerificationSubmitted || h.level(actor) != credential.Issued {
			h.Errorf("it is %s, level %d", h.state(v), h.level(actor))
		}
		h.as(mod).get("/desk").is(200).hasNot("/desk/verifications")
		olga, _ := h.staff("olga", community.Officer)
		b := h.as(olga)
		draft, err := h.store.SaveVerification(h.Context(), func() community.ActorID { _, a := h.member("cleo"); return a.ID }(), anasClaim())
		h.must(err)
		b.get(deskPage(draft)).is(http.StatusNotFound) // nobody's business
		b.get("/desk/verifications").is(200).hasNot("cleo")
	})
}

func (h *house) verified(a community.Actor) {
	h.Helper()
	_, err := h.store.GrantCredential(h.Context(), storage.Grant{Actor: a.ID, Profession: "physician", Evidence: []credential.Evidence{
		{Kind: credential.InPerson, Proved: h.clock.Now(), Until: h.clock.Now().AddDate(0, 1, 0)}}})
	h.must(err)
}

// Two applications for one number: the officer is warned on both pages, and has to
// say so before approving; the applicants are not told.
func TestDuplicateAtTheDesk(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, anaActor := h.member("ana")
		_, ben := h.member("ben")
		olga, _ := h.staff("olga", community.Officer)
		first := h.apply(anaActor, anasClaim())
		second := h.apply(ben, anasClaim())
		b := h.as(olga)
		b.get("/desk/verifications?duplicate=on").is(200).has("ana", "ben", "Number claimed twice", "2 applications")
		for _, v := range []community.Verification{first, second} {
			b.get(deskPage(v)).is(200).has("Somebody else here claims the same register number.")
		}
		b.papers(second)
		form := with(b.get(deskPage(second)).form(deskPage(second)+"/approve"), "evidence", "register+documents", "source", "npi")
		b.post(deskPage(second)+"/approve", form).is(422).has("Tick that you have checked")
		b.post(deskPage(second)+"/approve", with(form, "seen_flags", "on")).is(200).has("The application is approved.")
		h.as(ana).get("/notifications").is(200).hasNot("verif", "application")
	})
}

// Suspended at once, restored, taken back for good, each with a reason.
func TestCredentialsAtTheDesk(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, ana := h.member("ana")
		olga, olgaActor := h.staff("olga", community.Officer)
		h.verified(ana)
		h.verified(olgaActor)
		path := "/desk/clinicians/" + community.FormatID(ana.ID)
		b := h.as(olga)
		b.get("/desk/clinicians").is(200).has("ana", "Physician", "Level 4", "Ending soon 2")
		page := b.get(path).is(200).has("Suspend", "Take back", "Seen in person").hasNot("Restore")
		b.post(path+"/suspend", with(page.form(path+"/suspend"), "note", "Call of Monday.")).is(422).has("Choose a reason.", "Call of Monday.")
		b.post(path+"/suspend", with(page.form(path+"/suspend"), "reason", "not_renewed", "note", "Call of Monday.")).is(200).has("The verification is changed.", "The licence was not renewed", "Call of Monday.")
		if h.level(ana) != credential.Unproved {
			h.Errorf("suspended has level %d", h.level(ana))
		}
		b.post(path+"/suspend", with(page.form(path+"/suspend"), "reason", "other")).is(http.StatusConflict)
		page = b.get(path).is(200).has("Restore").hasNot(`action="` + path + `/suspend"`)
		b.post(path+"/restore", with(page.form(path+"/restore"), "reason", "mistake")).is(200)
		if h.level(ana) != credential.Issued {
			h.Errorf("restored has level %d", h.level(ana))
		}
		b.post(path+"/revoke", with(b.get(path).form(path+"/revoke"), "reason", "not_genuine")).is(200).has("it has to be proved anew")
		b.post(path+"/restore", url.Values{"reason": {"mistake"}}).is(http.StatusConflict)
		own := "/desk/clinicians/" + community.FormatID(olgaActor.ID)
		b.get(own).is(200).has("This is about you.")
		b.post(own+"/suspend", url.Values{"reason": {"asked"}}).is(http.StatusForbidden)
		b.get("/desk/clinicians?state=revoked").is(200).has("ana", "The proof was not genuine")
	})
}
