package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"consilium/community"
	"consilium/community/credential"
)

// VerificationStep is something that is done to an application.
type VerificationStep struct {
	ID  community.VerificationID
	Act community.VerificationAct
	By  community.ActorID
	// Revision is that of the application as By saw it; 0 for whatever it is now,
	// which is for the applicant's own acts only.
	Revision int64
	// Reason is one of community.RefusalReasons, for a refusal.
	Reason string
	// Text is a question, an answer, why one appeals, or a word with a refusal, of
	// at most community.MaxClaimNote characters.
	Text string
	// SeenFlags says that an officer who approves knows of what speaks against it.
	SeenFlags bool
	// Approval is what an officer approves. The second of two approves what the
	// first did.
	community.Approval
}

// StepVerification does something to an application: the one way in which it gets
// from one state to another. It returns ErrNotFound to whom it is not of, and
// ErrForbidden to an officer who may not (community.Decider.Bars); ErrConflict
// when the act leads nowhere from where it stands, or when it has changed since it
// was seen; *Invalid when something is missing.
func (s *Store) StepVerification(ctx context.Context, step VerificationStep) (community.Verification, error) {
	var after community.Verification
	err := s.update(ctx, fmt.Sprintf("%s verification %d", step.Act, step.ID), func(t *tx) error {
		v, err := s.verificationWhere(ctx, t, `v.id = ?`, step.ID)
		if err != nil {
			return err
		}
		next, err := t.mayStep(ctx, v, step)
		if err != nil {
			return err
		}
		if err := t.takeStep(ctx, v, step, next); err != nil {
			return err
		}
		after, err = s.verificationWhere(ctx, t, `v.id = ?`, step.ID)
		return err
	})
	return after, err
}

// mayStep says where a step leads, if it may be taken.
func (t *tx) mayStep(ctx context.Context, v community.Verification, step VerificationStep) (community.VerificationState, error) {
	by := community.Decider{Actor: step.By}
	switch {
	case step.Act.ByApplicant() && step.By != v.Actor:
		return "", community.ErrNotFound
	case !step.Act.ByApplicant():
		var err error
		if by, err = t.store.decider(ctx, t, step.By); err != nil {
			return "", err
		}
		if err := community.MayDecide(by, v, step.Act); err != nil {
			return "", err
		}
	}
	if step.Revision != v.Revision && (step.Revision != 0 || !step.Act.ByApplicant()) {
		return "", community.ErrConflict
	}
	if step.Act == community.AppealVerification && !v.MayAppeal() {
		return "", community.ErrConflict
	}
	next, err := t.store.rules.Next(v, step.Act, by)
	if err != nil {
		return "", err
	}
	return next, checkWords(step)
}

// checkWords asks for the words which an act cannot do without.
func checkWords(step VerificationStep) error {
	text := strings.TrimSpace(step.Text)
	needed := step.Act == community.AskApplicant || step.Act == community.AppealVerification ||
		step.Act == community.RefuseVerification && step.Reason == "other"
	switch {
	case needed && text == "":
		return &community.Invalid{Field: "text", Problem: community.Say("verification.text_missing")}
	case len([]rune(text)) > community.MaxClaimNote:
		return &community.Invalid{Field: "text", Problem: community.Say("verification.too_long", "limit", community.MaxClaimNote)}
	case step.Act == community.RefuseVerification && !community.RefusalReason(step.Reason):
		return &community.Invalid{Field: "reason", Problem: community.Say("verification.reason_missing")}
	}
	return nil
}

// takeStep moves the row first: of two who decide at once one finds it changed.
func (t *tx) takeStep(ctx context.Context, v community.Verification, step VerificationStep, next community.VerificationState) error {
	n, err := t.do(ctx, `UPDATE verification SET state = ?, revision = revision + 1, changed = ? WHERE id = ? AND revision = ?`,
		string(next), at(t.now), v.ID, v.Revision)
	if err != nil {
		return err
	}
	if n == 0 {
		return community.ErrConflict
	}
	_, err = t.do(ctx, `INSERT INTO verification_step (id, verification, act, actor, reason, created) VALUES (?, ?, ?, ?, ?, ?)`,
		t.store.numbers.next(), v.ID, string(step.Act), step.By, step.Reason, at(t.now))
	if err != nil {
		return err
	}
	if err := t.addVerificationMessage(ctx, v.ID, step); err != nil {
		return err
	}
	if step.Act.ByApplicant() {
		return t.applicantDid(ctx, v, step)
	}
	if err := t.officerDid(ctx, v, step, next); err != nil || next == community.VerificationSeconded {
		return err
	}
	return t.tellApplicant(ctx, v.Actor)
}

// applicantDid is what follows from an act of the applicant.
func (t *tx) applicantDid(ctx context.Context, v community.Verification, step VerificationStep) error {
	if step.Act == community.WithdrawVerification {
		if _, err := t.do(ctx, `UPDATE verification SET decided = ? WHERE id = ?`, at(t.now), v.ID); err != nil {
			return err
		}
		if err := t.clearVerification(ctx, v.ID); err != nil {
			return err
		}
		return t.unbind(ctx, v)
	}
	if step.Act != community.AppealVerification {
		if err := t.handIn(ctx, v); err != nil {
			return err
		}
	}
	_, err := t.do(ctx, `UPDATE verification SET submitted = COALESCE(submitted, ?), due = ?, proposal = '' WHERE id = ?`,
		at(t.now), at(t.store.rules.Due(t.now)), v.ID)
	if err != nil {
		return err
	}
	return t.notifyOfficers(ctx, v.Actor)
}

// officerDid is what follows from an act of an officer.
func (t *tx) officerDid(ctx context.Context, v community.Verification, step VerificationStep, next community.VerificationState) error {
	a, err := actorWhere(ctx, t, `a.id = ?`, v.Actor)
	if err != nil {
		return err
	}
	action := StaffAction{Actor: step.By, Action: "verification-" + string(step.Act), Subject: a.Handle.String(), Note: step.Reason}
	switch step.Act {
	case community.ApproveVerification:
		approved, err := t.approve(ctx, v, step, next)
		if err != nil {
			return err
		}
		action.Note = noteOf(approved)
		if next == community.VerificationSeconded {
			action.Action = "verification-second"
		}
	case community.RefuseVerification:
		if err := t.refuse(ctx, v, step); err != nil {
			return err
		}
	}
	return t.recordStaffAction(ctx, action)
}

// noteOf tells in the log what was vouched for.
func noteOf(a community.Approval) string {
	var words []string
	for _, kind := range a.Evidence {
		words = append(words, string(kind))
	}
	if a.Source != "" {
		words = append(words, "("+a.Source+")")
	}
	return strings.Join(words, " ")
}

// approve grants the credential, or keeps what the first of two officers approved
// for the second.
func (t *tx) approve(ctx context.Context, v community.Verification, step VerificationStep, next community.VerificationState) (community.Approval, error) {
	a := step.Approval
	if v.State == community.VerificationSeconded {
		a = v.Proposal
	}
	a.Source = strings.TrimSpace(community.CleanText(a.Source))
	if err := t.checkApproval(ctx, v, step, a); err != nil {
		return a, err
	}
	proposal, err := json.Marshal(a)
	if err != nil {
		return a, fmt.Errorf("encode approval: %w", err)
	}
	_, err = t.do(ctx, `UPDATE verification SET officer = ?, reason = '', proposal = ? WHERE id = ?`, step.By, string(proposal), v.ID)
	if err != nil || next == community.VerificationSeconded {
		if err == nil {
			err = t.notifyOfficers(ctx, v.Actor, step.By)
		}
		return a, err
	}
	if _, err := t.do(ctx, `UPDATE verification SET decided = ? WHERE id = ?`, at(t.now), v.ID); err != nil {
		return a, err
	}
	return a, t.grant(ctx, Grant{Actor: v.Actor, Profession: a.Profession, Specialties: a.Specialties, Jurisdiction: v.Jurisdiction(),
		Evidence: a.Proofs(t.now), Lift: true})
}

// checkApproval asks that what is vouched for was seen, and reaches the level.
func (t *tx) checkApproval(ctx context.Context, v community.Verification, step VerificationStep, a community.Approval) error {
	proved, err := t.store.provedOf(ctx, t, v.Actor)
	if err != nil {
		return err
	}
	if err := community.CheckApproval(a, proved, t.now); err != nil {
		return err
	}
	if a.Attests(credential.Documents) {
		if err := t.sawPapers(ctx, v.ID, step.By); err != nil {
			return err
		}
	}
	flags, err := t.store.flagsOf(ctx, t, v)
	if err != nil {
		return err
	}
	if len(flags) > 0 && !step.SeenFlags {
		return &community.Invalid{Field: "seen_flags", Problem: community.Say("verification.flags_unseen")}
	}
	return nil
}

// refuse writes the decision down. Where the reason says that the entry is not the
// applicant's, what the register was taken to prove counts no more.
func (t *tx) refuse(ctx context.Context, v community.Verification, step VerificationStep) error {
	_, err := t.do(ctx, `UPDATE verification SET officer = ?, reason = ?, decided = ?, proposal = '' WHERE id = ?`,
		step.By, step.Reason, at(t.now), v.ID)
	if err != nil {
		return err
	}
	if !community.Disproves(step.Reason) {
		return t.unbind(ctx, v)
	}
	_, err = t.do(ctx, `UPDATE evidence SET withdrawn = ? WHERE actor = ? AND kind = ? AND profession = ? AND withdrawn IS NULL`,
		at(t.now), v.Actor, string(credential.RegisterMatch), string(v.Profession))
	if err != nil {
		return err
	}
	return t.reassess(ctx, v.Actor)
}

// unbind is for an application that came to nothing although its entry matched: a
// mailbox binds that entry no more, and nobody stays verified by an entry that is
// not looked at again. The match alone, which anybody can read, stays.
func (t *tx) unbind(ctx context.Context, v community.Verification) error {
	if err := t.weighMail(ctx, v.Actor); err != nil {
		return err
	}
	c, err := credentialOf(ctx, t, v.Actor)
	if errors.Is(err, community.ErrNotFound) || err == nil && c.Level < credential.Verified {
		return nil
	}
	if err != nil {
		return err
	}
	var another bool // of before, which still counts
	err = one(ctx, t, &another, `SELECT EXISTS (SELECT 1 FROM verification WHERE actor = ? AND state = ? AND register = ?)`,
		v.Actor, string(community.VerificationApproved), v.Register)
	if err != nil || another {
		return err
	}
	if err := t.withdrawEvidence(ctx, v.Actor, credential.RegisterMatch, v.Register); err != nil {
		return err
	}
	return t.reassess(ctx, v.Actor)
}

// provedOf gives what counts of an actor already.
func (s *Store) provedOf(ctx context.Context, db reader, actor community.ActorID) ([]credential.Evidence, error) {
	kept, err := evidenceWhere(ctx, db, `x.actor = ? AND x.withdrawn IS NULL`, actor)
	list := make([]credential.Evidence, 0, len(kept))
	for _, e := range kept {
		list = append(list, e.Evidence)
	}
	return list, err
}

// Decider gives an officer as the rules of verification see one.
func (s *Store) Decider(ctx context.Context, officer community.ActorID) (community.Decider, error) {
	d, err := s.decider(ctx, s.r, officer)
	if err != nil {
		return d, fmt.Errorf("officer %d: %w", officer, err)
	}
	return d, nil
}

func (s *Store) decider(ctx context.Context, db reader, officer community.ActorID) (community.Decider, error) {
	var row struct {
		Role        community.Role
		DisplayName string
	}
	err := one(ctx, db, &row, `SELECT u.role, a.display_name FROM user_account AS u JOIN actor AS a ON a.id = u.actor
		WHERE u.actor = ? AND u.state = ?`, officer, string(community.UserActive))
	if errors.Is(err, community.ErrNotFound) {
		return community.Decider{}, community.ErrForbidden
	}
	if err != nil {
		return community.Decider{}, err
	}
	d := community.Decider{Actor: officer, Role: row.Role, Names: []string{row.DisplayName}}
	own, err := s.verificationsWhere(ctx, db, `v.actor = ? AND v.state = ?`, officer, string(community.VerificationApproved))
	for _, v := range own {
		d.Names = append(d.Names, v.LegalName)
	}
	return d, err
}
