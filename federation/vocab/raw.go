package vocab

import "encoding/json"

// raw is a document of somebody else inside one of ours.
type raw struct {
	iri      string
	document []byte
}

func (r raw) id() string { return r.iri }

func (r raw) wire() (any, error) { return json.RawMessage(r.document), nil }

// EmbedRaw makes a reference that writes a whole JSON object as it is, with its own
// @context and its proof, so that it can be checked where it arrives (R-OIP-3). Only
// white space between its values may be lost.
func EmbedRaw(id string, document []byte) Reference {
	return Reference{ID: id, body: raw{id, document}}
}
