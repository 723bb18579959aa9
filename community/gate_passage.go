package community

import (
	"strconv"
	"strings"
)

// Passages lists every text that a draft carries, as it would be kept, with the field
// of the form it comes from. Whoever gives a draft another text adds it here; a test
// looks for what was forgotten.
func (d PostDraft) Passages(pictures []Media) []Passage {
	var all passages
	if d.Case != nil {
		all.addCase(*d.Case)
	} else {
		all.add("text", strings.TrimSpace(CleanText(d.Text)))
		all.add("title", cleanLine(d.Title))
	}
	all.add("warning", cleanLine(d.Warning))
	if r := d.Response; r != nil {
		all.add("departs", CleanText(r.Departs))
		all.add("evidence", CleanText(r.Evidence))
	}
	for n, option := range d.Question.options() {
		all.add("question_option_"+strconv.Itoa(n+1), option)
	}
	for n, m := range pictures {
		all.addPicture(n+1, m)
	}
	return all
}

// Passages lists every text of a post that is stored, in the fields of its form.
func (p Post) Passages() []Passage {
	d := PostDraft{Text: p.Source, Warning: p.Warning,
		Response: &ResponseDraft{Departs: p.Response.Departs, Evidence: EvidenceField(p.Citations)}}
	if p.SourceType == "" {
		d.Text = p.Content.Text()
	}
	if p.Question != nil {
		d.Question.Options = p.Question.Texts()
	}
	if c := p.Case; c != nil {
		d.Case = &CaseDraft{Title: c.Title, Narrative: c.Narrative, Keywords: strings.Join(c.Keywords, ", "), Evidence: d.Response.Evidence}
		d.Response = nil
	}
	var all passages = d.Passages(p.Media)
	if p.Case == nil {
		all.add("title", p.Title)
	}
	return all
}

// passages collects what is not empty.
type passages []Passage

func (all *passages) add(field, text string) {
	if text != "" {
		*all = append(*all, Passage{field, text})
	}
}

func (all *passages) addCase(c CaseDraft) {
	c.clean()
	all.add("title", c.Title)
	for _, s := range c.Narrative.Sections() {
		all.add(s.Slug, *s.Text)
	}
	all.add("keywords", cleanLine(c.Keywords))
	all.add("evidence", CleanText(c.Evidence))
	for n, option := range c.Poll.options() {
		all.add("poll_option_"+strconv.Itoa(n+1), option)
	}
}

// addPicture adds what is said of the picture at a place of the form.
func (all *passages) addPicture(number int, m Media) {
	all.add("description_"+strconv.Itoa(number), CleanText(m.Description))
	all.add("caption_"+strconv.Itoa(number), CleanText(m.Caption))
}
