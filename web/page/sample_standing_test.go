package page

import (
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// The samples of what was proved: every word a standing has, on a line and on a
// profile, and the desk's decisions about other servers.

func provedCredential() credential.Credential {
	return credential.Credential{Profession: "physician", Specialties: []credential.Specialty{"cardiology", "internal-medicine"}, Level: 3,
		Method: credential.Documents, Jurisdiction: "DE-BY", ConfirmedBy: "St Anna Hospital", Confirmed: ago(5000 * time.Hour),
		Until: ago(-3000 * time.Hour), State: credential.Active}
}

// panel is what a profile says under a word; from says whose word it is.
func panel(word community.StandingWord, from string) CredentialPanel {
	c := provedCredential()
	c.Issuer = from
	p := CredentialPanel{Credential: c, Standing: StandingOf(community.Standing{Word: word, Credential: &c}), Profile: "/@ana"}
	if from != "" {
		p.Checked = ago(3 * time.Minute)
	}
	return p
}

func provedProfile(p CredentialPanel) Profile {
	who := ana
	if p.Issuer != "" {
		who = mira
	}
	who.Standing = p.Standing
	return Profile{Person: who, Credential: p, Declared: Declared{Profession: "physician", Specialty: "cardiology"}, Joined: ago(9000 * time.Hour),
		SignedIn: true, Relationship: Relationship{Self: p.Own}, List: Posts{Posts: []Post{provedPost(p.Standing)}}}
}

func provedPost(s Standing) Post {
	p := notePost()
	p.Author.Standing = s
	return p
}

func samplesStanding() map[string]View {
	own := panel(community.StandingVerified, "")
	own.Own = true
	public := own
	public.Public, public.Document, public.Level = true, "https://anna.example/credentials/K3", 4
	porter := panel(community.StandingPartly, "")
	porter.Level, porter.Profession, porter.Specialties, porter.Standing.Workplace = 1, "other", nil, true
	ended := panel(community.StandingSuspended, "")
	ended.Own, ended.Reason = true, "sanction"
	list := []TrustRow{
		{Host: "clinic.example", Software: "consilium 0.2.0", Issues: true, People: 1204, Rule: community.TrustAccept, MinLevel: 3, Note: "Vertrag vom Mai",
			Checked: ago(2 * time.Minute), Decided: ago(900 * time.Hour), ByName: ana.Name},
		{Host: "a-rather-long-server-name.society.example", Software: "consilium", Issues: true, People: 3, Rule: community.TrustShow, Checked: ago(20 * time.Minute)},
		{Host: "spam.example", Rule: community.TrustIgnore, Decided: ago(time.Hour)},
	}
	return map[string]View{
		"profile-verified":        provedProfile(panel(community.StandingVerified, "")),
		"profile-verified-own":    provedProfile(own),
		"profile-verified-public": provedProfile(public),
		"profile-verified-there":  provedProfile(panel(community.StandingVerified, "society.example")),
		"profile-claimed":         provedProfile(panel(community.StandingClaimed, "society.example")),
		"profile-unchecked":       provedProfile(panel(community.StandingUnchecked, "society.example")),
		"profile-partly":          provedProfile(panel(community.StandingPartly, "")),
		"profile-workplace":       provedProfile(porter),
		"profile-lapsed":          provedProfile(panel(community.StandingLapsed, "")),
		"profile-suspended-proof": provedProfile(ended),
		"profile-former":          provedProfile(panel(community.StandingFormer, "")),
		"desk-trust":              DeskTrust{List: list, MayKeep: true},
		"desk-trust-officer":      DeskTrust{List: list},
		"desk-trust-empty":        DeskTrust{MayKeep: true},
		"desk-trust-problem": DeskTrust{MayKeep: true, Draft: community.TrustDraft{Host: "https://x", Note: "Notiz"}, Problems: Problems{
			"host": community.Say("domain.not_a_host"), "rule": community.Say("trust.rule_needed"), "min_level": community.Say("trust.level_needed")}},
	}
}
