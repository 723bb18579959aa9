package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

// secret stands for what must not survive: a name, a place. It is in every fixture's metadata.
const secret = "Erika Mustermann 52.5200N 13.4050E <script>alert(1)</script>"

// corners are the colours of the four quarters of a fixture, as stored: top left, top right, bottom left, bottom right.
var corners = [4]color.RGBA{{200, 0, 0, 255}, {0, 160, 0, 255}, {0, 0, 200, 255}, {230, 230, 230, 255}}

// quarters paints a picture with one colour in each quarter.
func quarters(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, corners[2*(2*y/h)+2*x/w])
		}
	}
	return img
}

// exif is a TIFF block with an orientation, a description and a place.
func exif(order binary.AppendByteOrder, o int) []byte {
	le := order == binary.AppendByteOrder(binary.LittleEndian)
	b := []byte("MM\x00*")
	if le {
		b = []byte("II*\x00")
	}
	entry := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, count)
		b = order.AppendUint32(b, value)
	}
	short := uint32(o)
	if !le {
		short <<= 16 // a SHORT stands at the left of its four bytes
	}
	const description, place = 8 + 2 + 3*12 + 4, 200
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 3)
	entry(0x010e, 2, uint32(len(secret)), description)
	entry(0x0112, 3, 1, short)
	entry(0x8825, 4, 1, place) // GPS IFD
	b = order.AppendUint32(b, 0)
	b = append(b, secret...)
	b = append(b, make([]byte, place-len(b))...)
	b = order.AppendUint16(b, 1)
	entry(0x0001, 2, 2, uint32('N')<<24)
	return append(order.AppendUint32(b, 0), secret...)
}

func encoded(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := encode(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func segment(marker byte, body []byte) []byte {
	head := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))
	return append(head, body...)
}

// jpegFixture has Exif, XMP, ICC, IPTC, a comment, and more after its end.
func jpegFixture(t testing.TB, img image.Image, o int) []byte {
	plain := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, &jpeg.Options{Quality: 95}) })
	return joined(
		plain[:2],
		segment(0xe1, joined(exifHeader, exif(binary.BigEndian, o))),
		segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+secret+"</x:xmpmeta>")),
		segment(0xe2, []byte("ICC_PROFILE\x00\x01\x01"+secret)),
		segment(0xed, []byte("Photoshop 3.0\x008BIM\x04\x04"+secret)),
		segment(0xfe, []byte(secret)),
		plain[2:],
		[]byte("ftypmp42"+secret),
	)
}

func chunk(kind string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func compressed(text string) []byte {
	var buf bytes.Buffer
	w := zlib.NewWriter(&buf)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return buf.Bytes()
}

// pngFixture has text in all three forms, Exif, a colour profile, a time, and more after its end.
func pngFixture(t testing.TB, img image.Image, o int) []byte {
	const afterIHDR = 8 + 25
	plain := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
	return joined(
		plain[:afterIHDR],
		chunk("iCCP", joined([]byte("name\x00\x00"), compressed(secret))),
		chunk("tEXt", []byte("Author\x00"+secret)),
		chunk("zTXt", joined([]byte("Comment\x00\x00"), compressed(secret))),
		chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secret)),
		chunk("eXIf", exif(binary.LittleEndian, o)),
		chunk("tIME", []byte{7, 0xea, 1, 2, 3, 4, 5}),
		plain[afterIHDR:],
		[]byte("PK\x03\x04"+secret),
	)
}

// gifFixture has as many frames as asked for, a comment, XMP in an application block, and more after its end.
func gifFixture(t testing.TB, frames int) []byte {
	g := &gif.GIF{LoopCount: 0}
	palette := color.Palette{color.Transparent, corners[0], corners[1], corners[2], corners[3]}
	for i := range frames {
		frame := image.NewPaletted(image.Rect(0, 0, 64, 32), palette)
		for p := range frame.Pix {
			frame.Pix[p] = byte(1 + (p/64+i)%4)
		}
		g.Image, g.Delay = append(g.Image, frame), append(g.Delay, 10+i)
	}
	plain := encoded(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, g) })
	tables := gifHeader + tableSize(plain[10])
	text := joined([]byte{byte(len(secret))}, []byte(secret), []byte{0})
	return joined(
		plain[:tables],
		[]byte{gifExtension, 0xfe}, text,
		[]byte{gifExtension, 0xff, 11}, []byte("XMP DataXMP"), text,
		plain[tables:],
		[]byte(secret),
	)
}

// bits writes the least significant bit first, as VP8L reads.
type bits struct {
	out  []byte
	fill int
}

func (b *bits) put(value, count int) {
	for i := range count {
		if b.fill%8 == 0 {
			b.out = append(b.out, 0)
		}
		b.out[b.fill/8] |= byte(value>>i&1) << (b.fill % 8)
		b.fill++
	}
}

// vp8l is a lossless picture of one colour (RFC 9649, 3): each of the five codes has one symbol, so that the
// pixels themselves take no bits at all.
func vp8l(w, h int, c color.NRGBA) []byte {
	b := &bits{}
	b.put(0x2f, 8)
	b.put(w-1, 14)
	b.put(h-1, 14)
	b.put(1, 1) // alpha is used
	b.put(0, 3) // version
	b.put(0, 3) // no transform, no colour cache, no groups of codes
	for _, symbol := range []byte{c.G, c.R, c.B, c.A} {
		b.put(0b101, 3) // a simple code with one symbol of eight bits
		b.put(int(symbol), 8)
	}
	b.put(0b001, 3) // distances: a simple code with one symbol of one bit
	b.put(0, 1)
	return b.out
}

func riffChunk(kind string, body []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))
	b = append(b, body...)
	if len(body)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// webpFixture has a colour profile, Exif, XMP and an unknown chunk. Flags are those of VP8X besides theirs.
func webpFixture(w, h, o int, flags byte) []byte {
	header := []byte{flags | 1<<5 | 1<<3 | 1<<2, 0, 0, 0, byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0}
	body := joined(
		[]byte("WEBP"),
		riffChunk("VP8X", header),
		riffChunk("ICCP", []byte(secret)),
		riffChunk("VP8L", vp8l(w, h, color.NRGBA{200, 0, 0, 255})),
		riffChunk("EXIF", exif(binary.LittleEndian, o)),
		riffChunk("XMP ", []byte(secret)),
		riffChunk("ODD ", []byte(secret+"!")),
	)
	return riffChunk("RIFF", body)
}

// joined joins byte slices.
func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
