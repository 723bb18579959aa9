package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect"
	"github.com/uptrace/bun/schema"
)

// SQLite takes its arguments beside the statement, not written into it: the text
// of a statement is then the same every time, and the connection keeps it
// compiled. Compiling costs SQLite more than most of our statements do.
// PostgreSQL gets them written in (see connectPostgres).

// reader is what reads: the readers' pool, or an open transaction.
type reader interface {
	NewRaw(query string, args ...any) *bun.RawQuery
	Dialect() schema.Dialect
}

// raw is a statement ready to be run on db.
func raw(db reader, query string, args []any) *bun.RawQuery {
	if db.Dialect().Name() != dialect.SQLite {
		return db.NewRaw(query, written(args)...)
	}
	b := binding{values: make([]any, 0, len(args))}
	if err := b.bind(query, args); err != nil {
		return db.NewRaw(query).Err(err)
	}
	return db.NewRaw(b.text.String()).Conn(bound{under(db), b.values})
}

// under is the connection below bun's.
func under(db reader) connection {
	switch db := db.(type) {
	case *tx:
		return steady{db.Tx.Tx}
	case bun.Tx:
		return db.Tx
	case *bun.DB:
		return db.DB
	}
	return nil // there are no others
}

// connection is what database/sql calls by no common name.
type connection interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// bound hands the values over with the statement they belong to.
type bound struct {
	connection
	values []any
}

func (b bound) QueryContext(ctx context.Context, query string, _ ...any) (*sql.Rows, error) {
	return b.connection.QueryContext(ctx, query, b.values...)
}

func (b bound) ExecContext(ctx context.Context, query string, _ ...any) (sql.Result, error) {
	return b.connection.ExecContext(ctx, query, b.values...)
}

// list is what stands in "IN (?)".
type list struct {
	values []any
	// inner is the same for bun.
	inner any
}

// in writes a list for "IN (?)"; an empty list matches nothing.
func in[T any](values []T) any {
	l := list{values: make([]any, 0, len(values)), inner: bun.Safe("NULL")}
	if len(values) > 0 {
		l.inner = bun.In(values)
	}
	for _, v := range values {
		l.values = append(l.values, v)
	}
	return l
}

// written are the arguments as bun takes them.
func written(args []any) []any {
	for i, a := range args {
		if l, ok := a.(list); ok {
			args[i] = l.inner
		}
	}
	return args
}

// binding is a statement in SQLite's own form.
type binding struct {
	text   strings.Builder
	values []any
}

// mostBound is how many values a list may bind. Longer ones are rare and written
// out, since SQLite binds no more than 32,766.
const mostBound = 256

func (b *binding) bind(query string, args []any) error {
	b.text.Grow(len(query) + 32)
	for _, arg := range args {
		before, after, found := strings.Cut(query, "?")
		if !found {
			return errors.New("statement with more arguments than places")
		}
		b.text.WriteString(before)
		if err := b.add(arg); err != nil {
			return err
		}
		query = after
	}
	b.text.WriteString(query)
	return nil
}

func (b *binding) add(arg any) error {
	switch arg := arg.(type) {
	case bun.Safe:
		b.text.WriteString(string(arg))
	case list:
		return b.addList(arg.values)
	case bool:
		// Written out: what is plainly true or false is left out of the plan.
		if arg {
			b.text.WriteString("TRUE")
		} else {
			b.text.WriteString("FALSE")
		}
	default:
		v, err := valueOf(arg)
		if err != nil {
			return err
		}
		b.text.WriteByte('?')
		b.values = append(b.values, v)
	}
	return nil
}

// addList repeats the last value up to a power of two, which changes nothing and
// keeps the texts few.
func (b *binding) addList(values []any) error {
	places := 2 // of one, SQLite would make an equation, and of some of those new plans with every value
	for places < len(values) {
		places *= 2
	}
	for i := range places {
		if i > 0 {
			b.text.WriteByte(',')
		}
		if len(values) == 0 {
			b.text.WriteString("NULL")
			continue
		}
		v, err := valueOf(values[min(i, len(values)-1)])
		if err != nil {
			return err
		}
		if places > mostBound {
			b.write(v)
			continue
		}
		b.text.WriteByte('?')
		b.values = append(b.values, v)
	}
	return nil
}

// write writes a value of a long list: a number or a text.
func (b *binding) write(v driver.Value) {
	switch v := v.(type) {
	case int64:
		b.text.WriteString(strconv.FormatInt(v, 10))
	case string:
		b.text.WriteString("'" + strings.ReplaceAll(v, "'", "''") + "'")
	default:
		b.text.WriteByte('?')
		b.values = append(b.values, v)
	}
}

// valueOf is an argument as the driver takes it. A text must not hold a NUL, at
// which SQLite would end it, and what is no text in UTF-8 is made one.
func valueOf(arg any) (driver.Value, error) {
	v, err := driver.DefaultParameterConverter.ConvertValue(arg)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case string:
		if strings.IndexByte(v, 0) >= 0 {
			return nil, errors.New("text with a NUL byte")
		}
		if !utf8.ValidString(v) {
			return strings.ToValidUTF8(v, "\uFFFD"), nil
		}
	case time.Time:
		return nil, fmt.Errorf("a %T is no value of a column: wrap it with at", arg)
	}
	return v, nil
}
