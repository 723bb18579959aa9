package media

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/gif"
	"io"
	"runtime"
	"time"
)

// Limits bound what a stranger's file may cost. The zero value of each means its default.
type Limits struct {
	Bytes  int // of the file; 16 MiB
	Pixels int // of the picture, or of all frames of an animation together; 33 million
	Frames int // of an animation; 1000
	Scans  int // of a progressive JPEG; 100, ten times what cameras and editors write

	AtOnce    int           // bytes of a picture that is made while whoever sent it waits, where they need not; 1 MiB
	ClipBytes int           // of a video or sound; 40 MiB
	VideoTime time.Duration // of a video; 2 minutes
	SoundTime time.Duration // of a sound; 10 minutes
}

// Defaults gives the limits with the default of each that is zero.
func (l Limits) Defaults() Limits { return l.orDefault() }

func (l Limits) orDefault() Limits {
	return Limits{
		Bytes:  cmp.Or(l.Bytes, 16<<20),
		Pixels: cmp.Or(l.Pixels, 33_000_000),
		Frames: cmp.Or(l.Frames, 1000),
		Scans:  cmp.Or(l.Scans, 100),

		AtOnce:    cmp.Or(l.AtOnce, 1<<20),
		ClipBytes: cmp.Or(l.ClipBytes, 40<<20),
		VideoTime: cmp.Or(l.VideoTime, 2*time.Minute),
		SoundTime: cmp.Or(l.SoundTime, 10*time.Minute),
	}
}

// Sizes of what we make, in pixels.
const (
	originalSide = 1920 // the side of a square of the same area
	smallSide    = 640  // the longer side
	avatarSide   = 400  // of a square
	badgeSide    = 120  // the small rendition of an avatar
)

// Picture is what remains of a file: new files made from its pixels, upright.
type Picture struct {
	// Type is the media type of both renditions: image/jpeg, image/png, or image/gif when it moves.
	Type string
	// Original is the one to look at, Small the one for lists. An animation moves only in Original.
	Original, Small Rendition
	Blurhash        string
}

// Rendition is one encoded file and its size in pixels.
type Rendition struct {
	Bytes         []byte
	Width, Height int
}

// Scrubber makes pictures, a few at a time: each takes a core and up to half a gigabyte while it lasts.
type Scrubber struct {
	limits Limits
	places chan struct{}
}

// NewScrubber makes a Scrubber that works on one picture for each core, and on no more than four.
func NewScrubber(limits Limits) *Scrubber {
	return &Scrubber{limits: limits.orDefault(), places: make(chan struct{}, min(4, runtime.GOMAXPROCS(0)))}
}

// Scrub reads a picture of type JPEG, PNG, GIF or WebP, told by its content, and returns it without anything that is
// not pixels. It returns a *Refusal for a file that will never do, ctx's error when that is done first, and
// otherwise the error of r. It waits for a place once the file is read.
func (s *Scrubber) Scrub(ctx context.Context, r io.Reader) (Picture, error) {
	return s.make(ctx, r, scrub)
}

// Avatar is Scrub for the picture of a person: the square in its middle, which does not move.
func (s *Scrubber) Avatar(ctx context.Context, r io.Reader) (Picture, error) {
	return s.make(ctx, r, avatar)
}

func (s *Scrubber) make(ctx context.Context, r io.Reader, from func(context.Context, *file) (Picture, error)) (Picture, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(s.limits.Bytes)+1))
	if err != nil {
		return Picture{}, fmt.Errorf("read picture: %w", err)
	}
	f, err := inspect(data, s.limits)
	if err != nil {
		return Picture{}, err
	}
	done, err := s.enter(ctx)
	if err != nil {
		return Picture{}, err
	}
	defer done()
	return from(ctx, f)
}

// enter waits for a place, which the caller gives back with done. Clips take one as well:
// what says where their samples lie may take much memory.
func (s *Scrubber) enter(ctx context.Context) (done func(), err error) {
	select {
	case s.places <- struct{}{}:
		return func() { <-s.places }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// file is a picture that has passed every bound but is not decoded yet.
type file struct {
	format
	data   []byte
	frames int
	turn   orientation
}

// inspect tells what the file is and holds it against the limits, without decoding pixels.
func inspect(data []byte, limits Limits) (*file, error) {
	if len(data) > limits.Bytes {
		return nil, &Refusal{Reason: TooLarge, Type: "application/octet-stream", Limit: limits.Bytes >> 20}
	}
	format, err := sniff(data)
	if err != nil {
		return nil, err
	}
	config, err := guarded(format.config, bytes.NewReader(data))
	if err != nil {
		return nil, damaged(format.mediaType, err)
	}
	s := format.survey(data)
	w, h, most := config.Width, config.Height, limits.Pixels
	switch {
	case w <= 0 || h <= 0:
		return nil, &Refusal{Reason: Damaged, Type: format.mediaType}
	case w > most || h > most || int64(w)*int64(h) > int64(most) || s.pixels > most:
		return nil, &Refusal{Reason: TooManyPixels, Type: format.mediaType, Limit: most / 1_000_000}
	case s.frames > limits.Frames:
		return nil, &Refusal{Reason: TooLong, Type: format.mediaType, Limit: limits.Frames}
	case s.scans > limits.Scans:
		return nil, &Refusal{Reason: TooLong, Type: format.mediaType, Limit: limits.Scans}
	case s.animated:
		return nil, &Refusal{Reason: Unsupported, Type: format.mediaType + "; animated"}
	}
	return &file{format: format, data: data, frames: s.frames, turn: readOrientation(s.exif)}, nil
}

// exact says that the file had exact pixels, as screenshots and drawings do, and deserves to keep them.
func (f *file) exact(img image.Image) bool {
	switch img.(type) {
	case *image.YCbCr, *image.NYCbCrA: // what lossy WebP decodes to
		return false
	}
	return f.mediaType != "image/jpeg"
}

func scrub(ctx context.Context, f *file) (Picture, error) {
	if f.frames > 1 {
		return animation(ctx, f)
	}
	img, err := decoded(ctx, f, f.decode)
	if err != nil {
		return Picture{}, err
	}
	size := img.Bounds()
	w, h := withinArea(size.Dx(), size.Dy(), originalSide)
	original := scaled(img, size, w, h)
	w, h = withinBox(w, h, smallSide)
	small := scaled(original, original.Rect, w, h)
	return finish(turned(original, f.turn), turned(small, f.turn), f.exact(img))
}

func avatar(ctx context.Context, f *file) (Picture, error) {
	img, err := decoded(ctx, f, f.decode)
	if err != nil {
		return Picture{}, err
	}
	part := square(img.Bounds())
	side := min(part.Dx(), avatarSide)
	original := turned(scaled(img, part, side, side), f.turn)
	side = min(side, badgeSide)
	return finish(original, scaled(original, original.Rect, side, side), f.exact(img))
}

// finish encodes both renditions in one type: exact where the source was or where it is see-through.
func finish(original, small *image.RGBA, exact bool) (p Picture, err error) {
	opaque := original.Opaque()
	p.Type = "image/png"
	if opaque && !exact {
		p.Type = "image/jpeg"
	}
	if p.Original, err = encode(original, p.Type); err != nil {
		return Picture{}, fmt.Errorf("encode picture: %w", err)
	}
	if p.Type == "image/png" && opaque && len(p.Original.Bytes) > heavyPNG {
		return finish(original, small, false)
	}
	return p.complete(small)
}

// complete adds the small rendition and the blurhash.
func (p Picture) complete(small *image.RGBA) (Picture, error) {
	var err error
	if p.Small, err = encode(small, p.Type); err != nil {
		return Picture{}, fmt.Errorf("encode small picture: %w", err)
	}
	if p.Blurhash, err = blur(small); err != nil {
		return Picture{}, fmt.Errorf("blur picture: %w", err)
	}
	return p, nil
}

// animation writes the frames anew in their own size. Comments, application blocks and what follows the
// end are not among what the decoder hands over; colours no pixel has are taken out.
func animation(ctx context.Context, f *file) (Picture, error) {
	g, err := decoded(ctx, f, gif.DecodeAll)
	if err != nil {
		return Picture{}, err
	}
	return moving(f, g)
}
