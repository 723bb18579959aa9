package media

import (
	"fmt"

	"consilium/community"
)

// Reason says why a picture was refused; it is the last part of the catalogue key "media.REASON".
type Reason string

// The reasons there are. All but Damaged and Slow can be told before any pixel is decoded.
const (
	TooLarge      Reason = "too_large"       // in bytes; argument limit, in MiB
	TooManyPixels Reason = "too_many_pixels" // argument limit, in millions
	TooLong       Reason = "too_long"        // more frames or scans than a picture has
	Unsupported   Reason = "unsupported"     // a format we do not decode; argument type
	Damaged       Reason = "damaged"         // it does not decode

	ClipTooLarge Reason = "clip_too_large" // a video or sound; argument limit, in MiB
	TooLasting   Reason = "too_lasting"    // of them; argument limit, in seconds
	Unchecked    Reason = "unchecked"      // of them: nobody can say for sure what is inside
	Slow         Reason = "slow"           // it was not made within the time there is
)

// Refusal is the error for a file that is no picture we take. Trying the same file again does not help.
// It unwraps to the *community.Invalid that a person is shown, for the field "media".
type Refusal struct {
	Reason Reason
	// Type is the media type as far as the content told it, "application/octet-stream" otherwise.
	Type string
	// Limit is the bound that was passed, in the unit the Reason names; 0 for Unsupported and Damaged.
	Limit int
	// Cause is the decoder's own error, for the log; nil for most reasons.
	Cause error
}

// Error tells reason and type, never anything from inside the file.
func (r *Refusal) Error() string {
	if r.Cause != nil {
		return fmt.Sprintf("picture refused: %s (%s): %v", r.Reason, r.Type, r.Cause)
	}
	return fmt.Sprintf("picture refused: %s (%s)", r.Reason, r.Type)
}

// Unwrap gives what a form shows: the key "media.REASON" with limit and type.
func (r *Refusal) Unwrap() error {
	return &community.Invalid{Field: "media", Problem: r.Problem()}
}

// Problem is the sentence for a person.
func (r *Refusal) Problem() community.Problem {
	return community.Say("media."+string(r.Reason), "limit", r.Limit, "type", r.Type)
}

// damaged is the Refusal for what a decoder says.
func damaged(mediaType string, err error) error {
	return &Refusal{Reason: Damaged, Type: mediaType, Cause: err}
}
