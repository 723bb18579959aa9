package community

import (
	"strings"

	"golang.org/x/net/html"
)

// Alternate finds in a page where the document behind it lies: the address in
// the first <link rel="alternate"> whose media type is one that the caller
// takes, as it was written, "" for none. Only the head of the page is read.
func Alternate(page string, takes func(mediaType string) bool) string {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if token.Data == "body" {
				return ""
			}
			if address := alternateOf(token, takes); address != "" {
				return address
			}
		}
	}
}

func alternateOf(token html.Token, takes func(mediaType string) bool) string {
	if token.Data != "link" {
		return ""
	}
	named := map[string]string{}
	for _, a := range token.Attr {
		named[a.Key] = a.Val
	}
	for rel := range strings.FieldsSeq(strings.ToLower(named["rel"])) {
		if rel == "alternate" && takes(named["type"]) {
			return named["href"]
		}
	}
	return ""
}
