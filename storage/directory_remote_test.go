package storage_test

import (
	"slices"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Clinicians of other servers are found where their server's word counts here, and
// not any more once it does not, or the server is suspended; those whose word
// never counted do not shorten a page.
func TestDirectoryOfOtherServers(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, chief := storagetest.Staff(t, s, "chief", community.Administrator)
		remote := func(host, name string) community.Actor {
			a := storagetest.Remote(t, s, host, name)
			s.Run(t, `UPDATE actor SET discoverable = TRUE WHERE id = ?`, a.ID)
			receive(t, s, a, 1)
			return a
		}
		carl := remote("https://there.example", "carl")
		remote("https://there.example", "dora")
		for _, name := range []string{"x", "y", "z"} {
			remote("https://claims.example", name)
		}
		keepList(t, s, make([]byte, 2))
		expect := func(why string, want ...string) {
			t.Helper()
			if got := namesListed(t, s, storage.DirectoryFilter{}); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", why, got, want)
			}
		}
		expect("nobody decided")
		trust(t, s, community.TrustAccept)
		expect("accepted", "dora", "carl")
		page, err := s.Directory(t.Context(), storage.DirectoryFilter{}, storage.Page{Limit: 2})
		if err != nil || len(page) != 2 {
			t.Errorf("a page of two has %d, %v", len(page), err)
		}
		if err := s.LabelActor(t.Context(), storage.Label{Actor: carl.ID, Profession: "industry", By: chief.ID}); err != nil {
			t.Fatal(err)
		}
		expect("labelled", "dora")
		err = s.SetDomainRule(t.Context(), community.DomainRule{Host: "there.example", Severity: community.DomainSuspended, Created: s.Now(), By: chief.ID})
		if err != nil {
			t.Fatal(err)
		}
		expect("suspended server")
		if err := s.RemoveDomainRule(t.Context(), "there.example", chief.ID); err != nil {
			t.Fatal(err)
		}
		trust(t, s, community.TrustIgnore)
		expect("ignored")
	})
}
