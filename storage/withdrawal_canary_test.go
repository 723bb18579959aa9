package storage_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// patientWord stands in everything that is said about the patient of a test. It is no
// identifier, so that the gate lets it through.
const patientWord = "parakeratosisveridica"

// planted are columns that hold words of people about a post, with the rows that
// belong to a thread; where there is none the test makes one first.
var planted = map[string][]string{
	"post": {"title", "warning", "content", "source"}, "post_revision": {"title", "content", "source", "clinical"},
	"clinical_case": {"question", "diagnosis", "keywords"}, "response": {"departs"}, "media": {"description", "caption", "blurhash"},
	"hashtag": {"tag"}, "case_consent": {"pointer"}, "draft": {"form", "title", "reason", "note"}, "poll_option": {"text"}, "poll_vote": {"other"}, "question_option": {"text"},
	"collected": {"note"}, "hiding": {"note"}, "decision": {"note"}, "appeal": {"text"}, "review": {"inspection"},
	"group_post": {"reason"}, "group_wrap": {"own"}, "scheduled": {"asked"},
}

// wordless are tables with rows about posts in which nobody can write a word: numbers,
// identifiers, choices of lists.
var wordless = []string{
	"mention", "home_entry", "notification", "liking", "bookmark", "recipient", "idempotency", "flag_post", "post_citation", "quiet_case",
	"case_specialty", "hand_over", "draft_media", "scheduled_media", "case_code", "withdrawal", "destroyed_version", "question", "question_vote", "poll", "poll_count", "also_accepted",
	"case_event", "gate_decision", "filter_post", "message_request", "quote", "quote_authorization", "approval", "pin",
	"conversation_read", "conversation_item", "list_entry", "trend_post", "exchange", "conversation_mute",
}

// raw is a connection beside the store.
type raw struct {
	*testing.T
	db       *sql.DB
	postgres bool
	path     string
}

func openRaw(t *testing.T, database string) raw {
	t.Helper()
	driver, address := "pgx", database
	path, lite := strings.CutPrefix(database, "sqlite:")
	if lite {
		driver, address = "sqlite3", "file:"+path+"?_busy_timeout=10000&_foreign_keys=1&_secure_delete=1"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ok(t, db.Close()) })
	return raw{t, db, !lite, path}
}

func (r raw) do(query string, args ...any) int64 {
	r.Helper()
	if r.postgres {
		for n := 1; strings.Contains(query, "?"); n++ {
			query = strings.Replace(query, "?", fmt.Sprintf("$%d", n), 1)
		}
	}
	res, err := r.db.ExecContext(r.Context(), query, args...)
	if err != nil {
		r.Fatalf("%s: %v", query, err)
	}
	n, err := res.RowsAffected()
	ok(r, err)
	return n
}

func (r raw) strings(query string) []string {
	r.Helper()
	rows, err := r.db.QueryContext(r.Context(), query)
	if err != nil {
		r.Fatalf("%s: %v", query, err)
	}
	defer func() { ok(r, rows.Close()) }()
	var list []string
	for rows.Next() {
		var s string
		ok(r, rows.Scan(&s))
		list = append(list, s)
	}
	ok(r, rows.Err())
	return list
}

func (r raw) tables() []string {
	if r.postgres {
		return r.strings(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`)
	}
	return r.strings(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1`)
}

func (r raw) columns(table string) []string {
	if r.postgres {
		return r.strings(`SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '` + table + `'`)
	}
	return r.strings(`SELECT name FROM pragma_table_info('` + table + `')`)
}

// dump is every value of every row of every table, as text.
func (r raw) dump() map[string]string {
	r.Helper()
	all := map[string]string{}
	for _, table := range r.tables() {
		rows, err := r.db.QueryContext(r.Context(), `SELECT * FROM "`+table+`"`)
		if err != nil {
			if strings.Contains(err.Error(), "no such module") {
				continue
			}
			r.Fatalf("dump %s: %v", table, err)
		}
		columns, err := rows.Columns()
		ok(r, err)
		var text strings.Builder
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			ok(r, rows.Scan(values...))
			for i := range values {
				value := *values[i].(*any)
				if b, is := value.([]byte); is {
					value = string(b)
				}
				fmt.Fprintf(&text, "%s=%v|", columns[i], value)
			}
			text.WriteString("\n")
		}
		ok(r, rows.Err())
		ok(r, rows.Close())
		all[table] = text.String()
	}
	return all
}

// where lists the tables in which a text stands, and the files of the database itself.
func (r raw) where(text string) []string {
	r.Helper()
	var found []string
	for table, rows := range r.dump() {
		if strings.Contains(strings.ToLower(rows), text) {
			found = append(found, table)
		}
	}
	if r.path != "" {
		files, err := filepath.Glob(r.path + "*")
		ok(r, err)
		for _, file := range files {
			content, err := os.ReadFile(file)
			ok(r, err)
			if bytes.Contains(bytes.ToLower(content), []byte(text)) {
				found = append(found, filepath.Base(file))
			}
		}
	}
	slices.Sort(found)
	return found
}

// thread is a case with all that can hang on it, everything with the patientWord in it.
type thread struct {
	stage
	raw            raw
	ana, ben, bob  community.Actor
	asked, answer  community.Post
	foreign, boost community.Post
}

func newThread(t *testing.T, s *storage.Store, database string) thread {
	t.Helper()
	th := thread{stage: stage{t, s}, raw: openRaw(t, database)}
	th.ana, th.ben, th.bob = th.member("ana"), th.member("ben"), th.remote("bob")
	th.follows(th.bob, th.ana)
	th.follows(th.ben, th.ana)
	d := draft{text: patientWord + " #" + patientWord, audience: community.Public, isCase: true, media: []community.Media{th.picture(th.ana)}}
	words := d.words()
	words.Case.ConsentPointer, words.Case.ConsentGiven = "folder of the "+patientWord+" clinic", "2025-03-01"
	words.Case.Poll = community.PollDraft{Options: []string{patientWord, "AGEP"}}
	words.Case.Title = "A rash"
	th.asked = th.publish(community.Publish(th.ana, words, d.surroundings(s)))
	words.Case.History, words.Case.Poll = "more", community.PollDraft{}
	th.asked = th.publish(community.Revise(th.ana, th.asked, words, d.surroundings(s)))
	th.boost = th.boosted(th.ben)
	th.answer = th.post(th.ben, draft{text: patientWord + " as well", audience: community.Public, parent: &th.asked, answering: &th.ana,
		media: []community.Media{th.picture(th.ben)}})
	th.foreign = th.received("answer", &th.asked)
	th.received("below", &th.answer)
	ok(t, s.Bookmark(t.Context(), th.ben.ID, th.asked.ID))
	ok(t, s.Like(t.Context(), th.ben, th.asked))
	th.plant()
	return th
}

func (th thread) boosted(by community.Actor) community.Post {
	th.Helper()
	return th.stage.boost(by, th.asked, community.Public)
}

func (th thread) picture(owner community.Actor) community.Media {
	th.Helper()
	name := strings.ToLower(th.s.Now().Format("150405.000000")) + owner.Handle.Name() + ".png"
	m, err := th.s.AddMedia(th.Context(), community.Media{Owner: owner.ID, File: "f" + name, Small: "s" + name, Type: "image/png", Width: 1, Height: 1, Description: patientWord})
	ok(th, err)
	m.Consented = true
	return m
}

func (th thread) received(name string, parent *community.Post) community.Post {
	th.Helper()
	d := th.document(th.bob, name, patientWord+" from elsewhere", community.Public)
	d.Parent, d.ParentIRI = parent, parent.IRI
	return th.receive(d)
}

// plant makes a row in every table that has none yet, and puts the patientWord into every
// text of all.
func (th thread) plant() {
	th.Helper()
	id, reply, at := int64(th.asked.ID), int64(th.answer.ID), th.s.Now().UnixMilli()
	for _, d := range []struct {
		id           int64
		kind         string
		post, parent int64
	}{{1, "edit", id, 0}, {2, "reply", 0, id}, {3, "edit", reply, 0}, {4, "reply", 0, reply}} {
		th.raw.do(`INSERT INTO draft (id, owner, kind, parent, post, form, title, state, created, saved) VALUES (?, ?, ?, ?, ?, ?, ?, 'held', ?, ?)`,
			d.id, int64(th.ben.ID), d.kind, d.parent, d.post, `{"text":["`+patientWord+`"]}`, patientWord, at, at)
	}
	loose := th.picture(th.ben)
	th.raw.do(`INSERT INTO draft_media (draft, media, position) VALUES (2, ?, 0)`, int64(loose.ID))
	th.raw.do(`INSERT INTO review (draft, inspection, audience, code) VALUES (2, ?, 'public', 'other')`, `{"Passages":["`+patientWord+`"]}`)
	th.raw.do(`INSERT INTO response (post, kind, departs) VALUES (?, 'answer', ?) ON CONFLICT (post) DO UPDATE SET departs = excluded.departs`, reply, patientWord)
	th.raw.do(`INSERT INTO poll_vote (poll, number, actor, choice, other) VALUES (?, 1, ?, 1, ?)`, id, int64(th.ben.ID), patientWord)
	th.raw.do(`INSERT INTO question (post, multiple, voters) VALUES (?, FALSE, 1)`, reply)
	th.raw.do(`INSERT INTO question_option (post, position, text, votes) VALUES (?, 0, ?, 1)`, reply, patientWord)
	th.raw.do(`INSERT INTO question_vote (post, actor, position) VALUES (?, ?, 0)`, reply, int64(th.ben.ID))
	th.raw.do(`INSERT INTO group_post (grp, post, reason, created) VALUES (?, ?, ?, ?)`, int64(th.bob.ID), reply, patientWord, at)
	th.raw.do(`INSERT INTO group_wrap (id, grp, inner_iri, post, body, own, created) VALUES (1, ?, 'https://there.example/1', ?, ?, '', ?)`,
		int64(th.bob.ID), int64(th.foreign.ID), []byte(`{"content":"`+patientWord+`"}`), at)
	th.raw.do(`INSERT INTO group_wrap (id, grp, inner_iri, post, own, created) VALUES (2, ?, 'https://here.example/2', ?, ?, ?)`,
		int64(th.bob.ID), id, `{"deed":{"reason":"`+patientWord+`"}}`, at)
	th.raw.do(`INSERT INTO collection (id, owner, name, created, changed) VALUES (7, ?, 'Rashes', ?, ?)`, int64(th.ben.ID), at, at)
	th.raw.do(`INSERT INTO collected (collection, post, position, note, added) VALUES (7, ?, 0, ?, ?)`, id, patientWord, at)
	th.raw.do(`INSERT INTO flag (id, iri, reporter, target, category, comment, created) VALUES (8, 'https://here.example/f', ?, ?, 'other', ?, ?)`,
		int64(th.ben.ID), int64(th.ana.ID), patientWord, at)
	th.raw.do(`INSERT INTO flag_post (flag, post) VALUES (8, ?)`, id)
	th.raw.do(`INSERT INTO hiding (post, reason, note, since) VALUES (?, 'other', ?, ?)`, reply, patientWord, at)
	th.raw.do(`INSERT INTO decision (id, person, post, act, reason, note, made_by, created) VALUES (9, ?, ?, 'warn', 'other', ?, ?, ?)`,
		int64(th.ben.ID), reply, patientWord, int64(th.ana.ID), at)
	th.raw.do(`INSERT INTO appeal (decision, text, created, answer) VALUES (9, ?, ?, ?)`, patientWord, at, patientWord)
	for n, about := range []struct{ parent, quoted int64 }{{id, 0}, {reply, 0}, {0, id}} {
		th.raw.do(`INSERT INTO scheduled (id, owner, due, asked, parent, quoted, created) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			n+1, int64(th.ben.ID), at, `{"text":"`+patientWord+`"}`, about.parent, about.quoted, at)
	}
	keys := map[string]string{"post": "id", "poll_option": "poll", "poll_vote": "poll"}
	for table, columns := range planted {
		for _, column := range columns {
			key := keys[table]
			switch table {
			case "draft", "review", "decision", "appeal", "hiding", "hashtag", "response", "question_option", "group_post", "group_wrap", "scheduled":
				continue // planted above
			case "":
			default:
				if key == "" {
					key = "post"
				}
			}
			if n := th.raw.do(`UPDATE `+table+` SET `+column+` = ? WHERE `+key+` = ?`, patientWord+column, id); n == 0 {
				th.Fatalf("nothing to plant in %s.%s", table, column)
			}
		}
	}
	for table := range planted {
		if !slices.Contains(th.raw.where(patientWord), table) {
			th.Fatalf("the patientWord is not in %s", table)
		}
	}
}

// TestEveryTableAboutPostsIsKnownToWithdrawal fails for a new table that tells of
// posts: its words have to go with a withdrawn case, or there are none in it.
func TestEveryTableAboutPostsIsKnownToWithdrawal(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		storagetest.At(t, storagetest.Options{Database: database})
		r := openRaw(t, database)
		for _, table := range r.tables() {
			about := false
			for _, column := range r.columns(table) {
				about = about || slices.Contains([]string{"post", "poll", "draft", "answer", "parent", "quoted", "root", "newest", "scheduled"}, column)
			}
			_, known := planted[table]
			about = about && !strings.HasSuffix(table, "_segdir") // its root is a tree's, of the index of words
			if about && !known && !slices.Contains(wordless, table) {
				t.Errorf("table %s tells of posts, and nobody said what becomes of it", table)
			}
		}
	})
}

// TestWithdrawalLeavesNoWord is the attack of a case that was withdrawn and can still
// be read somewhere: in a table, in the files of the database or in a file of a
// picture.
func TestWithdrawalLeavesNoWord(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		th := newThread(t, s, database)
		ok(t, s.Withdraw(t.Context(), community.Withdrawal{Post: th.asked.ID, By: th.ana.ID, Ground: community.WithdrawnByAuthor}))
		if found := th.raw.where(patientWord); len(found) > 0 {
			t.Errorf("the patientWord lives in %v", found)
		}
		for _, p := range []community.Post{th.asked, th.answer, th.foreign, th.boost} {
			if th.again(p).Deleted.IsZero() {
				t.Errorf("post %d stands", p.ID)
			}
		}
		if files := must(s.Waste(t.Context(), 100))(t); len(files) != 6 {
			t.Errorf("%d files are to go, want those of three pictures at once: %v", len(files), files)
		}
		if jobs := must(s.Jobs(t.Context(), "waste", 10))(t); len(jobs) == 0 || jobs[0].Kind != storage.KindWaste {
			t.Error("nobody removes the files at once")
		}
	})
}

// TestAnEditDestroysOlderVersions takes an identifier out of a case, and asks for the
// same where the rules found nothing.
func TestAnEditDestroysOlderVersions(t *testing.T) {
	const secret = "margaret hill"
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		st, r := stage{t, s}, openRaw(t, database)
		ana := st.member("ana")
		revised := func(p community.Post, text string, drop bool) community.Post {
			t.Helper()
			d := draft{text: text, isCase: true, audience: community.InstanceOnly}
			words, in := d.words(), d.surroundings(s)
			words.DropVersions = drop
			return st.publish(community.Revise(ana, p, words, in))
		}
		for name, c := range map[string]struct {
			hidden string
			drop   bool
		}{"found by the rules": {"seen with mrs " + secret + ", mrn 4711823", false}, "asked for": {patientWord, true}} {
			p := st.post(ana, draft{text: "a rash", isCase: true, audience: community.InstanceOnly})
			p = revised(p, "a rash, older", false)
			r.do(`UPDATE post SET source = ? WHERE id = ?`, c.hidden, int64(p.ID))
			r.do(`UPDATE clinical_case SET presenting_complaint = ? WHERE post = ?`, c.hidden, int64(p.ID))
			r.do(`UPDATE post_revision SET source = ?, clinical = ? WHERE post = ?`, c.hidden, `{"Narrative":{"History":"`+c.hidden+`"}}`, int64(p.ID))
			p = revised(st.again(p), "a rash, day 3", c.drop)
			for _, word := range []string{secret, patientWord} {
				if found := r.where(word); slices.Contains(found, "post") || slices.Contains(found, "post_revision") || slices.Contains(found, "clinical_case") {
					t.Errorf("%s: %s is in %v", name, word, found)
				}
			}
			if old := must(s.Revisions(t.Context(), member(ana), p))(t); len(old) != 0 {
				t.Errorf("%s: %d older versions", name, len(old))
			}
			if must(s.Destroyed(t.Context(), p.ID))(t).IsZero() {
				t.Errorf("%s: nothing says that versions were destroyed", name)
			}
			p = revised(p, "a rash, day 4", false)
			if old := must(s.Revisions(t.Context(), member(ana), p))(t); len(old) != 1 {
				t.Errorf("%s: %d older versions after a usual edit", name, len(old))
			}
		}
	})
}
