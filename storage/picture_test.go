package storage_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func (st stage) picture(owner community.Actor, file string) community.Media {
	st.Helper()
	m, err := st.s.AddMedia(st.Context(), community.Media{Owner: owner.ID, File: file, Small: "s-" + file, Type: "image/png",
		Width: 3, Height: 2, Blurhash: "old", Consented: true, Caption: "Lead II"})
	if err != nil {
		st.Fatal(err)
	}
	return m
}

// Hidden pictures are not among those a post shows, other servers are told, and
// neither an edit nor a new state of the case loses them or slips others past them.
func TestHiddenPictures(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana := st.Context(), st.member("ana")
		st.follows(st.remote("eve"), ana)
		one, two := st.picture(ana, "one"), st.picture(ana, "two")
		p := st.post(ana, draft{text: "x", audience: community.Public, media: []community.Media{one, two}, isCase: true})
		before := len(st.sent("there.example"))
		ok(t, errors.Join(st.s.HidePictures(ctx, p.ID), st.s.HidePictures(ctx, p.ID)))
		hidden := st.again(p)
		if len(hidden.Media) != 0 || len(hidden.Withheld) != 2 || hidden.Withheld[0].ID != one.ID || !hidden.Withheld[0].Hidden || hidden.Edited.IsZero() {
			t.Fatalf("hidden: %+v, %+v", hidden.Media, hidden.Withheld)
		}
		if sent := st.sent("there.example"); len(sent) != before+1 || sent[before].Verb != "Update" || sent[before].Revision != hidden.Revision {
			t.Errorf("sent %+v", sent)
		}
		solved := st.publish(community.Solve(ana, hidden, nil, community.Surroundings{Now: st.s.Now()}))
		if len(solved.Withheld) != 2 {
			t.Errorf("solving lost what was hidden")
		}
		added := st.picture(ana, "three")
		edited := st.revise(ana, solved, draft{text: "y", media: []community.Media{two, added}, isCase: true})
		if len(edited.Media) != 0 || len(edited.Withheld) != 2 {
			t.Errorf("an edit shows %+v", edited.Media)
		}
		ok(t, st.s.ShowPictures(ctx, p.ID))
		if shown := st.again(p); len(shown.Media) != 2 || len(shown.Withheld) != 0 || shown.Media[0].Caption != "Lead II" || !shown.Media[0].Consented {
			t.Errorf("shown again: %+v", shown)
		}
	})
}

// New files take the place of the old ones at once; whoever looked before somebody
// else was quicker changes nothing.
func TestReplaceFiles(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, bob := st.Context(), st.member("ana"), st.member("bob")
		st.follows(st.remote("eve"), ana)
		old := st.picture(ana, "old")
		fresh := community.Media{File: "new", Small: "s-new", Type: "image/jpeg", Width: 5, Height: 4, Blurhash: "new"}
		p := st.post(ana, draft{text: "x", audience: community.Followers, media: []community.Media{old}})
		ok(t, st.s.ExpectFiles(ctx, "new", "s-new"))
		if _, err := st.s.ReplaceFiles(ctx, bob.ID, old, fresh); !errors.Is(err, community.ErrConflict) {
			t.Errorf("by somebody else: %v", err)
		}
		m, err := st.s.ReplaceFiles(ctx, ana.ID, old, fresh)
		if err != nil || m.ID != old.ID || m.File != "new" || m.Blurhash != "new" || m.Width != 5 || m.Caption != "Lead II" {
			t.Fatalf("%+v, %v", m, err)
		}
		if _, err := st.s.ReplaceFiles(ctx, ana.ID, old, fresh); !errors.Is(err, community.ErrConflict) {
			t.Errorf("once more: %v", err)
		}
		for _, file := range []string{"old", "s-old"} {
			if _, err := st.s.MediaByFile(ctx, file); !errors.Is(err, community.ErrNotFound) {
				t.Errorf("%s is still known: %v", file, err)
			}
		}
		waste := must(st.s.Waste(ctx, 10))(t)
		if len(waste) != 2 || waste[0] != "old" || waste[1] != "s-old" {
			t.Errorf("waste %v", waste)
		}
		sent := st.sent("there.example")
		if last := sent[len(sent)-1]; last.Verb != "Update" || last.Revision != p.Revision+1 {
			t.Errorf("sent %+v", last)
		}
		if loose := must(st.s.LooseMedia(ctx, st.s.Now().Add(time.Hour)))(t); len(loose) != 0 {
			t.Errorf("loose %+v", loose)
		}
	})
}

// Words about a loose picture that come when it was posted meanwhile do not get past
// the gate that the post went through.
func TestWordsForALoosePictureDoNotReachAPost(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, ctx := stage{t, s}, t.Context()
		ana := st.member("ana")
		loose := must(s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "a.png", Small: "b.png", Type: "image/png"}))(t)
		st.publish(st.publication(ana, draft{text: "a film", audience: community.Public, media: []community.Media{loose}}), nil)
		loose.Description = "Mr Kallio, MRN 12345678"
		_, err := s.SetMedia(ctx, ana.ID, loose)
		wantErr(t, err, community.ErrNotFound)
		if m := must(s.Media(ctx, loose.ID))(t); m.Description != "" || m.Post == 0 {
			t.Errorf("the picture is %+v", m)
		}
	})
}
