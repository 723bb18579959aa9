package community

import (
	"slices"
	"strings"

	"consilium/community/credential"
)

// BearsName says whether a mailbox is called after somebody: the family name
// with the given name or its first letters ("ana.petrovic", "apetrovic",
// "petrovica"). Whoever works beside a physician has a mailbox at the same
// hospital too, and no way to one in the physician's name. names are those of a
// register's entry, best as "Family, Given". It errs towards no.
func (m Mailbox) BearsName(names []string) bool {
	words := strings.FieldsFunc(m.words, func(r rune) bool { return r < 'a' || r > 'z' })
	_, alike := credential.Similar(strings.Join(words, " "), names) // knows nicknames and middle names
	joined := strings.Join(words, "")
	return slices.ContainsFunc(names, func(name string) bool {
		family, given, comma := strings.Cut(name, ",")
		if !comma {
			parts := strings.Fields(name)
			if len(parts) < 2 {
				return false
			}
			family, given = parts[len(parts)-1], strings.Join(parts[:len(parts)-1], " ")
		}
		for _, write := range []func(string) string{plainLetters, expandedLetters} {
			f := strings.ReplaceAll(write(family), " ", "")
			if alike && len(f) > 1 && strings.Contains(joined, f) || namedAfter(joined, f, strings.Fields(write(given))) {
				return true
			}
		}
		return false
	})
}

// namedAfter tries the family name at either end of what is left of an address
// without stops; the rest has to be of the given names.
func namedAfter(joined, family string, given []string) bool {
	if len(family) < 2 || len(given) == 0 {
		return false
	}
	initials := ""
	for _, g := range given {
		initials += g[:1]
	}
	for _, cut := range []func(string, string) (string, bool){strings.CutSuffix, strings.CutPrefix} {
		rest, found := cut(joined, family)
		if found && rest != "" && (strings.HasPrefix(given[0], rest) || strings.HasPrefix(initials, rest)) {
			return true
		}
	}
	return false
}

// plainLetters writes a name in ASCII without its accents, expandedLetters with
// German ones written out.
func plainLetters(name string) string {
	name = strings.NewReplacer("ß", "ss", "ø", "o", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d").Replace(strings.ToLower(name))
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' || r == '.' })
	for i, word := range words {
		words[i] = strings.Map(func(r rune) rune {
			if r < 'a' || r > 'z' {
				return -1
			}
			return r
		}, bareWords(word))
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

func expandedLetters(name string) string {
	return plainLetters(strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue").Replace(strings.ToLower(name)))
}
