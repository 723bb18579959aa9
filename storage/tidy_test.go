package storage_test

import (
	"testing"

	"consilium/storage"
)

// A receipt whose job was given up holds what was said no longer than others; one
// that still waits is kept, however long the server stood still.
func TestTidyReceipts(t *testing.T) {
	each(t, func(st stage) {
		for _, digest := range []byte{1, 2, 3} {
			_, err := st.s.AddReceipt(st.Context(), storage.Receipt{Digest: [32]byte{digest}, Signer: st.remote("bob").IRI, Host: "there.example", Body: []byte{digest}})
			ok(t, err)
		}
		st.s.Run(t, `UPDATE receipt SET received = 1`)
		st.s.Run(t, `UPDATE receipt SET done = 2 WHERE digest = ?`, append([]byte{1}, make([]byte, 31)...))
		st.s.Run(t, `DELETE FROM job WHERE payload IN (SELECT CAST(id AS TEXT) FROM receipt WHERE digest = ?)`, append([]byte{2}, make([]byte, 31)...))
		ok(t, st.s.Tidy(st.Context()))
		if n := st.s.Number(t, `SELECT COUNT(*) FROM receipt`); n != 1 {
			t.Errorf("%d receipts are left, want the one that waits", n)
		}
	})
}
