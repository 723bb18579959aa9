// Package credential says what evidence proves about a clinician: the one scale
// of assurance, the professions and specialties, the numbers of registers, and
// how long a proof lasts. It does no I/O and knows no account.
//
// Nothing that the public can know about a person reaches level 3: a register
// says that somebody is a clinician, never that this is the one who asks.
package credential
