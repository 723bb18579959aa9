package media

import (
	"image"
	"math"

	"golang.org/x/image/draw"
)

// longestSide bounds every rendition: an encoder takes 65,535, a browser's canvas about half of that.
const longestSide = 8192

// withinArea returns the size with the same shape and at most as many pixels as a square of that side. An area
// and not a box, because a rhythm strip, ten times as wide as high, must stay readable.
func withinArea(w, h, side int) (int, int) {
	factor := min(1, float64(side)/math.Sqrt(float64(w)*float64(h)))
	factor = min(factor, longestSide/float64(max(w, h)))
	return shrunk(w, h, factor)
}

// withinBox returns the size with the same shape whose longer side is at most side.
func withinBox(w, h, side int) (int, int) {
	return shrunk(w, h, min(1, float64(side)/float64(max(w, h))))
}

func shrunk(w, h int, factor float64) (int, int) {
	return max(1, int(float64(w)*factor+0.5)), max(1, int(float64(h)*factor+0.5))
}

// scaled draws the part of a picture in a new size. From far above it goes in two steps: the quick one to twice the
// size, the good one for the rest, which costs a tenth of doing it all well and cannot be told apart.
func scaled(src image.Image, part image.Rectangle, w, h int) *image.RGBA {
	if part.Dx() > 2*w || part.Dy() > 2*h {
		half := image.NewRGBA(image.Rect(0, 0, min(part.Dx(), 2*w), min(part.Dy(), 2*h)))
		draw.ApproxBiLinear.Scale(half, half.Rect, src, part, draw.Src, nil)
		src, part = half, half.Rect
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if part.Dx() == w && part.Dy() == h {
		draw.Draw(dst, dst.Rect, src, part.Min, draw.Src)
		return dst
	}
	draw.CatmullRom.Scale(dst, dst.Rect, src, part, draw.Src, nil)
	return dst
}

// square is the largest square in the middle.
func square(r image.Rectangle) image.Rectangle {
	side := min(r.Dx(), r.Dy())
	corner := r.Min.Add(image.Pt((r.Dx()-side)/2, (r.Dy()-side)/2))
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
}
