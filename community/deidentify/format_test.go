package deidentify

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// formats are the ways in which a half writes numbers and dates. In a pattern # is a digit, @ a capital, anything else itself.
type formats struct {
	dates, dayMonths, births, months, relative, shorts []string
	patterns                                           map[string][]string
	hospitals, homes, wards, mail, links               []string
}

// categoryOf says what a slot's value is.
var categoryOf = map[string]Category{
	"date": Date, "date2": Date, "dob": Date, "dm": Date, "my": Date, "rel": Date, "short": Date, "age90": Date,
	"hospital": Place, "home": Place, "ward": Place, "postcode": Place, "zip": Place,
	"phone": Phone, "fax": Fax, "email": Email, "emailx": Email, "ssn": National, "nhs": National, "nino": National, "natid": National,
	"mrn": Record, "accession": Record, "plan": Plan, "mbi": Plan, "account": Account, "iban": Account, "card": Account,
	"licence": Licence, "dea": Licence, "npi": Licence, "plate": Vehicle, "vin": Vehicle, "serial": Device, "udi": Device,
	"url": URL, "ip": Network, "handle": Unique, "subject": Unique,
}

var formatsOf = map[string]formats{
	"develop": {
		dates:     []string{"2006-01-02", "02/01/2006", "2 January 2006", "02.01.2006", "Jan 2, 2006", "2/1/06", "Tuesday 2 January 2006", "2nd of January 2006", "2006.01.02", "2Jan06", "Sun 2 Jan 2006", "Sunday, 2 Jan 2006", "2-Jan-06", "2006-1-2", "2. January 2006"},
		dayMonths: []string{"2 March", "12 Jan", "March 3rd", "5th of June", "4-Nov", "Nov 4", "the 9th of May", "Aug. 21", "7 Sept", "the 1st of March"},
		births:    []string{"02/01/2006", "2 Jan 2006", "2006-01-02"},
		months:    []string{"January 2006", "Jan 2006", "Feb '06", "1/2006", "January of 2006", "early January 2006"},
		relative:  []string{"last Tuesday", "Friday night", "last Monday", "Christmas Eve", "Sunday morning", "on Monday", "this Friday", "Thanksgiving", "last Easter", "New Year's Day", "Good Friday", "Thursday afternoon", "next Friday", "this past Sunday"},
		shorts:    []string{"14/3", "3/14", "2/11"},
		patterns: map[string][]string{
			"postcode": {"LS# #AB", "NE## #XY", "SW#A #AA"}, "zip": {"IL #####", "OH #####"},
			"phone": {"07700 900###", "(555) 01#-####", "020 7946 0###", "+44 20 7946 0###", "212-555-01##", "0208 496 0###", "(01632) 960 ###", "+33 1 99 00 ## ##", "202.555.01##"},
			"fax":   {"020 7946 0###", "(212) 555-01##"}, "ssn": {"9##-7#-####"},
			"mrn": {"#######", "H######", "RXA#######", "##-##-##"}, "accession": {"##-CT-#####", "H##-####", "########", "CR#######", "#####/##"},
			"plan": {"ZGP#########", "POL-######"}, "account": {"########", "ACC-#####"}, "licence": {"G######", "@@-#####"},
			"plate": {"AB## CDE", "KX## ZTR", "@### @@@", "@@@-####", "#@@@###"}, "serial": {"PJN######", "SN-####-@@"}, "subject": {"###-####", "SUBJ-0##"},
			"handle": {"@cool_mum##", "jolly_roger_##"}, "ip": {"192.0.2.1##", "10.1.2#.3#"},
		},
		hospitals: []string{"{town} General Hospital", "St Brigid's Hospital", "Queen Matilda Infirmary", "{town} Medical Center", "Royal {town} Hospital", "Hospital of St Wilfrid", "{town} Children's Hospital", "{town} University Medical Center", "Whitlow Lane Surgery", "the {town} Medical Practice", "Our Lady of {town} Hospital", "Princess Maud Hospital, {town}", "Princess Maud Hospital {town}", "University of {town} Hospital", "The {town} Eye Hospital", "{town} Community Hospital", "{town} Teaching Hospital", "Queen Ethelburga Memorial Hospital", "the {town} Infirmary"},
		homes:     []string{"Rosewood Nursing Home", "Larkhill Care Home", "{town} Lodge", "The Larches Care Home", "{town} Manor Nursing Home", "Sunny Dene Rest Home", "the Hollies Care Home", "{town} Grange Nursing Home", "Ferndale Residential Home"},
		wards:     []string{"Ward 7B", "Ward 12", "Juniper Ward", "ward 3", "Florence Ward", "Ward D2", "Cedar Ward"},
		mail:      []string{"example.org", "mail.example.com"},
		links:     []string{"https://photos.example.com/u/%s", "www.%s.example.net"},
	},
	"holdout": {
		dates:     []string{"2006/01/02", "02-01-2006", "January 2, 2006", "2.1.2006", "02-Jan-2006", "Mon 2 Jan 2006", "01/02/06", "2nd January 2006"},
		dayMonths: []string{"March 12th", "2 Feb", "the 3rd of May", "Sept 4", "19-Oct"},
		births:    []string{"2006-01-02", "02.01.2006", "January 2, 2006", "02/01/06", "2 January 2006"},
		months:    []string{"March 2006", "Jan '06", "02/2006"},
		relative:  []string{"last Thursday", "on Saturday", "Boxing Day", "Wednesday evening", "New Year's Eve", "next Monday"},
		shorts:    []string{"9/12", "12/9"},
		patterns: map[string][]string{
			"postcode": {"M# #PQ", "EH## #DX", "W#T #JY", "CB## #QZ"}, "zip": {"TX #####", "CA #####-####"},
			"phone": {"07700900###", "+1 212 555 01##", "0161 496 0###", "(0131) 496 0###", "1-800-555-01##", "555.01##.####", "+49 30 23125 ###", "01632 960###"},
			"fax":   {"0161 496 0###", "+1-646-555-01##"}, "ssn": {"9## 7# ####", "9##-8#-####"},
			"mrn": {"MR########", "###-###-###", "####### @", "A#######"}, "accession": {"S##-#####", "RAD########", "####/##"},
			"plan": {"@@@####-##", "#########A", "M###-###-###"}, "account": {"####-####-##", "#########"}, "licence": {"#######", "@##-######"},
			"plate": {"WR## XKD", "@##-@@@", "###-@@@"}, "serial": {"@@########", "####.##.##A"}, "subject": {"##-###-@@", "P####"},
			"handle": {"sunny.day##", "@xrayvision_##", "night-owl-##"}, "ip": {"198.51.100.##", "2001:db8::##:a1", "203.0.113.#"},
		},
		hospitals: []string{"{town} Royal Infirmary", "{town} District Hospital", "Mercy Hospital {town}", "St Aldhelm's Hospital", "University Hospital of {town}", "The {town} Clinic", "King Osric Memorial Hospital"},
		homes:     []string{"{town} House Nursing Home", "Willowbank Residential Home", "the Beeches Care Home"},
		wards:     []string{"Ward C4", "ward 21", "Hawthorn Ward"},
		mail:      []string{"example.net", "nhs.example.org", "post.example.co.uk"},
		links:     []string{"http://%s.example.org/gallery", "https://social.example.net/@%s/1123"},
	},
}

func pattern(r *rand.Rand, p string) string {
	var b strings.Builder
	for i := range len(p) {
		switch p[i] {
		case '#':
			b.WriteByte(byte('0' + r.IntN(10)))
		case '@':
			b.WriteByte("ABCDEFGHJKLMNPRSTUVWXY"[r.IntN(22)])
		default:
			b.WriteByte(p[i])
		}
	}
	return b.String()
}

// value makes the value of a slot that is neither a name nor a town.
func (f formats) value(s *scribe, name string) (string, Category) {
	r := s.r
	date := time.Date(2015+r.IntN(9), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
	c := categoryOf[name]
	before := func(v string) (string, Category) { // "the" and "on" belong to the sentence
		for _, w := range []string{"the ", "on "} {
			if rest, found := strings.CutPrefix(v, w); found {
				s.b.WriteString(w)
				v = rest
			}
		}
		return v, c
	}
	switch name {
	case "date", "date2":
		return date.Format(pick(r, f.dates)), c
	case "dob":
		return date.AddDate(-20-r.IntN(60), 0, 0).Format(pick(r, f.births)), c
	case "dm":
		return before(pick(r, f.dayMonths))
	case "my":
		return date.Format(pick(r, f.months)), c
	case "rel":
		return before(pick(r, f.relative))
	case "short":
		return pick(r, f.shorts), c
	case "age90":
		return fmt.Sprint(90 + r.IntN(14)), c
	case "hospital", "home", "ward":
		from := map[string][]string{"hospital": f.hospitals, "home": f.homes, "ward": f.wards}[name]
		return before(strings.ReplaceAll(pick(r, from), "{town}", pick(r, s.h.names.Town)))
	case "zip":
		s.b.WriteString(pick(r, f.patterns["zip"])[:3])
		return pattern(r, pick(r, f.patterns["zip"])[3:]), c
	case "email", "emailx":
		return f.address(s, name == "emailx"), c
	case "url":
		return fmt.Sprintf(pick(r, f.links), s.login()), c
	}
	if proof, ok := proofs[name]; ok {
		return proof(r), c
	}
	return pattern(r, pick(r, f.patterns[name])), c
}

// login is a made-up account name.
func (s *scribe) login() string {
	c := pick(s.r, s.h.cultures)
	plain := func(name string) string { return strings.ReplaceAll(fold([]byte(name)), "'", "") }
	return plain(pick(s.r, s.h.names.Given[c])) + plain(pick(s.r, s.h.names.Family[c]))
}

func (f formats) address(s *scribe, spelt bool) string {
	local, host := s.login(), pick(s.r, f.mail)
	if s.r.IntN(2) == 0 {
		local += fmt.Sprint(".", 10+s.r.IntN(80))
	}
	if !spelt {
		return local + "@" + host
	}
	dots := pick(s.r, []string{" dot ", " [dot] ", "."})
	at := pick(s.r, []string{" at ", " [at] ", "(at)"})
	if dots == "." && at == " at " {
		dots = " dot "
	}
	return strings.ReplaceAll(local, ".", dots) + at + strings.ReplaceAll(host, ".", dots)
}

// proofs make numbers whose check digits are right, in ranges that belong to nobody.
var proofs = map[string]func(*rand.Rand) string{
	"nhs": func(r *rand.Rand) string { return grouped(r, until(r, "999#######", nhs), 3, 3, 4) },
	"nino": func(r *rand.Rand) string {
		return pattern(r, pick(r, []string{"QQ ## ## ## C", "ZZ######A", "QQ######B"}))
	},
	"natid": func(r *rand.Rand) string { return grouped(r, until(r, "9###########", aadhaar), 4, 4, 4) },
	"mbi":   func(r *rand.Rand) string { return pattern(r, pick(r, []string{"1EG#-TE#-MK##", "9AA#A0#XX##"})) },
	"iban": func(r *rand.Rand) string {
		return grouped(r, until(r, "GB##TEST##############", iban), 4, 4, 4, 4, 4, 2)
	},
	"card": func(r *rand.Rand) string { return grouped(r, until(r, "4000############", card), 4, 4, 4, 4) },
	"dea":  func(r *rand.Rand) string { return until(r, "AB#######", dea) },
	"npi":  func(r *rand.Rand) string { return until(r, "1#########", npi) },
	"vin":  func(r *rand.Rand) string { return until(r, "1TEST##########"+"##", vin) },
	"udi": func(r *rand.Rand) string {
		return "(01)" + until(r, "0##############"[:14], gtin) + "(21)" + pattern(r, "A#####")
	},
}

// until draws from a pattern until a check passes.
func until(r *rand.Rand, p string, passes func(string) bool) string {
	for {
		if s := pattern(r, p); passes(s) {
			return s
		}
	}
}

// grouped writes a number in groups, now and then in one.
func grouped(r *rand.Rand, s string, lengths ...int) string {
	if r.IntN(3) == 0 {
		return s
	}
	var parts []string
	for _, l := range lengths {
		parts, s = append(parts, s[:l]), s[l:]
	}
	return strings.Join(parts, " ")
}
