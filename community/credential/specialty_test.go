package credential

import (
	"slices"
	"strings"
	"testing"
)

// What was in databases before the list grew: none of it may ever go.
const kept = `allergy-immunology anaesthesiology cardiology cardiac-surgery clinical-genetics critical-care dentistry dermatology
	emergency-medicine endocrinology family-medicine gastroenterology general-surgery geriatrics haematology infectious-diseases
	internal-medicine microbiology neonatology nephrology neurology neurosurgery nuclear-medicine obstetrics-gynaecology
	occupational-medicine oncology ophthalmology orthopaedics otolaryngology paediatrics paediatric-surgery pain-medicine
	palliative-care pathology pharmacology plastic-surgery psychiatry public-health radiation-oncology radiology rehabilitation
	respiratory-medicine rheumatology sports-medicine toxicology transplantation tropical-medicine urology vascular-surgery`

// V10: about 120 slugs, each after its parent, none twice, every old one still there.
func TestSpecialties(t *testing.T) {
	seen := map[Specialty]bool{}
	codes := map[string]Specialty{}
	for _, s := range specialties {
		if seen[s.name] || s.parent != "" && !seen[s.parent] {
			t.Errorf("%s is there twice, or before its parent %q", s.name, s.parent)
		}
		if strings.Trim(string(s.name), "abcdefghijklmnopqrstuvwxyz-") != "" {
			t.Errorf("%q is no slug", s.name)
		}
		for code := range strings.FieldsSeq(s.codes) {
			if other, taken := codes[code]; taken {
				t.Errorf("%s stands for %s and %s", code, other, s.name)
			}
			if _, clinical := TaxonomyProfession(code); !clinical {
				t.Errorf("%s of %s is no clinician's code", code, s.name)
			}
			if found, ok := TaxonomySpecialty(code); !ok || found != s.name {
				t.Errorf("%s leads to %s, not %s", code, found, s.name)
			}
			codes[code] = s.name
		}
		seen[s.name] = true
	}
	if n := len(Specialties()); n < 115 || n > 140 {
		t.Errorf("%d specialties", n)
	}
	for slug := range strings.FieldsSeq(kept) {
		if !Specialty(slug).Known() {
			t.Errorf("%s is gone", slug)
		}
	}
}

func TestSpecialtyWithin(t *testing.T) {
	for _, tt := range []struct {
		s, ancestor Specialty
		want        bool
	}{
		{"cardiology", "cardiology", true}, {"electrophysiology", "cardiology", true}, {"electrophysiology", "internal-medicine", true},
		{"internal-medicine", "cardiology", false}, {"neurology", "internal-medicine", false}, {"", "", false},
		{"wizardry", "wizardry", false}, {"cardiology", "", false},
	} {
		if got := tt.s.Within(tt.ancestor); got != tt.want {
			t.Errorf("%q within %q: %v", tt.s, tt.ancestor, got)
		}
	}
	if got := Specialty("electrophysiology").Line(); !slices.Equal(got, []Specialty{"electrophysiology", "cardiology", "internal-medicine"}) {
		t.Errorf("the line of electrophysiology: %v", got)
	}
}

// Every specialty has its words in each language, and no line of the data is for
// one that does not exist.
func TestSynonymsAreOfKnownSpecialties(t *testing.T) {
	for language, list := range terms {
		for s, words := range list {
			if !s.Known() || len(words) < 2 || slices.Contains(words, "") {
				t.Errorf("%s: %s: %q", language, s, words)
			}
		}
		if len(list) != len(specialties) {
			t.Errorf("%s has words for %d of %d", language, len(list), len(specialties))
		}
	}
}

func TestFindSpecialty(t *testing.T) {
	for _, tt := range []struct {
		query, language string
		first           Specialty
	}{
		{"cardiology", "en", "cardiology"}, {"CARDIO", "en", "cardiology"}, {"heart", "en", "cardiology"}, {"Herz", "de", "cardiology"},
		{"ENT", "en", "otolaryngology"}, {"hno", "de", "otolaryngology"}, {"ent", "de", "otolaryngology"},
		{"hematology", "en", "haematology"}, {"haematology", "en", "haematology"}, {"Hämatologie", "de", "haematology"},
		{"hamatologie", "de", "haematology"}, {"HAEMATOLOGIE", "de", "haematology"}, {"anesthesiology", "en", "anaesthesiology"},
		{"pediatrics", "en", "paediatrics"}, {"kinderarzt", "de", "paediatrics"}, {"GP", "en", "family-medicine"},
		{"Hausärztin", "de", "family-medicine"}, {"stroke unit", "de", "stroke"}, {"Gefäße", "de", "vascular-medicine"},
		{"207rc0000x", "en", "cardiology"}, {"pci", "fr", "interventional-cardiology"}, {"critical-care", "en", "critical-care"},
		{"A&E", "en", "emergency-medicine"},
	} {
		found := FindSpecialty(tt.query, tt.language)
		if len(found) == 0 || found[0] != tt.first {
			t.Errorf("%q in %s: %v, want %s", tt.query, tt.language, found, tt.first)
		}
	}
	for _, query := range []string{"", "   ", "--", "qqqq", strings.Repeat("heart", 100), "\x00"} {
		if found := FindSpecialty(query, "en"); len(found) != 0 {
			t.Errorf("%.20q: %v", query, found)
		}
	}
	if found := FindSpecialty("surgery", "en"); len(found) > mostHits || found[0] != "surgery" {
		t.Errorf("surgery: %v", found)
	}
}
