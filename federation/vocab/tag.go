package vocab

// Tag is a Mention, Hashtag, Emoji or FEP-e232 Link inside a text.
type Tag struct {
	Type string
	Name string // with its "#", "@" or ":"
	Href string // of a Mention the actor's id
	ID   string // of an Emoji, optional
	Icon Image  // of an Emoji
	// Of an object link (FEP-e232): an ActivityPub media type, and the relation.
	MediaType string
	Rel       []string
}

// tags reads the tags of an object. Bare ids say nothing and are left out.
func (n *Node) tags() []Tag {
	var tags []Tag
	for _, node := range first(n.Children("tag"), maxTags) {
		name, _ := node.natural("name")
		tags = append(tags, Tag{
			Type:      node.Type(),
			Name:      clip(name, maxName),
			Href:      node.IRI("href"),
			ID:        node.ID(),
			Icon:      node.image("icon"),
			MediaType: node.Text("mediaType"),
			Rel:       node.Texts("rel"),
		})
	}
	return tags
}

type tagWire struct {
	ID        string     `json:"id,omitempty"`
	Type      string     `json:"type"`
	Href      string     `json:"href,omitempty"`
	Name      string     `json:"name"`
	MediaType string     `json:"mediaType,omitempty"`
	Rel       []string   `json:"rel,omitempty"`
	Icon      *imageWire `json:"icon,omitempty"`
}

// wireTags is never nil: an absent tag array confuses strict readers.
func wireTags(tags []Tag) []tagWire {
	wires := []tagWire{}
	for _, t := range tags {
		wires = append(wires, tagWire{
			ID: t.ID, Type: t.Type, Href: t.Href, Name: t.Name,
			MediaType: t.MediaType, Rel: t.Rel, Icon: wireImage(t.Icon),
		})
	}
	return wires
}

func (t Tag) id() string { return t.ID }

func (t Tag) wire() (any, error) { return wireTags([]Tag{t})[0], nil }

type imageWire struct {
	Type      string `json:"type"`
	MediaType string `json:"mediaType,omitempty"`
	URL       string `json:"url"`
	// Of an avatar or header GoToSocial reads the name only (protocol 1.10).
	Name    string `json:"name,omitempty"`
	Summary string `json:"summary,omitempty"`
	Width   int    `json:"width,omitempty"`
	Height  int    `json:"height,omitempty"`
}

func wireImage(i Image) *imageWire {
	if i.URL == "" {
		return nil
	}
	return &imageWire{
		Type: "Image", MediaType: i.MediaType, URL: i.URL,
		Name: i.Alt, Summary: i.Alt, Width: i.Width, Height: i.Height,
	}
}
