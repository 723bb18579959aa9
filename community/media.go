package community

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Media is a picture, a short video or a sound that belongs to a post or an actor.
// The file lies under a random name; nothing of what was uploaded is kept but its
// pixels, or what is seen and heard of it.
type Media struct {
	ID    MediaID
	Owner ActorID
	// Post is where it hangs; 0 while it is only uploaded.
	Post PostID
	// File and Small name the renditions in the media keeper; "" until they
	// exist. Small is at most 640 pixels on a side.
	File, Small string
	// Type is the media type of File, and of Small too where it is a picture's.
	Type          string
	Width, Height int
	// SmallWidth and SmallHeight are of Small where it is not File made small; 0.
	SmallWidth, SmallHeight int
	// Duration is how long a video or sound lasts; 0 for pictures.
	Duration time.Duration
	Blurhash string
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

// Ready says that there is something to be shown: it was made of what was sent, or
// lies elsewhere.
func (m Media) Ready() bool { return m.File != "" || !m.Remote.IsZero() }

// Video says that it moves, and may be heard.
func (m Media) Video() bool { return strings.HasPrefix(m.Type, "video/") }

// Sound says that there is nothing to see.
func (m Media) Sound() bool { return strings.HasPrefix(m.Type, "audio/") }

// Bounds of pictures: how many hang on a post, how many on a case, and the texts in
// characters.
const (
	MaxMedia       = 4
	MaxSeries      = 10
	MaxDescription = 1500
	MaxCaption     = 500
)

// checkCaseSeries judges the pictures of a case.
func checkCaseSeries(series []Media) error {
	if err := checkMost(series, MaxSeries); err != nil {
		return err
	}
	for i, m := range series {
		if !m.Consented { // the NMC asks for consent to each picture
			return invalid("picture_consent_"+strconv.Itoa(i+1), "picture.consent_needed")
		}
	}
	return noClips(series)
}

// checkSeries judges what hangs on a post that is no case, but may be about one.
func checkSeries(series []Media, aboutCase bool) error {
	if err := checkMost(series, MaxMedia); err != nil || !aboutCase {
		return err
	}
	return noClips(series)
}

func checkMost(series []Media, most int) error {
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
		}
	}
	return nil
}

// noClips keeps video and sound out: what is seen and said in them can be blacked out
// by nobody.
func noClips(series []Media) error {
	for _, m := range series {
		if m.Video() || m.Sound() {
			return invalid("media", "media.not_on_cases")
		}
	}
	return nil
}
