package vocab

// Public is the address of everybody (ActivityPub 5.6). Views give it in this
// form, whichever of its three spellings was received.
const Public = activityStreams + "#Public"

// Addresses are the recipients an object or activity names. Bto and Bcc are
// read, since ActivityPub 6 lets a careless server leave them in, but never
// written.
type Addresses struct {
	To, Cc, Bto, Bcc []string
	Audience         []string
}

func (n *Node) addresses() Addresses {
	return Addresses{
		To:       n.recipients("to"),
		Cc:       n.recipients("cc"),
		Bto:      n.recipients("bto"),
		Bcc:      n.recipients("bcc"),
		Audience: n.recipients("audience"),
	}
}

func (n *Node) recipients(member string) []string {
	iris := n.IRIs(member)
	for i, iri := range iris {
		if isPublic(iri) {
			iris[i] = Public
		}
	}
	return iris
}

// isPublic knows the spellings ActivityPub 5.6 allows, which JSON-LD compaction
// produces.
func isPublic(iri string) bool {
	return iri == Public || iri == "as:Public" || iri == "Public"
}
