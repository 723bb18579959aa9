package credential

import "slices"

// Specialty is a slug of our own list; its words are in the catalogues under
// "specialty.SLUG".
type Specialty string

var specialties = []Specialty{
	"allergy-immunology", "anaesthesiology", "cardiology", "cardiac-surgery", "clinical-genetics", "critical-care",
	"dentistry", "dermatology", "emergency-medicine", "endocrinology", "family-medicine", "gastroenterology",
	"general-surgery", "geriatrics", "haematology", "infectious-diseases", "internal-medicine", "microbiology",
	"neonatology", "nephrology", "neurology", "neurosurgery", "nuclear-medicine", "obstetrics-gynaecology",
	"occupational-medicine", "oncology", "ophthalmology", "orthopaedics", "otolaryngology", "paediatrics",
	"paediatric-surgery", "pain-medicine", "palliative-care", "pathology", "pharmacology", "plastic-surgery",
	"psychiatry", "public-health", "radiation-oncology", "radiology", "rehabilitation", "respiratory-medicine",
	"rheumatology", "sports-medicine", "toxicology", "transplantation", "tropical-medicine", "urology",
	"vascular-surgery",
}

// Specialties lists the specialties a person can choose from, in order.
func Specialties() []Specialty { return slices.Clone(specialties) }

// Known says whether the slug is in the list.
func (s Specialty) Known() bool { return slices.Contains(specialties, s) }
