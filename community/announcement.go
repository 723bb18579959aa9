package community

import (
	"strings"
	"time"
	"unicode/utf8"
)

// AnnouncementID names an announcement.
type AnnouncementID int64

// Announcement is what the institution tells its members: not a post, and never sent
// anywhere.
type Announcement struct {
	ID AnnouncementID
	// Source is what staff typed, Content the same as HTML.
	Source  string
	Content SafeHTML
	// Starts and Ends are from when until when it is shown; zero for at once and for
	// ever. AllDay says that only their days count.
	Starts, Ends time.Time
	AllDay       bool
	// Published is when staff let it be shown; zero for a draft, or when they took it
	// back.
	Published        time.Time
	Changed, Created time.Time
	// Read says that whoever asks does not want to see it any more.
	Read bool
	// Reactions are what members answered with, in the order they came.
	Reactions []Reaction
}

// Reaction is one emoji under an announcement.
type Reaction struct {
	// Name is an emoji of Unicode, or the shortcode of one of the institution's own.
	Name  string
	Count int
	// Mine says that whoever asks is among them.
	Mine bool
}

// Bounds of announcements: characters, and how many different emoji stand under one.
const (
	MaxAnnouncement = 3000
	MaxReactions    = 8
)

// Current says whether an announcement is shown at a moment.
func (a Announcement) Current(now time.Time) bool {
	return !a.Published.IsZero() && !a.Starts.After(now) && (a.Ends.IsZero() || now.Before(a.Ends))
}

// AnnouncementDraft is the form of staff.
type AnnouncementDraft struct {
	Text         string
	Starts, Ends time.Time
	AllDay       bool
}

// DescribeAnnouncement judges the form and returns the announcement that it makes of the
// old one. tagBase is where hashtags lead, as for Compose.
func DescribeAnnouncement(old Announcement, d AnnouncementDraft, tagBase string) (Announcement, error) {
	a := old
	a.Source = strings.TrimSpace(CleanText(d.Text))
	a.Starts, a.Ends = d.Starts, d.Ends
	a.AllDay = d.AllDay && !(d.Starts.IsZero() && d.Ends.IsZero())
	switch {
	case a.Source == "":
		return old, invalid("text", "announcement.no_text")
	case utf8.RuneCountInString(a.Source) > MaxAnnouncement:
		return old, invalid("text", "account.too_long", "limit", MaxAnnouncement)
	case !a.Ends.IsZero() && !a.Ends.After(a.Starts):
		return old, invalid("ends", "announcement.ends_before")
	}
	a.Content = Compose(a.Source, nil, tagBase)
	return a, nil
}

// maxEmojiRunes bounds one emoji of Unicode: families and flags are several joined.
const maxEmojiRunes = 12

// CheckReaction says whether a name can stand under an announcement: an emoji of
// Unicode, or the shortcode of one of own.
func CheckReaction(name string, own []Emoji) error {
	for _, e := range own {
		if e.Shortcode == name {
			return nil
		}
	}
	if isEmoji(name) {
		return nil
	}
	return invalid("name", "announcement.no_emoji")
}

// isEmoji says whether a text is one emoji (UTS #51 1.4.9), within what can be seen of
// its characters without a table of them all.
func isEmoji(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > maxEmojiRunes || !utf8.ValidString(s) {
		return false
	}
	shown := false
	for _, r := range s {
		switch {
		case pictured(r), r == 0x20e3: // a keycap shows what stands before it
			shown = true
		case r == 0x200d, r == 0xfe0f, r >= 0xe0020 && r <= 0xe007f: // joins, shows, spells a flag
		case strings.ContainsRune("0123456789#*", r):
			if !strings.HasSuffix(s, "\u20e3") {
				return false
			}
		default:
			return false
		}
	}
	return shown
}

// pictured says whether a character lies where the emoji of Unicode do.
func pictured(r rune) bool {
	for _, block := range [][2]rune{{0xa9, 0xa9}, {0xae, 0xae}, {0x203c, 0x203c}, {0x2049, 0x2049}, {0x2122, 0x2122}, {0x2139, 0x2139},
		{0x2194, 0x21aa}, {0x231a, 0x23ff}, {0x24c2, 0x24c2}, {0x25aa, 0x25fe}, {0x2600, 0x27bf}, {0x2934, 0x2935}, {0x2b05, 0x2b55},
		{0x3030, 0x3030}, {0x303d, 0x303d}, {0x3297, 0x3299}, {0x1f000, 0x1faff}} {
		if r >= block[0] && r <= block[1] {
			return true
		}
	}
	return false
}
