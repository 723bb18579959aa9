package lookup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"consilium/community/credential"
)

const (
	fileAdapter = "file/1"
	// maxFile and maxRows bound a register's file, maxProblems what is told of one.
	maxFile     = 64 << 20
	maxRows     = 1_000_000
	maxProblems = 1000
)

// FileOptions describe a register that is kept as a file.
type FileOptions struct {
	// Register is its key: an operator's own ("at-oeaek"), or one known to
	// credential whose numbers then are checked as such. Not ORCID's.
	Register credential.Register
	// Path is where the file is: CSV as RFC 4180 has it, in UTF-8, separated by
	// commas, with a header, 64 MiB and a million rows at the most. The columns are
	//
	//	number         as CheckNumber reads it
	//	name           best "Family, Given Middle"
	//	other_names    former names, between semicolons
	//	profession     our slugs, between semicolons
	//	region         ISO 3166-2 codes ("AT-9", "US-OH"), between semicolons
	//	status         "active"; any other word is not
	//	sanction       "", "no" or "none"; any other word is one
	//	organisation   names, between semicolons
	//	email_domain   exact domains of the organisations, between semicolons
	//	valid_until    the last day, YYYY-MM-DD
	//
	// in any order; number, name, profession and status must be there, and nothing
	// else may. Who controls an address in email_domain is taken for the holder: no
	// domain in which anybody can have one belongs there.
	//
	// Replace the file by renaming a whole one over it.
	Path string
	// Log hears what was read, and which rows do not do.
	Log *slog.Logger
	// Now is the clock.
	Now func() time.Time
}

// Problem is a row of a file that does not do. A number whose row does not, or
// which has two, is answered for by nobody.
type Problem struct {
	// Line counts from 1, the header.
	Line int
	// Column is the name of the column that is wrong, or "duplicate", "columns" or
	// "encoding".
	Column string
}

// File is a register that an operator keeps as a file. It is read again when it
// has changed. A File is safe for concurrent use.
type File struct {
	o FileOptions

	lock    sync.Mutex
	state   os.FileInfo // of the file that was read
	table   table
	trouble error // why there is no table
}

// OpenFile reads a register's file for the first time, and says what is wrong with
// the whole of it; single rows that do not do are in Problems.
func OpenFile(o FileOptions) (*File, error) {
	if !o.Register.Clinical() {
		return nil, fmt.Errorf("register %s: no key for a register of clinicians", o.Register)
	}
	f := &File{o: o}
	f.lock.Lock()
	defer f.lock.Unlock()
	f.refresh()
	return f, f.trouble
}

// Problems lists the rows that do not do, a thousand at the most.
func (f *File) Problems() []Problem {
	f.lock.Lock()
	defer f.lock.Unlock()
	return slices.Clone(f.table.problems)
}

// Lookup reads the row of a number.
func (f *File) Lookup(_ context.Context, number string) (credential.Record, error) {
	number, err := credential.CheckNumber(f.o.Register, number)
	if err != nil {
		return credential.Record{}, err
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	f.refresh()
	if f.trouble != nil {
		return credential.Record{}, unavailable(f.o.Register, "file cannot be read")
	}
	at, known := f.table.rows[number]
	if !known {
		return credential.Record{}, notFound(f.o.Register)
	}
	record, ok := f.table.record(at)
	if !ok {
		return credential.Record{}, unavailable(f.o.Register, "row does not do")
	}
	record.CheckedAt, record.Adapter = f.o.Now(), fileAdapter
	return record, nil
}

// refresh reads the file when it is another than last time. One that cannot be read
// is not answered for from what it was before: somebody may have been struck off.
func (f *File) refresh() {
	state, err := stateOf(f.o.Path)
	if err == nil && same(state, f.state) {
		return
	}
	before := f.trouble
	f.table, f.state, f.trouble = table{}, state, err
	if err == nil {
		f.table, f.trouble = f.read(state)
	}
	if before == nil || f.trouble == nil || before.Error() != f.trouble.Error() {
		f.report()
	}
}

// read takes the whole file in, if it stays the same meanwhile.
func (f *File) read(before os.FileInfo) (table, error) {
	data, err := readBounded(f.o.Path)
	if err != nil {
		return table{}, err
	}
	after, err := stateOf(f.o.Path)
	if err != nil {
		return table{}, err
	}
	if !same(before, after) || int64(len(data)) != after.Size() {
		f.state = nil
		return table{}, errors.New("file changes while it is read")
	}
	return readTable(f.o.Register, data)
}

func (f *File) report() {
	if f.o.Log == nil {
		return
	}
	log := f.o.Log.With("register", f.o.Register)
	if f.trouble != nil {
		log.Error("register's file cannot be read", "error", f.trouble)
		return
	}
	log.Info("read register's file", "entries", len(f.table.rows), "problems", len(f.table.problems))
	for i, p := range f.table.problems {
		if i == 20 {
			break
		}
		log.Warn("row of register's file does not do", "line", p.Line, "column", p.Column)
	}
}

func stateOf(path string) (os.FileInfo, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	return info, err
}

// same says whether a file is the one it was.
func same(a, b os.FileInfo) bool {
	return a != nil && b != nil && os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errors.New("file is too large")
	}
	return data, err
}
