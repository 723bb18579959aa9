package storage_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"consilium/storage"
	"consilium/storage/storagetest"
)

// Whatever arrives at once is kept, once each, with a job each, in the order in
// which a host sent it.
func TestReceiptsShareCommits(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		const senders, each = 16, 25
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		var wait sync.WaitGroup
		fresh := make([]int, senders)
		for sender := range senders {
			wait.Go(func() {
				for n := range each {
					name := fmt.Sprint("activity ", n/2, " of ", sender/2) // half are sent twice, by two at a time
					got, err := s.AddReceipt(t.Context(), storage.Receipt{Digest: sha256.Sum256([]byte(name)), Signer: bob.IRI,
						Host: "host" + strconv.Itoa(sender/2) + ".example", Body: []byte(name)})
					if err != nil {
						t.Error(err)
					}
					if got {
						fresh[sender]++
					}
				}
			})
		}
		wait.Wait()
		total := 0
		for _, n := range fresh {
			total += n
		}
		different := senders / 2 * ((each + 1) / 2)
		jobs := 0
		for sender := range senders / 2 {
			list, err := s.Jobs(t.Context(), "in/host"+strconv.Itoa(sender)+".example", 200)
			if err != nil {
				t.Fatal(err)
			}
			jobs += len(list)
			for i := 1; i < len(list); i++ {
				if a, b := list[i-1].ID, list[i].ID; a >= b {
					t.Errorf("job %d before %d", a, b)
				}
			}
		}
		if total != different || jobs != different {
			t.Errorf("%d fresh and %d jobs, want %d", total, jobs, different)
		}
	})
}

// A sender that hangs up has no answer; nothing half is kept, and others go on.
func TestReceiptOfWhoHangsUp(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		gone, hangUp := context.WithCancel(t.Context())
		hangUp()
		r := storage.Receipt{Digest: sha256.Sum256([]byte("a")), Signer: bob.IRI, Host: "there.example", Body: []byte("a")}
		_, _ = s.AddReceipt(gone, r)
		if _, err := s.AddReceipt(t.Context(), r); err != nil {
			t.Error(err)
		}
		if jobs, err := s.Jobs(t.Context(), "in/there.example", 10); err != nil || len(jobs) != 1 {
			t.Errorf("%d jobs, %v", len(jobs), err)
		}
	})
}

// What arrives alone pays for a commit; what arrives together shares it.
func BenchmarkAddReceipt(b *testing.B) {
	s := storagetest.SQLite(b)
	bob := storagetest.Remote(b, s, "https://there.example", "bob")
	body := make([]byte, 2000)
	var n atomic.Int64
	add := func() {
		name := strconv.FormatInt(n.Add(1), 10)
		_, err := s.AddReceipt(b.Context(), storage.Receipt{Digest: sha256.Sum256([]byte(name)), Signer: bob.IRI, Host: "there.example", Body: body})
		if err != nil {
			b.Error(err)
		}
	}
	b.Run("alone", func(b *testing.B) {
		for b.Loop() {
			add()
		}
	})
	b.Run("together", func(b *testing.B) {
		b.SetParallelism(16)
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				add()
			}
		})
	})
}
