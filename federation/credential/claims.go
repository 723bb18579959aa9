package credential

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"consilium/community"
	"consilium/community/credential"
)

// methods are the kinds of evidence that a level can rest on.
var methods = []credential.Kind{credential.InstitutionMail, credential.SignOn, credential.Documents, credential.RegisterMatch,
	credential.RegisterMail, credential.SignOnProfession, credential.InPerson}

// jurisdiction is ISO 3166-1 alpha-2, with a subdivision of ISO 3166-2 or none.
var jurisdiction = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)

// claims: words that are known here. A profession, level or method that we do not
// know is refused: to call somebody verified as something else would be our own
// invention. Of the specialties those we know are kept.
func (j *judging) claims() string {
	c := &j.Credential
	level, ok := j.subject.whole("level")
	c.Level, c.Profession, c.Method = credential.Level(level), credential.Profession(j.subject.text("profession")),
		credential.Kind(j.subject.text("method"))
	if !ok || c.Level < credential.Institutional || c.Level > credential.Issued {
		return "level"
	}
	if !c.Profession.Known() || c.Profession == "other" {
		return "profession"
	}
	if !slices.Contains(methods, c.Method) {
		return "method"
	}
	if c.Jurisdiction = j.subject.text("jurisdiction"); !jurisdiction.MatchString(c.Jurisdiction) && j.subject["jurisdiction"] != nil {
		return "jurisdiction"
	}
	named, ok := j.subject.texts("specialties")
	if !ok || len(named) > maxSpecialties {
		return "specialties"
	}
	for _, name := range named {
		if s := credential.Specialty(name); s.Known() && !slices.Contains(c.Specialties, s) {
			c.Specialties = append(c.Specialties, s)
		}
	}
	return j.confirmation()
}

// confirmation: by whom and when.
func (j *judging) confirmation() string {
	c := &j.Credential
	by := j.subject.text("confirmedBy")
	c.ConfirmedBy = strings.Join(strings.Fields(community.CleanName(by)), " ")
	if c.ConfirmedBy == "" || utf8.RuneCountInString(by) > maxConfirmedBy {
		return "confirmed_by"
	}
	checked, ok := j.subject.time("checkedAt")
	if !ok || checked.After(j.Now.Add(Skew)) {
		return "checked_at"
	}
	if checked.After(j.Now) {
		checked = j.Now // another clock is a little ahead
	}
	c.Confirmed, c.State, c.Issuer = checked, credential.Active, j.Issuer.Host()
	return ""
}
