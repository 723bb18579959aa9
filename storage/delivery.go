package storage

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"fmt"

	"consilium/community"
)

// KindDeliver is the kind of job that sends one activity to one inbox; its
// payload is a Delivery as JSON and its lane the inbox's host.
const KindDeliver = "deliver"

// Delivery says what to send where: verbs, numbers and identifiers only. The
// bytes are made from the rows when it is sent, so that it may be sent twice
// and always says what is true then.
type Delivery struct {
	// Verb is the ActivityStreams type of the activity.
	Verb string `json:"verb"`
	// Actor signs it.
	Actor community.ActorID `json:"actor"`
	Inbox community.IRI     `json:"-"`
	To    string            `json:"inbox"`
	// Activity is the identity of the activity, the same at every attempt.
	Activity string `json:"id"`
	// Post and Revision say which post a Create, Update, Delete or Announce is
	// about; Flag which report a Flag carries.
	Post     community.PostID `json:"post,omitempty"`
	Revision int              `json:"revision,omitempty"`
	Flag     community.FlagID `json:"flag,omitempty"`
	// Vote says of a Create that it is a member's vote in the poll of Post: for the option
	// at this place, from 1.
	Vote int `json:"vote,omitempty"`
	// Object is what a Follow, Like, Block or an actor's Update and Delete is about.
	Object string `json:"object,omitempty"`
	// Result is the leave that an Accept gives (FEP-044f).
	Result string `json:"result,omitempty"`
	// Wrap is what a group of ours passes on with an Announce; see GroupWrap.
	Wrap int64 `json:"wrap,omitempty"`
	// Followers says that it is addressed to the followers of Actor.
	Followers bool `json:"followers,omitempty"`
	// Inner is the activity that an Accept, Reject or Undo is about.
	Inner *InnerActivity `json:"inner,omitempty"`
}

// InnerActivity is an activity inside another.
type InnerActivity struct {
	Verb   string `json:"verb"`
	ID     string `json:"id"`
	Actor  string `json:"actor"`
	Object string `json:"object"`
	// Instrument is the post that a QuoteRequest is about.
	Instrument string `json:"instrument,omitempty"`
}

// ParseDelivery reads the payload of a KindDeliver job.
func ParseDelivery(payload string) (Delivery, error) {
	var d Delivery
	if err := json.Unmarshal([]byte(payload), &d); err != nil {
		return d, fmt.Errorf("read delivery: %w", err)
	}
	var err error
	if d.Inbox, err = community.ParseIRI(d.To); err != nil {
		return d, fmt.Errorf("read delivery: %w", err)
	}
	return d, nil
}

// deliver enqueues one activity for several inboxes, each in the lane of its
// host. Whether this instance speaks to the host is asked when it is sent.
func (t *tx) deliver(ctx context.Context, d Delivery, inboxes ...community.IRI) error {
	byHost, seen := map[string][]string{}, map[community.IRI]bool{}
	var hosts []string
	for _, inbox := range inboxes {
		host := inbox.Host()
		if host == "" || seen[inbox] {
			continue
		}
		seen[inbox] = true
		d.To = inbox.String()
		payload, err := json.Marshal(d)
		if err != nil {
			return fmt.Errorf("encode delivery: %w", err)
		}
		if _, known := byHost[host]; !known {
			hosts = append(hosts, host)
		}
		byHost[host] = append(byHost[host], string(payload))
	}
	for _, host := range hosts {
		if err := t.enqueue(ctx, host, KindDeliver, byHost[host]...); err != nil {
			return err
		}
	}
	return nil
}

// newToken is 128 random bits as 26 letters and digits: it says nothing of
// order or time.
func newToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])
}

// newActivity names an activity of ours that has no other identity.
func (s *Store) newActivity() string { return s.base + "/activities/" + newToken() }

// newPostIRI names a new post of ours.
func (s *Store) newPostIRI() community.IRI {
	iri, _ := community.ParseIRI(s.base + "/posts/" + newToken()) // base was parsed when the store was opened
	return iri
}
