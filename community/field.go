package community

import "time"

// Field is a line of a profile: what it is called and what it says, such as an
// address of the person elsewhere (schema.org PropertyValue).
type Field struct {
	Name  string
	Value SafeHTML
	// Source is what the member typed; "" for actors elsewhere.
	Source string
	// Verified is when the page the field links to was last seen to link back with
	// rel="me"; zero for never.
	Verified time.Time
}
