package community

// InteractionRule says who may do something to a post: Automatic without asking, Manual
// after asking. Both hold identifiers: as:Public, the author's followers or following
// collection, or actors.
type InteractionRule struct {
	Automatic []string `json:"automatic,omitempty"`
	Manual    []string `json:"manual,omitempty"`
}

// InteractionPolicy is what the author of a post lets others do with it. nil says
// nothing, which each deed reads in its own way: of a quote it means nobody
// (FEP-044f), of everything else everybody.
type InteractionPolicy struct {
	Quote    *InteractionRule `json:"quote,omitempty"`
	Reply    *InteractionRule `json:"reply,omitempty"`
	Like     *InteractionRule `json:"like,omitempty"`
	Announce *InteractionRule `json:"announce,omitempty"`
}
