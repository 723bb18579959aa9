package client

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
)

// defaultLimit is what an ActivityPub document may weigh (R-OUT-4).
const defaultLimit = 1 << 20

// Request is one thing to ask of another server.
type Request struct {
	// URL is absolute: https, or http under Options.InsecureHTTP.
	URL string
	// Accept is the Accept header. Empty: none.
	Accept string
	// Header holds further headers (If-None-Match, Content-Type of a post …). They
	// go to the first address only, never along a redirect.
	Header http.Header
	// Body is what Post sends. Get ignores it.
	Body []byte
	// Limit is the most decompressed bytes to read. For Get 0 means 1 MiB; for Post
	// 0 means that the body of the answer does not matter.
	Limit int64
	// Sign, if set, is asked to sign each request just before it is sent, again at
	// every redirect. It sees the final method, URL, Host and headers and the body.
	Sign func(request *http.Request, body []byte) error
}

// Response is the answer to a Request, read to its end.
type Response struct {
	URL    string // the address that answered, normalised, after redirects
	Status int
	Header http.Header
	Body   []byte // decompressed
}

// Get fetches a document, following at most three redirects; each hop is checked,
// dialled and signed anew. Anything but 200 is a *StatusError (R-FETCH), with the
// Response holding status and headers. Whether the document may speak for the
// address it came from is for the caller to judge: compare Response.URL.
//
// Other errors: ErrURL, ErrScheme, ErrForbiddenAddress, ErrTooLarge,
// ErrTooManyRedirects, what Sign returned, or the network's own.
func (c *Client) Get(ctx context.Context, want Request) (Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.times.total)
	defer cancel()
	target, err := parseTarget(want.URL, c.transport.insecure)
	if err != nil {
		return Response{}, wrap("get", "address", err)
	}
	if want.Limit <= 0 {
		want.Limit = defaultLimit
	}
	want.Body = nil
	for hop := 0; ; hop++ {
		answer, next, err := c.hop(ctx, target, want)
		if err != nil {
			return answer, wrap("get", target.Host, err)
		}
		if next == nil {
			return answer, nil
		}
		if hop == maxRedirects {
			return Response{}, wrap("get", target.Host, ErrTooManyRedirects)
		}
		target, want.Header = next, nil // never Authorization
	}
}

// Post sends Request.Body. Redirects are not followed (R-OUT-4). Outside 200–299
// the error is a *StatusError, with the Response holding status and headers;
// otherwise errors are those of Get.
func (c *Client) Post(ctx context.Context, want Request) (Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.times.total)
	defer cancel()
	target, err := parseTarget(want.URL, c.transport.insecure)
	if err != nil {
		return Response{}, wrap("post", "address", err)
	}
	answer, err := c.send(ctx, http.MethodPost, target, want)
	if err != nil {
		return Response{}, wrap("post", target.Host, err)
	}
	defer discard(answer)
	result := Response{URL: target.String(), Status: answer.StatusCode, Header: answer.Header}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return result, wrap("post", target.Host, newStatusError(answer))
	}
	if want.Limit <= 0 {
		return result, nil
	}
	if result.Body, err = readBody(answer, want.Limit); err != nil {
		return Response{}, wrap("post", target.Host, err)
	}
	return result, nil
}

func (c *Client) send(ctx context.Context, method string, target *url.URL, want Request) (*http.Response, error) {
	var body io.Reader
	if method == http.MethodPost {
		body = bytes.NewReader(want.Body)
	}
	request, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, err
	}
	if want.Header != nil {
		request.Header = want.Header.Clone()
	}
	if want.Accept != "" {
		request.Header.Set("Accept", want.Accept)
	}
	request.Header.Del("Accept-Encoding") // the transport's own, or bodies stay compressed
	request.Header.Set("User-Agent", c.transport.userAgent)
	if want.Sign != nil {
		if err := want.Sign(request, want.Body); err != nil {
			return nil, err
		}
	}
	// Straight to the guard: http.Client would follow redirects by its own rules and
	// quote a server's Location in its errors.
	return c.transport.RoundTrip(request)
}
