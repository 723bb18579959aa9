package media

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// format is a kind of file we decode.
type format struct {
	mediaType string
	magic     func(data []byte) bool
	config    func(io.Reader) (image.Config, error)
	decode    func(io.Reader) (image.Image, error)
	// survey reads the structure around the pixels; it never fails, because a file whose structure is broken
	// will not decode either.
	survey func(data []byte) survey
}

// survey is what the structure of a file tells before it is decoded.
type survey struct {
	// exif is the TIFF block with the orientation, nil without one.
	exif []byte
	// frames and pixels are the pictures of an animation and their areas together; 0 where there is only one.
	frames, pixels int
	// scans are the passes a decoder makes over the whole picture.
	scans int
	// animated says that it moves, in a format whose animations we do not decode.
	animated bool
}

// formats are told apart by content; what a sender calls a file counts for nothing.
var formats = []format{
	{"image/jpeg", prefix("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode, surveyJPEG},
	{"image/png", prefix(pngMagic), png.DecodeConfig, png.Decode, surveyPNG},
	{"image/gif", either(prefix("GIF87a"), prefix("GIF89a")), gif.DecodeConfig, decodeStillGIF, surveyGIF},
	{"image/webp", riff("WEBP"), webp.DecodeConfig, webp.Decode, surveyWebP},
}

// refused are kinds we know and do not take, so that the person reads which one it was. SVG is a program; HEIC, AVIF
// and TIFF have no decoder in Go that is safe with a stranger's file; DICOM carries the patient's name.
var refused = []struct {
	mediaType string
	magic     func(data []byte) bool
}{
	{"application/pdf", prefix("%PDF-")},
	{"image/tiff", either(prefix("II*\x00"), prefix("MM\x00*"))},
	{"image/heic", brand("heic", "heix", "heim", "heis", "hevc", "mif1", "msf1")},
	{"image/avif", brand("avif", "avis")},
	{"video/mp4", at(4, "ftyp")},
	{"image/bmp", prefix("BM")},
	{"image/jxl", either(prefix("\xff\x0a"), at(4, "JXL "))},
	{"application/dicom", at(128, "DICM")},
	{"image/svg+xml", isSVG},
}

// sniff tells the format of a file by its content, or refuses it.
func sniff(data []byte) (format, error) {
	for _, f := range formats {
		if f.magic(data) {
			return f, nil
		}
	}
	for _, r := range refused {
		if r.magic(data) {
			return format{}, &Refusal{Reason: Unsupported, Type: r.mediaType}
		}
	}
	return format{}, &Refusal{Reason: Unsupported, Type: "application/octet-stream"}
}

func at(offset int, magic string) func([]byte) bool {
	return func(data []byte) bool {
		return len(data) >= offset && bytes.HasPrefix(data[offset:], []byte(magic))
	}
}

func prefix(magic string) func([]byte) bool { return at(0, magic) }

func either(a, b func([]byte) bool) func([]byte) bool {
	return func(data []byte) bool { return a(data) || b(data) }
}

func riff(form string) func([]byte) bool {
	return func(data []byte) bool { return prefix("RIFF")(data) && at(8, form)(data) }
}

// brand matches the major brand of an ISO base media file (ISO/IEC 14496-12, 4.3).
func brand(brands ...string) func([]byte) bool {
	return func(data []byte) bool {
		for _, b := range brands {
			if at(4, "ftyp"+b)(data) {
				return true
			}
		}
		return false
	}
}

// isSVG looks for the root element near the beginning, behind declarations and comments.
func isSVG(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 1024)])
	return bytes.Contains(head, []byte("<svg"))
}
