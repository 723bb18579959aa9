package federation

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// muddles are what the confused peer says: right by chance. WORD is a word of its own, N
// a number, MINE a member's post, HIS an honest one, NOTE a note of its own.
var muddles = []struct{ name, body string }{
	{"posts", `{"id":"HOST/a/N","type":"Create","actor":"HOST/users/con","object":NOTE}`},
	{"answers", `{"id":"HOST/a/N","type":"Create","actor":"HOST/users/con","object":{"id":"HOST/n/N","type":"Note","attributedTo":"HOST/users/con","content":"WORD","inReplyTo":"MINE","to":["PUBLIC"],"tag":[{"type":"Mention","href":"THERE/users/ana"}]}}`},
	{"edits", `{"id":"HOST/a/N","type":"Update","actor":"HOST/users/con","object":{"id":"HOST/n/E","type":"Note","attributedTo":"HOST/users/con","content":"WORD","to":["PUBLIC"],"updated":"2026-11-22T12:00:00Z"}}`},
	{"deletes", `{"id":"HOST/a/N","type":"Delete","actor":"HOST/users/con","object":{"id":"HOST/n/E","type":"Tombstone"}}`},
	{"deletes what is to come", `{"id":"HOST/a/N","type":"Delete","actor":"HOST/users/con","object":"HOST/n/L"}`},
	{"likes", `{"id":"HOST/a/N","type":"Like","actor":"HOST/users/con","object":"MINE"}`},
	{"likes twice", `{"id":"HOST/a/NN","type":"Like","actor":"HOST/users/con","object":["MINE","HIS"]}`},
	{"reacts", `{"id":"HOST/a/N","type":"EmojiReact","actor":"HOST/users/con","object":"MINE","content":":x:","tag":{"type":"Emoji","name":":x:"}}`},
	{"takes back what it never did", `{"id":"HOST/a/N","type":"Undo","actor":"HOST/users/con","object":{"type":"Like","actor":"HOST/users/con","object":"MINE"}}`},
	{"takes back by name", `{"id":"HOST/a/N","type":"Undo","actor":"HOST/users/con","object":"HOST/a/E"}`},
	{"boosts", `{"id":"HOST/a/N","type":"Announce","actor":"HOST/users/con","object":"MINE","to":"PUBLIC"}`},
	{"boosts itself", `{"id":"HOST/a/N","type":"Announce","actor":"HOST/users/con","object":"HOST/a/E","to":"PUBLIC"}`},
	{"boosts a boost", `{"id":"HOST/a/N","type":"Announce","actor":"HOST/users/con","object":{"id":"HOST/a/E","type":"Announce","actor":"HOST/users/con","object":"MINE"},"to":"PUBLIC"}`},
	{"follows", `{"id":"HOST/a/N","type":"Follow","actor":"HOST/users/con","object":"THERE/users/ben"}`},
	{"stops following", `{"id":"HOST/a/N","type":"Undo","actor":"HOST/users/con","object":{"type":"Follow","actor":"HOST/users/con","object":"THERE/users/ben"}}`},
	{"accepts nothing", `{"id":"HOST/a/N","type":"Accept","actor":"HOST/users/con","object":{"type":"Follow","actor":"THERE/users/ana","object":"HOST/users/con"}}`},
	{"accepts a word", `{"id":"HOST/a/N","type":"Accept","actor":"HOST/users/con","object":"HOST/never"}`},
	{"rejects what it accepted", `{"id":"HOST/a/N","type":"Reject","actor":"HOST/users/con","object":{"type":"Like","actor":"THERE/users/ana","object":"HOST/n/E"}}`},
	{"asks", `{"id":"HOST/a/N","type":"Create","actor":"HOST/users/con","object":{"id":"HOST/n/N","type":"Question","attributedTo":"HOST/users/con","content":"WORD","to":"PUBLIC","oneOf":[{"name":"WORD"},{"name":"WORD"},7,null],"anyOf":{"name":"B"},"endTime":"soon","votersCount":-3}}`},
	{"votes for nothing", `{"id":"HOST/a/N","type":"Create","actor":"HOST/users/con","object":{"id":"HOST/v/N","type":"Note","attributedTo":"HOST/users/con","name":"WORD","inReplyTo":"MINE","to":"THERE/users/ana"}}`},
	{"quotes", `{"id":"HOST/a/N","type":"QuoteRequest","actor":"HOST/users/con","object":"MINE","instrument":{"id":"HOST/n/N","type":"Note","attributedTo":"HOST/users/con","content":"WORD","quote":["MINE","HIS"],"to":"PUBLIC"}}`},
	{"changes itself", `{"id":"HOST/a/N","type":"Update","actor":"HOST/users/con","object":{"id":"HOST/users/con","type":"Person","preferredUsername":"con","inbox":"HOST/users/con/inbox","name":"WORD","attachment":[[],{"type":"PropertyValue","name":null,"value":{}}]}}`},
	{"moves nowhere", `{"id":"HOST/a/N","type":"Move","actor":"HOST/users/con","object":"HOST/users/con","target":["HOST/users/con"]}`},
	{"adds", `{"id":"HOST/a/N","type":"Add","actor":"HOST/users/con","object":"HOST/n/E","target":"HOST/users/con/collections/featured"}`},
	{"removes", `{"id":"HOST/a/N","type":"Remove","actor":"HOST/users/con","object":"HIS","target":{"id":"HOST/users/con/collections/featured"}}`},
	{"blocks", `{"id":"HOST/a/N","type":"Block","actor":"HOST/users/con","object":"HOST/users/con"}`},
	{"reports", `{"id":"HOST/a/N","type":"Flag","actor":"HOST/users/con","object":["MINE",null,{"type":"Person"}],"content":"WORD"}`},
	{"does what nobody knows", `{"id":"HOST/a/N","type":["Listen","Create"],"actor":"HOST/users/con","object":NOTE}`},
	{"answers in a circle", `{"id":"HOST/a/N","type":"Create","actor":"HOST/users/con","object":{"id":"HOST/n/N","type":"Note","attributedTo":"HOST/users/con","content":"WORD","inReplyTo":"HOST/n/N","context":"HOST/n/N","to":["PUBLIC","THERE/users/ana"]}}`},
	{"deletes itself by half", `{"id":"HOST/a/N","type":"Delete","actor":"HOST/users/con","object":["HOST/n/E","HOST/users/con"]}`},
}

// confusedKinds are the muddles as they are, and once more with their members changed.
func confusedKinds() []kind {
	var all []kind
	for _, m := range muddles {
		all = append(all, kind{"the confused one " + m.name, func(w *fray, r *rand.Rand) { w.muddle(r, m.body, 0) }},
			kind{"the confused one " + m.name + " in a wrong shape", func(w *fray, r *rand.Rand) { w.muddle(r, m.body, 1+r.IntN(3)) }})
	}
	return all
}

// fillIn puts what is there into a text, as a peer would write it.
func (w *fray) fillIn(p *world, r *rand.Rand, text, word string) string {
	pick := func(fits func(*saying) bool) string {
		if s := w.some(r, fits); s != nil {
			return s.iri
		}
		return w.base + "/posts/NONE"
	}
	note := `{"id":"HOST/n/N","type":"Note","attributedTo":"HOST/users/con","content":"WORD","to":["PUBLIC"],"cc":"HOST/users/con/followers"}`
	for _, pair := range [][2]string{
		{"NOTE", note}, {"PUBLIC", "https://www.w3.org/ns/activitystreams#Public"}, {"MINE", pick(mine)}, {"HIS", pick(theirs)}, {"HIDDEN", pick(private)},
		{"POLL", pick(func(s *saying) bool { return s.member && s.poll })}, {"WORD", w.word(word)},
		{"HONEST", w.honest.base}, {"HOST", p.base}, {"THERE", w.base},
		{"/NN\"", fmt.Sprintf("/%d\"", w.at+1000)}, {"/N\"", fmt.Sprintf("/%d\"", w.at)}, {"/E\"", fmt.Sprintf("/%d\"", r.IntN(w.at+1))},
		{"/L\"", fmt.Sprintf("/%d\"", w.at+r.IntN(20))},
	} {
		text = strings.ReplaceAll(text, pair[0], pair[1])
	}
	return text
}

func (w *fray) muddle(r *rand.Rand, body string, changes int) {
	body = w.fillIn(w.lost, r, body, "confused")
	for range changes {
		var tree any
		if err := json.Unmarshal([]byte(body), &tree); err != nil {
			w.t.Fatal(err)
		}
		wrong, err := json.Marshal(w.bend(r, tree))
		if err != nil {
			w.t.Fatal(err)
		}
		body = string(wrong)
	}
	for range 1 + r.IntN(2) { // it does not remember what it said
		w.ask(w.lost, "POST", w.base+"/inbox", sending{keyID: w.lost.base + "/users/con#main-key", key: lostKey(), body: body})
		w.clock.Advance(1e9)
	}
}

// bend changes one member of a document, or of one inside it.
func (w *fray) bend(r *rand.Rand, v any) any {
	m, is := v.(map[string]any)
	if !is || len(m) == 0 {
		return []any{v, nil, 3.5e300, []any{v}, map[string]any{}, "", fmt.Sprint(v), true}[r.IntN(8)]
	}
	keys := slices.Sorted(maps.Keys(m))
	key := keys[r.IntN(len(keys))]
	switch r.IntN(5) {
	case 0:
		delete(m, key)
	case 1:
		m[key] = []any{m[key], m[key]}
	case 2:
		m[key] = map[string]any{"id": m[key]}
	case 3:
		m[key] = m[keys[r.IntN(len(keys))]]
	default:
		m[key] = w.bend(r, m[key])
	}
	return m
}
