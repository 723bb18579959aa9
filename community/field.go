package community

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Field is a line of a profile: what it is called and what it says, such as an
// address of the person elsewhere (schema.org PropertyValue).
type Field struct {
	Name  string
	Value SafeHTML
	// Source is what the member typed; "" for actors elsewhere.
	Source string
	// Verified is when the page the field links to was last seen to link back with
	// rel="me"; zero for never.
	Verified time.Time
}

// Limits of the lines of a member's profile; the lengths in characters.
const (
	MaxFields     = 4
	MaxFieldName  = 255
	MaxFieldValue = 255
)

// FieldDraft is one line of a profile as the form has it.
type FieldDraft struct{ Name, Value string }

// Link is the address that is all a member's field says, and so the page that may
// be seen to link back; the zero IRI for any other text. Whether it is asked at all is
// for the client to say: plain http only between a developer's own instances.
func (f Field) Link() IRI {
	iri, err := ParseIRI(f.Source)
	if err != nil {
		return IRI{}
	}
	return iri
}

// describeFields judges the lines of a profile. Empty ones are left out; one that
// says what it said before stays verified.
func describeFields(old []Field, drafts []FieldDraft) ([]Field, error) {
	var fields []Field
	for _, d := range drafts {
		f := Field{Name: cleanLine(d.Name), Source: cleanLine(d.Value)}
		switch {
		case f.Name == "" && f.Source == "":
			continue
		case f.Name == "" || f.Source == "":
			return nil, invalid("fields", "account.field_half")
		case utf8.RuneCountInString(f.Name) > MaxFieldName:
			return nil, invalid("fields", "account.too_long", "limit", MaxFieldName)
		case utf8.RuneCountInString(f.Source) > MaxFieldValue:
			return nil, invalid("fields", "account.too_long", "limit", MaxFieldValue)
		case len(fields) == MaxFields:
			return nil, invalid("fields", "account.too_many_fields", "limit", MaxFields)
		}
		f.Value = fieldValue(f)
		for _, before := range old {
			if before.Source == f.Source {
				f.Verified = before.Verified
			}
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// fieldValue is what a line says as HTML. Its one link says rel="me", so that
// others can check it in turn.
func fieldValue(f Field) SafeHTML {
	if link := f.Link(); !link.IsZero() {
		_, shown, _ := strings.Cut(f.Source, "://")
		return SafeHTML{`<a href="` + html.EscapeString(link.String()) + `" rel="me nofollow noreferrer noopener">` + html.EscapeString(shown) + `</a>`}
	}
	var out strings.Builder
	composer{}.paragraph(&out, f.Source)
	return SafeHTML{out.String()}
}
