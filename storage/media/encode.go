package media

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	"github.com/bbrks/go-blurhash"
)

// Quality of the JPEG files we write, of 100: a finding may be a faint shade.
const jpegQuality = 90

// heavyPNG is the size in bytes from which an opaque PNG is taken for a photograph and becomes a JPEG.
const heavyPNG = 2 << 20

// encode writes a still picture as the media type names; it puts in nothing but pixels.
func encode(img *image.RGBA, mediaType string) (Rendition, error) {
	var buf bytes.Buffer
	var err error
	switch mediaType {
	case "image/jpeg":
		err = jpeg.Encode(&buf, img, &jpeg.Options{Quality: jpegQuality})
	case "image/gif":
		err = gif.Encode(&buf, img, nil)
	default:
		err = png.Encode(&buf, img)
	}
	return Rendition{Bytes: buf.Bytes(), Width: img.Rect.Dx(), Height: img.Rect.Dy()}, err
}

// blur is the blurhash that stands in for the picture while it loads. It is made from a tiny copy: the
// cost grows with the pixels, and the result has a dozen colours anyway.
func blur(img *image.RGBA) (string, error) {
	return blurhash.Encode(4, 3, scaled(img, img.Rect, 32, 24))
}
