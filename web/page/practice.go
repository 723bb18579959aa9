package page

import "consilium/community"

// SettingsPractice is the page GET /settings/practice. POST there with the fields
// of community.Practice: training, interests, languages (several), country,
// region, orcid, listed, referrals ("on"), referral_note.
type SettingsPractice struct {
	Draft community.Practice
	// MayBeListed says that the member is a verified clinician.
	MayBeListed bool
	Problems    Problems
}

func (v SettingsPractice) meta(p *Printer) meta { return settingsMeta(p, "practice") }

// Languages are the choices of the form.
func (v SettingsPractice) Languages() []string { return community.PracticeLanguages() }

// MaxTraining is how long the training may be, in characters.
func (v SettingsPractice) MaxTraining() int { return community.MaxTraining }

// MaxInterests is how long the statement may be, in characters.
func (v SettingsPractice) MaxInterests() int { return community.MaxInterests }

// Practice is what a profile shows of it.
type Practice struct{ community.Practice }

// IsZero says that there is nothing to show.
func (v Practice) IsZero() bool {
	return v.Training == "" && v.Interests == "" && len(v.Languages) == 0 && v.Country == "" && v.Region == "" && v.ORCID == "" && !v.Referrals
}

// Directory is the page GET /directory[?profession=&specialty=&language=&country=&region=&referrals=on].
type Directory struct {
	Profession                string
	Specialty                 string
	Language, Country, Region string
	Referrals                 bool
	Filtered                  bool
	// MayRequest says that the reader may ask for a referral.
	MayRequest bool
	// Wish says that the reader is a verified clinician who is not listed yet.
	Wish  bool
	List  []Listing
	Pages Pages
}

func (v Directory) meta(p *Printer) meta {
	return meta{"directory", p.T("directory.title"), "directory"}
}

// Professions are the choices of the filter: those that treat patients.
func (v Directory) Professions() []community.Profession { return community.ClinicalProfessions() }

// Specialties are the choices of the filter.
func (v Directory) Specialties() []community.Specialty { return community.Specialties() }

// Languages are the choices of the filter.
func (v Directory) Languages() []string { return community.PracticeLanguages() }

// Listing is one clinician in the directory.
type Listing struct {
	Card     PersonCard
	Practice community.Practice
}

// Referral is the page GET /a/{id}/referral. POST there with the fields
// specialty, urgency, question, no_patient ("on").
type Referral struct {
	To          Person
	Note        string // what the clinician wants known before
	Specialties []community.Specialty
	Draft       community.ReferralDraft
	Problems    Problems
}

func (v Referral) meta(p *Printer) meta {
	return meta{"referral", p.T("referral.title", "name", v.To.Name), "directory"}
}

// Urgencies are the choices of the form.
func (v Referral) Urgencies() []string { return community.ReferralUrgencies() }

// MaxQuestion is how long the question may be, in characters.
func (v Referral) MaxQuestion() int { return community.MaxReferralQuestion }
