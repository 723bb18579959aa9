// Package migration holds the shape of the database: plain SQL, one file an
// engine and step, forward only, run in the order of their names.
package migration

import "embed"

// Files are all steps, named YYYYMMDDHHMM_name.sqlite.sql and .postgres.sql.
//
//go:embed *.sql
var Files embed.FS
