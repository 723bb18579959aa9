package federation

import (
	"slices"

	"consilium/community"
	"consilium/federation/vocab"
)

// emojiOf lists the pictures that a document names for the shortcodes in its text. Their
// id is not looked at: some servers send none (protocol 1.10).
func emojiOf(tags []vocab.Tag) []community.Emoji {
	var list []community.Emoji
	for _, t := range tags {
		shortcode := community.ParseShortcode(t.Name)
		image, err := community.ParseIRI(t.Icon.URL)
		named := slices.ContainsFunc(list, func(e community.Emoji) bool { return e.Shortcode == shortcode || e.Image == image })
		if t.Type == "Emoji" && shortcode != "" && err == nil && !named && len(list) < community.MaxEmoji {
			list = append(list, community.Emoji{Shortcode: shortcode, Image: image})
		}
	}
	return list
}

// emojiTags writes the institution's own emoji that a text of ours uses. The picture's
// address is its id, as it never changes.
func emojiTags(list []community.Emoji) []vocab.Tag {
	var tags []vocab.Tag
	for _, e := range list {
		tags = append(tags, vocab.Tag{Type: "Emoji", ID: e.Image.String(), Name: ":" + e.Shortcode + ":", Icon: vocab.Image{URL: e.Image.String()}})
	}
	return tags
}
