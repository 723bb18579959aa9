package credential

import (
	"slices"
	"strings"
)

// Register is the key of a list of clinicians which somebody keeps by law or by
// custom. Beside those below an operator may configure others from a file; their
// keys are a country's code, a hyphen and a name: "at-oeaek".
type Register string

// The registers whose numbers are known here.
const (
	RegisterNPI   Register = "npi"   // United States, National Provider Identifier
	RegisterGMC   Register = "gmc"   // United Kingdom, General Medical Council
	RegisterNMC   Register = "nmc"   // United Kingdom, Nursing and Midwifery Council
	RegisterGPhC  Register = "gphc"  // Great Britain, General Pharmaceutical Council
	RegisterAHPRA Register = "ahpra" // Australia, Health Practitioner Regulation Agency
	RegisterBIG   Register = "big"   // Netherlands, Beroepen in de Individuele Gezondheidszorg
	RegisterRPPS  Register = "rpps"  // France, répertoire partagé des professionnels de santé
	RegisterEFN   Register = "efn"   // Germany, einheitliche Fortbildungsnummer
	RegisterORCID Register = "orcid" // researchers everywhere; says nothing of clinicians
	// Canada, India and everywhere else have many bodies: the number begins with
	// the body's code, and an officer looks at the papers.
	RegisterCanada Register = "ca"
	RegisterIndia  Register = "in"
	RegisterOther  Register = "other"
)

// Scope is what a register covers.
type Scope struct {
	// Country is ISO 3166-1 alpha-2; "" for a register of no country.
	Country string
	// Service says that there is a public service to look numbers up in. A register
	// without one may still be configured from a file.
	Service bool
	// Professions are those it has entries of.
	Professions []Profession
}

var (
	doctors   = []Profession{"physician", "resident"}
	clinician = clinicalProfessions()
)

// registers is the table of registers, in the order in which a form offers them.
var registers = []struct {
	key   Register
	scope Scope
}{
	{RegisterNPI, Scope{"US", true, append(clinicalProfessions(), "student")}},
	{RegisterGMC, Scope{"GB", false, doctors}},
	{RegisterNMC, Scope{"GB", false, []Profession{"nurse", "midwife"}}},
	{RegisterGPhC, Scope{"GB", false, []Profession{"pharmacist"}}},
	{RegisterAHPRA, Scope{"AU", false, []Profession{"physician", "resident", "nurse-practitioner", "nurse", "midwife", "pharmacist",
		"psychologist", "dentist", "physiotherapist", "occupational-therapist", "radiographer", "paramedic", "student"}}},
	{RegisterBIG, Scope{"NL", false, []Profession{"physician", "resident", "physician-assistant", "nurse-practitioner", "nurse",
		"midwife", "pharmacist", "psychologist", "dentist", "physiotherapist"}}},
	{RegisterRPPS, Scope{"FR", false, []Profession{"physician", "resident", "nurse", "midwife", "pharmacist", "dentist",
		"physiotherapist"}}},
	{RegisterEFN, Scope{"DE", false, doctors}},
	{RegisterCanada, Scope{"CA", false, clinician}},
	{RegisterIndia, Scope{"IN", false, clinician}},
	{RegisterOther, Scope{"", false, append(clinicalProfessions(), "student")}},
	{RegisterORCID, Scope{"", true, []Profession{"researcher"}}},
}

func clinicalProfessions() []Profession {
	var list []Profession
	for _, p := range Professions() {
		if p.Class() == Clinical {
			list = append(list, p)
		}
	}
	return list
}

// Registers lists the registers known here, in the order of a form; those
// configured from files are not among them.
func Registers() []Register {
	keys := make([]Register, 0, len(registers))
	for _, r := range registers {
		keys = append(keys, r.key)
	}
	return keys
}

// Scope tells what a register covers. It is false for a key that is neither known
// here nor of the form which an operator's own must have.
func (r Register) Scope() (Scope, bool) {
	for _, known := range registers {
		if known.key == r {
			scope := known.scope
			scope.Professions = slices.Clone(scope.Professions)
			return scope, true
		}
	}
	if country, ok := r.own(); ok {
		return Scope{Country: country, Professions: append(clinicalProfessions(), "student")}, true
	}
	return Scope{}, false
}

// own reads the country of an operator's own register: "at-oeaek" is Austria's.
func (r Register) own() (country string, ok bool) {
	country, name, found := strings.Cut(string(r), "-")
	if !found || len(country) != 2 || name == "" || len(name) > 24 {
		return "", false
	}
	if strings.ContainsFunc(country, func(c rune) bool { return c < 'a' || c > 'z' }) {
		return "", false
	}
	if strings.ContainsFunc(name, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' }) {
		return "", false
	}
	return strings.ToUpper(country), true
}

// Clinical says whether an entry can show that somebody is a clinician. ORCID's
// cannot: anybody may have one.
func (r Register) Clinical() bool {
	_, known := r.Scope()
	return known && r != RegisterORCID
}
