package federation

import (
	"consilium/community"
	"consilium/federation/vocab"
)

// responseObject is what a reply under a case is, and what it or a case rests on.
// What an index said of a publication does not travel: whoever reads it asks for
// themselves.
func responseObject(p community.Post) vocab.Response {
	o := vocab.Response{Type: string(p.Response.Kind), Departs: p.Response.Departs}
	for _, c := range p.Citations {
		o.References = append(o.References, c.URL())
	}
	return o
}
