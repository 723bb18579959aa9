package media

import (
	"bytes"
	"runtime"
	"testing"
	"time"
)

// clipBombs are small files that say much.
func clipBombs() map[string][]byte {
	full := matroskaFixture(false, 2000)
	tracks := bytes.Index(full, []byte{0x16, 0x54, 0xAE, 0x6B})
	before := full[:tracks+12]
	size := number(full[tracks+5 : tracks+12])
	before = full[:tracks+12+int(size)]
	live := func(body []byte) []byte { // a segment whose size is not known
		segment := bytes.Index(before, []byte{0x18, 0x53, 0x80, 0x67})
		head := joined(before[:segment+4], []byte{0x01, 255, 255, 255, 255, 255, 255, 255}, before[segment+12:])
		return joined(head, body)
	}
	cluster := []byte{0x1F, 0x43, 0xB6, 0x75, 0x80}
	groups := bytes.Repeat(made(idGroup, made(idBlock, []byte{0x82, 0, 0, 0, 1}), bytes.Repeat([]byte{0xFB, 0x80}, 9)), 400_000)
	wave := append([]byte("RIFF\x00\x00\x00\x00WAVE"), bytes.Repeat([]byte("junk\x00\x00\x00\x00"), 2_000_000)...)
	return map[string][]byte{
		"empty clusters":       live(bytes.Repeat(cluster, 3_000_000)),
		"groups of nothing":    live(joined([]byte{0x1F, 0x43, 0xB6, 0x75, 0x01, 255, 255, 255, 255, 255, 255, 255}, madeNumber(idTimestamp, 1), groups)),
		"empty chunks":         wave,
		"empty boxes":          joined(boxed("ftyp", []byte("isom")), bytes.Repeat(boxed("free"), 2_000_000)),
		"empty ID3 tags":       bytes.Repeat([]byte("ID3\x04\x00\x00\x00\x00\x00\x00"), 2_000_000),
		"a million same sizes": sameSizes(),
	}
}

// sameSizes is a movie that says of a million samples that they are of one byte, each in
// a chunk of its own.
func sameSizes() []byte {
	data := movieFixture{brand: "M4A ", soundOnly: true, first: true}.bytes()
	const n = 1 << 20
	at := bytes.Index(data, []byte("stsz"))
	copy(data[at+8:], be32(1, n))
	return append(data, make([]byte, n)...)
}

// A small file that makes us keep or look through much is refused within moments and a
// bounded memory.
func TestAttackClipBombs(t *testing.T) {
	for name, data := range clipBombs() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := time.Now()
		_, err := inspectBytes(t, data)
		took := time.Since(began)
		runtime.ReadMemStats(&after)
		if took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 160<<20 {
			t.Errorf("%s: %d MiB", name, grown>>20)
		}
		if err == nil {
			t.Errorf("%s: taken", name)
		}
		t.Log(name, took, (after.TotalAlloc-before.TotalAlloc)>>20, "MiB", err)
	}
}
