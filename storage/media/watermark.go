package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Watermark is what is written over a picture that only some may see, so that a
// photograph of the screen says whose it was.
type Watermark struct {
	// Text is written again and again over the whole picture: who looks, and when.
	Text string
	// Side is the longer side of the result in pixels; 0 leaves the size as it is.
	Side int
}

const (
	// markStrength is how much of a pixel under a letter is replaced: what is
	// beneath stays legible, and no letter can be taken for a speck.
	markStrength = 0.42
	markQuality  = 85
	// A letter is a thirtieth of the shorter side, but legible.
	markFraction, markLeast = 30, 11
)

// Mark returns a picture of ours (JPEG or PNG) as JPEG with a text drawn into its
// pixels, in slanting rows from edge to edge. On light ground it is dark and on
// dark ground light.
func (s *Scrubber) Mark(ctx context.Context, data []byte, m Watermark) (Rendition, error) {
	select {
	case s.places <- struct{}{}:
		defer func() { <-s.places }()
	case <-ctx.Done():
		return Rendition{}, context.Cause(ctx)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Rendition{}, fmt.Errorf("decode picture: %w", err)
	}
	size := img.Bounds()
	w, h := size.Dx(), size.Dy()
	if m.Side > 0 {
		w, h = withinBox(w, h, m.Side)
	}
	canvas := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(canvas, canvas.Rect, image.White, image.Point{}, draw.Src) // what is see-through is shown on paper
	draw.Draw(canvas, canvas.Rect, scaled(img, size, w, h), image.Point{}, draw.Over)
	stamp, err := lettering(m.Text, float64(max(min(w, h)/markFraction, markLeast)))
	if err != nil {
		return Rendition{}, err
	}
	tile(canvas, stamp)
	var buf bytes.Buffer
	err = jpeg.Encode(&buf, canvas, &jpeg.Options{Quality: markQuality})
	return Rendition{Bytes: buf.Bytes(), Width: w, Height: h}, err
}

// lettering draws a line of text, as high as its letters and a little wider.
func lettering(text string, height float64) (*image.Alpha, error) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: height, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	defer func() { _ = face.Close() }() // holds nothing but memory
	metrics := face.Metrics()
	width := font.MeasureString(face, text).Ceil() + 2*int(height)
	line := image.NewAlpha(image.Rect(0, 0, width, (metrics.Ascent + metrics.Descent).Ceil()))
	pen := font.Drawer{Dst: line, Src: image.NewUniform(color.Alpha{A: 255}), Face: face,
		Dot: fixed.Point26_6{X: fixed.I(int(height)), Y: metrics.Ascent}}
	pen.DrawString(text)
	return line, nil
}

// tile lays rows of the text over the canvas, each row half a text further on, all
// of them slanting upwards by a sixth of a circle's quarter.
func tile(canvas *image.RGBA, text *image.Alpha) {
	sin, cos := math.Sincos(math.Pi / 12)
	wide, high := text.Rect.Dx(), text.Rect.Dy()
	pitch := 3 * high
	for y := range canvas.Rect.Dy() {
		for x := range canvas.Rect.Dx() {
			u := int(math.Floor(float64(x)*cos - float64(y)*sin))
			v := int(math.Floor(float64(x)*sin + float64(y)*cos))
			row, in := v/pitch, v%pitch
			if in >= high {
				continue
			}
			u += row * wide / 2
			if ink := text.AlphaAt(((u%wide)+wide)%wide, in).A; ink > 0 {
				overlay(canvas, x, y, ink)
			}
		}
	}
}

// overlay moves a pixel towards black where it is light, and else towards white.
func overlay(canvas *image.RGBA, x, y int, ink uint8) {
	at := canvas.PixOffset(x, y)
	pixel := canvas.Pix[at : at+3]
	target := 0.0
	if 299*int(pixel[0])+587*int(pixel[1])+114*int(pixel[2]) < 128_000 { // luma of ITU-R BT.601
		target = 255
	}
	share := markStrength * float64(ink) / 255
	for i, value := range pixel {
		pixel[i] = uint8(float64(value)*(1-share) + target*share)
	}
}
