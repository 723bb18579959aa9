package media

import (
	"context"
	"errors"
	"io"

	"consilium/community"
	"consilium/storage"
)

// Paper is a picture of a paper that proves something: its pixels, and nothing
// that the camera or anybody else put beside them.
type Paper struct {
	Type  string // image/jpeg or image/png
	Bytes []byte
}

// Document reads a photograph of a paper: JPEG, PNG or WebP of at most
// storage.MaxPaperBytes. The same picture gives the same bytes, whatever stood in
// its metadata. The error for one that will not do is a *community.Invalid of the
// field "document"; PDF is refused with the advice to photograph the paper, since
// a document can hold more than it shows.
func (s *Scrubber) Document(ctx context.Context, r io.Reader) (Paper, error) {
	small := Scrubber{limits: s.limits, places: s.places}
	small.limits.Bytes = storage.MaxPaperBytes
	picture, err := small.make(ctx, r, paper)
	refusal, refused := errors.AsType[*Refusal](err)
	switch {
	case !refused:
		return Paper{Type: picture.Type, Bytes: picture.Original.Bytes}, err
	case refusal.Reason == Unsupported:
		return Paper{}, &community.Invalid{Field: "document", Problem: community.Say("verification.document_type")}
	}
	return Paper{}, &community.Invalid{Field: "document",
		Problem: community.Say("media."+string(refusal.Reason), "limit", refusal.Limit, "type", refusal.Type)}
}

// paper is scrub for what does not move.
func paper(ctx context.Context, f *file) (Picture, error) {
	if f.mediaType == "image/gif" {
		return Picture{}, &Refusal{Reason: Unsupported, Type: f.mediaType}
	}
	return scrub(ctx, f)
}
