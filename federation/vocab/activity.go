package vocab

import "time"

// Activity is something an actor did. Its Actor is only a claim until the
// signature says the same (R-IN-3).
type Activity struct {
	ID, Type string
	Actor    string

	Object  Reference
	Further []Reference // more objects: a Flag names an actor and posts
	Target  Reference   // of Add, Remove, Move and Block
	// Of the requests and authorisations of FEP-044f.
	Instrument, Result Reference

	Addresses
	// Content is the text of a Flag, or the reaction of a Like or EmojiReact.
	Content            string
	Summary            string // a moderator's reason
	Published, Updated time.Time
	// Done is when it was done, for the proof; it is not written.
	Done time.Time
	Tags []Tag // the custom emoji of a reaction; read only
	// Until is when a Block of a group ends, RemoveData that what the person posted goes
	// with it (FEP-1b12).
	Until      time.Time
	RemoveData bool
	// Reason is why something was flagged, a slug of ours; "" for other servers' flags.
	Reason string
}

// maxReason bounds the slug of a reason, in bytes.
const maxReason = 40

// Activity reads the object as an activity, whatever its type; see IsActivity.
func (n *Node) Activity() Activity {
	a := Activity{
		ID: n.ID(), Type: n.Type(),
		Actor:      n.IRI("actor"),
		Target:     n.reference("target"),
		Instrument: n.reference("instrument"),
		Result:     n.reference("result"),
		Addresses:  n.addresses(),
		Published:  n.Time("published"), Updated: n.Time("updated"),
		Until: n.Time("endTime"), RemoveData: n.Bool("removeData"),
		Tags: n.tags(), Reason: clip(n.Text("flagReason"), maxReason),
	}
	if objects := n.references("object"); len(objects) > 0 {
		a.Object, a.Further = objects[0], objects[1:len(objects):len(objects)]
	}
	if len(a.Further) == 0 {
		a.Further = nil
	}
	a.Content, _ = n.natural("content")
	if a.Content == "" {
		a.Content = n.Text("_misskey_reaction")
	}
	a.Summary, _ = n.natural("summary")
	a.Content, a.Summary = clip(a.Content, maxSummary), clip(a.Summary, maxSummary)
	return a
}
