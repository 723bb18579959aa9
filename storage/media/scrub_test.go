package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"consilium/community"
)

func scrubbed(t *testing.T, data []byte) Picture {
	t.Helper()
	p, err := NewScrubber(Limits{}).Scrub(t.Context(), bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func refusal(t *testing.T, data []byte, limits Limits) *Refusal {
	t.Helper()
	_, err := NewScrubber(limits).Scrub(t.Context(), bytes.NewReader(data))
	var r *Refusal
	if !errors.As(err, &r) {
		t.Fatalf("got %v, want a refusal", err)
	}
	return r
}

// opened decodes a rendition and sees that it is what it says.
func opened(t *testing.T, mediaType string, r Rendition) image.Image {
	t.Helper()
	img, name, err := image.Decode(bytes.NewReader(r.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if "image/"+name != mediaType || img.Bounds().Dx() != r.Width || img.Bounds().Dy() != r.Height {
		t.Errorf("is %s of %v, says %s of %dx%d", name, img.Bounds(), mediaType, r.Width, r.Height)
	}
	return img
}

// structure lists the parts of a file we wrote: markers, chunk names, blocks.
func structure(data []byte) []string {
	var parts []string
	switch {
	case bytes.HasPrefix(data, []byte(pngMagic)):
		for rest := data[8:]; len(rest) >= 12; {
			length := int(rest[0])<<24 | int(rest[1])<<16 | int(rest[2])<<8 | int(rest[3])
			parts = append(parts, string(rest[4:8]))
			rest = rest[12+length:]
		}
	case bytes.HasPrefix(data, []byte("GIF8")):
		for i, b := range data[:len(data)-1] {
			if b == gifExtension && (data[i+1] == 0xfe || data[i+1] == 0xff || data[i+1] == 0x01) {
				parts = append(parts, string(data[i+1:min(i+14, len(data))]))
			}
		}
	default:
		for i, b := range data[:len(data)-1] {
			if m := data[i+1]; b == 0xff && (m >= 0xe0 && m != 0xff || m == markerEOI) {
				parts = append(parts, string([]byte{m}))
			}
		}
	}
	return parts
}

// R-MED: of a stranger's file nothing remains but its pixels, in either rendition.
func TestNoMetadataSurvives(t *testing.T) {
	clear := image.NewNRGBA(image.Rect(0, 0, 64, 32))
	for name, c := range map[string]struct {
		data  []byte
		want  string
		parts string // the only ones allowed
	}{
		"jpeg":            {jpegFixture(t, quarters(64, 32), 1), "image/jpeg", "\xd9"},
		"long jpeg":       {jpegFixture(t, quarters(2000, 100), 6), "image/jpeg", "\xd9"},
		"png":             {pngFixture(t, quarters(64, 32), 1), "image/png", "IHDR IDAT IEND"},
		"transparent png": {pngFixture(t, clear, 3), "image/png", "IHDR IDAT IEND"},
		"still gif":       {gifFixture(t, 1), "image/png", "IHDR IDAT IEND"},
		"animated gif":    {gifFixture(t, 3), "image/gif", "\xff\x0bNETSCAPE2.0"},
		"webp":            {webpFixture(64, 32, 1, 0), "image/png", "IHDR IDAT IEND"},
	} {
		t.Run(name, func(t *testing.T) {
			if n := bytes.Count(c.data, []byte(secret)); n < 3 {
				t.Fatalf("the fixture holds the secret %d times only", n)
			}
			p := scrubbed(t, c.data)
			if p.Type != c.want || p.Blurhash == "" {
				t.Errorf("type %s, blurhash %q; want %s and a hash", p.Type, p.Blurhash, c.want)
			}
			for _, r := range []Rendition{p.Original, p.Small} {
				opened(t, p.Type, r)
				for _, word := range []string{"Mustermann", "52.52", "script", "Exif", "ICC", "adobe", "XMP"} {
					if bytes.Contains(r.Bytes, []byte(word)) {
						t.Errorf("%q survived", word)
					}
				}
				for _, part := range structure(r.Bytes) {
					if !strings.Contains(c.parts, part) {
						t.Errorf("part %q is in the new file", part)
					}
				}
			}
		})
	}
}

// The new file ends with its end marker: what stood behind the old one is gone (polyglots, phone videos).
func TestNothingFollowsTheEnd(t *testing.T) {
	if b := scrubbed(t, jpegFixture(t, quarters(64, 32), 1)).Original.Bytes; !bytes.HasSuffix(b, []byte{0xff, markerEOI}) {
		t.Error("a JPEG goes on after its end")
	}
	if b := scrubbed(t, pngFixture(t, quarters(64, 32), 1)).Original.Bytes; !bytes.HasSuffix(b[:len(b)-4], []byte("IEND")) {
		t.Error("a PNG goes on after its end")
	}
	if b := scrubbed(t, gifFixture(t, 3)).Original.Bytes; b[len(b)-1] != 0x3b {
		t.Error("a GIF goes on after its end")
	}
}

func TestAnimationKeepsItsFrames(t *testing.T) {
	p := scrubbed(t, gifFixture(t, 5))
	g, err := gif.DecodeAll(bytes.NewReader(p.Original.Bytes))
	if err != nil || len(g.Image) != 5 || g.Delay[4] != 14 || g.LoopCount != 0 {
		t.Errorf("frames %d, delays %v, loops %d, %v", len(g.Image), g.Delay, g.LoopCount, err)
	}
	small, err := gif.DecodeAll(bytes.NewReader(p.Small.Bytes))
	if err != nil || len(small.Image) != 1 {
		t.Errorf("the small rendition has %d frames, want 1 (%v)", len(small.Image), err)
	}
}

// shown is the order in which a viewer sees the stored corners, for each orientation (Exif 3.0, 4.6.4).
var shown = map[int][4]int{
	1: {0, 1, 2, 3},
	2: {1, 0, 3, 2},
	3: {3, 2, 1, 0},
	4: {2, 3, 0, 1},
	5: {0, 2, 1, 3},
	6: {2, 0, 3, 1},
	7: {3, 1, 2, 0},
	8: {1, 3, 0, 2},
	0: {0, 1, 2, 3}, // not an orientation
	9: {0, 1, 2, 3},
}

func TestOrientationIsApplied(t *testing.T) {
	for o, order := range shown {
		for name, data := range map[string][]byte{
			"jpeg":      jpegFixture(t, quarters(128, 64), o),
			"png":       pngFixture(t, quarters(128, 64), o),
			"tall jpeg": jpegFixture(t, quarters(64, 700), o),
		} {
			p := scrubbed(t, data)
			for _, r := range []Rendition{p.Original, p.Small} {
				img := opened(t, p.Type, r)
				if wide, turns := r.Width > r.Height, o >= 5 && o <= 8; wide != (turns == (name == "tall jpeg")) {
					t.Errorf("%s %d: %dx%d", name, o, r.Width, r.Height)
				}
				for i, want := range order {
					at := image.Pt(r.Width/4+i%2*r.Width/2, r.Height/4+i/2*r.Height/2)
					if !near(img.At(at.X, at.Y), corners[want]) {
						t.Errorf("%s %d: corner %d is %v, want %v", name, o, i, img.At(at.X, at.Y), corners[want])
					}
				}
			}
		}
	}
	if p := scrubbed(t, webpFixture(64, 32, 6, 0)); p.Original.Width != 32 || p.Original.Height != 64 {
		t.Errorf("webp 6: %dx%d", p.Original.Width, p.Original.Height)
	}
}

func near(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	off := func(x, y uint32) bool { return max(x, y)-min(x, y) > 12<<8 }
	return !off(ar, br) && !off(ag, bg) && !off(ab, bb)
}

func TestSizes(t *testing.T) {
	for _, c := range []struct{ w, h, originalW, originalH, smallW, smallH int }{
		{64, 32, 64, 32, 64, 32},
		{1, 1, 1, 1, 1, 1},
		{1920, 1920, 1920, 1920, 640, 640},
		{4000, 3000, 2217, 1663, 640, 480},
		{6000, 600, 6000, 600, 640, 64}, // a rhythm strip stays readable
		{12000, 20, 8192, 14, 640, 1},
		{1, 33_000_000, 1, 8192, 1, 640},
	} {
		w, h := withinArea(c.w, c.h, originalSide)
		smallW, smallH := withinBox(w, h, smallSide)
		if w != c.originalW || h != c.originalH || smallW != c.smallW || smallH != c.smallH {
			t.Errorf("%dx%d became %dx%d and %dx%d, want %v", c.w, c.h, w, h, smallW, smallH, c)
		}
	}
	p := scrubbed(t, encoded(t, func(b *bytes.Buffer) error {
		return jpeg.Encode(b, image.NewGray(image.Rect(0, 0, 5000, 900)), nil)
	}))
	if p.Original.Width != 4525 || p.Original.Height != 815 || p.Small.Width != 640 || p.Small.Height != 115 {
		t.Errorf("made %dx%d and %dx%d", p.Original.Width, p.Original.Height, p.Small.Width, p.Small.Height)
	}
}

func TestAvatarIsASquareOfTheMiddle(t *testing.T) {
	wide := image.NewRGBA(image.Rect(0, 0, 1290, 430))
	for y := range 430 {
		for x := range 1290 {
			wide.SetRGBA(x, y, corners[x/430])
		}
	}
	p, err := NewScrubber(Limits{}).Avatar(t.Context(), bytes.NewReader(jpegFixture(t, wide, 8)))
	if err != nil {
		t.Fatal(err)
	}
	if p.Original.Width != 400 || p.Original.Height != 400 || p.Small.Width != 120 || p.Small.Height != 120 {
		t.Errorf("%dx%d and %dx%d, want 400 and 120", p.Original.Width, p.Original.Height, p.Small.Width, p.Small.Height)
	}
	img := opened(t, p.Type, p.Original)
	for _, at := range []image.Point{{10, 10}, {390, 10}, {10, 390}, {390, 390}, {200, 200}} {
		if !near(img.At(at.X, at.Y), corners[1]) {
			t.Errorf("%v is %v, want the middle's colour", at, img.At(at.X, at.Y))
		}
	}
	still, err := NewScrubber(Limits{}).Avatar(t.Context(), bytes.NewReader(gifFixture(t, 3)))
	if err != nil || still.Type != "image/png" || still.Original.Width != 32 {
		t.Errorf("of an animation: %s, %d wide, %v; want a still PNG of 32", still.Type, still.Original.Width, err)
	}
}

func TestTransparencyStays(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 300, 600))
	for x := range 300 {
		img.SetNRGBA(x, 10, color.NRGBA{200, 0, 0, 128})
	}
	p := scrubbed(t, pngFixture(t, img, 1))
	out := opened(t, p.Type, p.Original)
	if _, _, _, a := out.At(5, 500).RGBA(); a != 0 || p.Type != "image/png" {
		t.Errorf("%s with alpha %d where nothing was", p.Type, a)
	}
	if _, _, _, a := out.At(5, 10).RGBA(); a>>8 != 128 {
		t.Errorf("alpha %d, want 128", a>>8)
	}
}

// A photograph saved as PNG would be huge; it becomes a JPEG.
func TestHeavyPNGBecomesJPEG(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 1000, 750))
	for i, n := 0, uint32(1); i < len(noise.Pix); i++ {
		n = n*1664525 + 1013904223
		noise.Pix[i] = byte(n >> 24)
		if i%4 == 3 {
			noise.Pix[i] = 255
		}
	}
	data := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, noise) })
	if p := scrubbed(t, data); p.Type != "image/jpeg" {
		t.Errorf("%s of %d bytes", p.Type, len(p.Original.Bytes))
	}
}

func TestRefusalReachesTheForm(t *testing.T) {
	r := refusal(t, []byte("%PDF-1.7"), Limits{})
	var invalid *community.Invalid
	if !errors.As(error(r), &invalid) || invalid.Field != "media" || invalid.Problem.Key != "media.unsupported" {
		t.Errorf("a form would show %v", invalid)
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	s := NewScrubber(Limits{})
	for range cap(s.places) {
		s.places <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Scrub(ctx, bytes.NewReader(jpegFixture(t, quarters(8, 8), 1))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	<-s.places
	if _, err := s.Scrub(t.Context(), bytes.NewReader(jpegFixture(t, quarters(8, 8), 1))); err != nil {
		t.Errorf("a place is free, but %v", err)
	}
	if len(s.places) != cap(s.places)-1 {
		t.Error("a place was not given back")
	}
}

// Decoding itself ends too, in every format, and is not mistaken for a damaged file.
func TestDecodingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, data := range map[string][]byte{
		"jpeg": jpegFixture(t, quarters(64, 32), 1),
		"png":  pngFixture(t, quarters(64, 32), 1),
		"gif":  gifFixture(t, 1),
		"gifs": gifFixture(t, 3),
		"webp": webpFixture(64, 32, 1, 0),
	} {
		f, err := inspect(data, Limits{}.orDefault())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := scrub(ctx, f); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
}
