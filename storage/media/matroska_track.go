package media

import (
	"bytes"
	"slices"
)

// What a track holds that a player needs (RFC 9559, 5.1.4).
const (
	idTrack, idTrackNumber, idTrackType = 0xAE, 0xD7, 0x83
	idCodec, idCodecPrivate             = 0x86, 0x63A2
	idVideo, idAudio                    = 0xE0, 0xE1
	idWidth, idHeight                   = 0xB0, 0xBA
	idEncodings                         = 0x6D80
)

// keptOfTrack are copied as they are: numbers, each of at most eight bytes.
var keptOfTrack = []uint32{idTrackNumber, idTrackType, 0x88 /* FlagDefault */, 0x9C, /* FlagLacing */
	0x23E383 /* DefaultDuration */, 0x56AA /* CodecDelay */, 0x56BB /* SeekPreRoll */}

// keptOfShape are those of Video and Audio.
var keptOfShape = []uint32{idWidth, idHeight, 0x54B0 /* DisplayWidth */, 0x54BA /* DisplayHeight */, 0x9A, /* FlagInterlaced */
	0x54AA, 0x54BB, 0x54CC, 0x54DD /* PixelCrop */, 0xB5 /* SamplingFrequency */, 0x78B5 /* OutputSamplingFrequency */, 0x9F /* Channels */, 0x6264 /* BitDepth */}

// matroskaCodecs are those we take; true for video.
var matroskaCodecs = map[string]bool{"V_VP8": true, "V_VP9": true, "V_AV1": true, "A_OPUS": false, "A_VORBIS": false}

// readTracks keeps one video and one sound of a codec we take; subtitles and the like
// are left out.
func (m *matroska) readTracks(of element) bool {
	list, ok := children(m.source, of)
	if !ok || len(list) > 64 {
		return false
	}
	var listed [][]byte
	kinds := map[bool]bool{}
	for _, e := range list {
		if e.id != idTrack {
			continue
		}
		t, kept, ok := m.readTrack(e)
		if !ok || kept && kinds[t.video] {
			return false
		}
		if kept {
			kinds[t.video] = true
			m.tracks[t.number] = true
			listed = append(listed, t.written)
		}
		if kept && t.video {
			m.video, m.clip.Width, m.clip.Height = t.number, t.width, t.height
		}
	}
	m.clip.Type = "audio/webm"
	if kinds[true] {
		m.clip.Type = matroskaType
	}
	m.listed = made(idTracks, listed...)
	return len(m.tracks) > 0
}

// matroskaTrack is a track as it will stand.
type matroskaTrack struct {
	number        int64
	kind          uint64
	video         bool
	width, height int
	written       []byte
}

// readTrack writes a track anew; kept is false for what is neither seen nor heard.
func (m *matroska) readTrack(of element) (t matroskaTrack, kept, ok bool) {
	list, ok := children(m.source, of)
	if !ok || len(list) > 256 {
		return t, false, false
	}
	var inside [][]byte
	var codec string
	var private []byte
	for _, e := range list {
		body := m.keep(e.body, e.size)
		switch {
		case e.id == idEncodings: // compressed or encrypted: nobody sees what is inside
			return t, false, false
		case slices.Contains(keptOfTrack, e.id) && e.size <= 8:
			inside = append(inside, made(e.id, body))
		case e.id == idCodec:
			codec = string(bytes.TrimRight(body, "\x00"))
		case e.id == idCodecPrivate:
			private = body
		case e.id == idVideo, e.id == idAudio:
			shape, fine := m.shape(e, &t)
			if !fine {
				return t, false, false
			}
			inside = append(inside, made(e.id, shape))
		}
		switch e.id {
		case idTrackNumber:
			t.number = int64(number(body) & 0x7fffffff)
		case idTrackType:
			t.kind = number(body)
		}
	}
	const seen, heard = 1, 2
	if t.kind != seen && t.kind != heard {
		return t, false, true
	}
	var known bool
	t.video, known = matroskaCodecs[codec]
	private, fine := privateOf(codec, private)
	if !known || !fine || t.number == 0 || t.video != (t.kind == seen) || t.video && (t.width <= 0 || t.height <= 0) {
		return t, false, false
	}
	inside = append(inside, madeNumber(0x73C5 /* TrackUID */, uint64(t.number)), made(idCodec, []byte(codec)))
	if len(private) > 0 {
		inside = append(inside, made(idCodecPrivate, private))
	}
	t.written = made(idTrack, inside...)
	return t, true, true
}

// shape keeps the numbers of Video or Audio.
func (m *matroska) shape(of element, t *matroskaTrack) ([]byte, bool) {
	list, ok := children(m.source, of)
	var out []byte
	for _, e := range list {
		if !slices.Contains(keptOfShape, e.id) || e.size > 8 {
			continue
		}
		body := m.keep(e.body, e.size)
		switch e.id {
		case idWidth:
			t.width = int(min(number(body), 1<<20))
		case idHeight:
			t.height = int(min(number(body), 1<<20))
		}
		out = append(out, made(e.id, body)...)
	}
	return out, ok
}

// privateOf is what a decoder needs to begin. That of Vorbis is three headers in a row,
// of which the second holds comments.
func privateOf(codec string, private []byte) ([]byte, bool) {
	const mostPrivate = 256 << 10
	switch {
	case len(private) > mostPrivate:
		return nil, false
	case codec == "V_VP8" || codec == "V_VP9":
		return nil, true
	case codec == "A_OPUS":
		if len(private) < 19 || string(private[:8]) != "OpusHead" {
			return nil, false
		}
		size := 19
		if private[18] != 0 { // a table of channels (RFC 7845, 5.1.1)
			size = min(21+int(private[9]), len(private))
		}
		return private[:size], true
	case codec != "A_VORBIS":
		return private, true
	}
	if len(private) < 3 || private[0] != 2 {
		return nil, false
	}
	var sizes [2]int
	rest := private[1:]
	for i := range sizes {
		for len(rest) > 0 {
			b := rest[0]
			rest, sizes[i] = rest[1:], sizes[i]+int(b)
			if b < 255 {
				break
			}
		}
	}
	if sizes[0] > 254 || sizes[0]+sizes[1] > len(rest) {
		return nil, false
	}
	comment := emptyVorbisComment()
	out := append([]byte{2, byte(sizes[0]), byte(len(comment))}, rest[:sizes[0]]...)
	return append(append(out, comment...), rest[sizes[0]+sizes[1]:]...), true
}
