package media

import (
	"context"
	"fmt"
	"io"

	"consilium/community"
)

// UploadHeader scrubs the wide picture above a profile and keeps it for its owner, loose until the profile takes it.
// Errors are those of Upload.
func (l *Library) UploadHeader(ctx context.Context, owner community.ActorID, r io.Reader) (community.MediaID, error) {
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	m, err := l.uploadPicture(ctx, r, community.Media{Owner: owner})
	return m.ID, err
}

// FetchHeader gives the wide picture of a person with its files; errors are those of FetchPicture.
func (l *Library) FetchHeader(ctx context.Context, id community.ActorID) (community.Media, error) {
	a, err := l.store.Actor(ctx, id)
	switch {
	case err != nil:
		return community.Media{}, err
	case !a.Active() || a.Header == 0 && a.HeaderIRI.IsZero():
		return community.Media{}, fmt.Errorf("header of actor %d: %w", id, community.ErrNotFound)
	case a.Header != 0:
		return l.store.Media(ctx, a.Header)
	}
	return l.once(ctx, "header "+community.FormatID(id)+" "+a.HeaderIRI.String(), func(ctx context.Context) (community.Media, error) {
		p, err := l.fetch(ctx, community.Media{Owner: id, Remote: a.HeaderIRI}, l.scrubber.Scrub)
		if err != nil {
			return community.Media{}, err
		}
		return l.keep(ctx, p, func(m community.Media) (community.Media, error) {
			return l.store.SetRemoteHeader(ctx, a, m)
		})
	})
}
