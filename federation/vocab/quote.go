package vocab

import (
	"slices"
	"strings"
)

// quoteRelation is the relation by which an object link (FEP-e232) is a quote.
const quoteRelation = "https://misskey-hub.net/ns#_misskey_quote"

// quote reads what the object quotes: FEP-044f, then the names used before it, then an
// object link that says so (FEP-e232). BookWyrm writes words under the same name, which
// are no identifier.
func (n *Node) quote() string {
	for _, member := range []string{"quote", "quoteUrl", "quoteUri", "_misskey_quote"} {
		if iri := n.IRI(member); isAddress(iri) {
			return iri
		}
	}
	for _, tag := range n.Children("tag") {
		related := slices.ContainsFunc(tag.Texts("rel"), func(rel string) bool {
			return canonical(rel) == "_misskey_quote" || canonical(rel) == "quote"
		})
		if related && tag.Type() == "Link" && IsActivityMediaType(tag.Text("mediaType")) {
			return tag.IRI("href")
		}
	}
	return ""
}

func isAddress(iri string) bool {
	return strings.HasPrefix(iri, "https://") || strings.HasPrefix(iri, "http://")
}

// quoteTag is the object link of a quote (FEP-e232).
func quoteTag(iri string) Tag {
	return Tag{Type: "Link", Href: iri, Name: "RE: " + iri, MediaType: MediaTypeLD, Rel: []string{quoteRelation}}
}

// quoteWire is a quote under the names of FEP-044f and of those before it.
type quoteWire struct {
	Quote              string `json:"quote,omitempty"`
	QuoteURL           string `json:"quoteUrl,omitempty"`
	MisskeyQuote       string `json:"_misskey_quote,omitempty"`
	QuoteAuthorization string `json:"quoteAuthorization,omitempty"`
}

// wireQuote is written only together with its fallback in the content; the caller puts
// that there.
func wireQuote(o Object) quoteWire {
	if o.Quote == "" {
		return quoteWire{}
	}
	return quoteWire{Quote: o.Quote, QuoteURL: o.Quote, MisskeyQuote: o.Quote, QuoteAuthorization: o.QuoteAuthorization}
}

// Authorization is the leave of an author for what another does to a post of theirs
// (FEP-044f, and GoToSocial's interaction controls). All are identifiers.
type Authorization struct {
	ID, Type string
	// AttributedTo gives it, InteractingObject may be there, InteractionTarget is what it
	// is done to.
	AttributedTo, InteractingObject, InteractionTarget string
}

// Authorization reads the object as a leave, whatever its type. Where a property names
// several it names none: nobody can tell which is meant.
func (n *Node) Authorization() Authorization {
	only := func(member string) string {
		if iris := n.IRIs(member); len(iris) == 1 {
			return iris[0]
		}
		return ""
	}
	return Authorization{ID: n.ID(), Type: n.Type(), AttributedTo: only("attributedTo"),
		InteractingObject: only("interactingObject"), InteractionTarget: only("interactionTarget")}
}

type authorizationWire struct {
	contextMember
	ID                string `json:"id"`
	Type              string `json:"type"`
	AttributedTo      string `json:"attributedTo"`
	InteractingObject string `json:"interactingObject"`
	InteractionTarget string `json:"interactionTarget"`
}

// EncodeAuthorization writes a leave. It names both posts and embeds neither (FEP-044f).
// It needs every member, and refuses with ErrIncomplete.
func EncodeAuthorization(a Authorization) ([]byte, error) {
	if slices.Contains([]string{a.ID, a.Type, a.AttributedTo, a.InteractingObject, a.InteractionTarget}, "") {
		return nil, incomplete("authorization", "member")
	}
	return marshal(authorizationWire{outermost(), a.ID, a.Type, a.AttributedTo, a.InteractingObject, a.InteractionTarget})
}
