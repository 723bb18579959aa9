package main

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// asks: a poll of either is voted in by the other, and what is counted is shown.
func (v *abroad) asks() {
	v.ana.get("/compose").form("/posts").send(url.Values{"text": {"Which handover, " + v.aliceThere + "?"}, "audience": {"public"}, "question_option": {"Bedside", "Room"}})
	ours := *v.peer.received("Create", func(a understood) bool { return a.Object.Type == "Question" }).Object
	if !slices.Equal(ours.Options, []string{"Bedside", "Room"}) || ours.Closes == "" || ours.Author != v.actor {
		v.Errorf("Fedify reads the poll as %+v", ours)
	}
	v.order("vote", map[string]any{"what": ours.ID, "choice": "Room"})
	eventually(v.T, "alice's vote is counted", func() bool {
		return openRows(v.T, v.server.database()).count("question_option WHERE text = 'Room' AND votes = 1") == 1
	})

	theirs := v.peer.posts("post", map[string]any{"text": "Which ward?", "options": []string{"North", "South"}})
	v.ana.awaits("/home", "Which ward?")
	page := v.ana.get("/home")
	ballot := page.formIn(page.post("Which ward?"), "/choose")
	south := find(page.post("Which ward?"), "label", func(n *html.Node) bool { return words(n) == "South" })
	chosen := find(south, "input", func(*html.Node) bool { return true })
	ballot.send(url.Values{"choice": {attribute(chosen, "value")}})
	vote := *v.peer.received("Create", func(a understood) bool { return a.Object.InReplyTo == theirs }).Object
	if vote.Type != "Note" || vote.Name != "South" || vote.Content != "" || !slices.Equal(vote.To, []string{v.alice}) || len(vote.CC) != 0 {
		v.Errorf("Fedify reads the vote as %+v", vote)
	}
	v.order("tally", map[string]any{"what": theirs, "counts": map[string]int{"North": 3, "South": 5}})
	eventually(v.T, "the counts arrive", func() bool {
		return strings.Contains(words(v.ana.sees("/home", "Which ward?")), "63") // of a hundred, rounded
	})
}

// order has the peer do what gives nothing back.
func (v *abroad) order(do string, with map[string]any) {
	v.Helper()
	if err := v.peer.order(do, with, nil); err != nil {
		v.Fatalf("%s %v: %v", do, with, err)
	}
}
