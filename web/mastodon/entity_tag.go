package mastodon

// Tag is a hashtag by itself. Following and Featuring are only there for a member.
type Tag struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	URL       string       `json:"url"`
	History   []TagHistory `json:"history"`
	Following *bool        `json:"following,omitempty"`
	Featuring *bool        `json:"featuring,omitempty"`
}

// TagHistory is how often a hashtag was used on a day, whose midnight Day is in Unix
// seconds; the numbers are written as texts.
type TagHistory struct {
	Day      string `json:"day"`
	Uses     string `json:"uses"`
	Accounts string `json:"accounts"`
}

// FeaturedTag is a hashtag that somebody shows on the profile.
type FeaturedTag struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	URL           string `json:"url"`
	StatusesCount string `json:"statuses_count"`
	// LastStatusAt is a date without a time.
	LastStatusAt *string `json:"last_status_at"`
}
