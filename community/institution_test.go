package community_test

import (
	"testing"

	"consilium/community"
	"consilium/community/credential"
)

var listedDomains = []community.InstitutionDomain{
	{Domain: "hospital.org", Name: "St Anna"},
	{Domain: "clinic.example", Name: "City Clinic", Subdomains: true},
	{Domain: "former.clinic.example", Name: "City Clinic, former", Alumni: true},
	{Domain: "uni.example", Name: "University", Subdomains: true},
	{Domain: "xn--klinik-sd-x9a.example", Name: "Klinik Süd"},
	{Domain: "alumni.example", Name: "Old friends", Alumni: true},
}

// Each way to an address that only looks like a colleague's (V4).
func TestMatchInstitution(t *testing.T) {
	for _, c := range []struct{ name, address, key string }{
		{"the domain itself", "ana@hospital.org", ""},
		{"in capitals", "Ana.Petrovic@Hospital.ORG", ""},
		{"with a plus", "ana+cases@hospital.org", ""},
		{"a listed sub-domain", "ana@heart.clinic.example", ""},
		{"below a listed sub-domain", "ana@a.b.clinic.example", ""},
		{"an institution's own IDN, written out", "ana@klinik-süd.example", ""},
		{"an institution's own IDN, in capitals", "ana@KLINIK-SÜD.example", ""},
		{"an institution's own IDN, in ASCII", "ana@xn--klinik-sd-x9a.example", ""},
		{"sub-domain not listed", "ana@mail.hospital.org", "institution.not_listed"},
		{"suffix trick, hyphen", "ana@evil-hospital.org", "institution.not_listed"},
		{"suffix trick, glued", "ana@evilclinic.example", "institution.not_listed"},
		{"suffix trick, behind", "ana@hospital.org.evil.com", "institution.not_listed"},
		{"suffix trick, sub-domains behind", "ana@clinic.example.evil.com", "institution.not_listed"},
		{"another top-level domain", "ana@hospital.com", "institution.not_listed"},
		{"look-alike, digit", "ana@h0spital.org", "institution.look_alike"},
		{"look-alike, one for l", "ana@hospita1.org", "institution.look_alike"},
		{"look-alike, capital I for l", "ana@hospitaI.org", "institution.look_alike"},
		{"look-alike, hyphen", "ana@hos-pital.org", "institution.look_alike"},
		{"look-alike with a sub-domain", "ana@heart.c1inic.example", "institution.look_alike"},
		{"look-alike, rn for m", "ana@alurnni.example", "institution.look_alike"},
		{"IDN, one Cyrillic letter", "ana@hоspital.org", "institution.odd_letters"},
		{"IDN, one Cyrillic letter in ASCII", "ana@xn--hspital-9ig.org", "institution.odd_letters"},
		{"IDN, all Cyrillic", "ana@ѕсоре.example", "institution.odd_letters"},
		{"IDN, accent", "ana@hóspital.org", "institution.look_alike"},
		{"IDN, dotless i", "ana@hospıtal.org", "institution.look_alike"},
		{"IDN, full width", "ana@ｈospital.org", "institution.odd_letters"},
		{"IDN, a capital that is only the same letter", "ana@\u212alinik-süd.example", ""},
		{"IDN, invisible letter", "ana@hos\u00adpital.org", "institution.odd_letters"},
		{"IDN, ideographic full stop", "ana@hospital。org", "institution.odd_letters"},
		{"alumni domain", "ana@alumni.example", "institution.alumni_address"},
		{"alumni sub-domain that is listed", "ana@former.clinic.example", "institution.alumni_address"},
		{"alumni sub-domain that nobody listed", "ana@alumni.uni.example", "institution.alumni_address"},
		{"route behind", "ana%evil.com@hospital.org", "account.email_shape"},
		{"route before", "evil.com!ana@hospital.org", "account.email_shape"},
		{"two addresses", "ana@evil.com@hospital.org", "account.email_shape"},
		{"a list", "ana@evil.com,bob@hospital.org", "account.email_shape"},
		{"quoted", `"ana@evil.com"@hospital.org`, "account.email_shape"},
		{"comment", "ana(x)@hospital.org", "account.email_shape"},
		{"port", "ana@hospital.org:25", "account.email_shape"},
		{"literal", "ana@[192.0.2.1]", "account.email_shape"},
		{"dot at the end", "ana@hospital.org.", "account.email_shape"},
		{"letter not ASCII in the name", "аna@hospital.org", "account.email_shape"},
		{"nothing but a plus", "+x@hospital.org", "account.email_shape"},
		{"two dots", "a..na@hospital.org", "account.email_shape"},
		{"line end", "ana@hospital.org\r\nBcc: x@evil.com", "account.email_shape"},
		{"empty", "", "account.email_shape"},
	} {
		m, d, err := community.MatchInstitution(c.address, listedDomains)
		wantInvalid(t, err, "email", c.key, c.name)
		if err == nil && (m.Host != d.Domain && !d.Subdomains || d.Name == "") {
			t.Errorf("%s: %+v of %+v", c.name, m, d)
		}
	}
	if _, _, err := community.MatchInstitution("ana@hospital.org", nil); err == nil {
		t.Error("an empty list lets somebody in")
	}
}

// All spellings of one mailbox are one, and of two are two.
func TestSameMailbox(t *testing.T) {
	same := func(address string) string {
		m, err := community.ParseMailbox(address)
		if err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		return m.Same()
	}
	for _, spelling := range []string{"ANA.petrovic@hospital.org", "anapetrovic+1@hospital.org", "a.n.a.petrovic+x+y@HOSPITAL.org"} {
		if same(spelling) != same("ana.petrovic@hospital.org") {
			t.Errorf("%s is another mailbox", spelling)
		}
	}
	for _, other := range []string{"anna.petrovic@hospital.org", "ana.petrovic@hospital.com", "ana-petrovic@hospital.org"} {
		if same(other) == same("ana.petrovic@hospital.org") {
			t.Errorf("%s is the same mailbox", other)
		}
	}
	if m, _ := community.ParseMailbox(" Ana+x@Hospital.ORG "); m.Address != "Ana+x@hospital.org" {
		t.Errorf("a letter goes to %s", m.Address)
	}
}

// Only the register's own word for the institution binds an entry to a mailbox.
func TestBindsEntry(t *testing.T) {
	d := community.InstitutionDomain{Domain: "hospital.org", Subdomains: true, Organisations: []string{"St. Anna Hospital, Inc.", "Klinik Süd"}}
	m, err := community.ParseMailbox("ana.petrovic@heart.hospital.org")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		record credential.Record
		want   bool
	}{
		"named":                     {credential.Record{Organisations: []string{"ELSEWHERE", "ST ANNA HOSPITAL INC"}}, true},
		"named with accents":        {credential.Record{Organisations: []string{"KLINIK SUD"}}, true},
		"host named":                {credential.Record{EmailDomains: []string{"Heart.Hospital.org"}}, true},
		"nothing named":             {credential.Record{}, false},
		"another named":             {credential.Record{Organisations: []string{"St Anna Hospital"}}, false},
		"empty name":                {credential.Record{Organisations: []string{" . "}}, false},
		"the domain above named":    {credential.Record{EmailDomains: []string{"hospital.org"}}, false},
		"another host":              {credential.Record{EmailDomains: []string{"evil-hospital.org", "heart.hospital.org.evil.com"}}, false},
		"name only begins the same": {credential.Record{Organisations: []string{"Klinik Süd Café"}}, false},
	} {
		c.record.Names = []string{"PETROVIC, ANA"}
		if d.BindsEntry(m, c.record) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
	named := credential.Record{Names: []string{"PETROVIC, ANA"}, Organisations: []string{"Klinik Süd"}}
	foreign, _ := community.ParseMailbox("ana.petrovic@evil-hospital.org")
	porter, _ := community.ParseMailbox("bob.miller@hospital.org")
	if d.BindsEntry(porter, named) {
		t.Error("a colleague's mailbox binds the physician's entry")
	}
	former := d
	former.Alumni = true
	if d.BindsEntry(foreign, named) || former.BindsEntry(m, named) {
		t.Error("a mailbox elsewhere, or of alumni, binds")
	}
}

// What staff may put on the list.
func TestMakeInstitution(t *testing.T) {
	for _, c := range []struct{ name, domain, field, key string }{
		{"plain", "hospital.example", "", ""},
		{"in capitals, with an @", " @Hospital.Example ", "", ""},
		{"IDN", "universitätsklinik.example", "", ""},
		{"sub-domain of a country's hospitals", "barts.nhs.uk", "", ""},
		{"a product's name as a host", "live.hospital.example", "", ""},
		{"nothing", "", "domain", "domain.not_a_host"},
		{"one label", "org", "domain", "domain.not_a_host"},
		{"port", "hospital.example:25", "domain", "domain.not_a_host"},
		{"address", "192.0.2.1", "domain", "domain.not_a_host"},
		{"all of a country", "co.uk", "domain", "institution.too_wide"},
		{"all of a country's universities", "edu.au", "domain", "institution.too_wide"},
		{"free mail", "gmail.com", "domain", "institution.for_anybody"},
		{"free mail of a country", "yahoo.co.uk", "domain", "institution.for_anybody"},
		{"free mail of doctors", "doctors.org.uk", "domain", "institution.for_anybody"},
		{"mixed scripts", "hоspital.example", "domain", "institution.odd_letters"},
		{"mixed scripts in ASCII", "xn--hspital-9ig.org", "domain", "institution.odd_letters"},
		{"like one on the list", "h0spital.org", "domain", "institution.like_listed"},
	} {
		d, err := community.MakeInstitution(community.InstitutionDraft{Domain: c.domain, Name: "X"}, listedDomains)
		wantInvalid(t, err, c.field, c.key, c.name)
		if err == nil && d.Domain == "" {
			t.Errorf("%s: %+v", c.name, d)
		}
	}
	if _, err := community.MakeInstitution(community.InstitutionDraft{Domain: "h0spital.org", Name: "X", Sure: true}, listedDomains); err != nil {
		t.Errorf("sure: %v", err)
	}
	_, err := community.MakeInstitution(community.InstitutionDraft{Domain: "hospital.example", Name: " \n"}, nil)
	wantInvalid(t, err, "name", "institution.name_needed", "no name")
	d, err := community.MakeInstitution(community.InstitutionDraft{Domain: "hospital.example", Name: "X", Organisations: "A Inc\n\n . \nA Inc\r\nB"}, nil)
	if err != nil || len(d.Organisations) != 2 || d.Organisations[1] != "B" {
		t.Errorf("%+v, %v", d, err)
	}
}

// A mailbox bears a name, or it is somebody else's who works there too.
func TestBearsName(t *testing.T) {
	for _, c := range []struct {
		address, name string
		want          bool
	}{
		{"ana.petrovic", "PETROVIC, ANA", true}, {"petrovic.ana", "PETROVIC, ANA", true}, {"apetrovic", "Petrović, Ana", true},
		{"petrovica2", "PETROVIC, ANA", true}, {"a.b.petrovic", "PETROVIC, ANA BELLA", true}, {"abpetrovic", "PETROVIC, ANA BELLA", true},
		{"j.mueller", "Müller, Jörg", true}, {"jmuller", "Müller, Jörg", true}, {"joerg.mueller", "Müller, Jörg", true},
		{"s.o'brien", "O'BRIEN, SEAN", true}, {"anna-lena.von-trapp", "von Trapp, Anna-Lena", true}, {"bob.smith", "SMITH, ROBERT", true},
		{"ana_petrovic", "Ana Petrović", true}, {"l.li", "LI, LAN", true},
		{"petrovic", "PETROVIC, ANA", false}, {"ana", "PETROVIC, ANA", false}, {"bob.petrovic", "PETROVIC, ANA", false},
		{"bpetrovic", "PETROVIC, ANA", false}, {"reception", "PETROVIC, ANA", false}, {"cardiology", "PETROVIC, ANA", false},
		{"ana.petrov", "PETROVIC, ANA", false}, {"1234", "PETROVIC, ANA", false}, {"a", "", false}, {"a.petrovic", "PETROVIC", false},
		{"a.petrovic", "PETROVIC,", false}, {"x", "X, X", false},
	} {
		m, err := community.ParseMailbox(c.address + "@hospital.org")
		if err != nil {
			t.Fatal(err)
		}
		if m.BearsName([]string{c.name}) != c.want {
			t.Errorf("%s bears %s: %v", c.address, c.name, !c.want)
		}
	}
}
