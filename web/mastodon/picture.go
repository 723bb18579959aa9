package mastodon

import (
	"fmt"
	"math"
	"net/url"
	"strings"

	"consilium/community"
)

func (s *API) attachments(c *call, p community.Post) []Attachment {
	list := make([]Attachment, 0, len(p.Media))
	for _, m := range p.Media {
		list = append(list, s.attachment(c, p.Audience.Kind, m))
	}
	return list
}

// attachment is a picture of a post with an audience, "" for one that hangs on
// no post yet.
func (s *API) attachment(c *call, of community.AudienceKind, m community.Media) Attachment {
	a := Attachment{ID: community.FormatID(m.ID), Type: attachmentType(m), RemoteURL: maybe(m.Remote.String()),
		Description: maybe(m.Description), Blurhash: maybe(m.Blurhash)}
	if m.Ready() {
		a.URL = maybe(s.pictureURL(c, of, place{m, "full"}))
	}
	if m.Small != "" || m.Ready() && !m.Video() && !m.Sound() {
		a.PreviewURL = maybe(s.pictureURL(c, of, place{m, "small"}))
	}
	if m.Width > 0 && m.Height > 0 {
		a.Meta = Meta{Original: extent(m.Width, m.Height), Small: smallExtent(m)}
	}
	if m.Duration > 0 {
		if a.Meta.Original == nil {
			a.Meta.Original = &Extent{}
		}
		a.Meta.Original.Duration = m.Duration.Seconds()
	}
	if a.Meta.Original != nil && !m.Sound() || m.FocusX != 0 || m.FocusY != 0 {
		a.Meta.Focus = &Focus{m.FocusX, m.FocusY}
	}
	return a
}

// attachmentType is Mastodon's word for what it is. An animated GIF stays a picture
// that moves: gifv would be a video.
func attachmentType(m community.Media) string {
	switch {
	case m.Video():
		return "video"
	case m.Sound():
		return "audio"
	case m.Type != "" && !strings.HasPrefix(m.Type, "image/"):
		return "unknown"
	}
	return "image"
}

func extent(width, height int) *Extent {
	aspect := math.Round(float64(width)/float64(height)*1e6) / 1e6
	return &Extent{Width: width, Height: height, Size: fmt.Sprintf("%dx%d", width, height), Aspect: aspect}
}

// smallSide is the longer side of a picture's small rendition, in pixels.
const smallSide = 640

func smallExtent(m community.Media) *Extent {
	switch {
	case m.SmallWidth > 0 && m.SmallHeight > 0:
		return extent(m.SmallWidth, m.SmallHeight)
	case m.Video() || m.Sound():
		return nil
	}
	longer := max(m.Width, m.Height, smallSide)
	return extent(max(1, m.Width*smallSide/longer), max(1, m.Height*smallSide/longer))
}

// place is a rendition of a picture, "full" or "small".
type place struct {
	community.Media
	size string
}

// pictureURL is where a picture is. One that is open to all is where the pages
// have it; any other is behind a link made for one token, since apps show no
// token when they load a picture.
func (s *API) pictureURL(c *call, of community.AudienceKind, p place) string {
	open := of == community.Public || of == community.Unlisted
	switch {
	case !open:
		return s.ticket(c, p)
	case p.File == "":
		return s.address("/media/remote/" + community.FormatID(p.ID) + "/" + p.size)
	case p.size == "small" && p.Small != "":
		return s.address("/media/" + url.PathEscape(p.Small))
	}
	return s.address("/media/" + url.PathEscape(p.File))
}
