package page

import "consilium/community"

func sampleResponding() *Responding {
	form := Responding{Kind: "answer"}
	for _, k := range community.ResponseKinds() {
		form.Kinds = append(form.Kinds, k.Slug())
	}
	return &form
}

func sampleCitations() []community.Citation {
	return []community.Citation{
		{Scheme: community.DOI, Value: "10.1000/dress.2019", Title: "Steroids in drug reactions with eosinophilia", Authors: "Sample A, Specimen B, Tester C …",
			Journal: "Journal of Samples", Year: 2019, Status: community.CitationFound, Retraction: community.Retracted, Notice: "10.1000/dress.notice"},
		{Scheme: community.PMID, Value: "31452104", Title: "A second opinion", Year: 2020, Status: community.CitationFound, Retraction: community.Corrected},
		{Scheme: community.DOI, Value: "10.1000/concern", Title: "Doubtful", Status: community.CitationFound, Retraction: community.ExpressionOfConcern},
		{Scheme: community.DOI, Value: "10.1000/unknown", Status: community.CitationUnknown},
		{Scheme: community.PMID, Value: "7", Status: community.CitationPending},
		{Scheme: community.Guideline, Value: "https://guideline.example/dress"},
	}
}

// sampleGroups are responses of two kinds, the first with evidence.
func sampleGroups(first Post) []ResponseGroup {
	first.Response = community.Response{Kind: community.Answer, Departs: "The guideline does not speak of this age."}
	first.Citations = sampleCitations()
	groups := []ResponseGroup{{Kind: "answer", Posts: []Post{first}}}
	for i, k := range []community.ResponseKind{community.Question} {
		p := answer("31"+string(rune('0'+i)), mira, "Have you thought of it?")
		p.Response.Kind = k
		groups = append(groups, ResponseGroup{Kind: k.Slug(), Posts: []Post{p}})
	}
	return groups
}

func sampleFilters() []ResponseFilter {
	list := []ResponseFilter{{Count: 12, URL: "/posts/C4se", Current: true}}
	for _, k := range community.ResponseKinds() {
		list = append(list, ResponseFilter{Kind: k.Slug(), Count: 1, URL: "/posts/C4se?type=" + k.Slug()})
	}
	return list
}

func sampleAside(quiet bool) *OtherReplies {
	return &OtherReplies{Posts: []Post{answer("3201", news, "My aunt had the same.")}, Quiet: quiet, MayChange: true}
}
