package door

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"consilium/community"
	"consilium/storage"
)

// Importer does what members have read in, line after line: it is the handler of jobs
// of storage.KindImport.
type Importer struct {
	Store *storage.Store
	// Resolver finds people and posts elsewhere; nil when this instance speaks to no
	// other.
	Resolver Resolver
	Log      *slog.Logger
}

const (
	// importPiece is how many lines one job does at most, importTime how long it begins
	// another: the rest is for the next job, so that a crash loses nothing.
	importPiece = 50
	importTime  = 15 * time.Second
	// importPause is how long a long list rests between two jobs: each line may ask
	// another server, and a list of one server's people must not become an attack on it.
	importPause = 15 * time.Second
)

// Handle does a piece of an import and leaves the rest to the next job. It may run
// twice: what is done is not done again.
func (i *Importer) Handle(ctx context.Context, job storage.Job) error {
	number, err := strconv.ParseInt(job.Payload, 10, 64)
	if err != nil {
		return &storage.Never{Err: fmt.Errorf("read job: %w", err)}
	}
	file, err := i.Store.ImportAtWork(ctx, number)
	if errors.Is(err, community.ErrNotFound) || err == nil && file.State != community.ImportRunning {
		return nil
	}
	if err != nil {
		return err
	}
	owner, err := i.Store.Actor(ctx, file.Owner)
	if err != nil {
		return err
	}
	if !owner.Active() { // suspended meanwhile
		return i.Store.EndImport(ctx, file.ID)
	}
	lines, err := i.Store.ImportLines(ctx, file.ID, true, storage.LinePage{Limit: importPiece})
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return i.end(ctx, owner, file)
	}
	begun := i.Store.Now()
	for _, l := range lines {
		if i.Store.Now().Sub(begun) > importTime {
			break
		}
		if err := i.line(ctx, owner, file, l); err != nil {
			return err
		}
	}
	pause := importPause
	if len(lines) < importPiece || file.Kind == community.ImportDomains {
		pause = 0
	}
	return i.Store.ContinueImport(ctx, file, pause)
}

// line does one line and writes what became of it.
func (i *Importer) line(ctx context.Context, owner community.Actor, file community.Import, l community.ImportLine) error {
	looking, cancel := context.WithTimeout(ctx, LookupTime)
	defer cancel()
	problem := ""
	err := i.do(looking, owner, file.Kind, l.Item)
	bad, invalid := errors.AsType[*community.Invalid](err)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return err
	case invalid && len(bad.Problem.Args) == 0:
		problem = bad.Problem.Key
	case invalid, errors.Is(err, community.ErrForbidden), errors.Is(err, community.ErrConflict):
		problem = "import.refused"
	case errors.Is(err, community.ErrNotFound), errors.Is(err, community.ErrGone):
		problem = "import.not_found"
	case Elsewhere(err):
		problem = "import.unavailable"
	default:
		return err
	}
	return i.Store.EndImportLine(ctx, file.ID, l.Number, problem)
}

func (i *Importer) do(ctx context.Context, owner community.Actor, kind community.ImportKind, item community.ImportItem) error {
	switch kind {
	case community.ImportDomains:
		return i.Store.BlockDomain(ctx, owner.ID, item.Address)
	case community.ImportBookmarks:
		return i.bookmark(ctx, owner, item)
	}
	other, err := i.person(ctx, item.Address)
	if err != nil {
		return err
	}
	switch kind {
	case community.ImportFollowing:
		return i.follow(ctx, owner, other, item)
	case community.ImportBlocks:
		return i.Store.Block(ctx, owner.ID, other.ID)
	case community.ImportMutes:
		return i.Store.Mute(ctx, storage.Mute{Actor: owner.ID, Target: other.ID, Notifications: !item.KeepsNotifications})
	case community.ImportLists:
		return i.enlist(ctx, owner, other, item)
	}
	return community.ErrNotFound
}

// person finds somebody, here or elsewhere, but nobody of a server that is shut out
// (S-ORG-12).
func (i *Importer) person(ctx context.Context, address string) (community.Actor, error) {
	handle, err := community.ParseHandle(address, i.Store.Domain())
	if err != nil {
		return community.Actor{}, err
	}
	a, err := i.Store.ActorByHandle(ctx, handle)
	if errors.Is(err, community.ErrNotFound) && handle.Host() != "" && i.Resolver != nil {
		a, _, err = i.Resolver.Resolve(ctx, handle.String())
	}
	if err != nil {
		return a, err
	}
	shut, err := i.Store.ShutOut(ctx, a)
	if err == nil && shut {
		return a, &community.Invalid{Field: "address", Problem: community.Say("import.shut_out")}
	}
	if err == nil && (!a.Active() || a.IsInstance()) {
		err = community.ErrNotFound
	}
	return a, err
}

func (i *Importer) follow(ctx context.Context, owner, other community.Actor, item community.ImportItem) error {
	relations, err := i.Store.Relations(ctx, owner.ID, []community.ActorID{other.ID})
	if err != nil {
		return err
	}
	now := relations[other.ID]
	if now.Requested {
		return nil
	}
	wish, err := community.RequestFollow(owner, other, now, i.Store.Now())
	if err != nil {
		return err
	}
	wish.HidesAnnounces, wish.Notifies, wish.Languages = item.HidesAnnounces, item.Notifies, item.Languages
	_, err = i.Store.Follow(ctx, wish)
	return err
}

// enlist puts somebody on the list of that title, which is made where there is none.
func (i *Importer) enlist(ctx context.Context, owner, other community.Actor, item community.ImportItem) error {
	lists, err := i.Store.ListsWith(ctx, owner.ID, other.ID)
	if err != nil {
		return err
	}
	if _, on := titled(lists, item.List); on {
		return nil
	}
	if lists, err = i.Store.Lists(ctx, owner.ID); err != nil {
		return err
	}
	list, there := titled(lists, item.List)
	if !there {
		wanted, err := community.CheckList(community.List{Owner: owner.ID, Title: item.List})
		if err != nil {
			return err
		}
		if list, err = i.Store.SaveList(ctx, wanted); err != nil {
			return err
		}
	}
	return i.Store.AddToList(ctx, owner.ID, list.ID, []community.ActorID{other.ID})
}

func titled(lists []community.List, title string) (community.List, bool) {
	for _, l := range lists {
		if l.Title == title {
			return l, true
		}
	}
	return community.List{}, false
}

// bookmark marks a post that the member may see.
func (i *Importer) bookmark(ctx context.Context, owner community.Actor, item community.ImportItem) error {
	iri, err := community.ParseIRI(item.Address)
	if err != nil {
		return err
	}
	p, err := i.Store.PostByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) && i.Resolver != nil {
		var found *community.Post
		if _, found, err = i.Resolver.Resolve(ctx, item.Address); err == nil && found == nil {
			err = community.ErrNotFound
		}
		if err == nil {
			p = *found
		}
	}
	if err != nil {
		return err
	}
	if p, err = i.Store.VisiblePost(ctx, community.Viewer{Actor: owner.ID, Local: true}, p.ID); err != nil {
		return err
	}
	return i.Store.Bookmark(ctx, owner.ID, p.ID)
}
