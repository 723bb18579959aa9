package credential

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
)

func listQuestion(t testing.TB, document []byte) ListQuestion {
	return ListQuestion{Document: document, At: iri(t, list), Issuer: iri(t, host+"/actor"), Keys: clinicKeys, Now: now}
}

// What is taken back is on the list, the first entry to the left, and nobody else.
func TestSignList(t *testing.T) {
	l, problem := VerifyList(listQuestion(t, listDocument(t, now, 0, 9, 131_071)))
	if problem != "" || len(l.Bits) != MinBits || l.Bits[0] != 0x80 || l.Bits[1] != 0x40 || l.Bits[MinBits-1] != 0x01 {
		t.Fatalf("%s: % x", problem, l.Bits[:2])
	}
	if !l.Taken(0) || l.Taken(1) || !l.Taken(9) || !l.Taken(131_071) || !l.Taken(131_072) {
		t.Error("entries are not where they were put")
	}
	if !l.Checked.Equal(now.Truncate(time.Minute)) || !l.Until.Equal(l.Checked.Add(10*time.Minute)) {
		t.Errorf("from %v to %v", l.Checked, l.Until)
	}
	if _, err := issuer(t).SignList(iri(t, list), []int{storage.ListEntries}, now); err == nil {
		t.Error("an entry beyond the list was written")
	}
	if !bytes.Equal(listDocument(t, now, 9), listDocument(t, now.Add(25*time.Second), 9)) {
		t.Error("two processes write two texts within a minute")
	}
}

func pack(bits []byte) string {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(bits)
	_ = z.Close()
	return "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

// A list that is not the issuer's, or not of now, says nothing.
func TestListAttacks(t *testing.T) {
	change := func(changes m) []byte {
		changes["proof"] = nil
		return prove(t, rewrite(t, listDocument(t, now), changes), theirKey)
	}
	for _, tt := range []struct {
		name     string
		document []byte
		change   func(*ListQuestion)
		want     string
	}{
		{"forged", prove(t, rewrite(t, listDocument(t, now), m{"proof": nil}), evilKey), nil, "status_forged"},
		{"forged: bits exchanged", rewrite(t, listDocument(t, now, 94567), m{"credentialSubject.encodedList": pack(make([]byte, MinBits))}), nil, "status_forged"},
		{"not signed", rewrite(t, listDocument(t, now), m{"proof": nil}), nil, "status_forged"},
		{"wrong issuer", listDocument(t, now), func(q *ListQuestion) { q.Issuer = iri(t, "https://evil.example/actor") }, "status_issuer"},
		{"issued by a member", change(m{"issuer": host + "/users/mallory"}), nil, "status_issuer"},
		{"another list of the issuer", listDocument(t, now), func(q *ListQuestion) { q.At = iri(t, host+"/credentials/lists/M") }, "status_issuer"},
		{"stale", listDocument(t, now), func(q *ListQuestion) { q.Now = now.Add(community.StatusAge) }, "status_stale"},
		{"stale, promised for longer", change(m{"validFrom": "2026-11-22T08:50:00Z", "validUntil": "2027-11-22T08:50:00Z"}), nil, "status_stale"},
		{"of the future", change(m{"validFrom": "2026-11-22T09:10:00Z", "validUntil": "2026-11-22T09:20:00Z"}), nil, "status_stale"},
		{"for ever", change(m{"validUntil": nil}), nil, "status_stale"},
		{"for another purpose", change(m{"credentialSubject.statusPurpose": "suspension"}), nil, "status_form"},
		{"another type", change(m{"type": []string{vcType, "Other"}}), nil, "status_form"},
		{"a credential is no list", document(t), nil, "status_form"},
		{"too short to hide in", change(m{"credentialSubject.encodedList": pack(make([]byte, MinBits-1))}), nil, "status_form"},
		{"unfolds without end", change(m{"credentialSubject.encodedList": pack(make([]byte, MaxBits+1))}), nil, "status_form"},
		{"not packed", change(m{"credentialSubject.encodedList": "u" + base64.RawURLEncoding.EncodeToString(make([]byte, MinBits))}), nil, "status_form"},
		{"other multibase", change(m{"credentialSubject.encodedList": "z111"}), nil, "status_form"},
		{"oversized", append(listDocument(t, now), bytes.Repeat([]byte(" "), MaxList)...), nil, "status_form"},
		{"empty", nil, nil, "status_form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := listQuestion(t, tt.document)
			if tt.change != nil {
				tt.change(&q)
			}
			if l, got := VerifyList(q); got != tt.want || l.Bits != nil {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// Revoked, replayed after that, or with a list that is stale, of others or out of
// reach: the document alone is worth nothing.
func TestVerifyAsksTheList(t *testing.T) {
	answer := func(l List, err error) func(*Question) {
		return func(q *Question) { q.List = func(community.IRI) (List, error) { return l, err } }
	}
	read := func(entries ...int) List {
		l, problem := VerifyList(listQuestion(t, listDocument(t, now, entries...)))
		if problem != "" {
			t.Fatal(problem)
		}
		return l
	}
	old, other := read(), read()
	old.Checked = now.Add(-community.StatusAge - time.Second)
	other.IRI = iri(t, host+"/credentials/lists/M")
	for name, tt := range map[string]struct {
		change func(*Question)
		want   string
	}{
		"fine":                             {answer(read(5), nil), ""},
		"revoked":                          {answer(read(94567), nil), "status: revoked"},
		"replayed: old document, new list": {answer(read(1, 94567, 99), nil), "status: revoked"},
		"stale list":                       {answer(old, nil), "status: status_stale"},
		"unreachable list":                 {answer(List{}, errors.New("no answer")), "status: status_unreachable"},
		"nobody to ask":                    {func(q *Question) { q.List = nil }, "status: status_unreachable"},
		"another list":                     {answer(other, nil), "status: status_issuer"},
		"never read":                       {answer(List{IRI: iri(t, list)}, nil), "status: status_stale"},
	} {
		q := question(t, document(t))
		tt.change(&q)
		if got := fails(q); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// FuzzVerifyList: a list never makes us unfold more than MaxBits or panic.
func FuzzVerifyList(f *testing.F) {
	f.Add(listDocument(f, now, 1, 2, 3))
	f.Add([]byte(`{"credentialSubject":{"encodedList":"uH4sI"}}`))
	q := listQuestion(f, nil)
	f.Fuzz(func(t *testing.T, document []byte) {
		q.Document = document
		if l, problem := VerifyList(q); problem == "" && len(l.Bits) > MaxBits {
			t.Error("too much was unfolded")
		}
	})
}
