package deidentify

import (
	"slices"
	"strings"
)

// keepPlaceholders keeps what a replacement left behind: "[name]" is no name.
func (n *note) keepPlaceholders() {
	for i, t := range n.tokens {
		if t.sign != '[' {
			continue
		}
		for k := i + 1; k < len(n.tokens) && k < i+7; k++ {
			if n.tokens[k].sign == ']' {
				if n.rules.places[strings.ToLower(n.raw(i, k))] {
					n.keep(i, k)
				}
				break
			}
		}
	}
}

// keepPhrases keeps terms that would read as something else.
func (n *note) keepPhrases() {
	for _, e := range n.entries {
		if e.list == listKeep {
			n.keep(e.first, e.last)
		} else if e.list == listToponym && n.medical(e.first, e.last) {
			n.keep(e.first, e.last)
		}
	}
	for i, t := range n.tokens {
		if t.is.has(listKeep) {
			n.keep(i, i)
		}
	}
}

// keepOwn keeps what the caller vouches for.
func (n *note) keepOwn() {
	for _, own := range n.options.Own {
		words := folds(own)
		if len(words) == 0 {
			continue
		}
		for i := range n.tokens {
			if end := n.phraseEnd(i, words); end >= i && n.alone(i, end) {
				n.keep(i, end)
			}
		}
	}
}

// alone tells whether tokens are no part of something longer: of "jane@ana.example"
// "@ana" is.
func (n *note) alone(first, last int) bool {
	if first > 0 && n.tokens[first].gap == joined && n.tokens[first-1].shape != sign {
		return false
	}
	after := last + 1
	for after < len(n.tokens) && n.tokens[after].gap == joined && n.tokens[after].shape == sign {
		after++
	}
	return after == len(n.tokens) || n.tokens[after].gap != joined
}

// registers are words before numbers that name a paper, a book, a trial or a guideline.
var registers = []string{"pmid", "pmcid", "pmc", "isbn", "issn", "eudract", "prospero", "nct", "isrctn", "omim", "mim", "arxiv", "cochrane", "doi", "chebi", "ctri", "euctr"}

// entries of registers written as one word: NCT04470427, rs80357914, ISRCTN83633069, CD012345, NG136, CG181.
var prefixes = []string{"nct", "rs", "isrctn", "pmc", "cd", "ng", "cg", "ta", "ipg", "qs", "grch", "hg", "nm", "np", "enst", "ensg", "hgnc", "orpha", "actrn", "drks", "chictr", "ctri", "crd", "jprn", "umin"}

// keepReferences keeps citations: what they name is published, and so are their authors.
func (n *note) keepReferences() {
	for i, t := range n.tokens {
		switch {
		case t.shape == number && t.fold == "10" && n.isDOI(i):
			n.keep(i, n.solid(i))
		case t.shape == word && slices.Contains(registers, t.fold):
			n.keepNumberAfter(i)
		case t.shape == mixed && isEntry(t.fold):
			n.keep(i, i)
		case t.fold == "et" && n.at(i+1).fold == "al":
			n.keepAuthors(i-1, i+1)
		case t.shape == number && isYear(t.fold):
			n.keepByYear(i)
		}
	}
}

// isDOI tells whether a DOI begins at token i (ISO 26324: 10.registrant/suffix).
func (n *note) isDOI(i int) bool {
	return n.at(i+1).sign == '.' && n.at(i+2).shape == number && len(n.at(i+2).fold) >= 4 && n.at(i+3).sign == '/'
}

// longest is how many tokens a link or another thing without gaps may have.
const longest = 150

// solid returns the last token before the next gap, without closing punctuation.
func (n *note) solid(i int) int {
	for most := i + longest; i+1 < len(n.tokens) && n.tokens[i+1].gap == joined && i < most; {
		i++
	}
	for i > 0 && strings.IndexByte(".,;:!?)]'\"", n.tokens[i].sign) >= 0 && n.tokens[i].shape == sign {
		i--
	}
	return i
}

func (n *note) keepNumberAfter(i int) {
	k := i + 1
	for k < i+4 && n.at(k).shape == sign && strings.IndexByte(":#.-(", n.at(k).sign) >= 0 {
		k++
	}
	if s := n.at(k).shape; s == number || s == mixed {
		last := k
		for n.at(last+1).gap == joined && (n.at(last+1).sign == '-' || n.at(last+1).shape != sign) {
			last++
		}
		n.keep(i, last)
	}
}

func isEntry(s string) bool {
	cut := strings.IndexAny(s, "0123456789")
	return cut > 1 && allDigits(s[cut:]) && slices.Contains(prefixes, s[:cut])
}

func isYear(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20"))
}

// keepByYear keeps "Lancet 2019;394:1145-58" with the authors before it, and "Jones and Smith (2018)".
func (n *note) keepByYear(i int) {
	if n.at(i+1).sign == ';' && n.at(i+2).gap == joined && n.at(i+2).shape != sign && n.at(i+2).shape != word {
		n.keepJournal(i)
		return
	}
	k := i - 1
	for k >= 0 && (n.at(k).sign == '(' || n.at(k).sign == ',') {
		k--
	}
	joint := n.at(k - 1).fold
	if k < i-1 && n.at(k).title && (joint == "and" || joint == "&") && n.at(k-2).title && n.at(i+1).shape != number {
		n.keep(k-2, i)
	}
}

// keepJournal keeps a journal's name before its year, volume and pages after it, and the authors in front.
func (n *note) keepJournal(year int) {
	last := year
	for last+1 < len(n.tokens) && last < year+12 && (n.tokens[last+1].gap == joined || n.tokens[last].sign == ';' || n.tokens[last].sign == ':') && n.tokens[last+1].gap < line {
		if t := n.tokens[last+1]; t.shape == sign && strings.IndexByte(";:()-,", t.sign) < 0 {
			break
		}
		last++
	}
	first := year
	for first > 0 && first > year-9 && n.tokens[first].gap < paragraph {
		if t := n.tokens[first-1]; t.shape != word || !t.title && !t.upper && t.fold != "of" && t.fold != "the" {
			break
		}
		first--
	}
	n.keep(first, last)
	k := first - 1
	for n.at(k).sign == '.' || n.at(k).fold == "al" || n.at(k).fold == "et" || n.at(k).sign == ',' {
		k--
	}
	n.keepAuthors(k, first-1)
}

// keepAuthors keeps a list of authors that ends at token k, and what stands between it and last: "Smith J, Jones AB" or "Jones".
func (n *note) keepAuthors(k, last int) {
	if n.at(k).sign == ',' {
		k--
	}
	first := k + 1
	for k >= 0 {
		switch {
		case initials(n.at(k)) && n.at(k-1).shape == word && (n.at(k-1).title || n.at(k-1).upper):
			k -= 2
			for n.at(k).sign == '-' && n.at(k-1).title || k >= 0 && n.tokens[k+1].gap == space && n.tokens[k].is.has(listParticle) && n.tokens[k].shape == word {
				k -= 1
			}
		case first == last && n.at(k).title, n.at(k).title && n.at(k+1).fold == "et":
			k--
		default:
			n.keep(first, last)
			return
		}
		first = k + 1
		if n.at(k).sign != ',' && n.at(k).sign != '&' && n.at(k).fold != "and" {
			break
		}
		k--
	}
	n.keep(first, last)
}

// initials tells whether a token is an author's initials.
func initials(t token) bool {
	return t.shape == word && len(t.fold) <= 3 && (t.upper || t.title && len(t.fold) == 1)
}
