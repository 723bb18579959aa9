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
	"io"
	"io/fs"
	"slices"
	"testing"

	"consilium/community"
)

// secretColour is what is blacked out in these tests: nothing else in the fixtures is
// anything like it.
var secretColour = color.RGBA{240, 0, 240, 255}

// patched is a grey picture with a secret in it, at the area that patch names.
func patched(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(60 + x%40), uint8(90 + y%30), 80, 255})
			if x >= w*30/100 && x < w*60/100 && y >= h*20/100 && y < h*50/100 {
				img.SetRGBA(x, y, secretColour)
			}
		}
	}
	return img
}

var patch = []community.Area{{X: 29, Y: 19, Width: 32, Height: 32}}

// secretPixels counts pixels in which red and blue stand far above green: in the
// fixtures only the secret's do, however a JPEG has blurred them.
func secretPixels(img image.Image) int {
	n := 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
			if int(c.R)-int(c.G) > 60 && int(c.B)-int(c.G) > 60 {
				n++
			}
		}
	}
	return n
}

// everyFrame gives all pictures of a file, of an animation each as it is shown.
func everyFrame(t *testing.T, data []byte) []image.Image {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("GIF8")) {
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return []image.Image{img}
	}
	g, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var all []image.Image
	for _, frame := range g.Image {
		all = append(all, frame)
	}
	return all
}

func patchedGIF(t *testing.T, colours int) []byte {
	palette := color.Palette{secretColour}
	for i := 1; i < colours; i++ {
		palette = append(palette, color.RGBA{uint8(40 + i/2), uint8(90 + i/4), 80, 255})
	}
	g := &gif.GIF{}
	for range 4 {
		frame := image.NewPaletted(image.Rect(0, 0, 100, 80), palette)
		img := patched(100, 80)
		for y := range 80 {
			for x := range 100 {
				frame.SetColorIndex(x, y, uint8(1+(x*y)%(colours-1)))
				if img.RGBAAt(x, y) == secretColour {
					frame.SetColorIndex(x, y, 0)
				}
			}
		}
		g.Image, g.Delay = append(g.Image, frame), append(g.Delay, 5)
	}
	return encoded(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, g) })
}

// What is covered is black in every file and frame, and nothing of it is left in the
// small rendition, the blurhash or a table of colours.
func TestRedact(t *testing.T) {
	for name, data := range map[string][]byte{
		"jpeg":       encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, patched(900, 700), nil) }),
		"png":        encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, patched(300, 200)) }),
		"large png":  encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, patched(2600, 1900)) }),
		"gif":        patchedGIF(t, 20),
		"full gif":   patchedGIF(t, 256),
		"turned":     jpegFixture(t, patched(640, 640), 1),
		"tiny":       encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, patched(10, 10)) }),
		"long strip": encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, patched(3000, 120), nil) }),
	} {
		t.Run(name, func(t *testing.T) {
			kept := scrubbed(t, data)
			before := 0
			for _, img := range everyFrame(t, kept.Original.Bytes) {
				before += secretPixels(img)
			}
			if before == 0 {
				t.Fatal("the fixture shows no secret")
			}
			p, err := NewScrubber(Limits{}).Redact(t.Context(), kept.Original.Bytes, patch)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range []Rendition{p.Original, p.Small} {
				for i, img := range everyFrame(t, r.Bytes) {
					if n := secretPixels(img); n != 0 {
						t.Errorf("%d pixels of the secret are in frame %d of %dx%d", n, i, r.Width, r.Height)
					}
					x, y := img.Bounds().Dx()*45/100, img.Bounds().Dy()*35/100
					if c := color.GrayModel.Convert(img.At(x, y)).(color.Gray); c.Y > 8 {
						t.Errorf("the middle of what is covered is %v", img.At(x, y))
					}
				}
			}
			if bytes.Contains(p.Original.Bytes, []byte{secretColour.R, secretColour.G, secretColour.B}) && p.Type == "image/gif" {
				t.Error("the colour is still in a table")
			}
			if p.Blurhash == kept.Blurhash || p.Original.Width != kept.Original.Width || len(everyFrame(t, p.Original.Bytes)) != len(everyFrame(t, kept.Original.Bytes)) {
				t.Errorf("blurhash %s, width %d", p.Blurhash, p.Original.Width)
			}
			sketch, err := NewScrubber(Limits{}).Sketch(t.Context(), kept.Original.Bytes, patch)
			if err != nil || secretPixels(everyFrame(t, sketch)[0]) != 0 {
				t.Errorf("the sketch shows what is covered, %v", err)
			}
		})
	}
}

// What reaches beyond the picture ends at its edge; a pixel that is touched is black,
// and in a JPEG its whole block.
func TestCovered(t *testing.T) {
	size := image.Rect(0, 0, 100, 50)
	for _, c := range []struct {
		mediaType string
		area      community.Area
		want      image.Rectangle
	}{
		{"image/png", community.Area{X: 0, Y: 0, Width: 100, Height: 100}, size},
		{"image/png", community.Area{X: 10.1, Y: 10.1, Width: 0.1, Height: 0.1}, image.Rect(10, 5, 11, 6)},
		{"image/png", community.Area{X: 90, Y: 90, Width: 40, Height: 40}, image.Rect(90, 45, 100, 50)},
		{"image/jpeg", community.Area{X: 10.1, Y: 40, Width: 10, Height: 1}, image.Rect(0, 16, 32, 32)},
	} {
		f := &file{format: format{mediaType: c.mediaType}}
		if got := f.covered(c.area, size); got != c.want {
			t.Errorf("%+v of %s covers %v, want %v", c.area, c.mediaType, got, c.want)
		}
	}
}

// secretFiles is how many files of the folder show the secret, with what is being
// written.
func (s *shelf) secretFiles() int {
	s.Helper()
	n := 0
	err := fs.WalkDir(s.folder.root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(s.folder.root.FS(), path)
		for _, img := range everyFrame(s.T, data) {
			n += min(1, secretPixels(img))
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return n
}

func (s *shelf) secret() community.Media {
	s.Helper()
	data := encoded(s, func(b *bytes.Buffer) error { return png.Encode(b, patched(300, 200)) })
	m, err := s.library.Upload(s.Context(), s.ana.ID, bytes.NewReader(data), "")
	if err != nil {
		s.Fatal(err)
	}
	return m
}

// faulty is a keeper that fails at one call, as a disk or a process that dies does.
type faulty struct {
	*Folder
	calls, fails int
}

var errDied = errors.New("the process died here")

func (k *faulty) next() error {
	k.calls++
	if k.calls == k.fails {
		return errDied
	}
	return nil
}

func (k *faulty) Put(ctx context.Context, name string, r io.Reader) error {
	if err := k.next(); err != nil {
		return err
	}
	return k.Folder.Put(ctx, name, r)
}

func (k *faulty) Remove(ctx context.Context, name string) error {
	if err := k.next(); err != nil {
		return err
	}
	return k.Folder.Remove(ctx, name)
}

// Wherever a redaction ends, what is covered is either still the picture, and the author
// was told of an error, or it is named by no row and on the list of what is removed. Only
// when it is in no file is there no error.
func TestRedactionThatDies(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		for fails := range 6 {
			old := s.secret()
			keeper := &faulty{Folder: s.folder, fails: fails}
			_, err := s.open(keeper, nil).Redact(s.Context(), old, patch)
			if (fails == 0 || fails > 4) != (err == nil) {
				s.Errorf("call %d ended with %v", fails, err)
			}
			s.judge(fails, old, err)
			if e := s.store.RemoveMedia(s.Context(), old.ID); e != nil {
				s.Fatal(e)
			}
			s.tidy()
			s.holds(0, "after tidying")
		}
	})
}

// judge holds what a redaction said against what is kept.
func (s *shelf) judge(call int, old community.Media, err error) {
	s.Helper()
	now, e := s.store.Media(s.Context(), old.ID)
	waste, wasteErr := s.store.Waste(s.Context(), 100)
	if e != nil || wasteErr != nil {
		s.Fatal(e, wasteErr)
	}
	left := s.secretFiles()
	listed := slices.Contains(waste, old.File) || slices.Contains(waste, old.Small)
	switch {
	case err == nil:
		if left != 0 || now.File == old.File || now.Blurhash == old.Blurhash || len(waste) != 0 {
			s.Errorf("call %d: the author was told it is gone: %d files show it, waste %v", call, left, waste)
		}
	case errors.Is(err, ErrLeftBehind):
		if now.File == old.File || left == 0 || !listed {
			s.Errorf("call %d: %v, but %d files show it and waste is %v", call, err, left, waste)
		}
		s.tidy()
		if left := s.secretFiles(); left != 0 {
			s.Errorf("call %d: after tidying %d files show it", call, left)
		}
	case now.File != old.File || left != 2 || listed:
		s.Errorf("call %d: %v, and the picture is changed", call, err)
	}
}

// Of two at once only one counts: what the other covered would be shown again. On a
// post the old address leads nowhere.
func TestRedactTwice(t *testing.T) {
	eachShelf(t, func(s *shelf) {
		old := s.secret()
		p := s.post(old)
		fresh, err := s.library.Redact(s.Context(), old, patch)
		if err != nil || fresh.ID != old.ID || fresh.Post != p.ID || s.secretFiles() != 0 {
			s.Fatal(fresh, err)
		}
		s.holds(2, "after redacting")
		if _, err := s.library.Redact(s.Context(), old, patch); !errors.Is(err, community.ErrNotFound) {
			s.Errorf("the second of a picture that has other files: %v", err)
		}
		for _, file := range []string{old.File, old.Small} {
			if _, err := s.library.Open(s.Context(), file); !errors.Is(err, community.ErrNotFound) {
				s.Errorf("%s opens: %v", file, err)
			}
		}
		again, err := s.library.Redact(s.Context(), fresh, []community.Area{{X: 80, Y: 80, Width: 10, Height: 10}})
		if err != nil || again.File == fresh.File || s.secretFiles() != 0 {
			s.Errorf("once more: %v", err)
		}
	})
}
