package community

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// Media is a picture that belongs to a post or an actor. The file lies under a
// random name; nothing of what was uploaded is kept but its pixels.
type Media struct {
	ID    MediaID
	Owner ActorID
	// Post is where it hangs; 0 while it is only uploaded.
	Post PostID
	// File and Small name the renditions in the media keeper; "" until they
	// exist. Small is at most 640 pixels on a side.
	File, Small string
	// Type is the media type of both.
	Type          string
	Width, Height int
	Blurhash      string
	// Description is the alternative text, at most MaxDescription characters.
	Description string
	// Caption stands under the picture of a case, at most MaxCaption characters.
	Caption string
	// Consented is the author's word that there is consent for the picture and that
	// it shows nothing that identifies; no case is published without.
	Consented bool
	// Hidden says that it was reported and is shown to nobody but its author and the
	// staff until they decided.
	Hidden bool
	// FocusX and FocusY are from -1 to 1, (0,0) the middle.
	FocusX, FocusY float64
	// Remote is where another server keeps it; zero for our own.
	Remote  IRI
	Created time.Time
}

// Bounds of pictures: how many hang on a post, how many on a case, and the texts in
// characters.
const (
	MaxMedia       = 4
	MaxSeries      = 10
	MaxDescription = 1500
	MaxCaption     = 500
)

// checkSeries judges the pictures of a post, or of a case.
func checkSeries(series []Media, clinical bool) error {
	most := MaxMedia
	if clinical {
		most = MaxSeries
	}
	if len(series) > most {
		return invalid("media", "post.too_many_pictures", "limit", most)
	}
	for i, m := range series {
		number := strconv.Itoa(i + 1)
		switch {
		case utf8.RuneCountInString(m.Description) > MaxDescription:
			return invalid("description_"+number, "post.too_long", "limit", MaxDescription)
		case utf8.RuneCountInString(m.Caption) > MaxCaption:
			return invalid("caption_"+number, "post.too_long", "limit", MaxCaption)
		case clinical && !m.Consented: // the NMC asks for consent to each picture
			return invalid("picture_consent_"+number, "picture.consent_needed")
		}
	}
	return nil
}
