package credential

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

const (
	// enoughAlike is the similarity of Jaro and Winkler from which on two words are
	// taken for one name.
	enoughAlike = 0.90
	// wholeLetters is up to which length a word has to be the same: of short ones
	// one letter makes another name (Chan and Chang, Singh and Sinha).
	wholeLetters = 5
	// A claim that lists names until some fit is none.
	maxNameBytes, maxNameWords = 200, 10
	maxUnclaimed, maxUnknown   = 4, 2
)

// Similar says whether a name can be the name of an entry: a given name and a
// family name must both be found in one of the entry's names, of which the best
// counts. Case, accents, hyphens, apostrophes, the order of the words, nicknames,
// middle names, initials and particles make no difference; a middle name or
// initial that contradicts, and junior for senior, do. The score is that of the
// weaker of the two names, 0 to 1.
//
// It errs towards no: then an officer looks.
func Similar(claimed string, registered []string) (score float64, ok bool) {
	claim := readName(claimed)
	if len(claim.family) == 0 || len(claim.given) == 0 {
		return 0, false
	}
	for _, entry := range registered {
		s, fits := compareNames(claim, readName(entry))
		if fits == ok && s > score || fits && !ok {
			score, ok = s, fits
		}
	}
	return score, ok
}

// personName is a name in words, folded. Which words are the family's is only
// known of an entry, and there only where a comma says so; else it is the last.
type personName struct {
	family, given []string
	generation    string // jr, sr, ii …
}

func (n personName) words() []string { return slices.Concat(n.given, n.family) }

// readName takes a name apart. One of too many letters or words is none.
func readName(s string) personName {
	if len(s) > maxNameBytes {
		return personName{}
	}
	var n personName
	before, after, comma := strings.Cut(foldName(s), ",")
	family, given := n.take(before), n.take(after)
	if !comma || len(given) == 0 {
		given, family = splitLast(family)
	}
	if len(family)+len(given) > maxNameWords {
		return personName{}
	}
	n.family, n.given = family, given
	return n
}

// take returns the words that are names, and keeps the generation.
func (n *personName) take(s string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		switch {
		case slices.Contains(generations, word):
			n.generation = word
		case !slices.Contains(titles, word):
			words = append(words, word)
		}
	}
	return words
}

// splitLast parts the last word, with the particles before it, from the others.
func splitLast(words []string) (given, family []string) {
	at := max(len(words)-1, 0)
	for at > 1 && isParticle(words[at-1]) {
		at--
	}
	return words[:at], words[at:]
}

// pair is a word of the claim that is taken for a word of the entry.
type pair struct {
	claim, entry int
	score        float64
}

// compareNames says how alike a claim and one name of an entry are.
func compareNames(claim, entry personName) (score float64, ok bool) {
	if len(entry.family) == 0 || len(entry.given) == 0 {
		return 0, false
	}
	words := joinAs(claim.words(), entry.words())
	given, family := joinAs(entry.given, words), joinAs(entry.family, words)
	theirs := slices.Concat(given, family)
	pairs := pairUp(words, theirs, len(given))
	var bestGiven, bestFamily float64
	for _, p := range pairs {
		if p.entry < len(given) {
			bestGiven = max(bestGiven, p.score)
		} else if !isParticle(theirs[p.entry]) || onlyParticles(family) {
			bestFamily = max(bestFamily, p.score)
		}
	}
	score = min(bestGiven, bestFamily)
	rival := claim.generation != "" && entry.generation != "" && claim.generation != entry.generation
	return score, score >= enoughAlike && !rival && agree(words, theirs, pairs)
}

// pairUp finds for each word of the claim one of the entry, the surest first.
// Initials stand for nothing here.
func pairUp(words, theirs []string, given int) []pair {
	var all []pair
	for i, a := range words {
		for j, b := range theirs {
			if s := wordScore(a, b, j < given); s >= enoughAlike && len([]rune(a)) > 1 {
				all = append(all, pair{i, j, s})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	var chosen []pair
	for _, p := range all {
		if !slices.ContainsFunc(chosen, func(c pair) bool { return c.claim == p.claim || c.entry == p.entry }) {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// agree says whether what is left over contradicts: one side may have more names
// than the other, not each a name that the other lacks.
func agree(words, theirs []string, pairs []pair) bool {
	var mine, others []string
	for i, w := range words {
		if !slices.ContainsFunc(pairs, func(p pair) bool { return p.claim == i }) && !isParticle(w) {
			mine = append(mine, w)
		}
	}
	for j, w := range theirs {
		if !slices.ContainsFunc(pairs, func(p pair) bool { return p.entry == j }) && !isParticle(w) {
			others = append(others, w)
		}
	}
	mine, others = settleInitials(mine, others)
	return len(mine) <= maxUnknown && len(others) <= maxUnclaimed && (len(mine) == 0 || len(others) == 0)
}

// settleInitials takes out each initial with a name of the other side that begins
// with it.
func settleInitials(a, b []string) ([]string, []string) {
	for i := 0; i < len(a); i++ {
		at := slices.IndexFunc(b, func(w string) bool {
			short, long := min(a[i], w), max(a[i], w) // a prefix sorts before what it begins
			return len([]rune(short)) == 1 && strings.HasPrefix(long, short)
		})
		if at >= 0 {
			a, b = slices.Delete(slices.Clone(a), i, i+1), slices.Delete(slices.Clone(b), at, at+1)
			i--
		}
	}
	return a, b
}

// wordScore compares two words. Two well-known given names are the same or are
// not: Michael and Michelle are alike only in their letters.
func wordScore(a, b string, given bool) float64 {
	if a == b || len(a) > 2 && len(b) > 2 && spellOut(a) == spellOut(b) {
		return 1
	}
	if given {
		if same, known := sameGiven(a, b); known {
			return same
		}
	}
	if !isASCII(a) || !isASCII(b) || min(len(a), len(b)) <= wholeLetters {
		return 0
	}
	return jaroWinkler(a, b)
}

// joinAs writes neighbours of a as one word where b has them as one: "anne marie"
// beside "annemarie", "van der berg" beside "vanderberg".
func joinAs(a, b []string) []string {
	var joined []string
	for i := 0; i < len(a); {
		n := 1
		for size := min(4, len(a)-i); size > 1; size-- {
			if slices.Contains(b, strings.Join(a[i:i+size], "")) {
				n = size
				break
			}
		}
		joined = append(joined, strings.Join(a[i:i+n], ""))
		i += n
	}
	return joined
}

func onlyParticles(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !isParticle(w) })
}

func isParticle(word string) bool { return slices.Contains(particles, word) }

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
