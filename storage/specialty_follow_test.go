package storage_test

import (
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// caseIn publishes a case of a specialty.
func (st stage) caseIn(author community.Actor, kind community.AudienceKind, specialty string, narrow ...string) community.Post {
	st.Helper()
	d := community.PostDraft{Audience: kind, Case: &community.CaseDraft{Title: "Case in " + specialty, AgeBand: "40-44", Consent: "institution", ConsentScope: "public",
		Narrative: community.Narrative{PresentingComplaint: "Fever.", Question: "Why?"}, Specialties: []string{specialty}},
		Narrow: community.AudienceDraft{Specialties: narrow}}
	return st.publish(community.Publish(author, d, community.Surroundings{Now: st.s.Now(), Openness: community.Openness{PublicCases: true}}))
}

func (st stage) homeOf(who community.Actor) []community.PostID {
	st.Helper()
	entries, err := st.s.Home(st.Context(), storagetest.Viewer(st, st.s, who.ID), storage.Page{Limit: 40})
	if err != nil {
		st.Fatal(err)
	}
	var ids []community.PostID
	for _, e := range entries {
		ids = append(ids, e.Post.ID)
	}
	return ids
}

// New cases of a followed specialty, and of its parts, come home: to whom they are
// for, once, and not those of other specialties.
func TestFollowedSpecialtyComesHome(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		_, ana := storagetest.Clinician(t, s, "ana", "neurology")
		_, kim := storagetest.Clinician(t, s, "kim", "cardiology")
		lay := st.member("lay")
		before := st.caseIn(ana, community.InstanceOnly, "interventional-cardiology")
		for _, who := range []community.Actor{kim, lay} {
			for range 2 { // doing it again does nothing
				if err := s.FollowSpecialty(t.Context(), who.ID, "cardiology"); err != nil {
					t.Fatal(err)
				}
			}
		}
		part := st.caseIn(ana, community.Clinicians, "interventional-cardiology")
		other := st.caseIn(ana, community.InstanceOnly, "dermatology")
		narrow := st.caseIn(ana, community.Clinicians, "cardiology", "neurology")
		if got := st.homeOf(kim); len(got) != 2 || got[0] != part.ID || got[1] != before.ID {
			t.Errorf("a cardiologist's home: %v; %d %d, not %d %d", got, part.ID, before.ID, other.ID, narrow.ID)
		}
		if got := st.homeOf(lay); len(got) != 1 || got[0] != before.ID {
			t.Errorf("the home of somebody unverified: %v, not only %d", got, before.ID)
		}
	})
}

// What came only because of the specialty leaves with it; what came with a person,
// or with another specialty, stays.
func TestUnfollowedSpecialtyLeavesHome(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana, ben, kim := st.member("ana"), st.member("ben"), st.member("kim")
		st.follows(kim, ben)
		ctx := t.Context()
		for _, specialty := range []community.Specialty{"cardiology", "internal-medicine"} {
			if err := s.FollowSpecialty(ctx, kim.ID, specialty); err != nil {
				t.Fatal(err)
			}
		}
		heart, own := st.caseIn(ana, community.InstanceOnly, "cardiology"), st.caseIn(kim, community.InstanceOnly, "neurology")
		friend, skin := st.caseIn(ben, community.InstanceOnly, "neurology"), st.caseIn(ana, community.InstanceOnly, "neurology")
		if err := s.FollowSpecialty(ctx, kim.ID, "neurology"); err != nil {
			t.Fatal(err)
		}
		if got := st.homeOf(kim); len(got) != 4 {
			t.Fatalf("the home with three specialties: %v", got)
		}
		if err := s.UnfollowSpecialty(ctx, kim.ID, "neurology"); err != nil {
			t.Fatal(err)
		}
		if got := st.homeOf(kim); len(got) != 3 || got[0] != friend.ID || got[1] != own.ID || got[2] != heart.ID {
			t.Errorf("without neurology: %v, not %d %d %d; %d is gone", got, friend.ID, own.ID, heart.ID, skin.ID)
		}
		list, err := s.FollowedSpecialties(ctx, kim.ID)
		if err != nil || len(list) != 2 {
			t.Errorf("%v, %v", list, err)
		}
	})
}

// A case of a part counts once for the whole, and only who may read it counts it.
func TestCountCasesBySpecialty(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		_, ana := storagetest.Clinician(t, s, "ana", "cardiology")
		st.caseIn(ana, community.Public, "interventional-cardiology")
		st.caseIn(ana, community.InstanceOnly, "cardiology")
		st.caseIn(ana, community.Clinicians, "cardiology")
		lay := st.member("lay")
		for name, tt := range map[string]struct {
			viewer community.Viewer
			heart  int
		}{
			"visitor": {community.Viewer{}, 1}, "member": {storagetest.Viewer(t, s, lay.ID), 2}, "clinician": {storagetest.Viewer(t, s, ana.ID), 3},
		} {
			counts, err := s.CountCasesBySpecialty(t.Context(), tt.viewer)
			whole := credential.Specialty("cardiology").Parent()
			if err != nil || counts["cardiology"].Open != tt.heart || counts["interventional-cardiology"].Open != 1 || whole != "" && counts[whole].Open != tt.heart {
				t.Errorf("%s: %v, %v", name, counts, err)
			}
		}
	})
}
