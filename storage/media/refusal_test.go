package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"strings"
	"testing"
)

// hugePNG says it is large and holds next to nothing.
func hugePNG(w, h uint32) []byte {
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return joined([]byte(pngMagic), chunk("IHDR", append(size, 8, 2, 0, 0, 0)), chunk("IDAT", compressed(strings.Repeat("\x00", 1<<16))), chunk("IEND", nil))
}

// hugeJPEG is a small one whose frame header was rewritten.
func hugeJPEG(t testing.TB) []byte {
	data := bytes.Clone(encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quarters(16, 16), nil) }))
	frame := bytes.Index(data, []byte{0xff, 0xc0})
	copy(data[frame+5:], []byte{0xff, 0xff, 0xff, 0xff})
	return data
}

// manyScans repeats the start of a scan, as a progressive bomb does.
func manyScans(t testing.TB) []byte {
	data := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quarters(16, 16), nil) })
	scan := bytes.Index(data, []byte{0xff, markerSOS})
	return joined(data[:scan], bytes.Repeat(data[scan:len(data)-2], 500), data[len(data)-2:])
}

// hiddenFrames puts a plain-text block with a false length before its frames: a walker that trusts it sees none of them.
func hiddenFrames(t testing.TB, frames int) []byte {
	data := gifFixture(t, frames)
	tables := gifHeader + tableSize(data[10])
	text := append([]byte{gifExtension, 0x01, 255}, make([]byte, 13)...)
	return joined(data[:tables], text, data[tables:])
}

// S-IN-2: what a file may cost is told from its structure, before a pixel is decoded.
func TestBombsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		data   []byte
		limits Limits
		want   Reason
	}{
		"bytes":              {make([]byte, 16<<20+1), Limits{}, TooLarge},
		"png":                {hugePNG(30_000, 30_000), Limits{}, TooManyPixels},
		"png, product wraps": {hugePNG(1<<31-1, 1<<31-1), Limits{}, Damaged}, // Go's own decoder says no first
		"png, one long line": {hugePNG(1<<31-1, 1), Limits{}, TooManyPixels},
		"jpeg":               {hugeJPEG(t), Limits{}, TooManyPixels},
		"jpeg scans":         {manyScans(t), Limits{}, TooLong},
		"webp":               {webpFixture(16384, 16384, 1, 0), Limits{}, TooManyPixels},
		"gif frames":         {gifFixture(t, 30), Limits{Frames: 20}, TooLong},
		"gif pixels":         {gifFixture(t, 30), Limits{Pixels: 20 * 64 * 32}, TooManyPixels},
		"gif, hidden frames": {hiddenFrames(t, 30), Limits{Frames: 20}, TooLong},
	} {
		t.Run(name, func(t *testing.T) {
			if r := refusal(t, c.data, c.limits); r.Reason != c.want {
				t.Errorf("refused for %s, want %s", r.Reason, c.want)
			}
		})
	}
}

// The bound that is told is in the unit of its sentence.
func TestRefusalTellsTheBound(t *testing.T) {
	for want, data := range map[int][]byte{16: make([]byte, 16<<20+1), 33: hugePNG(30_000, 30_000), 100: manyScans(t)} {
		if r := refusal(t, data, Limits{}); r.Limit != want {
			t.Errorf("%s: limit %d, want %d", r.Reason, r.Limit, want)
		}
	}
}

// What the walkers count is what the decoders will allocate.
func TestSurveyCounts(t *testing.T) {
	if s := surveyGIF(gifFixture(t, 7)); s.frames != 7 || s.pixels != 7*64*32 {
		t.Errorf("gif: %d frames of %d pixels", s.frames, s.pixels)
	}
	if s := surveyJPEG(jpegFixture(t, quarters(64, 32), 1)); s.scans != 1 {
		t.Errorf("jpeg: %d scans, want 1", s.scans)
	}
	noise := image.NewGray(image.Rect(0, 0, 256, 256))
	for i := range noise.Pix {
		noise.Pix[i] = byte(i * 2654435761 >> 7)
	}
	data := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, noise, &jpeg.Options{Quality: 100}) })
	if s := surveyJPEG(data); s.scans != 1 {
		t.Errorf("noisy jpeg: %d scans, want 1", s.scans)
	}
}

func TestOtherFilesAreRefusedByName(t *testing.T) {
	for mediaType, data := range map[string]string{
		"image/svg+xml":            "<?xml version=\"1.0\"?><!-- a --><SVG onload=\"alert(1)\">",
		"image/heic":               "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
		"image/avif":               "\x00\x00\x00\x18ftypavif\x00\x00\x00\x00",
		"image/tiff":               "II*\x00\x08\x00\x00\x00",
		"application/pdf":          "%PDF-1.7\n",
		"video/mp4":                "\x00\x00\x00\x18ftypisom\x00\x00\x00\x00",
		"image/bmp":                "BM\x00\x00",
		"image/jxl":                "\xff\x0a\x00\x00",
		"application/dicom":        strings.Repeat("\x00", 128) + "DICM",
		"application/octet-stream": "<html><body>" + "\xff\xd8\xff" + secret, // a polyglot is what it begins with
	} {
		if r := refusal(t, []byte(data), Limits{}); r.Reason != Unsupported || r.Type != mediaType {
			t.Errorf("%s was refused as %s (%s)", mediaType, r.Type, r.Reason)
		}
	}
	if r := refusal(t, nil, Limits{}); r.Reason != Unsupported {
		t.Errorf("an empty file was refused as %s", r.Reason)
	}
	if r := refusal(t, webpFixture(64, 32, 1, 1<<1), Limits{}); r.Reason != Unsupported {
		t.Errorf("an animated WebP was refused as %s", r.Reason)
	}
}

// A file cut anywhere is refused or decodes; it never stops the server, and what is refused is called damaged.
func TestCutFiles(t *testing.T) {
	for name, data := range map[string][]byte{
		"image/jpeg": jpegFixture(t, quarters(64, 32), 6),
		"image/png":  pngFixture(t, quarters(64, 32), 6),
		"image/gif":  gifFixture(t, 3),
		"image/webp": webpFixture(64, 32, 6, 0),
	} {
		s := NewScrubber(Limits{})
		for length := 12; length < len(data); length += 7 {
			_, err := s.Scrub(t.Context(), bytes.NewReader(data[:length]))
			if err != nil && !strings.Contains(err.Error(), string(Damaged)+" ("+name+")") {
				t.Errorf("%s cut to %d bytes: %v", name, length, err)
			}
		}
		if name == "image/webp" {
			continue // its pixels come first, and only metadata is lost by the cut
		}
		if r := refusal(t, data[:bytes.LastIndex(data, []byte(secret))-40], Limits{}); r.Reason != Damaged || r.Type != name {
			t.Errorf("%s without its end was refused as %s", name, r.Reason)
		}
	}
}

// A decoder that panics takes nothing down with it.
func TestPanickingDecoder(t *testing.T) {
	var table []color.Color
	_, err := guarded(func(io.Reader) (color.Color, error) { return table[len(table)], nil }, nil)
	if err == nil {
		t.Error("the panic was swallowed")
	}
}

// Whatever arrives: no panic, no allocation beyond the limits, and nothing but our own files.
func FuzzScrub(f *testing.F) {
	f.Add(jpegFixture(f, quarters(16, 8), 6))
	f.Add(pngFixture(f, quarters(16, 8), 6))
	f.Add(gifFixture(f, 2))
	f.Add(webpFixture(16, 8, 6, 0))
	s := NewScrubber(Limits{Bytes: 1 << 16, Pixels: 1 << 14, Frames: 20, Scans: 10})
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := s.Scrub(t.Context(), bytes.NewReader(data))
		if err != nil {
			return
		}
		if p.Original.Width*p.Original.Height > 1<<14 || p.Small.Width > smallSide || bytes.Contains(p.Original.Bytes, []byte("Mustermann")) {
			t.Errorf("%s of %dx%d", p.Type, p.Original.Width, p.Original.Height)
		}
		if _, err := sniff(p.Original.Bytes); err != nil {
			t.Error(err)
		}
	})
}
