package main

import (
	"encoding/json"
	"strings"

	"consilium/community"
	"consilium/storage/storagetest"
)

// misplace puts the case where no rule lets it: first on its author's profile, in a
// group that anybody reads and pinned there, quoted by an open post, its hashtag shown
// on a profile. Whoever finds it there is no better off: every list judges anew who may
// see what stands in it.
func (a *aviary) misplace(ana, kim community.Actor) {
	a.Helper()
	ctx, s, asked := a.Context(), a.i.store, a.hidden[0]
	owner := community.FormatID(ana.ID)
	groups, err := s.GroupPlace(ctx, number[community.ActorID](a.walk, a.is["{group:id}"]), 0, ana)
	a.ok(err)
	group := community.FormatID(groups.Actor.ID)
	open := storagetest.Post(a, s, kim, "Look at what I quote", community.Public)
	a.is["{quotes it}"] = community.FormatID(open.ID)
	a.tokens = append(a.tokens, open.IRI.String()[strings.LastIndex(open.IRI.String(), "/")+1:])
	for _, row := range []string{
		`INSERT INTO pin (actor, post, place) VALUES (` + owner + `, ` + asked + `, 1)`,
		`INSERT INTO featured_tag (actor, tag, place) VALUES (` + owner + `, 'cardiology', 1)`,
		`UPDATE post SET in_group = ` + group + ` WHERE id IN (` + strings.Join(a.hidden, ", ") + `)`,
		`INSERT INTO group_post (grp, post, pinned, created) VALUES (` + group + `, ` + asked + `, 1, 1)`,
		`INSERT INTO quote (post, quoted, quoted_iri, state, created) VALUES (` + a.is["{quotes it}"] + `, ` + asked + `, '` + a.asked.IRI.String() + `', 'accepted', 1)`,
	} {
		a.rows.change(row)
	}
}

// uncounted makes sure that what another server is told of how much there is says
// nothing of the case and of what stands below it.
func (a *aviary) uncounted() {
	a.Helper()
	for path, want := range map[string]int{"/users/nestor/outbox": 1, "/users/nestor/collections/featured": 0, "/users/lungs/collections/featured": 0} {
		answer := a.ask(a.server(), "GET", path)
		var list struct{ TotalItems int }
		if err := json.Unmarshal(answer.Body.Bytes(), &list); err != nil || list.TotalItems != want {
			a.Errorf("%s counts %d, want %d (%d, %v)", path, list.TotalItems, want, answer.Code, err)
		}
	}
}
