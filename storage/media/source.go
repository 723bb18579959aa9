package media

import (
	"bytes"
	"context"
	"errors"
	"io"
)

// window is how much of a file a source reads at a time.
const window = 64 << 10

// source is a file that is walked. What lies beyond its end is empty; the first error of
// the reader is kept and ends everything.
type source struct {
	ctx   context.Context
	r     io.ReadSeeker
	size  int64
	fault error

	from int64
	held []byte
}

// at gives n bytes from an offset on, or nothing when they are not there. They are good
// until the next call.
func (s *source) at(offset, n int64) []byte {
	if s.fault != nil || offset < 0 || n < 0 || n > maxHeld || offset > s.size-n {
		return nil
	}
	if offset < s.from || offset+n > s.from+int64(len(s.held)) {
		s.load(offset, max(n, min(window, s.size-offset)))
	}
	if s.fault != nil {
		return nil
	}
	return s.held[offset-s.from:][:n]
}

// maxHeld bounds what is asked for at once, in bytes.
const maxHeld = 4 << 20

func (s *source) load(offset, n int64) {
	if s.fault = context.Cause(s.ctx); s.fault != nil {
		return
	}
	if int64(cap(s.held)) < n {
		s.held = make([]byte, n)
	}
	s.from, s.held = offset, s.held[:n]
	if _, err := s.r.Seek(offset, io.SeekStart); err != nil {
		s.fault = err
		return
	}
	_, s.fault = io.ReadFull(s.r, s.held)
}

// keep is at for what has to be good for longer.
func (s *source) keep(offset, n int64) []byte { return bytes.Clone(s.at(offset, n)) }

// has says whether a text stands at an offset.
func (s *source) has(offset int64, text string) bool {
	return string(s.at(offset, int64(len(text)))) == text
}

// orFault is err, unless the file could not be read: then nothing said of it counts.
func (s *source) orFault(err error) error {
	if s.fault != nil {
		return errors.Join(errors.New("read file"), s.fault)
	}
	return err
}
