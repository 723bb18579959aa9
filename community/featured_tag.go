package community

import (
	"slices"
	"strings"
)

// MaxFeaturedTags is how many hashtags a member may show on the profile.
const MaxFeaturedTags = 10

// FeaturedTags reads hashtags that were typed with blanks or commas between them:
// each once, as NormalizeTag writes them, in order. *Invalid names what is none, or
// says that there are too many.
func FeaturedTags(typed string) ([]string, error) {
	var tags []string
	for _, word := range strings.FieldsFunc(CleanText(typed), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' }) {
		tag := NormalizeTag(word)
		switch {
		case tag == "":
			return nil, invalid("featured_tags", "account.no_hashtag")
		case slices.Contains(tags, tag):
			continue
		case len(tags) == MaxFeaturedTags:
			return nil, invalid("featured_tags", "account.too_many_tags", "limit", MaxFeaturedTags)
		}
		tags = append(tags, tag)
	}
	return tags, nil
}
