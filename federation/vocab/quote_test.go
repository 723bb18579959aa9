package vocab

import (
	"strings"
	"testing"
)

// What is quoted is text under its older names, as Misskey means them: Fedify cannot read a post at all where
// the context makes them identifiers.
func TestOlderQuoteNamesAreText(t *testing.T) {
	document, err := EncodeObject(Object{ID: "https://a.example/1", Type: "Note", AttributedTo: []string{"https://a.example/ana"}, Quote: "https://b.example/2"})
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range []string{`"quoteUrl":"as:quoteUrl"`, `"_misskey_quote":"misskey:_misskey_quote"`} {
		if !strings.Contains(string(document), term) {
			t.Errorf("the context has no %s", term)
		}
	}
}
