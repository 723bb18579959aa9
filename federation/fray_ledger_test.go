package federation

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"consilium/community"
)

// saying is a post of a member or of an honest person.
type saying struct {
	iri, author, audience, token string
	member, poll, gone           bool
	// closed is what nobody may quote.
	closed bool
}

// ledger is what members and honest people really said. may are the facts that hold if
// everything arrived, before those that were found in the tables last.
type ledger struct {
	may, before map[string]bool
	posts       []*saying
	// likes and boosts of honest people, by the activity's number.
	deeds []string
	moved bool
}

func newLedger() ledger { return ledger{may: map[string]bool{}, before: map[string]bool{}} }

func (l *ledger) say(words ...string)   { l.may[strings.Join(words, " ")] = true }
func (l *ledger) unsay(words ...string) { delete(l.may, strings.Join(words, " ")) }

// wrote remembers a post.
func (l *ledger) wrote(s saying) {
	l.posts = append(l.posts, &s)
	l.say("post", s.author, s.iri, s.audience, s.token)
}

// rewrote remembers an edit.
func (l *ledger) rewrote(s *saying, token string) {
	l.unsay("post", s.author, s.iri, s.audience, s.token)
	s.token = token
	l.say("post", s.author, s.iri, s.audience, s.token)
}

// erased forgets a post, with all that hangs on it.
func (l *ledger) erased(s *saying) {
	s.gone = true
	for fact := range l.may {
		if slices.Contains(strings.Fields(fact), s.iri) {
			delete(l.may, fact)
		}
	}
}

// some is a live post that fits, nil for none.
func (l *ledger) some(r *rand.Rand, fits func(*saying) bool) *saying {
	var all []*saying
	for _, s := range l.posts {
		if !s.gone && fits(s) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all[r.IntN(len(all))]
}

func forAllOf(s *saying) bool { return s.audience == "public" || s.audience == "unlisted" }
func mine(s *saying) bool     { return s.member && forAllOf(s) }
func theirs(s *saying) bool   { return !s.member && forAllOf(s) }
func private(s *saying) bool  { return s.member && !forAllOf(s) }
func anyPost(*saying) bool    { return true }

// facts are what the tables say of members and honest people: each begins with its kind
// and the one who is said to have done it.
var facts = []string{
	`SELECT 'post ' || a.iri || ' ' || p.iri || ' ' || p.audience || ' ' || p.content FROM post p JOIN actor a ON a.id = p.author WHERE p.deleted IS NULL AND p.of_post = 0`,
	`SELECT 'boost ' || a.iri || ' ' || o.iri FROM post p JOIN actor a ON a.id = p.author JOIN post o ON o.id = p.of_post WHERE p.deleted IS NULL`,
	`SELECT 'like ' || a.iri || ' ' || p.iri FROM liking k JOIN actor a ON a.id = k.actor JOIN post p ON p.id = k.post`,
	`SELECT 'follow ' || a.iri || ' ' || b.iri FROM follow f JOIN actor a ON a.id = f.follower JOIN actor b ON b.id = f.followed WHERE f.state = 'accepted'`,
	`SELECT 'vote ' || a.iri || ' ' || p.iri || ' ' || v.position FROM question_vote v JOIN actor a ON a.id = v.actor JOIN post p ON p.id = v.post`,
	// Who agrees is the author of what is quoted.
	`SELECT 'leave ' || a.iri || ' ' || o.iri || ' ' || p.iri FROM quote q JOIN post p ON p.id = q.post JOIN post o ON o.id = q.quoted JOIN actor a ON a.id = o.author WHERE q.state = 'accepted' AND p.deleted IS NULL AND o.deleted IS NULL`,
	`SELECT 'pin ' || a.iri || ' ' || p.iri FROM pin x JOIN actor a ON a.id = x.actor JOIN post p ON p.id = x.post`,
	`SELECT 'block ' || a.iri || ' ' || b.iri FROM block x JOIN actor a ON a.id = x.actor JOIN actor b ON b.id = x.target`,
	`SELECT 'name ' || a.iri || ' ' || a.display_name FROM actor a WHERE a.display_name <> ''`,
	`SELECT 'moved ' || a.iri || ' ' || a.moved_to FROM actor a WHERE a.moved_to IS NOT NULL`,
	`SELECT 'gone ' || a.iri || ' ' || a.gone FROM actor a WHERE a.gone IS NOT NULL`,
	`SELECT 'flag ' || a.iri || ' ' || f.comment FROM flag f JOIN actor a ON a.id = f.reporter`,
	`SELECT 'ban ' || a.iri || ' ' || g.iri FROM group_ban x JOIN actor a ON a.id = x.actor JOIN actor g ON g.id = x.grp`,
	`SELECT 'moderator ' || a.iri || ' ' || g.iri FROM group_moderator x JOIN actor a ON a.id = x.actor JOIN actor g ON g.id = x.grp`,
	`SELECT 'key ' || a.iri || ' ' || k.iri FROM actor_key k JOIN actor a ON a.id = k.actor WHERE a.kind <> 'Application'`,
	`SELECT 'marked ' || a.iri || ' ' || p.iri FROM group_post x JOIN actor a ON a.id = x.grp JOIN post p ON p.id = x.post WHERE COALESCE(x.pinned, x.locked, x.removed) IS NOT NULL`,
}

// lasting are the kinds of facts that nobody else than their author can end.
var lasting = []string{"post", "boost", "like", "follow", "vote", "leave", "name", "moderator"}

var wordOf = regexp.MustCompile(`(said|zebrafinch|quagga)-\d+`)

// found reads the facts about those who count.
func (w *fray) found() map[string]bool {
	all := map[string]bool{}
	for _, query := range facts {
		for _, fact := range w.column(query) {
			words := strings.Fields(fact)
			if who := words[1]; strings.HasPrefix(who, w.evil.base) || strings.HasPrefix(who, w.lost.base) {
				continue
			}
			if words[0] == "leave" && w.freely(words[2]) {
				continue
			}
			if words[0] == "post" {
				words = append(words[:4], wordOf.FindString(strings.Join(words[4:], " ")))
			}
			all[strings.Join(words, " ")] = true
		}
	}
	return all
}

// freely says that a member lets everybody quote a post.
func (w *fray) freely(iri string) bool {
	return slices.ContainsFunc(w.ledger.posts, func(s *saying) bool { return s.iri == iri && s.member && !s.closed })
}

func (w *fray) column(query string) []string {
	w.t.Helper()
	rows, err := w.db.QueryContext(w.t.Context(), query)
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, text)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// check looks for the first fault.
func (w *fray) check() string {
	now := w.found()
	if w.at == 0 && w.name == "" { // the start
		maps.Copy(w.may, now)
	}
	for _, fact := range slices.Sorted(maps.Keys(now)) {
		if !w.may[fact] {
			w.failed("nobody said %q", w.named(fact))
		}
	}
	for _, fact := range slices.Sorted(maps.Keys(w.before)) {
		kind, of, _ := strings.Cut(fact, " ")
		if w.moved && kind == "follow" && strings.HasSuffix(of, "/users/uma") { // they follow max from now on
			continue
		}
		if w.may[fact] && !now[fact] && slices.Contains(lasting, kind) && !strings.Contains(of, w.evil.base) && !strings.Contains(of, w.lost.base) {
			w.failed("%q is gone, and nobody took it back", w.named(fact))
		}
	}
	w.before = now
	w.checkWords()
	w.checkLeaks()
	w.checkTables()
	return w.fault
}

// named makes a fact readable: ports differ at every run.
func (w *fray) named(text string) string {
	return strings.NewReplacer(w.honest.base, "HONEST", w.lost.base, "LOST", w.evil.base, "EVIL", w.base, "HERE").Replace(text)
}

// texts are where texts of others stand, with the one they are attributed to.
var texts = []string{
	`SELECT a.iri || ' ' || p.iri || ' ' || p.title || ' ' || p.warning || ' ' || p.content || ' ' || p.source FROM post p JOIN actor a ON a.id = p.author WHERE p.deleted IS NULL`,
	`SELECT a.iri || ' ' || p.iri || ' ' || o.text FROM question_option o JOIN post p ON p.id = o.post JOIN actor a ON a.id = p.author`,
	`SELECT a.iri || ' ' || a.display_name || ' ' || a.summary || ' ' || a.fields || ' ' || a.aliases FROM actor a`,
	`SELECT a.iri || ' ' || m.description FROM media m JOIN actor a ON a.id = m.owner`,
}

// checkWords: what a peer says is not found under a name of another.
func (w *fray) checkWords() {
	for _, query := range texts {
		for _, text := range w.column(query) {
			author, rest, _ := strings.Cut(text, " ")
			if strings.Contains(rest, "forged") && !strings.HasPrefix(author, w.evil.base) ||
				strings.Contains(rest, "confused") && !strings.HasPrefix(author, w.lost.base) {
				w.failed("words in the mouth of another: %q", w.named(text))
			}
		}
	}
	for _, text := range w.column(`SELECT p.iri || ' ' || a.iri FROM post p JOIN actor a ON a.id = p.author`) {
		post, author, _ := strings.Cut(text, " ")
		if p, a := w.honest.iriOf(post), w.honest.iriOf(author); !p.SameOrigin(a) {
			w.failed("a post of another origin than its author: %q", w.named(text))
		}
	}
}

func (p *peer) iriOf(text string) community.IRI {
	p.t.Helper()
	iri, err := community.ParseIRI(text)
	if err != nil {
		p.t.Fatal(err)
	}
	return iri
}

var (
	forMembers = regexp.MustCompile(`zebrafinch-\d+`)
	forFew     = regexp.MustCompile(`(zebrafinch|quagga)-\d+`)
)

// checkLeaks: what is for members stays here, what is for few goes where they are, and
// the log has neither.
func (w *fray) checkLeaks() {
	for _, place := range []struct {
		name, text string
		never      *regexp.Regexp
	}{
		{"the honest peer", w.honest.text(), forMembers}, {"the confused peer", w.lost.text(), forFew},
		{"the evil peer", w.evil.text(), forFew}, {"the log", w.log.text(), forFew},
	} {
		if leak := place.never.FindStringIndex(place.text); leak != nil {
			w.failed("%s saw %q", place.name, w.named(place.text[max(0, leak[0]-300):leak[1]]))
		}
	}
}

func (r *record) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}

// sound are queries that find what does not agree with itself.
var sound = map[string]string{
	"likes":     `SELECT p.iri || ' ' || p.like_count FROM post p WHERE p.deleted IS NULL AND p.like_count <> (SELECT COUNT(*) FROM liking k WHERE k.post = p.id)`,
	"boosts":    `SELECT p.iri || ' ' || p.announce_count FROM post p WHERE p.deleted IS NULL AND p.announce_count <> (SELECT COUNT(*) FROM post b WHERE b.of_post = p.id AND b.deleted IS NULL AND b.audience IN ('public', 'unlisted'))`,
	"replies":   `SELECT p.iri || ' ' || p.reply_count FROM post p WHERE p.deleted IS NULL AND p.reply_count <> (SELECT COUNT(*) FROM post b WHERE b.parent = p.id AND b.deleted IS NULL AND b.hidden IS NULL AND (b.audience IN ('public', 'unlisted') OR b.audience = p.audience AND p.audience IN ('instance', 'clinicians')))`,
	"followers": `SELECT a.iri || ' ' || a.follower_count FROM actor a WHERE a.follower_count <> (SELECT COUNT(*) FROM follow f WHERE f.followed = a.id AND f.state = 'accepted')`,
	"following": `SELECT a.iri || ' ' || a.following_count FROM actor a WHERE a.following_count <> (SELECT COUNT(*) FROM follow f WHERE f.follower = a.id AND f.state = 'accepted')`,
	"posts":     `SELECT a.iri || ' ' || a.post_count FROM actor a WHERE a.gone IS NULL AND a.post_count <> (SELECT COUNT(*) FROM post p WHERE p.author = a.id AND p.of_post = 0 AND p.deleted IS NULL AND p.hidden IS NULL AND p.audience IN ('public', 'unlisted'))`,
	"votes":     `SELECT p.iri || ' ' || o.votes FROM question_option o JOIN post p ON p.id = o.post WHERE p.local = (1 = 1) AND o.votes <> (SELECT COUNT(*) FROM question_vote v WHERE v.post = o.post AND v.position = o.position)`,
	"voters":    `SELECT p.iri || ' ' || q.voters FROM question q JOIN post p ON p.id = q.post WHERE p.local = (1 = 1) AND q.voters <> (SELECT COUNT(DISTINCT v.actor) FROM question_vote v WHERE v.post = q.post)`,
	"one vote":  `SELECT p.iri || ' ' || v.actor FROM question_vote v JOIN question q ON q.post = v.post JOIN post p ON p.id = q.post WHERE q.multiple = (1 = 0) GROUP BY p.iri, v.actor HAVING COUNT(*) > 1`,
	"home":      `SELECT 'entry ' || h.entry FROM home_entry h LEFT JOIN post p ON p.id = h.post WHERE p.id IS NULL OR p.deleted IS NOT NULL`,
	"owners":    `SELECT 'entry ' || h.entry FROM home_entry h LEFT JOIN actor a ON a.id = h.owner WHERE a.id IS NULL OR a.local = (1 = 0)`,
	"notices":   `SELECT n.kind || ' ' || n.post FROM notification n LEFT JOIN post p ON p.id = n.post WHERE n.post <> 0 AND (p.id IS NULL OR p.deleted IS NOT NULL)`,
	"like told": `SELECT n.kind || ' ' || n.post FROM notification n WHERE n.kind = 'like' AND NOT EXISTS (SELECT 1 FROM liking k WHERE k.actor = n.actor AND k.post = n.post)`,
	"media":     `SELECT 'media ' || m.id FROM media m LEFT JOIN post p ON p.id = m.post WHERE m.post <> 0 AND (p.id IS NULL OR p.deleted IS NOT NULL)`,
	"parents":   `SELECT p.iri || '' FROM post p LEFT JOIN post o ON o.id = p.parent WHERE p.parent <> 0 AND o.id IS NULL`,
	"roots":     `SELECT p.iri || '' FROM post p LEFT JOIN post o ON o.id = p.root WHERE o.id IS NULL`,
	"boosted":   `SELECT p.iri || '' FROM post p LEFT JOIN post o ON o.id = p.of_post WHERE p.of_post <> 0 AND p.deleted IS NULL AND (o.id IS NULL OR o.deleted IS NOT NULL)`,
	"quoted":    `SELECT p.iri || '' FROM quote q JOIN post p ON p.id = q.post LEFT JOIN post o ON o.id = q.quoted WHERE q.quoted <> 0 AND o.id IS NULL`,
	"erased":    `SELECT p.iri || '' FROM post p WHERE p.deleted IS NOT NULL AND (p.content <> '' OR p.source <> '' OR EXISTS (SELECT 1 FROM question q WHERE q.post = p.id) OR EXISTS (SELECT 1 FROM mention m WHERE m.post = p.id) OR EXISTS (SELECT 1 FROM liking k WHERE k.post = p.id))`,
	"outsiders": `SELECT a.iri || ' ' || p.iri FROM post p JOIN actor a ON a.id IN (SELECT k.actor FROM liking k WHERE k.post = p.id UNION SELECT v.actor FROM question_vote v WHERE v.post = p.id UNION SELECT b.author FROM post b WHERE b.deleted IS NULL AND (b.of_post = p.id OR b.parent = p.id)) WHERE p.audience IN ('instance', 'clinicians') AND a.local = (1 = 0)`,
	"receipts":  `SELECT 'receipt ' || r.id FROM receipt r WHERE r.done IS NULL AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'receive' AND j.payload = CAST(r.id AS TEXT))`,
	"emptied":   `SELECT 'receipt ' || r.id FROM receipt r WHERE r.done IS NOT NULL AND LENGTH(r.body) > 0`,
}

func (w *fray) checkTables() {
	for _, name := range slices.Sorted(maps.Keys(sound)) {
		if wrong := w.column(sound[name]); len(wrong) > 0 {
			w.failed("%s do not agree: %s", name, w.named(strings.Join(wrong, ", ")))
		}
	}
}

// end looks at what has to be over when nothing happens any more.
func (w *fray) end() string {
	w.check()
	counts := map[string]int{}
	for fact := range w.before {
		kind, _, _ := strings.Cut(fact, " ")
		counts[kind]++
	}
	w.t.Logf("in the end the tables say %v", counts)
	for name, query := range map[string]string{
		"jobs": `SELECT lane || ' ' || kind FROM job`, "receipts": `SELECT 'receipt ' || id FROM receipt WHERE done IS NULL`,
	} {
		if left := w.column(query); len(left) > 0 {
			w.failed("%s are left: %s", name, w.named(fmt.Sprint(left)))
		}
	}
	return w.fault
}
