package lookup_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/lookup"
)

const sample = credential.Register("at-sample")

func open(t *testing.T, path string) *lookup.File {
	t.Helper()
	f, err := lookup.OpenFile(lookup.FileOptions{Register: sample, Path: path, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFile(t *testing.T) {
	f := open(t, "testdata/register.csv")
	got, err := f.Lookup(t.Context(), "a 0001")
	want := credential.Record{Register: sample, Number: "A0001", Kind: credential.Person,
		Names: []string{"Sample, Anna", "Example, Anna", "Anna Probe"}, Professions: []credential.Profession{"physician"}, Active: true,
		Regions: []string{"AT-9", "AT-3"}, Organisations: []string{"Sample Hospital", "Sample Clinic"},
		EmailDomains: []string{"sample-hospital.example", "xn--klinik-mster-klb.example"},
		ValidUntil:   time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC), CheckedAt: noon, Adapter: "file/1"}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(want, "Evidence")); err != nil || diff != "" || len(got.Evidence) != 64 {
		t.Errorf("%v %s", err, diff)
	}
}

func TestFileRowsAgainstClaims(t *testing.T) {
	f := open(t, "testdata/register.csv")
	for _, c := range []struct {
		number, name string
		profession   credential.Profession
		want         []credential.Reason
	}{
		{"A-0001", "Anna Example", "physician", nil},
		{"A-0002", "Ben Specimen", "midwife", nil},
		{"A-0003", "Clara Tester", "physician", []credential.Reason{"inactive"}},
		{"A-0004", "Dora Tester", "physician", []credential.Reason{"sanctioned"}},
		{"A-0005", "Eva Tester", "physician", []credential.Reason{"inactive"}}, // ended yesterday
		{"A-0014", "Nora Tester", "physician", nil},
	} {
		record, err := f.Lookup(t.Context(), c.number)
		if err != nil {
			t.Errorf("%s: %v", c.number, err)
			continue
		}
		v := credential.Match(record, credential.Claim{Register: sample, Number: c.number, LegalName: c.name, Profession: c.profession})
		if diff := cmp.Diff(c.want, v.Reasons); diff != "" {
			t.Errorf("%s: %s", c.number, diff)
		}
	}
	if _, err := f.Lookup(t.Context(), "A-9999"); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("not in the file: %v", err)
	}
}

// A row that does not do, or a number that stands twice, is told with its line, and
// neither verifies nor refuses anybody.
func TestFileProblems(t *testing.T) {
	f := open(t, "testdata/register.csv")
	want := []lookup.Problem{{8, "duplicate"}, {9, "duplicate"}, {10, "profession"}, {11, "name"}, {12, "status"}, {13, "region"},
		{14, "email_domain"}, {15, "valid_until"}, {16, "columns"}, {17, "number"}, {21, "profession"}}
	if diff := cmp.Diff(want, f.Problems()); diff != "" {
		t.Error(diff)
	}
	for _, number := range []string{"A0006", "A0007", "A0008", "A0009", "A0010", "A0011", "A0012", "A0013", "A0016"} {
		mustBeUnavailable(t, number, f, number)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

const header = "number,name,profession,status\n"

// The file is read again when it changes; and when it cannot be read, nobody is
// answered for from what it said before.
func TestFileIsReadAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.csv")
	write(t, path, header+"1,\"Sample, Anna\",physician,active\n")
	var log bytes.Buffer
	f, err := lookup.OpenFile(lookup.FileOptions{Register: sample, Path: path, Now: clock, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.Lookup(t.Context(), "1"); err != nil || !got.Active {
		t.Fatalf("%v %+v", err, got)
	}
	write(t, path, header+"1,\"Sample, Anna\",physician,revoked\n2,\"Specimen, Ben\",nurse,active\n3,x\n")
	if got, err := f.Lookup(t.Context(), "1"); err != nil || got.Active {
		t.Errorf("struck off: %v %+v", err, got)
	}
	if _, err := f.Lookup(t.Context(), "2"); err != nil {
		t.Errorf("new: %v", err)
	}
	write(t, path, "<html>")
	mustBeUnavailable(t, "not CSV", f, "1")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	mustBeUnavailable(t, "gone", f, "1")
	mustBeUnavailable(t, "still gone", f, "1")
	write(t, path, header+"1,\"Sample, Anna\",physician,active\n")
	if got, err := f.Lookup(t.Context(), "1"); err != nil || !got.Active {
		t.Errorf("back: %v %+v", err, got)
	}
	if said := log.String(); strings.Count(said, "level=ERROR") != 2 || strings.Count(said, "level=WARN") != 1 || strings.Contains(said, "Sample") {
		t.Errorf("the log: %s", said)
	}
}

// What is wrong with the whole file is told when it is opened, with the line.
func TestOpenFileRefuses(t *testing.T) {
	const row = "1,\"Sample, Anna\",physician,active\n"
	for name, c := range map[string]struct{ text, want string }{
		"empty":               {"", "line 1"},
		"no header":           {row, "line 1"},
		"column missing":      {"number,name,profession\n", "status"},
		"unknown column":      {"number,name,profession,status,sanctions\n", "column 5"},
		"column twice":        {"number,name,profession,status,name\n", "column 5"},
		"semicolons":          {strings.ReplaceAll(header, ",", ";"), "column 1"},
		"quotes do not close": {header + row + "2,\"Specimen, Ben,nurse,active\n3,x,nurse,active\n", "line 3"},
		"stray quote":         {header + "2,Spec\"imen,nurse,active\n", "line 2"},
	} {
		path := filepath.Join(t.TempDir(), "register.csv")
		write(t, path, c.text)
		f, err := lookup.OpenFile(lookup.FileOptions{Register: sample, Path: path, Now: clock})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "Spec") {
			t.Errorf("%s: %v", name, err)
			continue
		}
		mustBeUnavailable(t, name, f, "1")
	}
	for name, o := range map[string]lookup.FileOptions{
		"folder":        {Register: sample, Path: t.TempDir()},
		"no file":       {Register: sample, Path: filepath.Join(t.TempDir(), "none.csv")},
		"no clinicians": {Register: "orcid", Path: "testdata/register.csv"},
		"not a key":     {Register: "My Register", Path: "testdata/register.csv"},
	} {
		if _, err := lookup.OpenFile(o); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

// A file that serves a register whose numbers are known has its numbers checked.
func TestFileOfAKnownRegister(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gmc.csv")
	write(t, path, header+"1234567,\"Sample, Anna\",physician,active\n123456,\"Specimen, Ben\",physician,active\n7654321,\"Tester, Clara\",nurse,active\n")
	f, err := lookup.OpenFile(lookup.FileOptions{Register: "gmc", Path: path, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	all := lookup.Registers{"gmc": f}
	if got, err := all.Lookup(t.Context(), "gmc", "123 4567"); err != nil || got.Register != "gmc" {
		t.Errorf("%v %+v", err, got)
	}
	// A nurse is not in the register of physicians, whatever the file says.
	if diff := cmp.Diff([]lookup.Problem{{3, "number"}, {4, "profession"}}, f.Problems()); diff != "" {
		t.Error(diff)
	}
}

func TestFileTellsAThousandProblems(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.csv")
	var text strings.Builder
	text.WriteString(header)
	for i := range 3000 {
		fmt.Fprintf(&text, "%d,\"Sample, Anna\",physician,active\xff\n", i)
	}
	write(t, path, text.String())
	f := open(t, path)
	if p := f.Problems(); len(p) != 1000 || p[0] != (lookup.Problem{Line: 2, Column: "encoding"}) {
		t.Errorf("%d problems, first %+v", len(p), p[0])
	}
	mustBeUnavailable(t, "row with a problem beyond those told", f, "2999")
}
