package main

import (
	"time"

	"consilium/community"
)

// gather makes a group of the hospital with a post that has a title and a poll, one
// that quotes it, and pins both; it gives the pages on which they are.
func (w *town) gather(by community.User) []string {
	w.Helper()
	ctx, s := w.Context(), w.hospital.store
	do := func(err error) {
		w.Helper()
		if err != nil {
			w.Fatal(err)
		}
	}
	ana, err := s.Actor(ctx, by.Actor)
	do(err)
	g, err := community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: "lungs", Title: "Lungs", Description: "About what stands beside the heart.", Rules: "Be kind.",
		Purpose: "specialty", Subject: "cardiology", Posting: "everybody", State: "open"})
	do(err)
	g, err = s.CreateGroup(ctx, "lungs", g, ana.ID)
	do(err)
	place, err := s.GroupPlace(ctx, g.Actor.ID, 0, ana)
	do(err)
	publish := func(d community.PostDraft, around community.Surroundings) community.Post {
		w.Helper()
		d.Audience, d.Language, around.Now = community.Public, "en", s.Now()
		p, err := community.Publish(ana, d, around)
		do(err)
		post, err := s.Publish(ctx, p)
		do(err)
		return post
	}
	asked := publish(community.PostDraft{Title: "Which window?", Text: "Where do you put the probe first?",
		Question: community.QuestionDraft{Options: []string{"Under the ribs", "Between them"}, Lasts: time.Hour}}, community.Surroundings{Group: place})
	quoting := publish(community.PostDraft{Text: "Worth an answer."},
		community.Surroundings{Quoted: &community.Quoted{Post: asked, Approach: community.Approach{By: ana, Author: ana}, Thread: &asked}})
	do(s.Pin(ctx, ana, quoting))
	do(s.ModerateGroup(ctx, community.GroupDeed{Kind: community.PinInGroup, Group: g.Actor.ID, By: ana.ID, Post: asked.ID}, nil))
	number := community.FormatID(asked.ID)
	return []string{"/groups", "/groups?specialty=cardiology", "/groups/lungs", "/@lungs", "/groups/lungs/moderate", "/desk/groups", "/desk/groups?group=" + community.FormatID(g.Actor.ID),
		"/compose?group=" + community.FormatID(g.Actor.ID), "/p/" + number + "/quote", "/p/" + number + "/quotes", "/p/" + number, "/p/" + community.FormatID(quoting.ID)}
}
