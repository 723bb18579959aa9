package credential

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	// titles and generations stand around a name and are none.
	titles = []string{"dr", "prof", "professor", "med", "dipl", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "md", "phd", "rn",
		"dds", "dmd", "dnp", "aprn", "pharmd", "mbbs", "mbchb", "facs", "facp", "frcp"}
	generations = []string{"jr", "sr", "ii", "iii", "iv"}
	// particles come with family names and are left out as often as not.
	particles = []string{"van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "las", "los",
		"el", "al", "bin", "ibn", "bint", "abu", "ter", "ten", "zu", "zum", "zur", "af", "av"}
)

// foldName lowers a name and takes its accents, apostrophes and ligatures away.
// What separates words stays.
func foldName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("'’‘ʼʻ`´′\u00ad\u200b\u200c\u200d", r) {
			return -1
		}
		return r
	}, s)
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if plain, ok := ligatures[r]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ligatures are letters which Unicode does not take apart.
var ligatures = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h"}

// spellOut makes one of "mueller" and "muller", "aase" and "ase": both stand for
// the same letters where accents cannot be written.
func spellOut(word string) string {
	return strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a").Replace(word)
}

// jaroWinkler is the similarity of M. A. Jaro (1989) with W. E. Winkler's weight
// for a common beginning (1990): 0 for nothing in common, 1 for the same.
func jaroWinkler(a, b string) float64 {
	jaro := jaroOf(a, b)
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}

// jaroOf counts the letters that both have at about the same place, and those of
// them that stand in another order. It compares bytes: ASCII only.
func jaroOf(a, b string) float64 {
	window := max(max(len(a), len(b))/2-1, 0)
	taken := make([]bool, len(b))
	var common, other []byte
	for i := range len(a) {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if !taken[j] && a[i] == b[j] {
				taken[j] = true
				common = append(common, a[i])
				break
			}
		}
	}
	if len(common) == 0 {
		return 0
	}
	for j, yes := range taken {
		if yes {
			other = append(other, b[j])
		}
	}
	swapped := 0
	for i := range common {
		if common[i] != other[i] {
			swapped++
		}
	}
	m := float64(len(common))
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped)/2)/m) / 3
}
