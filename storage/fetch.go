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
}

// AddFetch leaves a fetch for later.
func (s *Store) AddFetch(ctx context.Context, iri community.IRI, above int) error {
	payload, err := json.Marshal(Fetch{iri.String(), above})
	if err != nil {
		return fmt.Errorf("encode fetch: %w", err)
	}
	return s.update(ctx, "add fetch from "+iri.Host(), func(t *tx) error {
		return t.enqueue(ctx, fetchLane(iri.Host()), KindFetch, string(payload))
	})
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
