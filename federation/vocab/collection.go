package vocab

import "strings"

// Collection is a collection or a page of one, ordered or not.
type Collection struct {
	ID, Type string
	// TotalItems is nil when the owner does not say.
	TotalItems *int64
	// A first page may be embedded whole.
	First, Last, Next, Prev Reference
	PartOf                  string
	AttributedTo            string
	// Items are ids or embedded objects, in the order received.
	Items []Reference
}

// Ordered tells whether the order of the items means something.
func (c Collection) Ordered() bool { return strings.HasPrefix(c.Type, "Ordered") }

// Page tells whether this is a page rather than a whole collection.
func (c Collection) Page() bool { return strings.HasSuffix(c.Type, "Page") }

// Collection reads the object as a collection, whatever its type; see
// IsCollection. Items of both kinds of collection are read from either name.
func (n *Node) Collection() Collection {
	c := Collection{
		ID: n.ID(), Type: n.Type(),
		First: n.reference("first"), Last: n.reference("last"),
		Next: n.reference("next"), Prev: n.reference("prev"),
		PartOf:       n.IRI("partOf"),
		AttributedTo: n.IRI("attributedTo"),
		Items:        n.references("orderedItems"),
	}
	if len(c.Items) == 0 {
		c.Items = n.references("items")
	}
	if _, ok := n.number("totalItems"); ok {
		c.TotalItems = new(n.count("totalItems"))
	}
	return c
}
