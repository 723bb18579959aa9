package community

import (
	"strings"

	"consilium/community/deidentify"
)

// lacks says whether an edit removed something that could identify a patient: then
// what the post said before is destroyed everywhere (C18). It reads both as the gate
// does; only that something is gone counts, not where it stood.
func (p Post) lacks(old Post) bool {
	now := p.identifying()
	for found := range old.identifying() {
		if !now[found] {
			return true
		}
	}
	return false
}

// identifying is what the rules find in all texts of a post, each with its kind. A
// case and what answers it are read strictly, other posts near words about a patient
// only, where no finding weighs more than a warning.
func (p Post) identifying() map[string]bool {
	kind, least := deidentify.Post, deidentify.Warn
	if p.Case != nil || p.Response.Kind != "" {
		kind, least = deidentify.Case, deidentify.Hold
	}
	found := map[string]bool{}
	for _, passage := range p.Passages() {
		for _, f := range deidentify.Find(passage.Text, deidentify.Options{Language: p.Language, Kind: kind}) {
			if f.Severity >= least {
				words := strings.Fields(strings.ToLower(passage.Text[f.Start:f.End]))
				found[string(f.Category)+" "+strings.Join(words, " ")] = true
			}
		}
	}
	return found
}

// aboutPatient says whether a post from elsewhere speaks of a case: of such a post
// no older version is kept here, since only its home knows what an edit was for.
func (p Post) aboutPatient(parent *Post) bool {
	return p.Case != nil || p.Response.Kind != PlainReply || parent != nil && (parent.Case != nil || parent.Response.Kind != PlainReply)
}
