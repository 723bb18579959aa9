package vocab

// maxReferences is how many references of one post are read.
const maxReferences = 20

// Response is what a Note says of itself as a reply under a case, and what it rests
// on, in terms of the same namespace as Case. A case has References only.
//
//	responseType    answer, differential, safety-concern, reference, similar-case,
//	                question or thanks; what is not known is a plain reply
//	departsBecause  why the advice departs from the guideline; plain text
//	references      addresses of publications: a DOI's, PubMed's, a guideline's
//
// The content of the Note says all of it too, for those who do not know the terms.
type Response struct {
	Type, Departs string
	References    []string
}

// responseTerms are the members of a Note that Response reads.
const responseTerms = " responseType departsBecause references"

func (n *Node) response() Response {
	return Response{
		Type:       clip(n.Text("responseType"), maxName),
		Departs:    clip(n.Text("departsBecause"), maxSummary),
		References: first(n.IRIs("references"), maxReferences),
	}
}
