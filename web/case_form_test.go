package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage/storagetest"
)

// fullCase is a form with something of its own in every field.
func fullCase() url.Values {
	fields := caseFields("keywords", "DRESS, liver", "certainty", "probable", "confirmed", "course", "evidence", "10.1000/182", "warning", "Wounds")
	for _, s := range new(community.Narrative).Sections() {
		fields.Set(s.Slug, "What stands in "+strings.ReplaceAll(s.Slug, "_", " ")+".")
	}
	return fields
}

// A form that does not do loses nothing, whatever was pressed and however often.
func TestCaseFormKeepsEverything(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		picture := map[string][]byte{"picture_1": pngPicture(s)}
		sent := with(fullCase(), "age_band", "", "description_1", "Rash", "picture_consent_1", "on")
		form := a.submit("/cases", sent, picture).is(http.StatusUnprocessableEntity).has("Choose an age band.").form("/cases")
		kept := func(what string, form url.Values) {
			t.Helper()
			for name := range sent {
				if got, want := form.Get(name), sent.Get(name); got != want && name != "step" && name != "specialties" && name != "age_band" {
					t.Errorf("%s: %s is %q, was %q", what, name, got, want)
				}
			}
			if form.Get("media_1") == "" || strings.Join(form["specialties"], " ") != "dermatology neurology " && strings.Join(form["specialties"], " ") != "neurology dermatology" {
				t.Errorf("%s: pictures %q, specialties %q", what, form.Get("media_1"), form["specialties"])
			}
		}
		kept("a problem", form)
		form = a.submit("/cases", with(form, "step", "similar"), nil).is(200).form("/cases")
		kept("similar", form)
		preview := a.submit("/cases", with(form, "age_band", "45-49", "step", "preview"), nil).is(200)
		back := a.submit("/cases", with(preview.form("/cases"), "step", "edit"), nil).is(200).form("/cases")
		kept("back from the preview", back)
		draft := a.submit("/cases/drafts", with(back, "step", ""), nil).is(200).form("/cases")
		kept("a draft", draft)

		// The preview is what is read then: every section, picture, keyword and reference.
		page := a.submit("/cases", with(preview.form("/cases"), "step", "post"), nil).is(200)
		all := []string{"DRESS, liver", "Probable", "By the course", "10.1000/182", `alt="Rash"`, "Wounds", "13 of 13 CARE items told"}
		for _, section := range new(community.Narrative).Sections() {
			all = append(all, sent.Get(section.Slug))
		}
		preview.has(all...)
		page.has(all...)
		c := s.onlyCase(actor).Case
		if len(c.Completeness().Missing) != 0 || s.onlyCase(actor).Citations[0].Value != "10.1000/182" {
			t.Errorf("missing %v, citations %v", c.Completeness().Missing, s.onlyCase(actor).Citations)
		}
		// Five references at most, and each one that can be read.
		a.submit("/cases", with(fullCase(), "evidence", "see the guideline"), nil).is(http.StatusUnprocessableEntity).has("see the guideline")
		edit := a.get("/p/" + community.FormatID(s.onlyCase(actor).ID) + "/edit").is(200).form("/p/" + community.FormatID(s.onlyCase(actor).ID) + "/edit")
		if !strings.Contains(edit.Get("evidence"), "10.1000/182") || edit.Get("keywords") != "DRESS, liver" {
			t.Errorf("the form for changes is %v", edit)
		}
	})
}

// C21: before a case is posted its author sees cases that share words with it, of
// those that may be read and no others; when asked for, and on the preview.
func TestSimilarCasesBeforePosting(t *testing.T) {
	eachSite(t, func(s *site) {
		bob, _ := s.proved("bob", storagetest.Proof{Profession: "physician", Level: credential.Issued, Specialties: []community.Specialty{"neurology"}})
		ana, _ := storagetest.Member(s, s.store, "ana")
		a, b := s.as(ana), s.as(bob)
		b.submit("/cases", caseFields("title", "Eosinophilia and exanthema after amoxicillin", "history", "Treated with amoxicillin.", "step", "post"), nil).is(200)
		b.submit("/cases", caseFields("title", closed, "history", "Amoxicillin, exanthema and eosinophilia.", "audience", "clinicians", "step", "post"), nil).is(200)
		b.submit("/cases", caseFields("title", "Broken hip", "question", "Plate or nail?", "presenting_complaint", "A fall.", "history", "None.", "findings", "Pain.",
			"investigations", "Radiograph.", "specialties", "orthopaedic-surgery", "step", "post"), nil)
		mine := caseFields("title", "Exanthema with eosinophilia", "question", "Stop amoxicillin?", "history", "The rash began after amoxicillin.")
		asked := a.submit("/cases", with(mine, "step", "similar"), nil).is(200).
			has("Cases here that may be similar", "Eosinophilia and exanthema after amoxicillin", "share words with yours").hasNot(closed, "Broken hip")
		if form := asked.form("/cases"); form.Get("title") != "Exanthema with eosinophilia" {
			t.Errorf("the form came back as %v", form)
		}
		a.submit("/cases", with(mine, "step", "preview"), nil).is(200).has("Eosinophilia and exanthema after amoxicillin", "share words with yours").hasNot(closed)
		b.submit("/cases", with(mine, "step", "preview"), nil).is(200).has(closed)
		a.submit("/cases", url.Values{"step": {"similar"}, "title": {"Zzyzx"}}, nil).is(200).has("No case here that you can read shares enough words")
		a.get("/cases/new").is(200).hasNot("Cases here that may be similar")
	})
}

// The form says who will see a case, by the choice of readers, and what to do where
// that is nobody.
func TestCaseFormSaysWhoReads(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := s.proved("ana", storagetest.Proof{Profession: "physician", Level: credential.Issued})
		a := s.as(ana)
		a.get("/cases/new").is(200).has("Nobody else here is a verified clinician yet.", "nobody but you could read", `href="/settings/invitations"`, `type="radio"`).
			hasNot(`href="/verification"`)
		for _, name := range []string{"bob", "cem", "dan"} {
			s.proved(name, storagetest.Proof{Profession: "nurse", Level: credential.Issued})
		}
		s.proved("eve", storagetest.Proof{Profession: "physician", Level: credential.Issued, Specialties: []community.Specialty{"cardiology"}})
		fresh := a.get("/cases/new").is(200).has("4 verified clinicians here. Nobody else.", "Everyone with an account at St Anna Hospital.", "Not for emergencies",
			"not all. You remain responsible", "Readers can copy what they read.").hasNot("nobody but you could read")
		if audience := fresh.form("/cases").Get("audience"); audience != "clinicians" {
			t.Errorf("a case is for %s at first", audience)
		}
		// It counts those that the choice of professions leaves.
		a.submit("/cases", with(caseFields("audience", "clinicians", "age_band", ""), "audience_professions", "nurse"), nil).is(http.StatusUnprocessableEntity).
			has("3 verified clinicians here")
		member, _ := storagetest.Member(s, s.store, "mia")
		s.as(member).get("/cases/new").is(200).has("Everyone with an account at St Anna Hospital.").hasNot("nobody but you could read")
	})
}
