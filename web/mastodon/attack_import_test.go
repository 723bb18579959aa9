package mastodon

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A file of which nothing could be read takes nothing away, also where it was to replace
// what is there.
func TestAttackOverwriteWithAnotherFile(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, ana, bob)
		s.must(s.store.BlockDomain(t.Context(), ana.ID, "evil.example"))
		app := s.as(ana)
		for _, kind := range []string{"following", "domain_blocks"} {
			made := app.readIn("\"what is this\",3\n<html>\n", kind, "overwrite").is(200).json().at(0)
			app.post(importPath + "/" + made.at("id").text() + "/confirm").is(200)
		}
		s.importAll(ana)
		if domains, err := s.store.BlockedDomains(t.Context(), ana.ID); err != nil || len(domains) != 1 {
			t.Errorf("blocked %v, %v", domains, err)
		}
		relations, err := s.store.Relations(t.Context(), ana.ID, []community.ActorID{bob.ID})
		if err != nil || !relations[bob.ID].Follows {
			t.Errorf("%+v, %v", relations[bob.ID], err)
		}
	})
}

// A list of one server's people is no attack on it: a job asks for few, and the next
// waits.
func TestAttackFollowEverybodyOfAServer(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		asked := 0
		s.elsewhere = func(string) (community.Actor, *community.Post, error) {
			asked++
			return community.Actor{}, nil, community.ErrNotFound
		}
		var list strings.Builder
		for i := range 500 {
			fmt.Fprintf(&list, "victim%d@victim.example\n", i)
		}
		app := s.as(ana)
		made := app.readIn(list.String(), "following", "merge").is(200).json().at(0)
		path := importPath + "/" + made.at("id").text() + "/confirm"
		var all sync.WaitGroup
		for range 5 { // confirmed many times at once it is done once
			all.Go(func() { app.post(path).is(200) })
		}
		all.Wait()
		jobs, err := s.store.Jobs(t.Context(), "import/"+id(ana.ID), 10)
		if err != nil || len(jobs) != 1 {
			t.Fatalf("%d jobs, %v", len(jobs), err)
		}
		s.importAll(ana)
		if asked == 0 || asked > 50 {
			t.Errorf("asked %d times within a moment", asked)
		}
		s.clock.Advance(15 * 1e9)
		s.importAll(ana)
		if asked > 100 {
			t.Errorf("asked %d times within 15 seconds", asked)
		}
	})
}

// What somebody else read in is not there, whatever is done with it.
func TestAttackImportsOfOthers(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, eve := storagetest.Member(s, s.store, "eve")
		made := s.as(ana).readIn("nobody@else.example\n", "blocks", "merge").is(200).json().at(0).at("id").text()
		thief := s.as(eve)
		for path, method := range map[string]string{"": "GET", "/confirm": "POST", "/failures.csv": "GET", " ": "DELETE"} {
			thief.form(method, importPath+"/"+made+strings.TrimSpace(path)).refused(404)
		}
		if i, err := s.store.Imports(t.Context(), ana.ID); err != nil || len(i) != 1 || i[0].State != community.ImportWaiting {
			t.Errorf("%v, %v", i, err)
		}
	})
}

// Lists are not read in without end: each is tens of thousands of lines to be written.
func TestAttackManyImports(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		app := s.as(ana)
		refused := 0
		for range 40 {
			r := app.readIn("a@b.example\n", "blocks", "merge")
			if r.status == 429 {
				refused++
				continue
			}
			if r.status == 200 {
				app.form("DELETE", importPath+"/"+r.json().at(0).at("id").text()).is(200)
			}
		}
		if refused < 10 {
			t.Errorf("%d of 40 were refused", refused)
		}
	})
}
