package storage

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// stamp is a time as the tables hold it: Unix milliseconds in UTC, NULL for the
// zero time. Both engines compare and sort it alike.
type stamp struct{ time.Time }

// at wraps a time for a column.
func at(t time.Time) stamp { return stamp{t} }

// Scan reads a column.
func (s *stamp) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		s.Time = time.Time{}
	case int64:
		s.Time = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("stamp: cannot read %T", src)
	}
	return nil
}

// Value writes a column.
func (s stamp) Value() (driver.Value, error) {
	if s.IsZero() {
		return nil, nil
	}
	return s.UnixMilli(), nil
}
