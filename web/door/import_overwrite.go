package door

import (
	"context"
	"errors"

	"consilium/community"
	"consilium/storage"
)

// end takes away what is there and not in the file, where the member chose so, and says
// that the import is done. It may run twice.
func (i *Importer) end(ctx context.Context, owner community.Actor, file community.Import) error {
	if file.Mode == community.ImportOverwrite {
		named, err := i.Store.Imported(ctx, file.ID)
		if err != nil {
			return err
		}
		// A file of which not one line could be read was meant for something else: that it
		// names nobody does not say that nobody is to stay.
		if len(named) > 0 {
			err = i.overwrite(ctx, owner, file.Kind, named)
		}
		if err != nil {
			return err
		}
	}
	return i.Store.EndImport(ctx, file.ID)
}

func (i *Importer) overwrite(ctx context.Context, owner community.Actor, kind community.ImportKind, named map[storage.ImportedName]bool) error {
	switch kind {
	case community.ImportDomains:
		return i.overwriteDomains(ctx, owner, named)
	case community.ImportBookmarks:
		return i.overwriteBookmarks(ctx, owner, named)
	case community.ImportLists:
		return i.overwriteLists(ctx, owner, named)
	}
	estate, err := i.Store.EstateOf(ctx, owner)
	if err != nil {
		return err
	}
	people, part := estate.Following(ctx), i.Store.Unfollow
	switch kind {
	case community.ImportBlocks:
		people, part = estate.Blocks(ctx), i.Store.Unblock
	case community.ImportMutes:
		people, part = estate.Mutes(ctx), i.Store.Unmute
	}
	for c, err := range people {
		if err != nil {
			return err
		}
		if named[storage.ImportedName{Address: c.Handle.At(i.Store.Domain())}] {
			continue
		}
		other, err := i.Store.ActorByHandle(ctx, c.Handle)
		if err == nil {
			err = part(ctx, owner.ID, other.ID)
		}
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return err
		}
	}
	return nil
}

func (i *Importer) overwriteDomains(ctx context.Context, owner community.Actor, named map[storage.ImportedName]bool) error {
	blocked, err := i.Store.BlockedDomains(ctx, owner.ID)
	for _, b := range blocked {
		if err == nil && !named[storage.ImportedName{Address: b.Host}] {
			err = i.Store.UnblockDomain(ctx, owner.ID, b.Host)
		}
	}
	return err
}

func (i *Importer) overwriteBookmarks(ctx context.Context, owner community.Actor, named map[storage.ImportedName]bool) error {
	estate, err := i.Store.EstateOf(ctx, owner)
	if err != nil {
		return err
	}
	for iri, err := range estate.Bookmarks(ctx) {
		if err != nil {
			return err
		}
		if named[storage.ImportedName{Address: iri.String()}] {
			continue
		}
		p, err := i.Store.PostByIRI(ctx, iri)
		if err == nil {
			err = i.Store.Unbookmark(ctx, owner.ID, p.ID)
		}
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return err
		}
	}
	return nil
}

// overwriteLists takes people off lists, and lists away that the file does not name.
func (i *Importer) overwriteLists(ctx context.Context, owner community.Actor, named map[storage.ImportedName]bool) error {
	titles := map[string]bool{}
	for n := range named {
		titles[n.List] = true
	}
	lists, err := i.Store.Lists(ctx, owner.ID)
	if err != nil {
		return err
	}
	for _, l := range lists {
		if !titles[l.Title] {
			if err := i.Store.RemoveList(ctx, owner.ID, l.ID); err != nil && !errors.Is(err, community.ErrNotFound) {
				return err
			}
			continue
		}
		people, err := i.Store.AllListMembers(ctx, owner.ID, l.ID)
		if err != nil {
			return err
		}
		var off []community.ActorID
		for _, a := range people {
			if !named[storage.ImportedName{Address: a.Handle.At(i.Store.Domain()), List: l.Title}] {
				off = append(off, a.ID)
			}
		}
		if err := i.Store.RemoveFromList(ctx, owner.ID, l.ID, off); err != nil {
			return err
		}
	}
	return nil
}
