package mail

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

const atWork = "a.petrovic@hospital.example"

// works makes ana say that she has an address at a listed hospital.
func (o *office) works() (proof storage.MailProof) {
	o.t.Helper()
	o.meet(nil)
	ctx := o.t.Context()
	err := o.Store.SetInstitution(ctx, community.InstitutionDomain{Domain: "hospital.example", Name: "St Anna"})
	if err == nil {
		err = o.Store.QueueProof(ctx, o.ana.Actor, atWork)
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return o.proof()
}

func (o *office) proof() storage.MailProof {
	o.t.Helper()
	proofs, err := o.Store.MailProofs(o.t.Context(), o.ana.Actor)
	if err != nil || len(proofs) != 1 {
		o.t.Fatalf("%+v, %v", proofs, err)
	}
	return proofs[0]
}

// prove does the job of the letter of a proof.
func (o *office) prove(u community.UserID, proof int64) error {
	o.t.Helper()
	payload, err := json.Marshal(storage.Letter{Template: storage.LetterProof, User: u, Proof: proof})
	if err != nil {
		o.t.Fatal(err)
	}
	o.jobs++
	return o.Handle(o.t.Context(), storage.Job{ID: o.jobs, Kind: storage.KindMail, Payload: string(payload)})
}

// follow uses the link of the last letter.
func (o *office) follow(s *sink) {
	o.t.Helper()
	letters := s.received()
	_, body := read(o.t, letters[len(letters)-1])
	token := strings.TrimPrefix(linkPattern.FindString(body), "https://here.example/verification/mail/")
	if _, err := o.Store.UseProof(o.t.Context(), token, o.ana.ID); err != nil {
		o.t.Fatalf("%v: %s", err, body)
	}
}

// The link goes to the address at work and nowhere else, works half an hour for
// that address and account, and lies nowhere but in the letter.
func TestProofLetter(t *testing.T) {
	s := &sink{}
	o := plain(t, s)
	p := o.works()
	if err := o.prove(o.ana.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	m := one(t, s)
	_, body := read(t, m)
	token, found := strings.CutPrefix(linkPattern.FindString(body), "https://here.example/verification/mail/")
	if !found || len(token) != 43 || !strings.Contains(body, "30 minutes") || m.Header.Get("To") != "<"+atWork+">" || strings.Contains(body, o.ana.Email) {
		t.Fatalf("to %s: %s", m.Header.Get("To"), body)
	}
	ticket, err := o.Store.Ticket(t.Context(), token, storage.ProofPurpose)
	if err != nil || ticket.User != o.ana.ID || ticket.Email != atWork || !ticket.Expires.Equal(o.clock.Now().Add(30*time.Minute)) {
		t.Errorf("ticket %+v, %v", ticket, err)
	}
	for _, purpose := range []string{"confirm", "reset"} {
		if _, err := o.Store.Ticket(t.Context(), token, purpose); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("it serves to %s too: %v", purpose, err)
		}
	}
	if strings.Contains(o.log.String(), token) || strings.Contains(o.log.String(), atWork) {
		t.Errorf("log: %s", o.log)
	}
}

// A letter that another account asked for, or nobody any more, is not sent.
func TestUnwantedProofLetters(t *testing.T) {
	s := &sink{}
	o := plain(t, s)
	p := o.works()
	eve, _ := storagetest.Member(t, o.Store, "eve")
	for name, err := range map[string]error{"another's": o.prove(eve.ID, p.ID), "nobody's": o.prove(0, p.ID), "unknown": o.prove(o.ana.ID, p.ID+1), "none": o.prove(o.ana.ID, 0)} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(s.received()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
}

// A mailbox that is refused for good proves nothing any more, whichever letter
// found out; a mail server that is busy, or does not like us, changes nothing.
func TestBounceEndsTheProof(t *testing.T) {
	for says, ends := range map[string]bool{
		"550 5.1.1 no such mailbox":        true,
		"550 mailbox is gone":              true,
		"553 5.1.3 bad address":            true,
		"550 5.2.1 mailbox disabled":       true,
		"450 4.2.1 greylisted":             false,
		"550 5.7.1 you are not let in":     false,
		"421 4.3.2 shutting down":          false,
		"452 4.2.2 mailbox full, for now ": false,
	} {
		for _, template := range []string{storage.LetterProof, storage.LetterReset} {
			t.Run(says+" "+template, func(t *testing.T) {
				s := &sink{}
				o := plain(t, s)
				p := o.works()
				if err := o.prove(o.ana.ID, p.ID); err != nil {
					t.Fatal(err)
				}
				o.follow(s)
				if template == storage.LetterReset {
					if err := o.Store.SetEmail(t.Context(), o.ana.ID, "A.Petrovic@hospital.example"); err != nil {
						t.Fatal(err)
					}
				}
				s.changes("RCPT", says)
				if template == storage.LetterReset {
					_ = o.post(template)
				} else {
					_ = o.prove(o.ana.ID, p.ID)
				}
				if got := !o.proof().InForce(o.clock.Now()); got != ends {
					t.Errorf("ended: %v, %s", got, o.log)
				}
				evidence, err := o.Store.Evidence(t.Context(), o.ana.Actor)
				if err != nil || len(evidence) != 1 || evidence[0].Withdrawn.IsZero() == ends {
					t.Errorf("%+v, %v", evidence, err)
				}
			})
		}
	}
}

// A refusal of what is said, or of who says it, is none of the mailbox.
func TestRefusedLetterIsNoBounce(t *testing.T) {
	for _, verb := range []string{"DATA", "."} {
		s := &sink{}
		o := plain(t, s)
		p := o.works()
		if err := o.prove(o.ana.ID, p.ID); err != nil {
			t.Fatal(err)
		}
		o.follow(s)
		s.changes(verb, "554 5.6.0 not liked")
		if err := o.prove(o.ana.ID, p.ID); err != nil || !o.proof().InForce(o.clock.Now()) {
			t.Errorf("%s: %v", verb, err)
		}
	}
}

// That a proof ends soon is told at the address of the account, without a link
// that opens anything.
func TestProofEndsLetter(t *testing.T) {
	for language, words := range map[string]string{"en": "six months", "de": "sechs Monate"} {
		s := &sink{}
		o := plain(t, s)
		o.meet(func(u *community.User) { u.Language = language })
		if err := o.post(storage.LetterProofEnds); err != nil {
			t.Fatal(err)
		}
		m := one(t, s)
		_, body := read(t, m)
		if linkPattern.FindString(body) != "https://here.example/verification" || !strings.Contains(body, words) || m.Header.Get("To") != "<"+o.ana.Email+">" {
			t.Errorf("to %s: %s", m.Header.Get("To"), body)
		}
	}
}
