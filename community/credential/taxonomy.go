package credential

import "strings"

// taxonomies are the codes of the provider taxonomy which the register of the
// United States gives to people, by our own professions: the bare codes, none of
// their wording. What is not here (assistants, technicians, chiropractors, groups
// of practitioners …) does not show a clinician, and an officer decides.
//
// 390200000X stands for everybody in training, of whatever profession: it shows a
// student and never a resident.
var taxonomies = map[Profession]string{
	"physician": `202C00000X 204D00000X 204E00000X 204F00000X 204R00000X 207K00000X 207L00000X 207LC0200X 207LP2900X 207LP3000X
		207N00000X 207P00000X 207PE0004X 207PP0204X 207PT0002X 207Q00000X 207QG0300X 207QH0002X 207QS0010X 207R00000X
		207RA0001X 207RC0000X 207RC0001X 207RC0200X 207RE0101X 207RG0100X 207RG0300X 207RH0000X 207RH0002X 207RH0003X
		207RI0008X 207RI0011X 207RI0200X 207RN0300X 207RP1001X 207RR0500X 207RX0202X 207SG0201X 207T00000X 207U00000X
		207V00000X 207VE0102X 207VG0400X 207VM0101X 207VX0201X 207W00000X 207WX0107X 207X00000X 207XS0106X 207XS0117X
		207XX0005X 207Y00000X 207YS0123X 207ZC0500X 207ZM0300X 207ZP0101X 207ZP0102X 207ZP0105X 208000000X 2080A0000X
		2080N0001X 2080P0202X 2080P0203X 2080P0204X 2080P0207X 208100000X 208200000X 2083P0901X 2083X0100X 2084N0400X
		2084N0402X 2084P0800X 2084P0802X 2084P0804X 2084P0805X 2084V0102X 2085N0700X 2085R0001X 2085R0202X 2085R0204X
		208600000X 2086S0102X 2086S0120X 2086S0122X 2086S0127X 2086S0129X 2086X0206X 208800000X 208C00000X 208D00000X
		208G00000X 208M00000X 208U00000X 208VP0000X 208VP0014X`,
	"nurse-practitioner": `363L00000X 363LA2100X 363LA2200X 363LF0000X 363LG0600X 363LN0000X 363LP0200X 363LP0808X 363LP2300X
		363LW0102X 363LX0001X`,
	"physician-assistant":    `363A00000X 363AM0700X 363AS0400X`,
	"nurse":                  `163W00000X 163WC0200X 163WE0003X 163WP0808X 164W00000X 164X00000X 364S00000X 367500000X`,
	"midwife":                `176B00000X 367A00000X`,
	"pharmacist":             `183500000X 1835P0018X 1835P1200X`,
	"psychologist":           `103G00000X 103T00000X 103TC0700X 103TC2200X`,
	"dentist":                `122300000X 1223E0200X 1223G0001X 1223P0221X 1223P0300X 1223S0112X 1223X0400X`,
	"physiotherapist":        `225100000X 2251X0800X`,
	"occupational-therapist": `225X00000X`,
	"speech-therapist":       `235Z00000X`,
	"dietitian":              `133V00000X`,
	"radiographer":           `247100000X 2471C3402X 2471M1202X 2471R0002X`,
	"paramedic":              `146L00000X`,
	"laboratory-scientist":   `246Q00000X 246QM0706X`,
	"student":                `390200000X`,
}

var professionByTaxonomy = indexTaxonomies()

func indexTaxonomies() map[string]Profession {
	index := make(map[string]Profession)
	for profession, codes := range taxonomies {
		for code := range strings.FieldsSeq(codes) {
			index[code] = profession
		}
	}
	return index
}

// TaxonomyProfession tells which of our professions a taxonomy code stands for
// ("207RC0000X" is a physician's); false when it stands for no clinician.
func TaxonomyProfession(code string) (Profession, bool) {
	p, ok := professionByTaxonomy[code]
	return p, ok
}
