package media

import (
	"encoding/binary"
	"slices"
)

// isMovie says whether it is an ISO base media file of a brand that holds video and
// sound (ISO/IEC 14496-12, 4.3), and no picture.
func isMovie(head []byte) bool {
	return brand("isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "av01", "M4V ", "M4A ", "M4B ",
		"qt  ", "dash", "MSNV", "3gp4", "3gp5", "3gp6")(head)
}

const (
	movieType = "video/mp4"
	// mostMoov bounds the table of contents of a movie, in bytes.
	mostMoov = 4 << 20
)

// atom is a box of a movie that is in memory.
type atom struct {
	kind string
	body []byte
}

// atoms cuts a body into its boxes; false when they do not fit.
func atoms(body []byte) ([]atom, bool) {
	var list []atom
	for len(body) > 0 {
		if len(body) == 4 && binary.BigEndian.Uint32(body) == 0 { // QuickTime ends some lists so
			break
		}
		if len(body) < 8 || len(list) > 4096 {
			return nil, false
		}
		size := uint64(binary.BigEndian.Uint32(body))
		if size < 8 || size > uint64(len(body)) {
			return nil, false
		}
		list = append(list, atom{string(body[4:8]), body[8:size]})
		body = body[size:]
	}
	return list, true
}

func find(list []atom, kind string) []byte {
	for _, a := range list {
		if a.kind == kind {
			return a.body
		}
	}
	return nil
}

// boxed puts parts into a box.
func boxed(kind string, parts ...[]byte) []byte {
	size := 8
	for _, p := range parts {
		size += len(p)
	}
	b := binary.BigEndian.AppendUint32(make([]byte, 0, size), uint32(size))
	b = append(b, kind...)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// walkMovie writes a movie anew: the tables of one video and one sound, and the samples
// they name, chunk by chunk. What no table names is not copied, and neither are other
// tracks, such as those in which cameras write where they are.
func walkMovie(s *source) (Clip, error) {
	moov, err := findMoov(s)
	if err != nil {
		return Clip{}, err
	}
	list, ok := atoms(moov)
	head := find(list, "mvhd")
	if !ok || len(head) < 100 || find(list, "mvex") != nil { // in fragments: not all is in its tables
		return Clip{}, unchecked(movieType)
	}
	m := movie{head: head}
	for _, a := range list {
		if a.kind != "trak" {
			continue
		}
		t, kept, ok := readTrack(a.body)
		if !ok || kept && !m.add(t) {
			return Clip{}, unchecked(movieType)
		}
	}
	return m.write(s)
}

// findMoov walks the boxes of the file.
func findMoov(s *source) ([]byte, error) {
	for at, n := int64(0), 0; at < s.size && n < 4096; n++ {
		head := s.at(at, min(16, s.size-at))
		if len(head) < 8 {
			break
		}
		kind, size, begins := string(head[4:8]), int64(binary.BigEndian.Uint32(head)), int64(8)
		switch {
		case size == 1 && len(head) == 16:
			size, begins = int64(binary.BigEndian.Uint64(head[8:])), 16
		case size == 0:
			size = s.size - at
		}
		if size < begins || size > s.size-at {
			break
		}
		switch {
		case kind == "moof":
			return nil, unchecked(movieType)
		case kind == "moov" && size > mostMoov:
			return nil, &Refusal{Reason: TooLong, Type: movieType}
		case kind == "moov":
			return s.keep(at+begins, size-begins), nil
		}
		at += size
	}
	return nil, &Refusal{Reason: Damaged, Type: movieType}
}

// movie is what is kept of one.
type movie struct {
	head         []byte
	video, sound *track
}

// add takes the first video and the first sound; false for a second.
func (m *movie) add(t *track) bool {
	to := &m.sound
	if t.width > 0 {
		to = &m.video
	}
	if *to != nil {
		return false
	}
	*to = t
	return true
}

// write lays out the new file: what it is, its table of contents, the samples.
func (m *movie) write(s *source) (Clip, error) {
	c := Clip{Type: movieType}
	brand := []byte("isom\x00\x00\x02\x00isomiso2mp41")
	if m.video == nil {
		c.Type, brand = "audio/mp4", []byte("M4A \x00\x00\x02\x00M4A isomiso2")
	} else {
		c.Width, c.Height = m.video.width, m.video.height
	}
	var chunks []*chunkAt
	var tracks []*track
	for _, t := range []*track{m.video, m.sound} {
		if t != nil {
			c.Duration, tracks = max(c.Duration, t.duration), append(tracks, t)
			chunks = append(chunks, t.chunks...)
		}
	}
	if len(tracks) == 0 || len(chunks) > mostPieces {
		return Clip{}, unchecked(c.Type)
	}
	slices.SortStableFunc(chunks, func(a, b *chunkAt) int { return int(a.from - b.from) })
	end, total := int64(0), int64(0)
	for _, one := range chunks {
		if one.from < end || one.size > s.size-one.from { // no byte is given twice
			return Clip{}, unchecked(c.Type)
		}
		end, total = one.from+one.size, total+one.size
	}
	start := boxed("ftyp", brand)
	first := int64(len(start)+len(m.moov(tracks))) + 8
	var out pieces
	for _, one := range chunks {
		if !one.copy(s, &out) {
			return Clip{}, unchecked(c.Type)
		}
		one.to = first
		first += one.size
	}
	start = append(start, m.moov(tracks)...)
	start = append(binary.BigEndian.AppendUint32(start, uint32(total+8)), "mdat"...)
	c.pieces = append(pieces{{bytes: start}}, out...)
	return c, nil
}

// moov is the table of contents; its size does not depend on where the chunks lie.
func (m *movie) moov(tracks []*track) []byte {
	head := exactly("mvhd", slices.Clone(m.head))
	timeless(head)
	clear(head[len(head)-28 : len(head)-4]) // times of QuickTime's preview, pre-defined here
	parts := [][]byte{boxed("mvhd", head)}
	for _, t := range tracks {
		parts = append(parts, t.write())
	}
	return boxed("moov", parts...)
}

// timeless blots out when it was made and changed, in a box that begins with that
// (ISO/IEC 14496-12, 8.2.2).
func timeless(body []byte) {
	n := 8
	if body[0] == 1 {
		n = 16
	}
	clear(body[4 : 4+n])
}
