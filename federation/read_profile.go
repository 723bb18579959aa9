package federation

import (
	"slices"
	"strings"

	"consilium/community"
	"consilium/federation/vocab"
)

const (
	// maxFieldLine is how much of a line of a profile elsewhere is kept, in
	// characters; Mastodon takes as many.
	maxFieldLine = 2047
	// maxFieldBytes is how large a line may be with its markup, and maxProfileBytes all
	// of them together, in bytes: they are read wherever the actor is shown.
	maxFieldBytes, maxProfileBytes = 8 << 10, 64 << 10
	// maxCapabilities is how many capabilities of an actor's software are kept.
	maxCapabilities = 50
)

// remoteFields are the lines of a profile elsewhere. That its home says of one that it
// was verified counts for nothing, and is not asked.
func remoteFields(said []vocab.Field) []community.Field {
	var fields []community.Field
	size := 0
	for _, f := range said {
		name := line(community.CleanName(f.Name), community.MaxFieldName)
		value := community.Sanitize(f.Value)
		if value.String() == "" || len(value.Text()) > maxFieldLine || len(value.String()) > maxFieldBytes {
			value = community.Sanitize(text(value.Text(), maxFieldLine))
		}
		size += len(name) + len(value.String())
		if (name != "" || !value.IsZero()) && size <= maxProfileBytes {
			fields = append(fields, community.Field{Name: name, Value: value})
		}
	}
	return fields
}

// capabilitiesOf are the capabilities an actor's software names by address or name of
// its own (FEP-844e); they are compared and never fetched.
func capabilitiesOf(said []vocab.Capability) []string {
	var list []string
	for _, c := range said {
		clean := c.Href != "" && len(c.Href) <= community.MaxIRI && !strings.ContainsAny(c.Href, " \t\r\n\x00")
		if clean && !slices.Contains(list, c.Href) && len(list) < maxCapabilities {
			list = append(list, strings.ToValidUTF8(c.Href, ""))
		}
	}
	return list
}

// sitesOf are the sites that may name an actor as an author: host names, nothing else.
func sitesOf(said []string) []string {
	var sites []string
	for _, s := range said {
		if host, err := community.CanonicalHost(s); err == nil && len(sites) < community.MaxAttributionDomains {
			sites = append(sites, host)
		}
	}
	return sites
}

// moderatorsOf is the collection of who looks after a group (FEP-1b12).
func moderatorsOf(doc vocab.Actor, iri community.IRI) community.IRI {
	if doc.Type != string(community.Group) || len(doc.AttributedTo) != 1 {
		return community.IRI{}
	}
	return originIRI(doc.AttributedTo[0], iri)
}

// pictureIRI is where a picture of a profile lies; the zero IRI for what is no address.
func pictureIRI(i vocab.Image) community.IRI {
	iri, err := community.ParseIRI(i.URL)
	if err != nil {
		return community.IRI{}
	}
	return iri
}
