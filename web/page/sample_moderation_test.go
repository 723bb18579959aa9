package page

import (
	"time"

	"consilium/community"
)

// samplesModeration are the pages of reports, decisions, filters and messages.
func samplesModeration() map[string]View {
	silenced := community.Decision{ID: 71, Person: 102, Act: "silenced", Reason: "undisclosed-interest", Note: "You praised a device without saying that its maker pays you.",
		By: 101, Created: ago(50 * time.Hour), Until: now.Add(118 * time.Hour)}
	appealed := silenced
	appealed.Appeal = &community.Appeal{Text: "It is in my profile.", Created: ago(time.Hour)}
	lifted := community.Decision{ID: 70, Act: "removed", Reason: "patient-identifiable", Note: "A ward and a day.", Created: ago(900 * time.Hour), Lifted: ago(800 * time.Hour),
		Appeal: &community.Appeal{Text: "There is no ward.", Created: ago(850 * time.Hour), Decided: ago(800 * time.Hour), Lifted: true, Answer: "You are right. We are sorry."}}
	decisions := []Decision{{Decision: silenced, ID: "71", InForce: true, MayAppeal: true}, {Decision: appealed, ID: "72", InForce: true}, {Decision: lifted, ID: "70"}}
	hidden := []HiddenPost{{ID: "2001", Reason: "patient-identifiable", Since: ago(time.Hour)}, {ID: "2004", Reason: "patient-identifiable", Asks: true, Note: "Take the ward out.", Since: ago(30 * time.Hour)}}
	filter := community.Filter{ID: 5, Title: "Football", Contexts: []community.FilterContext{"home", "public"}, Action: "hide", Expires: now.Add(time.Hour),
		Keywords: []community.FilterKeyword{{Keyword: "goal"}}}
	ended := filter
	ended.ID, ended.Title, ended.Action, ended.Expires = 6, "Wahlen", "warn", ago(time.Hour)
	account := func() DeskAccount {
		return DeskAccount{Account: Account{ID: "102", Person: bob, State: community.UserActive, Role: community.Member, Created: ago(9000 * time.Hour)}, MayAct: true,
			Decisions: decisions, AppealURL: "https://anna.example/appeal/K3vQ"}
	}
	wrong := Problems{"note": community.Say("decision.note_needed"), "reason": community.Say("flag.category_needed")}
	report := DeskReport{Row: reportRow(), Text: "The ward and the day are named.", Reference: "https://doi.org/10.1000/abc", MayAct: true, MayDecide: true, MayEdit: true,
		Found: []ReportFinding{{Category: "name", Text: "Mrs Smith"}}, Draft: community.DecisionDraft{Posts: "edit", Person: "silenced", Days: "7"}, Problems: wrong}
	report.Row.Hides = true
	mine, folded := notePost(), warnedPost()
	mine.Hidden, folded.Filtered = true, "Football"
	return map[string]View{
		"decisions":              Decisions{URL: "/decisions/", List: decisions, Hidden: hidden},
		"decisions-empty":        Decisions{URL: "/decisions/"},
		"decisions-problem":      Decisions{URL: "/appeal/K3vQ/", Linked: true, List: decisions, Asked: "71", Problems: Problems{"text": community.Say("appeal.needed")}},
		"moderation":             Moderation{Quarters: []ModerationQuarter{{2026, 4, []ModerationRow{{"patient-identifiable", map[community.FlagOutcome]int{"removed": 4, "none": 12}}, {"spam", map[community.FlagOutcome]int{"suspended": 31}}}}}},
		"moderation-empty":       Moderation{},
		"messages":               Messages{Policy: community.MessagesFollowed, List: []MessageRequest{{Who: mira, Count: 2, When: ago(time.Hour), Excerpt: "Good morning, we met at the congress."}, {Who: long, Count: 1, When: ago(90 * time.Hour)}}},
		"messages-empty":         Messages{Policy: community.MessagesNobody},
		"settings-filters":       SettingsFilters{List: []community.Filter{filter, ended}, Now: now},
		"settings-filters-empty": SettingsFilters{Now: now},
		"settings-filter":        SettingsFilter{URL: "/settings/filters/5", Filter: filter, Words: "goal", WholeWord: true},
		"settings-filter-problem": SettingsFilter{URL: "/settings/filters/new", Problems: Problems{"title": community.Say("filter.title_needed"),
			"context": community.Say("filter.context_needed"), "action": community.Say("filter.action_needed"), "keywords": community.Say("filter.too_many", "limit", 50)}},
		"desk-appeals":         DeskAppeals{List: []DeskAppeal{{appealed, "71", bob, "Ana Petrović", true}, {appealed, "73", mira, "Ana Petrović", false}}},
		"desk-appeals-problem": DeskAppeals{List: []DeskAppeal{{appealed, "71", bob, "Ana Petrović", true}}, Asked: "71", Problems: Problems{"answer": community.Say("decision.note_needed"), "lift": community.Say("decision.unknown")}},
		"desk-appeals-empty":   DeskAppeals{},
		"desk-log":             DeskLog{Did: "suspend", Staff: []Option{{Value: "101", Label: "Ana Petrović"}}, Deeds: []string{"suspend", "uphold"}, List: []LogEntry{{When: ago(time.Hour), Who: "Ana Petrović", Did: "suspend", About: "@bob"}, {When: now, Did: "other", About: "7"}}},
		"desk-log-empty":       DeskLog{},
		"desk-report-decide":   report,
		"desk-account-decided": account(),
		"desk-reports-reason":  DeskReports{State: "open", Open: 12, Reason: "spam", Reasons: []ReasonCount{{"patient-identifiable", 2}, {"spam", 10}}, List: []ReportRow{reportRow()}, Pages: Pages{Older: "/desk/reports?page=2"}},
		"report-power":         Report{URL: "/p/1/report", Person: bob, Hides: true, Return: "/home", Draft: community.FlagDraft{Category: "contradicts-guideline"}, Problems: Problems{"reference": community.Say("flag.reference_needed")}},
		"report-power-lost":    Report{URL: "/p/1/report", Person: bob, Lost: now.Add(900 * time.Hour), Return: "/home", Problems: Problems{"comment": community.Say("flag.comment_needed")}},
		"thread-hidden":        Thread{Post: mine, Replies: []Post{folded}, Readers: Readers{Audience: community.Public}},
		"notifications-messages": Notifications{Messages: 2, List: []Notification{
			{Kind: community.NotifyHidden, Who: ana, When: now, Unread: true, URL: "/decisions"}, {Kind: community.NotifyDecision, Who: ana, When: ago(time.Hour), URL: "/decisions"}}},
	}
}
