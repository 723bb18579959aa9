package media

import (
	"encoding/binary"
	"image"
)

// orientation is the Exif tag 0x0112: where row 0 and column 0 of the stored picture belong when it is shown.
// 1 is upright; 2 to 8 are the other ways to turn and mirror it.
type orientation int

const upright orientation = 1

// readOrientation reads the one tag we want from a TIFF block (TIFF 6.0, section 2; Exif 3.0, 4.6.4).
// Whatever is not in order there means upright.
func readOrientation(tiff []byte) orientation {
	const (
		entrySize      = 12
		tagOrientation = 0x0112
		typeShort      = 3
	)
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	offset := uint64(order.Uint32(tiff[4:]))
	if offset+2 > uint64(len(tiff)) {
		return upright
	}
	entries := int(order.Uint16(tiff[offset:]))
	for rest := tiff[offset+2:]; entries > 0 && len(rest) >= entrySize; entries-- {
		if order.Uint16(rest) == tagOrientation && order.Uint16(rest[2:]) == typeShort {
			return orientation(order.Uint16(rest[8:])).valid()
		}
		rest = rest[entrySize:]
	}
	return upright
}

func (o orientation) valid() orientation {
	if o < 1 || o > 8 {
		return upright
	}
	return o
}

// swaps says that width and height change places.
func (o orientation) swaps() bool { return o >= 5 }

// source returns the stored pixel that is shown at (x, y), in a stored picture of w by h pixels.
func (o orientation) source(x, y, w, h int) (int, int) {
	switch o {
	case 2: // row 0 at the top, column 0 at the right
		return w - 1 - x, y
	case 3: // bottom, right
		return w - 1 - x, h - 1 - y
	case 4: // bottom, left
		return x, h - 1 - y
	case 5: // left, top
		return y, x
	case 6: // right, top
		return y, h - 1 - x
	case 7: // right, bottom
		return w - 1 - y, h - 1 - x
	case 8: // left, bottom
		return w - 1 - y, x
	}
	return x, y
}

// turned returns the picture as it is to be shown.
func turned(img *image.RGBA, o orientation) *image.RGBA {
	if o == upright {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	shown := image.Rect(0, 0, w, h)
	if o.swaps() {
		shown = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(shown)
	for y := range shown.Max.Y {
		for x := range shown.Max.X {
			sx, sy := o.source(x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], img.Pix[img.PixOffset(sx, sy):][:4])
		}
	}
	return out
}
