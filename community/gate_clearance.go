package community

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"consilium/community/deidentify"
)

// Clearance is what an author has to show at the gate. The zero Clearance shows
// nothing.
type Clearance struct {
	// Seen is Inspection.Shown of what the author was told before pressing once more:
	// hints do not stop them twice.
	Seen string
	// Unshown says that hints cannot be shown where the draft comes from, as in the
	// client API: they pass.
	Unshown bool
	// Released is the digest of the words that a reviewer released; "" for none. It
	// comes from the store and never from a form.
	Released string
	// Anchor is the day from which replacements were counted that the author took
	// before; zero for none.
	Anchor time.Time
}

// Stopped says that a text was not let through the gate: *Invalid for what is wrong
// with a form, *Stopped for what could tell who the patient is.
type Stopped struct {
	Inspection
	// Digest names exactly what was inspected: see PostDraft.Digest.
	Digest string
}

// Error is for the log: categories and counts, never a word of the text.
func (e *Stopped) Error() string {
	counts := e.Categories()
	words := []string{}
	for _, c := range slices.Sorted(maps.Keys(counts)) {
		words = append(words, fmt.Sprintf("%d %s", counts[c], c))
	}
	return fmt.Sprintf("stopped at the gate: %s; risk %d", strings.Join(words, ", "), e.Risk)
}

// Pass lets passages through the gate that enter otherwise than by Publish or Revise,
// such as the outcome of a case. It returns *Stopped when something has to be looked at.
func Pass(passages []Passage, o InspectOptions, c Clearance) error {
	if o.Anchor.IsZero() {
		o.Anchor = c.Anchor
	}
	return c.judge(Inspect(passages, o), digestOf(passages))
}

// judge is the one place that decides what an inspection stops.
func (c Clearance) judge(i Inspection, digest string) error {
	switch {
	case digest == c.Released:
		return nil
	case i.Stops(), i.Warned() && !c.Unshown && c.Seen != i.Shown():
		return &Stopped{i, digest}
	}
	return nil
}

// CaseTexts say how texts of a case or of what stands below one are read.
func CaseTexts(author Actor, language string, now time.Time) InspectOptions {
	return InspectOptions{Language: language, Own: []string{"@" + author.Handle.String()}, Author: author.reveals(language, now)}
}

// reveals is what an author's profile says about where something happened. Nobody
// writes without a name here.
func (a Actor) reveals(language string, now time.Time) deidentify.Author {
	author := deidentify.Author{Language: language, Named: true}
	if c := a.Credential; c != nil && c.InForce(now) {
		author.Hospital = c.ConfirmedBy
	}
	return author
}

// gate lets a draft through, or returns *Stopped. It stands before every Publication
// of an author's words.
func (s Surroundings) gate(author Actor, old *Post, d PostDraft) error {
	words := d.Digest(s)
	if old != nil { // what is released for one post is not for another
		words = digest(words, FormatID(old.ID))
	}
	return d.Gate.judge(s.Inspect(author, old, d), words)
}

// Inspect looks through the draft of a new post, or of an edit of old, as Publish and
// Revise do.
func (s Surroundings) Inspect(author Actor, old *Post, d PostDraft) Inspection {
	o := CaseTexts(author, d.Language, s.Now)
	o.Own, o.Anchor = s.own(author), d.Gate.Anchor
	if !s.clinical(d, old) {
		o.Kind = deidentify.Post
	}
	i := Inspect(d.Passages(s.Media), o)
	if old != nil {
		i.forgive(old.Passages(), o, s.Reviewed)
	}
	return i
}

// clinical says whether a draft is a case, stands below one or quotes what does. What
// stands in a thread whose beginning is not known may do so.
func (s Surroundings) clinical(d PostDraft, old *Post) bool {
	if d.Case != nil || s.caseAbove() != nil || s.Quoted != nil && s.Quoted.clinical() {
		return true
	}
	if s.Parent == nil {
		return old != nil && (old.Parent != 0 || !old.ParentIRI.IsZero() || old.Quote != nil && s.Quoted == nil)
	}
	return s.Parent.begins(s.Thread) == nil
}

// begins is where the thread of a post begins, given what is known of that; nil when
// something stands above it that is not known.
func (p *Post) begins(thread *Post) *Post {
	if p.Root == p.ID {
		thread = p
	}
	if thread == nil || thread.ID != p.Root || thread.Parent != 0 || !thread.ParentIRI.IsZero() {
		return nil
	}
	return thread
}

// clinical says whether what is quoted is a case or may stand below one.
func (q *Quoted) clinical() bool {
	start := q.begins(q.Thread)
	return start == nil || start.Case != nil
}

// own is what an author may write although it looks like an identifier: their own
// addresses and whom they name on purpose.
func (s Surroundings) own(author Actor) []string {
	own := append([]string{"@" + author.Handle.String(), "@" + author.Handle.At(s.Domain)}, s.Own...)
	for h := range s.Mentioned {
		own = append(own, "@"+h.String(), "@"+h.At(s.Domain))
	}
	return own
}

// forgive drops what stood in the same passage before an edit: hints that were shown
// then and, when the post was released by a reviewer, everything. A post from before
// there was a gate is judged as if it were new.
func (i *Inspection) forgive(before []Passage, o InspectOptions, reviewed bool) {
	i.Concerns = slices.DeleteFunc(i.Concerns, func(c Concern) bool {
		same := slices.ContainsFunc(before, func(p Passage) bool { return p.Field == c.Field && slices.Contains(i.Passages, p) })
		return same && (reviewed || c.Severity == deidentify.Warn)
	})
	if i.Risk == deidentify.Passes || i.Risk == deidentify.Holds && !reviewed {
		return
	}
	text, _ := joined(before)
	now, _ := joined(i.Passages)
	if deidentify.Score(now, o.Author).Score <= deidentify.Score(text, o.Author).Score {
		i.Risk, i.Traits = deidentify.Passes, nil
	}
}

// Digest names exactly what a draft would publish, to whom and with which pictures: a
// reviewer releases this and nothing else.
func (d PostDraft) Digest(s Surroundings) string {
	parts := []string{digestOf(d.Passages(s.Media)), string(d.Audience), d.Narrow.Level}
	parts = append(append(append(parts, d.Narrow.Professions...), "/"), d.Narrow.Specialties...)
	if s.Parent != nil {
		parts = append(parts, FormatID(s.Parent.ID))
	}
	for _, m := range s.Media {
		parts = append(parts, FormatID(m.ID), m.File)
	}
	return digest(parts...)
}

func digestOf(passages []Passage) string {
	parts := []string{}
	for _, p := range passages {
		parts = append(parts, p.Field, p.Text)
	}
	return digest(parts...)
}

// digest is the SHA-256 of a list of strings in hexadecimal; where one ends counts.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}
