package credential

import "slices"

// Profession is a slug of our own list; its words are in the catalogues under
// "profession.SLUG".
type Profession string

// Class groups the professions by what the rules of access ask of them.
type Class string

// The classes of profession.
const (
	// Clinical professions treat patients or answer for what is found in them.
	Clinical Class = "clinical"
	// Trainee is in training for one of them.
	Trainee Class = "trainee"
	// Scientific professions study them.
	Scientific Class = "scientific"
	// Labelled is who must be recognised as none of these wherever they speak
	// (V13): industry, patient organisations, the press.
	Labelled Class = "labelled"
	// Undeclared is who has said nothing, or something else.
	Undeclared Class = "undeclared"
)

var professions = []struct {
	name  Profession
	class Class
}{
	{"physician", Clinical}, {"resident", Clinical}, {"nurse-practitioner", Clinical}, {"physician-assistant", Clinical},
	{"nurse", Clinical}, {"midwife", Clinical}, {"pharmacist", Clinical}, {"psychologist", Clinical}, {"dentist", Clinical},
	{"physiotherapist", Clinical}, {"occupational-therapist", Clinical}, {"speech-therapist", Clinical}, {"dietitian", Clinical},
	{"radiographer", Clinical}, {"paramedic", Clinical}, {"laboratory-scientist", Clinical}, {"student", Trainee},
	{"researcher", Scientific}, {"industry", Labelled}, {"patient-organisation", Labelled}, {"press", Labelled}, {"other", Undeclared},
}

// Professions lists the professions a person can choose from, in order.
func Professions() []Profession {
	names := make([]Profession, 0, len(professions))
	for _, p := range professions {
		names = append(names, p.name)
	}
	return names
}

// Known says whether the slug is in the list.
func (p Profession) Known() bool { return slices.Contains(Professions(), p) }

// Class is Undeclared for a profession that is not in the list, and for none.
func (p Profession) Class() Class {
	for _, known := range professions {
		if known.name == p {
			return known.class
		}
	}
	return Undeclared
}
