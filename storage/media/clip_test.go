package media

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func inspectBytes(t testing.TB, data []byte) (Clip, error) {
	t.Helper()
	return inspectClip(t.Context(), bytes.NewReader(data), Limits{}.Defaults())
}

func written(t testing.TB, c Clip, data []byte) []byte {
	t.Helper()
	out, err := io.ReadAll(c.reader(t.Context(), bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// clipFixtures are files full of names and places, and what is to become of them.
func clipFixtures() map[string]struct {
	data          []byte
	mediaType     string
	width, height int
	duration      time.Duration
} {
	type fixture = struct {
		data          []byte
		mediaType     string
		width, height int
		duration      time.Duration
	}
	return map[string]fixture{
		"movie of a phone":     {movieFixture{}.bytes(), "video/mp4", 640, 480, 3 * time.Second},
		"movie, moov first":    {movieFixture{brand: "isom", first: true}.bytes(), "video/mp4", 640, 480, 3 * time.Second},
		"M4A":                  {movieFixture{brand: "M4A ", soundOnly: true}.bytes(), "audio/mp4", 0, 0, 3 * time.Second},
		"Matroska":             {matroskaFixture(false, 2000), "video/webm", 320, 240, 2005 * time.Millisecond},
		"WebM of a browser":    {matroskaFixture(true, 2000), "video/webm", 320, 240, 2005 * time.Millisecond},
		"WAV":                  {waveFixture(), "audio/wav", 0, 0, time.Second},
		"MP3":                  {mpegFixture(), "audio/mpeg", 0, 0, time.Duration(100*1152) * time.Second / 44100},
		"FLAC":                 {flacFixture(), "audio/flac", 0, 0, time.Second},
		"Ogg Opus":             {oggFixture("opus"), "audio/ogg", 0, 0, time.Second},
		"Ogg Vorbis":           {oggFixture("vorbis"), "audio/ogg", 0, 0, time.Second},
		"FLAC behind ID3":      {joined([]byte("ID3\x04\x00\x00\x00\x00\x00\x3c"), []byte(secret), make([]byte, 60-len(secret)), flacFixture()), "audio/flac", 0, 0, time.Second},
		"MP3, last frame torn": {mpegFixture()[:10+len(secret)+417*50+100], "audio/mpeg", 0, 0, time.Duration(49*1152) * time.Second / 44100},
	}
}

// No name, place, device, date or cover survives: neither in boxes nor between samples
// nor in tracks that nobody sees. What is heard and seen does, and the new file is one
// that we take as it is.
func TestClipsCarryNoMetadata(t *testing.T) {
	for name, f := range clipFixtures() {
		t.Run(name, func(t *testing.T) {
			c, err := inspectBytes(t, f.data)
			if err != nil {
				t.Fatal(err)
			}
			off := c.Duration - f.duration
			if c.Type != f.mediaType || c.Width != f.width || c.Height != f.height || off.Abs() > time.Millisecond {
				t.Errorf("%s %d×%d, %v", c.Type, c.Width, c.Height, c.Duration)
			}
			out := written(t, c, f.data)
			for _, part := range []string{secret, secret[:16], "Mustermann", "52.5200", string(be32(3_800_000_000))} {
				if bytes.Contains(out, []byte(part)) {
					t.Errorf("%q is still there", part)
				}
			}
			if !bytes.Contains(out, []byte{0x55, 0xaa}) && f.mediaType != "audio/mpeg" {
				t.Error("the samples are not")
			}
			again, err := inspectBytes(t, out)
			if err != nil || again.Type != c.Type || again.Duration != c.Duration {
				t.Fatalf("the new file: %+v, %v", again, err)
			}
			if twice := written(t, again, out); !bytes.Equal(twice, out) {
				t.Error("written twice, it is another file")
			}
		})
	}
}

// What cannot be said for sure is refused, and so is what lasts too long; nothing is
// waited for.
func TestClipsRefused(t *testing.T) {
	long := func(change func(*movieFixture)) []byte {
		f := movieFixture{}
		change(&f)
		return f.bytes()
	}
	for name, c := range map[string]struct {
		data   []byte
		reason Reason
	}{
		"in fragments":           {long(func(f *movieFixture) { f.fragments = true }), Unchecked},
		"samples elsewhere":      {long(func(f *movieFixture) { f.elsewhere = true }), Unchecked},
		"coding we do not know":  {long(func(f *movieFixture) { f.coding = "jpeg" }), Unchecked},
		"three minutes of video": {long(func(f *movieFixture) { f.seconds = 180 }), TooLasting},
		"11 minutes of sound":    {long(func(f *movieFixture) { f.seconds, f.soundOnly = 660, true }), TooLasting},
		"three minutes of WebM":  {matroskaFixture(false, 180_000), TooLasting},
		"encrypted":              {bytes.Replace(matroskaFixture(false, 10), []byte{0x53, 0x6E}, []byte{0x6D, 0x80}, 1), Unchecked},
		"broken frame":           {bytes.Replace(flacFixture(), sounds, append([]byte{1}, sounds[1:]...), 1), Unchecked},
		"a second stream":        {joined(oggFixture("opus")[:600], oggFixture("vorbis")), Unchecked},
		"an empty movie":         {boxed("ftyp", []byte("isom")), Damaged},
		"a program":              {[]byte("MZ\x90\x00"), Unsupported},
		"a picture":              {plain(t, 8, 8, 9), Unsupported},
		"a page":                 {[]byte("<html>" + secret), Unsupported},
	} {
		_, err := inspectBytes(t, c.data)
		refusal, is := errors.AsType[*Refusal](err)
		if !is || refusal.Reason != c.reason {
			t.Errorf("%s: %v, want %s", name, err, c.reason)
		} else if strings.Contains(err.Error(), "Muster") {
			t.Errorf("%s: the error tells of what is inside", name)
		}
	}
	limits := Limits{ClipBytes: 1000}.Defaults()
	if _, err := inspectClip(t.Context(), bytes.NewReader(mpegFixture()), limits); err == nil {
		t.Error("larger than it may be")
	}
}

// A file that ends anywhere, or of which one byte is another, is walked to an end.
func TestClipsCutOff(t *testing.T) {
	for _, f := range clipFixtures() {
		for n := 0; n < min(len(f.data), 3000); n += 3 {
			if c, err := inspectBytes(t, f.data[:n]); err == nil {
				written(t, c, f.data[:n])
			}
			torn := bytes.Clone(f.data)
			torn[n] ^= 0xff
			if c, err := inspectBytes(t, torn); err == nil {
				written(t, c, torn)
			}
		}
	}
}

// fuzzClip: whatever is sent, walking it ends, and what is written is of the size that
// was promised.
func fuzzClip(f *testing.F, seeds ...[]byte) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := inspectBytes(t, data)
		if err != nil {
			return
		}
		out := written(t, c, data)
		if int64(len(out)) != pieces(c.pieces).total() {
			t.Error("the file is not as long as it says")
		}
		if len(out) > 2*len(data)+4096+64*len(c.pieces) {
			t.Errorf("%d bytes of %d", len(out), len(data))
		}
	})
}

func FuzzMovie(f *testing.F) {
	fuzzClip(f, movieFixture{}.bytes(), movieFixture{brand: "isom", first: true}.bytes())
}
func FuzzMatroska(f *testing.F) { fuzzClip(f, matroskaFixture(false, 9), matroskaFixture(true, 9)) }
func FuzzWave(f *testing.F)     { fuzzClip(f, waveFixture()[:600]) }
func FuzzMPEG(f *testing.F)     { fuzzClip(f, mpegFixture()[:3000]) }
func FuzzFLAC(f *testing.F)     { fuzzClip(f, flacFixture()) }
func FuzzOgg(f *testing.F)      { fuzzClip(f, oggFixture("opus")[:400], oggFixture("vorbis")[:400]) }
