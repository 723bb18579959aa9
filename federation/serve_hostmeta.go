package federation

import (
	"encoding/xml"
	"fmt"
	"net/http"
)

// xrd is the document of RFC 6415 as far as we fill it: where WebFinger is.
type xrd struct {
	XMLName xml.Name  `xml:"http://docs.oasis-open.org/ns/xri/xrd-1.0 XRD" json:"-"`
	Links   []xrdLink `xml:"Link" json:"links"`
}

type xrdLink struct {
	Rel      string `xml:"rel,attr" json:"rel"`
	Type     string `xml:"type,attr" json:"type"`
	Template string `xml:"template,attr" json:"template"`
}

func (f *Federation) hostMeta() xrd {
	return xrd{Links: []xrdLink{{"lrdd", "application/jrd+json", f.base + "/.well-known/webfinger?resource={uri}"}}}
}

// serveHostMeta is for the few that still ask before WebFinger (R-WF-4).
func (f *Federation) serveHostMeta(*http.Request) (response, error) {
	body, err := xml.MarshalIndent(f.hostMeta(), "", "  ")
	if err != nil {
		return response{}, fmt.Errorf("encode host-meta: %w", err)
	}
	return response{http.StatusOK, "application/xrd+xml; charset=utf-8", append([]byte(xml.Header), body...)}, nil
}

func (f *Federation) serveHostMetaJSON(*http.Request) (response, error) {
	return jsonResponse("application/json", f.hostMeta())
}
