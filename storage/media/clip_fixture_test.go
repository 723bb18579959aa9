package media

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// sounds are the bytes that stand for frames: they must come through.
var sounds = bytes.Repeat([]byte{0x55, 0xaa, 0x5a}, 100)

func be32(n ...uint32) []byte {
	var b []byte
	for _, one := range n {
		b = binary.BigEndian.AppendUint32(b, one)
	}
	return b
}

func be16(n ...uint16) []byte {
	var b []byte
	for _, one := range n {
		b = binary.BigEndian.AppendUint16(b, one)
	}
	return b
}

// movieFixture is a QuickTime movie as phones write it: a video, a sound, a track with
// places, and boxes with names and places everywhere.
type movieFixture struct {
	brand     string
	soundOnly bool
	first     bool // moov before mdat
	fragments bool
	seconds   uint32
	elsewhere bool // samples at an address
	coding    string
}

func (f movieFixture) bytes() []byte {
	if f.brand == "" {
		f.brand = "qt  "
	}
	if f.seconds == 0 {
		f.seconds = 3
	}
	if f.coding == "" {
		f.coding = "avc1"
	}
	start := boxed("ftyp", []byte(f.brand), be32(0x200), []byte(f.brand))
	start = append(start, boxed("uuid", []byte("XMP.............."+secret))...)
	seen := sounds[:50]
	if f.coding == "avc1" { // in units with their lengths before them
		seen = slices.Clone(seen)
		copy(seen, joined(be32(6), []byte{0x65}))
		copy(seen[10:], joined(be32(36), []byte{0x41}))
	}
	mdat := joined([]byte(secret), sounds, []byte(secret), seen, []byte(secret), sounds)
	base := uint32(len(start) + 8)
	if f.first {
		base += uint32(len(f.moov(0)))
	}
	moov := f.moov(base)
	if f.first {
		return joined(start, moov, boxed("mdat", mdat), boxed("meta", []byte(secret)))
	}
	return joined(start, boxed("mdat", mdat), moov, boxed("free", []byte(secret)))
}

func (f movieFixture) moov(base uint32) []byte {
	head := boxed("mvhd", be32(0, 3_800_000_000, 3_800_000_000, 600, 600*f.seconds, 0x10000), make([]byte, 76))
	n := uint32(len(secret))
	tracks := joined(
		f.track("soun", "mp4a", base+n, uint32(len(sounds))),
		f.track("meta", "mebx", base+n+uint32(len(sounds)), n),
	)
	if !f.soundOnly {
		tracks = append(tracks, f.track("vide", f.coding, base+2*n+uint32(len(sounds)), 50)...)
	}
	about := boxed("udta", boxed("\xa9xyz", []byte(secret)), boxed("\xa9nam", []byte(secret)))
	parts := [][]byte{head, tracks, about, boxed("meta", []byte(secret)), boxed("uuid", []byte(secret))}
	if f.fragments {
		parts = append(parts, boxed("mvex", boxed("trex", make([]byte, 24))))
	}
	return boxed("moov", parts...)
}

func (f movieFixture) track(handler, coding string, offset, size uint32) []byte {
	shape, minf := be32(0, 0), boxed("nmhd", be32(0))
	entry := append(make([]byte, 6), 0, 1)
	switch handler {
	case "vide":
		shape, minf = be32(640<<16, 480<<16), boxed("vmhd", be32(1, 0, 0))
		entry = joined(entry, make([]byte, 16), be16(640, 480), be32(0x480000, 0x480000, 0), be16(1), []byte{31}, []byte(secret[:31]), be16(24, 0xffff),
			boxed("avcC", []byte{1, 66, 0, 30, 0xff, 0xe0, 0}), boxed("btrt", []byte(secret)))
	case "soun":
		minf = boxed("smhd", be32(0, 0))
		entry = joined(entry, be16(1, 0), []byte("APPL"), be16(2, 16, 0xfffe, 0), be32(48000<<16, 1024, 2, 2, 2),
			boxed("wave", boxed("frma", []byte("mp4a")), boxed("esds", be32(0, 3)), boxed("udta", []byte(secret)), be32(8, 0)))
	default:
		entry = append(entry, secret...)
	}
	matrix := be32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
	tkhd := joined(be32(0, 3_800_000_000, 3_800_000_000, 1, 0, 600*f.seconds, 0, 0, 0, 0), matrix, shape)
	mdhd := joined(be32(0, 3_800_000_000, 3_800_000_000, 600, 600*f.seconds), be16(0, 0))
	hdlr := joined(be32(0), []byte("mhlr"+handler+"appl"), be32(0, 0), []byte(secret))
	own := byte(1)
	if f.elsewhere {
		own = 0
	}
	dinf := boxed("dinf", boxed("dref", be32(0, 1), boxed("alis", []byte{0, 0, 0, own})))
	stbl := boxed("stbl", boxed("stsd", be32(0, 1), boxed(coding, entry)), boxed("stts", be32(0, 1, 2, 300*f.seconds)),
		boxed("stsc", be32(0, 1, 1, 2, 1)), boxed("stsz", be32(0, 0, 2, 10, size-10)), boxed("stco", be32(0, 1, offset)),
		boxed("sgpd", []byte(secret)))
	return boxed("trak", boxed("tkhd", tkhd), boxed("edts", boxed("elst", be32(0, 1, 600*f.seconds, 0, 0x10000))),
		boxed("udta", boxed("name", []byte(secret))), boxed("meta", []byte(secret)),
		boxed("mdia", boxed("mdhd", mdhd), boxed("hdlr", hdlr), boxed("minf", minf, dinf, stbl)))
}

// matroskaFixture is a file with a video, a sound and subtitles, tags and an attachment;
// live ones do not say how large anything is, as browsers record.
func matroskaFixture(live bool, milliseconds uint64) []byte {
	track := func(number, kind uint64, codec string, private []byte, more ...[]byte) []byte {
		return made(idTrack, append([][]byte{madeNumber(idTrackNumber, number), madeNumber(idTrackType, kind), made(0x536E, []byte(secret)),
			made(idCodec, []byte(codec)), made(idCodecPrivate, private)}, more...)...)
	}
	comment := joined([]byte("\x03vorbis"), []byte(secret))
	vorbis := joined([]byte{2, 30, byte(len(comment))}, append([]byte("\x01vorbis"), make([]byte, 23)...), comment, []byte("\x05vorbis-setup"))
	tracks := made(idTracks, track(1, 1, "V_VP9", []byte(secret), made(idVideo, madeNumber(idWidth, 320), madeNumber(idHeight, 240), made(0x7670, []byte(secret)))),
		track(2, 2, "A_VORBIS", vorbis, made(idAudio, madeNumber(0x9F, 2))), track(3, 17, "S_TEXT/UTF8", nil))
	block := func(track byte, at uint16, body []byte) []byte {
		return joined([]byte{0x80 | track}, be16(at), []byte{0x80}, body)
	}
	inside := func(begins uint64) []byte {
		return joined(madeNumber(idTimestamp, begins), madeNumber(0xA7, 1), made(idSimple, block(1, 0, sounds)), made(idSimple, block(3, 1, []byte(secret))),
			made(idGroup, made(idBlock, block(2, 5, sounds[:40])), made(idBlockLasts, []byte{10}), made(0x75A1, []byte(secret))))
	}
	head := made(idEBML, made(idDocType, []byte("matroska")))
	info := made(idInfo, madeNumber(idScale, 1_000_000), made(0x7BA9, []byte(secret)), made(0x4D80, []byte(secret)), made(0x4461, make([]byte, 8)))
	tail := joined(made(idTags, []byte(secret)), made(idAttached, []byte(secret)), made(idChapters, []byte(secret)))
	if !live {
		return append(head, made(idSegment, info, tracks, made(idCluster, inside(0)), made(idCluster, inside(milliseconds)), tail)...)
	}
	unknown := func(id uint32) []byte { return append(be32(id), 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff) }
	return joined(head, unknown(idSegment), info, tracks, unknown(idCluster), inside(0), unknown(idCluster), inside(milliseconds), tail)
}

// waveFixture is a second of silence with everything that may stand beside it.
func waveFixture() []byte {
	le := binary.LittleEndian
	part := func(kind string, body []byte) []byte {
		b := append(le.AppendUint32([]byte(kind), uint32(len(body))), body...)
		return append(b, make([]byte, len(body)%2)...)
	}
	format := le.AppendUint16(le.AppendUint16(nil, 1), 1)
	format = le.AppendUint32(le.AppendUint32(format, 8000), 16000)
	format = le.AppendUint16(le.AppendUint16(format, 2), 16)
	body := joined([]byte("WAVE"), part("bext", []byte(secret)), part("LIST", []byte("INFOIART"+secret)), part("fmt ", format), part("iXML", []byte(secret)),
		part("data", bytes.Repeat([]byte{0x55, 0xaa}, 8000)), part("id3 ", []byte("ID3"+secret)))
	return joined([]byte("RIFF"), le.AppendUint32(nil, uint32(len(body))), body)
}

// mpegFixture is 100 frames between tags, with a table for players first.
func mpegFixture() []byte {
	const size = 417 // 128 kbit/s at 44,100 Hz
	one := append([]byte{0xff, 0xfb, 0x90, 0xc0}, bytes.Repeat([]byte{0x55}, size-4)...)
	table := append([]byte{0xff, 0xfb, 0x90, 0xc0}, make([]byte, size-4)...)
	copy(table[4+17:], "Info"+secret)
	n := len(secret)
	tag := joined([]byte("ID3\x04\x00\x00\x00\x00"), []byte{byte(n >> 7), byte(n & 0x7f)}, []byte(secret))
	return joined(tag, table, bytes.Repeat(one, 100), []byte("APETAGEX"+secret), []byte("TAG"+secret))
}

// flacFixture is one frame between blocks of metadata and tags. Its checksum is right.
func flacFixture() []byte {
	info := append(be16(4096, 4096), make([]byte, 6)...)
	info = binary.BigEndian.AppendUint64(info, 44100<<44|1<<41|15<<36|44100)
	info = append(info, make([]byte, 16)...)
	block := func(kind byte, body []byte) []byte {
		return append(binary.BigEndian.AppendUint32(nil, uint32(kind)<<24|uint32(len(body))), body...)
	}
	one := append([]byte{0xff, 0xf8, 0xc9, 0x18}, sounds...)
	var crc uint16
	for _, b := range one {
		crc = crc<<8 ^ crc16[byte(crc>>8)^b]
	}
	one = append(one, byte(crc>>8), byte(crc))
	return joined([]byte("fLaC"), block(flacInfo, info), block(4, []byte(secret)), block(2, []byte(secret)), block(0x80|6, []byte(secret)),
		one, one, append([]byte("TAG"+secret), make([]byte, 125-len(secret))...))
}

// oggFixture is a second of Opus or Vorbis whose comments go over two pages.
func oggFixture(codec string) []byte {
	w := &oggWriter{serial: 77}
	comment := bytes.Repeat([]byte(secret), 2000)
	end := uint64(48000 + 312)
	if codec == "opus" {
		w.packets(oggBegins, append([]byte("OpusHead\x01\x02"), 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0))
		w.packets(0, append([]byte("OpusTags"), comment...))
	} else {
		end = 44100
		w.packets(oggBegins, joined([]byte("\x01vorbis"), make([]byte, 4), []byte{2}, binary.LittleEndian.AppendUint32(nil, 44100), make([]byte, 14)))
		w.packets(0, append([]byte("\x03vorbis"), comment...), []byte("\x05vorbis-setup"))
	}
	for n, flags := range []byte{0, oggEnds} {
		w.head(oggPage{flags: flags, granule: end * uint64(n+1) / 2, lacing: []byte{255, 45}}, sounds)
		w.own(sounds)
	}
	var all []byte
	for _, p := range w.pieces {
		all = append(all, p.bytes...)
	}
	return append(all, secret...)
}
