package storage_test

import (
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
)

// caseDraft is a form somebody has begun.
func caseDraft(owner community.Actor, title string, media ...community.MediaID) community.Draft {
	return community.Draft{Owner: owner.ID, Kind: community.DraftOfCase, Title: title, Media: media,
		Form: map[string][]string{"title": {title}, "question": {"Which test\r\nnext?"}, "specialties": {"cardiology", "neurology"}}}
}

// What was saved comes back as it was, to its owner and to nobody else.
func TestDraft(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben := st.Context(), st.member("ana"), st.member("ben")
		m, err := st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "mine"})
		ok(t, err)
		d := must(st.s.SaveDraft(ctx, caseDraft(ana, "Jaundice\x00 after travel", m.ID)))(t)
		if d.ID == 0 || d.State != community.DraftOpen || d.Saved.IsZero() || d.Title != "Jaundice after travel" {
			t.Errorf("saved as %+v", d)
		}
		again := must(st.s.Draft(ctx, ana.ID, d.ID))(t)
		if !slices.Equal(again.Form["specialties"], []string{"cardiology", "neurology"}) || again.Form["question"][0] != "Which test\nnext?" ||
			!slices.Equal(again.Media, []community.MediaID{m.ID}) || again.Kind != community.DraftOfCase {
			t.Errorf("came back as %+v", again)
		}
		_, err = st.s.Draft(ctx, ben.ID, d.ID)
		wantErr(t, err, community.ErrNotFound)
		stolen := caseDraft(ben, "Mine now")
		stolen.ID, stolen.Saved = d.ID, d.Saved
		_, err = st.s.SaveDraft(ctx, stolen)
		wantErr(t, err, community.ErrNotFound)
		wantErr(t, st.s.DropDraft(ctx, ben.ID, d.ID), community.ErrNotFound)
		if list := must(st.s.Drafts(ctx, ben.ID, storage.Page{}))(t); len(list) != 0 {
			t.Errorf("ben has %d drafts", len(list))
		}
		newer := must(st.s.SaveDraft(ctx, caseDraft(ana, "Another")))(t)
		if list := must(st.s.Drafts(ctx, ana.ID, storage.Page{}))(t); len(list) != 2 || list[0].ID != newer.ID {
			t.Errorf("ana's drafts are %+v", list)
		}
		ok(t, st.s.DropDraft(ctx, ana.ID, d.ID))
		wantErr(t, st.s.DropDraft(ctx, ana.ID, d.ID), community.ErrNotFound)
	})
}

// Of two windows with the same draft the later save counts only when it knew the
// one before; and no two saves are one version, however quick.
func TestDraftConflict(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana := st.Context(), st.member("ana")
		first := must(st.s.SaveDraft(ctx, caseDraft(ana, "One")))(t)
		window := first
		window.Form = map[string][]string{"title": {"Two"}}
		second := must(st.s.SaveDraft(ctx, window))(t)
		if !second.Saved.After(first.Saved) {
			t.Errorf("saved %v after %v", second.Saved, first.Saved)
		}
		stale := first
		stale.Form = map[string][]string{"title": {"Three"}}
		_, err := st.s.SaveDraft(ctx, stale)
		wantErr(t, err, community.ErrConflict)
		if now := must(st.s.Draft(ctx, ana.ID, first.ID))(t); now.Form["title"][0] != "Two" {
			t.Errorf("what was saved later is gone: %v", now.Form)
		}
		st.s.Run(t, `UPDATE draft SET state = 'held' WHERE id = ?`, int64(first.ID))
		_, err = st.s.SaveDraft(ctx, second)
		wantErr(t, err, community.ErrForbidden)
	})
}

// Nobody fills the database with drafts, neither by their number nor by their size.
func TestDraftBounds(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana := st.Context(), st.member("ana")
		for range community.MaxDrafts {
			must(st.s.SaveDraft(ctx, caseDraft(ana, "One of many")))(t)
		}
		_, err := st.s.SaveDraft(ctx, caseDraft(ana, "One too many"))
		wantInvalid(t, err, "")
		large := caseDraft(st.member("ben"), "Large")
		large.Form["history"] = []string{strings.Repeat("x", community.MaxDraftBytes)}
		_, err = st.s.SaveDraft(ctx, large)
		wantInvalid(t, err, "")
	})
}

// Pictures of a draft wait with it, however long; without it they are loose, and
// what belongs to somebody else is never kept by it.
func TestDraftMedia(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben := st.Context(), st.member("ana"), st.member("ben")
		mine := must(st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "mine"}))(t)
		theirs := must(st.s.AddMedia(ctx, community.Media{Owner: ben.ID, File: "theirs"}))(t)
		d := must(st.s.SaveDraft(ctx, caseDraft(ana, "With pictures", mine.ID, theirs.ID)))(t)
		if !slices.Equal(d.Media, []community.MediaID{mine.ID}) {
			t.Errorf("keeps %v", d.Media)
		}
		later := st.s.Now().AddDate(1, 0, 0)
		if loose := must(st.s.LooseMedia(ctx, later))(t); len(loose) != 1 || loose[0].ID != theirs.ID {
			t.Errorf("loose: %+v", loose)
		}
		ok(t, st.s.RemoveMedia(ctx, mine.ID)) // was loose when somebody looked
		must(st.s.Media(ctx, mine.ID))(t)
		ok(t, st.s.DropDraft(ctx, ana.ID, d.ID))
		if loose := must(st.s.LooseMedia(ctx, later))(t); len(loose) != 2 {
			t.Errorf("loose after the draft: %+v", loose)
		}
	})
}

// Posting a draft drops it in the same moment, but not what was written in another
// window since.
func TestDraftPosted(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, ben := st.Context(), st.member("ana"), st.member("ben")
		m := must(st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "mine", Consented: true}))(t)
		d := must(st.s.SaveDraft(ctx, caseDraft(ana, "Posted", m.ID)))(t)
		publication := st.publication(ana, draft{text: "x", audience: community.InstanceOnly, isCase: true, media: []community.Media{m}})
		p := st.publish(publication.WithDraft(d.ID, d.Saved), nil)
		if len(p.Media) != 1 {
			t.Errorf("the picture is lost")
		}
		_, err := st.s.Draft(ctx, ana.ID, d.ID)
		wantErr(t, err, community.ErrNotFound)

		old := must(st.s.SaveDraft(ctx, caseDraft(ana, "Old")))(t)
		newer := must(st.s.SaveDraft(ctx, old))(t)
		bens := must(st.s.SaveDraft(ctx, caseDraft(ben, "Ben's")))(t)
		st.publish(st.publication(ana, draft{text: "y", audience: community.InstanceOnly, isCase: true}).WithDraft(old.ID, old.Saved), nil)
		st.publish(st.publication(ana, draft{text: "z", audience: community.InstanceOnly}).WithDraft(bens.ID, bens.Saved), nil)
		must(st.s.Draft(ctx, ana.ID, newer.ID))(t)
		must(st.s.Draft(ctx, ben.ID, bens.ID))(t)
	})
}

// With the account goes what was never posted.
func TestDraftErased(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana := st.Context(), st.member("ana")
		m := must(st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "mine"}))(t)
		must(st.s.SaveDraft(ctx, caseDraft(ana, "Never posted", m.ID)))(t)
		estate := must(st.s.Estate(ctx, ana.User))(t)
		for d, err := range estate.Drafts(ctx) {
			if err != nil || d.Title != "Never posted" {
				t.Errorf("taken along: %+v, %v", d, err)
			}
		}
		ok(t, st.s.Leave(ctx, ana.User))
		if n := st.s.Number(t, `SELECT COUNT(*) FROM draft`) + st.s.Number(t, `SELECT COUNT(*) FROM draft_media`); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}
