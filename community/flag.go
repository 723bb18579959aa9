package community

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// FlagCategory is why something was reported; words under "flag.SLUG".
type FlagCategory string

// The reasons (M2), the gravest first.
const (
	FlagPatient     FlagCategory = "patient-identifiable"
	FlagDangerous   FlagCategory = "dangerous-advice"
	FlagGuideline   FlagCategory = "contradicts-guideline"
	FlagPretender   FlagCategory = "impersonation"
	FlagHarassment  FlagCategory = "harassment"
	FlagUndisclosed FlagCategory = "undisclosed-interest"
	FlagSpam        FlagCategory = "spam"
	FlagRules       FlagCategory = "rules"
	FlagOther       FlagCategory = "other"
)

var flagCategories = []FlagCategory{FlagPatient, FlagDangerous, FlagGuideline, FlagPretender, FlagHarassment, FlagUndisclosed,
	FlagSpam, FlagRules, FlagOther}

// FlagCategories lists the reasons to choose from, the gravest first.
func FlagCategories() []FlagCategory { return append([]FlagCategory(nil), flagCategories...) }

// ParseFlagCategory reads a reason; what is unknown, such as what other servers
// send, is FlagOther.
func ParseFlagCategory(slug string) FlagCategory {
	if c := FlagCategory(slug); slices.Contains(flagCategories, c) {
		return c
	}
	return FlagOther
}

// Asks is the field of the form that a reason cannot do without: "reference" for a
// publication, "comment" for words, "" for nothing.
func (c FlagCategory) Asks() string {
	switch c {
	case FlagGuideline:
		return "reference"
	case FlagDangerous, FlagPretender, FlagUndisclosed:
		return "comment"
	}
	return ""
}

// Flag is a report to the staff.
type Flag struct {
	ID FlagID
	// IRI is the activity of a report from elsewhere, or the one we sent.
	IRI      IRI
	Reporter ActorID
	Target   ActorID
	Posts    []PostID
	Category FlagCategory
	Comment  string
	// Reference is the guideline or publication a post is said to contradict: its
	// address, or its name.
	Reference string
	// Hides says that the posts are hidden until staff looked at them.
	Hides bool
	// Forward asks to tell the server of the reported person too.
	Forward bool
	Created time.Time
	// Resolved is zero while open; ResolvedBy is who closed it.
	Resolved   time.Time
	ResolvedBy ActorID
	// Outcome is what became of it; "" while open.
	Outcome FlagOutcome
}

// MaxComment bounds the comment of a report, in characters.
const MaxComment = 1000

// FlagDraft is the report form.
type FlagDraft struct {
	Category, Comment string
	// Reference is a DOI, a PMID, an address, or the name of a guideline.
	Reference string
	Posts     []Post
	Forward   bool
	// By is the reporter as the table of permissions knows them, and Unfounded when
	// reports of theirs were dismissed as unfounded; see HidesAtOnce.
	By        Subject
	Unfounded []time.Time
}

// Report judges a report form.
func Report(by, target Actor, d FlagDraft, now time.Time) (Flag, error) {
	d.Comment, d.Reference = CleanText(d.Comment), cleanLine(d.Reference)
	switch {
	case by.ID == target.ID:
		return Flag{}, invalid("target", "flag.self")
	case !slices.Contains(flagCategories, FlagCategory(d.Category)):
		return Flag{}, invalid("category", "flag.category_needed")
	case utf8.RuneCountInString(d.Comment) > MaxComment:
		return Flag{}, invalid("comment", "flag.too_long", "limit", MaxComment)
	}
	reference, err := checkReference(d)
	if err != nil {
		return Flag{}, err
	}
	f := Flag{Reporter: by.ID, Target: target.ID, Category: FlagCategory(d.Category), Comment: d.Comment,
		Reference: reference, Forward: d.Forward && !target.Local, Created: now}
	for _, p := range d.Posts {
		if p.Author != target.ID {
			return Flag{}, invalid("posts", "flag.foreign_post")
		}
		f.Posts = append(f.Posts, p.ID)
	}
	may, _ := HidesAtOnce(d.By, d.Unfounded, now)
	f.Hides = may && f.Category == FlagPatient && len(f.Posts) > 0
	return f, nil
}

// checkReference judges what a reason asks for, and gives the reference in the form
// in which it is kept. A guideline has a DOI, a PMID or an address, or is named in
// words: at least two, one of them of a few letters, so that "see guideline" is none.
func checkReference(d FlagDraft) (string, error) {
	switch c := FlagCategory(d.Category); {
	case c.Asks() == "comment" && cleanLine(d.Comment) == "":
		return "", invalid("comment", "flag.comment_needed")
	case c != FlagGuideline:
		return "", nil
	case utf8.RuneCountInString(d.Reference) > MaxReference:
		return "", invalid("reference", "flag.too_long", "limit", MaxReference)
	}
	cited, err := CheckCitations(d.Reference)
	if err == nil && len(cited) > 0 {
		return cited[0].URL(), nil
	}
	words := strings.FieldsFunc(d.Reference, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < 2 || utf8.RuneCountInString(d.Reference) < minReference || strings.Contains(d.Reference, "://") {
		return "", invalid("reference", "flag.reference_needed")
	}
	return d.Reference, nil
}

// Bounds of the name of a guideline, in characters.
const (
	MaxReference = 300
	minReference = 8
)

// How often somebody may be wrong before reports of theirs no longer hide at once,
// and for how long it counts.
const (
	MostUnfounded   = 3
	UnfoundedWindow = 180 * 24 * time.Hour
)

// HidesAtOnce says whether what somebody reports as showing who a patient is, is
// hidden before staff looked at it: a verified clinician's, unless MostUnfounded of
// their reports were dismissed as unfounded lately. Then it says when the power comes
// back; zero for who never has it.
func HidesAtOnce(by Subject, unfounded []time.Time, now time.Time) (may bool, back time.Time) {
	if !May(by, HideAtOnce) {
		return false, time.Time{}
	}
	var lately []time.Time
	for _, when := range unfounded {
		if when.Add(UnfoundedWindow).After(now) {
			lately = append(lately, when)
		}
	}
	if len(lately) < MostUnfounded {
		return true, time.Time{}
	}
	slices.SortFunc(lately, time.Time.Compare)
	return false, lately[len(lately)-MostUnfounded].Add(UnfoundedWindow)
}
