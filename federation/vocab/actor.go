package vocab

import (
	"strings"
	"time"
)

// How many elements of an actor's lists are read (Mastodon's FEDERATION.md).
const (
	maxFields      = 50
	maxAlsoKnownAs = 256
	maxTags        = 500
)

// Actor is a person, bot, group, organisation or instance (R-ACT-2). Only id,
// type, inbox and a name to go by can be counted on.
type Actor struct {
	ID, Type          string
	PreferredUsername string
	Webfinger         string // FEP-2c59, as user@domain, without "acct:" or "@"
	Name              string
	Summary           string // HTML, not sanitised

	Inbox, SharedInbox, Outbox string
	Followers, Following       string
	Featured, FeaturedTags     string

	URL         string // the page for people
	Icon, Image Image
	Fields      []Field
	Tags        []Tag
	Keys        []Key

	ManuallyApprovesFollowers bool
	Discoverable, Indexable   bool // absent is false: no consent
	Memorial, Suspended       bool

	Published, Updated time.Time
	AlsoKnownAs        []string
	MovedTo            string
	AttributedTo       []string // of a Group, its moderators (FEP-1b12)
	// Restricted says of a Group that only its moderators may post; nil for no word of it.
	Restricted         *bool
	AttributionDomains []string     // who may name this actor as an author
	Implements         []Capability // FEP-844e

	Credential Credential // clinicianCredential
	StatusList string     // credentialStatusList, of an issuer: what it has taken back
}

// Credential is what an actor's server vouches for: the signed document, or only
// its address.
type Credential struct {
	IRI string
	// Document is as it was signed; nil when only the address is known.
	Document []byte
}

// IsZero tells whether nothing is said.
func (c Credential) IsZero() bool { return c.IRI == "" && c.Document == nil }

// Field is a PropertyValue on a profile.
type Field struct {
	Name  string
	Value string // HTML, not sanitised
}

// Capability is something the actor's software says it can do (FEP-844e).
type Capability struct {
	Href string
	Name string
}

// Stub tells whether this is only what an unsigned request is shown, enough to
// check a signature (R-AF-2). A stub must never replace what is known of the
// actor (R-ACT-4).
func (a Actor) Stub() bool {
	return a.Outbox == "" && a.Followers == "" && a.Name == "" && a.Summary == "" && a.Icon.URL == ""
}

// Actor reads the object as an actor, whatever its type; see IsActor.
func (n *Node) Actor() Actor {
	name, _ := n.natural("name")
	summary, _ := n.natural("summary")
	a := Actor{
		ID: n.ID(), Type: n.Type(),
		PreferredUsername: clip(n.Text("preferredUsername"), maxName),
		Webfinger:         handle(n.Text("webfinger")),
		Name:              clip(name, maxName),
		Summary:           clip(summary, maxSummary),

		URL:    page(n.links("url")),
		Icon:   n.image("icon"),
		Image:  n.image("image"),
		Fields: n.fields(),
		Tags:   n.tags(),
		Keys:   n.Keys(),

		ManuallyApprovesFollowers: n.Bool("manuallyApprovesFollowers"),
		Discoverable:              n.Bool("discoverable"),
		Indexable:                 n.indexable(),
		Memorial:                  n.Bool("memorial"),
		Suspended:                 n.Bool("suspended"),

		Published: n.Time("published"), Updated: n.Time("updated"),
		AlsoKnownAs:        first(n.IRIs("alsoKnownAs"), maxAlsoKnownAs),
		MovedTo:            n.IRI("movedTo"),
		AttributedTo:       n.IRIs("attributedTo"),
		AttributionDomains: first(n.Texts("attributionDomains"), maxAlsoKnownAs),
		Implements:         n.implements(),
		Credential:         n.credential(),
		StatusList:         n.IRI("credentialStatusList"),
	}
	if n.Has("postingRestrictedToMods") {
		a.Restricted = new(n.Bool("postingRestrictedToMods"))
	}
	n.endpoints(&a)
	return a
}

// endpoints reads where the actor is reached. NodeBB puts sharedInbox on the
// actor itself.
func (n *Node) endpoints(a *Actor) {
	a.Inbox, a.Outbox = n.IRI("inbox"), n.IRI("outbox")
	a.Followers, a.Following = n.IRI("followers"), n.IRI("following")
	a.Featured, a.FeaturedTags = n.IRI("featured"), n.IRI("featuredTags")
	a.SharedInbox = n.Child("endpoints").IRI("sharedInbox")
	if a.SharedInbox == "" {
		a.SharedInbox = n.IRI("sharedInbox")
	}
}

func (n *Node) fields() []Field {
	var fields []Field
	for _, attachment := range n.Children("attachment") {
		if attachment.Type() != "PropertyValue" {
			continue
		}
		name, _ := attachment.natural("name")
		value, _ := attachment.natural("value")
		fields = append(fields, Field{clip(name, maxName), clip(value, maxName)})
	}
	return first(fields, maxFields)
}

// implements reads the capabilities of the generator, or, on an Application,
// those on the actor itself (FEP-844e).
func (n *Node) implements() []Capability {
	var capabilities []Capability
	for _, bearer := range []*Node{n.Child("generator"), n} {
		for _, link := range bearer.links("implements") {
			capabilities = append(capabilities, Capability{link.Href, link.Name})
		}
	}
	return first(capabilities, maxFields)
}

// credential reads a document that lies in the actor, or its address.
func (n *Node) credential() Credential {
	if document := n.Child("clinicianCredential"); document != nil {
		return Credential{IRI: document.ID(), Document: document.Raw()}
	}
	return Credential{IRI: strings.TrimSpace(n.Text("clinicianCredential"))}
}

func handle(webfinger string) string {
	webfinger = strings.TrimSpace(clip(webfinger, maxName))
	return strings.TrimPrefix(strings.TrimPrefix(webfinger, "acct:"), "@")
}
