package storage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"consilium/community"
)

// KindCite is the kind of job that asks an index about a citation; its payload is
// the number of the citation and its lane laneCitation. Its handler reads the
// citation, asks, and hands the answer to RecordCitation.
const KindCite = "cite"

// laneCitation is where questions to indexes wait. It is one lane, so that an index
// is asked one question at a time.
const laneCitation = "citation"

// citationFresh is how long what an index said is believed. Retractions are looked
// for weekly (clinical.md 4).
const citationFresh = 7 * 24 * time.Hour

const citationColumns = `c.id, c.scheme, c.value, c.title, c.authors, c.journal, c.year, c.status, c.retraction, c.notice, c.checked, c.digest`

type citationRow struct {
	Post                    community.PostID
	ID                      int64
	Scheme                  community.Scheme
	Value                   string
	Title, Authors, Journal string
	Year                    int
	Status                  community.CitationStatus
	Retraction              community.Retraction
	Notice                  string
	Checked                 stamp
	Digest                  string
}

func (r citationRow) citation() community.Citation {
	return community.Citation{ID: r.ID, Scheme: r.Scheme, Value: r.Value, Title: r.Title, Authors: r.Authors, Journal: r.Journal,
		Year: r.Year, Status: r.Status, Retraction: r.Retraction, Notice: r.Notice, Checked: r.Checked.Time, Digest: r.Digest}
}

// Citation gives a publication by its number; community.ErrNotFound when nobody
// names it any more.
func (s *Store) Citation(ctx context.Context, id int64) (community.Citation, error) {
	c, err := citationByID(ctx, s.r, id)
	if err != nil {
		return c, fmt.Errorf("citation %d: %w", id, err)
	}
	return c, nil
}

func citationByID(ctx context.Context, db reader, id int64) (community.Citation, error) {
	var row citationRow
	err := one(ctx, db, &row, `SELECT `+citationColumns+` FROM citation AS c WHERE c.id = ?`, id)
	return row.citation(), err
}

// hangCitations reads the citations of posts.
func hangCitations(ctx context.Context, db reader, posts []community.PostID, at map[community.PostID]*community.Post) error {
	var rows []citationRow
	err := many(ctx, db, &rows, `SELECT p.post, `+citationColumns+` FROM post_citation AS p JOIN citation AS c ON c.id = p.citation
		WHERE p.post IN (?) ORDER BY p.post, p.position`, in(posts))
	for _, r := range rows {
		at[r.Post].Citations = append(at[r.Post].Citations, r.citation())
	}
	return err
}

// writeCitations remembers what a post names, and has an index asked about what
// nobody named before.
func (t *tx) writeCitations(ctx context.Context, p community.Post) error {
	for i, c := range p.Citations {
		id, fresh, err := t.citation(ctx, c)
		if err != nil {
			return fmt.Errorf("write citation: %w", err)
		}
		_, err = t.do(ctx, `INSERT INTO post_citation (post, citation, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, p.ID, id, i)
		if err != nil {
			return fmt.Errorf("write citation: %w", err)
		}
		if fresh && c.Scheme != community.Guideline {
			if err := t.enqueue(ctx, laneCitation, KindCite, strconv.FormatInt(id, 10)); err != nil {
				return err
			}
		}
	}
	return nil
}

// citation gives the number of a publication, a new one when it is fresh. What an
// index says of it comes from RecordCitation only.
func (t *tx) citation(ctx context.Context, c community.Citation) (id int64, fresh bool, err error) {
	status := community.CitationPending
	if c.Scheme == community.Guideline {
		status = ""
	}
	id = t.store.numbers.next()
	n, err := t.do(ctx, `INSERT INTO citation (id, scheme, value, status) VALUES (?, ?, ?, ?) ON CONFLICT (scheme, value) DO NOTHING`,
		id, string(c.Scheme), c.Value, string(status))
	if err != nil || n == 1 {
		return id, true, err
	}
	err = one(ctx, t, &id, `SELECT id FROM citation WHERE scheme = ? AND value = ?`, string(c.Scheme), c.Value)
	return id, false, err
}

// RecordCitation keeps what an index said of a citation: Status, and with
// CitationFound everything else. One that was found and is not known any more keeps
// what was said, since an index that is being repaired takes nothing back. When a
// publication is retracted, who cites it and whose case it is hears so, once. One
// that nobody names any more is no error.
func (s *Store) RecordCitation(ctx context.Context, id int64, said community.Citation) error {
	return s.update(ctx, fmt.Sprintf("record citation %d", id), func(t *tx) error {
		old, err := citationByID(ctx, t, id)
		if errors.Is(err, community.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if said.Status != community.CitationFound {
			_, err := t.do(ctx, `UPDATE citation SET checked = ?, status = CASE WHEN status = ? THEN status ELSE ? END WHERE id = ?`,
				at(t.now), string(community.CitationFound), string(community.CitationUnknown), id)
			return err
		}
		_, err = t.do(ctx, `UPDATE citation SET title = ?, authors = ?, journal = ?, year = ?, status = ?, retraction = ?, notice = ?,
			checked = ?, digest = ? WHERE id = ?`, said.Title, said.Authors, said.Journal, said.Year, string(said.Status),
			string(said.Retraction), said.Notice, at(t.now), said.Digest, id)
		if err != nil || said.Retraction != community.Retracted || old.Retraction == community.Retracted {
			return err
		}
		return t.tellRetraction(ctx, id)
	})
}

// tellRetraction tells the authors of what rests on a retracted publication, and
// who keeps the cases above. The notice says neither what nor of whom: it leads to
// the post.
func (t *tx) tellRetraction(ctx context.Context, citation int64) error {
	us, err := actorWhere(ctx, t, `a.iri = ?`, t.store.base+"/actor")
	if err != nil {
		return err
	}
	var posts []community.PostID
	err = many(ctx, t, &posts, `SELECT c.post FROM post_citation AS c JOIN post AS p ON p.id = c.post
		WHERE c.citation = ? AND p.deleted IS NULL ORDER BY c.post`, citation)
	if err != nil {
		return err
	}
	for _, id := range posts {
		post, err := postByID(ctx, t, id)
		if err != nil {
			return err
		}
		t.tell(News{Topic: TopicPost, ID: int64(id)})
		told := news{community.Notification{Kind: community.NotifyRetraction, Actor: us.ID, Post: id}, post}
		err = t.notifyAll(ctx, told, `SELECT author FROM post WHERE id IN (?, ?) AND deleted IS NULL
			UNION SELECT steward FROM clinical_case WHERE post = ? AND steward <> 0`, id, post.Root, post.Root)
		if err != nil {
			return err
		}
	}
	return nil
}

// mostCitations is how many citations are looked at again in one go.
const mostCitations = 500

// RefreshCitations has indexes asked again about what was not looked at for a week,
// and forgets what nobody names any more. It is run every hour.
func (s *Store) RefreshCitations(ctx context.Context) error {
	return s.update(ctx, "refresh citations", func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM citation WHERE NOT EXISTS (SELECT 1 FROM post_citation AS p WHERE p.citation = citation.id)`)
		if err != nil {
			return err
		}
		var due []string
		err = many(ctx, t, &due, `SELECT CAST(c.id AS TEXT) FROM citation AS c WHERE c.status <> '' AND (c.checked IS NULL OR c.checked < ?)
			AND CAST(c.id AS TEXT) NOT IN (SELECT payload FROM job WHERE kind = ?) ORDER BY c.checked, c.id LIMIT ?`,
			at(t.now.Add(-citationFresh)), KindCite, mostCitations)
		if err != nil || len(due) == 0 {
			return err
		}
		return t.enqueue(ctx, laneCitation, KindCite, due...)
	})
}
