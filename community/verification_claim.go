package community

import (
	"errors"
	"strings"
	"unicode/utf8"

	"consilium/community/credential"
)

// Bounds of an application, in characters.
const (
	MaxLegalName        = 200
	MaxOrganisation     = 200
	MaxClaimNote        = 2000
	MaxClaimSpecialties = 5
)

// CleanClaim takes out of a claim what nobody typed on purpose, and writes the
// codes in the one way in which they are kept. It refuses nothing: a draft may be
// half finished.
func CleanClaim(c Claim) Claim {
	c.LegalName, c.Organisation = cutRunes(CleanName(c.LegalName), MaxLegalName+1), cutRunes(CleanName(c.Organisation), MaxOrganisation+1)
	c.Note = cutRunes(strings.TrimSpace(CleanText(c.Note)), MaxClaimNote+1)
	c.Country, c.Region = cutRunes(strings.ToUpper(cleanLine(c.Country)), 3), cutRunes(strings.ToUpper(cleanLine(c.Region)), 7)
	c.Register, c.Number = cutRunes(cleanLine(c.Register), 32), cutRunes(cleanLine(c.Number), 65)
	c.Email = cutRunes(cleanLine(c.Email), 255)
	if !c.Profession.Known() {
		c.Profession = ""
	}
	var known []Specialty
	for _, s := range c.Specialties {
		if s.Known() && len(known) < MaxClaimSpecialties {
			known = append(known, s)
		}
	}
	c.Specialties = known
	return c
}

// cutRunes keeps one character more than is allowed, so that a check still sees
// that there were too many.
func cutRunes(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

// CheckClaim says whether an application is complete enough for an officer. The
// error is the first *Invalid in the order of the form: profession, specialties,
// legal_name, country, region, register, number, organisation, email, note.
func CheckClaim(c Claim) error {
	for _, check := range []func(Claim) error{checkTrade, checkLegalName, checkPlace, checkRegister, checkEmployer} {
		if err := check(c); err != nil {
			return err
		}
	}
	if utf8.RuneCountInString(c.Note) > MaxClaimNote {
		return invalid("note", "verification.too_long", "limit", MaxClaimNote)
	}
	return nil
}

func checkTrade(c Claim) error {
	switch {
	case c.Profession == "":
		return invalid("profession", "verification.profession_missing")
	case c.Profession.Class() == credential.Undeclared:
		return invalid("profession", "verification.profession_unprovable")
	case len(c.Specialties) > MaxClaimSpecialties:
		return invalid("specialties", "verification.specialties_many", "limit", MaxClaimSpecialties)
	}
	for _, s := range c.Specialties {
		if !s.Known() {
			return invalid("specialties", "settings.unknown_choice")
		}
	}
	return nil
}

func checkLegalName(c Claim) error {
	switch {
	case c.LegalName == "":
		return invalid("legal_name", "verification.legal_name_missing")
	case utf8.RuneCountInString(c.LegalName) > MaxLegalName:
		return invalid("legal_name", "verification.too_long", "limit", MaxLegalName)
	}
	return nil
}

func checkPlace(c Claim) error {
	capital := func(r rune) bool { return r >= 'A' && r <= 'Z' }
	if len(c.Country) != 2 || strings.ContainsFunc(c.Country, func(r rune) bool { return !capital(r) }) {
		return invalid("country", "verification.country_missing")
	}
	// ISO 3166-2: up to three letters or digits, with or without the country.
	region := strings.TrimPrefix(c.Region, c.Country+"-")
	if len(region) > 3 || strings.ContainsFunc(region, func(r rune) bool { return !capital(r) && (r < '0' || r > '9') }) {
		return invalid("region", "verification.region_shape")
	}
	return nil
}

// checkRegister asks clinicians for their entry. Trainees may have none, and
// everybody else has none that counts.
func checkRegister(c Claim) error {
	if c.Register == "" {
		if c.Profession.Class() == credential.Clinical {
			return invalid("register", "verification.register_missing")
		}
		return nil
	}
	register := credential.Register(c.Register)
	scope, known := register.Scope()
	if !known || !register.Clinical() || scope.Country != "" && scope.Country != c.Country {
		return invalid("register", "verification.register_elsewhere")
	}
	if _, err := credential.CheckNumber(register, c.Number); err != nil {
		if fault, is := errors.AsType[*credential.Fault](err); is {
			return invalid("number", fault.Key)
		}
		return invalid("number", "register.unknown")
	}
	return nil
}

// checkEmployer asks those who are in no register where they work or learn.
func checkEmployer(c Claim) error {
	switch {
	case c.Organisation == "" && c.Profession.Class() != credential.Clinical:
		return invalid("organisation", "verification.organisation_missing")
	case utf8.RuneCountInString(c.Organisation) > MaxOrganisation:
		return invalid("organisation", "verification.too_long", "limit", MaxOrganisation)
	case c.Email != "":
		return CheckEmail(c.Email)
	}
	return nil
}

// RegisterClaim is the part of a claim that a register's record is held against.
func (c Claim) RegisterClaim() credential.Claim {
	return credential.Claim{Register: credential.Register(c.Register), Number: c.Number, LegalName: c.LegalName,
		Profession: c.Profession, Region: c.Region}
}

// Jurisdiction is where the profession is exercised: "DE", "US-OH".
func (c Claim) Jurisdiction() string {
	region := strings.TrimPrefix(c.Region, c.Country+"-")
	if region == "" || region == c.Country {
		return c.Country
	}
	return c.Country + "-" + region
}
