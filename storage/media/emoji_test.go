package media

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
)

// The picture of an emoji is fetched once when somebody looks, made small, let go after a
// month and fetched again; an upload stays until it is waste.
func TestEmoji(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		e.picture = pngFixture(e, quarters(400, 300), 1)
		bob := e.bob
		bob.Emoji = []community.Emoji{{Shortcode: "blob", Image: e.at("", "/blob.png")}, {Shortcode: "ward", Image: e.at("ward.example.com", "/ward.png")}}
		bob, err := e.store.StoreRemoteActor(t.Context(), storage.RemoteActor{Actor: bob})
		if err != nil {
			t.Fatal(err)
		}
		file, err := e.library.FetchEmoji(t.Context(), bob.Emoji[0].ID)
		if err != nil || file == "" {
			t.Fatal(file, err)
		}
		if again, err := e.library.FetchEmoji(t.Context(), bob.Emoji[0].ID); err != nil || again != file || e.asked.Load() != 1 {
			t.Errorf("again %q, %v, asked %d times", again, err, e.asked.Load())
		}
		if _, err := e.library.FetchEmoji(t.Context(), bob.Emoji[1].ID); err == nil || e.asked.Load() != 1 {
			t.Errorf("from a private network: %v", err)
		}
		rule := community.DomainRule{Host: "example.com", Severity: community.DomainNone, RejectMedia: true, Created: e.clock.Now()}
		if err := e.store.SetDomainRule(t.Context(), rule); err != nil {
			t.Fatal(err)
		}
		if _, err := e.library.FetchEmoji(t.Context(), bob.Emoji[0].ID); !errors.Is(err, community.ErrNotFound) { // S-ORG-12
			t.Errorf("of a server whose pictures are not shown: %v", err)
		}
		if err := e.store.RemoveDomainRule(t.Context(), "example.com", e.ana.ID); err != nil {
			t.Fatal(err)
		}
		e.clock.Advance(2 * time.Hour)
		e.tidy()
		e.holds(1, "the picture alone")
		e.clock.Advance(31 * 24 * time.Hour)
		e.tidy()
		e.holds(0, "a month later")
		if again, err := e.library.FetchEmoji(t.Context(), bob.Emoji[0].ID); err != nil || again == file || e.asked.Load() != 2 {
			t.Errorf("anew %q, %v, asked %d times", again, err, e.asked.Load())
		}
	})
}

func TestUploadEmoji(t *testing.T) {
	eachElsewhere(t, func(e *elsewhere) {
		add := func(m community.Media) error {
			_, err := e.store.AddEmoji(t.Context(), "stent", m, e.ana.ID)
			return err
		}
		picture := pngFixture(e, quarters(400, 300), 1)
		if err := e.library.UploadEmoji(t.Context(), bytes.NewReader(picture), add); err != nil {
			t.Fatal(err)
		}
		if err := e.library.UploadEmoji(t.Context(), bytes.NewReader(picture), add); !errors.Is(err, community.ErrConflict) {
			t.Errorf("the shortcode twice: %v", err)
		}
		var invalid *community.Invalid
		if err := e.library.UploadEmoji(t.Context(), bytes.NewReader([]byte("<svg/>")), add); !errors.As(err, &invalid) {
			t.Errorf("no picture: %v", err)
		}
		e.clock.Advance(2 * time.Hour)
		e.tidy()
		e.holds(1, "what is used")
		list, err := e.store.LocalEmoji(t.Context())
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if err := e.store.RetireEmoji(t.Context(), list[0].ID, e.ana.ID); err != nil {
			t.Fatal(err)
		}
		if file, err := e.library.FetchEmoji(t.Context(), list[0].ID); err != nil || file == "" {
			t.Errorf("posts that use it: %q, %v", file, err)
		}
		if again, err := e.store.LocalEmoji(t.Context()); err != nil || len(again) != 0 {
			t.Errorf("the list: %+v, %v", again, err)
		}
	})
}
