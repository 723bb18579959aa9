package media

import (
	"encoding/binary"
	"image"
	"image/draw"
	"image/gif"
	"io"
)

// Blocks of GIF89a.
const (
	gifExtension = 0x21
	gifPicture   = 0x2c
	gifHeader    = 6 + 7 // signature and logical screen descriptor
)

// surveyGIF walks the blocks and adds up the pictures: a decoder allocates every one of them before it returns.
func surveyGIF(data []byte) survey {
	var s survey
	if len(data) < gifHeader {
		return s
	}
	rest := skip(data, gifHeader+tableSize(data[10]))
	for len(rest) > 1 {
		switch rest[0] {
		case gifExtension:
			rest = skipSubBlocks(skip(rest, 2+fixedPart(rest[1])))
		case gifPicture:
			if len(rest) < 10 {
				return s
			}
			s.frames++
			s.pixels += int(binary.LittleEndian.Uint16(rest[5:])) * int(binary.LittleEndian.Uint16(rest[7:]))
			rest = skipSubBlocks(skip(rest, 10+tableSize(rest[9])+1)) // one byte of LZW code size
		default:
			return s
		}
	}
	return s
}

// tableSize is the length in bytes of the colour table that a packed field announces.
func tableSize(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (1 + packed&7)
}

// fixedPart is what lies between an extension's label and its sub-blocks. For plain text (GIF89a, 25) the decoder takes
// 13 bytes unseen; a walker that trusted the length there could be led past frames the decoder will allocate.
func fixedPart(label byte) int {
	if label == 0x01 {
		return 13
	}
	return 0
}

func skip(data []byte, n int) []byte { return data[min(n, len(data)):] }

func skipSubBlocks(data []byte) []byte {
	for len(data) > 0 && data[0] != 0 {
		data = skip(data, 1+int(data[0]))
	}
	return skip(data, 1)
}

// decodeStillGIF returns the first picture on the whole canvas, of which it may cover only a part.
func decodeStillGIF(r io.Reader) (image.Image, error) {
	g, err := gif.DecodeAll(r)
	if err != nil {
		return nil, err
	}
	return firstFrame(g), nil
}

func firstFrame(g *gif.GIF) *image.RGBA {
	frame := g.Image[0]
	canvas := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	draw.Draw(canvas, frame.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return canvas
}
