package main

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"consilium/community"
)

// scatter puts the case where no rule lets it for some people here: into their homes,
// lists, notices, exchanges of direct posts and requests, and among what many share. It gives the numbers under which apps ask for these. What waits to be posted
// below the case is its author's, and no business of an app that may not read cases.
func (a *aviary) scatter(kim community.Actor, people ...string) {
	a.Helper()
	asked, nestor := a.hidden[0], `(SELECT id FROM actor WHERE name = 'nestor')`
	for n, name := range people {
		whose, number := fmt.Sprintf(`(SELECT id FROM actor WHERE name = '%s' AND local)`, name), fmt.Sprint(7000+n)
		for _, row := range []string{
			`INSERT OR IGNORE INTO home_entry (owner, entry, post) VALUES (` + whose + `, ` + asked + `, ` + asked + `)`,
			`INSERT INTO list (id, owner, title, replies, created) VALUES (` + number + `, ` + whose + `, 'Colleagues', 'followed', 1)`,
			`INSERT INTO list_member (list, owner, member) VALUES (` + number + `, ` + whose + `, ` + nestor + `)`,
			`INSERT INTO list_entry (list, entry, post, member) VALUES (` + number + `, ` + asked + `, ` + asked + `, ` + nestor + `)`,
			`INSERT INTO notification (id, owner, kind, actor, post, created) VALUES (` + number + `, ` + whose + `, 'mention', ` + nestor + `, ` + asked + `, 1)`,
			`INSERT INTO exchange (id, owner, root, newest) VALUES (` + number + `, ` + whose + `, ` + asked + `, ` + asked + `)`,
			`INSERT INTO message_request (owner, sender, post, count, state, created, id) VALUES (` + whose + `, ` + nestor + `, ` + asked + `, 1, 'waiting', 1, ` + number + `)`,
		} {
			a.rows.change(row)
		}
		a.kept = append(a.kept, number)
	}
	a.rows.change(`INSERT INTO trend_post (place, post) VALUES (1, ` + asked + `)`)
	w, err := a.i.store.Schedule(a.Context(), community.Scheduled{Owner: kim.ID, Due: a.i.store.Now().Add(time.Hour), Parent: a.asked.ID,
		Draft: community.PostDraft{Text: canary + " later", Audience: community.Clinicians, Language: "en"}})
	a.ok(err)
	a.kept = append(a.kept, community.FormatID(w.ID))
}

// questions are addresses that name the case behind the question mark.
func (a *aviary) questions() []string {
	address, page := a.asked.IRI.String(), a.i.store.Base()+"/p/"+a.hidden[0]
	var list []string
	for _, what := range []string{address, page} {
		what = url.QueryEscape(what)
		list = append(list, "/api/oembed?url="+what, "/api/v1/timelines/link?url="+what, "/api/v2/search?resolve=true&q="+what, "/search?q="+what,
			"/authorize_interaction?uri="+what)
	}
	for _, words := range []string{"from:nestor", "is:case", "has:media", "language:en after:2020-01-01 " + lure, "from:kim is:reply", "#" + canary} {
		words = url.QueryEscape(words)
		list = append(list, "/api/v2/search?type=statuses&q="+words, "/search?q="+words)
	}
	return append(list, "/api/v1/statuses?id[]="+strings.Join(a.hidden, "&id[]="), "/api/v1/timelines/tag/ward?any[]="+canary, "/api/v1/notifications?types[]=mention",
		"/api/v2/notifications?grouped_types[]=mention&expand_accounts=partial_avatars", "/api/v1/notifications?include_filtered=true", "/api/v1/trends/statuses?limit=40")
}

// betrays says whether an answer tells of a hidden post by its address, which whoever
// asked did not name. The open post that quotes the case has its address as its author
// wrote it, also for other servers.
func (a *aviary) betrays(answer *httptest.ResponseRecorder, path string) bool {
	quoting := a.tokens[len(a.hidden)]
	for _, token := range a.tokens[:len(a.hidden)] {
		quoted := token == a.tokens[0] && (strings.HasPrefix(path, "/posts/"+quoting) || strings.HasSuffix(path, "/archive"))
		if !quoted && !strings.Contains(path, token) && strings.Contains(answer.Body.String()+answer.Header().Get("Location"), token) {
			return true
		}
	}
	return false
}
