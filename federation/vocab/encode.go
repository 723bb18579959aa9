package vocab

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ErrIncomplete wraps every refusal to write a document that lacks what its
// readers need, or has what we have no shape for.
var ErrIncomplete = errors.New("vocab: document cannot be written")

func incomplete(what, member string) error {
	return fmt.Errorf("%w: %s without a usable %s", ErrIncomplete, what, member)
}

// emittedContext is the one @context we send (protocol 1.10). All terms beyond
// its two well-known documents are defined inline, since a peer need not and
// should not fetch anything to read us. It also defines what a proof added
// later needs (FEP-8b32).
//
//go:embed context.json
var emittedContext string

// contextMember heads every wire shape; only the outermost has it set.
type contextMember struct {
	Context json.RawMessage `json:"@context,omitempty"`
}

func outermost() contextMember { return contextMember{Context: json.RawMessage(emittedContext)} }

// EncodeActor writes a whole actor. It needs ID, Type, PreferredUsername and
// Inbox; of several keys one may be PEM. It refuses with ErrIncomplete.
func EncodeActor(a Actor) ([]byte, error) {
	wire, err := a.document()
	if err != nil {
		return nil, err
	}
	wire.contextMember = outermost()
	return marshal(wire)
}

// EncodeStub writes only what a peer needs to check the actor's signature, for
// those who have not signed their request (R-AF-2).
func EncodeStub(a Actor) ([]byte, error) {
	stub := Actor{ID: a.ID, Type: a.Type, PreferredUsername: a.PreferredUsername, Inbox: a.Inbox, Keys: a.Keys}
	wire, err := stub.document()
	if err != nil {
		return nil, err
	}
	return marshal(stubWire{contextMember: outermost(), actorCore: wire.actorCore})
}

// EncodeObject writes a Note, an Article or a Tombstone. A Note with a Case is
// a clinical case. It refuses any other type with ErrIncomplete.
func EncodeObject(o Object) ([]byte, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	if o.Type == "Tombstone" {
		wire := o.tombstone()
		wire.contextMember = outermost()
		return marshal(wire)
	}
	wire := o.document()
	wire.contextMember = outermost()
	return marshal(wire)
}

// EncodeActivity writes an activity of any type, with its object by id or as
// given to Embed. It needs Type, Actor and Object, and an ID except inside
// another activity. It refuses with ErrIncomplete.
func EncodeActivity(a Activity) ([]byte, error) {
	if a.ID == "" {
		return nil, incomplete("activity", "id")
	}
	wire, err := a.document()
	if err != nil {
		return nil, err
	}
	wire.contextMember = outermost()
	return marshal(wire)
}

// EncodeCollection writes a Collection or OrderedCollection, or a page of one.
// A page always has its array of items, a collection only when there are any.
func EncodeCollection(c Collection) ([]byte, error) {
	wire, err := c.document()
	if err != nil {
		return nil, err
	}
	wire.contextMember = outermost()
	return marshal(wire)
}

// marshal keeps HTML readable: escaping "<" is for JSON inside of HTML.
func marshal(v any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrIncomplete, err)
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// stamp writes a time as everybody can read it: UTC, with milliseconds where
// there are any. Without them two versions of one second would look the same,
// and the later one would be taken for one that is known already.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.999Z")
}

// array is never nil, for members that are better empty than absent.
func array(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// oneOrMany writes a single element as itself, as most servers do.
func oneOrMany(list []string) any {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}
