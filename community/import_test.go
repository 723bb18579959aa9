package community_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"consilium/community"
)

// archived is a gzipped tar file.
func archived(t *testing.T, write func(*tar.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	write(w)
	if err := errors.Join(w.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func entry(t *testing.T, w *tar.Writer, h tar.Header, text string) {
	t.Helper()
	h.Size, h.Mode = int64(len(text)), 0o600
	err := w.WriteHeader(&h)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A small archive that unpacks to much does not take our memory: neither as many lists,
// nor as one file without end.
func TestAttackArchiveBomb(t *testing.T) {
	list := strings.Repeat("somebody.with.a.long.name@server.example\n", community.MaxImportLines)
	many := archived(t, func(w *tar.Writer) {
		entry(t, w, tar.Header{Name: "manifest.yml", Typeflag: tar.TypeReg}, "ubc-version: 0.1\n")
		for range 100 {
			entry(t, w, tar.Header{Name: "activitypub/following_accounts.csv", Typeflag: tar.TypeReg}, list)
		}
	})
	commas := strings.Repeat(",", community.MaxImportBytes)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := community.ReadArchive(bytes.NewReader(many), "our.example"); !errors.As(err, new(*community.Invalid)) {
		t.Errorf("a hundred lists: %v", err)
	}
	if _, err := community.ReadImport(community.ImportBlocks, []byte(commas), "our.example"); !errors.As(err, new(*community.Invalid)) {
		t.Errorf("nothing but commas: %v", err)
	}
	if _, err := community.ReadImport(community.ImportBlocks, bytes.Repeat([]byte{'"'}, community.MaxImportBytes), "our.example"); err != nil {
		t.Logf("nothing but quotes: %v", err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 200<<20 {
		t.Errorf("%d bytes took %d MiB", len(many), grown>>20)
	}
}

// Nothing in an archive leads out of it: no path, no link; what is torn is said to be
// none, and is no fault of ours.
func TestAttackArchivePaths(t *testing.T) {
	for name, h := range map[string]tar.Header{
		"up":            {Name: "../blocked_accounts.csv", Typeflag: tar.TypeReg},
		"up from below": {Name: "activitypub/../../blocked_accounts.csv", Typeflag: tar.TypeReg},
		"from the root": {Name: "/etc/blocked_accounts.csv", Typeflag: tar.TypeReg},
		"a drive":       {Name: `C:\blocked_accounts.csv`, Typeflag: tar.TypeReg},
		"a link":        {Name: "blocked_accounts.csv", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink},
		"a hard link":   {Name: "blocked_accounts.csv", Linkname: "/etc/passwd", Typeflag: tar.TypeLink},
		"a device":      {Name: "blocked_accounts.csv", Typeflag: tar.TypeChar},
		"a pipe":        {Name: "blocked_accounts.csv", Typeflag: tar.TypeFifo},
	} {
		data := archived(t, func(w *tar.Writer) {
			entry(t, w, tar.Header{Name: "manifest.yml", Typeflag: tar.TypeReg}, "x")
			if err := w.WriteHeader(&h); err != nil {
				t.Fatal(err)
			}
		})
		if _, err := community.ReadArchive(bytes.NewReader(data), "our.example"); !errors.As(err, new(*community.Invalid)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := archived(t, func(w *tar.Writer) {
		entry(t, w, tar.Header{Name: "manifest.yml", Typeflag: tar.TypeReg}, "x")
		entry(t, w, tar.Header{Name: "activitypub/blocked_accounts.csv", Typeflag: tar.TypeReg}, strings.Repeat("ana@a.example\n", 50))
	})
	for n := range good {
		torn := bytes.Clone(good)
		torn[n] ^= 0x55
		for _, data := range [][]byte{torn, good[:n]} {
			if _, err := community.ReadArchive(bytes.NewReader(data), "our.example"); err != nil && !errors.As(err, new(*community.Invalid)) {
				t.Fatalf("byte %d: %v", n, err)
			}
		}
	}
}

// A list that somebody shares is opened in a spreadsheet: what could not be read is text
// there, and no formula.
func TestAttackFormulaInAList(t *testing.T) {
	for _, text := range []string{`=HYPERLINK("https://evil.example")`, "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"} {
		if cell := community.PlainCell(text); cell != "'"+text {
			t.Errorf("%q", cell)
		}
	}
	if cell := community.PlainCell("ana@a.example") + community.PlainCell(""); cell != "ana@a.example" {
		t.Errorf("%q", cell)
	}
}

// Whatever editors make of a list is read: marks at the beginning, line ends, another
// case of the heading; what is no text does not keep the other lines.
func TestImportEncodings(t *testing.T) {
	for name, text := range map[string]string{
		"as it is":       "Account address,Show boosts\nana@a.example,true\n",
		"with a mark":    "\ufeffAccount address,Show boosts\nana@a.example,true\n",
		"of Windows":     "\ufeffAccount address,Show boosts\r\nana@a.example,true\r\n",
		"no heading":     "ana@a.example",
		"NUL, not UTF-8": "\x00\xff\xfe@a.example\nana@a.example\n",
	} {
		lines, err := community.ReadImport(community.ImportFollowing, []byte(text), "our.example")
		if err != nil || len(lines) == 0 || lines[len(lines)-1].Item.Address != "ana@a.example" || lines[len(lines)-1].Problem != nil {
			t.Errorf("%s: %v, %v", name, lines, err)
		}
		for _, l := range lines[:max(0, len(lines)-1)] {
			if strings.Contains(l.Item.Address, "\x00") || !utf8.ValidString(l.Item.Address) || l.Problem == nil {
				t.Errorf("%s: %s", name, fmt.Sprintf("%q", l.Item.Address))
			}
		}
	}
}
