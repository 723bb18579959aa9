package vocab

// Reference is how one object mentions another: by id, or by embedding it.
//
// Received, Node is the embedded object, or nil when only the id was given. An
// embedded object proves nothing about the host its id names (R-FETCH).
// To write one, set ID, or use Embed.
type Reference struct {
	ID   string
	Node *Node

	body writable
}

// writable is what can stand inside another document.
type writable interface {
	id() string
	// wire is the shape that becomes JSON, without @context.
	wire() (any, error)
}

// Embed makes a reference that writes v whole, without an @context of its own
// (protocol 1.9: Accept embeds the Follow).
func Embed[T Tag | Actor | Object | Activity | Vote](v T) Reference {
	body := any(v).(writable)
	return Reference{ID: body.id(), body: body}
}

// Empty tells whether the reference mentions nothing.
func (r Reference) Empty() bool { return r.ID == "" && r.Node == nil && r.body == nil }

func (n *Node) reference(member string) Reference {
	if references := n.references(member); len(references) > 0 {
		return references[0]
	}
	return Reference{}
}

func (n *Node) references(member string) []Reference {
	var references []Reference
	for _, value := range n.list(member) {
		reference := Reference{ID: iriOf(value)}
		reference.Node, _ = value.(*Node)
		if !reference.Empty() {
			references = append(references, reference)
		}
	}
	return references
}

// wire is nil for an empty reference, else the id or the embedded object.
func (r Reference) wire() (any, error) {
	switch {
	case r.body != nil:
		return r.body.wire()
	case r.ID != "":
		return r.ID, nil
	}
	return nil, nil
}

// wireAll writes one reference as itself and several as an array.
func wireAll(references []Reference) (any, error) {
	var values []any
	for _, reference := range references {
		value, err := reference.wire()
		if err != nil {
			return nil, err
		}
		if value != nil {
			values = append(values, value)
		}
	}
	switch len(values) {
	case 0:
		return nil, nil
	case 1:
		return values[0], nil
	}
	return values, nil
}
