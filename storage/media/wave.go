package media

import (
	"encoding/binary"
)

// walkWave walks the chunks of a RIFF WAVE file and keeps its format and its samples.
// LIST, bext, iXML, id3 and whatever else stands beside them is left out.
func walkWave(s *source) (Clip, error) {
	const mediaType = "audio/wav"
	var format []byte
	for at := int64(12); ; {
		head := s.at(at, 8)
		if head == nil {
			return Clip{}, &Refusal{Reason: Damaged, Type: mediaType}
		}
		kind, length := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		at += 8
		switch kind {
		case "fmt ":
			if format != nil || length < 16 || length > 40 {
				return Clip{}, unchecked(mediaType)
			}
			format = s.keep(at, length)
		case "data":
			return waveOf(format, at, min(length, s.size-at))
		}
		at += length + length%2
	}
}

func waveOf(format []byte, at, length int64) (Clip, error) {
	const mediaType = "audio/wav"
	if len(format) < 16 {
		return Clip{}, &Refusal{Reason: Damaged, Type: mediaType}
	}
	le := binary.LittleEndian
	coding, channels, rate := le.Uint16(format), le.Uint16(format[2:]), le.Uint32(format[4:])
	block, bits := le.Uint16(format[12:]), le.Uint16(format[14:])
	const pcm, float, extensible = 1, 3, 0xfffe
	switch {
	case coding != pcm && coding != float && coding != extensible, coding == extensible && len(format) != 40,
		channels == 0 || channels > 8, rate < 1000 || rate > 192_000, bits%8 != 0 || bits == 0 || bits > 64,
		int(block) != int(channels)*int(bits)/8:
		return Clip{}, unchecked(mediaType)
	case coding != extensible:
		format = format[:16]
	}
	le.PutUint32(format[8:], rate*uint32(block)) // what it says may be wrong
	length -= length % int64(block)
	head := append([]byte("RIFF"), le.AppendUint32(nil, uint32(4+8+len(format)+8)+uint32(length)+uint32(length%2))...)
	head = append(append(head, "WAVEfmt "...), le.AppendUint32(nil, uint32(len(format)))...)
	head = append(append(append(head, format...), "data"...), le.AppendUint32(nil, uint32(length))...)
	var out pieces
	out.own(head)
	out.copy(at, length)
	out.own(make([]byte, length%2))
	return Clip{Type: mediaType, Duration: lasting(uint64(length), uint64(rate)*uint64(block)), pieces: out}, nil
}
