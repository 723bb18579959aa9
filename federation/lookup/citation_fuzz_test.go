package lookup

import (
	"errors"
	"strings"
	"testing"

	"consilium/community"
)

func mustBeCited(t *testing.T, c community.Citation, err error) {
	t.Helper()
	if err != nil {
		if !errors.Is(err, community.ErrUnavailable) && !errors.Is(err, community.ErrNotFound) {
			t.Fatal(err)
		}
		return
	}
	for _, text := range []string{c.Title, c.Authors, c.Journal, c.Notice} {
		if len(text) > 4*maxCitedTitle || strings.ContainsAny(text, "\x00\n\r\u202e\u2066") || strings.ToValidUTF8(text, "") != text {
			t.Fatalf("not clean: %q", text)
		}
	}
	if c.Year < 0 || c.Year > 2200 {
		t.Fatal(c.Year)
	}
}

func FuzzCitation(f *testing.F) {
	f.Add([]byte(`{"status":"ok","message-type":"work","message":{"DOI":"10.1000/a","title":["x"],"issued":{"date-parts":[[null]]},"updated-by":[{"type":"retraction","DOI":"10.1000/b"}]}}`))
	f.Add([]byte(`{"result":{"7":{"uid":"7","title":"x","pubdate":"2019","authors":[{"name":"A"}],"pubtype":["Retracted Publication"]}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := readCrossref(body, "10.1000/a")
		mustBeCited(t, c, err)
		c, err = readPubMed(body, "7")
		mustBeCited(t, c, err)
	})
}
