package federation

import (
	"html"

	"consilium/community"
	"consilium/federation/vocab"
)

// labelFields are the field of a profile that says somebody is no clinician, as
// other servers show it (V13); none for everybody else.
func (f *Federation) labelFields(a community.Actor) []vocab.Field {
	labelled := a.Labelled()
	if labelled == "" || f.label == nil {
		return nil
	}
	heading, word := f.label(labelled)
	return []vocab.Field{{Name: heading, Value: html.EscapeString(word)}}
}
