package credential

import (
	"slices"
	"strings"
)

// Specialty is a slug of our own list; its words are in the catalogues under
// "specialty.SLUG", what else people call it beside them (see FindSpecialty).
// Slugs are in databases and on the wire: one that exists is never taken out.
type Specialty string

// specialties is the list in the order of the field: each after what it is part of.
// The codes are those of the provider taxonomy which registers use for it: bare
// codes, none of their wording. One with no code is nobody's licence to use.
var specialties = []struct {
	name, parent Specialty
	codes        string
}{
	{"internal-medicine", "", "207R00000X"}, {"cardiology", "internal-medicine", "207RC0000X"},
	{"electrophysiology", "cardiology", "207RC0001X"}, {"interventional-cardiology", "cardiology", "207RI0011X"},
	{"heart-failure", "cardiology", "207RA0001X"}, {"congenital-heart-disease", "cardiology", ""},
	{"endocrinology", "internal-medicine", "207RE0101X"}, {"diabetology", "endocrinology", ""},
	{"obesity-medicine", "endocrinology", ""}, {"gastroenterology", "internal-medicine", "207RG0100X"},
	{"hepatology", "gastroenterology", "207RI0008X"}, {"endoscopy", "gastroenterology", ""},
	{"inflammatory-bowel-disease", "gastroenterology", ""}, {"haematology", "internal-medicine", "207RH0000X"},
	{"haemostasis", "haematology", ""}, {"stem-cell-transplantation", "haematology", ""},
	{"transfusion-medicine", "haematology", ""}, {"infectious-diseases", "internal-medicine", "207RI0200X"},
	{"hiv-medicine", "infectious-diseases", ""}, {"tropical-medicine", "infectious-diseases", ""},
	{"infection-control", "infectious-diseases", ""}, {"nephrology", "internal-medicine", "207RN0300X"},
	{"dialysis", "nephrology", ""}, {"respiratory-medicine", "internal-medicine", "207RP1001X"},
	{"sleep-medicine", "respiratory-medicine", ""}, {"rheumatology", "internal-medicine", "207RR0500X"},
	{"allergy-immunology", "internal-medicine", "207K00000X"}, {"geriatrics", "internal-medicine", "207QG0300X 207RG0300X"},
	{"vascular-medicine", "internal-medicine", ""}, {"hospital-medicine", "internal-medicine", "208M00000X"},
	{"metabolic-medicine", "internal-medicine", ""},
	{"critical-care", "", "207LC0200X 207RC0200X 2086S0102X"},
	{"emergency-medicine", "", "207P00000X"}, {"prehospital-care", "emergency-medicine", "207PE0004X"},
	{"paediatric-emergency-medicine", "emergency-medicine", "207PP0204X 2080P0204X"},
	{"anaesthesiology", "", "207L00000X 207LP3000X"}, {"pain-medicine", "anaesthesiology", "207LP2900X 208VP0000X 208VP0014X"},
	{"family-medicine", "", "207Q00000X 208D00000X"},
	{"palliative-care", "", "207QH0002X 207RH0002X"},
	{"oncology", "", "207RH0003X 207RX0202X"}, {"radiation-oncology", "oncology", "2085R0001X"},
	{"surgical-oncology", "oncology", "2086X0206X"},
	{"surgery", "", ""}, {"general-surgery", "surgery", "208600000X"}, {"hepatobiliary-surgery", "general-surgery", ""},
	{"colorectal-surgery", "general-surgery", "208C00000X"}, {"breast-surgery", "surgery", ""},
	{"trauma-surgery", "surgery", "2086S0127X"}, {"cardiac-surgery", "surgery", "208G00000X"}, {"thoracic-surgery", "surgery", ""},
	{"vascular-surgery", "surgery", "2086S0129X"}, {"neurosurgery", "surgery", "207T00000X"},
	{"orthopaedics", "surgery", "207X00000X"}, {"spine-surgery", "orthopaedics", "207XS0117X"},
	{"hand-surgery", "orthopaedics", "207XS0106X"}, {"arthroplasty", "orthopaedics", ""},
	{"sports-medicine", "orthopaedics", "207QS0010X 207XX0005X"}, {"plastic-surgery", "surgery", "208200000X 2086S0122X"},
	{"burns", "plastic-surgery", ""}, {"paediatric-surgery", "surgery", "2086S0120X"},
	{"oral-maxillofacial-surgery", "surgery", "1223S0112X 204E00000X"}, {"transplantation", "surgery", "204F00000X"},
	{"urology", "surgery", "208800000X"},
	{"otolaryngology", "", "207Y00000X"}, {"audiology", "otolaryngology", ""}, {"head-neck-surgery", "otolaryngology", ""},
	{"ophthalmology", "", "207W00000X 207WX0107X"},
	{"neurology", "", "2084N0400X"}, {"stroke", "neurology", "2084V0102X"}, {"epilepsy", "neurology", ""},
	{"movement-disorders", "neurology", ""}, {"neuroimmunology", "neurology", ""}, {"neuromuscular-medicine", "neurology", ""},
	{"headache", "neurology", ""}, {"cognitive-neurology", "neurology", ""},
	{"psychiatry", "", "2084P0800X"}, {"child-psychiatry", "psychiatry", "2084P0804X"},
	{"old-age-psychiatry", "psychiatry", "2084P0805X"}, {"addiction-medicine", "psychiatry", "2084P0802X"},
	{"forensic-psychiatry", "psychiatry", ""}, {"psychosomatic-medicine", "psychiatry", ""},
	{"paediatrics", "", "208000000X 2080A0000X"}, {"neonatology", "paediatrics", "2080N0001X"},
	{"paediatric-cardiology", "paediatrics", "2080P0202X"}, {"paediatric-critical-care", "paediatrics", "2080P0203X"},
	{"paediatric-oncology", "paediatrics", "2080P0207X"}, {"paediatric-neurology", "paediatrics", "2084N0402X"},
	{"obstetrics-gynaecology", "", "207V00000X 207VG0400X"}, {"maternal-fetal-medicine", "obstetrics-gynaecology", "207VM0101X"},
	{"reproductive-medicine", "obstetrics-gynaecology", "207VE0102X"},
	{"gynaecological-oncology", "obstetrics-gynaecology", "207VX0201X"}, {"urogynaecology", "obstetrics-gynaecology", ""},
	{"sexual-health", "obstetrics-gynaecology", ""},
	{"dermatology", "", "207N00000X"}, {"wound-care", "dermatology", ""},
	{"radiology", "", "2085R0202X"}, {"interventional-radiology", "radiology", "2085R0204X"},
	{"neuroradiology", "radiology", "2085N0700X"},
	{"nuclear-medicine", "", "207U00000X"},
	{"pathology", "", "207ZC0500X 207ZP0101X 207ZP0102X"}, {"forensic-medicine", "pathology", ""},
	{"laboratory-medicine", "", "207ZP0105X"}, {"microbiology", "laboratory-medicine", "207ZM0300X"},
	{"virology", "laboratory-medicine", ""},
	{"clinical-genetics", "", "207SG0201X"},
	{"pharmacology", "", "208U00000X"}, {"toxicology", "pharmacology", "207PT0002X"},
	{"clinical-pharmacy", "pharmacology", "1835P0018X 1835P1200X"},
	{"public-health", "", "2083P0901X"}, {"occupational-medicine", "public-health", "2083X0100X"},
	{"rehabilitation", "", "208100000X"}, {"physiotherapy", "rehabilitation", "2251X0800X"},
	{"occupational-therapy", "rehabilitation", ""}, {"speech-therapy", "rehabilitation", ""}, {"nutrition", "rehabilitation", ""},
	{"dentistry", "", "122300000X 1223E0200X 1223G0001X 1223P0221X 1223P0300X"}, {"orthodontics", "dentistry", "1223X0400X"},
	{"clinical-psychology", "", "103TC0700X"}, {"neuropsychology", "clinical-psychology", "103G00000X"},
	{"psychotherapy", "clinical-psychology", ""},
	{"nursing", "", ""}, {"critical-care-nursing", "nursing", "163WC0200X"}, {"emergency-nursing", "nursing", "163WE0003X"},
	{"mental-health-nursing", "nursing", "163WP0808X"}, {"oncology-nursing", "nursing", ""}, {"community-nursing", "nursing", ""},
	{"midwifery", "", ""},
	{"medical-education", "", ""},
	{"medical-informatics", "", ""},
	{"clinical-ethics", "", ""},
}

// place finds a specialty in the list.
var place = func() map[Specialty]int {
	at := make(map[Specialty]int, len(specialties))
	for i, s := range specialties {
		at[s.name] = i
	}
	return at
}()

// Specialties lists the specialties a person can choose from, in order.
func Specialties() []Specialty {
	names := make([]Specialty, 0, len(specialties))
	for _, s := range specialties {
		names = append(names, s.name)
	}
	return names
}

// Known says whether the slug is in the list.
func (s Specialty) Known() bool {
	_, known := place[s]
	return known
}

// Parent is what the specialty is part of; "" for nothing.
func (s Specialty) Parent() Specialty {
	if i, known := place[s]; known {
		return specialties[i].parent
	}
	return ""
}

// Within says whether the specialty is the other or part of it.
func (s Specialty) Within(ancestor Specialty) bool {
	return slices.Contains(s.Line(), ancestor)
}

// Line is the specialty and all that it is part of, the narrowest first; nothing
// for one that is not in the list.
func (s Specialty) Line() []Specialty {
	var line []Specialty
	for s.Known() && len(line) < len(specialties) {
		line = append(line, s)
		s = s.Parent()
	}
	return line
}

// Taxonomies are the codes of the provider taxonomy for the specialty; none for
// many.
func (s Specialty) Taxonomies() []string {
	if i, known := place[s]; known {
		return strings.Fields(specialties[i].codes)
	}
	return nil
}

// TaxonomySpecialty tells which of our specialties a taxonomy code stands for
// ("207RC0000X" is cardiology); false when it stands for none.
func TaxonomySpecialty(code string) (Specialty, bool) {
	if code == "" {
		return "", false
	}
	for _, s := range specialties {
		if slices.Contains(strings.Fields(s.codes), code) {
			return s.name, true
		}
	}
	return "", false
}
