package page

import "consilium/community"

// clinicianComposer is the form of somebody who is verified; extra problems stand
// at its fields.
func clinicianComposer(wrong Problems) Composer {
	c := composer()
	c.Audiences, c.Audience = append(c.Audiences, community.Clinicians), community.Clinicians
	c.Reach = map[community.AudienceKind]int{community.Clinicians: 0, community.InstanceOnly: 312}
	c.Narrowing, c.Problems = Narrowing{Offered: true}, wrong
	return c
}

func clinicianCaseForm() CaseForm {
	f := caseForm()
	f.Audiences, f.Audience = []community.AudienceKind{community.Clinicians, community.InstanceOnly, community.Public}, community.Clinicians
	f.Reach = map[community.AudienceKind]int{community.Clinicians: 312}
	f.Narrowing = Narrowing{Offered: true, Draft: community.AudienceDraft{Level: "4", Professions: []string{"physician", "nurse"},
		Specialties: []string{"cardiology", "nephrology", "urology", "stroke"}}}
	return f
}

func narrowReaders() Readers {
	return Readers{Audience: community.Clinicians, People: 12, Professions: []community.Profession{"nurse", "physician"},
		Specialties: []community.Specialty{"cardiology"}, Level: 4}
}
