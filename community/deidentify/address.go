package deidentify

import (
	"net/netip"
	"slices"
	"strings"
)

// citable are hosts whose pages are literature, guidelines or registers: a link there names a paper, not a patient.
var citable = []string{
	"doi.org", "nih.gov", "nice.org.uk", "who.int", "cochrane.org", "cochranelibrary.com", "nejm.org", "thelancet.com", "bmj.com", "jamanetwork.com",
	"nature.com", "clinicaltrials.gov", "uptodate.com", "radiopaedia.org", "fda.gov", "europa.eu", "cdc.gov", "gov.uk", "sign.ac.uk", "escardio.org",
	"ahajournals.org", "acc.org", "heart.org", "springer.com", "sciencedirect.com", "wiley.com", "plos.org", "medrxiv.org", "biorxiv.org", "arxiv.org",
	"wikipedia.org", "mdcalc.com", "statpearls.com", "medscape.com", "acponline.org", "orpha.net", "omim.org", "ersnet.org", "idsociety.org", "rcog.org.uk",
	"rcr.ac.uk", "rcpath.org", "brit-thoracic.org.uk", "awmf.org", "rki.de", "isrctn.com", "nccn.org", "asco.org", "esmo.org", "aafp.org", "aap.org",
	"pubmed.gov", "cell.com", "oup.com", "mdpi.com", "frontiersin.org", "elsevier.com", "tandfonline.com", "sagepub.com", "jstage.jst.go.jp", "scielo.br",
}

// domains are endings that make "a.b" an address even without a path or a scheme.
var domains = []string{"com", "org", "net", "edu", "gov", "uk", "de", "fr", "info", "io", "me", "eu", "us", "ca", "au", "nl", "at", "ch", "it", "es", "test", "example", "social", "health", "site", "online", "blog", "app", "co", "in", "ie", "nz", "za", "ng", "invalid"}

// findAddresses finds e-mail addresses, links, network addresses and handles. Links to literature are kept.
func (n *note) findAddresses() {
	for i := range n.tokens {
		if n.state[i] != free {
			continue
		}
		t := n.tokens[i]
		switch {
		case t.sign == '@':
			_ = n.findEmail(i, i) || n.findHandle(i)
		case t.fold == "at" || t.fold == "[" && n.at(i+1).fold == "at" || t.sign == '(' && n.at(i+1).fold == "at":
			n.findSpeltEmail(i)
		case t.shape != sign && (n.at(i+1).sign == ':' || n.at(i+1).sign == '.') && n.at(i+1).gap == joined:
			_ = n.findNetwork(i) || n.findLink(i)
		case t.sign == ':' && n.at(i+1).sign == ':':
			n.findNetwork(i)
		case n.endsAt(i).has(listHandle):
			n.findNamedHandle(i)
		}
	}
}

// findEmail claims an address around the at sign at tokens i to j (RFC 5322's usual forms, and with gaps that a line
// break left).
func (n *note) findEmail(i, j int) bool {
	first, last := n.local(i), n.domain(j)
	if first == i || last == j {
		return false
	}
	return n.claim(match{first: first, last: last, category: Email, confidence: 0.99})
}

// local returns the first token of an address before token i, or i.
func (n *note) local(i int) int {
	first := i
	if n.at(i).gap > line || n.at(i-1).shape == sign {
		return i
	}
	for k := i - 1; k >= 0; k-- {
		t := n.tokens[k]
		if t.shape == sign && strings.IndexByte("._-+%", t.sign) < 0 || !n.freeAt(k) {
			break
		}
		if t.shape != sign {
			first = k
		}
		if t.gap != joined {
			break
		}
	}
	return first
}

// domain returns the last token of a host name after token j, or j when there is none with a dot.
func (n *note) domain(j int) int {
	last, dots := j, 0
	for k := j + 1; k < len(n.tokens); k++ {
		t := n.tokens[k]
		if k > j+1 && t.gap != joined && !(t.gap == line && n.tokens[k-1].sign == '.') || t.gap == paragraph {
			break
		}
		if t.shape == sign {
			if t.sign != '.' && t.sign != '-' {
				break
			}
			continue
		}
		if n.tokens[k-1].sign == '.' {
			dots++
		}
		last = k
	}
	if dots == 0 || n.tokens[last].shape != word {
		return j
	}
	return last
}

// findSpeltEmail finds "name at host dot org", with or without brackets.
func (n *note) findSpeltEmail(i int) {
	j := i
	bracket := n.at(i).shape == sign
	if bracket {
		j = i + 2
	}
	if n.at(i-1).shape == sign || n.at(i-1).gap == paragraph && i == 0 {
		return
	}
	first := i - 1
	for {
		if n.dot(first-2) && (n.at(first-1).sign == ']' || n.at(first-1).sign == ')') && n.at(first-4).shape != sign && first >= 4 {
			first -= 4
			continue
		}
		if !(first-2 >= 0 && (n.dot(first-1) || n.at(first-1).sign != 0 && strings.IndexByte("._-", n.at(first-1).sign) >= 0 && n.at(first-1).gap == joined && n.at(first).gap == joined) && n.at(first-2).shape != sign) {
			break
		}
		first -= 2
	}
	last, dots := j+1, 0
	for last+2 < len(n.tokens) && last < i+40 {
		k, after := n.dotAfter(last)
		if !after {
			break
		}
		if n.at(last+1).sign != '-' {
			dots++
		}
		last = k
	}
	if dots > 0 && n.at(j+1).shape != sign && n.at(last).shape == word && len(n.at(last).fold) <= 10 {
		n.claim(match{first: first, last: last, category: Email, confidence: 0.9})
	}
}

func (n *note) dot(i int) bool { return n.at(i).fold == "dot" || n.at(i).fold == "punkt" }

// dotAfter returns the token after a written or plain dot that follows token i.
func (n *note) dotAfter(i int) (int, bool) {
	switch {
	case n.dot(i+1) && n.at(i+2).shape != sign:
		return i + 2, true
	case (n.at(i+1).sign == '(' || n.at(i+1).sign == '[') && n.dot(i+2) && n.at(i+4).shape == word:
		return i + 4, true
	case (n.at(i+1).sign == '.' || n.at(i+1).sign == '-') && n.at(i+1).gap == joined && n.at(i+2).gap == joined && n.at(i+2).shape != sign:
		return i + 2, true
	}
	return i, false
}

// findLink claims a link, or keeps it when it leads to literature.
func (n *note) findLink(i int) bool {
	if n.at(i).gap == joined && i > 0 && strings.IndexByte("@/.-_", n.at(i-1).sign) >= 0 && n.at(i-1).shape == sign {
		return false
	}
	if t := n.at(i); n.at(i+1).sign == ':' && (t.fold != "http" && t.fold != "https" || n.at(i+2).sign != '/') {
		return false
	}
	last := n.solid(i)
	raw := strings.ToLower(n.raw(i, last))
	host, scheme := raw, false
	if before, after, cut := strings.Cut(raw, "://"); cut && strings.HasPrefix(before, "http") {
		host, scheme = after, true
		if host == "" && n.at(last+1).gap == line {
			return false
		}
	}
	host, path, _ := strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, "?")
	host = strings.TrimPrefix(host, "www.")
	if !scheme && !strings.HasPrefix(raw, "www.") && !looksLikeHost(host) {
		return false
	}
	if slices.ContainsFunc(citable, func(c string) bool { return host == c || strings.HasSuffix(host, "."+c) }) {
		n.keep(i, last)
		return true
	}
	confidence := 0.75
	if path != "" {
		confidence = 0.85
	}
	return n.claim(match{first: i, last: last, category: URL, confidence: confidence})
}

// looksLikeHost tells whether "a.b.c" is the name of a host: labels, and an ending that is in use.
func looksLikeHost(host string) bool {
	labels := strings.Split(host, ".")
	if len(labels) < 2 || !slices.Contains(domains, labels[len(labels)-1]) {
		return false
	}
	for _, l := range labels {
		if len(l) < 2 || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || allDigits(l) {
			return false
		}
	}
	return len(labels[0]) > 2
}

// findNetwork claims an IP address. Four numbers with dots are one only when nothing says they are a section or a version.
func (n *note) findNetwork(i int) bool {
	if n.at(i).gap == joined && i > 0 && n.at(i-1).shape != sign {
		return false
	}
	last := i
	for last+1 < len(n.tokens) && last < i+24 && n.tokens[last+1].gap == joined && (n.tokens[last+1].shape != sign || strings.IndexByte(".:", n.tokens[last+1].sign) >= 0) {
		last++
	}
	for last > i && n.tokens[last].shape == sign && !(n.tokens[last].sign == ':' && n.tokens[last-1].sign == ':') {
		last--
	}
	raw := n.raw(i, last)
	addr, err := netip.ParseAddr(raw)
	if err != nil {
		end := n.port(i, last)
		if end < 0 {
			return false
		}
		if addr, err = netip.ParseAddr(n.raw(i, end)); err != nil {
			return false
		}
		last = end
	}
	if addr.Is4() && n.cueBefore(i, setOf(listSection), 4) || addr.Is6() && len(raw) < 6 {
		return false
	}
	confidence := 0.7
	if addr.Is6() || n.cueBefore(i, setOf(listNetwork), 4) {
		confidence = 0.95
	}
	return n.claim(match{first: i, last: last, category: Network, confidence: confidence})
}

// port returns the token before ":port", or -1.
func (n *note) port(i, last int) int {
	if last-2 > i && n.tokens[last-1].sign == ':' && n.tokens[last].shape == number {
		return last - 2
	}
	return -1
}

// cueBefore tells whether an entry of some lists ends within reach tokens before token i, in the same paragraph.
func (n *note) cueBefore(i int, cues lists, reach int) bool {
	for k := i - 1; k >= 0 && k >= i-reach; k-- {
		if n.tokens[k+1].gap == paragraph {
			return false
		}
		if n.ends[k].any(cues) {
			return true
		}
	}
	return false
}

// findHandle claims "@name" and "@name@host".
func (n *note) findHandle(i int) bool {
	if n.at(i).gap == joined && i > 0 && n.at(i-1).shape != sign || n.at(i+1).shape == sign || n.at(i+1).gap != joined {
		return false
	}
	last := i + 1
	for n.at(last+1).gap == joined && strings.IndexByte("._-@", n.at(last+1).sign) >= 0 && n.at(last+1).shape == sign && n.at(last+2).gap == joined && n.at(last+2).shape != sign {
		last += 2
	}
	if len(n.at(i+1).fold) < 2 {
		return false
	}
	return n.claim(match{first: i, last: last, category: Unique, confidence: 0.7})
}

// findNamedHandle claims what stands after "user", "Instagram" and their like, when it is written as no word is.
func (n *note) findNamedHandle(i int) {
	k := i + 1
	for k < i+4 && (n.at(k).shape == sign && strings.IndexByte(":(-", n.at(k).sign) >= 0 || n.endsAt(k).has(listFiller)) {
		k++
	}
	if n.at(k).shape == sign || n.at(k).gap == paragraph {
		return
	}
	last, marks := k, 0
	for n.at(last+1).gap == joined && n.at(last+1).shape == sign && strings.IndexByte("._-", n.at(last+1).sign) >= 0 && n.at(last+2).gap == joined && n.at(last+2).shape != sign {
		last += 2
		marks++
	}
	if marks > 0 && !n.at(last).title || n.at(k).shape == mixed && len(n.at(k).fold) > 4 {
		n.claim(match{first: k, last: last, category: Unique, confidence: 0.7})
	}
}
