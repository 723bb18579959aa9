package page

import (
	"time"

	"consilium/community"
	"consilium/community/deidentify"
)

// ReasonCount is how many reports there are of one reason.
type ReasonCount struct {
	Reason community.FlagCategory
	Count  int
}

// ReportFinding is what the rules notice in a reported post.
type ReportFinding struct {
	Category deidentify.Category
	Text     string
}

// What is the catalogue key of its kind.
func (f ReportFinding) What() string { return "gate.what." + string(f.Category) }

// Reasons are the reasons to choose from.
func (v DeskReport) Reasons() []community.FlagCategory { return community.FlagCategories() }

// PostActs is what can become of the posts; "" is that they stay, or are shown again.
func (v DeskReport) PostActs() []string {
	if v.MayEdit {
		return []string{string(community.DecideEdit), string(community.DecideRemove)}
	}
	return []string{string(community.DecideRemove)}
}

// PersonActs is what can become of the author; "" is nothing.
func (v DeskReport) PersonActs() []string { return personActs() }

// Days are the lengths of a sanction.
func (v DeskReport) Days() []string { return community.SanctionDays() }

// MaxNote is how long the note to the person may be, in characters.
func (v DeskReport) MaxNote() int { return community.MaxDecisionNote }

// PersonActs, Reasons, Days and MaxNote are those of a report.
func (v DeskAccount) PersonActs() []string { return personActs() }

// Reasons are the reasons to choose from.
func (v DeskAccount) Reasons() []community.FlagCategory { return community.FlagCategories() }

// Days are the lengths of a sanction.
func (v DeskAccount) Days() []string { return community.SanctionDays() }

// MaxNote is how long the note to the person may be, in characters.
func (v DeskAccount) MaxNote() int { return community.MaxDecisionNote }

func personActs() []string {
	acts := []string{string(community.DecideWarn)}
	for _, k := range community.SanctionKinds() {
		acts = append(acts, string(k))
	}
	return acts
}

// DeskAppeals is the page GET /desk/appeals. POST /desk/appeals/{id} with the fields
// lift ("lift" or "uphold") and answer (to the person).
type DeskAppeals struct {
	List []DeskAppeal
	// Asked is the decision the problems and Answer belong to.
	Asked, Answer string
	Problems      Problems
}

func (v DeskAppeals) meta(p *Printer) meta { return deskMeta(p, "desk-appeals", "appeals") }

// Choices is what can become of an appeal.
func (v DeskAppeals) Choices() []string { return []string{"uphold", "lift"} }

// MaxNote is how long the answer may be, in characters.
func (v DeskAppeals) MaxNote() int { return community.MaxDecisionNote }

// DeskAppeal is an appeal that waits.
type DeskAppeal struct {
	community.Decision
	ID     string
	Person Person
	ByName string // who decided
	// MayDecide: the viewer did not decide it, or nobody else could.
	MayDecide bool
}

// DeskLog is the page GET /desk/log?who=ID&did=SLUG&about=SUBJECT: what staff did. What
// they noted is on the page of what it is about, not here.
type DeskLog struct {
	Who, Did, About string
	Staff           []Option
	Deeds           []string
	List            []LogEntry
	Pages           Pages
}

func (v DeskLog) meta(p *Printer) meta { return deskMeta(p, "desk-log", "log") }

// LogEntry is one thing staff did, and to what.
type LogEntry struct {
	When       time.Time
	Who        string // "" for the command line
	Did, About string
}
