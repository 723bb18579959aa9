package vocab

import "slices"

type objectWire struct {
	contextMember
	ID           string            `json:"id"`
	Type         string            `json:"type"`
	AttributedTo any               `json:"attributedTo"`
	Name         string            `json:"name,omitempty"`
	Summary      string            `json:"summary,omitempty"`
	Content      string            `json:"content"`
	ContentMap   map[string]string `json:"contentMap,omitempty"`
	MediaType    string            `json:"mediaType,omitempty"`
	Source       *Source           `json:"source,omitempty"`
	Sensitive    bool              `json:"sensitive"`
	Case         *caseWire         `json:"case,omitempty"`
	ResponseType string            `json:"responseType,omitempty"`
	Departs      string            `json:"departsBecause,omitempty"`
	References   []string          `json:"references,omitempty"`
	To           []string          `json:"to"`
	Cc           []string          `json:"cc"`
	Audience     any               `json:"audience,omitempty"`
	InReplyTo    string            `json:"inReplyTo,omitempty"`
	Context      string            `json:"context,omitempty"`
	History      string            `json:"contextHistory,omitempty"`
	Conversation string            `json:"conversation,omitempty"`
	Published    string            `json:"published,omitempty"`
	Updated      string            `json:"updated,omitempty"`
	URL          string            `json:"url,omitempty"`
	Attachment   []attachmentWire  `json:"attachment"`
	Tag          []tagWire         `json:"tag"`
	Replies      string            `json:"replies,omitempty"`
	Likes        string            `json:"likes,omitempty"`
	Shares       string            `json:"shares,omitempty"`
	quoteWire
	Policy        *policyWire `json:"interactionPolicy,omitempty"`
	ReplyApproval string      `json:"replyAuthorization,omitempty"`
	ApprovedBy    string      `json:"approvedBy,omitempty"` // the name before GoToSocial 0.20
	pollWire
}

// tombstoneWire has no addresses and no author: it tells only that something
// was there (ActivityPub 6.4, protocol 1.9).
type tombstoneWire struct {
	contextMember
	ID         string `json:"id"`
	Type       string `json:"type"`
	FormerType string `json:"formerType,omitempty"`
	Deleted    string `json:"deleted,omitempty"`
}

func (o Object) id() string { return o.ID }

func (o Object) wire() (any, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	if o.Type == "Tombstone" {
		return o.tombstone(), nil
	}
	return o.document(), nil
}

func (o Object) tombstone() tombstoneWire {
	return tombstoneWire{ID: o.ID, Type: o.Type, FormerType: o.FormerType, Deleted: stamp(o.Deleted)}
}

// tags are its tags, and the object link of what it quotes.
func (o Object) tags() []Tag {
	linked := slices.ContainsFunc(o.Tags, func(t Tag) bool { return t.Type == "Link" && t.Href == o.Quote })
	if o.Quote == "" || linked {
		return o.Tags
	}
	return append(o.Tags[:len(o.Tags):len(o.Tags)], quoteTag(o.Quote))
}

func (o Object) document() objectWire {
	wire := objectWire{
		ID: o.ID, Type: o.Type, AttributedTo: oneOrMany(o.AttributedTo),
		Name: o.Name, Summary: o.Summary, Content: o.Content,
		MediaType: o.MediaType, Sensitive: o.Sensitive, Case: wireCase(o.Case),
		ResponseType: o.Response.Type, Departs: o.Response.Departs, References: o.Response.References,
		To: array(o.To), Cc: array(o.Cc), Audience: oneOrMany(o.Audience),
		InReplyTo: o.InReplyTo, Context: o.Context, History: o.ContextHistory, Conversation: o.Conversation,
		Published: stamp(o.Published), Updated: stamp(o.Updated), URL: o.URL,
		Attachment: wireAttachments(o.Attachments), Tag: wireTags(o.tags()),
		Replies: o.Replies, Likes: o.Likes, Shares: o.Shares, pollWire: wirePoll(o.Poll),
		quoteWire: wireQuote(o), Policy: wirePolicy(o.Policy), ReplyApproval: o.Approval, ApprovedBy: o.Approval,
	}
	// Mastodon takes the first entry for the language of the post, so there is
	// only one.
	if o.Language != "" && o.Content != "" {
		wire.ContentMap = map[string]string{o.Language: o.Content}
	}
	if o.Source != (Source{}) {
		wire.Source = &o.Source
	}
	return wire
}

// complete refuses what no reader could place, and types of which we hold only
// the part we read.
func (o Object) complete() error {
	switch {
	case o.ID == "":
		return incomplete("object", "id")
	case o.Type == "Tombstone":
		return nil
	case o.Type != "Note" && o.Type != "Article" && o.Type != "Question":
		return incomplete("object", "type")
	case (o.Type == "Question") != (o.Poll != nil):
		return incomplete("question", "oneOf")
	case len(o.AttributedTo) == 0:
		return incomplete("object", "attributedTo")
	case o.Case != nil && (o.Type != "Note" || o.Name == ""):
		return incomplete("case", "name")
	}
	return nil
}
