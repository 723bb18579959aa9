package credential

import (
	"time"

	"consilium/community"
)

// Profile names the form of documents that this package writes and reads. A
// form that is read otherwise gets another name.
const Profile = "urn:x-consilium:credential:1"

// MediaType is how credentials and status lists are served (VC 2.0, C.2). No
// upload is ever served under it.
const MediaType = "application/vc"

// The bounds of the profile.
const (
	// Lifetime is how long a document stands at most; it is renewed when less than
	// RenewBefore is left.
	Lifetime    = 90 * 24 * time.Hour
	RenewBefore = 30 * 24 * time.Hour
	// ListLifetime is how long a status list stands: nobody may go by an older one.
	ListLifetime = community.StatusAge
	// ListEvery is how often a list that did not change is signed anew.
	ListEvery = time.Minute
	// Skew is how far another clock may be ahead of ours.
	Skew = 5 * time.Minute

	// MaxDocument and MaxList are the most bytes of a document that are read.
	MaxDocument = 64 << 10
	MaxList     = 256 << 10
	// MaxBits is the longest status list that is unpacked, in bytes; MinBits the
	// shortest there may be (Bitstring Status List 1.0, 2.2).
	MaxBits = 128 << 10
	MinBits = 16 << 10

	maxSpecialties = 10
	maxConfirmedBy = 200
)

// The names in the documents.
const (
	vcContext      = "https://www.w3.org/ns/credentials/v2"
	vcType         = "VerifiableCredential"
	clinicianType  = "ClinicianCredential"
	entryType      = "BitstringStatusListEntry"
	listVCType     = "BitstringStatusListCredential"
	listType       = "BitstringStatusList"
	revocation     = "revocation"
	listTimeToLive = 300_000 // milliseconds
)

// clinicianContext is the @context of a credential, canonical: what the words of
// the profile stand for, so that nobody needs to ask us.
const clinicianContext = `["` + vcContext + `",{"ClinicianCredential":"` + Profile + `#ClinicianCredential",` +
	`"checkedAt":{"@id":"` + Profile + `#checkedAt","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},` +
	`"confirmedBy":"` + Profile + `#confirmedBy","jurisdiction":"` + Profile + `#jurisdiction",` +
	`"level":{"@id":"` + Profile + `#level","@type":"http://www.w3.org/2001/XMLSchema#integer"},` +
	`"method":"` + Profile + `#method","profession":"` + Profile + `#profession",` +
	`"specialties":{"@container":"@set","@id":"` + Profile + `#specialties"}}]`

// listContext is the @context of a status list, canonical.
const listContext = `["` + vcContext + `"]`
