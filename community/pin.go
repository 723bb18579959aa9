package community

import "fmt"

// MaxPins is how many posts a member may show first on the profile.
const MaxPins = 5

// CheckPin says whether an actor may show a post first on its profile: its own, and
// open to everybody, since everybody sees a profile. ErrForbidden says no.
func CheckPin(actor Actor, p Post) error {
	open := p.Audience.Kind == Public || p.Audience.Kind == Unlisted
	if p.Author != actor.ID || !open || p.Kind == AnnounceKind || !p.Deleted.IsZero() || !p.Hidden.IsZero() {
		return fmt.Errorf("pin post %d: %w", p.ID, ErrForbidden)
	}
	return nil
}
