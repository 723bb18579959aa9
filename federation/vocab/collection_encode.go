package vocab

import "slices"

type collectionWire struct {
	contextMember
	ID           string `json:"id"`
	Type         string `json:"type"`
	AttributedTo string `json:"attributedTo,omitempty"`
	TotalItems   *int64 `json:"totalItems,omitempty"`
	PartOf       string `json:"partOf,omitempty"`
	First        any    `json:"first,omitempty"`
	Last         any    `json:"last,omitempty"`
	Next         any    `json:"next,omitempty"`
	Prev         any    `json:"prev,omitempty"`
	Items        *[]any `json:"items,omitempty"`
	OrderedItems *[]any `json:"orderedItems,omitempty"`
}

func (c Collection) document() (collectionWire, error) {
	if c.ID == "" {
		return collectionWire{}, incomplete("collection", "id")
	}
	if !slices.Contains(collectionTypes, c.Type) {
		return collectionWire{}, incomplete("collection", "type")
	}
	items, err := c.wireItems()
	if err != nil {
		return collectionWire{}, err
	}
	wire := collectionWire{
		ID: c.ID, Type: c.Type, AttributedTo: c.AttributedTo, TotalItems: c.TotalItems, PartOf: c.PartOf,
	}
	if c.Page() || len(items) > 0 {
		if c.Ordered() {
			wire.OrderedItems = &items
		} else {
			wire.Items = &items
		}
	}
	return wire, c.wirePages(&wire)
}

func (c Collection) wireItems() ([]any, error) {
	items := []any{}
	for _, reference := range c.Items {
		value, err := reference.wire()
		if err != nil {
			return nil, err
		}
		if value != nil {
			items = append(items, value)
		}
	}
	return items, nil
}

func (c Collection) wirePages(wire *collectionWire) error {
	for _, part := range []struct {
		member    *any
		reference Reference
	}{{&wire.First, c.First}, {&wire.Last, c.Last}, {&wire.Next, c.Next}, {&wire.Prev, c.Prev}} {
		value, err := part.reference.wire()
		if err != nil {
			return err
		}
		*part.member = value
	}
	return nil
}
