package page

import (
	"fmt"
	"strconv"
	"time"
)

// Date writes a day: "22 November 2026", "22. November 2026".
func (p *Printer) Date(moment time.Time) string {
	local := moment.In(p.reader.Zone)
	return p.T("common.date.day", "day", fmt.Sprint(local.Day()),
		"month", p.month(local), "year", fmt.Sprint(local.Year()))
}

// Exact writes a minute: "22 November 2026, 14:05".
func (p *Printer) Exact(moment time.Time) string {
	return p.T("common.date.minute", "date", p.Date(moment),
		"time", moment.In(p.reader.Zone).Format("15:04"))
}

// Clock writes a time of the day: "14:05".
func (p *Printer) Clock(moment time.Time) string { return moment.In(p.reader.Zone).Format("15:04") }

// Month writes a month: "November 2026".
func (p *Printer) Month(moment time.Time) string {
	local := moment.In(p.reader.Zone)
	return p.month(local) + " " + fmt.Sprint(local.Year())
}

// Ago writes how long ago something was, in the fewest letters: "3 h". After a
// week it is the day, without the year while that is this year.
func (p *Printer) Ago(moment time.Time) string {
	passed := p.reader.Now.Sub(moment)
	switch {
	case passed < time.Minute:
		return p.T("common.ago.now")
	case passed < time.Hour:
		return p.T("common.ago.minutes", "count", int(passed/time.Minute))
	case passed < 24*time.Hour:
		return p.T("common.ago.hours", "count", int(passed/time.Hour))
	case passed < 7*24*time.Hour:
		return p.T("common.ago.days", "count", int(passed/(24*time.Hour)))
	}
	local := moment.In(p.reader.Zone)
	if local.Year() != p.reader.Now.In(p.reader.Zone).Year() {
		return p.Date(moment)
	}
	return p.T("common.date.in_year", "day", fmt.Sprint(local.Day()), "month", p.month(local))
}

// Span writes a duration in one unit: "90 min", "3 h", "2 d".
func (p *Printer) Span(length time.Duration) string {
	switch {
	case length < 2*time.Hour:
		return p.T("common.ago.minutes", "count", max(1, int(length/time.Minute)))
	case length < 48*time.Hour:
		return p.T("common.ago.hours", "count", int(length/time.Hour))
	}
	return p.T("common.ago.days", "count", int(length/(24*time.Hour)))
}

func (p *Printer) month(local time.Time) string {
	return p.T("common.month." + strconv.Itoa(int(local.Month())))
}

// stamp is the machine's form of a moment, for the attribute datetime.
func stamp(moment time.Time) string {
	return moment.UTC().Format(time.RFC3339)
}
