package community

import (
	"errors"

	"golang.org/x/text/language"
)

// CheckLanguage says whether a text can be the tag of a language (BCP 47); "" is none.
// One that is well formed and that nobody knows passes, and counts as none. *Invalid for
// the field language.
func CheckLanguage(tag string) error {
	if tag == "" {
		return nil
	}
	_, err := language.Parse(tag)
	if _, unknown := errors.AsType[language.ValueError](err); err == nil || unknown {
		return nil
	}
	return invalid("language", "post.unknown_language")
}
