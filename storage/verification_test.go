package storage_test

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// bureau is a store with officers and applicants, and a clock.
type bureau struct {
	*testing.T
	s     *storage.Store
	clock *storagetest.Clock
	// olga and omar are officers, rosa is the administrator.
	olga, omar, rosa community.Actor
}

func eachBureau(t *testing.T, rules community.VerificationRules, test func(b bureau)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		b := bureau{T: t, clock: clock, s: storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now, Verification: rules})}
		_, b.olga = storagetest.Staff(t, b.s, "olga", community.Officer)
		_, b.omar = storagetest.Staff(t, b.s, "omar", community.Officer)
		_, b.rosa = storagetest.Staff(t, b.s, "rosa", community.Administrator)
		test(b)
	})
}

const npi = "1234567893"

func claim(name string) community.Claim {
	return community.Claim{LegalName: name, Profession: "physician", Specialties: []community.Specialty{"cardiology"}, Country: "US", Region: "OH",
		Register: "npi", Number: npi, Organisation: "Example Clinic"}
}

// entry is what the register says of Ana Lima.
func entry() credential.Record {
	return credential.Record{Register: "npi", Number: npi, Kind: credential.Person, Names: []string{"LIMA, ANA M"},
		Professions: []credential.Profession{"physician"}, Active: true, Regions: []string{"US-OH"}, Organisations: []string{"EXAMPLE CLINIC"},
		EmailDomains: []string{"clinic.example"}, Evidence: "00", Adapter: "test/1", CheckedAt: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
}

func (b bureau) member(name string) community.Actor {
	b.Helper()
	_, a := storagetest.Member(b, b.s, name)
	return a
}

// apply hands an application with a paper in.
func (b bureau) apply(by community.Actor, c community.Claim) community.Verification {
	b.Helper()
	v := must(b.s.SaveVerification(b.Context(), by.ID, c))(b)
	b.paper(v, "a licence of "+by.Handle.String())
	return must(b.s.SubmitVerification(b.Context(), by.ID))(b)
}

func (b bureau) paper(v community.Verification, pixels string) storage.VerificationDocument {
	b.Helper()
	return must(b.s.AddVerificationDocument(b.Context(), storage.NewDocument{Verification: v.ID, Actor: v.Actor, Kind: "licence", Type: "image/png", Bytes: []byte(pixels)}))(b)
}

func (b bureau) look(v community.Verification, by community.Actor) {
	b.Helper()
	for _, d := range must(b.s.VerificationDocuments(b.Context(), v.ID))(b) {
		if d.Removed.IsZero() {
			must(b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: d.ID, Viewer: by.ID}))(b)
		}
	}
}

// step does something to the application as it stands.
func (b bureau) step(v community.Verification, act community.VerificationAct, by community.Actor) (community.Verification, error) {
	b.Helper()
	now := must(b.s.Verification(b.Context(), v.ID))(b)
	step := storage.VerificationStep{ID: v.ID, Act: act, By: by.ID, Revision: now.Revision, Text: "Which ward?", Reason: "other"}
	if act == community.ApproveVerification {
		step.Approval, step.Text, step.Reason = b.onPapers(), "", ""
	}
	return b.s.StepVerification(b.Context(), step)
}

// onPapers is an approval of who showed a licence and is in the register.
func (b bureau) onPapers() community.Approval {
	return community.Approval{Evidence: []credential.Kind{credential.RegisterMatch, credential.Documents}, Source: "the register's page",
		Profession: "physician", Specialties: []community.Specialty{"cardiology"}, Until: b.s.Now().AddDate(0, 6, 0)}
}

func (b bureau) level(a community.Actor) credential.Level {
	b.Helper()
	actor := must(b.s.Actor(b.Context(), a.ID))(b)
	return community.Judge(actor.Credential, community.Trust{}, time.Time{}, b.s.Now()).Level
}

func (b bureau) wantLevel(a community.Actor, want credential.Level) {
	b.Helper()
	if got := b.level(a); got != want {
		b.Errorf("%s has level %d, want %d", a.Handle, got, want)
	}
}

func (b bureau) wantState(v community.Verification, want community.VerificationState) {
	b.Helper()
	if now := must(b.s.Verification(b.Context(), v.ID))(b); now.State != want {
		b.Errorf("the application is %s, want %s", now.State, want)
	}
}

func (b bureau) told(a community.Actor) string {
	b.Helper()
	return stage{b.T, b.s}.kinds(a)
}

func (b bureau) letters() string {
	b.Helper()
	var list []string
	for _, j := range must(b.s.Jobs(b.Context(), "mail", 100))(b) {
		list = append(list, must(storage.ParseLetter(j.Payload))(b).Template)
	}
	return strings.Join(list, " ")
}

// From the first word to the credential: officer asks, applicant answers, officer
// approves; each is told that there is something, and nothing else.
func TestVerificationJourney(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		_, err := b.s.VerificationDraft(b.Context(), ana.ID)
		wantErr(b, err, community.ErrNotFound)
		draft := must(b.s.SaveVerification(b.Context(), ana.ID, community.Claim{Profession: "physician"}))(b)
		if n := must(b.s.CountOpenVerifications(b.Context()))(b); n != 0 || b.told(b.olga) != "" {
			b.Errorf("a draft waits at the desk: %d, %q", n, b.told(b.olga))
		}
		_, err = b.s.SubmitVerification(b.Context(), ana.ID)
		wantInvalid(b, err, "legal_name")
		v := b.apply(ana, claim("Ana Lima"))
		if v.ID != draft.ID || v.State != community.VerificationSubmitted || !v.Due.Equal(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)) {
			b.Errorf("handed in: %+v", v)
		}
		if b.told(b.olga) != "verification" || b.told(b.rosa) != "verification" || b.told(ana) != "" {
			b.Errorf("told: olga %q, rosa %q, ana %q", b.told(b.olga), b.told(b.rosa), b.told(ana))
		}
		_, err = b.s.SaveVerification(b.Context(), ana.ID, claim("Ana Other"))
		wantErr(b, err, community.ErrConflict)
		v = must(b.step(v, community.AskApplicant, b.olga))(b)
		b.wantState(v, community.VerificationAsked)
		if b.told(ana) != "verification-answer" || b.letters() != "verification" {
			b.Errorf("ana is told %q and sent %q", b.told(ana), b.letters())
		}
		must(b.s.SaveVerification(b.Context(), ana.ID, claim("Ana Maria Lima")))(b)
		b.clock.Advance(24 * time.Hour)
		must(b.s.StepVerification(b.Context(), storage.VerificationStep{ID: v.ID, Act: community.AnswerOfficer, By: ana.ID, Text: "On 3B."}))(b)
		b.look(v, b.olga)
		v = must(b.step(v, community.ApproveVerification, b.olga))(b)
		b.wantLevel(ana, credential.Bound)
		c := must(b.s.Credential(b.Context(), ana.ID))(b)
		if c.Jurisdiction != "US-OH" || c.Method != credential.Documents || len(c.Specialties) != 1 || !c.Until.Equal(b.s.Now().AddDate(0, 6, 0)) {
			b.Errorf("the credential is %+v", c)
		}
		var acts []string
		for _, e := range must(b.s.VerificationHistory(b.Context(), v.ID))(b) {
			acts = append(acts, string(e.Act))
		}
		if got := strings.Join(acts, " "); got != "submit ask answer approve" {
			b.Errorf("the history is %q", got)
		}
		letters := must(b.s.VerificationMessages(b.Context(), v.ID))(b)
		if len(letters) != 2 || !letters[0].Officer || letters[0].Text != "Which ward?" || letters[1].Officer || letters[1].Text != "On 3B." {
			b.Errorf("the letters are %+v", letters)
		}
		if v.LegalName != "Ana Maria Lima" || v.Officer != b.olga.ID || v.Decided.IsZero() {
			b.Errorf("in the end: %+v", v)
		}
		if again := must(b.s.SaveVerification(b.Context(), ana.ID, claim("Ana Lima")))(b); again.ID == v.ID || again.State != community.VerificationDraft {
			b.Errorf("who applies again gets %+v", again)
		}
	})
}

// Each act from each state does what the table of steps says, and nothing else
// does anything.
func TestVerificationTableInStorage(t *testing.T) {
	b := bureau{T: t, clock: &storagetest.Clock{}}
	b.s = storagetest.At(t, storagetest.Options{Now: b.clock.Now})
	_, b.olga = storagetest.Staff(t, b.s, "olga", community.Officer)
	ana := b.member("ana")
	v := b.apply(ana, claim("Ana Lima"))
	b.look(v, b.olga)
	for _, from := range []community.VerificationState{"draft", "submitted", "asked", "seconded", "approved", "refused", "appealed", "withdrawn"} {
		for _, act := range []community.VerificationAct{"submit", "ask", "answer", "approve", "refuse", "appeal"} {
			b.s.Run(t, `UPDATE verification SET state = ?, officer = 0, proposal = '' WHERE id = ?`, string(from), v.ID)
			b.s.Run(t, `DELETE FROM verification_step`)
			if from == community.VerificationRefused { // once, by somebody
				b.s.Run(t, `INSERT INTO verification_step (id, verification, act, actor, created) VALUES (1, ?, 'refuse', 99, 1)`, v.ID)
			}
			if from == community.VerificationSeconded {
				b.s.Run(t, `UPDATE verification SET proposal = '{"evidence":["in-person"],"profession":"physician","until":"2027-01-01T00:00:00Z"}'`)
			}
			by := b.olga
			if act.ByApplicant() {
				by = ana
			}
			want, leads := from.Step(act)
			after, err := b.step(v, act, by)
			if leads == nil && (err != nil || after.State != want) {
				t.Errorf("%s by %s: %s, %v, want %s", from, act, after.State, err, want)
			}
			if leads != nil {
				wantErr(t, err, community.ErrConflict)
				b.wantState(v, from)
			}
		}
	}
}

// The applicant's acts are the applicant's, and the officers' theirs.
func TestVerificationIsWhoseItIs(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana, ben := b.member("ana"), b.member("ben")
		_, mod := storagetest.Staff(t, b.s, "mod", community.Moderator)
		v := b.apply(ana, claim("Ana Lima"))
		for _, by := range []community.Actor{ben, b.olga} {
			_, err := b.step(v, community.WithdrawVerification, by)
			wantErr(b, err, community.ErrNotFound)
		}
		for _, by := range []community.Actor{ana, ben, mod} {
			for _, act := range []community.VerificationAct{community.ApproveVerification, community.RefuseVerification, community.AskApplicant} {
				_, err := b.step(v, act, by)
				wantErr(b, err, community.ErrForbidden)
			}
			d := must(b.s.VerificationDocuments(b.Context(), v.ID))(b)[0]
			_, err := b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: d.ID, Viewer: by.ID})
			wantErr(b, err, community.ErrForbidden)
			if by.ID != ana.ID {
				wantErr(b, b.s.RemoveVerificationDocument(b.Context(), by.ID, d.ID), community.ErrNotFound)
			}
		}
		_, err := b.s.AddVerificationDocument(b.Context(), storage.NewDocument{Verification: v.ID, Actor: ben.ID, Kind: "licence", Type: "image/png", Bytes: []byte("x")})
		wantErr(b, err, community.ErrNotFound)
		_, err = b.s.AddVerificationDocument(b.Context(), storage.NewDocument{Verification: v.ID, Actor: ana.ID, Kind: "licence", Type: "image/png", Bytes: []byte("x")})
		wantErr(b, err, community.ErrConflict) // an officer has it
		b.wantState(v, community.VerificationSubmitted)
		b.wantLevel(ana, credential.Unproved)
	})
}

// Withdrawn is gone: the papers at once, and what was claimed.
func TestWithdraw(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		after := must(b.step(v, community.WithdrawVerification, ana))(b)
		if after.State != community.VerificationWithdrawn || after.LegalName != "" || after.Number != "" {
			b.Errorf("left: %+v", after)
		}
		if d := must(b.s.VerificationDocuments(b.Context(), v.ID))(b)[0]; d.Removed.IsZero() || d.SHA256 == [32]byte{} {
			b.Errorf("the paper is %+v", d)
		}
	})
}

// The queue is by how long somebody waits, and narrows to what is looked for.
func TestVerificationQueue(t *testing.T) {
	eachBureau(t, community.VerificationRules{TargetDays: 1}, func(b bureau) {
		var waiting []community.Verification
		for i, name := range []string{"ana", "ben", "cleo", "dora"} {
			c := claim("Person " + name)
			c.Number = []string{npi, "1245319599", npi, "1245319599"}[i]
			if name == "cleo" {
				c.Country, c.Region, c.Register, c.Number = "GB", "", "gmc", "7654321"
			}
			waiting = append(waiting, b.apply(b.member(name), c))
			b.clock.Advance(20 * time.Hour)
		}
		must(b.step(waiting[1], community.AskApplicant, b.olga))(b)
		names := func(f storage.VerificationFilter) string {
			var list []string
			for _, v := range must(b.s.Verifications(b.Context(), f, storage.Page{}))(b) {
				list = append(list, strings.TrimPrefix(v.LegalName, "Person "))
			}
			return strings.Join(list, " ")
		}
		for want, f := range map[string]storage.VerificationFilter{
			"ana ben cleo dora": {Open: true}, "dora cleo ben ana": {Open: true, Newest: true}, "ben": {Open: true, State: community.VerificationAsked},
			"cleo": {Open: true, Country: "GB"}, "ben dora": {Open: true, Duplicate: true}, "dora": {Open: true, Query: "@dor"},
			"ana cleo": {Open: true, Overdue: true}, "": {Query: "ana"},
		} {
			if got := names(f); got != want {
				b.Errorf("%+v: %q, want %q", f, got, want)
			}
		}
		counts := must(b.s.CountVerifications(b.Context()))(b)
		if counts.States[community.VerificationSubmitted] != 3 || counts.States[community.VerificationAsked] != 1 || counts.Overdue != 2 {
			b.Errorf("counted %+v", counts)
		}
		if n := must(b.s.CountOpenVerifications(b.Context()))(b); n != 3 {
			b.Errorf("%d wait for an officer", n)
		}
		must(b.step(waiting[0], community.RefuseVerification, b.olga))(b)
		if got := names(storage.VerificationFilter{}); got != "ana" {
			b.Errorf("decided: %q", got)
		}
	})
}
