package client

import (
	"context"
	"net/http"
	"net/url"
)

// hop sends one GET. It returns the next address when the answer is a redirect.
func (c *Client) hop(ctx context.Context, target *url.URL, want Request) (Response, *url.URL, error) {
	answer, err := c.send(ctx, http.MethodGet, target, want)
	if err != nil {
		return Response{}, nil, err
	}
	defer discard(answer)
	result := Response{URL: target.String(), Status: answer.StatusCode, Header: answer.Header}
	if location := answer.Header.Get("Location"); location != "" && redirects(answer.StatusCode) {
		next, err := follow(target, location, c.transport.insecure)
		return result, next, err
	}
	if answer.StatusCode != http.StatusOK {
		return result, nil, newStatusError(answer)
	}
	result.Body, err = readBody(answer, want.Limit)
	if err != nil {
		return Response{}, nil, err
	}
	return result, nil, nil
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow resolves a Location against the address it came from and checks it as if
// it had been given to us.
func follow(from *url.URL, location string, insecure bool) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil {
		return nil, ErrURL
	}
	return parseTarget(to.String(), insecure)
}
