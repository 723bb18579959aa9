package community

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of a list of servers: bytes, rows, and how much of a line that does not
// do is shown.
const (
	MaxDomainList = 1 << 20
	MaxDomainRows = 10_000
	maxShownLine  = 80
)

// DomainEntry is what a list says about a server.
type DomainEntry struct {
	// Line is where in the list it stands, from 1.
	Line                                  int
	Host                                  string
	Severity                              DomainSeverity
	RejectMedia, RejectReports, Obfuscate bool
	PublicComment                         string
}

// Rule is the rule that the entry asks for.
func (e DomainEntry) Rule(by ActorID, source SubscriptionID, now time.Time) DomainRule {
	return DomainRule{Host: e.Host, Severity: e.Severity, RejectMedia: e.RejectMedia, RejectReports: e.RejectReports,
		Obfuscate: e.Obfuscate, PublicComment: e.PublicComment, Created: now, Changed: now, By: by, Source: source}
}

// DomainFault is a line of a list that cannot be taken.
type DomainFault struct {
	Line    int
	Text    string // the beginning of it
	Problem Problem
}

// DomainList is a list as it was read. No host is in it twice.
type DomainList struct {
	Entries []DomainEntry
	Faults  []DomainFault
}

// ReadDomainList reads a list of servers in any of three forms: Mastodon's CSV
// (#domain, #severity, #reject_media, #reject_reports, #public_comment,
// #obfuscate, in any order, with or without the sign), a plain list with a host on
// each line and comments behind #, and JSON as GoToSocial and the client API of
// Mastodon write it (an array of objects with a domain). usual is what a list that
// names no severity asks for. An *Invalid naming "list" says that it is too large,
// holds too much or nothing, or is not to be read; a line that does not do is a
// fault of its own.
func ReadDomainList(text []byte, usual DomainSeverity) (DomainList, error) {
	if len(text) > MaxDomainList {
		return DomainList{}, invalid("list", "domain.list_too_large", "limit", MaxDomainList>>20)
	}
	clean := strings.TrimPrefix(CleanText(string(text)), "\ufeff")
	r := listReader{usual: usual, seen: map[string]int{}}
	read := r.plain
	first, _, _ := strings.Cut(strings.TrimSpace(clean), "\n")
	switch {
	case strings.HasPrefix(first, "[") || strings.HasPrefix(first, "{"):
		read = r.json
	case strings.Contains(first, ",") || isHeading(first):
		read = r.csv
	}
	if err := read(clean); err != nil {
		return DomainList{}, err
	}
	if len(r.list.Entries)+len(r.list.Faults) == 0 {
		return DomainList{}, invalid("list", "domain.list_empty")
	}
	return r.list, nil
}

// listReader gathers what a list says.
type listReader struct {
	usual DomainSeverity
	list  DomainList
	seen  map[string]int // where in the list a host is
	rows  int
}

var errTooLong = invalid("list", "domain.list_too_long", "limit", MaxDomainRows)

// row is one line of any form, before it is judged.
type row struct {
	line                                                       int
	domain, severity, media, reports, obfuscate, publicComment string
}

// take judges a row.
func (r *listReader) take(in row) error {
	if r.rows++; r.rows > MaxDomainRows {
		return errTooLong
	}
	entry, problem := r.entry(in)
	at, twice := r.seen[entry.Host]
	switch {
	case problem != nil:
	case twice && r.list.Entries[at].same(entry):
		return nil
	case twice:
		problem = new(Say("domain.twice", "line", r.list.Entries[at].Line))
	default:
		r.seen[entry.Host] = len(r.list.Entries)
		r.list.Entries = append(r.list.Entries, entry)
		return nil
	}
	r.list.Faults = append(r.list.Faults, DomainFault{Line: in.line, Text: cut(cleanLine(in.domain), maxShownLine), Problem: *problem})
	return nil
}

func (e DomainEntry) same(other DomainEntry) bool {
	e.Line, other.Line = 0, 0
	return e == other
}

// listSeverities are the words of Mastodon, and ours.
var listSeverities = map[string]DomainSeverity{
	"suspend": DomainSuspended, "silence": DomainLimited, "limit": DomainLimited, "noop": DomainNone, "none": DomainNone,
}

func (r *listReader) entry(in row) (DomainEntry, *Problem) {
	name := strings.TrimPrefix(strings.TrimSpace(in.domain), "*.") // the names below are meant in any case
	if isObfuscated(name) {
		return DomainEntry{}, new(Say("domain.obfuscated"))
	}
	host, err := CanonicalHost(name)
	if err != nil || host == "" || !strings.Contains(host, ".") && !strings.Contains(host, ":") {
		return DomainEntry{}, new(Say("domain.not_a_host"))
	}
	severity, known := listSeverities[strings.ToLower(strings.TrimSpace(in.severity))]
	if strings.TrimSpace(in.severity) == "" {
		severity, known = r.usual, true
	}
	if !known {
		return DomainEntry{}, new(Say("domain.unknown_severity"))
	}
	e := DomainEntry{Line: in.line, Host: host, Severity: severity, RejectMedia: isTrue(in.media), RejectReports: isTrue(in.reports),
		Obfuscate: isTrue(in.obfuscate), PublicComment: cut(unquote(cleanLine(in.publicComment)), MaxComment)}
	return e, nil
}

func isTrue(s string) bool {
	yes, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(s)))
	return err == nil && yes
}

// plain reads a host a line.
func (r *listReader) plain(text string) error {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		name, comment, _ := strings.Cut(line, "#")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if err := r.take(row{line: n, domain: name, publicComment: comment}); err != nil {
			return err
		}
	}
	return nil
}

// isHeading says whether a line names columns.
func isHeading(line string) bool {
	return slices.Contains(columnsOf(strings.Split(line, ",")), "domain")
}

func columnsOf(cells []string) []string {
	names := make([]string, 0, len(cells))
	for _, c := range cells {
		names = append(names, strings.ToLower(strings.Trim(strings.TrimSpace(c), `#"`)))
	}
	return names
}

// csv reads Mastodon's form. A list without a heading has the columns in
// Mastodon's order.
func (r *listReader) csv(text string) error {
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = -1, true, true
	columns := []string{"domain", "severity", "reject_media", "reject_reports", "public_comment", "obfuscate"}
	for first := true; ; first = false {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid("list", "domain.list_unreadable")
		}
		if first && slices.Contains(columnsOf(cells), "domain") {
			columns = columnsOf(cells)
			continue
		}
		line, _ := in.FieldPos(0)
		named := map[string]string{}
		for i, cell := range cells {
			if i < len(columns) {
				named[columns[i]] = cell
			}
		}
		if err := r.take(row{line, named["domain"], named["severity"], named["reject_media"], named["reject_reports"],
			named["obfuscate"], named["public_comment"]}); err != nil {
			return err
		}
	}
}

// jsonEntry is an object of GoToSocial's export, or of Mastodon's public list.
type jsonEntry struct {
	Domain        string `json:"domain"`
	Severity      string `json:"severity"`
	RejectMedia   bool   `json:"reject_media"`
	RejectReports bool   `json:"reject_reports"`
	Obfuscate     bool   `json:"obfuscate"`
	PublicComment string `json:"public_comment"`
	Comment       string `json:"comment"`
}

func (r *listReader) json(text string) error {
	in := json.NewDecoder(strings.NewReader(text))
	if open, err := in.Token(); err != nil || open != json.Delim('[') {
		return invalid("list", "domain.list_unreadable")
	}
	for in.More() {
		from := int(in.InputOffset())
		var e jsonEntry
		if err := in.Decode(&e); err != nil {
			return invalid("list", "domain.list_unreadable")
		}
		if e.PublicComment == "" {
			e.PublicComment = e.Comment
		}
		err := r.take(row{lineAt(text, from), e.Domain, e.Severity, strconv.FormatBool(e.RejectMedia), strconv.FormatBool(e.RejectReports),
			strconv.FormatBool(e.Obfuscate), e.PublicComment})
		if err != nil {
			return err
		}
	}
	return nil
}

// lineAt is the line of the first thing behind an offset.
func lineAt(text string, offset int) int {
	rest := strings.TrimLeft(text[offset:], " \t\n,")
	return 1 + strings.Count(text[:len(text)-len(rest)], "\n")
}

// WriteDomainCSV writes rules as Mastodon does. What lets a server in is not part
// of such a list.
func WriteDomainCSV(rules []DomainRule) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write([]string{"#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"}) // a buffer takes all
	for _, r := range rules {
		severity, listed := map[DomainSeverity]string{DomainSuspended: "suspend", DomainLimited: "silence", DomainNone: "noop"}[r.Severity]
		if listed {
			_ = w.Write([]string{r.Host, severity, strconv.FormatBool(r.RejectMedia), strconv.FormatBool(r.RejectReports),
				inertCell(r.PublicComment), strconv.FormatBool(r.Obfuscate)})
		}
	}
	w.Flush()
	return out.Bytes()
}

// WriteDomainNames writes a host a line.
func WriteDomainNames(rules []DomainRule) []byte {
	var out bytes.Buffer
	for _, r := range rules {
		out.WriteString(r.Host + "\n")
	}
	return out.Bytes()
}

// WriteDomainJSON writes rules as GoToSocial does.
func WriteDomainJSON(rules []DomainRule) ([]byte, error) {
	list := make([]jsonEntry, 0, len(rules))
	for _, r := range rules {
		list = append(list, jsonEntry{Domain: r.Host, Severity: string(r.Severity), RejectMedia: r.RejectMedia, RejectReports: r.RejectReports,
			Obfuscate: r.Obfuscate, PublicComment: r.PublicComment, Comment: r.PublicComment})
	}
	return json.MarshalIndent(list, "", "  ")
}

// formula is what a table program takes the beginning of a formula for.
const formula = "=+-@\t\r"

// inertCell makes sure that a table program shows a text and computes nothing.
func inertCell(s string) string {
	s = cleanLine(s)
	if s != "" && strings.ContainsRune(formula, rune(s[0])) {
		return "'" + s
	}
	return s
}

// unquote takes back what inertCell did.
func unquote(s string) string {
	if rest, quoted := strings.CutPrefix(s, "'"); quoted && rest != "" && strings.ContainsRune(formula, rune(rest[0])) {
		return rest
	}
	return s
}
