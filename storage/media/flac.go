package media

import "encoding/binary"

// walkFLAC walks a FLAC file (RFC 9639).
func walkFLAC(s *source) (Clip, error) { return walkFLACFrom(s, 0) }

// Blocks of metadata (RFC 9639, 8.1).
const (
	flacInfo     = 0
	flacInfoSize = 34
)

// walkFLACFrom keeps the one block that a decoder needs, and the frames, each of which
// is proven by its checksum: comments, pictures, cue sheets, application blocks and
// tags of other formats are left out.
func walkFLACFrom(s *source, at int64) (Clip, error) {
	const mediaType = "audio/flac"
	var info []byte
	at += 4
	for last := false; !last; {
		head := s.at(at, 4)
		if head == nil {
			return Clip{}, &Refusal{Reason: Damaged, Type: mediaType}
		}
		last = head[0]&0x80 != 0
		kind, length := head[0]&0x7f, int64(binary.BigEndian.Uint32(head)&0xffffff)
		if kind == flacInfo {
			if info != nil || length != flacInfoSize {
				return Clip{}, &Refusal{Reason: Damaged, Type: mediaType}
			}
			info = s.keep(at+4, length)
		}
		at += 4 + length
	}
	if len(info) != flacInfoSize {
		return Clip{}, &Refusal{Reason: Damaged, Type: mediaType}
	}
	end := s.size
	if s.has(end-128, "TAG") { // ID3v1
		end -= 128
	}
	packed := binary.BigEndian.Uint64(info[10:])
	rate, samples := packed>>44, packed&(1<<36-1)
	if rate == 0 || samples == 0 || !wholeFrames(s, at, end) {
		return Clip{}, unchecked(mediaType)
	}
	var out pieces
	out.own(append([]byte("fLaC\x80\x00\x00\x22"), info...))
	out.copy(at, end-at)
	return Clip{Type: mediaType, Duration: lasting(samples, rate), pieces: out}, nil
}

// crc16 is the table of x^16 + x^15 + x^2 + 1 (RFC 9639, 9.3).
var crc16 = func() (table [256]uint16) {
	for i := range table {
		crc := uint16(i) << 8
		for range 8 {
			carry := crc & 0x8000
			crc <<= 1
			if carry != 0 {
				crc ^= 0x8005
			}
		}
		table[i] = crc
	}
	return table
}()

// wholeFrames says whether there is nothing but frames between two offsets. Over a frame
// and its checksum together the checksum is 0, so that at every beginning of a frame,
// and at the end, it is.
func wholeFrames(s *source, at, end int64) bool {
	if at >= end || !flacSync(s.at(at, 2)) {
		return false
	}
	var crc uint16
	frames := 0
	for at < end {
		chunk := s.at(at, min(window, end-at))
		if chunk == nil {
			return false
		}
		for i, b := range chunk {
			if crc == 0 && i+1 < len(chunk) && flacSync(chunk[i:]) {
				frames++
			}
			crc = crc<<8 ^ crc16[byte(crc>>8)^b]
		}
		at += int64(len(chunk))
	}
	return crc == 0 && frames > 0
}

// flacSync says whether a frame may begin here (RFC 9639, 9.1).
func flacSync(b []byte) bool { return len(b) >= 2 && b[0] == 0xff && b[1]&0xfe == 0xf8 }
