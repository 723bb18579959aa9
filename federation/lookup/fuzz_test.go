package lookup

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/community/credential"
)

func seed(f *testing.F, pattern string) {
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(files) == 0 {
		f.Fatal(pattern, err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
}

// mustBeSound checks what holds of every answer: a clean record of the number that
// was asked for, or an error of a known kind.
func mustBeSound(t *testing.T, record credential.Record, err error, number string) {
	t.Helper()
	if err != nil {
		if !errors.Is(err, community.ErrUnavailable) && !errors.Is(err, community.ErrNotFound) {
			t.Fatalf("%v %+v", err, record)
		}
		return
	}
	if record.Number != number || record.Active && record.Kind == "" || len(record.Names) > maxList {
		t.Fatalf("%+v", record)
	}
	for _, text := range slices.Concat(record.Names, record.Regions, record.Organisations, record.EmailDomains) {
		if text == "" || len(text) > 5*maxText || strings.ContainsAny(text, "\x00\n\r\u202e\u2066") || strings.ToValidUTF8(text, "") != text {
			t.Fatalf("not clean: %q", text)
		}
	}
	for _, p := range record.Professions {
		if !p.Known() {
			t.Fatalf("profession %q", p)
		}
	}
}

func FuzzNPPES(f *testing.F) {
	seed(f, "nppes/*.json")
	f.Fuzz(func(t *testing.T, body []byte) {
		record, err := readNPPES(body, "1234567893")
		mustBeSound(t, record, err, "1234567893")
		if err == nil && record.Kind == credential.Person && !bytes.Contains(body, []byte("1234567893")) && !bytes.Contains(body, []byte(`\u`)) {
			t.Fatalf("a person out of nothing: %+v", record)
		}
	})
}

func FuzzORCID(f *testing.F) {
	seed(f, "orcid/*.json")
	const id = "0000-0002-1825-0097"
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, status := range []int{200, 404} {
			record, err := readORCID(answer{status, body}, id)
			mustBeSound(t, record, err, id)
			if credential.Match(record, credential.Claim{Register: "orcid", Number: id, Profession: "physician"}).Matched {
				t.Fatal("an iD shows a clinician")
			}
		}
	})
}

// Whatever an operator's export holds: each number has a sound record, or none that
// counts.
func FuzzTable(f *testing.F) {
	seed(f, "register.csv")
	f.Add([]byte("number,name,profession,status\nA0001,\"a\r\nb\",physician,active"))
	f.Add([]byte("\ufeffstatus,number,name,profession\nactive,A0001,\"\"\"\",physician\n\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := readTable("at-sample", data)
		if err != nil {
			return
		}
		for number, at := range all.rows {
			record, ok := all.record(at)
			if ok != (at != span{}) {
				t.Fatalf("%s: a row of %v that counts: %v", number, at, ok)
			}
			if ok {
				mustBeSound(t, record, nil, number)
			}
		}
	})
}
