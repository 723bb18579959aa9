package proof

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestMultibase(t *testing.T) {
	for text, data := range map[string]string{
		"z2NEpo7TZRRrLZSi2U": "Hello World!",
		"z1":                 "\x00",
		"z112":               "\x00\x00\x01",
		"z5Q":                "\xff",
	} {
		if got := encodeMultibase([]byte(data)); got != text {
			t.Errorf("encode %q: %s, want %s", data, got, text)
		}
		if got, err := decodeMultibase(text, 100); err != nil || string(got) != data {
			t.Errorf("decode %s: %q, %v, want %q", text, got, err, data)
		}
	}
	for _, text := range []string{"", "z", "2NEpo", "f00", "z0", "zO", "zI", "zl", "z é", "z" + strings.Repeat("2", 100)} {
		if _, err := decodeMultibase(text, 100); !errors.Is(err, ErrMalformed) {
			t.Errorf("decode %q: %v, want ErrMalformed", text, err)
		}
	}
}

func FuzzMultibase(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 1, 255})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 200 {
			return
		}
		text := encodeMultibase(data)
		if got, err := decodeMultibase(text, len(text)); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%x became %s, then %x (%v)", data, text, got, err)
		}
	})
}
