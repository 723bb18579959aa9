package media

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"time"
)

// Clip is a short video or a sound whose container was walked from end to end. What is
// in its pieces was named one by one: streams of frames, and what a player needs to
// find and decode them. Tags, covers, places, names and times are not among them.
type Clip struct {
	// Type is video/mp4, video/webm, audio/mp4, audio/webm, audio/mpeg, audio/ogg,
	// audio/wav or audio/flac.
	Type          string
	Width, Height int
	Duration      time.Duration
	pieces        []piece
}

// piece is bytes of our own making, or size bytes of the file from an offset on.
type piece struct {
	bytes      []byte
	from, size int64
}

// mostPieces bounds what a file can make us keep in memory.
const mostPieces = 100_000

// clipFormat is a container we walk.
type clipFormat struct {
	magic func(head []byte) bool
	walk  func(*source) (Clip, error)
}

// clipFormats are told apart by content.
func clipFormats() []clipFormat {
	return []clipFormat{
		{isMovie, walkMovie},
		{prefix("\x1a\x45\xdf\xa3"), walkMatroska},
		{prefix("OggS"), walkOgg},
		{riff("WAVE"), walkWave},
		{prefix("fLaC"), walkFLAC},
		{either(prefix("ID3"), isFrame), walkTagged},
	}
}

// headSize is how much of a file tells what it is.
const headSize = 1024

func clipFormatOf(head []byte) (clipFormat, bool) {
	for _, f := range clipFormats() {
		if f.magic(head) {
			return f, true
		}
	}
	return clipFormat{}, false
}

// inspectClip walks the container of a video or sound and holds it against the limits.
// Its error is a *Refusal, ctx's own, or that of the reader. Nothing is decoded: what
// is seen and said in it nobody here can check.
func inspectClip(ctx context.Context, r io.ReadSeeker, limits Limits) (Clip, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return Clip{}, fmt.Errorf("measure file: %w", err)
	}
	if size > int64(limits.ClipBytes) {
		return Clip{}, &Refusal{Reason: ClipTooLarge, Type: "application/octet-stream", Limit: limits.ClipBytes >> 20}
	}
	s := &source{ctx: ctx, r: r, size: size}
	f, known := clipFormatOf(s.at(0, min(headSize, size)))
	if !known {
		return Clip{}, s.orFault(&Refusal{Reason: Unsupported, Type: "application/octet-stream"})
	}
	clip, err := f.walk(s)
	if err = s.orFault(err); err != nil {
		return Clip{}, err
	}
	most := limits.VideoTime
	if clip.Width == 0 {
		most = limits.SoundTime
	}
	switch {
	case clip.Duration <= 0:
		return Clip{}, unchecked(clip.Type)
	case clip.Duration > most:
		return Clip{}, &Refusal{Reason: TooLasting, Type: clip.Type, Limit: int(most / time.Second)}
	case clip.Width > MaxClipSide || clip.Height > MaxClipSide:
		return Clip{}, &Refusal{Reason: TooManyPixels, Type: clip.Type, Limit: MaxClipSide * MaxClipSide / 1_000_000}
	}
	return clip, nil
}

// MaxClipSide bounds each side of a video in pixels.
const MaxClipSide = 4096

// unchecked is the refusal of a container that is sound perhaps, but of which we cannot
// say for sure what it carries.
func unchecked(mediaType string) error { return &Refusal{Reason: Unchecked, Type: mediaType} }

// reader gives the new file.
func (c Clip) reader(ctx context.Context, r io.ReadSeeker) io.Reader {
	readers := make([]io.Reader, 0, len(c.pieces))
	for _, p := range c.pieces {
		if p.bytes != nil {
			readers = append(readers, bytes.NewReader(p.bytes))
			continue
		}
		readers = append(readers, &part{r: r, piece: p})
	}
	return &patient{ctx: ctx, r: io.MultiReader(readers...)}
}

// part reads a piece of a file when its turn comes.
type part struct {
	r io.ReadSeeker
	piece
	begun bool
}

func (p *part) Read(b []byte) (int, error) {
	if p.size == 0 {
		return 0, io.EOF
	}
	if !p.begun {
		if _, err := p.r.Seek(p.from, io.SeekStart); err != nil {
			return 0, err
		}
		p.begun = true
	}
	n, err := p.r.Read(b[:min(int64(len(b)), p.size)])
	p.size -= int64(n)
	if err == io.EOF && p.size > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// pieces are gathered in order; neighbours become one.
type pieces []piece

func (p *pieces) own(b []byte) {
	if len(b) > 0 {
		*p = append(*p, piece{bytes: b})
	}
}

func (p *pieces) copy(from, size int64) {
	if size <= 0 {
		return
	}
	if n := len(*p); n > 0 && (*p)[n-1].bytes == nil && (*p)[n-1].from+(*p)[n-1].size == from {
		(*p)[n-1].size += size
		return
	}
	*p = append(*p, piece{from: from, size: size})
}

func (p pieces) total() int64 {
	var n int64
	for _, one := range p {
		n += int64(len(one.bytes)) + one.size
	}
	return n
}

// lasting is so many units of which there are rate in a second.
func lasting(units uint64, rate uint64) time.Duration {
	if rate == 0 {
		return 0
	}
	seconds := float64(units) / float64(rate)
	if seconds > math.MaxInt32 {
		seconds = math.MaxInt32
	}
	return time.Duration(seconds * float64(time.Second))
}
