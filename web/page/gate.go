package page

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"consilium/community"
	"consilium/community/deidentify"
)

// Gate is what the check for identifiers says of a form, shown in it: findings marked
// in their text and listed beside it with what could stand there.
//
// It adds to the form: take (the key of a finding, or "all": put the replacement
// there and show the form again), hold ("on": send it to review) with gate_code and
// gate_words, and the hidden fields gate_seen and gate_anchor.
type Gate struct {
	// Stops says that the text cannot be posted as it is; else there are hints, and
	// sending the form once more posts it.
	Stops bool
	// Clear says that nothing is left of what was found.
	Clear    bool
	Findings []GateFinding
	Passages []GatePassage
	Traits   []GateTrait
	Narrow   bool // the traits together stop it
	Seen     string
	Anchor   string // a day as "2026-03-01"; "" for none
	// Step is what the usual button of the form sends as step; "" for nothing.
	Step string
	// Reviewers says that somebody else can review it; Code and Words are what the
	// author said of it.
	Reviewers   bool
	Code, Words string
	Problems    Problems
	// Reviewing says that it is shown to a reviewer, in no form: nothing is taken.
	Reviewing bool
}

// GateFinding is one thing that was found.
type GateFinding struct {
	Number int // from 1
	Key    string
	Where  GateField
	Line   int
	Text   string
	deidentify.Finding
}

// What is the key of the words for what it is.
func (f GateFinding) What() string { return "gate.what." + string(f.Category) }

// Grave says that it stops a case.
func (f GateFinding) Grave() bool { return f.Severity >= deidentify.Hold }

// GateField is a field of a form as people call it.
type GateField struct {
	Label  string // catalogue key
	Number int    // which of several; 0 for the only one
}

// GatePassage is a text with what was found in it: only the lines that hold something.
type GatePassage struct {
	Where GateField
	Lines []GateLine
}

// GateLine is one line of a passage in pieces.
type GateLine struct {
	Number int
	Pieces []GatePiece
}

// GatePiece is a stretch of text; Finding is the number of what it is, 0 for nothing.
type GatePiece struct {
	Text    string
	Finding int
	Grave   bool
}

// GateTrait is what narrows the circle of patients.
type GateTrait struct {
	Where  GateField // Label is "" when it is about the author
	Text   string
	Reason string
}

// Kind is what sort of trait it is: its reason without the area.
func (t GateTrait) Kind() string { return strings.TrimPrefix(t.Reason, "gate.quasi.") }

// Codes are the reasons for which something found is no identifier.
func (g Gate) Codes() []community.ReviewCode { return community.ReviewCodes() }

// First is what the heading names: the gravest finding.
func (g Gate) First() GateFinding {
	first := GateFinding{}
	for _, f := range g.Findings {
		if f.Severity > first.Severity {
			first = f
		}
	}
	return first
}

// Replaceable says that there is more than one finding that could be replaced.
func (g Gate) Replaceable() bool {
	n := 0
	for _, f := range g.Findings {
		if f.Replacement != "" {
			n++
		}
	}
	return n > 1
}

// GateOf puts an inspection into the words of a form.
func GateOf(i community.Inspection) Gate { return gateOf(i, false) }

// ReviewOf puts an inspection into the words of a reviewer's page, with all of the
// text.
func ReviewOf(i community.Inspection) Gate {
	g := gateOf(i, true)
	g.Reviewing = true
	return g
}

func gateOf(i community.Inspection, whole bool) Gate {
	g := Gate{Stops: i.Stops(), Narrow: i.Risk == deidentify.Holds, Seen: i.Shown(), Anchor: GateDay(i.Anchor)}
	for n, c := range i.Concerns {
		g.Findings = append(g.Findings, GateFinding{n + 1, GateKey(i, n), gateField(c.Field), c.Line, c.Text, c.Finding})
	}
	for _, p := range i.Passages {
		var found []GateFinding
		for n, c := range i.Concerns {
			if c.Field == p.Field {
				found = append(found, g.Findings[n])
			}
		}
		if lines := gateLines(p.Text, found, whole); len(lines) > 0 {
			g.Passages = append(g.Passages, GatePassage{gateField(p.Field), lines})
		}
	}
	for _, t := range i.Traits {
		trait := GateTrait{Text: t.Text, Reason: t.Reason}
		if t.Field != "" {
			trait.Where = gateField(t.Field)
		}
		g.Traits = append(g.Traits, trait)
	}
	return g
}

// GateKey names one concern of an inspection by its words, so that a button still
// means it when the text around it was changed: the same words for the same reason in
// the same field are told apart by their order.
func GateKey(i community.Inspection, n int) string {
	same := 0
	for _, c := range i.Concerns[:n] {
		if c.Field == i.Concerns[n].Field && c.Text == i.Concerns[n].Text {
			same++
		}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d:%s:%s:%d", len(i.Concerns[n].Field), i.Concerns[n].Field, i.Concerns[n].Text, same))
	return hex.EncodeToString(sum[:8])
}

// gateField is what people call a field: those of which there are several end in "_N".
func gateField(field string) GateField {
	base, number := field, 0
	if k := strings.LastIndexByte(field, '_'); k > 0 {
		if n, err := strconv.Atoi(field[k+1:]); err == nil {
			base, number = field[:k], n
		}
	}
	var n community.Narrative
	for _, s := range n.Sections() {
		if s.Slug == base {
			return GateField{"case.section." + base, 0}
		}
	}
	return GateField{"gate.field." + base, number}
}

// gateLines cuts a text into lines, all of them or those that hold something, and
// those into pieces.
func gateLines(text string, found []GateFinding, whole bool) []GateLine {
	var lines []GateLine
	start := 0
	for number, line := range strings.Split(text, "\n") {
		end, at := start+len(line), start
		var pieces []GatePiece
		for _, f := range found {
			from, to := max(f.Start, at), min(f.End, end)
			if from >= to {
				continue
			}
			if from > at {
				pieces = append(pieces, GatePiece{Text: text[at:from]})
			}
			pieces = append(pieces, GatePiece{text[from:to], f.Number, f.Grave()})
			at = to
		}
		if pieces != nil || whole {
			lines = append(lines, GateLine{number + 1, append(pieces, GatePiece{Text: text[at:end]})})
		}
		start = end + 1
	}
	return lines
}

// Placed names a field of a form in words.
func (p *Printer) Placed(f GateField) string {
	if f.Number == 0 {
		return p.T(f.Label)
	}
	return p.T(f.Label, "number", f.Number)
}

// GateDay writes day 0 as the form carries it; "" for none.
func GateDay(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}
