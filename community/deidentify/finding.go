package deidentify

import (
	"slices"
	"time"
)

// Category is what kind of identifier was found: the eighteen of Safe Harbor (45 CFR 164.514(b)(2)(i), A to R), and
// Quasi for what is none of them but narrows the circle.
type Category string

// The categories, in the order of the rule.
const (
	Name      Category = "name"      // A
	Place     Category = "place"     // B: smaller than a state
	Date      Category = "date"      // C: anything finer than a year, and ages over 89
	Phone     Category = "phone"     // D
	Fax       Category = "fax"       // E
	Email     Category = "email"     // F
	National  Category = "national"  // G: social security and other national numbers
	Record    Category = "record"    // H: medical record, accession, specimen
	Plan      Category = "plan"      // I: health plan beneficiary
	Account   Category = "account"   // J
	Licence   Category = "licence"   // K: certificate and licence numbers
	Vehicle   Category = "vehicle"   // L: plates, VIN
	Device    Category = "device"    // M: serial numbers, UDI
	URL       Category = "url"       // N
	Network   Category = "network"   // O: IP addresses
	Biometric Category = "biometric" // P
	Face      Category = "face"      // Q
	Unique    Category = "unique"    // R: any other number, code or handle
	Quasi     Category = "quasi"
)

// Severity is what a finding asks for.
type Severity int

// From a hint to a refusal.
const (
	Warn  Severity = iota + 1 // tell the author
	Hold                      // somebody else has to look
	Block                     // has to go, or be overridden with a reason
)

// Kind is what sort of text is read.
type Kind int

// A case and its replies are read strictly; an ordinary post only near words about a patient, and never more than warned about.
const (
	Case Kind = iota
	Post
)

// Options say what is known about a text.
type Options struct {
	Language string    // BCP 47; "" and unknown languages read as English
	Kind     Kind      // Case (the zero value) or Post
	Anchor   time.Time // what becomes day 0; zero: the earliest full date of the text
	Own      []string  // let through: the author's own e-mail address and handle, members mentioned on purpose
}

// Finding is one stretch of the text that could identify somebody.
type Finding struct {
	Start, End  int // bytes of the text as it was given, on rune boundaries
	Category    Category
	Severity    Severity
	Confidence  float64 // 0 to 1, for ordering and for people; thresholds are applied already
	Reason      string  // catalogue key, "gate.reason.…"
	Replacement string  // in the language of the note; "" when nothing sensible can stand there
}

// Reasons lists every catalogue key that a [Finding] or a [Trait] may carry, so that a catalogue can be tested for all of
// them.
func Reasons() []string {
	keys := []string{"gate.reason.again", "gate.reason.age", "gate.reason.hospital", "gate.reason.ward", "gate.quasi.age", "gate.quasi.authornow", "gate.quasi.authorhere"}
	for _, c := range []Category{Name, Place, Date, Phone, Fax, Email, National, Record, Plan, Account, Licence, Vehicle, Device, URL, Network, Biometric, Face, Unique} {
		keys = append(keys, "gate.reason."+string(c))
	}
	for _, t := range spoken[base].Traits {
		keys = append(keys, t.Reason)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// surely is the confidence from which a finding blocks instead of being held.
const surely = 0.8

// held are the categories that a person has to judge however sure the rules are.
var held = []Category{Biometric, Face, Unique}

// Find lists what could identify somebody in text, in order and without overlaps. It never fails: what cannot be
// read as text (invalid UTF-8) is passed over.
func Find(text string, o Options) []Finding {
	n := read(text, o)
	n.keepPlaceholders()
	n.keepOwn()
	n.keepPhrases()
	n.keepReferences()
	n.findAddresses()
	n.findCued()
	n.findDates()
	n.findAges()
	n.findPostcodes()
	n.findNumbers()
	n.findPlaces()
	n.findNames()
	n.findJoined()
	n.findAgain()
	n.findBeside()
	n.findPictures()
	n.findQuasi()
	return n.findings()
}

// findings turns matches over tokens into findings over the text as it was given.
func (n *note) findings() []Finding {
	slices.SortFunc(n.found, func(a, b match) int { return a.first - b.first })
	var found []Finding
	for _, m := range n.found {
		end := n.tokens[m.last].end
		if t := n.tokens[m.last]; m.category == Name && t.base != t.fold {
			end -= 2 // a possessive stays
		}
		f := Finding{
			Start: int(n.from[n.tokens[m.first].start]), End: int(n.upto[end-1]),
			Category: m.category, Severity: severity(m), Confidence: m.confidence, Reason: m.reason,
			Replacement: n.replacement(m),
		}
		if n.options.Kind == Post {
			if !n.nearPatient(m) {
				continue
			}
			f.Severity = Warn
		}
		found = append(found, f)
	}
	return found
}

func severity(m match) Severity {
	switch {
	case m.category == Quasi:
		return Warn
	case m.confidence < surely || slices.Contains(held, m.category):
		return Hold
	}
	return Block
}

// near is how far, in bytes, words about a patient reach in an ordinary post.
const near = 200

// nearPatient tells whether an ordinary post speaks of a patient around a match.
func (n *note) nearPatient(m match) bool {
	start, end := n.tokens[m.first].start-near, n.tokens[m.last].end+near
	for i := m.first; i >= 0 && n.tokens[i].start >= start; i-- {
		if n.ends[i].has(listPatient) {
			return true
		}
	}
	for i := m.last; i < len(n.tokens) && n.tokens[i].end <= end; i++ {
		if n.ends[i].has(listPatient) {
			return true
		}
	}
	return false
}
