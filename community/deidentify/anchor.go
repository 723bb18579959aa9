package deidentify

import "time"

// DayZero is the day from which [Find] would count in a text: its earliest full date that is no day of birth; zero when
// it has none. Whoever cuts a case into several texts gives it to all of them as Options.Anchor, so that their days agree.
func DayZero(text string, o Options) time.Time {
	n := read(text, o)
	n.keepPlaceholders()
	n.keepOwn()
	n.keepPhrases()
	n.keepReferences()
	n.findAddresses()
	n.findCued()
	n.findDates()
	zero, _ := n.dayZero()
	return zero
}
