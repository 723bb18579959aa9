package lookup

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"consilium/community/credential"
)

// table is a register's file, indexed: where the row of each number is. Rows are
// read when they are asked for, so a register of a country stays small.
type table struct {
	register credential.Register
	data     []byte
	columns  []string // as the header orders them
	rows     map[string]span
	problems []Problem
}

// span is where a row is in the data; with no length it stands for a number that
// nobody answers for.
type span struct{ start, end int64 }

// readTable reads all rows once. Its errors are of the whole file: no header, or
// quotes that do not close, after which nobody knows where rows begin.
func readTable(register credential.Register, data []byte) (table, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	t := table{register: register, data: data, rows: make(map[string]span)}
	reader := csv.NewReader(bytes.NewReader(data))
	header, err := reader.Read()
	if err != nil {
		return table{}, errors.New("line 1: no header")
	}
	if err := t.readHeader(header); err != nil {
		return table{}, err
	}
	for count := 0; ; count++ {
		start := reader.InputOffset()
		fields, err := reader.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil && !errors.Is(err, csv.ErrFieldCount) {
			return table{}, err // with its line, and nothing of what stands there
		}
		if count == maxRows {
			return table{}, fmt.Errorf("more than %d rows", maxRows)
		}
		line, _ := reader.FieldPos(0)
		t.add(line, fields, span{start, reader.InputOffset()})
	}
}

// readHeader learns the order of the columns.
func (t *table) readHeader(header []string) error {
	for i, name := range header {
		if !slices.Contains(columnNames, name) || slices.Contains(header[:i], name) {
			return fmt.Errorf("line 1: column %d is unknown or there twice", i+1)
		}
	}
	for _, name := range requiredColumns {
		if !slices.Contains(header, name) {
			return fmt.Errorf("line 1: column %s is missing", name)
		}
	}
	t.columns = header
	return nil
}

// add enters a row. What does not do is told; its number, as far as there is one,
// then has no row that counts, and no other row of the number counts either.
func (t *table) add(line int, fields []string, at span) {
	record, wrong := t.parse(fields)
	if _, twice := t.rows[record.Number]; twice && record.Number != "" {
		wrong = "duplicate"
	}
	if wrong != "" {
		at = span{}
		if len(t.problems) < maxProblems {
			t.problems = append(t.problems, Problem{line, wrong})
		}
	}
	if record.Number != "" {
		t.rows[record.Number] = at
	}
}

// record reads a row again, for what was asked.
func (t *table) record(at span) (credential.Record, bool) {
	raw := t.data[at.start:at.end]
	fields, err := csv.NewReader(bytes.NewReader(raw)).Read()
	if err != nil {
		return credential.Record{}, false
	}
	record, wrong := t.parse(fields)
	record.Evidence = digest(raw)
	return record, wrong == ""
}

// parse makes a record of a row, or names the column that is wrong. The number is
// there whenever it can be read.
func (t *table) parse(fields []string) (credential.Record, string) {
	record := credential.Record{Register: t.register, Kind: credential.Person}
	if at := slices.Index(t.columns, "number"); at < len(fields) {
		record.Number, _ = credential.CheckNumber(t.register, fields[at])
	}
	if len(fields) != len(t.columns) {
		return record, "columns"
	}
	for i, text := range fields {
		if !utf8.ValidString(text) {
			return record, "encoding"
		}
		if len(text) > maxField || !readColumn[t.columns[i]](&record, text) {
			return record, t.columns[i]
		}
	}
	return record, ""
}
