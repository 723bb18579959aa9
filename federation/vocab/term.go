package vocab

import (
	"slices"
	"strings"
)

// The namespaces whose terms are known under more than one name.
const (
	activityStreams = "https://www.w3.org/ns/activitystreams"
	caseNamespace   = "urn:x-consilium:case:1#"

	credentialNamespace = "urn:x-consilium:credential:1#"
)

// caseTerms are the members of a case object, see Case.
const caseTerms = "case ageBand sex question keywords abstract introduction setting presentingComplaint history " +
	"clinicalFindings timeline investigations differential diagnosis certainty confirmed intervention outcome discussion " +
	"teachingPoints perspective specialties consentBasis consentScope status solved acceptedAnswer"

// pictureTerms are the members of a picture of a case that are ours.
const pictureTerms = " caption"

// namespaces lists prefixes as servers usually declare them, the IRIs they
// stand for, and the terms that belong to each (R-IN-5). A term outside the list
// keeps its prefix: schema:name is not ActivityStreams' name.
var namespaces = []struct {
	prefixes []string
	terms    string
}{
	{[]string{"toot:", "http://joinmastodon.org/ns#"},
		"Emoji attributionDomains blurhash discoverable featured featuredTags focalPoint indexable memorial suspended votersCount"},
	{[]string{"schema:", "sc:", "http://schema.org#", "http://schema.org/", "https://schema.org#", "https://schema.org/"},
		"PropertyValue value"},
	{[]string{"sec:", "security:", "https://w3id.org/security#"},
		"DataIntegrityProof Key Multikey assertionMethod controller expires owner proof publicKey publicKeyMultibase publicKeyPem revoked"},
	{[]string{"ldp:", "http://www.w3.org/ns/ldp#"}, "inbox"},
	{[]string{"ostatus:", "http://ostatus.org#"}, "conversation"},
	{[]string{"misskey:", "https://misskey-hub.net/ns#"}, "_misskey_quote _misskey_reaction"},
	{[]string{"fedibird:", "http://fedibird.com/ns#"}, "quoteUri"},
	{[]string{"litepub:", "http://litepub.social/ns#"}, "EmojiReact"},
	{[]string{"lemmy:", "https://join-lemmy.org/ns#"}, "Lock postingRestrictedToMods removeData"},
	{[]string{"wf:", "https://purl.archive.org/socialweb/webfinger#"}, "webfinger"},
	{[]string{"https://w3id.org/fep/844e#", "https://w3id.org/fep/844e/"}, "implements"},
	{[]string{"https://w3id.org/fep/044f#"}, "QuoteAuthorization QuoteRequest quote quoteAuthorization"},
	{[]string{"gts:", "https://gotosocial.org/ns#"},
		"AnnounceAuthorization AnnounceRequest LikeAuthorization LikeRequest ReplyAuthorization ReplyRequest always announceAuthorization " +
			"approvalRequired approvedBy automaticApproval canAnnounce canLike canQuote canReply interactingObject interactionPolicy " +
			"interactionTarget likeAuthorization manualApproval replyAuthorization"},
	{[]string{"consilium:", caseNamespace}, caseTerms + pictureTerms + responseTerms},
	{[]string{"consilium:", caseNamespace}, "flagReason"},
	{[]string{credentialNamespace}, "clinicianCredential credentialStatusList"},
}

var aliases = buildAliases()

func buildAliases() map[string]string {
	table := map[string]string{"@id": "id", "@type": "type"}
	for _, namespace := range namespaces {
		for _, prefix := range namespace.prefixes {
			for term := range strings.FieldsSeq(namespace.terms) {
				table[prefix+term] = term
			}
		}
	}
	return table
}

// canonical is the usual name of a member or type. Every term of
// ActivityStreams itself may carry its prefix or its full IRI.
func canonical(term string) string {
	if !strings.ContainsAny(term, ":@") {
		return term
	}
	for _, prefix := range []string{"as:", activityStreams + "#", "http://www.w3.org/ns/activitystreams#"} {
		if rest, ok := strings.CutPrefix(term, prefix); ok && rest != "" {
			return rest
		}
	}
	if short, ok := aliases[term]; ok {
		return short
	}
	return term
}

// The types this package tells apart.
var (
	actorTypes = strings.Fields("Person Service Group Application Organization")

	// What else federation may show as a post (protocol 1.9, Create).
	objectTypes = strings.Fields("Note Article Question Page Image Audio Video Event Document Tombstone ChatMessage")

	activityTypes = strings.Fields("Create Update Delete Follow Accept Reject Undo Like Announce Flag Block " +
		"Add Remove Move Dislike EmojiReact TentativeAccept TentativeReject Ignore Invite Join Leave Listen " +
		"Lock Offer QuoteRequest LikeRequest ReplyRequest AnnounceRequest Read Travel View Arrive")

	collectionTypes = strings.Fields("Collection OrderedCollection CollectionPage OrderedCollectionPage")
)

// Types are all types of the object under their usual names.
func (n *Node) Types() []string {
	types := n.Texts("type")
	for i, name := range types {
		types[i] = canonical(strings.TrimSpace(name))
	}
	return types
}

// Type is the first type that this package knows, else the first of all. An
// object may have several: ["Person", "Clinician"] is a Person.
func (n *Node) Type() string {
	types := n.Types()
	for _, known := range [][]string{actorTypes, activityTypes, objectTypes, collectionTypes} {
		for _, name := range types {
			if slices.Contains(known, name) {
				return name
			}
		}
	}
	if len(types) > 0 {
		return types[0]
	}
	return ""
}

// IsActor tells whether the object is of one of the five actor types (R-ACT-1).
func (n *Node) IsActor() bool { return slices.Contains(actorTypes, n.Type()) }

// IsObject tells whether the object can be read as a post or its tombstone.
func (n *Node) IsObject() bool { return slices.Contains(objectTypes, n.Type()) }

// IsActivity tells whether the object is of a known activity type.
func (n *Node) IsActivity() bool { return slices.Contains(activityTypes, n.Type()) }

// IsCollection tells whether the object is a collection or a page of one.
func (n *Node) IsCollection() bool { return slices.Contains(collectionTypes, n.Type()) }
