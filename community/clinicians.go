package community

import (
	"slices"
	"strconv"

	"consilium/community/credential"
)

// AudienceDraft narrows the audience of verified clinicians, as a form says it:
// the level ("" for any that counts), professions and specialties (none for all).
type AudienceDraft struct {
	Level                    string
	Professions, Specialties []string
}

// Check judges the draft and gives the audience it describes, in the one form in
// which it is kept.
func (d AudienceDraft) Check() (Audience, error) {
	a := Audience{Kind: Clinicians, MinLevel: credential.Verified}
	if d.Level != "" {
		level, err := strconv.Atoi(d.Level)
		if err != nil || credential.Level(level) < credential.Verified || credential.Level(level) > credential.Issued {
			return a, invalid("audience", "case.unknown_choice")
		}
		a.MinLevel = credential.Level(level)
	}
	for _, slug := range d.Professions {
		if Profession(slug).Class() != credential.Clinical {
			return a, invalid("audience", "case.unknown_choice")
		}
		a.Professions = append(a.Professions, Profession(slug))
	}
	for _, slug := range d.Specialties {
		if !Specialty(slug).Known() {
			return a, invalid("audience", "case.unknown_choice")
		}
		a.Specialties = append(a.Specialties, Specialty(slug))
	}
	return a.tidy(), nil
}

// tidy is the audience of clinicians in the one form in which it is kept, so that
// the same people are the same audience.
func (a Audience) tidy() Audience {
	if a.Kind != Clinicians {
		return a
	}
	a.MinLevel = max(a.MinLevel, credential.Verified)
	a.Professions = slices.Compact(slices.Sorted(slices.Values(a.Professions)))
	a.Specialties = slices.Compact(slices.Sorted(slices.Values(a.Specialties)))
	return a
}

// Reaches says whether somebody of whom this was proved belongs to an audience of
// clinicians. Who may be of any is the table of permissions' business: s is what
// Subject.Clinical gave.
func (a Audience) Reaches(s Standing) bool {
	if a.Kind != Clinicians || s.Level < max(a.MinLevel, credential.Verified) || s.Profession().Class() != credential.Clinical {
		return false
	}
	if len(a.Professions) > 0 && !slices.Contains(a.Professions, s.Profession()) {
		return false
	}
	return len(a.Specialties) == 0 || slices.ContainsFunc(s.Specialties(), func(known Specialty) bool {
		return slices.ContainsFunc(a.Specialties, known.Within)
	})
}

// Clinical is what was proved of somebody who may read what is for verified
// clinicians; the zero Standing, which no such audience reaches, of everybody
// else.
func (s Subject) Clinical() Standing {
	if !May(s, ReadClinical) {
		return Standing{}
	}
	return s.Standing
}

// Viewer is the member as the judge of visibility knows them. readsCases says
// that the way in carries restricted posts.
func (s Subject) Viewer(actor ActorID, readsCases bool) Viewer {
	return Viewer{Actor: actor, Local: true, ReadsCases: readsCases, Clinical: s.Clinical()}
}
