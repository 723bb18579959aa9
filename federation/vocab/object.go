package vocab

import "time"

// Object is a Note, Article, Question, Page, Video … or the Tombstone of one.
// Every text is as received: HTML in Content, mostly, and never sanitised.
type Object struct {
	ID, Type     string
	AttributedTo []string // the person before the group, as PeerTube names both
	Addresses

	Content    string
	Language   string            // of Content; "" when not known
	ContentMap map[string]string // read only; EncodeObject writes Content and Language
	MediaType  string            // of Content; "" means HTML
	Source     Source
	Name       string
	// Summary is a content warning, except on an Article, where it is a summary.
	Summary   string
	Sensitive bool

	Published, Updated time.Time
	InReplyTo          string
	Context            string // FEP-7888: the posts of the conversation (FEP-f228)
	ContextHistory     string // the activities of the conversation (FEP-171b)
	Conversation       string // the older name of the same, often a tag: URI
	Replies            string
	Likes, Shares      string
	Quote              string // FEP-044f or one of its predecessors
	QuoteAuthorization string // where the leave for it lies
	Policy             Policy
	// Approval is where the leave for this reply or boost lies (GoToSocial).
	Approval string

	URL         string // the page for people
	Links       []Link // all of url; read only
	Image       Image  // image, else icon; read only
	Tags        []Tag
	Attachments []Attachment

	Poll *Poll // of a Question
	Case *Case

	// Response is of a reply under a case, or the references of a case.
	Response Response

	FormerType string // of a Tombstone
	Deleted    time.Time
}

// Source is what the author wrote, before it became Content.
type Source struct {
	Content   string `json:"content"`
	MediaType string `json:"mediaType,omitempty"`
}

// Object reads the object as a post or tombstone, whatever its type; see
// IsObject.
func (n *Node) Object() Object {
	o := Object{
		ID: n.ID(), Type: n.Type(),
		AttributedTo: n.authors(),
		Addresses:    n.addresses(),

		ContentMap: n.languageMap("contentMap"),
		MediaType:  n.mediaType(),
		Source:     n.source(),
		Sensitive:  n.Bool("sensitive"),

		Published: n.Time("published"), Updated: n.Time("updated"),
		InReplyTo: n.IRI("inReplyTo"), Context: n.IRI("context"), ContextHistory: n.IRI("contextHistory"), Conversation: n.IRI("conversation"),
		Replies: n.IRI("replies"), Likes: n.IRI("likes"), Shares: n.IRI("shares"),
		Quote: n.quote(), QuoteAuthorization: n.IRI("quoteAuthorization"), Policy: n.policy(),

		Links: n.links("url"),
		Image: n.image("image"),
		Tags:  n.tags(), Attachments: n.attachments(),
		Poll: n.poll(), Case: n.clinicalCase(), Response: n.response(),
		FormerType: canonical(n.Text("formerType")), Deleted: n.Time("deleted"),
	}
	n.texts(&o)
	o.URL = page(o.Links)
	if o.Image.URL == "" {
		o.Image = n.image("icon")
	}
	return o
}

func (n *Node) texts(o *Object) {
	o.Content, o.Language = n.natural("content")
	o.Name, _ = n.natural("name")
	o.Summary, _ = n.natural("summary")
	o.Name, o.Summary = clip(o.Name, maxName), clip(o.Summary, maxSummary)
	if o.Language == "" {
		// Lemmy and PeerTube say the language in an object of their own.
		o.Language = languageTag(n.Child("language").Text("identifier"))
	}
}

// authors puts the first person in front: of a video PeerTube names the
// account and the channel, in either order.
func (n *Node) authors() []string {
	var people, others []string
	for _, reference := range n.references("attributedTo") {
		switch {
		case reference.ID == "":
		case reference.Node.Type() == "Group":
			others = append(others, reference.ID)
		default:
			people = append(people, reference.ID)
		}
	}
	return append(people, others...)
}

// source is an object, or, from Pleroma, plain text.
func (n *Node) source() Source {
	if s := n.Child("source"); s != nil {
		return Source{Content: s.Text("content"), MediaType: s.mediaType()}
	}
	return Source{Content: n.Text("source")}
}
