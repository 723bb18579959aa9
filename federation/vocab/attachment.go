package vocab

import (
	"fmt"
	"slices"
	"time"
)

// maxAttachments is how many attachments of one object are read.
const maxAttachments = 50

// Attachment is a medium or a link that belongs to a post.
type Attachment struct {
	Type          string // Document, Image, Video, Audio, Link or Page
	URL           string
	MediaType     string
	Alt           string // plain text, at most 10,000 characters
	Caption       string // plain text that stands under it, of a picture of a case
	Blurhash      string
	Width, Height int        // pixels, 0 when not given
	Focus         [2]float64 // focalPoint, x and y from -1 to 1
	Preview       Image
	Duration      time.Duration // written only; 0 for what does not last
}

// attachmentTypes are what may hang on a post. An actor or an activity there
// is dropped (S-IN-9), and so is a PropertyValue, which belongs to profiles.
var attachmentTypes = []string{"Document", "Image", "Video", "Audio", "Link", "Page"}

// attachments keeps the order received.
func (n *Node) attachments() []Attachment {
	var attachments []Attachment
	for _, node := range n.Children("attachment") {
		if len(attachments) == maxAttachments {
			break
		}
		if a := node.attachment(); a.URL != "" && slices.Contains(attachmentTypes, a.Type) {
			attachments = append(attachments, a)
		}
	}
	return attachments
}

func (n *Node) attachment() Attachment {
	medium := imageOf(n)
	return Attachment{
		Type:      n.Type(),
		URL:       medium.URL,
		MediaType: medium.MediaType,
		Alt:       medium.Alt,
		Caption:   clip(n.Text("caption"), maxName),
		Blurhash:  clip(n.Text("blurhash"), 200),
		Width:     medium.Width,
		Height:    medium.Height,
		Focus:     n.focus(),
		Preview:   n.image("icon"),
	}
}

// focus is the centre when not given or not within the picture.
func (n *Node) focus() [2]float64 {
	var focus [2]float64
	values := n.list("focalPoint")
	if len(values) != 2 {
		return focus
	}
	for i, value := range values {
		number, ok := numberOf(value)
		if !ok || number < -1 || number > 1 {
			return [2]float64{}
		}
		focus[i] = number
	}
	return focus
}

type attachmentWire struct {
	Type      string      `json:"type"`
	MediaType string      `json:"mediaType,omitempty"`
	URL       string      `json:"url"`
	Name      string      `json:"name,omitempty"`
	Summary   string      `json:"summary,omitempty"`
	Caption   string      `json:"caption,omitempty"`
	Blurhash  string      `json:"blurhash,omitempty"`
	Width     int         `json:"width,omitempty"`
	Height    int         `json:"height,omitempty"`
	Focus     *[2]float64 `json:"focalPoint,omitempty"`
	Icon      *imageWire  `json:"icon,omitempty"`
	Duration  string      `json:"duration,omitempty"`
}

// wireAttachments writes the alternative text under both names, since readers
// disagree which one it is (protocol 1.10).
func wireAttachments(attachments []Attachment) []attachmentWire {
	wires := []attachmentWire{}
	for _, a := range attachments {
		wire := attachmentWire{
			Type: a.Type, MediaType: a.MediaType, URL: a.URL, Name: a.Alt, Summary: a.Alt, Caption: a.Caption,
			Blurhash: a.Blurhash, Width: a.Width, Height: a.Height, Icon: wireImage(a.Preview),
		}
		if a.Focus != [2]float64{} {
			wire.Focus = new(a.Focus)
		}
		if a.Duration > 0 { // xsd:duration
			wire.Duration = fmt.Sprintf("PT%.3fS", a.Duration.Seconds())
		}
		wires = append(wires, wire)
	}
	return wires
}
