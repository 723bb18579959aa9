package session

import (
	"errors"
	"fmt"
	"image"
	"strings"

	"github.com/pquerna/otp"
)

// QR is a QR code as the path of an SVG picture, Size modules wide and high. It
// is part of the page: the policy of our pages takes pictures from nowhere else,
// and a secret has no address of its own.
type QR struct {
	Size int
	Path string
}

// The sizes of QR codes (ISO/IEC 18004), in modules.
const (
	smallestQR, largestQR, nextQR = 21, 177, 4
)

// drawQR makes the code of a key, one unit a module.
func drawQR(key *otp.Key) (QR, error) {
	for size := smallestQR; size <= largestQR; size += nextQR {
		picture, err := key.Image(size, size) // refused when it has more modules
		if err == nil {
			return QR{size, tracePath(picture)}, nil
		}
	}
	return QR{}, errors.New("draw QR code: the address is too long")
}

// tracePath draws every run of dark modules as a rectangle.
func tracePath(picture image.Image) string {
	var path strings.Builder
	area := picture.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			begin := x
			for x < area.Max.X && dark(picture, x, y) {
				x++
			}
			if x > begin {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", begin-area.Min.X, y-area.Min.Y, x-begin, x-begin)
			}
		}
	}
	return path.String()
}

func dark(picture image.Image, x, y int) bool {
	red, _, _, _ := picture.At(x, y).RGBA()
	return red < 0x8000
}
