package storage_test

import (
	"slices"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Found are verified clinicians who wish to be, by what they tell; nobody else.
func TestDirectory(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		cast := map[string]community.Actor{}
		for _, name := range []string{"ana", "ben", "cleo", "dora", "emil"} {
			_, cast[name] = storagetest.Member(t, s, name)
		}
		listed := community.Practice{Listed: true, Languages: []string{"de", "sv"}, Country: "DE", Region: "Baden_Baden", Referrals: true}
		for name, p := range map[string]community.Practice{"ana": listed, "ben": {Listed: true, Country: "SE"}, "cleo": {}, "dora": listed, "emil": listed} {
			if err := s.SetPractice(ctx, cast[name].ID, p); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range []string{"ana", "ben", "cleo"} {
			grant(t, s, cast[name], credential.SignOnProfession)
		}
		grant(t, s, cast["dora"], credential.RegisterMatch) // level 2
		if _, err := s.GrantCredential(ctx, storage.Grant{Actor: cast["emil"].ID, Profession: "student", Evidence: []credential.Evidence{
			{Kind: credential.InPerson, Profession: "student"}}}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			f    storage.DirectoryFilter
			want []string
		}{
			"all":            {storage.DirectoryFilter{}, []string{"ben", "ana"}},
			"profession":     {storage.DirectoryFilter{Profession: "physician"}, []string{"ben", "ana"}},
			"another":        {storage.DirectoryFilter{Profession: "nurse"}, nil},
			"specialty":      {storage.DirectoryFilter{Specialties: []community.Specialty{"neurology", "cardiology"}}, []string{"ben", "ana"}},
			"no specialty":   {storage.DirectoryFilter{Specialties: []community.Specialty{"neurology"}}, nil},
			"language":       {storage.DirectoryFilter{Language: "sv"}, []string{"ana"}},
			"part of a tag":  {storage.DirectoryFilter{Language: "s"}, nil},
			"country":        {storage.DirectoryFilter{Country: "SE"}, []string{"ben"}},
			"region":         {storage.DirectoryFilter{Region: "n_b"}, []string{"ana"}},
			"no wildcard":    {storage.DirectoryFilter{Region: "B%n"}, nil},
			"takes patients": {storage.DirectoryFilter{Referrals: true}, []string{"ana"}},
		} {
			if got := namesListed(t, s, c.f); !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		if err := s.Block(ctx, cast["ana"].ID, cast["cleo"].ID); err != nil {
			t.Fatal(err)
		}
		if got := namesListed(t, s, storage.DirectoryFilter{Viewer: cast["cleo"].ID}); !slices.Equal(got, []string{"ben"}) {
			t.Errorf("found who blocked: %q", got)
		}
		clock.Advance(storage.Validity + time.Second)
		if got := namesListed(t, s, storage.DirectoryFilter{}); len(got) > 0 {
			t.Errorf("lapsed and still listed: %q", got)
		}
	})
}

func namesListed(t *testing.T, s *storage.Store, f storage.DirectoryFilter) []string {
	t.Helper()
	list, err := s.Directory(t.Context(), f, storage.Page{Limit: 40})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range list {
		names = append(names, l.Actor.Handle.Name())
	}
	return names
}
