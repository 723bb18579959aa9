package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

// mark is in every fixture of this file, where a kind of metadata has room for it.
const mark = "MRN-4711-Erika-Mustermann"

// fixture is a file that carries the mark.
type fixture struct {
	name string
	data []byte
	// animated ones stay so.
	animated bool
}

// jpegKinds are segments of a JPEG in which something can be said (ITU-T T.81, B.2.4; Exif 3.0;
// XMP part 3; CIPA DC-007; IPTC IIM; JFIF 1.02; JPEG Systems for C2PA).
var jpegKinds = map[string]func() []byte{
	"exif":      func() []byte { return segment(0xe1, joined(exifHeader, saying(exif(binary.BigEndian, 1)))) },
	"xmp":       func() []byte { return segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x>"+mark+"</x>")) },
	"long xmp":  func() []byte { return segment(0xe1, []byte("http://ns.adobe.com/xmp/extension/\x00"+mark)) },
	"icc":       func() []byte { return segment(0xe2, []byte("ICC_PROFILE\x00\x01\x01"+mark)) },
	"mpf":       func() []byte { return segment(0xe2, []byte("MPF\x00II*\x00"+mark)) },
	"iptc":      func() []byte { return segment(0xed, []byte("Photoshop 3.0\x008BIM\x04\x04\x00\x00"+mark)) },
	"comment":   func() []byte { return segment(0xfe, []byte(mark)) },
	"thumbnail": func() []byte { return segment(0xe0, []byte("JFXX\x00\x10"+mark)) },
	"c2pa":      func() []byte { return segment(0xeb, []byte("JP\x00\x01jumb"+mark)) },
	"maker":     func() []byte { return segment(0xe5, []byte(mark)) },
	"ducky":     func() []byte { return segment(0xec, []byte("Ducky\x00"+mark)) },
}

// saying is a block whose texts have the mark in place of the other fixtures' secret.
func saying(block []byte) []byte {
	return bytes.ReplaceAll(block, []byte(secret), []byte(mark+strings.Repeat(" ", len(secret)-len(mark))))
}

func jpegFixtures(t testing.TB) []fixture {
	var all []fixture
	for kind, part := range jpegKinds {
		for _, o := range []int{1, 6} {
			plain := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quarters(64, 32), nil) })
			turn := segment(0xe1, joined(exifHeader, saying(exif(binary.LittleEndian, o))))
			all = append(all, fixture{fmt.Sprintf("jpeg %s %d", kind, o), joined(plain[:2], turn, part(), plain[2:]), false})
		}
	}
	for o := 1; o <= 8; o++ {
		plain := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, quarters(48, 32), nil) })
		turn := segment(0xe1, joined(exifHeader, saying(exif(binary.BigEndian, o))))
		second := joined(plain[:2], segment(0xfe, []byte(mark)), plain[2:]) // as phones hide a film or another picture
		all = append(all, fixture{fmt.Sprintf("jpeg behind its end %d", o), joined(plain[:2], turn, plain[2:], second, []byte(mark)), false})
	}
	return all
}

// pngKinds are chunks of a PNG (third edition, 11.3, and extensions).
var pngKinds = map[string]func() []byte{
	"tEXt":    func() []byte { return chunk("tEXt", []byte("Author\x00"+mark)) },
	"zTXt":    func() []byte { return chunk("zTXt", joined([]byte("Comment\x00\x00"), compressed(mark))) },
	"iTXt":    func() []byte { return chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+mark)) },
	"eXIf":    func() []byte { return chunk("eXIf", saying(exif(binary.BigEndian, 1))) },
	"iCCP":    func() []byte { return chunk("iCCP", joined([]byte(mark[:20]+"\x00\x00"), compressed(mark))) },
	"sPLT":    func() []byte { return chunk("sPLT", []byte(mark+"\x00\x08")) },
	"private": func() []byte { return chunk("prVt", []byte(mark)) },
	"c2pa":    func() []byte { return chunk("caBX", []byte(mark)) },
	"frame": func() []byte {
		return joined(chunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0}), chunk("fdAT", []byte("\x00\x00\x00\x01"+mark)))
	},
}

func pngFixtures(t testing.TB) []fixture {
	const afterIHDR = 8 + 25
	var all []fixture
	for kind, part := range pngKinds {
		for _, o := range []int{1, 8} {
			plain := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, quarters(64, 32)) })
			turn := chunk("eXIf", saying(exif(binary.LittleEndian, o)))
			parts := joined(plain[:afterIHDR], part(), turn, plain[afterIHDR:], []byte(mark))
			if kind == "eXIf" {
				parts = joined(plain[:afterIHDR], part(), plain[afterIHDR:], chunk("tEXt", []byte(mark)))
			}
			all = append(all, fixture{fmt.Sprintf("png %s %d", kind, o), parts, false})
		}
	}
	return all
}

// gifKinds are extensions of a GIF (GIF89a, 24 to 26), and its tables of colours.
var gifKinds = map[string]func() []byte{
	"comment":     func() []byte { return joined([]byte{gifExtension, 0xfe, byte(len(mark))}, []byte(mark), []byte{0}) },
	"application": func() []byte { return joined([]byte{gifExtension, 0xff, 11}, []byte("XMP DataXMP"), subBlock(mark)) },
	"icc":         func() []byte { return joined([]byte{gifExtension, 0xff, 11}, []byte("ICCRGBG1012"), subBlock(mark)) },
	"plain text": func() []byte {
		return joined([]byte{gifExtension, 0x01, 12}, []byte{0, 0, 0, 0, 64, 0, 32, 0, 8, 8, 1, 0}, subBlock(mark))
	},
	"colours": func() []byte { return nil },
}

func subBlock(text string) []byte { return joined([]byte{byte(len(text))}, []byte(text), []byte{0}) }

func gifFixtures(t testing.TB) []fixture {
	var all []fixture
	for kind, part := range gifKinds {
		for _, frames := range []int{1, 3} {
			g := &gif.GIF{Config: image.Config{Width: 64, Height: 32}}
			palette := color.Palette{corners[0], corners[1], corners[2], corners[3]}
			for text := mark + "  "; len(text) >= 3; text = text[3:] {
				palette = append(palette, color.RGBA{text[0], text[1], text[2], 255})
			}
			g.Config.ColorModel = palette
			for i := range frames {
				frame := image.NewPaletted(image.Rect(0, 0, 64, 32), palette)
				for p := range frame.Pix {
					frame.Pix[p] = byte((p/64 + i) % 4)
				}
				g.Image, g.Delay = append(g.Image, frame), append(g.Delay, 10)
			}
			plain := encoded(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, g) })
			tables := gifHeader + tableSize(plain[10])
			all = append(all, fixture{fmt.Sprintf("gif %s %d", kind, frames), joined(plain[:tables], part(), plain[tables:], []byte(mark)), frames > 1})
		}
	}
	return all
}

// webpKinds are chunks of a WebP (RFC 9649, 2.7).
var webpKinds = []string{"ICCP", "XMP ", "EXIF", "ODD "}

func webpFixtures(testing.TB) []fixture {
	var all []fixture
	for _, kind := range webpKinds {
		for _, o := range []int{1, 3, 8} {
			header := []byte{1<<5 | 1<<3 | 1<<2, 0, 0, 0, 63, 0, 0, 31, 0, 0}
			said := []byte(mark)
			if kind == "EXIF" {
				said = saying(exif(binary.BigEndian, o))
			}
			body := joined([]byte("WEBP"), riffChunk("VP8X", header), riffChunk(kind, said),
				riffChunk("VP8L", vp8l(64, 32, color.NRGBA{200, 0, 0, 255})), riffChunk("EXIF", saying(exif(binary.LittleEndian, o))))
			all = append(all, fixture{fmt.Sprintf("webp %s %d", strings.TrimSpace(kind), o), joined(riffChunk("RIFF", body), []byte(mark)), false})
		}
	}
	return all
}

func allFixtures(t testing.TB) []fixture {
	return slices.Concat(jpegFixtures(t), pngFixtures(t), gifFixtures(t), webpFixtures(t))
}

// C10, R-MED: of all that a file can say beside its pixels not one byte is in any file that
// is kept, whatever its format, its kind and the way the picture is turned.
func TestNotOneByteOfMetadataIsKept(t *testing.T) {
	fixtures := allFixtures(t)
	if len(fixtures) < 60 {
		t.Fatalf("%d fixtures", len(fixtures))
	}
	eachShelf(t, func(s *shelf) {
		for _, f := range fixtures {
			if !bytes.Contains(f.data, []byte(mark)) && !bytes.Contains(f.data, []byte(mark[:20])) {
				s.Fatalf("%s: the fixture does not hold the mark", f.name)
			}
			m, err := s.library.Upload(s.Context(), s.ana.ID, bytes.NewReader(f.data), "")
			if err != nil {
				s.Errorf("%s: %v", f.name, err)
				continue
			}
			if strings.Contains(fmt.Sprintf("%+v", m), mark) || (m.Type == "image/gif") != f.animated {
				s.Errorf("%s: the row is %+v", f.name, m)
			}
		}
		s.holds(2*len(fixtures), "after all uploads")
		s.onlyStructure()
	})
}

// onlyStructure opens every file of the folder and sees that there is nothing in it but
// what shows the picture.
func (s *shelf) onlyStructure() {
	s.Helper()
	err := fs.WalkDir(s.folder.root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(s.folder.root.FS(), path)
		for n := 6; n <= len(mark); n++ { // no piece of it either
			if piece := []byte(mark[n-6 : n]); bytes.Contains(data, piece) {
				s.Errorf("%s holds %q", path, piece)
			}
		}
		for _, fault := range excess(data) {
			s.Errorf("%s: %s", path, fault)
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
}

// excess names what is in a file beside the parts it cannot be shown without.
func excess(data []byte) []string {
	switch {
	case bytes.HasPrefix(data, []byte(pngMagic)):
		return excessPNG(data[len(pngMagic):])
	case bytes.HasPrefix(data, []byte("GIF8")):
		return excessGIF(data)
	}
	return excessJPEG(data)
}

func excessPNG(rest []byte) []string {
	var faults []string
	for len(rest) >= 12 {
		length, kind := int(binary.BigEndian.Uint32(rest)), string(rest[4:8])
		if kind != "IHDR" && kind != "IDAT" && kind != "IEND" || kind == "IHDR" && length != 13 || kind == "IEND" && length != 0 {
			faults = append(faults, fmt.Sprintf("chunk %s of %d bytes", kind, length))
		}
		if rest = rest[12+length:]; kind == "IEND" {
			break
		}
	}
	if len(rest) > 0 {
		faults = append(faults, fmt.Sprintf("%d bytes behind the end", len(rest)))
	}
	return faults
}

// excessJPEG knows the frame, its tables and scans (T.81, table B.1).
func excessJPEG(data []byte) []string {
	var faults []string
	for at := 2; at+1 < len(data); {
		switch marker := data[at+1]; {
		case data[at] != 0xff:
			return append(faults, fmt.Sprintf("no marker at %d", at))
		case marker == markerEOI && at+2 == len(data):
			return faults
		case marker == markerEOI:
			return append(faults, fmt.Sprintf("%d bytes behind the end", len(data)-at-2))
		case marker != 0xc0 && marker != 0xc4 && marker != 0xdb && marker != markerSOS:
			faults = append(faults, fmt.Sprintf("segment %x", marker))
		case marker == markerSOS:
			at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
			for data[at] != 0xff || data[at+1] == 0 {
				at++
			}
			continue
		}
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
	}
	return append(faults, "no end")
}

// excessGIF knows pictures, how long and how each is shown, and that they repeat.
func excessGIF(data []byte) []string {
	var faults []string
	rest := skip(data, gifHeader+tableSize(data[10]))
	for len(rest) > 0 && rest[0] != 0x3b {
		switch {
		case rest[0] == gifPicture:
			rest = skipSubBlocks(skip(rest, 10+tableSize(rest[9])+1))
		case rest[1] == 0xf9 && rest[2] == 4:
			rest = skip(rest, 8)
		case rest[1] == 0xff && string(rest[3:14]) == "NETSCAPE2.0" && rest[14] == 3:
			rest = skip(rest, 19)
		default:
			return append(faults, fmt.Sprintf("block %x %x", rest[0], rest[1]))
		}
	}
	if len(rest) != 1 {
		faults = append(faults, fmt.Sprintf("%d bytes behind the end", len(rest)-1))
	}
	return faults
}

// The ways of finding excess find it.
func TestExcessIsFound(t *testing.T) {
	for _, f := range allFixtures(t) {
		if !strings.HasPrefix(f.name, "webp") && len(excess(f.data)) == 0 {
			t.Errorf("%s: nothing found", f.name)
		}
	}
}
