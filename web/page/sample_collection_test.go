package page

import (
	"strconv"

	"consilium/community"
)

// samplesCollection are the pages of collections, and a case that is put into one.
func samplesCollection() map[string]View {
	rashes := CollectionLine{ID: "90", Name: "Rashes after drugs", Note: "For the teaching on Thursday.\nBring the slides.", Shared: true}
	plain, theirs := CollectionLine{ID: "91", Name: "To read again"}, CollectionLine{ID: "92", Name: "Seltene Fälle mit einem sehr langen Namen für eine schmale Anzeige", Shared: true, Owner: &long}
	draft := community.CollectionDraft{Name: rashes.Name, Note: rashes.Note, Shared: true}
	stopped := Problems{"": community.Say("case.life.stopped"), "name": community.Say("collection.name_needed"), "note": community.Say("case.life.identifies", "text", "Mary Smith")}
	first := CollectedCase{Post: casePost(CaseSolved), Note: "The eosinophils came late.\nAsk for the course.", Draft: "The eosinophils came late.", First: true}
	last := CollectedCase{Post: casePost(CaseOpen), Last: true, Draft: "Mary Smith", Seen: "x", Problems: Problems{"": stopped[""], "note": stopped["note"]}}
	last.Post.ID = "3099"
	var many []CollectedCase
	for i := range 15 {
		c := first
		c.Post.ID, c.First = strconv.Itoa(3100+i), false
		many = append(many, c)
	}
	holding := casePage()
	holding.Collect = &Collecting{URL: "/p/3001/collect", Holding: []CollectionLine{rashes, theirs}, Others: []Option{{Value: "91", Label: plain.Name, Chosen: true}, {Value: "93", Label: theirs.Name}}, MaxNameLength: community.MaxCollectionName}
	fresh := casePage()
	fresh.Collect = &Collecting{URL: "/p/3001/collect", MaxNameLength: community.MaxCollectionName}
	form := CollectionForm{URL: "/collections/90", Draft: draft}
	return map[string]View{
		"collections":         Collections{Own: []CollectionLine{rashes, plain}, Shared: []CollectionLine{theirs}, New: CollectionForm{URL: "/collections"}},
		"collections-empty":   Collections{New: CollectionForm{URL: "/collections"}},
		"collections-problem": Collections{New: CollectionForm{URL: "/collections", Draft: draft, Case: "3001", CaseTitle: caseBody().Title, Seen: "x", Problems: stopped}},
		"collections-most":    Collections{New: CollectionForm{URL: "/collections", Case: "3001", CaseTitle: "Fever", Problems: Problems{"": community.Say("collection.full", "limit", 500), "name": community.Say("collection.too_many", "limit", 100)}}},
		"collection":          Collection{CollectionLine: rashes, Cases: []CollectedCase{first, last}, Pages: Pages{Newer: "/collections/90", Older: "/collections/90?page=3"}, Form: &form},
		"collection-problem":  Collection{CollectionLine: plain, Form: &CollectionForm{URL: "/collections/91", Draft: draft, Seen: "x", Problems: stopped}},
		"collection-theirs":   Collection{CollectionLine: theirs, Cases: []CollectedCase{first, {Post: last.Post, Last: true}}},
		"collection-others":   Collection{CollectionLine: theirs},
		"collection-full":     Collection{CollectionLine: rashes, Cases: many, Form: &form},
		"case-collect":        holding,
		"case-collect-new":    fresh,
	}
}
