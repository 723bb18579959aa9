package media

import (
	"encoding/binary"
)

// isFrame says whether a frame of MPEG audio layer III begins here.
func isFrame(head []byte) bool {
	f, ok := readFrame(head)
	return ok && f.size > 4
}

// frame is what the header of a frame says (ISO/IEC 11172-3, 2.4.1.3 and 13818-3).
type frame struct {
	size          int64
	rate, samples int
	version       byte
}

var (
	mpegRates    = [3]int{44100, 48000, 32000}
	mpegBitrates = [2][16]int{ // kbit/s of version 1, and of 2 and 2.5; 0 may not be
		{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0},
		{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0},
	}
)

// readFrame reads the four bytes before a frame; false for what is none of layer III.
func readFrame(b []byte) (frame, bool) {
	if len(b) < 4 {
		return frame{}, false
	}
	head := binary.BigEndian.Uint32(b)
	version, layer := byte(head>>19&3), head>>17&3
	rate := head >> 10 & 3
	if head>>21 != 0x7ff || version == 1 || layer != 1 || rate == 3 {
		return frame{}, false
	}
	f := frame{rate: mpegRates[rate], samples: 1152, version: version}
	table := 0
	if version != 3 {
		f.rate, f.samples, table = f.rate/2, 576, 1
	}
	if version == 0 {
		f.rate /= 2
	}
	bits := mpegBitrates[table][head>>12&15] * 1000
	if bits == 0 {
		return frame{}, false
	}
	f.size = int64(f.samples / 8 * bits / f.rate)
	if head>>9&1 == 1 {
		f.size++
	}
	return f, true
}

// walkTagged looks behind the tags at the beginning of a sound.
func walkTagged(s *source) (Clip, error) {
	at := behindID3(s)
	if s.has(at, "fLaC") {
		return walkFLACFrom(s, at)
	}
	return walkMPEG(s, at)
}

// behindID3 is where ID3v2 tags end (id3.org, ID3v2.4.0, 3.1).
func behindID3(s *source) int64 {
	at := int64(0)
	for s.has(at, "ID3") {
		head := s.at(at, 10)
		if head == nil {
			break
		}
		var size int64
		for _, b := range head[6:10] {
			size = size<<7 | int64(b&0x7f)
		}
		if head[5]&0x10 != 0 { // a footer
			size += 10
		}
		at += 10 + size
	}
	return at
}

// walkMPEG keeps the frames and nothing else: no tag, and not the first frame when it
// is a table for players (Xing, Info, VBRI), where a program writes its name.
func walkMPEG(s *source, at int64) (Clip, error) {
	const mediaType = "audio/mpeg"
	var out pieces
	var first frame
	var samples uint64
	count := 0
	for ; at < s.size; count++ {
		f, ok := readFrame(s.at(at, 4))
		if !ok || at+f.size > s.size {
			break
		}
		if count == 0 {
			first = f
		}
		if f.rate != first.rate || f.version != first.version {
			return Clip{}, unchecked(mediaType)
		}
		if count > 0 || !isTable(s.at(at, f.size)) {
			out.copy(at, f.size)
			samples += uint64(f.samples)
		}
		at += f.size
	}
	switch {
	case count < 3:
		return Clip{}, &Refusal{Reason: Damaged, Type: mediaType}
	case !restIsTags(s, at):
		return Clip{}, unchecked(mediaType)
	}
	return Clip{Type: mediaType, Duration: lasting(samples, uint64(first.rate)), pieces: out}, nil
}

// isTable looks where the table may stand: behind what each kind of frame has beside its
// samples.
func isTable(body []byte) bool {
	for _, place := range []int{4 + 9, 4 + 17, 4 + 32} {
		if len(body) < place+4 {
			continue
		}
		switch string(body[place : place+4]) {
		case "Xing", "Info", "VBRI":
			return true
		}
	}
	return false
}

// restIsTags says whether behind the last frame stands nothing that is a sound: tags,
// zeros, or a frame that was cut off.
func restIsTags(s *source, at int64) bool {
	if at == s.size || s.has(at, "TAG") || s.has(at, "APETAGEX") || s.has(at, "LYRICSBEGIN") || s.has(at, "ID3") || s.has(at, "\x00\x00") {
		return true
	}
	f, ok := readFrame(s.at(at, 4))
	return ok && at+f.size > s.size
}
