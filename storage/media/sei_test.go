package media

import (
	"bytes"
	"slices"
	"testing"
	"time"
)

// seiMovie is a movie of one video in H.264 (or H.265) whose samples are units, each with
// its length before it.
func seiMovie(coding string, units ...[]byte) []byte {
	var sample []byte
	for _, u := range units {
		sample = append(sample, append(be32(uint32(len(u))), u...)...)
	}
	return rawMovie(coding, sample, nil)
}

// rawMovie has one sample, and behind what each box holds as much as hangs there.
func rawMovie(coding string, sample, behind []byte) []byte {
	config := boxed("avcC", []byte{1, 66, 0, 30, 0xff, 0xe0, 0})
	if coding == "hvc1" {
		hvcC := append(make([]byte, 21), 3)
		hvcC = append(hvcC, 2, 32, 0, 1, 0, 2, 0x40, 1) // a parameter set
		hvcC = append(append(append(hvcC, 39, 0, 1), be16(uint16(len(secret)))...), secret...)
		config = boxed("hvcC", hvcC)
	}
	fat := func(kind string, parts ...[]byte) []byte { return boxed(kind, append(parts, behind)...) }
	ftyp := boxed("ftyp", []byte("isom"), be32(0x200))
	entry := joined(make([]byte, 6), be16(1), make([]byte, 16), be16(640, 480), be32(0x480000, 0x480000, 0), be16(1), make([]byte, 32), be16(24, 0xffff),
		config, boxed("colr", []byte("prof"+secret)), fat("pasp", be32(1, 1)))
	matrix := be32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
	moov := func(at uint32) []byte {
		stbl := boxed("stbl", boxed("stsd", be32(0, 1), boxed(coding, entry)), fat("stts", be32(0, 1, 1, 600)), fat("ctts", be32(0, 1, 1, 0)), fat("stss", be32(0, 1, 1)),
			fat("stsc", be32(0, 1, 1, 1, 1)), fat("stsz", be32(0, 0, 1, uint32(len(sample)))), boxed("stco", be32(0, 1, at)))
		dinf := boxed("dinf", boxed("dref", be32(0, 1), boxed("url ", be32(1))))
		return boxed("moov", fat("mvhd", be32(0, 0, 0, 600, 600, 0x10000), make([]byte, 52), behind[:min(24, len(behind))], make([]byte, 24-min(24, len(behind))+0)),
			boxed("trak", fat("tkhd", be32(0, 0, 0, 1, 0, 600, 0, 0, 0, 0), matrix, be32(640<<16, 480<<16)), boxed("edts", fat("elst", be32(0, 1, 600, 0, 0x10000))),
				boxed("mdia", fat("mdhd", be32(0, 0, 0, 600, 600), be16(0, 0)), boxed("hdlr", be32(0), []byte("mhlrvide"), be32(0, 0, 0)),
					boxed("minf", fat("vmhd", be32(1, 0, 0)), dinf, stbl))))
	}
	size := uint32(len(moov(0)))
	return joined(ftyp, moov(uint32(len(ftyp))+size+8), boxed("mdat", sample))
}

// Cameras and encoders write place, time and device between the pictures (H.264, D.1.7):
// that is blotted out, in as many bytes; what says how the picture is shown stays.
func TestAttackUserDataBetweenPictures(t *testing.T) {
	picture := append([]byte{0x65}, sounds...)
	hevcPicture := append([]byte{0x26, 1}, sounds...)
	recovery := []byte{6, 6, 1, 0x84, 0x80}
	unit := func(head []byte, kind byte, text string) []byte {
		return joined(head, []byte{kind, byte(len(text))}, []byte(text), []byte{0x80})
	}
	for name, c := range map[string]struct {
		coding string
		units  [][]byte
		kept   []byte
	}{
		"unregistered":        {"avc1", [][]byte{unit([]byte{6}, 5, secret), picture}, picture},
		"registered":          {"avc1", [][]byte{unit([]byte{6}, 4, secret), picture}, picture},
		"behind a good one":   {"avc1", [][]byte{joined(recovery[:4], unit(nil, 5, secret)), picture}, picture},
		"a type nobody knows": {"avc1", [][]byte{unit([]byte{6}, 200, secret), picture}, picture},
		"a size that lies":    {"avc1", [][]byte{joined([]byte{6, 6, 250}, []byte(secret)), picture}, picture},
		"no end":              {"avc1", [][]byte{joined([]byte{6, 255, 255}, []byte(secret)), picture}, picture},
		"larger than any":     {"avc1", [][]byte{joined([]byte{6, 6, 1, 0x84}, bytes.Repeat([]byte(secret), 4000)), picture}, picture},
		"of H.265":            {"hvc1", [][]byte{unit([]byte{39 << 1, 1}, 5, secret), hevcPicture, unit([]byte{40 << 1, 1}, 5, secret)}, hevcPicture},
		"how it is shown":     {"avc1", [][]byte{recovery, picture}, joined(recovery, be32(uint32(len(picture))), picture)},
	} {
		data := seiMovie(c.coding, c.units...)
		clip, err := inspectBytes(t, data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out := written(t, clip, data)
		if bytes.Contains(out, []byte("Mustermann")) {
			t.Errorf("%s: is still there", name)
		}
		if !bytes.Contains(out, c.kept) {
			t.Errorf("%s: what is seen is not", name)
		}
		again, err := inspectBytes(t, out)
		if err != nil || again.Duration != time.Second || !bytes.Equal(written(t, again, out), out) {
			t.Errorf("%s: the new file is none: %v", name, err)
		}
	}
	if _, err := inspectBytes(t, rawMovie("avc1", append(be32(1000), 0x65), nil)); err == nil {
		t.Error("a unit longer than its sample")
	}
}

// Whatever size a unit has, what fills it is one that says nothing.
func TestFiller(t *testing.T) {
	for n := 3; n < 2000; n++ {
		f := filler(n)
		if len(f) != n || f[n-1] != 0x80 || bytes.Contains(f, []byte{0, 0}) {
			t.Fatalf("%d bytes: %x", n, f)
		}
		for rest := f[:n-1]; len(rest) > 0; {
			kind, after := messageNumber(rest)
			size, body := messageNumber(after)
			if kind != 3 || size > len(body) || slices.ContainsFunc(body[:size], func(b byte) bool { return b != 255 }) {
				t.Fatalf("%d bytes: %x", n, f)
			}
			rest = body[size:]
		}
	}
}

// Boxes may be longer than what they hold: nothing that hangs behind survives, and no
// profile of colours, in which the name of a device stands.
func TestAttackTextBehindTables(t *testing.T) {
	data := rawMovie("avc1", append(be32(1), 0x65), []byte(secret))
	clip, err := inspectBytes(t, data)
	if err != nil {
		t.Fatal(err)
	}
	if out := written(t, clip, data); bytes.Contains(out, []byte(secret[:16])) {
		t.Errorf("%d bytes tell a name", len(out))
	}
}

// Nothing hangs behind what a decoder of Opus needs to begin.
func TestAttackTextBehindOpusHead(t *testing.T) {
	for _, family := range []byte{0, 1} {
		head := append([]byte("OpusHead\x01\x02\x38\x01\x80\xbb\x00\x00\x00\x00"), family)
		want := len(head)
		if family != 0 {
			head, want = append(head, 1, 1, 0, 1), want+4
		}
		got, ok := privateOf("A_OPUS", append(head, secret...))
		if !ok || len(got) != want {
			t.Errorf("family %d: %q, %v", family, got, ok)
		}
	}
}
