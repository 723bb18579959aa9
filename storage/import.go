package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
)

// KindImport is the kind of job that does a piece of an import; its payload is the
// number of the import. It may run twice.
const KindImport = "import"

func importLane(owner community.ActorID) string { return "import/" + community.FormatID(owner) }

const (
	// mostImports bounds how many imports a member has at a time.
	mostImports = 20
	// importsFor is how long an import is kept when nothing is done with it any more.
	importsFor = 30 * 24 * time.Hour
)

// States of the lines of an import.
const (
	lineWaiting = "waiting"
	lineDone    = "done"
	lineFailed  = "failed"
	lineUnread  = "unread"
)

type importLineRow struct {
	bun.BaseModel `bun:"table:import_line"`
	Import        int64
	Line          int
	What          string
	State         string
	Problem       string
}

// AddImport keeps the lines of a file until its owner confirms that they are to be
// done. *Invalid for one file too many.
func (s *Store) AddImport(ctx context.Context, i community.Import, lines []community.ImportLine) (community.Import, error) {
	rows, err := importRows(lines)
	if err != nil {
		return i, err
	}
	err = s.update(ctx, "add import", func(t *tx) error {
		var have int
		if err := one(ctx, t, &have, `SELECT COUNT(*) FROM import WHERE actor = ?`, i.Owner); err != nil {
			return err
		}
		if have >= mostImports {
			return &community.Invalid{Field: "data", Problem: community.Say("import.too_many_files", "limit", mostImports)}
		}
		i.ID, i.State, i.Created = t.store.numbers.next(), community.ImportWaiting, t.now
		_, err := t.do(ctx, `INSERT INTO import (id, actor, kind, mode, state, created) VALUES (?, ?, ?, ?, ?, ?)`,
			i.ID, i.Owner, string(i.Kind), string(i.Mode), string(i.State), at(i.Created))
		if err != nil {
			return err
		}
		for rest := rows; len(rest) > 0; {
			n := min(len(rest), 200)
			for j := range rest[:n] {
				rest[j].Import = i.ID
			}
			if _, err := t.NewInsert().Model(new(rest[:n])).Exec(ctx); err != nil {
				return err
			}
			rest = rest[n:]
		}
		return nil
	})
	if err != nil {
		return i, err
	}
	return s.Import(ctx, i.Owner, i.ID)
}

// importRows numbers what stands on one line once, however often it stands there.
func importRows(lines []community.ImportLine) ([]importLineRow, error) {
	rows := make([]importLineRow, 0, len(lines))
	last := 0
	for _, l := range lines {
		what, err := json.Marshal(l.Item)
		if err != nil {
			return nil, fmt.Errorf("encode line: %w", err)
		}
		last = max(last+1, l.Number)
		row := importLineRow{Line: last, What: string(what), State: lineWaiting}
		if l.Problem != nil {
			row.State, row.Problem = lineUnread, l.Problem.Key
		}
		rows = append(rows, row)
	}
	return rows, nil
}

type importRow struct {
	ID                          int64
	Actor                       community.ActorID
	Kind, Mode, State           string
	Created, Ended              stamp
	Total, Unread, Done, Failed int
}

func (r importRow) file() community.Import {
	return community.Import{ID: r.ID, Owner: r.Actor, Kind: community.ImportKind(r.Kind), Mode: community.ImportMode(r.Mode),
		State: community.ImportState(r.State), Created: r.Created.Time, Ended: r.Ended.Time,
		Total: r.Total, Unread: r.Unread, Done: r.Done, Failed: r.Failed}
}

func (s *Store) importsWhere(ctx context.Context, where string, args ...any) ([]community.Import, error) {
	var rows []importRow
	err := many(ctx, s.r, &rows, `SELECT i.id, i.actor, i.kind, i.mode, i.state, i.created, i.ended, COUNT(l.line) AS total,
		COALESCE(SUM(CASE WHEN l.state = 'unread' THEN 1 ELSE 0 END), 0) AS unread,
		COALESCE(SUM(CASE WHEN l.state = 'done' THEN 1 ELSE 0 END), 0) AS done,
		COALESCE(SUM(CASE WHEN l.state = 'failed' THEN 1 ELSE 0 END), 0) AS failed
		FROM import AS i LEFT JOIN import_line AS l ON l.import = i.id WHERE `+where+`
		GROUP BY i.id, i.actor, i.kind, i.mode, i.state, i.created, i.ended ORDER BY i.id DESC`, args...)
	if err != nil {
		return nil, fmt.Errorf("imports: %w", err)
	}
	list := make([]community.Import, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.file())
	}
	return list, nil
}

// Imports gives what a member has read in, the newest first, at most 20.
func (s *Store) Imports(ctx context.Context, owner community.ActorID) ([]community.Import, error) {
	return s.importsWhere(ctx, `i.actor = ?`, owner)
}

// Import gives one of a member's; ErrNotFound, also for somebody else's (S-PRIV-5).
func (s *Store) Import(ctx context.Context, owner community.ActorID, id int64) (community.Import, error) {
	list, err := s.importsWhere(ctx, `i.actor = ? AND i.id = ?`, owner, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("import: %w", community.ErrNotFound)
	}
	if err != nil {
		return community.Import{}, err
	}
	return list[0], nil
}

// ImportAtWork gives an import that a job names; ErrNotFound when it was removed.
func (s *Store) ImportAtWork(ctx context.Context, id int64) (community.Import, error) {
	list, err := s.importsWhere(ctx, `i.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("import: %w", community.ErrNotFound)
	}
	if err != nil {
		return community.Import{}, err
	}
	return list[0], nil
}

// ConfirmImport has an import done that waits; one that is being done or done stays as
// it is. ErrNotFound, also for somebody else's.
func (s *Store) ConfirmImport(ctx context.Context, owner community.ActorID, id int64) (community.Import, error) {
	if _, err := s.Import(ctx, owner, id); err != nil {
		return community.Import{}, err
	}
	err := s.update(ctx, "confirm import", func(t *tx) error {
		n, err := t.do(ctx, `UPDATE import SET state = ? WHERE id = ? AND actor = ? AND state = ?`,
			string(community.ImportRunning), id, owner, string(community.ImportWaiting))
		if err != nil || n == 0 {
			return err
		}
		return t.enqueue(ctx, importLane(owner), KindImport, fmt.Sprint(id))
	})
	if err != nil {
		return community.Import{}, err
	}
	return s.Import(ctx, owner, id)
}

// ContinueImport leaves the next piece of an import to another job, which waits for so
// long first.
func (s *Store) ContinueImport(ctx context.Context, i community.Import, wait time.Duration) error {
	return s.update(ctx, "continue import", func(t *tx) error {
		if err := t.enqueue(ctx, importLane(i.Owner), KindImport, fmt.Sprint(i.ID)); err != nil || wait <= 0 {
			return err
		}
		_, err := t.do(ctx, `UPDATE job SET run_at = ? WHERE lane = ? AND kind = ? AND payload = ? AND created = ?`,
			at(t.now.Add(wait)), importLane(i.Owner), KindImport, fmt.Sprint(i.ID), at(t.now))
		return err
	})
}

// RemoveImport forgets an import; what was done of it stays. ErrNotFound, also for
// somebody else's.
func (s *Store) RemoveImport(ctx context.Context, owner community.ActorID, id int64) error {
	return s.update(ctx, "remove import", func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM import WHERE id = ? AND actor = ?`, id, owner)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		return err
	})
}

// ImportLines gives lines of an import that are to be done, with waiting, or that could
// not be, at most limit, after a number.
func (s *Store) ImportLines(ctx context.Context, id int64, waiting bool, page LinePage) ([]community.ImportLine, error) {
	states := []string{lineFailed, lineUnread}
	if waiting {
		states = []string{lineWaiting}
	}
	var rows []importLineRow
	err := many(ctx, s.r, &rows, `SELECT import, line, what, state, problem FROM import_line
		WHERE import = ? AND state IN (?) AND line > ? ORDER BY line LIMIT ?`, id, in(states), page.After, page.Limit)
	if err != nil {
		return nil, fmt.Errorf("lines of import: %w", err)
	}
	return importLines(rows)
}

// LinePage is a number of lines after one.
type LinePage struct{ After, Limit int }

func importLines(rows []importLineRow) ([]community.ImportLine, error) {
	lines := make([]community.ImportLine, 0, len(rows))
	for _, r := range rows {
		l := community.ImportLine{Number: r.Line}
		if err := json.Unmarshal([]byte(r.What), &l.Item); err != nil {
			return nil, fmt.Errorf("read line of import: %w", err)
		}
		if r.Problem != "" {
			l.Problem = new(community.Say(r.Problem))
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// EndImportLine writes what became of a line: a catalogue key says why nothing did, ""
// that it is done.
func (s *Store) EndImportLine(ctx context.Context, id int64, line int, problem string) error {
	state := lineDone
	if problem != "" {
		state = lineFailed
	}
	return s.update(ctx, "end line of import", func(t *tx) error {
		_, err := t.do(ctx, `UPDATE import_line SET state = ?, problem = ? WHERE import = ? AND line = ? AND state = ?`,
			state, problem, id, line, lineWaiting)
		return err
	})
}

// EndImport says that the last line was done with.
func (s *Store) EndImport(ctx context.Context, id int64) error {
	return s.update(ctx, "end import", func(t *tx) error {
		_, err := t.do(ctx, `UPDATE import SET state = ?, ended = ? WHERE id = ? AND state = ?`, string(community.ImportDone), at(t.now), id, string(community.ImportRunning))
		return err
	})
}

// ImportedName is whom or what a line names, and on which list.
type ImportedName struct{ Address, List string }

// Imported says which addresses an import names, as its lines do.
func (s *Store) Imported(ctx context.Context, id int64) (map[ImportedName]bool, error) {
	named := map[ImportedName]bool{}
	for after := 0; ; {
		var rows []importLineRow
		err := many(ctx, s.r, &rows, `SELECT import, line, what, state, problem FROM import_line
			WHERE import = ? AND state <> ? AND line > ? ORDER BY line LIMIT ?`, id, lineUnread, after, estatePage)
		if err != nil {
			return nil, fmt.Errorf("lines of import: %w", err)
		}
		lines, err := importLines(rows)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			named[ImportedName{Address: l.Item.Address, List: l.Item.List}] = true
			after = l.Number
		}
		if len(rows) < estatePage {
			return named, nil
		}
	}
}

// TidyImports forgets imports that are old.
func (s *Store) TidyImports(ctx context.Context) error {
	return s.update(ctx, "tidy imports", func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM import WHERE created < ? AND state <> ?`, at(t.now.Add(-importsFor)), string(community.ImportRunning))
		return err
	})
}

// EachFailure gives every line of an import that could not be read or done, in order.
func (s *Store) EachFailure(ctx context.Context, id int64, give func(community.ImportLine) error) error {
	for after := 0; ; {
		lines, err := s.ImportLines(ctx, id, false, LinePage{After: after, Limit: estatePage})
		if err != nil {
			return err
		}
		for _, l := range lines {
			if err := give(l); err != nil {
				return err
			}
			after = l.Number
		}
		if len(lines) < estatePage {
			return nil
		}
	}
}
