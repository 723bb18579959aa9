package web

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"

	"consilium/community"
	"consilium/storage"
)

// The lists are those that Mastodon exports and takes in, so that the next server
// can read them.

func (e exporter) following(ctx context.Context, w io.Writer) error {
	head := []string{"Account address", "Show boosts", "Notify on new posts", "Languages"}
	return e.list(w, head, e.estate.Following(ctx), func(c storage.Contact) []string {
		return []string{fmt.Sprint(!c.HidesAnnounces), "false", ""}
	})
}

func (e exporter) followers(ctx context.Context, w io.Writer) error {
	return e.list(w, []string{"Account address"}, e.estate.Followers(ctx), noMore)
}

func (e exporter) blocks(ctx context.Context, w io.Writer) error {
	return e.list(w, nil, e.estate.Blocks(ctx), noMore)
}

func (e exporter) mutes(ctx context.Context, w io.Writer) error {
	return e.list(w, []string{"Account address", "Hide notifications"}, e.estate.Mutes(ctx), func(c storage.Contact) []string {
		return []string{fmt.Sprint(c.MutesNotifications)}
	})
}

// blockedDomains writes the servers that the member blocks.
func (e exporter) blockedDomains(ctx context.Context, w io.Writer) error {
	list, err := e.store.BlockedDomains(ctx, e.estate.Actor.ID)
	if err != nil {
		return err
	}
	for _, b := range list {
		if _, err := io.WriteString(w, b.Host+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func noMore(storage.Contact) []string { return nil }

// list writes people, each with what more says of them.
func (e exporter) list(w io.Writer, head []string, people iter.Seq2[storage.Contact, error], more func(storage.Contact) []string) error {
	out := csv.NewWriter(w)
	if head != nil {
		if err := out.Write(head); err != nil {
			return err
		}
	}
	for c, err := range people {
		if err != nil {
			return err
		}
		if err := out.Write(append([]string{c.Handle.At(e.store.Domain())}, more(c)...)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// addresses writes where something lies, one a line.
func addresses(read func(context.Context) iter.Seq2[community.IRI, error]) func(context.Context, io.Writer) error {
	return func(ctx context.Context, w io.Writer) error {
		out := csv.NewWriter(w)
		for iri, err := range read(ctx) {
			if err != nil {
				return err
			}
			if err := out.Write([]string{iri.String()}); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}
}
