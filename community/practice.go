package community

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"consilium/community/credential"
)

// Practice is what a clinician tells colleagues who look for one: training, what
// they must know of interests, in which languages and where they work, and
// whether they take referrals. All of it is their own word.
type Practice struct {
	// Training is where and as what, a line each; Interests the statement on
	// conflicts of interest.
	Training, Interests string
	// Languages are those patients and colleagues can be spoken to in: BCP 47 tags
	// of PracticeLanguages.
	Languages []string
	// Country is ISO 3166-1 alpha-2, Region the part of it in the person's words.
	Country, Region string
	// ORCID is a researcher's identifier; it proves nothing here.
	ORCID string
	// Listed says that the person wishes to be found in the directory, Referrals
	// that they can be asked to take a patient, ReferralNote what to know before.
	Listed, Referrals bool
	ReferralNote      string
}

// Bounds of a practice, in characters.
const (
	MaxTraining     = 1000
	MaxInterests    = 1000
	MaxRegion       = 60
	MaxReferralNote = 300
	maxLanguages    = 10
)

var practiceLanguages = []string{
	"ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "he", "hi", "hr", "hu", "hy", "id",
	"is", "it", "ja", "ka", "ko", "ku", "lt", "lv", "mk", "ms", "mt", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "sk", "sl",
	"so", "sq", "sr", "sv", "sw", "ta", "th", "ti", "tl", "tr", "uk", "ur", "uz", "vi", "yo", "zh",
}

// PracticeLanguages lists the languages a person can choose from (ISO 639-1).
func PracticeLanguages() []string { return slices.Clone(practiceLanguages) }

// country is the shape of ISO 3166-1 alpha-2; whether there is one, the register
// of languages and regions knows.
var country = regexp.MustCompile(`^[A-Z]{2}$`)

// KnownCountry says whether a code is that of a country (ISO 3166-1 alpha-2).
func KnownCountry(code string) bool {
	if !country.MatchString(code) {
		return false
	}
	region, err := language.ParseRegion(code)
	return err == nil && region.IsCountry()
}

// DescribePractice judges the form of a practice.
func DescribePractice(d Practice) (Practice, error) {
	d.Training, d.Interests = strings.TrimSpace(CleanText(d.Training)), strings.TrimSpace(CleanText(d.Interests))
	d.Region, d.ReferralNote = cleanLine(d.Region), cleanLine(d.ReferralNote)
	d.Country, d.ORCID = strings.ToUpper(cleanLine(d.Country)), cleanLine(d.ORCID)
	for _, bound := range []struct {
		field, text string
		limit       int
	}{{"training", d.Training, MaxTraining}, {"interests", d.Interests, MaxInterests}, {"region", d.Region, MaxRegion},
		{"referral_note", d.ReferralNote, MaxReferralNote}} {
		if utf8.RuneCountInString(bound.text) > bound.limit {
			return d, invalid(bound.field, "account.too_long", "limit", bound.limit)
		}
	}
	unknown := func(tag string) bool { return !slices.Contains(practiceLanguages, tag) }
	switch {
	case len(d.Languages) > maxLanguages || slices.ContainsFunc(d.Languages, unknown):
		return d, invalid("languages", "practice.unknown_language", "limit", maxLanguages)
	case d.Country != "" && !KnownCountry(d.Country):
		return d, invalid("country", "practice.unknown_country")
	}
	if d.ORCID != "" {
		number, err := credential.CheckNumber(credential.RegisterORCID, d.ORCID)
		if err != nil {
			return d, invalid("orcid", "practice.orcid_shape")
		}
		d.ORCID = number
	}
	d.Languages = slices.Compact(slices.Sorted(slices.Values(d.Languages))) // the caller keeps its own
	return d, nil
}

// ReferralDraft is the form by which a clinician asks another to take a patient.
// It has no place for anything about the patient.
type ReferralDraft struct {
	Specialty string
	// Urgency is one of ReferralUrgencies.
	Urgency string
	// Question is about the service: appointments, what to send along.
	Question string
	// NoPatient says that the writer has made sure nothing names a patient.
	NoPatient bool
}

// ReferralUrgencies lists how soon; words under "referral.urgency.". There is none
// for emergencies: those are no matter for a message.
func ReferralUrgencies() []string { return []string{"routine", "soon"} }

// MaxReferralQuestion bounds the question, in characters.
const MaxReferralQuestion = 300

// CheckReferral judges the form.
func CheckReferral(d ReferralDraft) (ReferralDraft, error) {
	d.Question = cleanLine(d.Question)
	switch {
	case !Specialty(d.Specialty).Known():
		return d, invalid("specialty", "account.unknown_specialty")
	case !slices.Contains(ReferralUrgencies(), d.Urgency):
		return d, invalid("urgency", "referral.urgency_needed")
	case utf8.RuneCountInString(d.Question) > MaxReferralQuestion:
		return d, invalid("question", "account.too_long", "limit", MaxReferralQuestion)
	case !d.NoPatient:
		return d, invalid("no_patient", "referral.confirm_needed")
	}
	return d, nil
}
