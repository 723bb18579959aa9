package page

import (
	"time"

	"consilium/community"
)

func samplePoll() Poll {
	return Poll{URL: "/p/3001", Options: []string{"Drug reaction with eosinophilia and systemic symptoms (DRESS)", "Acute generalised exanthematous pustulosis", "Kikuchi disease"},
		Other: true, Closes: now.Add(72 * time.Hour)}
}

func sampleResult() *community.PollResult {
	return &community.PollResult{Total: []community.Band{25, 5, 0, 5},
		Professions: []community.PollGroup{{Slug: "physician", Bands: []community.Band{20, 0, 0, 0}}, {Slug: "", Bands: []community.Band{0, community.Withheld, 0, 0}}},
		Specialties: []community.PollGroup{{Slug: "neurology", Bands: []community.Band{10, 0, 0, 0}}, {Slug: "", Bands: []community.Band{10, 5, 0, 0}}},
		Others:      []string{"Adult-onset Still’s disease", "Virusexanthem"}}
}

// samplesPoll are the poll of a case as everybody finds it, and its pages.
func samplesPoll() map[string]View {
	with := func(change func(*Poll)) View {
		c, p := casePage(), samplePoll()
		change(&p)
		c.Poll, c.Groups, c.Composer = &p, nil, nil
		return c
	}
	preview, plain := samplePoll(), caseForm()
	plain.Draft.Poll = community.PollDraft{Options: []string{"DRESS", "", "DRESS"}, Other: "no", Closes: "solved"}
	plain.Problems = Problems{"poll_option": community.Say("poll.twice", "option", "DRESS")}
	wrong := samplePoll()
	wrong.MayVote, wrong.Draft, wrong.Problems = true, community.BallotDraft{Choice: "other"}, Problems{"choice": community.Say("poll.choose"), "other": community.Say("poll.other_needed")}
	add := casePage()
	add.PollURL = "/p/3001/poll"
	return map[string]View{
		"poll-ballot": with(func(p *Poll) { p.MayVote = true }),
		"poll-reader": with(func(p *Poll) { p.Closes = time.Time{} }),
		"poll-keeper": with(func(p *Poll) { p.Keeps = true }),
		"poll-voted":  with(func(p *Poll) { p.Voted, p.Choice, p.Own, p.Result = true, 3, "Virusexanthem", &community.PollResult{} }),
		"poll-results": with(func(p *Poll) {
			p.Voted, p.Result = true, sampleResult()
			p.Result.Others = nil
		}),
		"poll-over":        with(func(p *Poll) { p.Over, p.Keeps, p.Result = true, true, sampleResult() }),
		"poll-over-few":    with(func(p *Poll) { p.Over, p.Result = true, &community.PollResult{} }),
		"poll-add":         add,
		"poll-preview":     CasePreview{Form: caseForm(), Author: ana, Body: caseBody(), Readers: Readers{Audience: community.InstanceOnly, People: 312}, Poll: &preview},
		"poll-form":        plain,
		"ballot-problem":   Ballot{Title: "Fever", CaseURL: "/posts/C4se", Poll: wrong},
		"new-poll":         NewPoll{Title: "Fever", CaseURL: "/posts/C4se", URL: "/p/3001/poll"},
		"new-poll-problem": NewPoll{Title: "Fever", CaseURL: "/posts/C4se", URL: "/p/3001/poll", Form: PollForm{Problems: problems("poll_option", "poll_closes")}},
	}
}
