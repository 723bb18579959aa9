package web

import (
	"slices"
	"time"

	"consilium/community"
	"consilium/storage"
)

type exportedPost struct {
	ID        string                     `json:"id"`
	URL       string                     `json:"url,omitempty"`
	Kind      string                     `json:"kind"`
	Published time.Time                  `json:"published"`
	Edited    time.Time                  `json:"edited,omitzero"`
	Audience  exportedAudience           `json:"audience"`
	Of        string                     `json:"of,omitempty"`
	InReplyTo string                     `json:"in_reply_to,omitempty"`
	Quote     *exportedQuote             `json:"quote,omitempty"`
	QuotedBy  *community.InteractionRule `json:"who_may_quote,omitempty"`
	Title     string                     `json:"title,omitempty"`
	Warning   string                     `json:"warning,omitempty"`
	Sensitive bool                       `json:"sensitive,omitempty"`
	HTML      string                     `json:"html,omitempty"`
	Source    string                     `json:"source,omitempty"`
	Language  string                     `json:"language,omitempty"`
	Mentions  []string                   `json:"mentions,omitempty"`
	Tags      []string                   `json:"tags,omitempty"`
	Pictures  []exportedPicture          `json:"pictures,omitempty"`
	Poll      *exportedQuestion          `json:"poll,omitempty"`
	Case      *exportedCase              `json:"case,omitempty"`
	Versions  []exportedVersion          `json:"versions,omitempty"`
}

type exportedAudience struct {
	Kind        community.AudienceKind `json:"kind"`
	Level       int                    `json:"level,omitempty"`
	Professions []community.Profession `json:"professions,omitempty"`
	Specialties []community.Specialty  `json:"specialties,omitempty"`
}

type exportedPicture struct {
	File        string `json:"file"`
	Description string `json:"description,omitempty"`
	Caption     string `json:"caption,omitempty"`
	Type        string `json:"type"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
}

type exportedCase struct {
	Title   string `json:"title"`
	AgeBand string `json:"age_band"`
	Sex     string `json:"sex,omitempty"`
	// Sections are the filled ones by their slugs.
	Sections    map[string]string     `json:"sections"`
	Keywords    []string              `json:"keywords,omitempty"`
	Certainty   string                `json:"certainty,omitempty"`
	Confirmed   string                `json:"confirmed,omitempty"`
	Specialties []community.Specialty `json:"specialties,omitempty"`
	Consent     string                `json:"consent"`
	Status      string                `json:"status"`
	Accepted    string                `json:"accepted,omitempty"`
	Solved      time.Time             `json:"solved,omitzero"`
	Poll        *exportedPoll         `json:"poll,omitempty"`
}

type exportedVersion struct {
	Written time.Time     `json:"written"`
	Title   string        `json:"title,omitempty"`
	Warning string        `json:"warning,omitempty"`
	HTML    string        `json:"html,omitempty"`
	Source  string        `json:"source,omitempty"`
	Case    *exportedCase `json:"case,omitempty"`
}

// exportedPostOf writes a post of the member's own. domain is ours, so that
// everybody is named in full.
func exportedPostOf(p storage.EstatePost, domain string) exportedPost {
	doc := exportedPost{ID: p.IRI.String(), URL: p.URL.String(), Kind: string(p.Kind), Published: p.Published, Edited: p.Edited,
		Audience: exportedAudience{p.Audience.Kind, int(p.Audience.MinLevel), p.Audience.Professions, p.Audience.Specialties},
		Of:       p.Of.String(), InReplyTo: p.ParentIRI.String(), Title: p.Title, Warning: p.Warning, Sensitive: p.Sensitive,
		HTML: p.Content.String(), Source: p.Source, Language: p.Language, Tags: p.Tags, Case: exportedCaseOf(p.Case), Poll: exportedQuestionOf(p.Question)}
	doc.Quote, doc.QuotedBy = exportedQuoteOf(p.Quote), p.Policy.Quote
	if doc.Case != nil {
		doc.Case.Accepted = p.Accepted.String()
		doc.Case.Poll = exportedPollOf(p.Poll)
	}
	for _, h := range p.Named {
		doc.Mentions = append(doc.Mentions, h.At(domain))
	}
	for _, m := range slices.Concat(p.Media, p.Withheld) { // they are the author's
		doc.Pictures = append(doc.Pictures, exportedPicture{pictureName(m), m.Description, m.Caption, m.Type, m.Width, m.Height})
	}
	for _, v := range p.Versions {
		doc.Versions = append(doc.Versions, exportedVersion{v.Written, v.Title, v.Warning, v.Content.String(), v.Source, exportedCaseOf(v.Case)})
	}
	return doc
}

func exportedCaseOf(c *community.Case) *exportedCase {
	if c == nil {
		return nil
	}
	doc := &exportedCase{Title: c.Title, AgeBand: string(c.Patient.AgeBand), Sex: string(c.Patient.Sex), Sections: map[string]string{},
		Keywords: c.Keywords, Certainty: string(c.Certainty), Confirmed: string(c.Confirmed), Specialties: c.Specialties,
		Consent: string(c.Consent), Status: string(c.Status), Solved: c.Solved}
	for _, s := range c.Filled() {
		doc.Sections[s.Slug] = *s.Text
	}
	return doc
}
