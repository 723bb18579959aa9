package storage

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strings"

	"consilium/community"
)

// CSV writes a list of an estate as Mastodon does, page after page, so that it is never
// in memory as a whole.
func (e Estate) CSV(ctx context.Context, kind community.ImportKind, w io.Writer) error {
	out := csv.NewWriter(w)
	var err error
	switch kind {
	case community.ImportFollowing:
		err = e.people(out, []string{"Account address", "Show boosts", "Notify on new posts", "Languages"}, e.Following(ctx), func(c Contact) []string {
			return []string{fmt.Sprint(!c.HidesAnnounces), fmt.Sprint(c.Notifies), strings.Join(c.Languages, ", ")}
		})
	case community.ImportBlocks:
		err = e.people(out, nil, e.Blocks(ctx), nil)
	case community.ImportMutes:
		err = e.people(out, []string{"Account address", "Hide notifications"}, e.Mutes(ctx), func(c Contact) []string {
			return []string{fmt.Sprint(c.MutesNotifications)}
		})
	case community.ImportDomains:
		err = e.hosts(ctx, out)
	case community.ImportBookmarks:
		for iri, fault := range e.Bookmarks(ctx) {
			if err = fault; err == nil {
				err = out.Write([]string{iri.String()})
			}
			if err != nil {
				break
			}
		}
	case community.ImportLists:
		err = e.lists(ctx, out)
	default:
		return community.ErrNotFound
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", kind, err)
	}
	return nil
}

// FollowersCSV writes who follows.
func (e Estate) FollowersCSV(ctx context.Context, w io.Writer) error {
	out := csv.NewWriter(w)
	err := e.people(out, []string{"Account address"}, e.Followers(ctx), nil)
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return err
}

// people writes people, each with what more says of them.
func (e Estate) people(out *csv.Writer, head []string, people iter.Seq2[Contact, error], more func(Contact) []string) error {
	if head != nil {
		if err := out.Write(head); err != nil {
			return err
		}
	}
	for c, err := range people {
		if err != nil {
			return err
		}
		line := []string{c.Handle.At(e.s.Domain())}
		if more != nil {
			line = append(line, more(c)...)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	return nil
}

func (e Estate) hosts(ctx context.Context, out *csv.Writer) error {
	list, err := e.s.BlockedDomains(ctx, e.Actor.ID)
	for _, b := range list {
		if err == nil {
			err = out.Write([]string{b.Host})
		}
	}
	return err
}

// lists writes a line for each person on each list. A title that a table would take for
// a formula is the member's own.
func (e Estate) lists(ctx context.Context, out *csv.Writer) error {
	lists, err := e.s.Lists(ctx, e.Actor.ID)
	if err != nil {
		return err
	}
	for _, l := range lists {
		people, err := e.s.AllListMembers(ctx, e.Actor.ID, l.ID)
		if err != nil {
			return err
		}
		for _, a := range people {
			if err := out.Write([]string{l.Title, a.Handle.At(e.s.Domain())}); err != nil {
				return err
			}
		}
	}
	return nil
}

// NotesCSV writes what the member wrote down about people: their addresses and the words.
func (e Estate) NotesCSV(ctx context.Context, w io.Writer) error {
	out := csv.NewWriter(w)
	for after := int64(0); ; {
		var rows []struct {
			ID                int64
			Name, Host, Words string
		}
		err := many(ctx, e.s.r, &rows, `SELECT a.id, a.name, a.host, n.words FROM actor_note AS n JOIN actor AS a ON a.id = n.target
			WHERE n.actor = ? AND a.id > ? ORDER BY a.id LIMIT ?`, e.Actor.ID, after, estatePage)
		if err != nil {
			return err
		}
		for _, r := range rows {
			handle, _ := community.MakeHandle(r.Name, r.Host, "") // only what it let through was stored
			if err := out.Write([]string{handle.At(e.s.Domain()), r.Words}); err != nil {
				return err
			}
			after = r.ID
		}
		if len(rows) < estatePage {
			out.Flush()
			return out.Error()
		}
	}
}
