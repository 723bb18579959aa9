package lookup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"consilium/community"
)

// Index is somebody who can be asked about a publication.
type Index interface {
	// Cite takes the value of a citation of the index's scheme. The citation it
	// gives is the one that was asked for; its errors are those of a Register.
	Cite(ctx context.Context, value string) (community.Citation, error)
}

// Indexes are those that can be asked here.
type Indexes map[community.Scheme]Index

// Cite asks the index of a citation's scheme. community.ErrNotFound says that
// there is no such publication, or nobody to ask about it.
func (all Indexes) Cite(ctx context.Context, c community.Citation) (community.Citation, error) {
	index, known := all[c.Scheme]
	if !known {
		return c, fmt.Errorf("index of %s: %w", c.Scheme, community.ErrNotFound)
	}
	found, err := index.Cite(ctx, c.Value)
	if err != nil {
		return c, err
	}
	found.ID, found.Scheme, found.Value, found.Status = c.ID, c.Scheme, c.Value, community.CitationFound
	return found, nil
}

// Busy says whether an index could not be asked at all, or asked to be left alone:
// no other question would do better. What it answered, and could not be believed, is
// about one citation only.
func Busy(err error) bool {
	u, ok := errors.AsType[*Unavailable](err)
	return ok && !u.Answered
}

// The bounds of what is kept of a publication: characters of its title and of the
// name of a journal, and how many authors are named.
const (
	maxCitedTitle, maxJournal, maxCitedAuthors = 500, 200, 3
	// maxCitation bounds an answer in bytes. Some papers have thousands of authors,
	// each with institutions, and thousands of references.
	maxCitation = 8 << 20
)

// plainTitle makes one line of a title, which publishers write with tags (JATS).
func plainTitle(s string, most int) string {
	s = community.CleanName(community.Sanitize(s[:min(len(s), 8*most)]).Text())
	runes := []rune(s)
	return strings.TrimSpace(string(runes[:min(len(runes), most)]))
}

// shortAuthors names the first few authors, and says with "…" that there are more.
func shortAuthors(names []string) string {
	var kept []string
	for _, name := range names {
		if name = clean(name); name == "" {
			continue
		}
		if len(kept) == maxCitedAuthors {
			return strings.Join(kept, ", ") + " …"
		}
		kept = append(kept, name)
	}
	return strings.Join(kept, ", ")
}

// retractedTitle says whether a publisher wrote the retraction before the title, as
// most do, also where no index was told of it.
func retractedTitle(title string) bool {
	upper := strings.ToUpper(strings.TrimLeft(title, " [("))
	for _, mark := range []string{"RETRACTED:", "RETRACTED ARTICLE", "WITHDRAWN:", "RETRACTED."} {
		if strings.HasPrefix(upper, mark) {
			return true
		}
	}
	return false
}

// plausibleYear is the year of a publication; 0 for what none can have.
func plausibleYear(year int) int {
	if year < 1500 || year > 2200 {
		return 0
	}
	return year
}
