package storage_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// What actors say beside what is asked about comes back as it was said.
func TestWhatActorsSay(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := context.Background()
		iri := func(path string) community.IRI { return storagetest.IRI(t, "https://there.example/"+path) }
		handle, err := community.MakeHandle("uma", "there.example", "")
		if err != nil {
			t.Fatal(err)
		}
		said := community.Profile{HeaderIRI: iri("wide.png"), Bot: true, Memorial: true, AttributionDomains: []string{"news.example", "blog.example"},
			Fields: []community.Field{{Name: "Site", Value: community.Sanitize(`<a href="https://uma.example/">uma</a>`), Verified: time.UnixMilli(1700000000000).UTC()}},
			Emoji:  []community.Emoji{{ID: 1, Shortcode: "heart", Image: iri("heart.png")}},
			Policy: community.InteractionPolicy{Quote: &community.InteractionRule{Automatic: []string{"https://www.w3.org/ns/activitystreams#Public"}}}}
		stored, err := s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: community.Actor{IRI: iri("uma"), Kind: community.Service, Handle: handle,
			Inbox: iri("uma/inbox"), FeaturedTags: iri("tags"), Moderators: iri("moderators"), Implements: []string{"https://a.example/1", "https://a.example/2"}, Profile: said}})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(stored.Profile, said) || stored.FeaturedTags != iri("tags") || stored.Moderators != iri("moderators") || len(stored.Implements) != 2 {
			t.Errorf("said %+v, came back %+v", said, stored)
		}
	})
}
