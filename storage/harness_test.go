package storage_test

import (
	"errors"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// must gives the value of a call that must not fail: must(s.Actor(ctx, id)).
func must[T any](v T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func ok(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func wantErr(tb testing.TB, err, want error) {
	tb.Helper()
	if !errors.Is(err, want) {
		tb.Errorf("got error %v, want %v", err, want)
	}
}

// wantInvalid expects an *Invalid naming the field.
func wantInvalid(tb testing.TB, err error, field string) {
	tb.Helper()
	invalid, is := errors.AsType[*community.Invalid](err)
	if !is || invalid.Field != field {
		tb.Errorf("got error %v, want invalid %s", err, field)
	}
}

// deliveries gives what waits to be sent, by lane.
func deliveries(tb testing.TB, s *storage.Store, lane string) []storage.Delivery {
	tb.Helper()
	jobs, err := s.Jobs(tb.Context(), lane, 100)
	ok(tb, err)
	var list []storage.Delivery
	for _, j := range jobs {
		if j.Kind != storage.KindDeliver {
			tb.Errorf("a job of kind %s in lane %s", j.Kind, lane)
			continue
		}
		list = append(list, must(storage.ParseDelivery(j.Payload))(tb))
	}
	return list
}

// verbs tells in one line what waits in a lane.
func verbs(tb testing.TB, s *storage.Store, lane string) string {
	tb.Helper()
	line := ""
	for _, d := range deliveries(tb, s, lane) {
		line += d.Verb
		if d.Inner != nil {
			line += "(" + d.Inner.Verb + ")"
		}
		line += " "
	}
	return line
}

func wantVerbs(tb testing.TB, s *storage.Store, lane, want string) {
	tb.Helper()
	if got := verbs(tb, s, lane); got != want {
		tb.Errorf("lane %s holds %q, want %q", lane, got, want)
	}
}

const there = "https://there.example"

// cast is who most tests are about: two members and somebody elsewhere.
type cast struct{ ana, ben, bob community.Actor }

func people(tb testing.TB, s *storage.Store) cast {
	tb.Helper()
	_, ana := storagetest.Member(tb, s, "ana")
	_, ben := storagetest.Member(tb, s, "ben")
	return cast{ana, ben, storagetest.Remote(tb, s, there, "bob")}
}
