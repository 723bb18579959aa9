package storage

import (
	"encoding/json"
	"strings"
	"time"

	"consilium/community"
)

// What posts and actors say beside what is asked about lies in columns of JSON. What
// cannot be read is nothing said.
type (
	emojiText  string
	fieldText  string
	policyText string
)

type emojiRow struct {
	ID        community.EmojiID `json:"id,string"`
	Shortcode string            `json:"shortcode"`
	Image     string            `json:"image"`
}

func textOfEmoji(list []community.Emoji) emojiText {
	var rows []emojiRow
	for _, e := range list {
		rows = append(rows, emojiRow{e.ID, e.Shortcode, e.Image.String()})
	}
	return emojiText(jsonOf(rows, len(rows)))
}

func (t emojiText) emoji() []community.Emoji {
	var list []community.Emoji
	for _, r := range listIn[emojiRow](string(t)) {
		if image, err := community.ParseIRI(r.Image); err == nil {
			list = append(list, community.Emoji{ID: r.ID, Shortcode: r.Shortcode, Image: image})
		}
	}
	return list
}

type fieldRow struct {
	Name     string `json:"name"`
	Value    string `json:"value"`
	Source   string `json:"source,omitempty"`
	Verified int64  `json:"verified,omitempty"`
}

func textOfFields(list []community.Field) fieldText {
	var rows []fieldRow
	for _, f := range list {
		row := fieldRow{Name: f.Name, Value: f.Value.String(), Source: f.Source}
		if !f.Verified.IsZero() {
			row.Verified = f.Verified.UnixMilli()
		}
		rows = append(rows, row)
	}
	return fieldText(jsonOf(rows, len(rows)))
}

func (t fieldText) fields() []community.Field {
	var list []community.Field
	for _, r := range listIn[fieldRow](string(t)) {
		f := community.Field{Name: r.Name, Source: r.Source}
		if f.Value.Scan(r.Value) != nil {
			continue
		}
		if r.Verified != 0 {
			f.Verified = time.UnixMilli(r.Verified).UTC()
		}
		list = append(list, f)
	}
	return list
}

func textOfPolicy(p community.InteractionPolicy) policyText {
	if p == (community.InteractionPolicy{}) {
		return ""
	}
	return policyText(jsonOf(p, 1))
}

func (t policyText) policy() community.InteractionPolicy {
	var p community.InteractionPolicy
	if t == "" || json.Unmarshal([]byte(t), &p) != nil {
		return community.InteractionPolicy{}
	}
	return p
}

// jsonOf writes JSON of what has so many parts; "" for none.
func jsonOf(v any, parts int) string {
	if parts == 0 {
		return ""
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

func listIn[T any](text string) []T {
	var list []T
	if text == "" || json.Unmarshal([]byte(text), &list) != nil {
		return nil
	}
	return list
}

// words are the words of a column that has one a line; nil for none.
func words(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Fields(text)
}
