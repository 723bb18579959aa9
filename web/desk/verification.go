package desk

import (
	"context"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// application finds what {id} names, if it was handed in and is not the
// officer's own.
func (d *Desk) application(r *http.Request, v door.Visitor) (community.Verification, error) {
	id, err := community.ParseID[community.VerificationID](mux.Vars(r)["id"])
	if err != nil {
		return community.Verification{}, err
	}
	one, err := d.store.Verification(r.Context(), id)
	switch {
	case err != nil:
		return one, err
	case one.Submitted.IsZero():
		return one, community.ErrNotFound
	case one.Actor == v.Person.Actor.ID:
		return one, community.ErrForbidden
	}
	return one, nil
}

func (d *Desk) showVerification(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	one, err := d.application(r, v)
	if err != nil {
		return err
	}
	return d.verification(w, r, v, verificationSheet{subject: one})
}

// verificationSheet is the page of one application with what a form adds to it.
type verificationSheet struct {
	subject community.Verification
	// approval is what was filled in, nil for nothing yet; the others are what was
	// written, and problems what is wrong with it.
	approval *approvalForm
	question string
	refuse   page.RefuseForm
	problems page.Problems
	changed  bool
}

func (s verificationSheet) status() int {
	if s.changed {
		return http.StatusConflict
	}
	return statusOf(s.problems)
}

func (d *Desk) verification(w http.ResponseWriter, r *http.Request, v door.Visitor, s verificationSheet) error {
	ctx, one := r.Context(), s.subject
	applicant, err := d.store.Actor(ctx, one.Actor)
	if err != nil {
		return err
	}
	view := page.DeskVerification{Row: d.verificationRow(ctx, one, applicant, v), Revision: one.Revision, Changed: s.changed, Claim: one.Claim,
		Ask: s.question, Refuse: s.refuse, Problems: s.problems}
	for _, fill := range []func(context.Context, door.Visitor, verificationSheet, *page.DeskVerification) error{
		d.fillRegister, d.fillFlags, d.fillPapers, d.fillLetters, d.fillDuties, d.fillApproval,
	} {
		if err := fill(ctx, v, s, &view); err != nil {
			return err
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	return d.door.Show(w, r, v, door.Sheet{Status: s.status(), View: view})
}

func (d *Desk) fillFlags(ctx context.Context, _ door.Visitor, s verificationSheet, view *page.DeskVerification) error {
	flags, err := d.store.VerificationFlags(ctx, s.subject)
	for _, flag := range flags {
		view.Flags = append(view.Flags, string(flag))
	}
	return err
}

func (d *Desk) fillPapers(ctx context.Context, v door.Visitor, s verificationSheet, view *page.DeskVerification) error {
	list, err := d.store.VerificationDocuments(ctx, s.subject.ID)
	if err != nil {
		return err
	}
	seen, err := d.store.SeenPapers(ctx, s.subject.ID, v.Person.Actor.ID)
	for _, p := range list {
		row := page.PaperRow{ID: community.FormatID(p.ID), Kind: p.Kind, When: p.Created, Removed: p.Removed, Replayed: p.Replayed,
			Seen: seen[p.ID], Hash: hex.EncodeToString(p.SHA256[:])}
		if p.Removed.IsZero() {
			row.URL = view.Row.URL() + "/papers/" + row.ID
		}
		view.Papers = append(view.Papers, row)
	}
	return err
}

// fillLetters adds what was written and what was done, with names: the desk knows
// its own.
func (d *Desk) fillLetters(ctx context.Context, v door.Visitor, s verificationSheet, view *page.DeskVerification) error {
	letters, err := d.store.VerificationMessages(ctx, s.subject.ID)
	if err != nil {
		return err
	}
	history, err := d.store.VerificationHistory(ctx, s.subject.ID)
	if err != nil {
		return err
	}
	who := []community.ActorID{s.subject.Officer}
	for _, m := range letters {
		who = append(who, m.By)
	}
	for _, e := range history {
		who = append(who, e.By)
	}
	names, err := d.store.Actors(ctx, who)
	if err != nil {
		return err
	}
	for _, m := range letters {
		by := names[m.By]
		view.Messages = append(view.Messages, page.VerificationLine{Who: by.Name(), Officer: m.Officer, Text: m.Text, When: m.Created})
	}
	for _, e := range history {
		by := names[e.By]
		entry := page.Entry{When: e.Created, Who: by.Name(), Did: "verification-" + string(e.Act)}
		if e.Reason != "" {
			entry.Note = v.Printer.T("verification.reason." + e.Reason)
		}
		view.History = append(view.History, entry)
	}
	first := names[s.subject.Officer]
	view.ByFirst = first.Name()
	return nil
}

// deskActs are what officers do to an application.
var deskActs = []community.VerificationAct{community.AskApplicant, community.ApproveVerification, community.RefuseVerification}

// fillDuties says what the officer may do, and why not.
func (d *Desk) fillDuties(ctx context.Context, v door.Visitor, s verificationSheet, view *page.DeskVerification) error {
	by, err := d.store.Decider(ctx, v.Person.Actor.ID)
	if err != nil {
		return err
	}
	view.Bars, view.May = map[community.VerificationAct]community.Bar{}, map[community.VerificationAct]bool{}
	for _, act := range deskActs {
		_, err := s.subject.State.Step(act)
		view.May[act], view.Bars[act] = err == nil, by.Bars(s.subject, act)
	}
	next, err := d.store.VerificationRules().Next(s.subject, community.ApproveVerification, by)
	view.Seconds = err == nil && next == community.VerificationSeconded
	view.Second = s.subject.State == community.VerificationSeconded
	return nil
}

// fillApproval shows what is proved and what each choice would come to.
func (d *Desk) fillApproval(ctx context.Context, v door.Visitor, s verificationSheet, view *page.DeskVerification) error {
	kept, err := d.store.Evidence(ctx, s.subject.Actor)
	if err != nil {
		return err
	}
	now := d.store.Now()
	var proved []credential.Evidence
	for _, e := range kept {
		view.Proofs = append(view.Proofs, d.proofRow(v, e))
		if e.Withdrawn.IsZero() {
			proved = append(proved, e.Evidence)
		}
	}
	form := s.approval
	if form == nil || view.Second {
		if form, err = d.firstForm(ctx, s.subject); err != nil {
			return err
		}
		form.seenFlags = s.approval != nil && s.approval.seenFlags
	}
	view.Level = credential.Assess(form.Profession, proved, now).Level
	view.Approve = form.page(s.subject.Specialties)
	for _, kinds := range community.Attestations() {
		a := form.Approval
		a.Evidence = kinds
		if !a.Until.After(now) {
			a.Until = now.Add(storage.Validity)
		}
		level := a.Reaches(proved, now).Level
		view.Approve.Choices = append(view.Approve.Choices, page.ApproveChoice{Value: joinKinds(kinds, "+"), Word: choiceWord(kinds),
			Level: level, Enough: level >= community.Needed(a.Profession), Chosen: form.chosen && joinKinds(kinds, "+") == joinKinds(form.Evidence, "+")})
	}
	return nil
}

func (d *Desk) proofRow(v door.Visitor, e storage.Evidence) page.ProofRow {
	source := registerName(v.Printer, e.Source)
	if source == community.SourceOfficer {
		source = "" // the kind says so
	}
	return page.ProofRow{Kind: e.Kind, Source: source, Proved: e.Proved, Until: e.Until, Withdrawn: !e.Withdrawn.IsZero(),
		Ended: !e.Until.IsZero() && !d.store.Now().Before(e.Until)}
}

func joinKinds(kinds []credential.Kind, by string) string {
	words := make([]string, 0, len(kinds))
	for _, k := range kinds {
		words = append(words, string(k))
	}
	return strings.Join(words, by)
}

func choiceWord(kinds []credential.Kind) string {
	if len(kinds) == 0 {
		return "none"
	}
	return joinKinds(kinds, "-")
}
