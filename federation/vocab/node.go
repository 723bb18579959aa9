package vocab

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"time"
)

// Node is one JSON object of a received document, at any depth. All methods
// may be called on a nil Node, which is an object without members.
type Node struct {
	names  []string       // members in the order received
	values map[string]any // string, bool, json.Number, *Node, []any or nil
	raw    []byte
}

// Raw returns a copy of the bytes this object was received as, for proofs and
// for passing on unchanged (R-OIP-3). Only invalid UTF-8 is missing from them.
func (n *Node) Raw() []byte {
	if n == nil {
		return nil
	}
	return bytes.Clone(n.raw)
}

// Has tells whether the member is there, be it null or empty.
func (n *Node) Has(member string) bool {
	if n == nil {
		return false
	}
	_, ok := n.values[member]
	return ok
}

// ID is the object's own id, "" for an anonymous object.
func (n *Node) ID() string {
	id, _ := n.get("id").(string)
	return strings.TrimSpace(id)
}

// Text reads a member that should be plain text: the first string of one or
// many, or the value of a JSON-LD value object.
func (n *Node) Text(member string) string {
	for _, value := range n.list(member) {
		switch v := value.(type) {
		case string:
			return v
		case *Node:
			if text, ok := v.get("@value").(string); ok {
				return text
			}
		}
	}
	return ""
}

// Texts reads a member that should be a list of plain texts.
func (n *Node) Texts(member string) []string {
	var texts []string
	for _, value := range n.list(member) {
		if text, ok := value.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// Child reads a member that should be an embedded object: the first, or nil.
func (n *Node) Child(member string) *Node {
	if children := n.Children(member); len(children) > 0 {
		return children[0]
	}
	return nil
}

// Children reads the embedded objects of a member, be they one or many.
func (n *Node) Children(member string) []*Node {
	var children []*Node
	for _, value := range n.list(member) {
		if child, ok := value.(*Node); ok {
			children = append(children, child)
		}
	}
	return children
}

// IRI is the first of IRIs, or "".
func (n *Node) IRI(member string) string {
	if iris := n.IRIs(member); len(iris) > 0 {
		return iris[0]
	}
	return ""
}

// IRIs reads a member that points at other objects, however they are given:
// a bare id, an embedded object, a Link, or an array of these.
func (n *Node) IRIs(member string) []string {
	var iris []string
	for _, value := range n.list(member) {
		if iri := iriOf(value); iri != "" {
			iris = append(iris, iri)
		}
	}
	return iris
}

// iriOf is what a value points at; a Link without an id points at its href.
func iriOf(value any) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case *Node:
		if id := v.ID(); id != "" {
			return id
		}
		href, _ := v.get("href").(string)
		return strings.TrimSpace(href)
	}
	return ""
}

func (n *Node) get(member string) any {
	if n == nil {
		return nil
	}
	return n.values[member]
}

// list reads one or many, and the two wrappers of expanded JSON-LD.
func (n *Node) list(member string) []any {
	value := n.get(member)
	if node, ok := value.(*Node); ok {
		for _, wrapper := range []string{"@list", "@set"} {
			if node.Has(wrapper) {
				value = node.get(wrapper)
			}
		}
	}
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// Bool is true for a JSON true only.
func (n *Node) Bool(member string) bool {
	for _, value := range n.list(member) {
		truth, _ := value.(bool)
		return truth
	}
	return false
}

// Time reads a date or date and time; the zero time when it cannot be read.
func (n *Node) Time(member string) time.Time {
	return parseTime(n.Text(member))
}

// number reads a finite number. Numbers beyond a float64 are absent (S-IN-4).
func (n *Node) number(member string) (float64, bool) {
	for _, value := range n.list(member) {
		return numberOf(value)
	}
	return 0, false
}

func numberOf(value any) (float64, bool) {
	literal, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	number, err := literal.Float64()
	return number, err == nil && !math.IsInf(number, 0)
}

// count reads a whole number from 0 to the largest JSON can carry exactly.
func (n *Node) count(member string) int64 {
	number, ok := n.number(member)
	if !ok || number < 0 || number > 1<<53 {
		return 0
	}
	return int64(number)
}
