package federation

import (
	"context"
	"fmt"
	"strconv"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// ReceiveAtOnce and DeliverAtOnce are how many jobs of one lane may be in hand at
// a time: what one host sent us, and what goes to one host.
const (
	ReceiveAtOnce = 16
	DeliverAtOnce = 4
)

// arrival is a receipt that was read and decoded to find its order.
type arrival struct {
	storage.Receipt
	node *vocab.Node
}

// largeArrival is from which size, in bytes, a receipt is worked on alone, so that
// a host cannot make us hold many large documents at a time.
const largeArrival = 64 << 10

// ReceiveOrder says what a receipt must not overtake: what its host sent before
// takes effect before. New posts, boosts and likes wait only for what is about the
// same things; everything else waits for all.
func (f *Federation) ReceiveOrder(ctx context.Context, job *storage.Job) storage.Order {
	a, err := f.arrival(ctx, *job)
	if err != nil {
		return storage.Order{} // its handler will say why
	}
	job.Prepared = a
	if a.node == nil || len(a.Body) > largeArrival {
		return storage.Order{}
	}
	activity := a.node.Activity()
	switch activity.Type {
	case "Create", "Announce", "Like":
		if a.node.Child("object").IsActivity() { // a group passes it on, and it may be anything
			return storage.Order{}
		}
		return storage.Order{Free: true, Touches: touches(activity, a.node.Child("object"))}
	}
	return storage.Order{}
}

// touches are the identifiers in an activity: its own and its object's for itself
// alone, and whatever else it names as something others may name beside it.
func touches(a vocab.Activity, object *vocab.Node) []storage.Touch {
	list := []storage.Touch{{Name: a.ID}}
	if object == nil {
		return append(list, storage.Touch{Name: a.Object.ID, As: "named"})
	}
	list = append(list, storage.Touch{Name: object.ID()})
	o := object.Object()
	for _, named := range []string{o.InReplyTo, o.Quote} {
		if named != "" {
			list = append(list, storage.Touch{Name: named, As: "named"})
		}
	}
	return list
}

// arrival reads the receipt a job is about, unless it was read already. A body
// that cannot be decoded is no error here.
func (f *Federation) arrival(ctx context.Context, job storage.Job) (arrival, error) {
	if a, ok := job.Prepared.(arrival); ok {
		return a, nil
	}
	id, err := strconv.ParseInt(job.Payload, 10, 64)
	if err != nil {
		return arrival{}, &storage.Never{Err: fmt.Errorf("read receive job: %w", err)}
	}
	receipt, err := f.store.Receipt(ctx, id)
	if err != nil {
		return arrival{}, err
	}
	node, err := vocab.Decode(receipt.Body)
	if err != nil {
		node = nil
	}
	return arrival{receipt, node}, nil
}

// DeliverOrder says what a delivery must not overtake (R-OUT-3): at one inbox
// nothing overtakes anything, and at one host nothing overtakes another activity
// about the same post. What is about no post waits for all.
func (f *Federation) DeliverOrder(_ context.Context, job *storage.Job) storage.Order {
	d, err := storage.ParseDelivery(job.Payload)
	if err != nil || d.Post == 0 {
		return storage.Order{}
	}
	return storage.Order{Free: true, Touches: []storage.Touch{
		{Name: d.Inbox.String()}, {Name: community.FormatID(d.Post), As: d.Verb + " " + d.Activity}}}
}
