package media

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"testing"

	"consilium/community"
)

// plain is a picture of one shade of grey.
func plain(t *testing.T, w, h int, grey uint8) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: grey}), image.Point{}, draw.Src)
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
}

// marked counts the pixels of a part of the picture that are far from its shade.
func marked(img image.Image, part image.Rectangle, grey uint8) int {
	n := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			got, _ := color.GrayModel.Convert(img.At(x, y)).(color.Gray)
			if max(got.Y, grey)-min(got.Y, grey) > 40 {
				n++
			}
		}
	}
	return n
}

// The mark is in the pixels of every part of the picture, so that none can be cut
// out without it, on paper as well as on a dark photograph and in a thumbnail.
func TestWatermarkCoversThePicture(t *testing.T) {
	s := NewScrubber(Limits{})
	for name, c := range map[string]struct {
		w, h, side int
		grey       uint8
	}{
		"paper": {1200, 900, 0, 255}, "dark": {1200, 900, 0, 0}, "grey": {900, 1200, 0, 128},
		"thumbnail": {1200, 900, 320, 250}, "strip": {1600, 200, 0, 255},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := s.Mark(t.Context(), plain(t, c.w, c.h, c.grey), Watermark{Text: "@olga · 2026-11-22 09:00 UTC", Side: c.side})
			if err != nil {
				t.Fatal(err)
			}
			img := opened(t, "image/jpeg", r)
			if c.side > 0 && max(r.Width, r.Height) != c.side {
				t.Errorf("%d × %d pixels", r.Width, r.Height)
			}
			const parts = 3
			for row := range parts {
				for column := range parts {
					part := image.Rect(r.Width*column/parts, r.Height*row/parts, r.Width*(column+1)/parts, r.Height*(row+1)/parts)
					if n, all := marked(img, part, c.grey), part.Dx()*part.Dy(); n*200 < all || n*2 > all {
						t.Errorf("part %d,%d: %d of %d pixels are marked", column, row, n, all)
					}
				}
			}
		})
	}
}

// Two who look get two pictures, and the mark is nothing that a reader could peel
// off: there is nothing but pixels in the file.
func TestWatermarkNamesTheViewer(t *testing.T) {
	s := NewScrubber(Limits{})
	paper := plain(t, 600, 400, 255)
	one, err := s.Mark(t.Context(), paper, Watermark{Text: "@olga · 2026-11-22 09:00 UTC"})
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Mark(t.Context(), paper, Watermark{Text: "@omar · 2026-11-22 09:00 UTC"})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(one.Bytes, other.Bytes) {
		t.Error("both see the same picture")
	}
	if bytes.Contains(one.Bytes, []byte("olga")) {
		t.Error("the mark is text in the file")
	}
}

// A paper is told by its pixels: what stands in its metadata makes it no other.
func TestDocumentIsPixelsOnly(t *testing.T) {
	s := NewScrubber(Limits{})
	img := quarters(64, 48)
	bare := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
	one, err := s.Document(t.Context(), bytes.NewReader(bare))
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Document(t.Context(), bytes.NewReader(pngFixture(t, img, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes, other.Bytes) || one.Type != "image/png" {
		t.Errorf("%s of %d bytes and %s of %d", one.Type, len(one.Bytes), other.Type, len(other.Bytes))
	}
	if structured := structure(other.Bytes); slices.Contains(structured, "eXIf") || slices.Contains(structured, "tEXt") {
		t.Errorf("the file holds %v", structured)
	}
}

// Whatever can hold more than it shows is refused, with what to do instead.
func TestDocumentRefusals(t *testing.T) {
	s := NewScrubber(Limits{})
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"pdf":       {[]byte("%PDF-1.7\n"), "verification.document_type"},
		"animation": {gifFixture(t, 3), "verification.document_type"},
		"svg":       {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "verification.document_type"},
		"program":   {[]byte("MZ\x90\x00"), "verification.document_type"},
		"too large": {append(plain(t, 8, 8, 9), make([]byte, 11<<20)...), "media.too_large"},
		"damaged":   {plain(t, 64, 64, 9)[:60], "media.damaged"},
	} {
		_, err := s.Document(t.Context(), bytes.NewReader(c.data))
		invalid, is := errors.AsType[*community.Invalid](err)
		if !is || invalid.Field != "document" || invalid.Problem.Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}
