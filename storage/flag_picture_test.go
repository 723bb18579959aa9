package storage_test

import (
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// What any member reports as showing who a patient is loses its pictures until staff
// have looked; other reasons, people from elsewhere, and whoever was wrong too often
// hide none.
func TestAReportHidesPictures(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ctx := t.Context()
		ana, lay, zoe := st.member("ana"), st.member("lay"), st.remote("zoe")
		m, err := s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "a.png", Small: "b.png", Type: "image/png"})
		ok(t, err)
		p := st.post(ana, draft{text: "a wound", audience: community.Public, media: []community.Media{m}})
		report := func(by community.Actor, c community.FlagCategory) community.Flag {
			f, err := s.AddFlag(ctx, community.Flag{Reporter: by.ID, Target: ana.ID, Posts: []community.PostID{p.ID}, Category: c})
			ok(t, err)
			return f
		}
		hidden := func() bool {
			post, err := s.Post(ctx, p.ID)
			ok(t, err)
			if !post.Hidden.IsZero() {
				t.Error("the words are hidden too")
			}
			return len(post.Media) == 0 && len(post.Withheld) == 1
		}
		report(lay, "harassment")
		report(zoe, community.FlagPatient)
		if hidden() {
			t.Error("hidden by what must not hide")
		}
		first, second := report(lay, community.FlagPatient), report(lay, community.FlagPatient)
		ok(t, s.ResolveFlag(ctx, first.ID, ana.ID, ""))
		if !hidden() {
			t.Error("shown although another report waits")
		}
		ok(t, s.ResolveFlag(ctx, second.ID, ana.ID, ""))
		if hidden() {
			t.Error("hidden after staff looked")
		}
		third := report(lay, community.FlagPatient)
		ok(t, s.ResolveFlag(ctx, third.ID, ana.ID, ""))
		s.Run(t, "UPDATE flag SET outcome = 'unfounded' WHERE category = 'patient-identifiable' AND resolved IS NOT NULL")
		report(lay, community.FlagPatient)
		if hidden() {
			t.Error("somebody who was wrong too often still hides pictures")
		}
	})
}
