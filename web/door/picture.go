package door

import (
	"net/url"

	"consilium/community"
	"consilium/web/page"
)

// smallSide is the longer side of a picture's small rendition, in pixels.
const smallSide = 640

// Picture shows the small rendition and leads to the large one.
func Picture(m community.Media) page.Picture {
	width, height := m.Width, m.Height
	if longer := max(width, height); longer > smallSide {
		width, height = max(1, width*smallSide/longer), max(1, height*smallSide/longer)
	}
	p := page.Picture{URL: MediaPath(m, true), Full: MediaPath(m, false), Description: m.Description, Caption: m.Caption, Width: width, Height: height,
		Video: m.Video(), Sound: m.Sound()}
	if m.Small == "" && (p.Video || p.Sound) {
		p.URL = ""
	}
	return p
}

// MediaPath is where a rendition of a picture is served. One that still lies
// elsewhere is fetched when somebody first looks.
func MediaPath(m community.Media, small bool) string {
	switch {
	case m.File == "" && small:
		return "/media/remote/" + community.FormatID(m.ID) + "/small"
	case m.File == "":
		return "/media/remote/" + community.FormatID(m.ID) + "/full"
	case small && m.Small != "":
		return "/media/" + url.PathEscape(m.Small)
	}
	return "/media/" + url.PathEscape(m.File)
}
