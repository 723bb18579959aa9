package storage

import (
	"context"
	"errors"

	"consilium/community"
)

// judgeReceived looks through what another server sent below one of our cases. What
// holds identifiers is hidden, and staff are asked to look at it: nobody there passed
// our gate, and the patient is ours.
func (t *tx) judgeReceived(ctx context.Context, d deed) error {
	if d.post.Local || d.post.Root == 0 || d.post.Root == d.post.ID || d.post.Kind == community.AnnounceKind || d.SameWords() {
		return nil
	}
	var below int
	err := one(ctx, t, &below, `SELECT COUNT(*) FROM post AS p JOIN clinical_case AS c ON c.post = p.id WHERE p.id = ? AND p.local`, d.post.Root)
	if err != nil || below == 0 {
		return err
	}
	i := community.Inspect(d.post.Passages(), community.InspectOptions{Language: d.post.Language, Own: t.namedIn(d)})
	if !i.Stops() {
		return nil
	}
	// Once is enough: a server that edits it again and again fills no queue.
	if hidden, err := t.hiddenForPatient(ctx, d.post.ID); err != nil || hidden {
		return err
	}
	instance, err := actorWhere(ctx, t, `a.iri = ?`, t.store.iri("/actor"))
	if errors.Is(err, community.ErrNotFound) { // before the first start was finished nobody sends anything
		return nil
	}
	if err != nil {
		return err
	}
	f := community.Flag{ID: newID[community.FlagID](t), IRI: t.store.iri("/activities/" + newToken()), Reporter: instance.ID, Target: d.post.Author,
		Posts: []community.PostID{d.post.ID}, Category: community.FlagPatient, Hides: true}
	if _, err := t.addFlag(ctx, f); err != nil {
		return err
	}
	if err := t.hide(ctx, Hiding{Post: d.post.ID, Reason: community.FlagPatient}); err != nil {
		return err
	}
	return t.notifyStaff(ctx, community.NotifyFlag, instance.ID, d.post.Author)
}

// namedIn are the handles a received post names on purpose.
func (t *tx) namedIn(d deed) []string {
	var own []string
	for _, a := range append(d.Mentioned(), d.Author()) {
		own = append(own, "@"+a.Handle.Name(), "@"+a.Handle.String(), "@"+a.Handle.At(t.store.domain))
	}
	return own
}
