package community

import "time"

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
	// FocusX and FocusY are from -1 to 1, (0,0) the middle.
	FocusX, FocusY float64
	// Remote is where another server keeps it; zero for our own.
	Remote  IRI
	Created time.Time
}

// Bounds of pictures. MaxDescription is in characters.
const (
	MaxMedia       = 4
	MaxDescription = 1500
)
