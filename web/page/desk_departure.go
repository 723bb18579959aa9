package page

import (
	"time"

	"consilium/community"
)

// Forms of DeskAccount about leaving the institution POST to
// /desk/accounts/{id}/depart, with the field departure_note, and .../stay.

// Leaves tells whether the person has left the institution, or is about to.
func (a Account) Leaves() bool { return !a.Departs.IsZero() }

// DepartureDays is how long somebody has who leaves.
func (v DeskAccount) DepartureDays() int { return int(community.DepartureTime / (24 * time.Hour)) }
