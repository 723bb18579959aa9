package media

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"
)

// track is a video or a sound of a movie.
type track struct {
	head, media, edits []byte
	handler            []byte // hdlr, with an empty name
	kind               string // vmhd or smhd
	kindHead           []byte
	tables             []atom // of stbl, without those of the chunks
	width, height      int
	duration           time.Duration
	chunks             []*chunkAt
}

// chunkAt is a run of samples: where it lies, how long each is, and where it will lie.
type chunkAt struct {
	from, size, to int64
	sizes          []int64
	units          *nalUnits // nil where samples are not cut into units
}

// copy gives the samples to the new file; false when one of them is not what it should be.
func (c *chunkAt) copy(s *source, out *pieces) bool {
	if c.units != nil {
		return c.units.copyChunk(s, c, out)
	}
	out.copy(c.from, c.size)
	return len(*out) <= mostPieces
}

// readTrack reads a track; kept is false for what is neither video nor sound.
func readTrack(body []byte) (t *track, kept, ok bool) {
	list, ok := atoms(body)
	mdia, ok2 := atoms(find(list, "mdia"))
	minf, ok3 := atoms(find(mdia, "minf"))
	stbl, ok4 := atoms(find(minf, "stbl"))
	handler := find(mdia, "hdlr")
	if !ok || !ok2 || !ok3 || !ok4 || len(handler) < 24 {
		return nil, false, false
	}
	t = &track{head: slices.Clone(find(list, "tkhd")), media: slices.Clone(find(mdia, "mdhd")), handler: slices.Clone(handler[:24])}
	clear(t.handler[4:8])   // QuickTime's component type
	clear(t.handler[12:24]) // maker and flags there, reserved here
	t.handler = append(t.handler, 0)
	switch string(handler[8:12]) {
	case "vide":
		t.kind = "vmhd"
	case "soun":
		t.kind = "smhd"
	default:
		return nil, false, true
	}
	t.kindHead = find(minf, t.kind)
	if len(t.head) < 84 || len(t.media) < 24 || len(t.kindHead) < 8 || !ownData(find(minf, "dinf")) {
		return nil, false, false
	}
	t.kindHead = exactly(t.kind, t.kindHead)
	if edits, fine := atoms(find(list, "edts")); fine {
		t.edits = exactly("elst", find(edits, "elst"))
	}
	return t, true, t.shape() && t.read(stbl)
}

// ownData says that all samples lie in this file and none at an address elsewhere
// (ISO/IEC 14496-12, 8.7.2).
func ownData(dinf []byte) bool {
	list, ok := atoms(dinf)
	dref := find(list, "dref")
	if !ok || len(dref) < 8 {
		return false
	}
	entries, ok := atoms(dref[8:])
	if !ok || len(entries) != 1 {
		return false
	}
	return len(entries[0].body) >= 4 && entries[0].body[3]&1 == 1
}

// shape reads the size of a video, turned where it is shown so, and blots out times.
func (t *track) shape() bool {
	for _, head := range [][]byte{t.head, t.media} {
		if head[0] > 1 || head[0] == 1 && len(head) < 36 {
			return false
		}
		timeless(head)
	}
	t.head, t.media = exactly("tkhd", t.head), exactly("mdhd", t.media)
	if t.kind != "vmhd" {
		return true
	}
	end := len(t.head)
	be := binary.BigEndian
	t.width, t.height = int(be.Uint32(t.head[end-8:])>>16), int(be.Uint32(t.head[end-4:])>>16)
	if matrix := t.head[end-44:]; be.Uint32(matrix) == 0 && be.Uint32(matrix[4:]) != 0 {
		t.width, t.height = t.height, t.width
	}
	return t.width > 0 && t.height > 0
}

// keptTables are those of stbl that are kept as they are (ISO/IEC 14496-12, 8.6 and 8.7).
var keptTables = []string{"stts", "ctts", "stsc", "stsz", "stss"}

// read takes the tables of the samples.
func (t *track) read(stbl []atom) bool {
	described, ok := describe(find(stbl, "stsd"), t.kind)
	if !ok {
		return false
	}
	t.tables = append(t.tables, atom{"stsd", described})
	for _, kind := range keptTables {
		if body := find(stbl, kind); body != nil {
			t.tables = append(t.tables, atom{kind, exactly(kind, body)})
		}
	}
	sizes, ok := sizesOf(find(stbl, "stsz"))
	if !ok {
		return false
	}
	offsets, ok := offsetsOf(stbl)
	return ok && t.lay(sizes, offsets, find(stbl, "stsc")) && t.last(len(sizes), find(stbl, "stts"))
}

// entriesOf gives the entries of a full box of so many bytes each, and whether they
// are all there.
func entriesOf(body []byte, at, each int) ([]byte, bool) {
	if len(body) < at+4 {
		return nil, false
	}
	n := int64(binary.BigEndian.Uint32(body[at:]))
	rest := body[at+4:]
	if n > int64(len(rest)/each) {
		return nil, false
	}
	return rest[:int(n)*each], true
}

func sizesOf(stsz []byte) ([]int64, bool) {
	const most = 1 << 20
	if len(stsz) < 12 {
		return nil, false
	}
	be := binary.BigEndian
	if same := be.Uint32(stsz[4:]); same != 0 {
		n := be.Uint32(stsz[8:])
		return slices.Repeat([]int64{int64(same)}, int(min(n, most+1))), n <= most
	}
	entries, ok := entriesOf(stsz, 8, 4)
	sizes := make([]int64, 0, len(entries)/4)
	for e := range slices.Chunk(entries, 4) {
		sizes = append(sizes, int64(be.Uint32(e)))
	}
	return sizes, ok && len(sizes) <= most
}

func offsetsOf(stbl []atom) ([]int64, bool) {
	var offsets []int64
	if short := find(stbl, "stco"); short != nil {
		entries, ok := entriesOf(short, 4, 4)
		for e := range slices.Chunk(entries, 4) {
			offsets = append(offsets, int64(binary.BigEndian.Uint32(e)))
		}
		return offsets, ok
	}
	entries, ok := entriesOf(find(stbl, "co64"), 4, 8)
	for e := range slices.Chunk(entries, 8) {
		offset := binary.BigEndian.Uint64(e)
		if offset > 1<<40 {
			return nil, false
		}
		offsets = append(offsets, int64(offset))
	}
	return offsets, ok
}

// lay finds out how long each chunk is: stsc says from which chunk on how many samples
// are in one (ISO/IEC 14496-12, 8.7.4). Every sample is in one chunk.
func (t *track) lay(sizes, offsets []int64, stsc []byte) bool {
	runs, ok := entriesOf(stsc, 4, 12)
	if !ok || len(runs) == 0 {
		return false
	}
	var units *nalUnits
	if cut, is := nalUnitsOf(t.tables[0].body); is {
		units = &cut
	}
	be := binary.BigEndian
	in := 0
	for i, offset := range offsets {
		for len(runs) > 12 && be.Uint32(runs[12:]) == uint32(i+1) {
			runs = runs[12:]
		}
		n := int64(be.Uint32(runs[4:]))
		if i == 0 && be.Uint32(runs) != 1 || n == 0 || n > int64(len(sizes)) || i >= mostPieces {
			return false
		}
		c := &chunkAt{from: offset, sizes: sizes[:n], units: units}
		for _, size := range sizes[:n] {
			c.size += size
		}
		sizes = sizes[n:]
		t.chunks = append(t.chunks, c)
		in++
	}
	return len(sizes) == 0 && in > 0
}

// last adds up how long the samples last.
func (t *track) last(samples int, stts []byte) bool {
	entries, ok := entriesOf(stts, 4, 8)
	be := binary.BigEndian
	var units uint64
	n := 0
	for e := range slices.Chunk(entries, 8) {
		count := be.Uint32(e)
		units += uint64(count) * uint64(be.Uint32(e[4:]))
		n += int(min(count, 1<<21))
	}
	scale := t.media[12:]
	if t.media[0] == 1 {
		scale = t.media[20:]
	}
	t.duration = lasting(units, uint64(be.Uint32(scale)))
	return ok && n == samples && t.duration > 0
}

// write makes the box of the track, with its chunks where they will lie.
func (t *track) write() []byte {
	be := binary.BigEndian
	var tables [][]byte
	for _, a := range t.tables {
		tables = append(tables, boxed(a.kind, a.body))
	}
	offsets := be.AppendUint32(make([]byte, 4), uint32(len(t.chunks)))
	for _, c := range t.chunks {
		offsets = be.AppendUint32(offsets, uint32(c.to))
	}
	tables = append(tables, boxed("stco", offsets))
	own := boxed("dinf", boxed("dref", []byte{0, 0, 0, 0, 0, 0, 0, 1}, boxed("url ", []byte{0, 0, 0, 1})))
	minf := boxed("minf", boxed(t.kind, t.kindHead), own, boxed("stbl", tables...))
	mdia := boxed("mdia", boxed("mdhd", t.media), boxed("hdlr", t.handler), minf)
	parts := [][]byte{boxed("tkhd", t.head)}
	if t.edits != nil {
		parts = append(parts, boxed("edts", boxed("elst", t.edits)))
	}
	return boxed("trak", append(parts, mdia)...)
}

// sampleEntry says of a coding how long the fields before its boxes are, and which of
// them are kept.
type sampleEntry struct {
	kind   string // vmhd or smhd
	fields int
	boxes  []string
}

// sampleEntries are the codings we take (ISO/IEC 14496-15, 14496-14; VP9, AV1 and Opus
// in ISO BMFF).
func sampleEntries() map[string]sampleEntry {
	video := func(own string) sampleEntry { return sampleEntry{"vmhd", 78, []string{own, "colr", "pasp"}} }
	return map[string]sampleEntry{
		"avc1": video("avcC"), "avc3": video("avcC"), "hvc1": video("hvcC"), "hev1": video("hvcC"), "vp09": video("vpcC"), "av01": video("av1C"),
		"mp4a": {"smhd", 28, []string{"esds", "wave"}}, "Opus": {"smhd", 28, []string{"dOps"}},
	}
}

// describe writes stsd anew: one coding that we take, without the encoder's name.
func describe(stsd []byte, kind string) ([]byte, bool) {
	if len(stsd) < 8 {
		return nil, false
	}
	list, ok := atoms(stsd[8:])
	if !ok || len(list) != 1 {
		return nil, false
	}
	entry, known := sampleEntries()[list[0].kind]
	body := list[0].body
	if !known || entry.kind != kind || len(body) < entry.fields {
		return nil, false
	}
	fields := slices.Clone(body[:entry.fields])
	if kind == "vmhd" {
		clear(fields[8:24])  // QuickTime's maker
		clear(fields[42:74]) // compressorname
	} else if version := fields[9]; version == 1 && len(body) >= entry.fields+16 { // QuickTime's longer form
		fields = append(fields, body[28:44]...)
	} else if version > 1 {
		return nil, false
	}
	boxes, ok := atoms(body[len(fields):])
	if !ok {
		return nil, false
	}
	inner := keptBoxes(boxes, entry.boxes)
	if len(inner) == 0 {
		return nil, false
	}
	return append([]byte{0, 0, 0, 0, 0, 0, 0, 1}, boxed(list[0].kind, fields, inner)...), true
}

func keptBoxes(boxes []atom, kept []string) []byte {
	var out bytes.Buffer
	for _, a := range boxes {
		if !slices.Contains(kept, a.kind) {
			continue
		}
		body := exactly(a.kind, a.body)
		switch a.kind {
		case "wave":
			within, _ := atoms(body)
			body = append(keptBoxes(within, []string{"frma", "esds"}), 0, 0, 0, 8, 0, 0, 0, 0)
		case "hvcC":
			body = withoutMessages(body)
		case "colr":
			if !bytes.HasPrefix(body, []byte("nclx")) && !bytes.HasPrefix(body, []byte("nclc")) {
				continue // a profile, in which names and texts stand
			}
		}
		if len(body) > 0 {
			out.Write(boxed(a.kind, body))
		}
	}
	return out.Bytes()
}
