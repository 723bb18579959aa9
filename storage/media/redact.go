package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"math"

	"consilium/community"
)

// Redact returns a picture of ours with areas of it black: new renditions and a new
// blurhash, made from what is left, and nothing of what was there in any of them.
func (s *Scrubber) Redact(ctx context.Context, data []byte, areas []community.Area) (Picture, error) {
	return s.ofOurs().make(ctx, bytes.NewReader(data), func(ctx context.Context, f *file) (Picture, error) {
		if f.frames > 1 {
			return redactFrames(ctx, f, areas)
		}
		canvas, exact, err := redacted(ctx, f, areas)
		if err != nil {
			return Picture{}, err
		}
		w, h := withinBox(canvas.Rect.Dx(), canvas.Rect.Dy(), smallSide)
		return finish(canvas, scaled(canvas, canvas.Rect, w, h), exact)
	})
}

// mostOwn is how large a file of ours may be, in bytes: what we write anew can be
// larger than what was uploaded.
const mostOwn = 64 << 20

func (s *Scrubber) ofOurs() *Scrubber {
	own := Scrubber{limits: s.limits, places: s.places}
	own.limits.Bytes = mostOwn
	return &own
}

const (
	sketchSide    = 1280 // the longer side
	sketchQuality = 85
)

// Sketch is a picture of ours as Redact would leave it, as a JPEG to look at.
func (s *Scrubber) Sketch(ctx context.Context, data []byte, areas []community.Area) ([]byte, error) {
	var sketch bytes.Buffer
	_, err := s.ofOurs().make(ctx, bytes.NewReader(data), func(ctx context.Context, f *file) (Picture, error) {
		canvas, _, err := redacted(ctx, f, areas)
		if err != nil {
			return Picture{}, err
		}
		w, h := withinBox(canvas.Rect.Dx(), canvas.Rect.Dy(), sketchSide)
		paper := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.Draw(paper, paper.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(paper, paper.Rect, scaled(canvas, canvas.Rect, w, h), image.Point{}, draw.Over)
		return Picture{}, jpeg.Encode(&sketch, paper, &jpeg.Options{Quality: sketchQuality})
	})
	return sketch.Bytes(), err
}

// redacted decodes a picture and paints the areas black; exact is as for finish.
func redacted(ctx context.Context, f *file, areas []community.Area) (canvas *image.RGBA, exact bool, err error) {
	img, err := decoded(ctx, f, f.decode)
	if err != nil {
		return nil, false, err
	}
	size := img.Bounds()
	canvas = scaled(img, size, size.Dx(), size.Dy())
	for _, a := range areas {
		draw.Draw(canvas, f.covered(a, canvas.Rect), image.Black, image.Point{}, draw.Src)
	}
	return canvas, f.exact(img), nil
}

// block is what a JPEG compresses together when it halves the colours (ITU-T T.81, A.2):
// whatever stood in one has left traces in all of it.
const block = 16

// covered are the pixels an area touches, and in a JPEG those of the same blocks.
func (f *file) covered(a community.Area, size image.Rectangle) image.Rectangle {
	grid := 1
	if f.mediaType == "image/jpeg" {
		grid = block
	}
	w, h := float64(size.Dx()), float64(size.Dy())
	down := func(at float64) int { return int(math.Floor(at)) / grid * grid }
	up := func(at float64) int { return (int(math.Ceil(at)) + grid - 1) / grid * grid }
	return image.Rect(down(a.X*w/100), down(a.Y*h/100), up((a.X+a.Width)*w/100), up((a.Y+a.Height)*h/100)).Intersect(size)
}

// redactFrames blackens the areas in every frame of an animation, so that none shows
// what another hides.
func redactFrames(ctx context.Context, f *file, areas []community.Area) (Picture, error) {
	g, err := decoded(ctx, f, gif.DecodeAll)
	if err != nil {
		return Picture{}, err
	}
	canvas := image.Rect(0, 0, g.Config.Width, g.Config.Height)
	for _, frame := range g.Image {
		ink := inkOf(frame)
		for _, a := range areas {
			part := f.covered(a, canvas).Intersect(frame.Rect)
			for y := part.Min.Y; y < part.Max.Y; y++ {
				row := frame.Pix[frame.PixOffset(part.Min.X, y):][:part.Dx()]
				for x := range row {
					row[x] = ink
				}
			}
		}
	}
	return moving(f, g)
}

var black = color.RGBA{A: 255}

// inkOf is black among the colours of a frame. A frame whose 256 colours have no black
// gives up the darkest one.
func inkOf(frame *image.Paletted) uint8 {
	palette := append(color.Palette(nil), frame.Palette...)
	frame.Palette = palette
	darkest, least := 0, uint32(math.MaxUint32)
	for i, c := range palette {
		r, g, b, alpha := c.RGBA()
		if sum := r + g + b; alpha == math.MaxUint16 && sum < least {
			darkest, least = i, sum
		}
	}
	if least > 0 && len(palette) < 256 {
		frame.Palette = append(palette, black)
		return uint8(len(palette))
	}
	palette[darkest] = black
	return uint8(darkest)
}

// bare leaves in the tables of an animation only the colours its pixels have: a table
// has room for a message that is shown nowhere.
func bare(g *gif.GIF) {
	g.Config.ColorModel = nil // each frame brings its own
	for _, frame := range g.Image {
		var used [256]bool
		for _, p := range frame.Pix {
			used[p] = true
		}
		palette := make(color.Palette, len(frame.Palette))
		for i, c := range frame.Palette {
			palette[i] = black
			if used[i] {
				palette[i] = c
			}
		}
		frame.Palette = palette
	}
}

// moving encodes an animation and makes its still rendition.
func moving(f *file, g *gif.GIF) (Picture, error) {
	bare(g)
	var buf bytes.Buffer
	if err := gif.EncodeAll(&buf, g); err != nil {
		return Picture{}, damaged(f.mediaType, err)
	}
	first := firstFrame(g)
	w, h := withinBox(g.Config.Width, g.Config.Height, smallSide)
	p := Picture{Type: f.mediaType, Original: Rendition{Bytes: buf.Bytes(), Width: g.Config.Width, Height: g.Config.Height}}
	p, err := p.complete(scaled(first, first.Rect, w, h))
	if err != nil {
		return Picture{}, fmt.Errorf("redraw animation: %w", err)
	}
	return p, nil
}
