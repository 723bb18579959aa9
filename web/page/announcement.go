package page

import (
	"time"

	"consilium/community"
)

// DeskAnnouncements is the page GET /desk/announcements: what the institution tells its
// members. POST there with the fields of Draft writes one, POST /desk/announcements/{id}
// changes it; /publish and /withdraw below that are buttons.
type DeskAnnouncements struct {
	List []AnnouncementRow
	// Changing is the number of the one that is changed; "" for a new one.
	Changing string
	// Draft is what was typed: times as forms have them, 2006-01-02T15:04.
	Draft    AnnouncementDraft
	Problems Problems
}

func (v DeskAnnouncements) meta(p *Printer) meta {
	return meta{"desk-announcements", p.T("announcement.title"), "desk"}
}

// MaxText is how long the text may be.
func (DeskAnnouncements) MaxText() int { return community.MaxAnnouncement }

// AnnouncementDraft is the form.
type AnnouncementDraft struct {
	Text, Starts, Ends string
	AllDay             bool
}

// AnnouncementRow is one at the desk.
type AnnouncementRow struct {
	ID string
	// State is "draft", "waiting", "current" or "over"; words under announcement.state.
	State        string
	Content      community.SafeHTML
	Starts, Ends time.Time
	AllDay       bool
	Published    bool
}

// Announcement is one on the home page of a member.
type Announcement struct {
	ID      string
	Content community.SafeHTML
	When    time.Time
	// Ends is until when it is shown; zero for no end.
	Ends   time.Time
	AllDay bool
	// Reactions are what members answered in their apps.
	Reactions []AnnouncementReaction
}

// AnnouncementReaction is an emoji with how often it stands there. Picture is the address
// of an own emoji's; "" for one of Unicode.
type AnnouncementReaction struct {
	Name, Picture string
	Count         int
}
