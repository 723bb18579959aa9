package storage_test

import (
	"slices"
	"testing"

	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// An account that staff close is not shown as verified elsewhere: what was signed
// is taken back with it, and stays so when it is opened again and signed anew.
func TestSuspendedAccountTakesItsCredentialBack(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.RegisterMatch, credential.Documents)
		first := signed(t, s, ana, false)
		ok(t, s.SuspendActor(ctx, ana.ID, 0, "impersonation"))
		revoked := must(s.RevokedEntries(ctx, first.List))(t)
		if !slices.Equal(revoked, []int{first.Index}) {
			t.Errorf("closed: entries %v of %d", revoked, first.Index)
		}
		ok(t, s.RestoreActor(ctx, ana.ID, 0, ""))
		if due := must(s.CredentialsToSign(ctx, instanceKey(t), 0))(t); len(due) != 1 {
			t.Errorf("opened: %v to sign", due)
		}
		if second := signed(t, s, ana, false); second.IRI == first.IRI || second.Index == first.Index {
			t.Error("what was taken back came to life")
		}
	})
}
