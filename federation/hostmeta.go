package federation

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"

	"consilium/community"
	"consilium/federation/client"
)

// refusedThere says that a host answered that there is no WebFinger at its usual
// place: any 4xx but those that ask to come again.
func refusedThere(err error) bool {
	status := statusOf(err)
	return status >= 400 && status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout
}

// lookUp asks the host-meta of a domain where its WebFinger is, for the few that have
// it elsewhere (R-WF-4, RFC 6415). Where that leads to is asked about like any other
// address, and what it answers is proved like any other answer.
func (f *Federation) lookUp(ctx context.Context, home string, h community.Handle) (string, error) {
	iri, err := community.ParseIRI(home + "/.well-known/host-meta")
	if err != nil || f.ours(iri) {
		return "", notAcceptable("no host to ask")
	}
	if err := f.mayFederate(ctx, iri.Host()); err != nil {
		return "", err
	}
	answer, err := f.client.Get(ctx, client.Request{URL: iri.String(), Accept: "application/xrd+xml, application/xml;q=0.9",
		Limit: maxDescriptor, Sign: f.atEveryHop(ctx, nil)})
	if err != nil {
		return "", fetchError(iri, err)
	}
	template := lrddOf(answer.Body)
	if strings.Count(template, "{uri}") != 1 || strings.HasPrefix(template, home+"/.well-known/webfinger?") {
		return "", notAcceptable("host-meta without another WebFinger")
	}
	address := strings.Replace(template, "{uri}", url.QueryEscape("acct:"+h.String()), 1)
	there, err := community.ParseIRI(address)
	if err != nil || !strings.HasPrefix(address, home[:strings.Index(home, ":")+1]) {
		return "", notAcceptable("host-meta leads nowhere")
	}
	return there.String(), nil
}

// lrddOf is the template by which a host-meta document is told to be asked; a link to
// JSON before any other, "" for none. encoding/xml reads no external entities.
func lrddOf(body []byte) string {
	var document struct {
		Links []struct {
			Rel      string `xml:"rel,attr"`
			Type     string `xml:"type,attr"`
			Template string `xml:"template,attr"`
		} `xml:"Link"`
	}
	if xml.Unmarshal(body, &document) != nil {
		return ""
	}
	found := ""
	for _, l := range document.Links {
		switch {
		case l.Rel != "lrdd":
		case strings.Contains(l.Type, "json"):
			return l.Template
		case found == "":
			found = l.Template
		}
	}
	return found
}
