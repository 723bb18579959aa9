package media

import (
	"bytes"
	"encoding/binary"
)

// Ogg pages (RFC 3533, 6).
const (
	oggHeader  = 27
	oggBegins  = 2
	oggEnds    = 4
	oggGoesOn  = 1
	mostHeader = 1 << 20 // of a header that we rewrite, in bytes
)

// oggPage is a page as it stands in the file.
type oggPage struct {
	at, body, size int64 // where it begins, where its content does, and how long that is
	flags          byte
	granule        uint64
	serial         uint32
	lacing         []byte
}

func (p oggPage) end() int64 { return p.body + p.size }

func readPage(s *source, at int64) (oggPage, bool) {
	head := s.at(at, oggHeader)
	if head == nil || string(head[:4]) != "OggS" || head[4] != 0 {
		return oggPage{}, false
	}
	le := binary.LittleEndian
	p := oggPage{at: at, flags: head[5], granule: le.Uint64(head[6:]), serial: le.Uint32(head[14:])}
	p.lacing = s.keep(at+oggHeader, int64(head[26]))
	p.body = at + oggHeader + int64(head[26])
	for _, n := range p.lacing {
		p.size += int64(n)
	}
	return p, len(p.lacing) == int(head[26]) && p.end() <= s.size
}

// oggCRC is the table of the checksum of pages: x^32 + x^26 + …, from the left.
var oggCRC = func() (table [256]uint32) {
	for i := range table {
		crc := uint32(i) << 24
		for range 8 {
			carry := crc & 0x80000000
			crc <<= 1
			if carry != 0 {
				crc ^= 0x04c11db7
			}
		}
		table[i] = crc
	}
	return table
}()

func oggSum(crc uint32, b []byte) uint32 {
	for _, c := range b {
		crc = crc<<8 ^ oggCRC[byte(crc>>24)^c]
	}
	return crc
}

// oggWriter writes the pages of one stream anew.
type oggWriter struct {
	pieces
	serial, sequence uint32
}

// head writes what stands before a page's content, whose checksum is of both.
func (w *oggWriter) head(p oggPage, content []byte) {
	le := binary.LittleEndian
	b := append([]byte("OggS\x00"), p.flags)
	b = le.AppendUint64(b, p.granule)
	b = le.AppendUint32(b, w.serial)
	b = le.AppendUint32(b, w.sequence)
	b = append(le.AppendUint32(b, 0), byte(len(p.lacing)))
	b = append(b, p.lacing...)
	le.PutUint32(b[22:], oggSum(oggSum(0, b), content))
	w.own(b)
	w.sequence++
}

// packets writes headers of our own making, on as many pages as they need.
func (w *oggWriter) packets(flags byte, packets ...[]byte) {
	var lacing, content []byte
	for _, packet := range packets {
		for n := len(packet); n >= 255; n -= 255 {
			lacing = append(lacing, 255)
		}
		lacing = append(lacing, byte(len(packet)%255))
		content = append(content, packet...)
	}
	for len(lacing) > 0 {
		n := min(len(lacing), 255)
		size := 0
		for _, l := range lacing[:n] {
			size += int(l)
		}
		w.head(oggPage{flags: flags, lacing: lacing[:n]}, content[:size])
		w.own(content[:size])
		if flags = 0; lacing[n-1] == 255 {
			flags = oggGoesOn
		}
		lacing, content = lacing[n:], content[size:]
	}
}

// oggCodec is what we take in an Ogg file: how many headers it has, and what is put in
// the place of the one with comments.
type oggCodec struct {
	mark    string
	headers int
	comment []byte
	// rate tells from the first header of how many units a second granules are, and
	// how many of them are not heard.
	rate func(head []byte) (rate, skip uint64)
}

func oggCodecs() []oggCodec {
	return []oggCodec{
		{"OpusHead", 2, append([]byte("OpusTags"), make([]byte, 8)...), func(head []byte) (uint64, uint64) {
			return 48000, uint64(binary.LittleEndian.Uint16(head[10:])) // RFC 7845, 5.1
		}},
		{"\x01vorbis", 3, emptyVorbisComment(), func(head []byte) (uint64, uint64) {
			return uint64(binary.LittleEndian.Uint32(head[12:])), 0 // Vorbis I, 4.2.2
		}},
	}
}

// emptyVorbisComment is a comment header without vendor and comments (Vorbis I, 5.2).
func emptyVorbisComment() []byte { return append([]byte("\x03vorbis"), 0, 0, 0, 0, 0, 0, 0, 0, 1) }

const oggType = "audio/ogg"

// walkOgg keeps the sound of a file with one stream of Opus or Vorbis. Comments, which
// also hold covers, are replaced by none.
func walkOgg(s *source) (Clip, error) {
	first, ok := readPage(s, 0)
	if !ok || first.flags&oggBegins == 0 {
		return Clip{}, &Refusal{Reason: Damaged, Type: oggType}
	}
	for _, codec := range oggCodecs() {
		if len(first.lacing) == 1 && first.size >= 19 && s.has(first.body, codec.mark) {
			return codec.walk(s, first)
		}
	}
	return Clip{}, unchecked(oggType)
}

func (c oggCodec) walk(s *source, first oggPage) (Clip, error) {
	packets, at, ok := oggHeaders(s, first, c.headers)
	if !ok {
		return Clip{}, unchecked(oggType)
	}
	w := &oggWriter{serial: 1}
	w.packets(oggBegins, packets[0])
	packets[1] = c.comment
	w.packets(0, packets[1:]...)
	var last uint64
	for ended := false; at < s.size && !ended; {
		p, ok := readPage(s, at)
		switch {
		case !ok && last > 0: // it was cut off, or something follows that is no sound
			ended = true
			continue
		case !ok, p.serial != first.serial, p.flags&oggBegins != 0, len(w.pieces) > mostPieces:
			return Clip{}, unchecked(oggType)
		}
		if p.granule != 1<<64-1 {
			last = max(last, p.granule)
		}
		p.flags &= oggGoesOn | oggEnds
		w.head(p, s.at(p.body, p.size))
		w.copy(p.body, p.size)
		at, ended = p.end(), p.flags&oggEnds != 0
	}
	rate, skip := c.rate(packets[0])
	return Clip{Type: oggType, Duration: lasting(last-min(skip, last), rate), pieces: w.pieces}, nil
}

// oggHeaders reads the packets before the sound, which begins on a page of its own, and
// tells where.
func oggHeaders(s *source, p oggPage, wanted int) (packets [][]byte, at int64, ok bool) {
	var packet bytes.Buffer
	for {
		content := s.at(p.body, p.size)
		for i, n := range p.lacing {
			if packet.Len() > mostHeader || len(content) < int(n) {
				return nil, 0, false
			}
			packet.Write(content[:n])
			content = content[n:]
			if n < 255 {
				packets = append(packets, bytes.Clone(packet.Bytes()))
				packet.Reset()
			}
			if len(packets) == wanted {
				return packets, p.end(), i == len(p.lacing)-1
			}
		}
		serial := p.serial
		if p, ok = readPage(s, p.end()); !ok || p.serial != serial || p.flags&oggBegins != 0 {
			return nil, 0, false
		}
	}
}
