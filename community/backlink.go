package community

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// LinksBack says whether a page that was read from an address links with rel="me"
// to one of the profile's own addresses. Addresses are compared whole, after both
// were written the same way: a profile whose address only begins like ours, or is
// ours with something before it, is another's (S-ORG-7, CVE-2023-36462). Relative
// addresses are those of the page; a <base> is not looked at.
func LinksBack(page string, at IRI, profile ...IRI) bool {
	home, err := url.Parse(at.String())
	if err != nil {
		return false
	}
	var wanted []string
	for _, iri := range profile {
		if address := wholeAddress(iri.String()); address != "" {
			wanted = append(wanted, address)
		}
	}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken, html.SelfClosingTagToken:
			to, err := home.Parse(meLink(z.Token()))
			if err == nil && to.String() != home.String() && slices.Contains(wanted, wholeAddress(to.String())) {
				return true
			}
		}
	}
}

// meLink is the address of a link that says rel="me"; "" for any other token.
func meLink(token html.Token) string {
	if token.Data != "a" && token.Data != "link" {
		return ""
	}
	href, me := "", false
	for _, a := range token.Attr {
		switch a.Key {
		case "href":
			href = strings.TrimSpace(a.Val)
		case "rel":
			me = slices.Contains(strings.Fields(strings.ToLower(a.Val)), "me")
		}
	}
	if !me {
		return ""
	}
	return href
}

// wholeAddress writes an address the one way it is compared: scheme, host as
// CanonicalHost writes it, path decoded, query; without fragment and one slash at
// the end. "" for what is no address, or one whose path means two things.
func wholeAddress(s string) string {
	iri, err := ParseIRI(s)
	if err != nil {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || strings.Contains(strings.ToLower(u.EscapedPath()), "%2f") {
		return ""
	}
	path := strings.TrimSuffix(u.Path, "/")
	return iri.scheme() + "://" + iri.Host() + path + "?" + u.RawQuery
}
