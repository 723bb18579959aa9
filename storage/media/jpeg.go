package media

import (
	"bytes"
	"encoding/binary"
)

// Markers of ITU-T T.81, table B.1.
const (
	markerRST0 = 0xd0
	markerRST7 = 0xd7
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP1 = 0xe1
)

var exifHeader = []byte("Exif\x00\x00")

// surveyJPEG walks the segments: it finds the orientation and counts the scans. A few bytes make a progressive
// scan that costs the decoder a pass over every pixel, and a file has room for a million of them.
func surveyJPEG(data []byte) survey {
	var s survey
	for i := 2; i+1 < len(data); {
		if data[i] != 0xff {
			i++ // entropy-coded data, or garbage a decoder skips too
			continue
		}
		marker := data[i+1]
		switch {
		case marker == 0xff:
			i++ // fill bytes, T.81 B.1.1.2
			continue
		case marker == 0, marker == 1, marker == markerSOI, marker >= markerRST0 && marker <= markerRST7:
			i += 2 // a stuffed byte, or a marker without a segment
			continue
		case marker == markerEOI:
			return s
		case marker == markerSOS:
			s.scans++
		}
		if i+4 > len(data) {
			return s
		}
		end := i + 2 + int(binary.BigEndian.Uint16(data[i+2:]))
		if end > len(data) || end < i+4 {
			return s
		}
		if body := data[i+4 : end]; marker == markerAPP1 && s.exif == nil && bytes.HasPrefix(body, exifHeader) {
			s.exif = body[len(exifHeader):]
		}
		i = end
	}
	return s
}
