package web

import (
	"context"
	"encoding/csv"
	"io"
	"iter"

	"consilium/community"
)

// The lists are those that Mastodon exports and takes in, so that the next server
// can read them.

// table writes a list as storage does.
func (e exporter) table(kind community.ImportKind) func(context.Context, io.Writer) error {
	return func(ctx context.Context, w io.Writer) error { return e.estate.CSV(ctx, kind, w) }
}

// addresses writes where something lies, one a line.
func addresses(read func(context.Context) iter.Seq2[community.IRI, error]) func(context.Context, io.Writer) error {
	return func(ctx context.Context, w io.Writer) error {
		out := csv.NewWriter(w)
		for iri, err := range read(ctx) {
			if err != nil {
				return err
			}
			if err := out.Write([]string{iri.String()}); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}
}
