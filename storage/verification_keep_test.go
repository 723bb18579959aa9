package storage_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
)

// Papers are encrypted, shown to officers only, and each look is written down.
func TestPapers(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := must(b.s.SaveVerification(b.Context(), ana.ID, claim("Ana Lima")))(b)
		pixels := strings.Repeat("pixels", 1000)
		d := b.paper(v, pixels)
		if d.Size != len(pixels) || d.Replayed || d.Kind != "licence" {
			b.Errorf("kept %+v", d)
		}
		_, err := b.s.AddVerificationDocument(b.Context(), storage.NewDocument{Verification: v.ID, Actor: ana.ID, Kind: "licence", Type: "image/png", Bytes: []byte(pixels)})
		wantInvalid(b, err, "document")
		for name, n := range map[string]storage.NewDocument{
			"kind":     {Kind: "passport", Type: "image/png", Bytes: []byte("x")},
			"document": {Kind: "licence", Type: "application/pdf", Bytes: []byte("%PDF-1.7")},
		} {
			n.Verification, n.Actor = v.ID, ana.ID
			_, err := b.s.AddVerificationDocument(b.Context(), n)
			wantInvalid(b, err, name)
		}
		for i := range storage.MaxPapers - 1 {
			b.paper(v, "page "+strconv.Itoa(i))
		}
		_, err = b.s.AddVerificationDocument(b.Context(), storage.NewDocument{Verification: v.ID, Actor: ana.ID, Kind: "badge", Type: "image/png", Bytes: []byte("one more")})
		wantInvalid(b, err, "document")
		b.lookedAt(d, ana.Handle.String(), pixels)
		ok(b, b.s.RemoveVerificationDocument(b.Context(), ana.ID, d.ID))
		_, err = b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: d.ID, Viewer: b.olga.ID})
		wantErr(b, err, community.ErrGone)
		wantErr(b, b.s.RemoveVerificationDocument(b.Context(), ana.ID, d.ID), community.ErrNotFound)
	})
}

// lookedAt opens a paper small twice and whole twice: three lines in the log.
func (b bureau) lookedAt(d storage.VerificationDocument, of, pixels string) {
	b.Helper()
	for _, small := range []bool{true, true, false, false} {
		got := must(b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: d.ID, Viewer: b.olga.ID, Small: small}))(b)
		if string(got) != pixels {
			b.Error("the paper does not open as it was")
		}
		if seen := must(b.s.SeenPapers(b.Context(), d.Verification, b.olga.ID))(b); seen[d.ID] == small {
			b.Errorf("seen whole: %v, though small: %v", seen[d.ID], small)
		}
	}
	views := 0
	for _, a := range must(b.s.StaffActions(b.Context(), storage.Page{}))(b) {
		if a.Action == "view-document" && a.Actor == b.olga.ID && a.Subject == of {
			views++
		}
	}
	if views != 3 {
		b.Errorf("%d looks are written down, want 3", views)
	}
}

// An officer vouches for papers only after a look at each of them in full.
func TestPapersUnseen(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		_, err := b.step(v, community.ApproveVerification, b.olga)
		wantInvalid(b, err, "evidence")
		for _, d := range must(b.s.VerificationDocuments(b.Context(), v.ID))(b) {
			must(b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: d.ID, Viewer: b.olga.ID, Small: true}))(b)
		}
		_, err = b.step(v, community.ApproveVerification, b.olga)
		wantInvalid(b, err, "evidence") // a thumbnail cannot be read
		b.look(v, b.omar)
		_, err = b.step(v, community.ApproveVerification, b.olga)
		wantInvalid(b, err, "evidence") // another's eyes
		b.look(v, b.olga)
		must(b.step(v, community.ApproveVerification, b.olga))(b)
	})
}

// Papers and letters go on time; hashes and decision stay. The claim stays as long
// as the register has to be asked about it.
func TestPapersGoOnTime(t *testing.T) {
	eachBureau(t, community.VerificationRules{KeepDays: 10}, func(b bureau) {
		ana, ben := b.member("ana"), b.member("ben")
		approved := b.apply(ana, claim("Ana Lima"))
		other := claim("Ben Ochs")
		other.Number = "1245319599"
		refused := b.apply(ben, other)
		b.look(approved, b.olga)
		must(b.step(approved, community.ApproveVerification, b.olga))(b)
		must(b.step(refused, community.RefuseVerification, b.olga))(b)
		open := b.apply(b.member("cleo"), community.Claim{LegalName: "Cleo Dietz", Profession: "student", Country: "DE", Organisation: "Uni"})
		b.clock.Advance(10*24*time.Hour - time.Minute)
		ok(b, b.s.TidyVerifications(b.Context()))
		b.look(approved, b.omar) // still there
		b.clock.Advance(2 * time.Minute)
		ok(b, b.s.TidyVerifications(b.Context()))
		for _, v := range []community.Verification{approved, refused} {
			d := must(b.s.VerificationDocuments(b.Context(), v.ID))(b)[0]
			_, err := b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: d.ID, Viewer: b.omar.ID})
			wantErr(b, err, community.ErrGone)
			if d.SHA256 == [32]byte{} || d.Removed.IsZero() || len(must(b.s.VerificationMessages(b.Context(), v.ID))(b)) > 0 {
				b.Errorf("left of application %d: %+v", v.ID, d)
			}
		}
		if n := b.s.Number(b, `SELECT COUNT(*) FROM verification_document WHERE removed IS NOT NULL AND (sealed IS NOT NULL OR sealed_key IS NOT NULL)`); n > 0 {
			b.Errorf("%d papers are still in the tables", n)
		}
		if v := must(b.s.Verification(b.Context(), refused.ID))(b); v.LegalName+v.Number+v.Organisation != "" || v.Reason != "other" || v.Officer != b.olga.ID || v.Decided.IsZero() {
			b.Errorf("left of the refused: %+v", v)
		}
		if v := must(b.s.Verification(b.Context(), approved.ID))(b); v.Number != npi {
			b.Errorf("left of the approved: %+v", v)
		}
		b.look(open, b.olga) // nothing was decided here
		ok(b, b.s.ChangeCredential(b.Context(), storage.StateChange{Actor: ana.ID, State: credential.Revoked, Reason: "asked", By: b.olga.ID}))
		ok(b, b.s.TidyVerifications(b.Context()))
		if v := must(b.s.Verification(b.Context(), approved.ID))(b); v.LegalName+v.Number != "" {
			b.Errorf("left of who is verified no longer: %+v", v)
		}
	})
}

// A draft that nobody hands in goes whole.
func TestDraftsGo(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		must(b.s.SaveVerification(b.Context(), ana.ID, claim("Ana Lima")))(b)
		b.clock.Advance(91 * 24 * time.Hour)
		ok(b, b.s.TidyVerifications(b.Context()))
		_, err := b.s.VerificationDraft(b.Context(), ana.ID)
		wantErr(b, err, community.ErrNotFound)
	})
}

// Who leaves takes everything along but the decision and the hashes.
func TestLeaverTakesTheApplicationAlong(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		must(b.step(v, community.AskApplicant, b.olga))(b)
		ok(b, b.s.Leave(b.Context(), must(b.s.UserOfActor(b.Context(), ana.ID))(b).ID))
		left := must(b.s.Verification(b.Context(), v.ID))(b)
		if left.State != community.VerificationWithdrawn || left.LegalName+left.Number+left.Register != "" {
			b.Errorf("left: %+v", left)
		}
		for _, query := range []string{`SELECT COUNT(*) FROM verification_message`, `SELECT COUNT(*) FROM register_claim`,
			`SELECT COUNT(*) FROM verification_document WHERE sealed IS NOT NULL`} {
			if n := b.s.Number(b, query); n > 0 {
				b.Errorf("%s: %d", query, n)
			}
		}
	})
}

// The same paper is never the same bytes twice in the tables, nor is the key.
func TestPapersHaveKeysOfTheirOwn(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		var sealed [2][]byte
		for i, name := range []string{"ana", "ben"} {
			v := must(b.s.SaveVerification(b.Context(), b.member(name).ID, claim("Ana Lima")))(b)
			d := b.paper(v, "the same paper")
			sealed[i] = b.s.Bytes(b, `SELECT sealed FROM verification_document WHERE id = ?`, d.ID)
		}
		if bytes.Equal(sealed[0], sealed[1]) || len(sealed[0]) == 0 {
			b.Error("two papers are sealed alike")
		}
		b.s.Run(b, `UPDATE verification_document SET sealed = (SELECT o.sealed FROM verification_document AS o ORDER BY o.id DESC LIMIT 1)`)
		failed := 0
		for _, id := range []string{`MIN(id)`, `MAX(id)`} {
			n := b.s.Number(b, `SELECT `+id+` FROM verification_document`)
			if _, err := b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: int64(n), Viewer: b.olga.ID}); err != nil {
				failed++
			}
		}
		if failed != 1 {
			b.Errorf("%d of 2 papers notice that they were exchanged", failed)
		}
	})
}

// A register's answer counts for the claim as it stands, once, and only when it
// is an answer.
func TestLookUp(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		jobs := must(b.s.Jobs(b.Context(), "register/npi", 10))(b)
		if len(jobs) != 1 || jobs[0].Kind != storage.KindLookUp || jobs[0].Payload != community.FormatID(v.ID) {
			b.Errorf("waiting: %+v", jobs)
		}
		verdict := func(want string) {
			b.Helper()
			if now := must(b.s.Verification(b.Context(), v.ID))(b); now.Verdict != want {
				b.Errorf("the verdict is %q, want %q", now.Verdict, want)
			}
		}
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, community.VerdictPending, nil))
		verdict(community.VerdictPending)
		b.wantLevel(ana, credential.Unproved)
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, community.VerdictMatched, nil)) // nothing was seen
		verdict(community.VerdictPending)
		foreign := entry()
		foreign.Number = "1245319599"
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, community.VerdictMatched, &foreign))
		verdict(community.VerdictPending)
		wrong := entry()
		wrong.Names = []string{"MEIER, ULLA"}
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, community.VerdictMatched, &wrong))
		verdict(community.VerdictMismatch)
		b.wantLevel(ana, credential.Unproved)
		right := entry()
		right.ValidUntil = right.CheckedAt.AddDate(0, 3, 0)
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, "", &right))
		verdict(community.VerdictMatched)
		b.wantLevel(ana, credential.Registered)
		if c := must(b.s.Credential(b.Context(), ana.ID))(b); !c.Until.Equal(right.ValidUntil) {
			b.Errorf("the entry counts until %s, and is valid until %s", c.Until, right.ValidUntil)
		}
		got := must(b.s.VerificationRecord(b.Context(), v.ID))(b)
		if got == nil || got.Names[0] != right.Names[0] {
			b.Errorf("the record is %+v", got)
		}
		must(b.step(v, community.RefuseVerification, b.olga))(b) // for another reason: the entry stays proved
		b.wantLevel(ana, credential.Registered)
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, "", &wrong))
		verdict(community.VerdictMatched)
	})
}

// A register that does not answer holds up nobody who is in another.
func TestRegistersDoNotWaitForOneAnother(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		b.apply(b.member("ana"), claim("Ana Lima"))
		british := claim("Ulla Meier")
		british.Country, british.Region, british.Register, british.Number = "GB", "", "gmc", "1234567"
		b.apply(b.member("ulla"), british)
		for _, lane := range []string{"register/npi", "register/gmc"} {
			if n := len(must(b.s.Jobs(b.Context(), lane, 10))(b)); n != 1 {
				b.Errorf("%d questions wait in %s", n, lane)
			}
		}
	})
}

// What a claim is changed to is looked up anew.
func TestLookUpOfAChangedClaim(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		record := entry()
		must(b.step(v, community.AskApplicant, b.olga))(b)
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, "", &record))
		changed := must(b.s.SaveVerification(b.Context(), ana.ID, claim("Ulla Meier")))(b)
		if changed.Verdict != "" {
			b.Errorf("the verdict on Ana Lima is kept for Ulla Meier: %s", changed.Verdict)
		}
		must(b.step(v, community.AnswerOfficer, ana))(b)
		if n := len(must(b.s.Jobs(b.Context(), "register/npi", 10))(b)); n != 2 {
			b.Errorf("%d questions to the register", n)
		}
	})
}

// A refusal that says that the entry is another's takes back what it proved.
func TestRefusalDisproves(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		record := entry()
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, "", &record))
		b.wantLevel(ana, credential.Registered)
		now := must(b.s.Verification(b.Context(), v.ID))(b)
		must(b.s.StepVerification(b.Context(), storage.VerificationStep{ID: v.ID, Act: community.RefuseVerification, By: b.olga.ID,
			Revision: now.Revision, Reason: "not_genuine"}))(b)
		b.wantLevel(ana, credential.Unproved)
	})
}

// Looked up every night: a sanction suspends at once and calls an officer; an
// entry that is gone only calls; silence changes nothing.
func TestRegisterRecheck(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		record := entry()
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, "", &record))
		b.look(v, b.olga)
		must(b.step(v, community.ApproveVerification, b.olga))(b)
		b.due(0)
		night := func(want int) {
			b.Helper()
			b.clock.Advance(24 * time.Hour)
			b.s.Run(b, `DELETE FROM notification`)
			b.due(want)
		}
		night(1)
		ok(b, b.s.RecordRecheck(b.Context(), v.ID, community.VerdictPending, nil))
		b.due(0)
		b.wantLevel(ana, credential.Bound)
		night(1)
		ok(b, b.s.RecordRecheck(b.Context(), v.ID, community.VerdictUnknown, nil))
		b.wantLevel(ana, credential.Bound)
		if b.told(b.olga) != "register-check" {
			b.Errorf("the entry is gone, and olga hears %q", b.told(b.olga))
		}
		night(1)
		record.Sanctioned = true
		ok(b, b.s.RecordRecheck(b.Context(), v.ID, "", &record))
		b.wantLevel(ana, credential.Unproved)
		c := must(b.s.Credential(b.Context(), ana.ID))(b)
		if c.State != credential.Suspended || c.Reason != storage.ReasonSanction || b.told(b.olga) != "register-check" {
			b.Errorf("%s, %s, olga hears %q", c.State, c.Reason, b.told(b.olga))
		}
		night(0) // nothing is in force
		ok(b, b.s.ChangeCredential(b.Context(), storage.StateChange{Actor: ana.ID, State: credential.Active, Reason: "mistake", By: b.olga.ID}))
		b.wantLevel(ana, credential.Bound)
		night(1)
		ok(b, b.s.RecordRecheck(b.Context(), v.ID, "", &record))
		b.wantLevel(ana, credential.Bound) // an officer knew of it
	})
}

func (b bureau) due(want int) {
	b.Helper()
	if n := len(must(b.s.DueRegisterChecks(b.Context()))(b)); n != want {
		b.Errorf("%d checks are due, want %d", n, want)
	}
}

// The list of who is verified, and of who will not be for long.
func TestCredentialList(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		for i, name := range []string{"ana", "ben", "cleo"} {
			a := b.member(name)
			must(b.s.GrantCredential(b.Context(), storage.Grant{Actor: a.ID, Profession: "physician", Evidence: []credential.Evidence{
				{Kind: credential.InPerson, Proved: b.s.Now(), Until: b.s.Now().AddDate(0, 0, 40+30*i)}}}))(b)
			if name == "cleo" {
				ok(b, b.s.ChangeCredential(b.Context(), storage.StateChange{Actor: a.ID, State: credential.Suspended, Reason: "asked", By: b.olga.ID}))
			}
		}
		names := func(f storage.CredentialFilter) string {
			var list []string
			for _, c := range must(b.s.Credentials(b.Context(), f, storage.Page{}))(b) {
				list = append(list, must(b.s.Actor(b.Context(), c.Actor))(b).Handle.Name())
			}
			return strings.Join(list, " ")
		}
		for want, f := range map[string]storage.CredentialFilter{"cleo ben ana": {}, "ben ana": {State: credential.Active}, "ana": {Ending: true},
			"cleo": {State: credential.Suspended}, "ben": {Query: "@b"}} {
			if got := names(f); got != want {
				b.Errorf("%+v: %q, want %q", f, got, want)
			}
		}
		counts := must(b.s.CountCredentials(b.Context()))(b)
		if counts.States[credential.Active] != 2 || counts.States[credential.Suspended] != 1 || counts.Ending != 1 {
			b.Errorf("counted %+v", counts)
		}
	})
}
