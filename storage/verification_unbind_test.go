package storage_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
)

// bound has somebody verified by a match and a sign-on, with no officer's decision.
func (b bureau) bound(name string) (community.Actor, community.Verification) {
	b.Helper()
	a := b.member(name)
	v := b.apply(a, claim("Ana Lima"))
	record := entry()
	ok(b, b.s.RecordLookUp(b.Context(), v.ID, "", &record))
	must(b.s.GrantCredential(b.Context(), storage.Grant{Actor: a.ID, Profession: "physician",
		Evidence: []credential.Evidence{{Kind: credential.SignOn, Source: "https://sso.example"}}}))(b)
	b.wantLevel(a, credential.Bound)
	return a, v
}

// Who is verified by a match and a sign-on, and takes the application back or is
// refused for whatever reason, is not verified any more: the entry would never be
// looked at again, and a sanction never be seen.
func TestWithdrawnApplicationVerifiesNobody(t *testing.T) {
	for name, end := range map[string]func(b bureau, v community.Verification, a community.Actor){
		"withdrawn": func(b bureau, v community.Verification, a community.Actor) {
			must(b.step(v, community.WithdrawVerification, a))(b)
		},
		"refused": func(b bureau, v community.Verification, _ community.Actor) {
			must(b.step(v, community.RefuseVerification, b.olga))(b)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachBureau(t, community.VerificationRules{}, func(b bureau) {
				ana, v := b.bound("ana")
				end(b, v, ana)
				b.wantLevel(ana, credential.Institutional)
			})
		})
	}
}

// What was approved before stands when a later application comes to nothing.
func TestWithdrawnRenewalChangesNothing(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana, v := b.bound("ana")
		b.look(v, b.olga)
		must(b.step(v, community.ApproveVerification, b.olga))(b)
		b.clock.Advance(time.Hour)
		must(b.step(b.apply(ana, claim("Ana Lima")), community.WithdrawVerification, ana))(b)
		b.wantLevel(ana, credential.Bound)
	})
}

// The register is asked every night also of who is verified while the application
// still waits for an officer, and a sanction suspends at once.
func TestSanctionWhileTheApplicationWaits(t *testing.T) {
	eachBureau(t, community.VerificationRules{}, func(b bureau) {
		ana, v := b.bound("ana")
		b.due(0)
		b.clock.Advance(24 * time.Hour)
		b.due(1)
		record := entry()
		record.Sanctioned = true
		ok(b, b.s.RecordRecheck(b.Context(), v.ID, "", &record))
		b.wantLevel(ana, credential.Unproved)
		if c := must(b.s.Credential(b.Context(), ana.ID))(b); c.State != credential.Suspended || c.Reason != storage.ReasonSanction {
			b.Errorf("%+v", c)
		}
	})
}
