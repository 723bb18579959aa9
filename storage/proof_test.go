package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// mailRoom is a store with two members and a hospital on the list.
type mailRoom struct {
	*testing.T
	*storage.Store
	clock    *storagetest.Clock
	ana, eve community.User
	links    int
}

func eachMailRoom(t *testing.T, test func(c *mailRoom)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		c := &mailRoom{T: t, clock: &storagetest.Clock{}}
		c.Store = storagetest.At(t, storagetest.Options{Database: database, Now: c.clock.Now})
		c.ana, _ = storagetest.Member(t, c.Store, "ana")
		c.eve, _ = storagetest.Member(t, c.Store, "eve")
		c.list(community.InstitutionDomain{Domain: "hospital.example", Name: "St Anna", Organisations: []string{"ST ANNA HOSPITAL"}})
		test(c)
	})
}

func (c *mailRoom) list(d community.InstitutionDomain) {
	c.Helper()
	if err := c.SetInstitution(c.Context(), d); err != nil {
		c.Fatal(err)
	}
}

// ask queues a letter and plays the sender: it makes the link when it is sent.
func (c *mailRoom) ask(u community.User, address string) (token string) {
	c.Helper()
	if err := c.QueueProof(c.Context(), u.Actor, address); err != nil {
		c.Fatal(err)
	}
	return c.send(u)
}

func (c *mailRoom) send(u community.User) (token string) {
	c.Helper()
	jobs, err := c.Jobs(c.Context(), "mail", 100)
	if err != nil || len(jobs) == 0 {
		c.Fatalf("no letter waits: %v", err)
	}
	l, err := storage.ParseLetter(jobs[len(jobs)-1].Payload)
	if err != nil || l.Template != storage.LetterProof || l.User != u.ID {
		c.Fatalf("%+v, %v", l, err)
	}
	p, err := c.MailProof(c.Context(), l.Proof)
	if err != nil || p.Actor != u.Actor {
		c.Fatalf("%+v, %v", p, err)
	}
	c.links++
	token = fmt.Sprintf("token-%d", c.links)
	err = c.AddTicket(c.Context(), token, storage.Ticket{Purpose: storage.ProofPurpose, User: u.ID, Email: p.Address,
		Expires: c.Now().Add(community.MailProofLink)})
	if err != nil {
		c.Fatal(err)
	}
	return token
}

// proved lists the evidence that counts of mailboxes.
func (c *mailRoom) proved(u community.User) []storage.Evidence {
	c.Helper()
	all, err := c.Evidence(c.Context(), u.Actor)
	if err != nil {
		c.Fatal(err)
	}
	var now []storage.Evidence
	for _, e := range all {
		if e.Withdrawn.IsZero() && (e.Kind == credential.InstitutionMail || e.Kind == credential.RegisterMail) {
			now = append(now, e)
		}
	}
	return now
}

func (c *mailRoom) refuses(what string, err, want error) {
	c.Helper()
	if !errors.Is(err, want) {
		c.Errorf("%s: %v, want %v", what, err, want)
	}
}

// A link works once, for its account, within half an hour, and proves for half a
// year that somebody works there.
func TestProofOfMailbox(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		ctx := c.Context()
		token := c.ask(c.ana, "ana.petrovic@hospital.example")
		if address, err := c.LookProof(ctx, token, c.ana.ID); err != nil || address != "ana.petrovic@hospital.example" {
			t.Errorf("%s, %v", address, err)
		}
		c.clock.Advance(30*time.Minute - time.Second) // 29:59
		p, err := c.UseProof(ctx, token, c.ana.ID)
		if err != nil || p.Until.Sub(p.Proved) != community.MailProofFor || !p.InForce(c.Now()) {
			t.Fatalf("%+v, %v", p, err)
		}
		proved := c.proved(c.ana)
		if len(proved) != 1 || proved[0].Kind != credential.InstitutionMail || proved[0].Source != "hospital.example" || !proved[0].Until.Equal(p.Until) {
			t.Errorf("%+v", proved)
		}
		_, err = c.UseProof(ctx, token, c.ana.ID)
		c.refuses("used link again", err, community.ErrNotFound)

		late := c.ask(c.ana, "ana.petrovic@hospital.example")
		c.clock.Advance(30 * time.Minute) // 30:00
		_, err = c.UseProof(ctx, late, c.ana.ID)
		c.refuses("expired link", err, community.ErrGone)
		_, err = c.LookProof(ctx, late, c.ana.ID)
		c.refuses("expired link, looked at", err, community.ErrGone)
		_, err = c.UseProof(ctx, "made up", c.ana.ID)
		c.refuses("made-up link", err, community.ErrNotFound)
		for _, purpose := range []string{"confirm", "reset"} {
			if err := c.AddTicket(ctx, purpose, storage.Ticket{Purpose: purpose, User: c.eve.ID, Email: "eve@hospital.example", Expires: c.Now().Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
			_, err = c.UseProof(ctx, purpose, c.eve.ID)
			c.refuses("a link to "+purpose, err, community.ErrNotFound)
		}
	})
}

// A link that somebody else holds, or was sent, is worth nothing to them, and
// keeps its worth for its owner.
func TestProofForwardedToASecondAccount(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		token := c.ask(c.ana, "ana.petrovic@hospital.example")
		_, err := c.LookProof(c.Context(), token, c.eve.ID)
		c.refuses("looked at by another", err, community.ErrForbidden)
		_, err = c.UseProof(c.Context(), token, c.eve.ID)
		c.refuses("used by another", err, community.ErrForbidden)
		if len(c.proved(c.eve)) != 0 {
			t.Error("eve proved ana's mailbox")
		}
		if _, err := c.UseProof(c.Context(), token, c.ana.ID); err != nil {
			t.Errorf("the owner: %v", err)
		}
	})
}

// One mailbox proves one account, however it is written, until that proof ends.
func TestProofOfSameMailboxForTwoAccounts(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		if _, err := c.UseProof(c.Context(), c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID); err != nil {
			t.Fatal(err)
		}
		for _, spelling := range []string{"ana.petrovic@hospital.example", "ana.petrovic+2@hospital.example", "AnaPetrovic@Hospital.Example", "a.na.petrovic@hospital.example"} {
			_, err := c.UseProof(c.Context(), c.ask(c.eve, spelling), c.eve.ID)
			c.refuses(spelling, err, community.ErrConflict)
		}
		if len(c.proved(c.eve)) != 0 {
			t.Error("eve's account was proved by ana's mailbox")
		}
		c.clock.Advance(community.MailProofFor)
		if _, err := c.UseProof(c.Context(), c.ask(c.eve, "ana.petrovic@hospital.example"), c.eve.ID); err != nil {
			t.Errorf("a mailbox whose proof has ended: %v", err)
		}
		_, err := c.UseProof(c.Context(), c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID)
		c.refuses("the one before", err, community.ErrConflict)
	})
}

// Two links to one mailbox at the same moment: one of the accounts has it.
func TestProofRace(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		tokens := map[community.UserID]string{c.ana.ID: c.ask(c.ana, "shared@hospital.example"), c.eve.ID: c.ask(c.eve, "shared+x@hospital.example")}
		var busy sync.WaitGroup
		for user, token := range tokens {
			for range 3 {
				busy.Go(func() { _, _ = c.UseProof(c.Context(), token, user) })
			}
		}
		busy.Wait()
		if n := len(c.proved(c.ana)) + len(c.proved(c.eve)); n != 1 {
			t.Errorf("%d accounts have the mailbox", n)
		}
	})
}

// Letters are bounded for an account and for a mailbox, whoever asks.
func TestProofLettersAreThrottled(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		throttled := func(u community.User, address string) bool {
			err := c.QueueProof(c.Context(), u.Actor, address)
			invalid, is := errors.AsType[*community.Invalid](err)
			return is && invalid.Field == "email" && invalid.Problem.Key == "institution.too_many_letters"
		}
		for i := range 5 {
			if throttled(c.ana, fmt.Sprintf("a%d@hospital.example", i)) {
				t.Fatalf("letter %d is too many", i)
			}
		}
		if !throttled(c.ana, "another@hospital.example") {
			t.Error("a sixth letter of one account")
		}
		for i := range 6 {
			u, _ := storagetest.Member(t, c.Store, fmt.Sprintf("user%d", i))
			if got := throttled(u, fmt.Sprintf("Vic.tim+%d@hospital.example", i)); got != (i >= 5) {
				t.Errorf("letter %d to one mailbox: throttled %v", i, got)
			}
		}
		c.clock.Advance(24 * time.Hour)
		if throttled(c.ana, "another@hospital.example") {
			t.Error("throttled the day after")
		}
	})
}

// An address that does not do gets no letter.
func TestProofOfAddressNotListed(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		c.list(community.InstitutionDomain{Domain: "alumni.example", Name: "Alumni", Alumni: true})
		for name, address := range map[string]string{"look-alike": "ana@h0spital.example", "IDN": "ana@hоspital.example", "sub-domain": "ana@x.hospital.example",
			"suffix trick": "ana@hospital.example.evil.com", "hyphen": "ana@evil-hospital.example", "alumni": "ana@alumni.example", "shape": "ana"} {
			if _, is := errors.AsType[*community.Invalid](c.QueueProof(c.Context(), c.ana.Actor, address)); !is {
				t.Errorf("%s has a letter", name)
			}
		}
		if jobs, err := c.Jobs(c.Context(), "mail", 10); err != nil || len(jobs) != 0 {
			t.Errorf("%d letters, %v", len(jobs), err)
		}
	})
}

// What the institution no longer vouches for counts no more, at once.
func TestProofEndsWithTheInstitution(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		ctx := c.Context()
		prove := func() {
			t.Helper()
			if _, err := c.UseProof(ctx, c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID); err != nil {
				t.Fatal(err)
			}
			if people, err := c.InstitutionPeople(ctx); err != nil || people["hospital.example"] != 1 {
				t.Errorf("%v, %v", people, err)
			}
		}
		prove()
		if err := c.RemoveInstitution(ctx, "hospital.example", c.eve.Actor); err != nil || len(c.proved(c.ana)) != 0 {
			t.Errorf("removed: %v, %v", c.proved(c.ana), err)
		}
		c.refuses("removed twice", c.RemoveInstitution(ctx, "hospital.example", c.eve.Actor), community.ErrNotFound)
		c.list(community.InstitutionDomain{Domain: "hospital.example", Name: "St Anna"})
		prove()
		c.list(community.InstitutionDomain{Domain: "hospital.example", Name: "St Anna", Alumni: true})
		if len(c.proved(c.ana)) != 0 {
			t.Error("alumni count")
		}
		c.list(community.InstitutionDomain{Domain: "hospital.example", Name: "St Anna"})
		token := c.ask(c.ana, "ana.petrovic@hospital.example")
		if err := c.RemoveInstitution(ctx, "hospital.example", c.eve.Actor); err != nil {
			t.Fatal(err)
		}
		_, err := c.UseProof(ctx, token, c.ana.ID)
		c.refuses("a link to what was removed", err, community.ErrGone)
		actions, err := c.StaffActions(ctx, storage.Page{Limit: storage.MaxPage})
		if err != nil || len(actions) != 6 || actions[0].Action != "institution-removed" || actions[0].Actor != c.eve.Actor {
			t.Errorf("%+v, %v", actions, err)
		}
	})
}

// A mailbox that is gone proves nothing (V4): the level falls.
func TestRefusedMailProvesNothing(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		ctx := c.Context()
		if _, err := c.UseProof(ctx, c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID); err != nil {
			t.Fatal(err)
		}
		_, err := c.GrantCredential(ctx, storage.Grant{Actor: c.ana.Actor, Profession: "physician", Lift: true})
		if err != nil {
			t.Fatal(err)
		}
		if is, err := c.Credential(ctx, c.ana.Actor); err != nil || is.Level != credential.Institutional {
			t.Fatalf("%+v, %v", is, err)
		}
		for _, nothing := range []string{"somebody@hospital.example", "not an address", ""} {
			if refused, err := c.RefuseMail(ctx, c.ana.ID, nothing); refused || err != nil {
				t.Errorf("%q: %v, %v", nothing, refused, err)
			}
		}
		if refused, err := c.RefuseMail(ctx, c.eve.ID, "ana.petrovic@hospital.example"); refused || err != nil {
			t.Errorf("another's letter: %v, %v", refused, err)
		}
		refused, err := c.RefuseMail(ctx, c.ana.ID, "Ana.Petrovic@hospital.example")
		if err != nil || !refused || len(c.proved(c.ana)) != 0 {
			t.Errorf("%v, %v, %v", refused, err, c.proved(c.ana))
		}
		if is, err := c.Credential(ctx, c.ana.Actor); err != nil || is.Level != credential.Unproved || is.State != credential.Suspended {
			t.Errorf("%+v, %v", is, err)
		}
	})
}

// A fortnight before a proof ends a letter says so, once; what is of no use is
// forgotten.
func TestProofsAreTended(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		ctx := c.Context()
		if _, err := c.UseProof(ctx, c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID); err != nil {
			t.Fatal(err)
		}
		c.ask(c.eve, "eve@hospital.example") // never followed
		tend := func(want int, when string) {
			t.Helper()
			if n, err := c.TendProofs(ctx); n != want || err != nil {
				t.Errorf("%s: %d letters, %v", when, n, err)
			}
		}
		tend(0, "at once")
		c.clock.Advance(community.MailProofFor - community.MailProofLetter - time.Second)
		tend(0, "a second too early")
		if proofs, _ := c.MailProofs(ctx, c.eve.Actor); len(proofs) != 0 {
			t.Error("a mailbox that nobody proved is remembered")
		}
		c.clock.Advance(time.Second)
		tend(1, "a fortnight before")
		tend(0, "once only")
		jobs, err := c.Jobs(ctx, "mail", 10)
		if l, _ := storage.ParseLetter(jobs[len(jobs)-1].Payload); err != nil || l.Template != storage.LetterProofEnds || l.User != c.ana.ID {
			t.Errorf("%+v, %v", l, err)
		}
		if _, err := c.UseProof(ctx, c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID); err != nil {
			t.Fatal(err)
		}
		c.clock.Advance(community.MailProofFor - community.MailProofLetter)
		tend(1, "after the next half year")
		c.clock.Advance(community.MailProofLetter)
		if proofs, err := c.MailProofs(ctx, c.ana.Actor); err != nil || len(proofs) != 1 || proofs[0].InForce(c.Now()) {
			t.Errorf("%+v, %v", proofs, err)
		}
		c.clock.Advance(31 * 24 * time.Hour)
		tend(0, "after the end")
		if proofs, _ := c.MailProofs(ctx, c.ana.Actor); len(proofs) != 0 {
			t.Error("an ended proof is remembered")
		}
	})
}

// claimOf is the application of somebody with an entry.
func claimOf(email string) community.Claim {
	return community.Claim{LegalName: "Ana Petrović", Profession: "physician", Country: "US", Register: "npi", Number: "1234567893", Email: email}
}

func recordAt(organisation string, now time.Time) *credential.Record {
	return &credential.Record{Register: credential.RegisterNPI, Number: "1234567893", Kind: credential.Person, Names: []string{"PETROVIC, ANA"},
		Professions: []credential.Profession{"physician"}, Active: true, Organisations: []string{organisation}, CheckedAt: now}
}

// With the register's own word for the institution a mailbox in the holder's name
// binds the entry, in whichever order they come; without it, it never does.
func TestRegisterMail(t *testing.T) {
	for name, x := range map[string]struct {
		address, organisation string
		want                  credential.Level
	}{
		"named in the register":           {"ana.petrovic@hospital.example", "St. Anna Hospital", credential.Bound},
		"another institution named":       {"ana.petrovic@hospital.example", "General Hospital", credential.Registered},
		"a colleague's mailbox (porter)":  {"bob.miller@hospital.example", "St. Anna Hospital", credential.Registered},
		"a mailbox of nobody (reception)": {"reception@hospital.example", "St. Anna Hospital", credential.Registered},
	} {
		for _, mailFirst := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, mail first %v", name, mailFirst), func(t *testing.T) {
				eachMailRoom(t, func(c *mailRoom) {
					ctx := c.Context()
					if _, err := c.SaveVerification(ctx, c.ana.Actor, claimOf(x.address)); err != nil {
						c.Fatal(err)
					}
					v, err := c.SubmitVerification(ctx, c.ana.Actor)
					if err != nil {
						c.Fatal(err)
					}
					prove := func() {
						if _, err := c.UseProof(ctx, c.ask(c.ana, x.address), c.ana.ID); err != nil {
							c.Fatal(err)
						}
					}
					if mailFirst {
						prove()
					}
					if err := c.RecordLookUp(ctx, v.ID, community.VerdictMatched, recordAt(x.organisation, c.Now())); err != nil {
						c.Fatal(err)
					}
					if !mailFirst {
						prove()
					}
					got, err := c.Credential(ctx, c.ana.Actor)
					if err != nil || got.Level != x.want {
						c.Errorf("level %d, %v, want %d", got.Level, err, x.want)
					}
					if v, err = c.Verification(ctx, v.ID); err != nil || v.EmailProved.IsZero() {
						c.Errorf("the officer does not see that the address is proved: %v", err)
					}
				})
			})
		}
	}
}

// The address beside an application is proved when it is the mailbox that was.
func TestEmailProvedOfApplication(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		ctx := c.Context()
		if _, err := c.UseProof(ctx, c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID); err != nil {
			t.Fatal(err)
		}
		for address, want := range map[string]bool{"ana.petrovic@hospital.example": true, "Ana.Petrovic+x@hospital.example": true,
			"bob@hospital.example": false, "": false, "no address": false} {
			v, err := c.SaveVerification(ctx, c.ana.Actor, claimOf(address))
			if err != nil || v.EmailProved.IsZero() == want {
				t.Errorf("%q: proved %v, %v", address, v.EmailProved, err)
			}
		}
	})
}

// Neither the mailbox nor the link can be read from the database, and a closed
// account leaves nothing behind.
func TestProofLeavesNothingReadable(t *testing.T) {
	eachMailRoom(t, func(c *mailRoom) {
		ctx := c.Context()
		if _, err := c.UseProof(ctx, c.ask(c.ana, "ana.petrovic@hospital.example"), c.ana.ID); err != nil {
			t.Fatal(err)
		}
		jobs, err := c.Jobs(ctx, "mail", 10)
		if err != nil || strings.Contains(jobs[0].Payload, "petrovic") {
			t.Errorf("%v, %v", jobs, err)
		}
		if err := c.Leave(ctx, c.ana.ID); err != nil {
			t.Fatal(err)
		}
		if proofs, err := c.MailProofs(ctx, c.ana.Actor); err != nil || len(proofs) != 0 {
			t.Errorf("%+v, %v", proofs, err)
		}
		if _, err := c.UseProof(ctx, c.ask(c.eve, "ana.petrovic@hospital.example"), c.eve.ID); err != nil {
			t.Errorf("the mailbox of who left: %v", err)
		}
	})
}
