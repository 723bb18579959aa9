package page

import (
	"maps"
	"time"

	"consilium/community"
)

// samplesDeparture are the pages for who takes a copy, moves or leaves.
func samplesDeparture() map[string]View {
	me := SettingsMove{Handle: "@ana@anna.example", Address: "https://anna.example/users/ana", Followers: 1204, Verified: true}
	all := map[string]View{
		"settings-export":         SettingsExport{},
		"settings-export-problem": SettingsExport{Taken: ago(20 * time.Hour), Problems: Problems{"": community.Say("session.throttled", "count", 240)}},
		"settings-import":         SettingsImport{Kind: "following", Mode: "merge"},
		"settings-import-problem": SettingsImport{Kind: "lists", Mode: "overwrite", List: []ImportFile{importFile(community.ImportRunning)}, Problems: Problems{"data": community.Say("import.too_many", "limit", 20000)}},
		"settings-import-file":    SettingsImportFile{importFile(community.ImportWaiting)},
		"settings-import-running": SettingsImportFile{importFile(community.ImportRunning)},
		"handed-over":             HandedOver{List: []OfferedCase{{"3001", casePost(CaseOpen), mira, ago(3 * time.Hour)}, {"3002", casePost(CaseAnswered), long, ago(90 * time.Hour)}}},
		"handed-over-empty":       HandedOver{},
		"settings-departure": SettingsDeparture{Until: now.Add(900 * time.Hour), Taken: ago(time.Hour), MovedTo: &mira, Cases: []DepartingCase{
			{ID: "3001", Title: caseBody().Title, URL: "/posts/C4se", Offered: &bob},
			{ID: "3002", Title: "Polyarthritis after a journey", URL: "/posts/C4sf", To: "@nobody", Problems: Problems{"to": community.Say("departure.not_a_colleague")}}}},
		"settings-departure-empty":   SettingsDeparture{Until: now.Add(time.Hour), Followers: 1},
		"settings-departure-problem": SettingsDeparture{Followers: 12, Problems: Problems{"": community.Say("settings.account.last_administrator")}},
	}
	maps.Copy(all, map[string]View{"settings-move": me, "settings-move-closed": SettingsMove{Closed: true}})
	me.Target, me.Account, me.Aliases = "@ana@society.example", "x", []Alias{{Address: "https://society.example/users/ana", Person: &mira}, {Address: "https://a-rather-long-server-name.clinic.example/users/maximiliane_von_und_zu_oberwaldhausen"}}
	me.Problems = Problems{"target": community.Say("move.not_linked", "address", me.Address), "account": community.Say("move.nobody")}
	all["settings-move-problem"] = me
	me.MovedTo, me.Again, me.Problems = &long, now.Add(700*time.Hour), nil
	all["settings-move-gone"] = me
	me.MovedTo = nil
	all["settings-move-rest"] = me
	kept, moved := casePage(), profile("posts")
	kept.Steward, moved.MovedTo = &bob, &mira
	all["case-kept"], all["profile-moved"] = kept, moved
	all["home-departing"] = Home{Composer: composer(), List: Posts{Empty: EmptyHome()}}
	left, leaving := account(community.UserDeparted), account(community.UserActive)
	left.Departs, leaving.Departs = ago(time.Hour), now.Add(900*time.Hour)
	all["desk-account-departed"] = DeskAccount{Account: left, MayAct: true}
	all["desk-account-leaving"] = DeskAccount{Account: leaving, MayAct: true}
	all["desk-account-depart-problem"] = DeskAccount{Account: account(community.UserActive), MayAct: true, DepartureNote: "x",
		Problems: Problems{"departure_note": community.Say("account.too_long", "limit", 500), "": community.Say("departure.last_administrator")}}
	all["desk-accounts-departed"] = DeskAccounts{State: "active", Counts: map[string]int{}, List: []Account{leaving}}
	return all
}

func importFile(state community.ImportState) ImportFile {
	return ImportFile{Import: community.Import{ID: 9001, Kind: community.ImportFollowing, Mode: community.ImportOverwrite, State: state, Created: ago(time.Hour),
		Total: 120, Unread: 2, Done: 40, Failed: 3}, Failures: []ImportFailure{{17, "not an address, at all", community.Say("import.unread")},
		{18, "maximiliane_von_und_zu_oberwaldhausen@a-rather-long-server-name.clinic.example", community.Say("import.not_found")}}}
}
