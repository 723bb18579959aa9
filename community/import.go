package community

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ImportKind is what a file that is read in lists.
type ImportKind string

// The kinds there are, each a file that Mastodon exports.
const (
	ImportFollowing ImportKind = "following"
	ImportBlocks    ImportKind = "blocks"
	ImportMutes     ImportKind = "mutes"
	ImportDomains   ImportKind = "domain_blocks"
	ImportBookmarks ImportKind = "bookmarks"
	ImportLists     ImportKind = "lists"
)

// ImportKinds are all kinds, in the order in which they are offered.
func ImportKinds() []ImportKind {
	return []ImportKind{ImportFollowing, ImportLists, ImportBlocks, ImportMutes, ImportDomains, ImportBookmarks}
}

// File is the name of the file of a kind in an export.
func (k ImportKind) File() string {
	return map[ImportKind]string{ImportFollowing: "following_accounts.csv", ImportBlocks: "blocked_accounts.csv", ImportMutes: "muted_accounts.csv",
		ImportDomains: "blocked_domains.csv", ImportBookmarks: "bookmarks.csv", ImportLists: "lists.csv"}[k]
}

// ImportMode is what becomes of what is there and not in the file.
type ImportMode string

// Merge leaves it, overwrite takes it away when the file was read in.
const (
	ImportMerge     ImportMode = "merge"
	ImportOverwrite ImportMode = "overwrite"
)

// ImportItem is what a line of such a file says.
type ImportItem struct {
	// Address is a handle with its host, a host or the address of a post, and of a line
	// that could not be read what stood there, at most 500 characters.
	Address string `json:"address"`
	// List is the title of the list that the person is on.
	List string `json:"list,omitempty"`
	// HidesAnnounces, Notifies and Languages are of a follow.
	HidesAnnounces bool     `json:"hides_announces,omitempty"`
	Notifies       bool     `json:"notifies,omitempty"`
	Languages      []string `json:"languages,omitempty"`
	// KeepsNotifications is of a mute.
	KeepsNotifications bool `json:"keeps_notifications,omitempty"`
}

// ImportLine is a line of a file with its number from 1; Problem is why it could not be
// read, nil when it could.
type ImportLine struct {
	Number  int
	Item    ImportItem
	Problem *Problem
}

// Bounds of a file that is read in: its bytes and its lines.
const (
	MaxImportBytes = 4 << 20
	MaxImportLines = 20_000
	// mostImportCells bounds what stands between commas, of which reading makes a list.
	mostImportCells = 20 * MaxImportLines
)

// Import is a file that a member has read in. It waits until they confirm it.
type Import struct {
	ID      int64
	Owner   ActorID
	Kind    ImportKind
	Mode    ImportMode
	State   ImportState
	Created time.Time
	// Ended is when the last line was done with.
	Ended time.Time
	// Total counts its lines, Unread those that could not be read, Done and Failed those
	// that were done with.
	Total, Unread, Done, Failed int
}

// ImportState says how far an import is.
type ImportState string

// It waits to be confirmed, is being done, is done.
const (
	ImportWaiting ImportState = "waiting"
	ImportRunning ImportState = "running"
	ImportDone    ImportState = "done"
)

// ReadImport reads a file of a kind as Mastodon exports it, with a heading or without.
// ours is our account domain. A line that cannot be read does not keep the others. The
// error is an *Invalid of the field "data" for what is no such file.
func ReadImport(kind ImportKind, text []byte, ours string) ([]ImportLine, error) {
	switch {
	case kind.File() == "":
		return nil, invalid("type", "import.kind")
	case len(text) > MaxImportBytes:
		return nil, invalid("data", "import.too_large", "limit", MaxImportBytes>>20)
	case bytes.Count(text, []byte(",")) > mostImportCells:
		return nil, invalid("data", "import.too_many", "limit", MaxImportLines)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, true
	reader := importReader{kind: kind, ours: ours, columns: defaultColumns(kind)}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		number := len(reader.lines) + 1
		if len(record) > 0 {
			number, _ = r.FieldPos(0)
		}
		if bad, is := errors.AsType[*csv.ParseError](err); is {
			number = bad.StartLine
		}
		if len(reader.lines) == MaxImportLines {
			return nil, invalid("data", "import.too_many", "limit", MaxImportLines)
		}
		reader.read(number, record, err)
	}
	if len(reader.lines) == 0 {
		return nil, invalid("data", "import.empty")
	}
	return reader.lines, nil
}

type importReader struct {
	kind    ImportKind
	ours    string
	columns map[string]int
	lines   []ImportLine
	begun   bool
}

// defaultColumns are those of a file without heading.
func defaultColumns(kind ImportKind) map[string]int {
	switch kind {
	case ImportLists:
		return map[string]int{"list": 0, "address": 1}
	case ImportMutes:
		return map[string]int{"address": 0, "hide notifications": 1}
	}
	return map[string]int{"address": 0, "show boosts": 1, "notify on new posts": 2, "languages": 3}
}

func (r *importReader) read(number int, record []string, err error) {
	first := !r.begun
	r.begun = true
	if first && err == nil && isImportHeading(record) {
		r.columns = map[string]int{}
		for i, name := range record {
			name = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "#"))
			switch name {
			case "account address", "domain", "uri":
				name = "address"
			case "list name":
				name = "list"
			}
			r.columns[name] = i
		}
		return
	}
	line := ImportLine{Number: number}
	if err == nil {
		line.Item, err = r.item(record)
	}
	var bad *Invalid
	switch {
	case errors.As(err, &bad):
		line.Problem = &bad.Problem
	case err != nil:
		line.Problem = new(Say("import.unread"))
	}
	if line.Problem != nil {
		line.Item = ImportItem{Address: clipped(strings.Join(record, ","), 500)}
	}
	r.lines = append(r.lines, line)
}

// isImportHeading says whether a line is one of Mastodon's headings.
func isImportHeading(record []string) bool {
	return slices.ContainsFunc(record, func(name string) bool {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "account address", "#domain", "#uri", "list name":
			return true
		}
		return false
	})
}

func clipped(text string, most int) string {
	runes := []rune(CleanText(text))
	return string(runes[:min(len(runes), most)])
}

// item reads a line.
func (r *importReader) item(record []string) (ImportItem, error) {
	get := func(name string) string {
		i, there := r.columns[name]
		if !there || i >= len(record) {
			return ""
		}
		return strings.TrimSpace(record[i])
	}
	item := ImportItem{Address: get("address")}
	var err error
	switch r.kind {
	case ImportDomains:
		item.Address, err = CanonicalHost(item.Address)
		return item, err
	case ImportBookmarks:
		iri, err := ParseIRI(item.Address)
		item.Address = iri.String()
		return item, err
	}
	handle, err := ParseHandle(item.Address, r.ours)
	if err != nil {
		return item, err
	}
	item.Address = handle.At(r.ours)
	switch r.kind {
	case ImportLists:
		l, err := CheckList(List{Title: get("list")})
		item.List = l.Title
		return item, err
	case ImportFollowing:
		item.HidesAnnounces, item.Notifies = !flag(get("show boosts"), true), flag(get("notify on new posts"), false)
		if languages := get("languages"); languages != "" {
			item.Languages, err = CheckLanguages(strings.FieldsFunc(languages, func(c rune) bool { return c == ',' || c == ' ' }))
		}
	case ImportMutes:
		item.KeepsNotifications = !flag(get("hide notifications"), true)
	}
	return item, err
}

func flag(text string, otherwise bool) bool {
	if value, err := strconv.ParseBool(strings.ToLower(text)); err == nil {
		return value
	}
	return otherwise
}

// PlainCell is a text for a table that is looked at and not read in again: one that a
// spreadsheet would take for a formula has an apostrophe before it (CWE-1236). The lists
// that members take along are as Mastodon writes them: handles, hosts and addresses are
// no formulas, and the titles of lists have to come back as they were.
func PlainCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
