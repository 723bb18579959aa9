package vocab

import (
	"slices"
	"strings"
)

// Link is one way to something outside the vocabulary.
type Link struct {
	Href      string
	MediaType string
	Rel       []string
	Name      string
}

// links reads a member such as url: a string, a Link, an object, or many.
func (n *Node) links(member string) []Link {
	var links []Link
	for _, value := range n.list(member) {
		link := Link{Href: iriOf(value)}
		if node, ok := value.(*Node); ok {
			link.Href = node.href()
			link.MediaType = node.mediaType()
			link.Rel = node.Texts("rel")
			link.Name = clip(node.Text("name"), maxName)
		}
		if link.Href != "" {
			links = append(links, link)
		}
	}
	return links
}

// href is where a Link, a media object or any other object leads.
func (n *Node) href() string {
	if href := strings.TrimSpace(n.Text("href")); href != "" {
		return href
	}
	if links := n.links("url"); len(links) > 0 {
		return links[0].Href
	}
	return n.ID()
}

func (n *Node) mediaType() string {
	return strings.ToLower(strings.TrimSpace(clip(n.Text("mediaType"), 255)))
}

// page picks the link meant for people: HTML, else one that does not say, else
// none. A PeerTube video offers its HTML page beside a dozen files.
func page(links []Link) string {
	html := func(l Link) bool { return strings.HasPrefix(l.MediaType, "text/html") }
	plain := func(l Link) bool { return l.MediaType == "" && len(l.Rel) == 0 }
	for _, fits := range []func(Link) bool{html, plain} {
		if i := slices.IndexFunc(links, fits); i >= 0 {
			return links[i].Href
		}
	}
	return ""
}

// Image is a picture shown beside an actor or object.
type Image struct {
	URL           string
	MediaType     string
	Alt           string
	Width, Height int // pixels, 0 when not given
}

// image reads icon or image. Where several sizes are offered it takes the
// widest, and the first when none says its width.
func (n *Node) image(member string) Image {
	var best Image
	for i, value := range n.list(member) {
		if candidate := imageOf(value); i == 0 || candidate.Width > best.Width {
			best = candidate
		}
	}
	return best
}

func imageOf(value any) Image {
	node, ok := value.(*Node)
	if !ok {
		return Image{URL: iriOf(value)}
	}
	image := Image{URL: node.href(), MediaType: node.mediaType(), Alt: node.alt()}
	image.Width, image.Height = node.extent()
	// A url that is a Link carries what the Image itself leaves out.
	if link := node.Child("url"); link != nil {
		if image.MediaType == "" {
			image.MediaType = link.mediaType()
		}
		if image.Width == 0 {
			image.Width, image.Height = link.extent()
		}
	}
	return image
}

// alt is the alternative text: summary first, then name (protocol 1.10).
func (n *Node) alt() string {
	if text, _ := n.natural("summary"); text != "" {
		return clip(text, maxAlt)
	}
	text, _ := n.natural("name")
	return clip(text, maxAlt)
}

// extent reads width and height in pixels; anything but a sane pair is none
// (S-IN-9).
func (n *Node) extent() (width, height int) {
	w, h := n.count("width"), n.count("height")
	if w == 0 || h == 0 || w > 1<<16 || h > 1<<16 {
		return 0, 0
	}
	return int(w), int(h)
}
