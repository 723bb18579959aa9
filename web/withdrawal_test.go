package web_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// theCode is the code on a sheet.
var theCode = regexp.MustCompile(`<code class="patient-code" translate="no">([0-9A-Z-]{24})</code>`)

func (a answer) code(t *testing.T) string {
	t.Helper()
	found := theCode.FindStringSubmatch(a.body)
	if found == nil {
		t.Fatalf("no code on the page: %s", a.words())
	}
	return found[1]
}

func consentedCase(s *site, author community.Actor) community.Post {
	s.Helper()
	draft := community.CaseDraft{Title: "A rash nobody knows", AgeBand: "30-34", Consent: "written", ConsentScope: "instance", ConsentPointer: "consent folder",
		ConsentGiven: "2025-03-01", Research: true, Narrative: community.Narrative{PresentingComplaint: "An itching rash", Question: "What is it?"}}
	p, err := community.Publish(author, community.PostDraft{Audience: community.InstanceOnly, Case: &draft}, community.Surroundings{Now: s.store.Now()})
	if err != nil {
		s.Fatal(err)
	}
	post, err := s.store.Publish(s.Context(), p)
	if err != nil {
		s.Fatal(err)
	}
	return post
}

// TestWithdrawnByThePatient goes from the sheet that is printed to the ledger, with
// plain forms and without an account.
func TestWithdrawnByThePatient(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		chief, _ := storagetest.Staff(s, s.store, "chief", community.Officer)
		p := consentedCase(s, actor)
		id, address := community.FormatID(p.ID), strings.TrimPrefix(p.IRI.String(), storagetest.Here)
		a := s.as(ana)
		a.get(address).is(200).has("Show the patient’s code", "consent folder", "It also covers research")
		s.as(bob).get(address).is(200).hasNot("Show the patient’s code", "consent folder", "It also covers research")
		s.as(chief).get(address).is(200).hasNot("Show the patient’s code").has("consent folder")
		s.as(bob).post("/p/"+id+"/code", nil).is(http.StatusForbidden)
		s.as(chief).post("/p/"+id+"/code/renew", nil).is(http.StatusForbidden)
		s.visitor().post("/p/"+id+"/code", nil).is(200).has("Sign in")

		sheet := a.post("/p/"+id+"/code", nil).is(200).has("Hand this to the patient", storagetest.Here+"/withdraw").hasNot("itching")
		void := sheet.code(t)
		if strings.Contains(sheet.path, void) || !strings.Contains(sheet.header.Get("Cache-Control"), "no-store") {
			t.Errorf("the sheet is at %s, %s", sheet.path, sheet.header.Get("Cache-Control"))
		}
		a.post("/p/"+id+"/code", nil).is(200).has("cannot be shown again").hasNot(void)
		code := a.post("/p/"+id+"/code/renew", nil).is(200).code(t)

		patient := s.visitor()
		ask := patient.get("/withdraw").is(200).has("You need no account and no reason")
		unknown := patient.post("/withdraw", with(ask.form("/withdraw"), "code", community.MakeWithdrawalCode([19]byte{9}).Grouped())).is(http.StatusUnprocessableEntity)
		for _, step := range []string{"", "withdraw"} {
			again := patient.post("/withdraw", url.Values{"code": {void}, "step": {step}}).is(http.StatusUnprocessableEntity)
			if again.body != unknown.body {
				t.Errorf("step %q: a void code is not answered like an unknown one", step)
			}
		}
		patient.post("/withdraw", url.Values{"code": {void[:20] + "0" + void[21:23]}}).is(http.StatusUnprocessableEntity).has("typing error")

		sure := patient.post("/withdraw", url.Values{"code": {strings.ToLower(strings.ReplaceAll(code, "-", " "))}}).is(200).
			has("Withdraw this case?", "It was not sent to any other server.").hasNot("itching", "ana")
		if strings.Contains(sure.path, code) {
			t.Errorf("the code is in the address %s", sure.path)
		}
		a.get(address).is(200)
		done := patient.post("/withdraw", with(sure.form("/withdraw"), "step", "withdraw")).is(200).has("The patient’s code withdrew it", "Enter your code again").hasNot("itching")
		patient.post("/withdraw", url.Values{"code": {code}}).is(200).has("The patient’s code withdrew it")
		if strings.Contains(done.path, code) {
			t.Errorf("the code is in the address %s", done.path)
		}

		for _, browser := range []*browser{a, s.as(chief)} {
			browser.get("/notifications").is(200).has("was withdrawn", "/p/"+id+"/withdrawal").hasNot("itching")
			browser.get("/p/" + id + "/withdrawal").is(http.StatusGone).has("The patient’s code withdrew it")
		}
		missing := s.as(bob).get("/p/1/withdrawal").is(http.StatusNotFound)
		if hidden := s.as(bob).get("/p/" + id + "/withdrawal").is(http.StatusNotFound); hidden.comparable("/p/"+id) != missing.comparable("/p/1") {
			t.Error("somebody else is told of the withdrawal")
		}
		for _, browser := range []*browser{a, s.as(bob), s.visitor()} {
			browser.get(address).is(http.StatusNotFound)
			browser.get("/p/" + id).is(http.StatusNotFound)
		}
	})
}

// TestWithdrawnPicturesLeaveNoFile looks into the folder of pictures.
func TestWithdrawnPicturesLeaveNoFile(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		form := a.submit("/cases", caseFields("picture_consent_1", "on"), map[string][]byte{"picture_1": pngPicture(s)}).is(200).form("/cases")
		a.submit("/cases", with(form, "step", "post"), nil).is(200)
		files := func() int {
			t.Helper()
			n := 0
			err := filepath.WalkDir(s.pictures, func(_ string, entry fs.DirEntry, err error) error {
				if err == nil && !entry.IsDir() {
					n++
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if files() == 0 {
			t.Fatal("no picture was kept")
		}
		posts, err := s.store.OpenCases(s.Context(), actor.ID)
		if err != nil || len(posts) != 1 {
			t.Fatalf("%v, %v", posts, err)
		}
		address := "/p/" + community.FormatID(posts[0].ID) + "/delete"
		a.post(address, a.get(address).form(address)).is(http.StatusGone)
		jobs, err := s.store.Jobs(s.Context(), "waste", 10)
		if err != nil || len(jobs) != 1 || jobs[0].Kind != storage.KindWaste {
			t.Fatalf("who removes the files: %v, %v", jobs, err)
		}
		if err := s.library.EmptyWaste(s.Context()); err != nil || files() != 0 {
			t.Errorf("%d files stay, %v", files(), err)
		}
	})
}

// TestDeletingACaseWithdrawsIt for its author and for staff, who say why.
func TestDeletingACaseWithdrawsIt(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		chief, _ := storagetest.Staff(s, s.store, "chief", community.Moderator)
		mine, theirs := consentedCase(s, actor), consentedCase(s, actor)
		id := community.FormatID(mine.ID)
		ask := s.as(ana).get("/p/"+id+"/delete").is(200).has("Withdraw this case?", "which servers confirmed")
		s.as(ana).post("/p/"+id+"/delete", ask.form("/p/"+id+"/delete")).is(http.StatusGone).has("Its author withdrew it", "The case is withdrawn.")

		id = community.FormatID(theirs.ID)
		c := s.as(chief)
		ask = c.get("/p/" + id + "/delete").is(200)
		c.post("/p/"+id+"/delete", ask.form("/p/"+id+"/delete")).is(http.StatusUnprocessableEntity)
		c.post("/p/"+id+"/delete", with(ask.form("/p/"+id+"/delete"), "reason", "The patient asked us")).is(http.StatusGone).
			has("The staff withdrew it", "The patient asked us")
		s.as(ana).get("/notifications").has("was withdrawn")
	})
}

// TestCodesAreNotLogged reads everything that is logged while codes are entered.
func TestCodesAreNotLogged(t *testing.T) {
	h := openHouse(t, storagetest.SQLiteFile(t), plan{limits: true})
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	code := community.MakeWithdrawalCode([19]byte{1, 2, 3}).Grouped()
	patient, throttled := h.visitor(), false
	for range 40 {
		a := patient.post("/withdraw", url.Values{"code": {code}, "step": {"withdraw"}})
		throttled = throttled || a.status == http.StatusTooManyRequests
		if strings.Contains(a.body, code) || strings.Contains(a.path, code) {
			t.Fatal("the code is shown again")
		}
	}
	if !throttled {
		t.Error("somebody tried 40 codes and nothing slowed them down")
	}
	if strings.Contains(log.String(), code) || strings.Contains(log.String(), strings.ReplaceAll(code, "-", "")) {
		t.Error("the code is in the log")
	}
}

// TestNoCodeIsWrittenToALog reads the sources: a code prints as a word of its own, and
// nobody logs what was typed.
func TestNoCodeIsWrittenToALog(t *testing.T) {
	text, err := os.ReadFile("withdrawal.go")
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`(?i)log\.|errorf`).Match(text) {
		t.Error("web/withdrawal.go writes a log or makes an error of what was typed")
	}
}

// TestConsentInTheForm shows every scope as a sentence, keeps what was typed, and says
// which scope does not do.
func TestConsentInTheForm(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		form := a.get("/cases/new").is(200).has("for verified clinicians here, and nobody else", "No number and no name", "It also covers research")
		fields := with(caseFields(), "consent", "written", "consent_scope", "clinicians", "audience", "instance", "step", "preview",
			"consent_pointer", "MRN 4711823", "consent_given", "2025-03-01", "consent_research", "on", "once", form.form("/cases").Get("once"))
		a.submit("/cases", fields, nil).is(http.StatusUnprocessableEntity).has("This would lead to the patient", `value="MRN 4711823"`)
		fields.Set("consent_pointer", "consent folder")
		a.submit("/cases", fields, nil).is(http.StatusUnprocessableEntity).has("covers verified clinicians here only")
		fields.Set("consent_scope", "instance")
		fields.Set("step", "post")
		a.submit("/cases", fields, nil).is(200).has("Your case is presented.", "consent folder")
		posts, err := s.store.OpenCases(s.Context(), actor.ID)
		if err != nil || len(posts) != 1 {
			t.Fatalf("%v, %v", posts, err)
		}
		id := community.FormatID(posts[0].ID)
		edit := a.get("/p/"+id+"/edit").is(200).has(`value="consent folder"`, `value="2025-03-01"`, "Do not keep the old version").form("/p/" + id + "/edit")
		if edit.Get("consent_scope") != "instance" || edit.Get("consent_research") != "on" {
			t.Errorf("the form of the edit holds %v", edit)
		}
		history := a.submit("/p/"+id+"/edit", with(edit, "history", "And a fever.", "step", "post"), nil).is(200).has("/p/" + id + "/history")
		history.hasNot("Older versions were destroyed")
		edit = a.get("/p/" + id + "/edit").is(200).form("/p/" + id + "/edit")
		a.submit("/p/"+id+"/edit", with(edit, "history", "No fever.", "drop_versions", "on", "step", "post"), nil).is(200).
			has("Older versions were destroyed")
	})
}
