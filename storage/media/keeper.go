package media

import (
	"context"
	"crypto/rand"
	"io"
	"strings"
)

// Keeper stores files under names made by NewName. All methods return community.ErrNotFound for a name that is not
// there or that NewName would not make; the name never reaches the disk in that case.
type Keeper interface {
	// Put stores all of r, or nothing of it. Putting a name again replaces what was there.
	Put(ctx context.Context, name string, r io.Reader) error
	// Open returns a file for reading; the caller closes it.
	Open(ctx context.Context, name string) (io.ReadSeekCloser, error)
	// Remove deletes a file. Removing what is not there is no error: a job may run twice.
	Remove(ctx context.Context, name string) error
}

// extensions are the types a Picture or a Clip may have, and how their names end.
var extensions = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif",
	"video/mp4": ".mp4", "video/webm": ".webm", "audio/mp4": ".m4a", "audio/webm": ".weba", "audio/mpeg": ".mp3",
	"audio/ogg": ".ogg", "audio/wav": ".wav", "audio/flac": ".flac"}

// raw is the type of what was sent and is not made into anything yet: such a name has
// no ending.
const raw = "application/octet-stream"

// Accepted are the media types that may be sent, for those who ask before they choose a
// file.
func Accepted() []string {
	return []string{"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/quicktime", "video/webm",
		"audio/mpeg", "audio/mp3", "audio/mp4", "audio/x-m4a", "audio/ogg", "audio/webm", "audio/wav", "audio/x-wav", "audio/wave", "audio/flac", "audio/x-flac"}
}

// NewName makes a name for a file of a Picture's or a Clip's type: 128 random bits, which disclose neither order nor content,
// and the ending, which tells whoever serves it the type.
func NewName(mediaType string) string {
	return rand.Text() + extensions[mediaType]
}

// TypeOf tells the media type of a name that NewName made: the only type it may be served as, whatever is
// inside (S-IN-2).
func TypeOf(name string) string {
	for mediaType, ending := range extensions {
		if strings.HasSuffix(name, ending) {
			return mediaType
		}
	}
	return "application/octet-stream"
}

// isName tells whether NewName could have made it (S-IN-1): letters and digits of base32, at most one known ending.
func isName(name string) bool {
	for _, ending := range extensions {
		if stem, ok := strings.CutSuffix(name, ending); ok {
			name = stem
			break
		}
	}
	if len(name) != len(rand.Text()) {
		return false
	}
	return strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
