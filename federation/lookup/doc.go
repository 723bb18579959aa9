// Package lookup asks the registers of clinicians what they say of a number, and
// the indexes of literature what became of a publication.
//
// Each register stands behind the one port [Register]; [Registers] is the set that
// an instance was configured with. There are three kinds: the public service of the
// United States ([NPPES]), a file which an operator keeps for a register without
// one ([File]), and the public service of ORCID, whose answers say something of a
// researcher and nothing of a clinician.
//
// [Crossref] and [PubMed] stand behind the port [Index], with the same errors; a
// publication that is not known is community.ErrNotFound.
//
// # What an answer means
//
//	credential.Record       the register knows the number: judge it with credential.Match
//	community.ErrNotFound   the register says that there is no such number
//	*Unavailable            anything else: the claim stays pending, and is asked again
//	credential.ErrNoLookup  nobody to ask: the papers decide
//	*credential.Fault       not a number of this register
//
// Only a whole, well-formed answer about the very number that was asked for is
// believed. A page of HTML, half an answer, somebody else's record, an error of the
// service or a redirect elsewhere is none, so a register that is down can neither
// verify nor refuse anybody.
//
// Nothing in an error names the number: register numbers stay out of logs.
package lookup
