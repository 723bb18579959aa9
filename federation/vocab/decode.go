package vocab

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// The bounds of a document (R-IN-1, S-IN-4). The first three are what the
// reference asks; the last keeps a megabyte of "{}" from becoming many
// megabytes of objects.
const (
	MaxBytes    = 1 << 20
	maxDepth    = 32
	maxElements = 10_000
	maxValues   = 100_000
)

// The ways in which Decode refuses a document.
var (
	ErrTooLarge  = errors.New("vocab: document is larger than 1 MiB")
	ErrMalformed = errors.New("vocab: not an acceptable JSON object")
)

// Decode reads one JSON object. NUL and invalid UTF-8 are stripped from every
// string, nulls count as absent, and nothing returned refers to data. It
// refuses with ErrTooLarge, or with an error that wraps ErrMalformed when data
// is not a single JSON object, is nested deeper than 32, has an array or object
// of more than 10,000 elements, or gives one member twice, be it under two of
// its names.
func Decode(data []byte) (*Node, error) {
	if len(data) > MaxBytes {
		return nil, ErrTooLarge
	}
	own := bytes.ToValidUTF8(bytes.TrimPrefix(data, []byte("\ufeff")), nil)
	// Token does not itself notice what follows the first value.
	if !json.Valid(own) {
		return nil, fmt.Errorf("%w: syntax", ErrMalformed)
	}
	w := walk{tokens: json.NewDecoder(bytes.NewReader(own)), data: own}
	w.tokens.UseNumber()
	value, err := w.value(1)
	if err != nil {
		return nil, err
	}
	node, ok := value.(*Node)
	if !ok {
		return nil, fmt.Errorf("%w: not an object", ErrMalformed)
	}
	return node, nil
}

// walk builds nodes from a stream of tokens, so that every bound is met before
// anything of that size is made.
type walk struct {
	tokens *json.Decoder
	data   []byte
	values int
}

func (w *walk) value(depth int) (any, error) {
	token, err := w.tokens.Token()
	if err != nil {
		return nil, fmt.Errorf("%w: syntax", ErrMalformed)
	}
	if w.values++; w.values > maxValues {
		return nil, fmt.Errorf("%w: too many values", ErrMalformed)
	}
	switch t := token.(type) {
	case json.Delim:
		if depth > maxDepth {
			return nil, fmt.Errorf("%w: nested too deeply", ErrMalformed)
		}
		if t == '{' {
			return w.object(depth)
		}
		return w.array(depth)
	case string:
		return clean(t), nil
	default:
		return t, nil
	}
}

func (w *walk) array(depth int) ([]any, error) {
	var list []any
	for count := 0; w.tokens.More(); count++ {
		if count == maxElements {
			return nil, fmt.Errorf("%w: array too long", ErrMalformed)
		}
		value, err := w.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if value != nil {
			list = append(list, value)
		}
	}
	return list, w.close()
}

func (w *walk) object(depth int) (*Node, error) {
	start := w.tokens.InputOffset() - 1
	node := &Node{values: map[string]any{}}
	for count := 0; w.tokens.More(); count++ {
		if count == maxElements {
			return nil, fmt.Errorf("%w: object too long", ErrMalformed)
		}
		if err := w.member(node, depth); err != nil {
			return nil, err
		}
	}
	if err := w.close(); err != nil {
		return nil, err
	}
	node.raw = w.data[start:w.tokens.InputOffset()]
	return node, nil
}

// member reads one name and its value. A null is remembered as a name, so that
// a second mention is still noticed.
func (w *walk) member(node *Node, depth int) error {
	token, err := w.tokens.Token()
	name, ok := token.(string)
	if err != nil || !ok {
		return fmt.Errorf("%w: syntax", ErrMalformed)
	}
	name = canonical(clean(name))
	if _, twice := node.values[name]; twice {
		return fmt.Errorf("%w: a member is given twice", ErrMalformed)
	}
	value, err := w.value(depth + 1)
	if err != nil {
		return err
	}
	node.values[name] = value
	node.names = append(node.names, name)
	return nil
}

func (w *walk) close() error {
	if _, err := w.tokens.Token(); err != nil {
		return fmt.Errorf("%w: syntax", ErrMalformed)
	}
	return nil
}

// clean strips NUL, which PostgreSQL refuses in text. Invalid UTF-8 is already
// gone.
func clean(s string) string {
	return strings.ReplaceAll(s, "\x00", "")
}
