package media

import "encoding/binary"

// exactly is as much of the body of a box as its kind has, so that nothing hangs behind
// (ISO/IEC 14496-12, 8.2 to 8.7 and 12.1). Of a kind that is not known it is everything;
// one that is too short stays so.
func exactly(kind string, body []byte) []byte {
	if len(body) < 8 {
		return body
	}
	var size uint64
	entries := func(at int, each uint64) {
		if size = uint64(at) + 4; len(body) >= at+4 {
			size += uint64(binary.BigEndian.Uint32(body[at:])) * each
		}
	}
	long := body[0] == 1
	switch kind {
	case "mvhd":
		size = either64(long, 112, 100)
	case "tkhd":
		size = either64(long, 96, 84)
	case "mdhd":
		size = either64(long, 36, 24)
	case "vmhd":
		size = 12
	case "smhd", "pasp":
		size = 8
	case "colr":
		size = 11
	case "stts", "ctts":
		entries(4, 8)
	case "stsc":
		entries(4, 12)
	case "stss":
		entries(4, 4)
	case "elst":
		entries(4, either64(long, 20, 12))
	case "stsz":
		if size = 12; binary.BigEndian.Uint32(body[4:]) == 0 {
			entries(8, 4)
		}
	default:
		return body
	}
	return body[:min(size, uint64(len(body)))]
}

func either64(yes bool, a, b uint64) uint64 {
	if yes {
		return a
	}
	return b
}
