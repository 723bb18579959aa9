package community

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// lookAlikes are letters that a tired reader takes for others, each with what it
// is taken for (UTS 39 has thousands; these are the ones domains are built from).
var lookAlikes = strings.NewReplacer(
	// Cyrillic and Armenian
	"а", "a", "ь", "b", "с", "c", "ԁ", "d", "е", "e", "ҽ", "e", "һ", "h", "н", "h", "і", "i", "ї", "i", "ј", "j", "к", "k", "ӏ", "i",
	"м", "m", "п", "n", "о", "o", "р", "p", "ԛ", "q", "г", "r", "ѕ", "s", "т", "t", "у", "y", "ѵ", "v", "ԝ", "w", "х", "x", "в", "b",
	"օ", "o", "ո", "n", "ս", "u", "հ", "h",
	// Greek
	"α", "a", "β", "b", "ε", "e", "η", "n", "ι", "i", "κ", "k", "ν", "v", "ο", "o", "ρ", "p", "τ", "t", "υ", "u", "χ", "x", "ω", "w", "γ", "y",
	// Latin letters of their own
	"ı", "i", "ł", "i", "ø", "o", "đ", "d", "ɡ", "g", "ɑ", "a", "æ", "ae", "œ", "oe", "ß", "ss", "þ", "p", "ƅ", "b", "ɩ", "i",
	// Digits
	"0", "o", "1", "i", "l", "i", "5", "s",
)

// pairs are two letters that look like one, after lookAlikes.
var pairs = strings.NewReplacer("rn", "m", "vv", "w", "ci", "d")

// skeleton is what a host looks like: two hosts with the same are taken for each
// other.
func skeleton(host string) string {
	written, err := idna.Lookup.ToUnicode(host)
	if err != nil {
		written = host
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '-' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(written))
	return pairs.Replace(lookAlikes.Replace(bare))
}

// scriptsTogether are the scripts that one writing uses side by side (UTS 39
// 5.2, "highly restrictive").
var scriptsTogether = [][]string{{"Han", "Hiragana", "Katakana", "Latin"}, {"Han", "Hangul", "Latin"}, {"Han", "Bopomofo", "Latin"}}

// oneScript says whether each label of a host is written in one script, and not
// in foreign letters that all look like Latin ones.
func oneScript(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		used := scriptsOf(label)
		switch {
		case len(used) == 1 && used["Latin"], len(used) == 0:
		case len(used) == 1:
			if isASCII(skeleton(label)) {
				return false // as in an all-Cyrillic "paypal"
			}
		case !together(used):
			return false
		}
	}
	return true
}

func scriptsOf(label string) map[string]bool {
	used := map[string]bool{}
	for _, r := range label {
		if unicode.In(r, unicode.Common, unicode.Inherited) {
			continue
		}
		for name, table := range unicode.Scripts {
			if unicode.Is(table, r) {
				used[name] = true
				break
			}
		}
	}
	return used
}

func together(used map[string]bool) bool {
	for _, writing := range scriptsTogether {
		inside := 0
		for _, script := range writing {
			if used[script] {
				inside++
			}
		}
		if inside == len(used) {
			return true
		}
	}
	return false
}
