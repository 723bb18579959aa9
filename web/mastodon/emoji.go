package mastodon

import "consilium/community"

// Emoji is the entity CustomEmoji.
type Emoji struct {
	Shortcode       string  `json:"shortcode"`
	URL             string  `json:"url"`
	StaticURL       string  `json:"static_url"`
	VisibleInPicker bool    `json:"visible_in_picker"`
	Category        *string `json:"category"`
}

// emojis are the pictures of a text, from our own origin whoever's they are.
func (s *API) emojis(list []community.Emoji) []Emoji {
	out := make([]Emoji, 0, len(list))
	for _, e := range list {
		if e.ID == 0 {
			continue
		}
		at := s.address("/media/emoji/" + community.FormatID(e.ID))
		out = append(out, Emoji{Shortcode: e.Shortcode, URL: at, StaticURL: at, VisibleInPicker: true})
	}
	return out
}

// listEmojis is GET /api/v1/custom_emojis: those of this institution.
func (s *API) listEmojis(c *call) (any, error) {
	list, err := s.store.LocalEmoji(c.Context())
	return s.emojis(list), err
}
