package storage_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Attack: somebody knows all that a register says of a physician: number, name,
// places, address. It comes to level 2 and no further, whatever the officer looks
// up again.
func TestFullPublicRegisterRecord(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		mallory := b.member("mallory")
		c := claim("Ana M. Lima")
		c.Email = "ana.lima@clinic.example"
		v := must(b.s.SaveVerification(b.Context(), mallory.ID, c))(b)
		v = must(b.s.SubmitVerification(b.Context(), mallory.ID))(b)
		record := entry()
		ok(b, b.s.RecordLookUp(b.Context(), v.ID, community.VerdictMatched, &record))
		b.wantLevel(mallory, credential.Registered)
		now := must(b.s.Verification(b.Context(), v.ID))(b)
		for _, kinds := range [][]credential.Kind{nil, {credential.RegisterMatch}, {credential.Documents}, {credential.RegisterMatch, credential.Documents},
			{credential.SignOn}, {credential.RegisterMail}, {credential.SignOnProfession}} {
			a := b.onPapers()
			a.Evidence = kinds
			_, err := b.s.StepVerification(b.Context(), storage.VerificationStep{ID: v.ID, Act: community.ApproveVerification, By: b.olga.ID,
				Revision: now.Revision, Approval: a, SeenFlags: true})
			wantInvalid(b, err, "evidence")
		}
		b.wantLevel(mallory, credential.Registered)
		b.wantState(v, community.VerificationSubmitted)
		if c := must(b.s.Credential(b.Context(), mallory.ID))(b); len(c.Specialties) > 0 {
			b.Errorf("the register proved the specialties %v", c.Specialties)
		}
	})
}

// Attack: an officer approves, asks, refuses or looks at the own application.
func TestOfficerApprovingSelf(t *testing.T) {
	eachBureau(t, community.VerificationRules{FourEyes: true}, func(b bureau) {
		for number, by := range map[string]community.Actor{npi: b.olga, "1245319599": b.rosa} {
			c := claim("Olga Brandt")
			c.Number = number
			v := b.apply(by, c)
			d := must(b.s.VerificationDocuments(b.Context(), v.ID))(b)[0]
			_, err := b.s.OpenVerificationDocument(b.Context(), storage.PaperView{Document: d.ID, Viewer: by.ID})
			wantErr(b, err, community.ErrForbidden)
			for _, act := range []community.VerificationAct{community.ApproveVerification, community.RefuseVerification, community.AskApplicant} {
				_, err := b.step(v, act, by)
				wantErr(b, err, community.ErrForbidden)
			}
			b.look(v, b.omar)
			must(b.step(v, community.ApproveVerification, b.omar))(b)
			_, err = b.step(v, community.ApproveVerification, by) // nor as the second
			wantErr(b, err, community.ErrForbidden)
			b.wantLevel(by, credential.Unproved)
		}
		if strings.Contains(b.told(b.olga), "verification ") {
			b.Errorf("olga is told of her own application: %s", b.told(b.olga))
		}
	})
}

// Attack: one officer decides twice where two must; and what the first approved is
// what the second does, as long as nothing was asked since.
func TestOfficerDecidingTwice(t *testing.T) {
	eachBureau(t, community.VerificationRules{FourEyes: true}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		b.look(v, b.olga)
		must(b.step(v, community.ApproveVerification, b.olga))(b)
		b.wantState(v, community.VerificationSeconded)
		b.wantLevel(ana, credential.Unproved)
		if b.told(ana) != "" || b.letters() != "" {
			b.Errorf("ana is told %q and sent %q before it is decided", b.told(ana), b.letters())
		}
		_, err := b.step(v, community.ApproveVerification, b.olga)
		wantErr(b, err, community.ErrForbidden)
		_, err = b.step(v, community.ApproveVerification, b.omar)
		wantInvalid(b, err, "evidence") // has not seen the papers
		b.look(v, b.omar)
		now := must(b.s.Verification(b.Context(), v.ID))(b)
		other := storage.VerificationStep{ID: v.ID, Act: community.ApproveVerification, By: b.omar.ID, Revision: now.Revision}
		other.Approval = community.Approval{Evidence: []credential.Kind{credential.InPerson}, Profession: "dentist", Until: b.s.Now().AddDate(0, 12, 0)}
		must(b.s.StepVerification(b.Context(), other))(b)
		b.wantLevel(ana, credential.Bound)
		if c := must(b.s.Credential(b.Context(), ana.ID))(b); c.Profession != "physician" {
			b.Errorf("the second alone made a %s", c.Profession)
		}

		ben := b.member("ben")
		c := claim("Ben Ochs")
		c.Number = "1245319599"
		v = b.apply(ben, c)
		b.look(v, b.olga)
		b.look(v, b.omar)
		must(b.step(v, community.ApproveVerification, b.olga))(b)
		must(b.step(v, community.AskApplicant, b.omar))(b)
		must(b.step(v, community.AnswerOfficer, ben))(b)
		must(b.step(v, community.ApproveVerification, b.omar))(b)
		b.wantState(v, community.VerificationSeconded) // two more, since it may be another by now
		b.wantLevel(ben, credential.Unproved)
	})
}

// Attack: an officer lets a relative in.
func TestOfficerOfTheSameFamilyName(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		b.s.Run(b, `UPDATE actor SET display_name = 'Olga Lima' WHERE id = ?`, b.olga.ID)
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		b.look(v, b.olga)
		b.look(v, b.omar)
		must(b.step(v, community.ApproveVerification, b.olga))(b)
		b.wantState(v, community.VerificationSeconded)
		b.wantLevel(ana, credential.Unproved)
		must(b.step(v, community.ApproveVerification, b.omar))(b)
		b.wantLevel(ana, credential.Bound)
	})
}

// Attack: who refused decides on the appeal, straight away or after an answer; and
// an appeal is made again and again until nobody is left.
func TestAppealByWhoRefused(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		v := b.apply(ana, claim("Ana Lima"))
		b.look(v, b.omar)
		must(b.step(v, community.RefuseVerification, b.olga))(b)
		must(b.step(v, community.AppealVerification, ana))(b)
		for _, act := range []community.VerificationAct{community.ApproveVerification, community.RefuseVerification} {
			_, err := b.step(v, act, b.olga)
			wantErr(b, err, community.ErrForbidden)
		}
		must(b.step(v, community.AskApplicant, b.olga))(b)
		must(b.step(v, community.AnswerOfficer, ana))(b)
		_, err := b.step(v, community.ApproveVerification, b.olga)
		wantErr(b, err, community.ErrForbidden)
		must(b.step(v, community.RefuseVerification, b.omar))(b)
		_, err = b.step(v, community.AppealVerification, ana)
		wantErr(b, err, community.ErrConflict)
	})
}

// Attack: the same picture of a licence serves a second person, at once or after
// it was deleted.
func TestReplayedDocument(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana, ben := b.member("ana"), b.member("ben")
		first := b.apply(ana, claim("Ana Lima"))
		must(b.step(first, community.RefuseVerification, b.olga))(b)
		b.clock.Advance(31 * 24 * time.Hour)
		ok(b, b.s.TidyVerifications(b.Context()))
		c := claim("Ben Ochs")
		c.Number = "1245319599"
		v := must(b.s.SaveVerification(b.Context(), ben.ID, c))(b)
		b.paper(v, "a licence of "+ana.Handle.String())
		v = must(b.s.SubmitVerification(b.Context(), ben.ID))(b)
		if d := must(b.s.VerificationDocuments(b.Context(), v.ID))(b)[0]; !d.Replayed {
			b.Error("the officer is not told that the picture was here before")
		}
		b.look(v, b.olga)
		_, err := b.step(v, community.ApproveVerification, b.olga)
		wantInvalid(b, err, "seen_flags")
		if got := must(b.s.VerificationFlags(b.Context(), v))(b); len(got) != 1 || got[0] != storage.FlagReplayed {
			b.Errorf("flags %v", got)
		}
		b.wantLevel(ben, credential.Unproved)
		if b.told(ben) != "" {
			b.Errorf("ben is told %q", b.told(ben))
		}
	})
}

// Attack: two claim one number, one after the other or at the same moment. Neither
// is refused or told; officers see it on both; the register alone proves nothing
// to the second.
func TestTwoClaimsOfOneNumber(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana, ben := b.member("ana"), b.member("ben")
		first := b.apply(ana, claim("Ana Lima"))
		if first.Duplicate {
			b.Error("the first is a duplicate of nobody")
		}
		record := entry()
		c := claim("Ana Lima")
		c.Number = " 12345 678-93" // as somebody else writes it
		second := b.apply(ben, c)
		ok(b, b.s.RecordLookUp(b.Context(), second.ID, community.VerdictMatched, &record))
		b.wantLevel(ben, credential.Unproved)
		for _, v := range []community.Verification{first, second} {
			if now := must(b.s.Verification(b.Context(), v.ID))(b); !now.Duplicate {
				b.Errorf("application %d is not flagged", v.ID)
			}
		}
		if b.told(ana)+b.told(ben) != "" {
			b.Errorf("told: %q and %q", b.told(ana), b.told(ben))
		}
		b.look(second, b.olga)
		_, err := b.step(second, community.ApproveVerification, b.olga)
		wantInvalid(b, err, "seen_flags")
		must(b.step(first, community.WithdrawVerification, ana))(b)
		if now := must(b.s.Verification(b.Context(), second.ID))(b); !now.Duplicate {
			b.Error("who withdraws has never claimed the number")
		}
	})
}

func TestTwoClaimsOfOneNumberAtOnce(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		const crowd = 4
		var all [crowd]community.Verification
		var busy sync.WaitGroup
		for i := range crowd {
			a := b.member("person" + string(rune('a'+i)))
			must(b.s.SaveVerification(b.Context(), a.ID, claim("Ana Lima")))(b)
			busy.Go(func() {
				var err error
				if all[i], err = b.s.SubmitVerification(b.Context(), a.ID); err != nil {
					b.Error(err)
				}
			})
		}
		busy.Wait()
		for _, v := range all {
			if now := must(b.s.Verification(b.Context(), v.ID))(b); !now.Duplicate || now.State != community.VerificationSubmitted {
				b.Errorf("application %d: %s, duplicate %v", v.ID, now.State, now.Duplicate)
			}
		}
		if n := b.s.Number(b, `SELECT COUNT(*) FROM register_claim WHERE holder`); n != 1 {
			b.Errorf("%d hold the number", n)
		}
	})
}

// One person who begins twice at once has one application.
func TestApplyingTwiceAtOnce(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		var busy sync.WaitGroup
		for range 4 {
			busy.Go(func() {
				_, err := b.s.SaveVerification(b.Context(), ana.ID, claim("Ana Lima"))
				if err != nil && !errors.Is(err, community.ErrConflict) {
					b.Error(err)
				}
			})
		}
		busy.Wait()
		if n := b.s.Number(b, `SELECT COUNT(*) FROM verification WHERE actor = ?`, ana.ID); n != 1 {
			b.Errorf("%d applications", n)
		}
	})
}

// A decision on what has changed since it was looked at is not taken: not by a
// slow officer, not by the slower of two at once.
func TestDecisionOnAStalePage(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana := b.member("ana")
		seen := b.apply(ana, claim("Ana Lima"))
		b.look(seen, b.olga)
		b.look(seen, b.omar)
		record := entry()
		record.Sanctioned = true
		ok(b, b.s.RecordLookUp(b.Context(), seen.ID, "", &record))
		approve := storage.VerificationStep{ID: seen.ID, Act: community.ApproveVerification, By: b.olga.ID, Revision: seen.Revision, Approval: b.onPapers(), SeenFlags: true}
		for _, revision := range []int64{seen.Revision, 0, -1} {
			approve.Revision = revision
			_, err := b.s.StepVerification(b.Context(), approve)
			wantErr(b, err, community.ErrConflict)
		}
		b.wantLevel(ana, credential.Unproved)
		now := must(b.s.Verification(b.Context(), seen.ID))(b)
		var busy sync.WaitGroup
		var done, late int
		var mu sync.Mutex
		for _, by := range []community.Actor{b.olga, b.omar} {
			for _, act := range []community.VerificationAct{community.ApproveVerification, community.RefuseVerification} {
				busy.Go(func() {
					step := approve
					step.By, step.Act, step.Revision, step.Reason = by.ID, act, now.Revision, "not_active"
					_, err := b.s.StepVerification(b.Context(), step)
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						done++
					case errors.Is(err, community.ErrConflict), errors.Is(err, community.ErrForbidden): // refused it a moment ago
						late++
					default:
						b.Error(err)
					}
				})
			}
		}
		busy.Wait()
		if done != 1 || late != 3 {
			b.Errorf("%d decided, %d were too late", done, late)
		}
		if n := len(must(b.s.VerificationHistory(b.Context(), seen.ID))(b)); n != 2 {
			b.Errorf("%d steps in the history", n)
		}
	})
}

// Attack: the database is stolen, without the secret beside it. No name, number,
// address, letter, answer of the register or paper is in it, in no form.
func TestStolenDatabase(t *testing.T) {
	secrets := []string{"Zebulon", "Quintessa", npi, "zq@clinic.example", "Marmalade", "Which ward", "PIXELS-OF-A-LICENCE", "LIMA, ANA"}
	fill := func(t *testing.T, s *storage.Store) {
		b := bureau{T: t, s: s}
		_, b.olga = storagetest.Staff(t, s, "olga", community.Officer)
		c := claim("Zebulon Quintessa")
		c.Email, c.Note = "zq@clinic.example", "Marmalade"
		v := must(s.SaveVerification(t.Context(), b.member("zq").ID, c))(t)
		b.paper(v, strings.Repeat("PIXELS-OF-A-LICENCE", 50))
		v = must(s.SubmitVerification(t.Context(), v.Actor))(t)
		record := entry()
		ok(t, s.RecordLookUp(t.Context(), v.ID, "", &record))
		b.look(v, b.olga)
		must(b.step(v, community.AskApplicant, b.olga))(t)
		if len(must(s.VerificationMessages(t.Context(), v.ID))(t)) != 1 {
			t.Error("nothing to steal")
		}
	}
	search := func(t *testing.T, where string, stolen []byte) {
		for _, secret := range secrets {
			if bytes.Contains(bytes.ToLower(stolen), bytes.ToLower([]byte(secret))) {
				t.Errorf("%s holds %q", where, secret)
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		database := storagetest.SQLiteFile(t)
		fill(t, storagetest.At(t, storagetest.Options{Database: database}))
		for _, suffix := range []string{"", "-wal"} {
			stolen, err := os.ReadFile(strings.TrimPrefix(database, "sqlite:") + suffix)
			ok(t, err)
			search(t, "the file"+suffix, stolen)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		database := storagetest.PostgresDatabase(t)
		fill(t, storagetest.At(t, storagetest.Options{Database: database}))
		conn, err := pgx.Connect(t.Context(), database)
		ok(t, err)
		t.Cleanup(func() { _ = conn.Close(t.Context()) })
		rows, err := conn.Query(t.Context(), `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)
		ok(t, err)
		tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
		ok(t, err)
		for _, table := range tables {
			var stolen *string
			ok(t, conn.QueryRow(t.Context(), `SELECT string_agg(convert_from(decode(replace(encode(t::text::bytea, 'hex'), '00', ''), 'hex'), 'LATIN1'), ' ') FROM `+
				pgx.Identifier{table}.Sanitize()+` AS t`).Scan(&stolen))
			if stolen != nil {
				search(t, table, []byte(*stolen))
			}
		}
	})
}
