package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"consilium/community"
)

// KindFetch is the kind of job that reads a post from another server because a
// post here answers it; its payload is a Fetch as JSON.
const KindFetch = "fetch"

// fetchLane is where fetches from a host wait, so that a slow one delays no
// other.
func fetchLane(host string) string { return "fetch/" + host }

// Fetch is a post to read from where it lives.
type Fetch struct {
	IRI string `json:"iri"`
	// Above counts the posts fetched before it in the same thread, so that a
	// chain of answers ends (S-IN-5).
	Above int `json:"above"`
	// Tallies asks for the counts of a poll that is known, and for nothing else.
	Tallies bool `json:"tallies,omitempty"`
	// Quote is the post whose quote is to be looked at, 0 for none.
	Quote community.PostID `json:"quote,omitempty"`
}

// AddFetch leaves a fetch for later.
func (s *Store) AddFetch(ctx context.Context, iri community.IRI, above int) error {
	payload, err := encodeFetch(Fetch{IRI: iri.String(), Above: above})
	if err != nil {
		return err
	}
	return s.update(ctx, "add fetch from "+iri.Host(), func(t *tx) error {
		return t.enqueue(ctx, fetchLane(iri.Host()), KindFetch, payload)
	})
}

func encodeFetch(f Fetch) (string, error) {
	payload, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("encode fetch: %w", err)
	}
	return string(payload), nil
}

// ParseFetch reads the payload of a KindFetch job.
func ParseFetch(payload string) (Fetch, community.IRI, error) {
	var f Fetch
	if err := json.Unmarshal([]byte(payload), &f); err != nil {
		return f, community.IRI{}, fmt.Errorf("read fetch: %w", err)
	}
	iri, err := community.ParseIRI(f.IRI)
	if err != nil {
		return f, iri, fmt.Errorf("read fetch: %w", err)
	}
	return f, iri, nil
}
