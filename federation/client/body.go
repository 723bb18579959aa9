package client

import (
	"io"
	"net/http"
)

// cappedBody ends in ErrTooLarge after so many bytes. It sits above the
// transport's gzip reader, so it counts what a bomb unfolds to (S-NET-4).
type cappedBody struct {
	body io.ReadCloser
	left int64
}

func (b *cappedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, ErrTooLarge
	}
	// One byte beyond the cap tells a body that ends there from a larger one.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.body.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, ErrTooLarge
	}
	return n, err
}

func (b *cappedBody) Close() error { return b.body.Close() }

// readBody reads at most limit bytes; more is ErrTooLarge, and known at once when
// the server says so beforehand.
func readBody(answer *http.Response, limit int64) ([]byte, error) {
	if answer.ContentLength > limit {
		return nil, ErrTooLarge
	}
	return io.ReadAll(&cappedBody{body: answer.Body, left: limit})
}

// maxDrain is what is read of a body nobody wants, so that its connection can be
// used again; beyond it, closing is cheaper.
const maxDrain = 16 << 10

func discard(answer *http.Response) {
	if length := answer.ContentLength; length > 0 && length <= maxDrain {
		_, _ = io.CopyN(io.Discard, answer.Body, length)
	}
	answer.Body.Close()
}
