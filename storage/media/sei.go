package media

import (
	"bytes"
	"slices"
)

// nalUnits says how the samples of a video in H.264 or H.265 are cut into units: each has
// its length before it, in so many bytes (ISO/IEC 14496-15, 5.3.3 and 8.3.3).
type nalUnits struct {
	length, header int64
	isSEI          func(first byte) bool
}

// nalUnitsOf reads it from the description of a coding; false for another coding.
func nalUnitsOf(stsd []byte) (nalUnits, bool) {
	list, ok := atoms(stsd[8:])
	if !ok || len(list) != 1 || len(list[0].body) < 78 {
		return nalUnits{}, false
	}
	boxes, _ := atoms(list[0].body[78:])
	if avc := find(boxes, "avcC"); len(avc) > 4 {
		return nalUnits{int64(avc[4]&3) + 1, 1, func(b byte) bool { return b&0x1f == 6 }}, true // H.264, 7.4.1
	}
	if hevc := find(boxes, "hvcC"); len(hevc) > 21 {
		return nalUnits{int64(hevc[21]&3) + 1, 2, func(b byte) bool { return isHEVCSEI(b >> 1 & 0x3f) }}, true
	}
	return nalUnits{}, false
}

// isHEVCSEI says whether units of a type say something beside the picture (H.265, 7.4.2.2).
func isHEVCSEI(kind byte) bool { return kind == 39 || kind == 40 }

// keptMessages are those of supplemental enhancement information that say how a picture is
// shown: from where decoding may begin, frames side by side, how it is turned, parameter
// sets, and light (H.264 and H.265, annexes D and E). What users wrote (4 and 5: cameras
// put place, time and device there) and the time of day are not among them.
var keptMessages = []int{6, 45, 47, 129, 137, 144, 147}

// mostMessage bounds a unit of messages that is looked into, in bytes; a larger one is
// blotted out.
const mostMessage = 64 << 10

// copyChunk copies a chunk of samples. Units that say more than how the picture is shown
// are replaced by as many bytes that say nothing; false when a sample is not cut as it says.
func (n nalUnits) copyChunk(s *source, c *chunkAt, out *pieces) bool {
	at := c.from
	for _, size := range c.sizes {
		end := at + size
		for at < end {
			head := s.at(at, n.length)
			if head == nil {
				return false
			}
			begins, length := at+n.length, int64(number(head))
			if length > end-begins {
				return false
			}
			out.copy(at, n.length)
			first := s.at(begins, min(length, n.header))
			if length <= n.header || !n.isSEI(first[0]) {
				out.copy(begins, length)
			} else {
				n.copyMessages(s, begins, length, out)
			}
			at = begins + length
		}
		if len(*out) > mostPieces {
			return false
		}
	}
	return true
}

func (n nalUnits) copyMessages(s *source, at, length int64, out *pieces) {
	if length <= mostMessage && harmless(s.at(at+n.header, length-n.header)) {
		out.copy(at, length)
		return
	}
	out.copy(at, n.header)
	out.own(filler(int(length - n.header)))
}

// harmless says whether all messages of a unit are of those that are kept (H.264, 7.3.2.3.1).
func harmless(payload []byte) bool {
	rest := unescaped(payload)
	for len(rest) > 0 && rest[0] != 0x80 { // rbsp_trailing_bits
		kind, after := messageNumber(rest)
		size, body := messageNumber(after)
		if !slices.Contains(keptMessages, kind) || size > len(body) {
			return false
		}
		rest = body[size:]
	}
	return true
}

// messageNumber reads a number that is written as a sum of bytes, of which 255 is not the last.
func messageNumber(b []byte) (n int, rest []byte) {
	for len(b) > 0 {
		n += int(b[0])
		last := b[0] != 255
		if b = b[1:]; last {
			break
		}
	}
	return n, b
}

// unescaped takes the bytes out that keep a unit from looking like the start of another
// (H.264, 7.4.1).
func unescaped(b []byte) []byte {
	return bytes.ReplaceAll(b, []byte{0, 0, 3}, []byte{0, 0})
}

// filler is a message that fills so many bytes and says nothing (H.264, D.1.4), with what
// ends a unit. Where no size of one message fits, an empty one stands before it.
func filler(n int) []byte {
	var out []byte
	rest := n - 2 // the type and the end
	size := rest - 1 - (rest-1)/256
	if size+size/255+1 != rest && n >= 5 {
		out = append(out, 3, 0)
		rest -= 2
		size = rest - 1 - (rest-1)/256
	}
	if rest < 1 {
		return bytes.Repeat([]byte{0x80}, n)
	}
	out = append(out, 3)
	out = append(out, bytes.Repeat([]byte{255}, size/255)...)
	out = append(append(out, byte(size%255)), bytes.Repeat([]byte{255}, size)...)
	return append(out, 0x80)
}

// withoutMessages is the description of a coding in H.265 without the units that say
// something beside the picture, in which encoders write their settings (ISO/IEC 14496-15,
// 8.3.3.1); nil for what is none.
func withoutMessages(hvcC []byte) []byte {
	const before = 22
	if len(hvcC) <= before {
		return nil
	}
	out := append(bytes.Clone(hvcC[:before]), 0)
	rest := hvcC[before+1:]
	for range hvcC[before] {
		if len(rest) < 3 {
			return nil
		}
		kind, count, size := rest[0]&0x3f, int(number(rest[1:3])), 3
		for range count {
			if len(rest) < size+2 {
				return nil
			}
			size += 2 + int(number(rest[size:size+2]))
		}
		if len(rest) < size {
			return nil
		}
		if !isHEVCSEI(kind) {
			out = append(out, rest[:size]...)
			out[before]++
		}
		rest = rest[size:]
	}
	return out
}
