package desk

import (
	"context"
	"slices"
	"strings"

	"consilium/community"
	"consilium/community/credential"
	"consilium/web/door"
	"consilium/web/page"
)

// fillRegister sets what the applicant says beside what the register says.
func (d *Desk) fillRegister(ctx context.Context, v door.Visitor, s verificationSheet, view *page.DeskVerification) error {
	one := s.subject
	view.Register = page.RegisterAnswer{Key: one.Register, Name: registerName(v.Printer, one.Register), Verdict: one.Verdict, Checked: one.Checked}
	record, err := d.store.VerificationRecord(ctx, one.ID)
	if err != nil {
		return err
	}
	c := comparison{v.Printer, one.Claim, credential.Record{}}
	if record != nil {
		c.record = *record
		view.Register.Reasons = credential.Match(*record, one.RegisterClaim()).Reasons
	}
	if one.LegalName != "" {
		view.Compared = c.fields(view.Register.Reasons, record != nil)
	}
	return nil
}

// registerName is what a register is called, or the key of an operator's own.
func registerName(p *page.Printer, key string) string {
	if name := "application.register." + key; p.Has(name) {
		return p.T(name)
	}
	return key
}

// comparison is a claim beside an entry of a register.
type comparison struct {
	printer *page.Printer
	claim   community.Claim
	record  credential.Record
}

// fields are the rows of the comparison; there is nothing to compare with where
// the register said nothing.
func (c comparison) fields(differs []credential.Reason, answered bool) []page.ComparedField {
	rows := []page.ComparedField{
		{Name: "name", Claimed: said(c.claim.LegalName), Registered: c.record.Names, Word: verdictOn(differs, credential.ReasonName)},
		{Name: "number", Claimed: said(c.claim.Number), Registered: said(c.record.Number), Word: verdictOn(differs, credential.ReasonNumber)},
		{Name: "profession", Claimed: c.professions(c.claim.Profession), Registered: c.professions(c.record.Professions...),
			Word: verdictOn(differs, credential.ReasonProfession)},
		{Name: "region", Claimed: said(c.claim.Jurisdiction()), Registered: c.record.Regions, Word: verdictOn(differs, credential.ReasonRegion)},
		{Name: "organisation", Claimed: said(c.claim.Organisation), Registered: c.record.Organisations, Word: c.sameOrganisation()},
		{Name: "status", Registered: c.status(answered),
			Word: soundness(differs)},
	}
	for i, row := range rows {
		if len(row.Registered) == 0 || len(row.Claimed) == 0 && row.Name != "status" {
			rows[i].Word = "unsaid"
		}
	}
	return rows
}

func verdictOn(differs []credential.Reason, reasons ...credential.Reason) string {
	for _, r := range reasons {
		if slices.Contains(differs, r) {
			return "differs"
		}
	}
	return "agrees"
}

// soundness is what to think of an entry whatever is claimed.
func soundness(differs []credential.Reason) string {
	if verdictOn(differs, credential.ReasonInactive, credential.ReasonSanctioned, credential.ReasonOrganisation) == "differs" {
		return "unsound"
	}
	return "sound"
}

func said(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func (c comparison) professions(list ...community.Profession) []string {
	var words []string
	for _, p := range list {
		if p.Known() {
			words = append(words, c.printer.T("profession."+string(p)))
		}
	}
	return words
}

// sameOrganisation does not call it a difference: people work in several places,
// and registers name one.
func (c comparison) sameOrganisation() string {
	same := func(name string) bool { return strings.EqualFold(name, c.claim.Organisation) }
	if slices.ContainsFunc(c.record.Organisations, same) {
		return "agrees"
	}
	return "unsaid"
}

func (c comparison) status(answered bool) []string {
	if !answered {
		return nil
	}
	words := []string{c.printer.T("verification.desk.status.active")}
	if !c.record.Active {
		words[0] = c.printer.T("verification.desk.status.inactive")
	}
	if c.record.Sanctioned {
		words = append(words, c.printer.T("verification.desk.status.sanctioned"))
	}
	if c.record.Kind == credential.Organisation {
		words = append(words, c.printer.T("verification.desk.status.organisation"))
	}
	if !c.record.ValidUntil.IsZero() {
		words = append(words, c.printer.T("verification.desk.status.until", "day", c.record.ValidUntil))
	}
	return words
}
