package main

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"consilium/community"
	"consilium/community/credential"
)

// demoText is the cast of the demonstration and what they say.
//
//go:embed demo.json
var demoText []byte

// script is demo.json.
type script struct {
	Instances map[string]demoInstance
	Follows   [][3]string
	Posts     []demoPost
	Cases     []demoCase
}

type demoInstance struct {
	Address, Name, Description, Rules string
	Members                           []demoMember
}

type demoMember struct {
	Name, Email, Role, Pronouns, Profession, Specialty, Summary string
	// Follows are the specialties whose new cases come into their home.
	Follows []community.Specialty
	// Proved is the evidence of being one, "" for none; Applies says that an
	// application waits at the desk.
	Proved      credential.Kind
	Applies     bool
	DisplayName string `json:"display_name"`
}

type demoPost struct {
	In, By, Audience, Text string
	// Kind and Evidence are what is said of a response to a case.
	Kind, Evidence string
	Accepted       bool
	// Poll are the answers of a poll, Votes who of the author's instance chose which,
	// from 1.
	Poll  []string
	Votes map[string]int
}

type demoCase struct {
	In, By, Audience string
	Case             struct {
		Title, Sex, Keywords, Certainty, Confirmed, Consent string
		AgeBand                                             string `json:"age_band"`
		Specialties                                         []string
		// Sections are by their slugs.
		Sections map[string]string
	}
	Responses     []demoPost
	Likes, Boosts [][2]string
	Pictures      []demoPicture
	// Poll are diagnoses to vote for, Votes who of the author's instance votes for
	// which, from 1, or "other:" and a diagnosis.
	Poll  []string
	Votes map[string]string
	// Solved, Outcome and Archived say how far it came in the end.
	Solved   *community.Solution
	Outcome  *community.Outcome
	Archived bool
}

// demoPicture is drawn: so many patches on a grey ground.
type demoPicture struct {
	Description, Caption string
	Patches              int
}

// readScript reads demo.json.
func readScript() (script, error) {
	var play script
	if err := json.Unmarshal(demoText, &play); err != nil {
		return play, fmt.Errorf("read the demonstration: %w", err)
	}
	return play, nil
}

func (c demoCase) draft() community.PostDraft {
	return community.PostDraft{Language: "en", Audience: community.AudienceKind(c.Audience), Case: &community.CaseDraft{
		Title: c.Case.Title, AgeBand: c.Case.AgeBand, Sex: c.Case.Sex, Keywords: c.Case.Keywords, Certainty: c.Case.Certainty,
		Confirmed: c.Case.Confirmed, Specialties: c.Case.Specialties, Consent: c.Case.Consent, ConsentScope: string(community.ScopePublic),
		Poll:      community.PollDraft{Options: c.Poll, Closes: "30"},
		Narrative: community.ReadNarrative(func(slug string) string { return c.Case.Sections[slug] })}}
}
