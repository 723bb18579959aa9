package community

import "time"

// What counts as a trend: what different people of this instance took up in public
// within the window. One person alone makes none.
const (
	TrendWindow     = 7 * 24 * time.Hour
	TrendDays       = 7
	LeastTrendUsers = 2
)

// TagDay is how often members used a hashtag in public on a day (UTC), and how many.
type TagDay struct {
	// Day is midnight.
	Day            time.Time
	Uses, Accounts int
}

// TrendDaysTo are the days of the window that ends now, the newest first.
func TrendDaysTo(now time.Time) []time.Time {
	today := now.UTC().Truncate(24 * time.Hour)
	days := make([]time.Time, 0, TrendDays)
	for i := range TrendDays {
		days = append(days, today.AddDate(0, 0, -i))
	}
	return days
}
