package federation

import (
	"context"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// groupDocument completes the document of a group of ours: its moderators, and
// whether anybody else may post (FEP-1b12, R-GRP-2).
func (f *Federation) groupDocument(ctx context.Context, a community.Actor, doc *vocab.Actor) error {
	if a.Kind != community.Group {
		return nil
	}
	g, err := f.store.Group(ctx, a.ID)
	if err != nil {
		return err
	}
	doc.AttributedTo = []string{a.Moderators.String()}
	doc.Restricted = new(g.Posting == community.ModeratorsPost || g.State != community.GroupOpen)
	return nil
}

// inGroup addresses a post to the group it is for, too: a new one in to, where
// threadiverse servers look for it, an answer in cc; and in audience, which says that
// it is the group's (FEP-1b12).
func (c cast) inGroup(p community.Post, a vocab.Addresses) vocab.Addresses {
	group, known := c.actors[p.Group]
	if !known || !isOpen(p.Audience) {
		return a
	}
	iri := group.IRI.String()
	a.Audience = []string{iri}
	switch {
	case slices.Contains(a.To, iri) || slices.Contains(a.Cc, iri):
	case p.Parent == 0 && p.ParentIRI.IsZero():
		a.To = append(slices.Clone(a.To), iri)
	default:
		a.Cc = append(slices.Clone(a.Cc), iri)
	}
	return a
}

// composeWrap is a group's announcement of an activity, whole and as it was signed:
// bytes of others as they came (R-OIP-3), what is ours made of the rows as they are
// now.
func (f *Federation) composeWrap(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	w, err := f.store.GroupWrap(ctx, d.Wrap)
	if err != nil {
		return vocab.Activity{}, err
	}
	group, err := f.store.Actor(ctx, d.Actor)
	if err == nil && (w.Group != group.ID || group.Kind != community.Group || !group.Active()) {
		err = fmt.Errorf("wrap of %d: %w", d.Actor, community.ErrGone)
	}
	if err != nil {
		return vocab.Activity{}, err
	}
	body := w.Body
	if body == nil {
		body, err = f.encodeWrapped(ctx, group, w)
	} else {
		err = f.stillPasses(ctx, w)
	}
	if err != nil {
		return vocab.Activity{}, err
	}
	return vocab.Activity{Actor: group.IRI.String(), Object: vocab.EmbedRaw(w.Inner, body),
		Addresses: vocab.Addresses{To: []string{vocab.Public}, Cc: []string{group.Followers.String()}}}, nil
}

// encodeWrapped writes what a member did, with the proof that whoever gets it from the
// group can check.
func (f *Federation) encodeWrapped(ctx context.Context, group community.Actor, w storage.GroupWrap) ([]byte, error) {
	if w.Deed != nil {
		a, err := f.deedActivity(ctx, group, *w.Deed)
		if err != nil {
			return nil, err
		}
		return f.proveActivity(ctx, w.Deed.Actor, a)
	}
	if w.Own == nil || w.Own.Wrap != 0 {
		return nil, fmt.Errorf("wrap of nothing: %w", community.ErrGone)
	}
	a, err := f.compose(ctx, *w.Own)
	if err != nil {
		return nil, err
	}
	return f.encodeActivity(ctx, w.Own.Actor, a)
}

// deedActivity is what a member did as moderator, addressed to everybody and to the
// group.
func (f *Federation) deedActivity(ctx context.Context, group community.Actor, d storage.GroupActivity) (vocab.Activity, error) {
	actor, err := f.store.Actor(ctx, d.Actor)
	if err != nil {
		return vocab.Activity{}, err
	}
	a := vocab.Activity{ID: d.ID, Type: d.Verb, Actor: actor.IRI.String(), Object: vocab.Reference{ID: d.Object},
		Target: vocab.Reference{ID: d.Target}, Summary: d.Reason, RemoveData: d.RemovePosts,
		Addresses: vocab.Addresses{To: []string{vocab.Public}, Cc: []string{group.IRI.String()}, Audience: []string{group.IRI.String()}}}
	if d.Until != 0 {
		a.Until = time.UnixMilli(d.Until).UTC()
	}
	if d.Inner == nil {
		return a, nil
	}
	inner, err := f.deedActivity(ctx, group, *d.Inner)
	a.Object = vocab.Embed(inner)
	return a, err
}

// withoutTitle is the text of a Note from elsewhere without the title in front of it,
// as community.Post.Titled puts it: here it is shown as one.
func withoutTitle(o vocab.Object) string {
	if o.Case != nil || o.Type != "Note" || o.Name == "" {
		return o.Content
	}
	return strings.TrimPrefix(o.Content, "<p><strong>"+html.EscapeString(o.Name)+"</strong></p>")
}
