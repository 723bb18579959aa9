package page

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// pseudo is a language that nobody speaks, written from right to left: it
// shows which text is not in the catalogues and which layout assumes a
// direction. It is made of the English catalogue and only offered in tests.
const pseudo = "ar-XB"

var accents = strings.NewReplacer("a", "á", "e", "é", "i", "í", "o", "ó", "u", "ú", "A", "Á", "E", "É", "O", "Ó", "n", "ñ", "s", "š", "c", "ç")

func testRenderer(t testing.TB) *Renderer {
	t.Helper()
	catalogue, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	catalogue.add(language.MustParse(pseudo), pseudoMessages(catalogue.languages[language.English]))
	r, err := newRenderer(catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func pseudoMessages(english messages) messages {
	turned := make(messages, len(english))
	for _, key := range slices.Sorted(maps.Keys(english)) {
		forms := make(map[plural.Form][]segment)
		for form, segments := range english[key].forms {
			for _, part := range segments {
				if part.argument == "" {
					part.text = "\u202e" + accents.Replace(part.text) + "\u202c"
				}
				forms[form] = append(forms[form], part)
			}
		}
		turned[key] = message{forms}
	}
	return turned
}
