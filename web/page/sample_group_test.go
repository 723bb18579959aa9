package page

import (
	"time"

	"consilium/community"
)

// samplesGroup are the pages of groups, and the forms that lead to them.
func samplesGroup() map[string]View {
	lungs := Person{ID: "201", Name: "Interstitial lung disease", Handle: "@lungs", URL: "/@lungs"}
	line := GroupLine{Person: lungs, Purpose: community.SpecialtyGroup, Subject: "cardiology", About: "Journal club on Thursdays, and whatever comes up on the ward.", Members: 214, State: community.GroupOpen}
	rare := GroupLine{Person: long, Purpose: community.DiseaseGroup, Subject: "Seltene Speicherkrankheiten des Erwachsenenalters", Members: 1, State: community.GroupReadOnly}
	theirs := Person{ID: "202", Name: "Radiology", Handle: "@radiology@lemmy.example", URL: "/@radiology@lemmy.example", Server: "lemmy.example"}
	posted := notePost()
	posted.Title, posted.Group = "A nodule, or a vessel?", &GroupRef{lungs.Name, "/groups/lungs"}
	full := Group{Line: line, Description: text("Journal club on Thursdays."), Rules: "Be kind.\nNothing that could identify a patient.", Posting: community.FollowersPost,
		Address: "@lungs@anna.example", Moderators: []Person{ana, long}, Pinned: []Post{posted}, List: Posts{Posts: []Post{posted, warnedPost()}, Pages: Pages{Older: "?older=1"}},
		SignedIn: true, Joined: true, MayPost: true, PostURL: "/compose?group=201", MayModerate: true}
	wide, chosen := composer(), composer()
	wide.To = GroupChoice{ID: "201", Name: lungs.Name, URL: "/groups/lungs", Title: "A nodule"}
	wide.Audiences = []community.AudienceKind{community.Public}
	chosen.To = GroupChoice{ID: "202", Groups: []Option{{Value: "201", Label: lungs.Name}, {Value: "202", Label: theirs.Name, Chosen: true}}}
	wrong := wide
	wrong.Problems = Problems{"group": community.Say("group.may_not_post"), "title": community.Say("case.too_long", "limit", 140)}
	choosing := chosen
	choosing.Problems = Problems{"group": community.Say("group.unknown_choice"), "audience": community.Say("group.public_only"), "text": community.Say("group.locked")}
	caseTo := caseForm()
	caseTo.To, caseTo.Problems = chosen.To, Problems{"group": community.Say("group.may_not_post")}
	draft := community.GroupDraft{Name: "lungs", Title: lungs.Name, Purpose: "disease", Subject: "Sarcoidosis", Posting: "members", State: "open"}
	tended := GroupModeration{Line: line, Posts: []ModeratedPost{{Post: still(posted), Pinned: true, Locked: true}, {Post: still(notePost())}}, Pages: Pages{Older: "?older=1"},
		Bans:       []GroupBan{{Person: bob, Until: now.Add(72 * time.Hour), Reason: "Advertising", Created: ago(time.Hour)}, {Person: long, Created: ago(time.Hour)}},
		Moderators: []Person{ana}}
	told := GroupModeration{Line: line, Posts: []ModeratedPost{{Post: still(notePost()), Reason: "Names Mrs Hill", Problems: problems("reason")}}}
	typed := GroupModeration{Line: rare, Form: "ban", Handle: "@nobody", Days: "7", Problems: Problems{"handle": community.Say("group.unknown_person")}}
	lemmy := Profile{Person: theirs, ProfileMore: ProfileMore{Kind: "group"}, SignedIn: true, Elsewhere: "https://lemmy.example/c/radiology", Joined: ago(9000 * time.Hour), List: Posts{Empty: EmptyProfile("posts")}}
	joined := lemmy
	joined.Relationship.Following = true
	waiting := lemmy
	waiting.Relationship.Requested = true
	return map[string]View{
		"groups":                   Groups{List: []GroupLine{line, rare}, Elsewhere: []Person{theirs}, MayCreate: true},
		"groups-empty":             Groups{},
		"groups-none":              Groups{Query: "ganz <b>", Specialty: "neurology"},
		"group":                    full,
		"group-visitor":            Group{Line: rare, Posting: community.ModeratorsPost, Address: "@x@anna.example", List: Posts{Empty: EmptyGroup()}},
		"group-stranger":           Group{Line: line, Posting: community.CliniciansPost, Address: "@lungs@anna.example", SignedIn: true, List: Posts{Empty: EmptyGroup()}},
		"group-closed":             Group{Line: GroupLine{Person: lungs, Purpose: community.InstitutionGroup, State: community.GroupClosed}, Posting: community.EverybodyPosts, SignedIn: true, List: Posts{Empty: EmptyGroup()}},
		"group-moderation":         tended,
		"group-moderation-empty":   GroupModeration{Line: line},
		"group-moderation-problem": typed,
		"group-moderation-told":    told,
		"desk-groups":              DeskGroups{List: []GroupLine{line, rare}, Draft: draft},
		"desk-groups-change":       DeskGroups{Changing: "201", Draft: community.GroupDraft{Title: lungs.Name, Purpose: "specialty", Subject: "cardiology", Posting: "everybody", State: "closed"}},
		"desk-groups-problem": DeskGroups{Draft: draft, Problems: Problems{"name": community.Say("account.name_taken"), "title": community.Say("group.title_needed"), "purpose": community.Say("group.unknown_choice"),
			"specialty": community.Say("group.unknown_specialty"), "subject": community.Say("account.too_long", "limit", 80), "posting": community.Say("group.unknown_choice"), "state": community.Say("group.unknown_choice")}},
		"compose-group":         Compose{Composer: wide},
		"compose-group-problem": Compose{Composer: wrong},
		"compose-group-choice":  Compose{Composer: choosing},
		"case-form-group":       caseTo,
		"profile-group":         lemmy,
		"profile-group-joined":  joined,
		"profile-group-asked":   waiting,
	}
}

func still(p Post) Post { p.Preview = true; return p }
