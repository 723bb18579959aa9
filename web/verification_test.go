package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
)

// hospital puts the institution of the tests on the list.
func (h *house) hospital(domains ...community.InstitutionDomain) {
	h.Helper()
	domains = append(domains, community.InstitutionDomain{Domain: "hospital.example", Name: "St Anna", Organisations: []string{"ST ANNA HOSPITAL"}})
	for _, d := range domains {
		h.must(h.store.SetInstitution(h.Context(), d))
	}
}

var (
	workFields  = url.Values{"profession": {"physician"}, "specialty_1": {"nephrology"}, "specialty_2": {"intern"}, "country": {"US"}}
	entryFields = url.Values{"legal_name": {"Ana Maria Petrović"}, "register": {"npi"}, "number": {"1234567893"}, "region": {"OH"}, "organisation": {"St Anna Hospital"}}
)

func (b *browser) toProof() {
	b.Helper()
	b.post("/verification/work", workFields).is(200).has("Step 2 of 4")
	b.post("/verification/entry", entryFields).is(200).has("Step 3 of 4")
}

// answersKept says which fields of a form came back as they were typed.
func (a answer) keeps(action string, fields url.Values) answer {
	a.Helper()
	form := a.form(action)
	for name, values := range fields {
		if form.Get(name) != values[0] {
			a.Errorf("%s came back as %q, want %q", name, form.Get(name), values[0])
		}
	}
	return a
}

// From the first page to the decision, without a script, and every value kept.
func TestVerificationJourney(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.member("ana")
		officer, _ := h.staff("olga", community.Officer)
		a := h.as(ana)
		a.get("/home").is(200).has("Be verified", `href="/verification"`)
		first := a.get("/verification").is(200).has("Step 1 of 4", "<datalist", `value="Nephrology"`, `autocomplete="country"`)
		if first.path != "/verification/work" {
			t.Errorf("begins at %s", first.path)
		}
		for _, later := range []string{"entry", "proof", "check"} {
			if got := a.get("/verification/" + later).is(200).path; got != "/verification/work" {
				t.Errorf("%s leads to %s", later, got)
			}
		}
		wrong := url.Values{"profession": {""}, "specialty_1": {"Nephrology"}, "specialty_2": {"brain surgery of the heart"}, "specialty_3": {"NEPHROLOGY"}, "country": {""}}
		a.post("/verification/work", wrong).is(http.StatusUnprocessableEntity).keeps("/verification/work", wrong).
			has("not one of the specialties", "twice")
		a.post("/verification/work", workFields).is(200).has("Step 2 of 4", "NPI", "Ten digits", "verification officers only and is never published", "no register here")
		a.get("/verification/work").is(200).keeps("/verification/work", url.Values{"profession": {"physician"}, "country": {"US"}, "specialty_1": {"Nephrology"}, "specialty_2": {"Internal medicine"}})
		a.get("/home").is(200).has("Continue your application")

		for field, value := range map[string]string{"legal_name": "", "number": "1234567890", "register": "gmc", "region": "Ohio!"} {
			bad := url.Values{}
			for name, values := range entryFields {
				bad[name] = values
			}
			bad.Set(field, value)
			got := a.post("/verification/entry", bad).is(http.StatusUnprocessableEntity).has(`class="problem"`)
			if field != "register" && field != "region" {
				got.keeps("/verification/entry", bad)
			}
		}
		a.post("/verification/entry", entryFields).is(200).has("Step 3 of 4", "badge, licence or diploma", `accept="image/*"`, `capture="environment"`).
			hasNot("address at work", "Send me the link", "sign-on") // no mail server, no sign-on
		a.get("/verification/entry").is(200).keeps("/verification/entry", entryFields)
		back := a.post("/verification/entry", with(a.get("/verification/entry").form("/verification/entry"), "number", "12", "go", "back")).is(200)
		if back.path != "/verification/work" {
			t.Errorf("back leads to %s", back.path)
		}
		a.get("/verification/entry").is(200).keeps("/verification/entry", url.Values{"number": {"12"}})
		a.post("/verification/entry", entryFields).is(200)

		a.get("/verification/check").is(200).has("Ana Maria Petrović", "1234567893", "Nephrology", "United States", "no proof", "2 working days", "30 days")
		a.submit("/verification/documents", url.Values{"kind": {"licence"}}, map[string][]byte{"picture": pngPicture(h.site)}).is(200).has("The picture is added.", "Licence to practise")
		long := strings.Repeat("x", community.MaxClaimNote+1)
		a.post("/verification/send", url.Values{"note": {long}}).is(http.StatusUnprocessableEntity).keeps("/verification/send", url.Values{"note": {long}})
		a.post("/verification/send", url.Values{"note": {"Formerly Horvat."}}).is(200).has("Your application is sent.", "A verification officer will look at it", "You hear from us by").hasNot("Petrović")
		a.get("/home").is(200).hasNot("Be verified", "Continue your application")
		if got := a.get("/verification/work").is(200).path; got != "/verification" {
			t.Errorf("an application under way can be changed at %s", got)
		}
		v, err := h.store.VerificationDraft(h.Context(), actor.ID)
		h.must(err)
		if v.State != community.VerificationSubmitted || v.Note != "Formerly Horvat." || len(v.Specialties) != 2 {
			t.Errorf("%+v", v)
		}
		h.officer(officer, storage.VerificationStep{Act: community.AskApplicant, Text: "Which <b>year</b>?"}, v)
		a.get("/verification").is(200).has("has a question for you", "Which &lt;b&gt;year&lt;/b&gt;?").hasNot("olga")
		a.submit("/verification/documents", url.Values{"kind": {"badge"}}, map[string][]byte{"photograph": []byte("%PDF-1.7")}).is(http.StatusUnprocessableEntity).
			has("This is a PDF", "Your answer")
		a.post("/verification/answer", url.Values{"text": {"2011."}}).is(200).has("Your answer is sent.", "2011.")
		h.officer(officer, storage.VerificationStep{Act: community.RefuseVerification, Reason: "name_differs"}, v)
		a.get("/verification").is(200).has("Not approved.", "Ask for another decision", "Apply again")
		a.post("/verification/appeal", url.Values{"text": {""}}).is(http.StatusUnprocessableEntity)
		a.post("/verification/appeal", url.Values{"text": {"I married."}}).is(200).has("Another officer will look at it")
		a.post("/verification/appeal", url.Values{"text": {"Again."}}).is(http.StatusConflict)
		second, _ := h.staff("otto", community.Officer)
		h.officer(second, storage.VerificationStep{Act: community.RefuseVerification, Reason: "no_answer"}, v)
		a.get("/verification").is(200).hasNot("Ask for another decision").has("Apply again")
		a.post("/verification/appeal", url.Values{"text": {"And again."}}).is(http.StatusConflict)
		a.get("/verification/entry").is(200).keeps("/verification/entry", entryFields)
	})
}

// officer does something to an application as it is now.
func (h *house) officer(u community.User, step storage.VerificationStep, v community.Verification) {
	h.Helper()
	now, err := h.store.Verification(h.Context(), v.ID)
	h.must(err)
	step.ID, step.By, step.Revision = v.ID, u.Actor, now.Revision
	_, err = h.store.StepVerification(h.Context(), step)
	h.must(err)
}

// Withdrawing ends it, and a new one begins with what was said before it is
// cleared away.
func TestVerificationWithdrawn(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		eve, _ := h.member("eve")
		a := h.as(ana)
		a.toProof()
		a.submit("/verification/documents", url.Values{"kind": {"licence"}}, map[string][]byte{"picture": pngPicture(h.site)}).is(200)
		remove := documentForm(a.get("/verification/proof"))
		h.as(eve).post(remove, nil).is(http.StatusNotFound)
		a.post("/verification/send", nil).is(200)
		a.post(remove, nil).is(http.StatusConflict)
		h.as(eve).post("/verification/withdraw", nil).is(http.StatusNotFound)
		a.post("/verification/withdraw", nil).is(200).has("Withdrawn", "Apply again")
		a.get("/verification/work").is(200).has("Step 1 of 4")
	})
}

func documentForm(a answer) string {
	_, after, _ := strings.Cut(a.body, `action="/verification/documents/`)
	id, _, _ := strings.Cut(after, `"`)
	return "/verification/documents/" + id
}

// What is no picture we take is said beside the field, and nothing typed is lost.
func TestVerificationPapersRefused(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		a := h.as(ana)
		a.toProof()
		for name, c := range map[string]struct {
			kind, says string
			files      map[string][]byte
		}{
			"PDF":        {"badge", "This is a PDF", map[string][]byte{"picture": []byte("%PDF-1.7 …")}},
			"too big":    {"badge", "larger than 16 MB", map[string][]byte{"photograph": bytes.Repeat([]byte("x"), 17<<20)}},
			"no picture": {"badge", "no JPEG, PNG or WebP", map[string][]byte{"photograph": []byte("hello")}},
			"damaged":    {"badge", "cannot be read", map[string][]byte{"picture": pngPicture(h.site)[:60]}},
			"missing":    {"badge", "choose a picture first", nil},
			"empty":      {"badge", "choose a picture first", map[string][]byte{"picture": nil}},
			"no kind":    {"passport", `class="problem"`, map[string][]byte{"picture": pngPicture(h.site)}},
		} {
			got := a.submit("/verification/documents", url.Values{"kind": {c.kind}}, c.files).is(http.StatusUnprocessableEntity).has(c.says, "Step 3 of 4")
			if c.kind == "badge" && got.form("/verification/documents").Get("kind") != "badge" {
				t.Errorf("%s: the kind is lost", name)
			}
		}
		a.post("/verification/documents", url.Values{"kind": {"badge"}}).is(http.StatusUnprocessableEntity) // no multipart form
		a.get("/verification/entry").is(200).keeps("/verification/entry", entryFields)
		if got := a.submit("/verification/documents", url.Values{"kind": {"badge"}}, map[string][]byte{"picture": pngPicture(h.site)}).is(200); got.path != "/verification/proof" {
			t.Errorf("ends at %s", got.path)
		}
	})
}

// Who chose a picture and goes on at once has handed it in; who chose none goes on
// without.
func TestVerificationPictureGoesAlong(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		a := h.as(ana)
		a.toProof()
		next := url.Values{"kind": {"licence"}, "go": {"next"}}
		if got := a.submit("/verification/documents", next, map[string][]byte{"picture": nil}).is(200).has("no proof"); got.path != "/verification/check" {
			t.Errorf("without a picture it goes on to %s", got.path)
		}
		a.submit("/verification/documents", next, map[string][]byte{"picture": []byte("%PDF-1.7")}).is(http.StatusUnprocessableEntity).has("This is a PDF", "Step 3 of 4")
		got := a.submit("/verification/documents", next, map[string][]byte{"picture": pngPicture(h.site)}).is(200).has("The picture is added.", "Licence to practise")
		if got.path != "/verification/check" {
			t.Errorf("with a picture it goes on to %s", got.path)
		}
	})
}

// The registers follow country and profession, and each says how its numbers look.
func TestRegistersOffered(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		for i, c := range []struct{ profession, country, register, number, wrong string }{
			{"physician", "GB", "gmc", "1234567", "123456"}, {"nurse", "GB", "nmc", "12A3456B", "12A3456"}, {"pharmacist", "GB", "gphc", "2012345", "x"},
			{"physician", "AU", "ahpra", "MED0001234567", "0001234567"}, {"nurse", "NL", "big", "12345678901", "1"}, {"physician", "DE", "efn", "123456789012345", "12"},
			{"physician", "CA", "ca", "CPSO 12345", "12345"}, {"dentist", "AT", "other", "OEZAEK 123", "!"}, {"student", "AT", "", "", ""},
			{"researcher", "AT", "", "", ""},
		} {
			u, _ := h.member(fmt.Sprintf("user%d", i))
			b := h.as(u)
			b.post("/verification/work", url.Values{"profession": {c.profession}, "country": {c.country}}).is(200).has("Step 2 of 4")
			fields := url.Values{"legal_name": {"A B"}, "register": {c.register}, "number": {c.number}, "organisation": {"St Anna"}}
			if c.wrong != "" {
				wrong := url.Values{"legal_name": {"A B"}, "register": {c.register}, "number": {c.wrong}, "organisation": {"St Anna"}}
				b.post("/verification/entry", wrong).is(http.StatusUnprocessableEntity).keeps("/verification/entry", wrong).has(`class="problem"`)
			}
			if got := b.post("/verification/entry", fields).is(200).path; got != "/verification/proof" {
				t.Errorf("%s in %s ends at %s", c.profession, c.country, got)
			}
			b.get("/verification/check").is(200)
		}
	})
}

// Whoever is labelled as no clinician, and who is not signed in, does not apply.
func TestVerificationIsForMembers(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		for _, path := range []string{"/verification", "/verification/work", "/verification/check", "/verification/mail/x"} {
			if got := h.visitor().get(path).is(200).path; got != "/sign-in?return="+url.QueryEscape(path) {
				t.Errorf("%s leads to %s", path, got)
			}
		}
		ana, _ := h.member("ana")
		h.as(ana).post("/verification/hint", nil).is(200)
		b := h.as(ana)
		b.post("/verification/hint", url.Values{"return": {"/home"}}).is(200).hasNot("Be verified")
		h.as(ana).get("/home").is(200).has("Be verified")
		b.post("/verification/answer", url.Values{"text": {"x"}}).is(http.StatusNotFound)
		b.post("/verification/send", nil).is(200).has("Step 1 of 4")
	})
}

// Without a mail server the proof is neither offered nor taken.
func TestNoMailServerNoProofByMail(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		h.hospital()
		ana, actor := h.member("ana")
		a := h.as(ana)
		a.toProof()
		a.get("/verification/proof").is(200).hasNot("/verification/letter", "address at work")
		a.post("/verification/letter", url.Values{"email": {"ana@hospital.example"}}).is(http.StatusNotFound)
		if proofs, err := h.store.MailProofs(h.Context(), actor.ID); err != nil || len(proofs) != 0 {
			t.Errorf("%v, %v", proofs, err)
		}
	})
}

// Every address that only looks like one at the hospital, named by its attack.
func TestProofByMailIsRefused(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		h.hospital(community.InstitutionDomain{Domain: "alumni.example", Name: "St Anna, former members", Alumni: true},
			community.InstitutionDomain{Domain: "uni.example", Name: "University", Subdomains: true})
		ana, _ := h.member("ana")
		a := h.as(ana)
		a.toProof()
		for name, c := range map[string]struct{ address, says string }{
			"look-alike domain":        {"ana@hospita1.example", "it only looks like it"},
			"IDN domain":               {"ana@hоspital.example", "only look like the usual ones"},
			"IDN domain in ASCII":      {"ana@xn--hspital-9ig.example", "only look like the usual ones"},
			"sub-domain not listed":    {"ana@mail.hospital.example", "is not among the institutions"},
			"suffix trick":             {"ana@hospital.example.evil.com", "is not among the institutions"},
			"suffix trick with hyphen": {"ana@evil-hospital.example", "is not among the institutions"},
			"alumni domain":            {"ana@alumni.example", "Former members"},
			"alumni sub-domain":        {"ana@alumni.uni.example", "Former members"},
			"no address":               {"ana", `class="problem"`},
		} {
			got := a.post("/verification/letter", url.Values{"email": {c.address}}).is(http.StatusUnprocessableEntity).has(c.says, "Step 3 of 4")
			if got.form("/verification/letter").Get("email") != c.address {
				t.Errorf("%s: the address is lost", name)
			}
		}
		h.post.empty()
	})
}

// The link goes to the address at work, works once, for its account, for half an
// hour, and is on no page of anybody.
func TestProofByMail(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		h.hospital()
		ana, actor := h.member("ana")
		eve, eves := h.member("eve")
		officer, _ := h.staff("olga", community.Administrator)
		a, e := h.as(ana), h.as(eve)
		a.toProof()
		a.post("/verification/letter", url.Values{"email": {"Ana.Petrovic@hospital.example"}}).is(200).has("A letter with a link is on its way.", "A letter went to Ana.Petrovic@hospital.example")
		letter := h.post.letter("Ana.Petrovic@hospital.example")
		link := letter.link()
		token, found := strings.CutPrefix(link, "/verification/mail/")
		if !found || len(token) != 43 || !strings.Contains(letter.text, "30 minutes") {
			t.Fatalf("the letter says %s", letter.text)
		}
		for _, path := range []string{"/home", "/verification/proof", "/verification/check", "/settings/account", "/notifications", "/@ana"} {
			a.get(path).is(200).hasNot(token)
		}
		o := h.as(officer)
		for _, path := range []string{"/desk/accounts", "/desk/accounts/" + community.FormatID(actor.ID), "/desk/institutions"} {
			o.get(path).hasNot(token)
		}

		// On another device one signs in first, and lands where the link leads.
		signIn := h.visitor().get(link).is(200).has("Sign in")
		if signIn.path != "/sign-in?return="+url.QueryEscape(link) {
			t.Errorf("another device ends at %s", signIn.path)
		}
		// Forwarded to somebody else it is of no use, and stays good.
		e.get(link).is(http.StatusForbidden).has("for another account").hasNot("ana", "hospital.example")
		e.post(link, nil).is(http.StatusForbidden).has("for another account").hasNot("hospital.example")
		// A program that looks into mail uses nothing up.
		for range 2 {
			a.get(link).is(200).has("Do you read the mail of Ana.Petrovic@hospital.example?", "@ana").hasNot(token)
		}
		h.clock.Advance(29*time.Minute + 59*time.Second)
		a.post(link, nil).is(200).has("Your address at work is proved.", "is proved until")
		a.post(link, nil).is(http.StatusGone).has("used already")
		a.get(link).is(http.StatusGone)
		a.get("/verification/check").is(200).has("Ana.Petrovic@hospital.example", "proved").hasNot("You have given no proof")
		evidence, err := h.store.Evidence(h.Context(), actor.ID)
		h.must(err)
		if len(evidence) != 1 || evidence[0].Kind != credential.InstitutionMail {
			t.Errorf("%+v", evidence)
		}

		a.post("/verification/letter", url.Values{"email": {"Ana.Petrovic@hospital.example"}}).is(200)
		late := h.post.letter("Ana.Petrovic@hospital.example").link()
		h.clock.Advance(30 * time.Minute)
		a.post(late, nil).is(http.StatusGone).has("has expired")

		// The same mailbox under another spelling proves no second account.
		e.toProof()
		e.post("/verification/letter", url.Values{"email": {"anapetrovic+eve@hospital.example"}}).is(200)
		reused := h.post.letter("anapetrovic+eve@hospital.example").link()
		e.post(reused, nil).is(http.StatusConflict).has("proves another account")
		if evidence, err := h.store.Evidence(h.Context(), eves.ID); err != nil || len(evidence) != 0 {
			t.Errorf("eve has %+v, %v", evidence, err)
		}
	})
}

// Letters are bounded, and the form says when to come back.
func TestProofLettersThrottled(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		h.hospital()
		ana, _ := h.member("ana")
		a := h.as(ana)
		a.toProof()
		for range 5 {
			a.post("/verification/letter", url.Values{"email": {"ana@hospital.example"}}).is(200)
			h.post.letter("ana@hospital.example")
		}
		a.post("/verification/letter", url.Values{"email": {"ana@hospital.example"}}).is(http.StatusUnprocessableEntity).has("Enough letters were sent today", "24 hours")
		h.post.empty()
	})
}
