package deidentify

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lookalikes are letters of other scripts that look like Latin ones. They are read as Latin inside a word that has
// Latin letters too; a word wholly in another script is left as it is.
var lookalikes = map[rune]byte{
	'а': 'a', 'в': 'b', 'е': 'e', 'к': 'k', 'м': 'm', 'н': 'h', 'о': 'o', 'р': 'p', 'с': 'c', 'т': 't', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'ԁ': 'd', 'һ': 'h',
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X', 'І': 'I', 'Ј': 'J', 'Ѕ': 'S',
	'α': 'a', 'ο': 'o', 'ν': 'v', 'ρ': 'p', 'ι': 'i', 'κ': 'k', 'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X',
}

// plain are signs that have one plain spelling for the rules.
var plain = map[rune]byte{
	'‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '−': '-', '‘': '\'', '’': '\'', 'ʼ': '\'', '′': '\'', '`': '\'', '´': '\'',
	'“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '⁄': '/', '∕': '/', '․': '.', '。': '.', '·': '.', '•': '\n',
	'\u2028': '\n', '\u2029': '\n', '\u0085': '\n',
}

// normalise writes the text as the rules read it: compatibility forms resolved (NFKC), spaces and dashes plain,
// invisible signs and accents standing alone gone, letters that only look Latin made Latin. For each byte it
// remembers where the rune it came from begins and ends.
func (n *note) normalise(text string) {
	n.text = make([]byte, 0, len(text)+8)
	n.from, n.upto = make([]int32, 0, len(text)+8), make([]int32, 0, len(text)+8)
	latin, until := false, 0
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			n.emit(c, i, i+1)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if i >= until && unicode.IsLetter(r) {
			latin, until = latinWord(text, i, n.text)
		}
		n.rune(r, i, i+size, latin && i < until)
		i += size
	}
}

func (n *note) emit(c byte, from, upto int) {
	n.text = append(n.text, c)
	n.from, n.upto = append(n.from, int32(from)), append(n.upto, int32(upto))
}

// rune writes one rune beyond ASCII.
func (n *note) rune(r rune, from, upto int, latin bool) {
	if c, ok := plain[r]; ok {
		n.emit(c, from, upto)
		return
	}
	if c, ok := lookalikes[r]; ok && latin {
		n.emit(c, from, upto)
		return
	}
	switch {
	case unicode.Is(unicode.Mn, r) && len(n.upto) > 0: // an accent on its own belongs to the letter before
		n.upto[len(n.upto)-1] = int32(upto)
		return
	case r == utf8.RuneError, unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r), r == 0x115F, r == 0x3164:
		return
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r), r == '\u2800':
		n.emit(' ', from, upto)
		return
	}
	for _, c := range norm.NFKC.AppendString(nil, string(r)) {
		n.emit(c, from, upto)
	}
}

// latinWord tells whether the word that byte i of the text stands in has Latin letters, and where it ends. What of
// the word came before i has been written already.
func latinWord(text string, i int, written []byte) (latin bool, end int) {
	latin = len(written) > 0 && isLetter(written[len(written)-1])
	end = i
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		latin = latin || r < utf8.RuneSelf
		end += size
	}
	return latin, end
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// stubborn are letters with a stroke, which have no accent to take off.
var stubborn = map[rune]string{'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ð': "d", 'þ': "th", 'ħ': "h"}

// fold writes a word in lower case and without accents: the form the word lists have.
func fold(word []byte) string {
	ascii := true
	lower := make([]byte, 0, len(word)+4)
	for _, c := range word {
		ascii = ascii && c < utf8.RuneSelf
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		lower = append(lower, c)
	}
	if ascii {
		return string(lower)
	}
	var folded []byte
	for _, r := range string(norm.NFD.Bytes(word)) {
		r = unicode.ToLower(r)
		if s, ok := stubborn[r]; ok {
			folded = append(folded, s...)
		} else if !unicode.Is(unicode.Mn, r) {
			folded = utf8.AppendRune(folded, r)
		}
	}
	return string(folded)
}
