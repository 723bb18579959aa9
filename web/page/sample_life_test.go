package page

import (
	"time"

	"consilium/community"
)

// samplesLife are the pages of the life of a case, and of how long answers take.
func samplesLife() map[string]View {
	said := community.Solution{Diagnosis: "Drug reaction with eosinophilia and systemic symptoms", Certainty: "certain", Confirmed: "histology", TeachingPoints: "Stop the drug first."}
	wrong := Problems{"": community.Say("case.life.stopped"), "diagnosis": community.Say("case.life.identifies", "text", "St Anna, ward 4"), "certainty": community.Say("case.unknown_choice")}
	told := Outcome{URL: "/p/3001/outcome", Case: "/posts/C4se", Title: caseBody().Title, Words: true}
	toldWrong, kept := told, told
	toldWrong.Draft, toldWrong.Seen = community.Outcome{Management: "yes", Text: "Recovered."}, "x"
	toldWrong.Problems = Problems{"": community.Say("case.life.hint"), "management": community.Say("case.unknown_choice"), "outcome": community.Say("case.too_long", "limit", 10000)}
	kept.Words = false
	archived := casePage()
	archived.Body.State, archived.Life = CaseArchived, CaseLife{Closed: true, MayReopen: true, Management: community.ManagementChanged, FollowedUp: ago(time.Hour)}
	archived.AlsoAccepted = []Post{answer("3009", mira, "And ask the pharmacist.")}
	wanted := casePage()
	wanted.Accepted, wanted.Body.State, wanted.Life = nil, CaseInformationWanted, CaseLife{Management: community.ManagementTooEarly, FollowedUp: ago(time.Hour)}
	followed := casePage()
	followed.Body.State, followed.Life = CaseFollowedUp, CaseLife{Management: community.ManagementSame, FollowedUp: ago(time.Hour), MayFollowUp: true}
	return map[string]View{
		"solve":              Solve{URL: "/p/3001/solve", Case: "/posts/C4se", Title: caseBody().Title, Words: true},
		"solve-problem":      Solve{URL: "/p/3001/solve", Case: "/posts/C4se", Title: caseBody().Title, Words: true, Solved: true, Draft: said, Problems: wrong},
		"solve-keeper":       Solve{URL: "/p/3001/solve", Case: "/posts/C4se", Title: caseBody().Title},
		"outcome":            told,
		"outcome-problem":    toldWrong,
		"outcome-keeper":     kept,
		"case-archived":      archived,
		"case-wanted":        wanted,
		"case-followed-up":   followed,
		"case-times":         CaseTimes{Period: "90", Measures: sampleMeasures(40), Full: true},
		"case-times-members": CaseTimes{Period: "365", Measures: sampleMeasures(14).Suppressed()},
		"case-times-few":     CaseTimes{Period: "30", Measures: sampleMeasures(3).Suppressed()},
		"case-times-empty":   CaseTimes{Period: "all", Measures: community.Measure(nil).Suppressed()},
	}
}

// sampleMeasures are the figures of so many cases.
func sampleMeasures(n int) community.CaseMeasures {
	var cases []community.CaseTime
	for i := range n {
		c := community.CaseTime{Posted: now, Responses: i % 7, Specialties: []community.Specialty{"neurology"}}
		if i%3 == 0 {
			c.Specialties = []community.Specialty{"cardiology", "gastroenterology"}
		}
		if i%7 > 0 {
			c.FirstResponse = now.Add(time.Duration(i*i*i) * time.Minute)
		}
		if i%2 == 0 {
			c.Accepted, c.Solved = now.Add(time.Duration(i)*7*time.Hour), true
			c.Management = []community.Management{"yes", "no", ""}[i%3]
		}
		cases = append(cases, c)
	}
	return community.Measure(cases)
}
