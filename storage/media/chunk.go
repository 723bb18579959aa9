package media

import (
	"bytes"
	"encoding/binary"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// surveyPNG walks the chunks up to the end (PNG third edition, 5.3) for eXIf. An animated PNG holds a still picture
// for whoever does not play it, and that is what the decoder gives.
func surveyPNG(data []byte) survey {
	var s survey
	for rest := data[len(pngMagic):]; len(rest) >= 12; {
		length := uint64(binary.BigEndian.Uint32(rest))
		if length > uint64(len(rest)-12) {
			break
		}
		if string(rest[4:8]) == "eXIf" {
			s.exif = rest[8 : 8+length]
			break
		}
		rest = rest[12+length:]
	}
	return s
}

// surveyWebP walks the RIFF chunks (RFC 9649, 2.3) for EXIF and for the animation flag.
func surveyWebP(data []byte) survey {
	const animation = 1 << 1 // RFC 9649, 2.7
	var s survey
	for rest := data[12:]; len(rest) >= 8; {
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if length > uint64(len(rest)-8) {
			break
		}
		body := rest[8 : 8+length]
		switch string(rest[:4]) {
		case "VP8X":
			s.animated = length > 0 && body[0]&animation != 0
		case "EXIF":
			s.exif = bytes.TrimPrefix(body, exifHeader) // some writers put JPEG's header in front
		}
		rest = rest[8+length:]
		if length%2 == 1 && len(rest) > 0 {
			rest = rest[1:] // padding to an even size
		}
	}
	return s
}
