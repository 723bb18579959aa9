package community

import "time"

// InvitationDraft is the form for an invitation: one of the choices of
// InvitationDays and InvitationUses each.
type InvitationDraft struct{ Days, Uses string }

var (
	invitationDays = map[string]int{"1": 1, "7": 7, "30": 30}
	invitationUses = map[string]int{"1": 1, "5": 5, "25": 25}
)

// Invite judges the form and says until when the invitation is good and for how
// many accounts.
func Invite(d InvitationDraft, now time.Time) (expires time.Time, uses int, err error) {
	days, uses := invitationDays[d.Days], invitationUses[d.Uses]
	if days == 0 {
		return now, 0, invalid("days", "settings.unknown_choice")
	}
	if uses == 0 {
		return now, 0, invalid("uses", "settings.unknown_choice")
	}
	return now.Add(time.Duration(days) * 24 * time.Hour), uses, nil
}
