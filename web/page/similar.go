package page

import "consilium/community"

// SimilarCases are cases of here that share words or a specialty with one that is
// being written. Asked says that they were looked for at all.
type SimilarCases struct {
	Asked bool
	Cases []SimilarCase
}

// A SimilarCase is one of them as a line.
type SimilarCase struct {
	URL, Title  string
	Patient     community.PatientContext
	Specialties []community.Specialty
	State       CaseState
	Responses   int
}
