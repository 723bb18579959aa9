package vocab

import "slices"

// indexable is the consent to be searched: what the actor says (FEP-5feb), else whether
// everybody may search its posts (FEP-268d). Absent is no.
func (n *Node) indexable() bool {
	if len(n.list("indexable")) > 0 {
		return n.Bool("indexable")
	}
	return slices.ContainsFunc(n.IRIs("searchableBy"), isPublic)
}
