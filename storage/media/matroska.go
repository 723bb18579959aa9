package media

import (
	"encoding/binary"
	"math"
	mathbits "math/bits"
	"slices"
	"time"
)

// Elements of Matroska that we read or write (RFC 9559, 5.1; RFC 8794, 11.2).
const (
	idEBML, idDocType                  = 0x1A45DFA3, 0x4282
	idSegment, idInfo, idTracks        = 0x18538067, 0x1549A966, 0x1654AE6B
	idCluster, idCues, idTags          = 0x1F43B675, 0x1C53BB6B, 0x1254C367
	idSeekHead, idChapters, idAttached = 0x114D9B74, 0x1043A770, 0x1941A469
	idScale, idLasts                   = 0x2AD7B1, 0x4489
	idTimestamp, idSimple, idGroup     = 0xE7, 0xA3, 0xA0
	idBlock, idBlockLasts, idRefers    = 0xA1, 0x9B, 0xFB
	idDiscard                          = 0x75A2
	idCuePoint, idCueTime              = 0xBB, 0xB3
	idCuePlace, idCueTrack, idCueAt    = 0xB7, 0xF7, 0xF1
)

const matroskaType = "video/webm"

// element is where an element lies; size is -1 when its end is not known.
type element struct {
	id         uint32
	body, size int64
}

func (e element) end() int64 { return e.body + e.size }

// readElement reads the head of an element within bounds.
func readElement(s *source, at, end int64) (element, bool) {
	head := s.at(at, min(12, end-at, s.size-at))
	if len(head) < 2 || head[0] < 0x10 {
		return element{}, false
	}
	width := mathbits.LeadingZeros8(head[0]) + 1
	if width >= len(head) {
		return element{}, false
	}
	var e element
	for _, b := range head[:width] {
		e.id = e.id<<8 | uint32(b)
	}
	size, n, ok := readVint(head[width:])
	if !ok {
		return element{}, false
	}
	e.body, e.size = at+int64(width+n), size
	if size >= 0 && size > end-e.body {
		return element{}, false
	}
	return e, true
}

// readVint reads a number of variable width (RFC 8794, 4); -1 is the one that says that
// a size is not known.
func readVint(b []byte) (value int64, width int, ok bool) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0, false
	}
	width = mathbits.LeadingZeros8(b[0]) + 1
	if len(b) < width {
		return 0, 0, false
	}
	value = int64(b[0]) & (1<<(8-width) - 1)
	for _, c := range b[1:width] {
		value = value<<8 | int64(c)
	}
	if value == 1<<(7*width)-1 {
		value = -1
	}
	return value, width, true
}

// children reads the elements within a body of known size; false when they do not fit.
func children(s *source, of element) ([]element, bool) {
	var list []element
	for at := of.body; at < of.end(); {
		e, ok := readElement(s, at, of.end())
		if !ok || e.size < 0 || len(list) > mostPieces {
			return nil, false
		}
		list, at = append(list, e), e.end()
	}
	return list, true
}

func number(b []byte) uint64 {
	var n uint64
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}

// made puts parts into an element whose size is written in eight bytes.
func made(id uint32, parts ...[]byte) []byte {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	b := headOf(id, int64(size))
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

func headOf(id uint32, size int64) []byte {
	b := binary.BigEndian.AppendUint32(nil, id)
	for len(b) > 1 && b[0] == 0 {
		b = b[1:]
	}
	return binary.BigEndian.AppendUint64(b, 1<<56|uint64(size))
}

func madeNumber(id uint32, n uint64) []byte {
	return made(id, binary.BigEndian.AppendUint64(nil, n))
}

// matroska is a file that is written anew.
type matroska struct {
	*source
	scale  uint64 // nanoseconds of a unit of time
	tracks map[int64]bool
	listed []byte // Tracks as they will stand
	clip   Clip
	video  int64 // number of the video, 0 for none

	out   pieces
	laid  int64 // how many bytes these are
	cues  [][]byte
	units uint64 // of the last block
}

// walkMatroska keeps the tracks we know and their blocks. Tags, attachments, chapters,
// names, dates, the programs that wrote it, and subtitles are left out.
func walkMatroska(s *source) (Clip, error) {
	head, ok := readElement(s, 0, s.size)
	if !ok || head.id != idEBML || head.size < 0 {
		return Clip{}, &Refusal{Reason: Damaged, Type: matroskaType}
	}
	segment, ok := readElement(s, head.end(), s.size)
	if !ok || segment.id != idSegment {
		return Clip{}, &Refusal{Reason: Damaged, Type: matroskaType}
	}
	if segment.size < 0 {
		segment.size = s.size - segment.body
	}
	m := &matroska{source: s, scale: 1_000_000, tracks: map[int64]bool{}}
	if !m.walk(segment) || len(m.tracks) == 0 || m.units == 0 {
		return Clip{}, unchecked(matroskaType)
	}
	return m.write(), nil
}

// walk goes through what a segment holds.
func (m *matroska) walk(segment element) bool {
	for at := segment.body; at < segment.end(); {
		e, ok := readElement(m.source, at, segment.end())
		if !ok || len(m.out) > mostPieces {
			return false
		}
		switch {
		case e.id == idCluster:
			if at, ok = m.cluster(e, segment.end()); !ok {
				return false
			}
			continue
		case e.size < 0:
			return false
		case e.id == idInfo:
			m.info(e)
		case e.id == idTracks:
			if m.listed != nil || !m.readTracks(e) {
				return false
			}
		}
		at = e.end()
	}
	return true
}

func (m *matroska) info(of element) {
	list, _ := children(m.source, of)
	for _, e := range list {
		if e.id == idScale && e.size <= 8 {
			m.scale = max(1, number(m.at(e.body, e.size)))
		}
	}
}

// topLevel are the elements that end a cluster whose size is not known.
var topLevel = []uint32{idCluster, idCues, idTags, idSeekHead, idInfo, idTracks, idChapters, idAttached}

// cluster copies the blocks of the tracks that are kept, and tells where it ends.
func (m *matroska) cluster(of element, end int64) (next int64, ok bool) {
	if of.size >= 0 {
		end = of.end()
	}
	var inside pieces
	var begins uint64
	at := of.body
	for at < end {
		e, fits := readElement(m.source, at, end)
		if fits && of.size < 0 && slices.Contains(topLevel, e.id) {
			break
		}
		if !fits || e.size < 0 || len(inside) > mostPieces {
			return 0, false
		}
		switch e.id {
		case idTimestamp:
			if e.size > 8 {
				return 0, false
			}
			begins = number(m.at(e.body, e.size))
			inside.own(madeNumber(idTimestamp, begins))
		case idSimple:
			if kept, fine := m.block(e, begins); !fine {
				return 0, false
			} else if kept {
				inside.copy(at, e.end()-at)
			}
		case idGroup:
			if !m.group(e, begins, &inside) {
				return 0, false
			}
		}
		at = e.end()
	}
	m.lay(begins, inside)
	return at, true
}

// lay adds a cluster, and the place where players find it.
func (m *matroska) lay(begins uint64, inside pieces) {
	where := uint64(m.laid)
	head := headOf(idCluster, inside.total())
	m.laid += int64(len(head)) + inside.total()
	m.out.own(head)
	m.out = append(m.out, inside...)
	track := uint64(m.video)
	for number := range m.tracks {
		if track == 0 {
			track = uint64(number)
		}
	}
	m.cues = append(m.cues, made(idCuePoint, madeNumber(idCueTime, begins),
		made(idCuePlace, madeNumber(idCueTrack, track), madeNumber(idCueAt, where))))
}

// block says whether a block is of a track that is kept, and notes its time.
func (m *matroska) block(e element, begins uint64) (kept, ok bool) {
	head := m.at(e.body, min(e.size, 12))
	track, n, ok := readVint(head)
	if !ok || len(head) < n+3 || m.listed == nil {
		return false, false
	}
	if !m.tracks[track] {
		return false, true
	}
	after := int64(int16(binary.BigEndian.Uint16(head[n:])))
	if at := int64(begins) + after; at > 0 {
		m.units = max(m.units, uint64(at))
	}
	return true, true
}

// group copies a block with what a decoder needs beside it.
func (m *matroska) group(of element, begins uint64, to *pieces) bool {
	list, ok := children(m.source, of)
	if !ok {
		return false
	}
	var inside pieces
	keep := false
	for _, e := range list {
		switch e.id {
		case idBlock:
			kept, fine := m.block(e, begins)
			if !fine || keep { // of one group it is one
				return false
			}
			if keep = kept; !keep {
				return true
			}
			fallthrough
		case idBlockLasts, idRefers, idDiscard:
			inside.own(headOf(e.id, e.size))
			inside.copy(e.body, e.size)
		}
	}
	if keep {
		to.own(headOf(idGroup, inside.total()))
		*to = append(*to, inside...)
	}
	return true
}

// write puts everything into one segment whose size is known.
func (m *matroska) write() Clip {
	m.clip.Duration = time.Duration(min(float64(m.units)*float64(m.scale), math.MaxInt64/2))
	head := made(idEBML, madeNumber(0x4286, 1), madeNumber(0x42F7, 1), madeNumber(0x42F2, 4), madeNumber(0x42F3, 8),
		made(idDocType, []byte("webm")), madeNumber(0x4287, 4), madeNumber(0x4285, 2))
	info := made(idInfo, madeNumber(idScale, m.scale), made(idLasts, binary.BigEndian.AppendUint64(nil, math.Float64bits(float64(m.units)))),
		made(0x4D80), made(0x5741))
	before := append(info, m.listed...)
	cues := m.cuesAfter(uint64(len(before)))
	m.clip.pieces = append(pieces{}, piece{bytes: append(append(head, headOf(idSegment, int64(len(before))+m.out.total()+int64(len(cues)))...), before...)})
	m.clip.pieces = append(append(m.clip.pieces, m.out...), piece{bytes: cues})
	return m.clip
}

// cuesAfter writes the cues, whose places count from the beginning of the segment. The
// place is the last number in each.
func (m *matroska) cuesAfter(before uint64) []byte {
	for _, cue := range m.cues {
		at := cue[len(cue)-8:]
		binary.BigEndian.PutUint64(at, binary.BigEndian.Uint64(at)+before)
	}
	return made(idCues, m.cues...)
}
