package main

import (
	"net/url"
	"strings"
)

// quotes: ana's post quotes alice's with her leave, which Fedify gives (FEP-044f).
func (v *abroad) quotes() {
	id := v.ana.number("/home", "Hello from quite another engine")
	v.ana.get("/p/" + id + "/quote").form("/posts").send(url.Values{"text": {"As alice says"}, "audience": {"public"}})
	request := v.peer.received("QuoteRequest", func(a understood) bool { return a.Actor == v.actor && a.Object.ID == v.answered })
	given := v.peer.received("Update", func(a understood) bool { return a.Object.ID == request.Instrument && a.Object.Authorization != "" })
	if given.Object.Quote != v.answered || !strings.HasPrefix(given.Object.Authorization, v.peer.base+"/") {
		v.Errorf("Fedify reads the quote as %+v", given.Object)
	}
	if shown := words(v.ana.sees("/@ana", "As alice says")); !strings.Contains(shown, "Hello from quite another engine") {
		v.Errorf("what is quoted is not shown: %s", shown)
	}
}

// isQuoted: alice asks for leave to quote ana's post, gets it, and ana reads the quote.
func (v *abroad) isQuoted() {
	quoting := v.peer.posts("post", map[string]any{"text": "As ana says", "quote": v.note})
	request := v.peer.tells("request", quoting)
	accept := v.peer.received("Accept", func(a understood) bool { return a.Object.ID == request })
	leave := v.peer.looks(accept.Result)
	if leave.Type != "QuoteAuthorization" || leave.Author != v.actor || leave.Doing != quoting || leave.Target != v.note {
		v.Errorf("Fedify reads the leave as %+v", leave)
	}
	v.order("release", map[string]any{"what": quoting, "leave": accept.Result})
	v.ana.awaits("/home", "As ana says")
	eventually(v.T, "what is quoted is shown", func() bool {
		return strings.Contains(words(v.ana.sees("/home", "As ana says")), "Good evening")
	})
}
