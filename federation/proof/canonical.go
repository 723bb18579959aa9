package proof

import (
	"encoding/json"
	"fmt"

	"github.com/gowebpki/jcs"
)

// Bounds on what is canonicalised (R-IN-1, S-IN-4).
const (
	maxBytes  = 1 << 20
	maxDepth  = 32
	maxValues = 50_000
)

// Canonical writes a JSON document in the canonical form of RFC 8785: members
// sorted by UTF-16 code units, numbers as ECMAScript prints doubles, no white space.
// It refuses with ErrMalformed what is not I-JSON (duplicate keys, lone surrogates,
// invalid UTF-8, numbers beyond a double) and with ErrTooLarge more than 1 MiB,
// depth 32 or 50,000 values.
func Canonical(document []byte) ([]byte, error) {
	if err := bounded(document); err != nil {
		return nil, err
	}
	canonical, err := jcs.Transform(document)
	if err != nil {
		return nil, ErrMalformed // the cause quotes the document
	}
	return canonical, nil
}

// bounded measures a document before anything is built from it. It need not be
// well-formed: outside of strings, brackets nest and commas separate values.
func bounded(document []byte) error {
	if len(document) == 0 {
		return ErrMalformed
	}
	if len(document) > maxBytes {
		return fmt.Errorf("%w: bytes", ErrTooLarge)
	}
	depth, values, quoted := 0, 0, false
	for i := 0; i < len(document); i++ {
		switch c := document[i]; {
		case quoted && c == '\\':
			i++ // whatever it escapes does not end the string
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth, values = depth+1, values+1
		case c == '}' || c == ']':
			depth--
		case c == ',':
			values++
		}
		if depth > maxDepth || values > maxValues {
			return fmt.Errorf("%w: depth or values", ErrTooLarge)
		}
	}
	return nil
}

// members are a JSON object's by name, each in its own bytes. The names are exact:
// decoding into a struct would also take "Proof" for "proof".
type members map[string]json.RawMessage

// parse reads an object, having made sure that every part of it has one reading.
func parse(document []byte) (members, error) {
	canonical, err := Canonical(document)
	if err != nil {
		return nil, err
	}
	var object members
	if err := json.Unmarshal(canonical, &object); err != nil || object == nil {
		return nil, fmt.Errorf("%w: not an object", ErrMalformed)
	}
	return object, nil
}

// canonical writes members that stem from parse.
func (m members) canonical() ([]byte, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, ErrMalformed
	}
	canonical, err := jcs.Transform(text)
	if err != nil {
		return nil, ErrMalformed
	}
	return canonical, nil
}

// text is a member that must be a string; absent or null it is empty.
func (m members) text(name string) (string, error) {
	var value *string
	raw, found := m[name]
	if !found {
		return "", nil
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		return "", fmt.Errorf("%w: %s", ErrMalformed, name)
	}
	if value == nil {
		return "", nil
	}
	return *value, nil
}
