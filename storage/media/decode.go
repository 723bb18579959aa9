package media

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

// patient is a reader that fails as soon as its context is done. Decoders know nothing of contexts, but all of
// them stop when there is nothing more to read.
type patient struct {
	ctx context.Context
	r   io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if p.ctx.Err() != nil {
		return 0, context.Cause(p.ctx)
	}
	return p.r.Read(b)
}

// decoded runs a decoder on a file. Its error is a *Refusal, or ctx's own when that was done first.
func decoded[T any](ctx context.Context, f *file, decode func(io.Reader) (T, error)) (T, error) {
	out, err := guarded(decode, &patient{ctx: ctx, r: bytes.NewReader(f.data)})
	if err != nil && ctx.Err() != nil {
		return out, context.Cause(ctx)
	}
	if err != nil {
		return out, damaged(f.mediaType, err)
	}
	return out, nil
}

// guarded keeps a decoder's panic from ending the server: should one ever index past its tables on a
// stranger's bytes, that picture is damaged, and nothing else is.
func guarded[T any](decode func(io.Reader) (T, error), r io.Reader) (out T, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("decoder failed: %v", fault)
		}
	}()
	return decode(r)
}
