package deidentify

import (
	"unicode"
	"unicode/utf8"
)

// shape is what a token is made of.
type shape uint8

const (
	sign   shape = iota // one sign
	word                // letters, with apostrophes inside
	number              // digits
	mixed               // letters and digits without a gap
)

// token is the smallest thing the rules look at. start and end are bytes of the normalised text.
type token struct {
	start, end int
	shape      shape
	sign       byte   // the sign itself, when it is one of ASCII
	fold       string // lower case, without accents
	base       string // fold without a possessive s
	gap        gap    // what stands before it
	title      bool   // begins with a capital and goes on in small letters
	upper      bool   // two letters or more, all capitals
	capital    bool   // has a capital somewhere
	accented   bool   // has a letter beyond ASCII
	is         lists  // the lists its base stands in
}

// gap is what separates a token from the one before.
type gap uint8

const (
	joined gap = iota
	space
	line      // one line break
	paragraph // an empty line, or the beginning
)

// tokenise cuts the normalised text.
func (n *note) tokenise() {
	n.tokens = make([]token, 0, len(n.text)/4+1)
	before := paragraph
	for i := 0; i < len(n.text); {
		c := n.text[i]
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == 0 {
			before = widen(before, c)
			i++
			continue
		}
		t := n.cut(i)
		t.gap = before
		n.tokens = append(n.tokens, t)
		i, before = t.end, joined
	}
}

func widen(before gap, c byte) gap {
	switch {
	case c != '\n':
		return max(before, space)
	case before >= line:
		return paragraph
	}
	return line
}

// cut reads the token that begins at byte i.
func (n *note) cut(i int) token {
	t := token{start: i}
	letters, digits := 0, 0
	for i < len(n.text) {
		r, size := rune(n.text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(n.text[i:])
		}
		switch {
		case unicode.IsLetter(r):
			letters++
		case r >= '0' && r <= '9':
			digits++
		case r == '\'' && letters > 0 && i+1 < len(n.text) && (isLetter(n.text[i+1]) || n.text[i+1] >= utf8.RuneSelf):
		default:
			if letters+digits == 0 {
				i += size
			}
			return n.finish(t, i, letters, digits)
		}
		i += size
	}
	return n.finish(t, i, letters, digits)
}

func (n *note) finish(t token, end, letters, digits int) token {
	t.end = end
	raw := n.text[t.start:end]
	switch {
	case letters == 0 && digits == 0:
		t.sign = raw[0]
		t.fold, t.base = string(raw), string(raw)
		return t
	case letters == 0:
		t.shape = number
	case digits == 0:
		t.shape = word
	default:
		t.shape = mixed
	}
	t.fold = fold(raw)
	t.base = t.fold
	t.accented = len(raw) != len(t.fold) || !isLetter(raw[0]) && t.shape == word
	if k := len(t.base) - 2; k > 0 && t.base[k:] == "'s" {
		t.base = t.base[:k]
	}
	t.title, t.upper, t.capital = capitals(raw, t.base != t.fold)
	return t
}

// capitals tells how a word is written. One capital alone counts as title; so does McKay and O'Brien.
func capitals(raw []byte, possessive bool) (title, upper, any bool) {
	if possessive {
		raw = raw[:len(raw)-2]
	}
	big, small := 0, 0
	first := false
	for i, r := range string(raw) {
		switch {
		case unicode.IsUpper(r):
			big++
			first = first || i == 0
		case unicode.IsLower(r):
			small++
		}
	}
	return first && (small > 0 || big == 1), big > 1 && small == 0, big > 0
}

// lists is a set of word lists.
type lists [2]uint64

func (l lists) has(k list) bool { return l[k/64]&(1<<(k%64)) != 0 }

func (l *lists) add(k list) { l[k/64] |= 1 << (k % 64) }

func (l *lists) join(o lists) { l[0], l[1] = l[0]|o[0], l[1]|o[1] }

func (l lists) and(o lists) lists { return lists{l[0] & o[0], l[1] & o[1]} }

func (l lists) any(o lists) bool { return l[0]&o[0] != 0 || l[1]&o[1] != 0 }
