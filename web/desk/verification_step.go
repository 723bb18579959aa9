package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// approvalForm is the form of an approval as it was filled in.
type approvalForm struct {
	community.Approval
	// chosen says that some evidence was, if only none.
	chosen, seenFlags bool
	ticked            []community.Specialty
	another, until    string
}

const dayFormat = time.DateOnly

// readApproval reads the form. What is not among the choices the rules refuse.
func readApproval(r *http.Request) *approvalForm {
	f := &approvalForm{seenFlags: r.PostFormValue("seen_flags") == "on", another: r.PostFormValue("another"), until: r.PostFormValue("until")}
	_, f.chosen = r.PostForm["evidence"]
	for kind := range strings.SplitSeq(r.PostFormValue("evidence"), "+") {
		if kind != "" {
			f.Evidence = append(f.Evidence, credential.Kind(kind))
		}
	}
	f.Source, f.Profession = r.PostFormValue("source"), community.Profession(r.PostFormValue("profession"))
	for _, slug := range r.PostForm["specialty"] {
		f.ticked = append(f.ticked, community.Specialty(slug))
	}
	f.Specialties = slices.Clone(f.ticked)
	if s := community.Specialty(f.another); s != "" && !slices.Contains(f.Specialties, s) {
		f.Specialties = append(f.Specialties, s)
	}
	if day, err := time.Parse(dayFormat, f.until); err == nil {
		f.Until = day.Add(24 * time.Hour) // the day itself counts
	}
	return f
}

// firstForm is what an officer finds filled in: what is claimed, or what the first
// of two approved.
func (d *Desk) firstForm(ctx context.Context, one community.Verification) (*approvalForm, error) {
	if one.State == community.VerificationSeconded {
		a := one.Proposal
		return &approvalForm{Approval: a, chosen: true, ticked: a.Specialties, until: a.Until.Add(-24 * time.Hour).Format(dayFormat)}, nil
	}
	until := d.store.Now().Add(storage.Validity)
	record, err := d.store.VerificationRecord(ctx, one.ID)
	if err != nil {
		return nil, err
	}
	if record != nil && !record.ValidUntil.IsZero() && record.ValidUntil.Before(until) {
		until = record.ValidUntil
	}
	f := &approvalForm{Approval: community.Approval{Profession: one.Profession, Specialties: one.Specialties, Until: until},
		ticked: one.Specialties, until: until.Format(dayFormat)}
	return f, nil
}

// page is the form as it is shown; all that was claimed can be ticked.
func (f *approvalForm) page(claimed []community.Specialty) page.ApproveForm {
	for _, s := range f.ticked {
		if s.Known() && !slices.Contains(claimed, s) {
			claimed = append(slices.Clone(claimed), s)
		}
	}
	return page.ApproveForm{Source: f.Source, Profession: f.Profession, Claimed: claimed, Specialties: f.ticked, Another: f.another,
		Until: f.until, SeenFlags: f.seenFlags}
}

func (d *Desk) askApplicant(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	text := r.PostFormValue("question")
	return d.step(w, r, v, deskStep{notice: "notice.verification_asked", sheet: verificationSheet{question: text},
		names: map[string]string{"text": "question"}, step: storage.VerificationStep{Act: community.AskApplicant, Text: text}})
}

func (d *Desk) refuseVerification(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := page.RefuseForm{Reason: r.PostFormValue("reason"), Text: r.PostFormValue("word")}
	return d.step(w, r, v, deskStep{notice: "notice.verification_refused", sheet: verificationSheet{refuse: form},
		names: map[string]string{"text": "word"},
		step:  storage.VerificationStep{Act: community.RefuseVerification, Reason: form.Reason, Text: form.Text}})
}

func (d *Desk) approveVerification(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	form := readApproval(r)
	sheet := verificationSheet{approval: form}
	if r.PostFormValue("preview") != "" {
		one, err := d.application(r, v)
		if err != nil {
			return err
		}
		sheet.subject = one
		return d.verification(w, r, v, sheet)
	}
	return d.step(w, r, v, deskStep{notice: "notice.verification_approved", sheet: sheet,
		names: map[string]string{"specialties": "specialty"},
		step:  storage.VerificationStep{Act: community.ApproveVerification, SeenFlags: form.seenFlags, Approval: form.Approval}})
}

// deskStep is a form of the desk on its way to the store.
type deskStep struct {
	step storage.VerificationStep
	// sheet shows the form again when it did not do.
	sheet verificationSheet
	// names are the fields of the form whose rules know them by another name.
	names  map[string]string
	notice string
}

// step does what a form says. What was decided on something that has changed is
// not done: the page is shown as it is now, with what was written.
func (d *Desk) step(w http.ResponseWriter, r *http.Request, v door.Visitor, s deskStep) error {
	one, err := d.application(r, v)
	if err != nil {
		return err
	}
	s.step.ID, s.step.By = one.ID, v.Person.Actor.ID
	s.step.Revision, err = strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
	if err != nil {
		s.step.Revision = -1 // of no page of ours
	}
	after, err := d.store.StepVerification(r.Context(), s.step)
	s.sheet.problems, s.sheet.changed = page.ProblemsOf(err), errors.Is(err, community.ErrConflict)
	if s.sheet.changed || s.sheet.problems != nil {
		if s.sheet.subject, err = d.store.Verification(r.Context(), one.ID); err != nil {
			return err
		}
		for rule, field := range s.names {
			if p, wrong := s.sheet.problems[rule]; wrong {
				s.sheet.problems[field] = p
			}
		}
		return d.verification(w, r, v, s.sheet)
	}
	if err != nil {
		return err
	}
	if after.State == community.VerificationSeconded {
		s.notice = "notice.verification_seconded"
	}
	return door.SeeOther(w, r, "/desk/verifications/"+community.FormatID(one.ID), s.notice)
}
