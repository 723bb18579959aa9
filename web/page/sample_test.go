package page

import (
	"fmt"
	"time"

	"consilium/community"
)

// The sample set: every page filled, empty and with problems, with a small
// cast. Texts of people are in German and English, as they would be.

var now = time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)

func ago(length time.Duration) time.Time { return now.Add(-length) }

var (
	ana  = Person{ID: "101", Name: "Ana Petrović", Handle: "@ana", URL: "/@ana", Pronouns: "she/her"}
	bob  = Person{ID: "102", Name: "Robert Okonkwo", Handle: "@bob", URL: "/@bob"}
	mira = Person{ID: "103", Name: "Mira Lindqvist", Handle: "@mira@society.example", URL: "/@mira@society.example", Server: "society.example"}
	long = Person{ID: "104", Name: "Maximiliane Freifrau von und zu Oberwaldhausen-Schreckenstein", Handle: "@maximiliane_von_und_zu@a-rather-long-server-name.clinic.example", URL: "/@m@x", Server: "a-rather-long-server-name.clinic.example"}
	news = Person{ID: "105", Name: "Guideline news", Handle: "@news", URL: "/@news", Bot: true}
)

func text(paragraphs string) community.SafeHTML {
	return community.Compose(paragraphs, nil, "https://anna.example/tags/")
}

var member = May{Act: true, Like: true, Reply: true, Boost: true}

func notePost() Post {
	return Post{ID: "2001", URL: "/posts/K3vQ", Author: bob, Published: ago(3 * time.Hour), Audience: community.Public, Language: "en",
		Content: text("Reminder from this morning’s teaching: a normal D-dimer does not rule out a subsegmental embolism in a patient with high pre-test probability. Score first, then test. #teaching"),
		Replies: 4, Likes: 17, Boosts: 3, Liked: true, May: member}
}

func replyPost() Post {
	return Post{ID: "2002", URL: "/p/2002", Author: mira, Published: ago(40 * time.Minute), Edited: ago(10 * time.Minute), Audience: community.Unlisted, Language: "en",
		Content: text("Agreed. We saw the same last winter and changed the order set: the score is now a required field."),
		ReplyTo: &ReplyTo{URL: "/posts/K3vQ", Name: bob.Name}, Likes: 2, May: member, Depth: 1}
}

func warnedPost() Post {
	return Post{ID: "2003", URL: "/posts/W1", Author: long, BoostedBy: &bob, Published: ago(49 * time.Hour), Audience: community.Public, Language: "de",
		Warning: "Operationsbilder", Content: text("Zwei Ansichten nach dem Débridement."), Pictures: pictures(2), Likes: 1204, May: May{Act: true, Like: true, Own: true, Edit: true, Delete: true, Reply: true}}
}

func tombstone() Post { return Post{ID: "2009", Deleted: true, Depth: 2} }

// pictures are served by the static handler, so that a preview shows something.
func pictures(count int) []Picture {
	list := []Picture{
		{URL: "/media/a.png", Full: "/media/a.png", Description: "Twelve-lead ECG with ST elevation in II, III and aVF", Page: "/p/3001/picture/1", Caption: "On admission", Width: 640, Height: 480},
		{URL: "/media/b.png", Full: "/media/b.png", Width: 640, Height: 480},
		{URL: "/media/c.png", Full: "/media/c.png", Description: "Axial CT of the chest", Width: 480, Height: 640},
	}
	return list[:count]
}

func casePost(status CaseState) Post {
	responses := 0
	if status != CaseOpen {
		responses = 6
	}
	return Post{ID: "3001", URL: "/posts/C4se", Author: ana, Published: ago(26 * time.Hour), Audience: community.InstanceOnly, Language: "en", Likes: 5, Replies: responses,
		Case: &CaseCard{Title: "Fever and rising transaminases two weeks after starting a new anticonvulsant",
			Question:    "Would you stop the drug now, with one week of steroids, or wait for the liver biopsy?",
			Patient:     community.PatientContext{AgeBand: "45-49", Sex: "female"},
			Specialties: []community.Specialty{"neurology", "gastroenterology", "dermatology"},
			State:       status, Responses: responses, First: 90 * time.Minute}, May: May{Act: true, Like: true, Reply: true, Own: true, Edit: true, Delete: true}}
}

func caseBody() CaseBody {
	return CaseBody{Title: "Fever and rising transaminases two weeks after starting a new anticonvulsant",
		Question:    text("Would you stop the drug now, with one week of steroids, or wait for the liver biopsy?"),
		Patient:     community.PatientContext{AgeBand: "45-49", Sex: "female"},
		Specialties: []community.Specialty{"neurology", "gastroenterology", "dermatology"},
		Sections: []Section{{"presenting_complaint", text("Fever up to 39.2 °C, itching and a widespread rash, 15 days after the first dose.")},
			{"history", text("Focal epilepsy for ten years, seizure-free on valproate until tremor led to a change.\n\nNo known allergies. No travel. No alcohol.")},
			{"findings", text("Morbilliform exanthema on trunk and arms, facial oedema, cervical lymph nodes up to 2 cm. Liver edge 2 cm below the costal margin.")},
			{"investigations", text("ALT 612 U/L, AST 480 U/L, bilirubin normal, INR 1.1. Eosinophils 2.1 ×10⁹/L. Hepatitis serology negative. HHV-6 PCR pending.")}},
		Consent: "written", State: CaseSolved, Solved: ago(2 * time.Hour), Language: "en", Pictures: pictures(1),
		Completeness: community.CaseDraft{Title: "Fever", AgeBand: "45-49", Consent: "written"}.Completeness()}
}

func answer(id string, by Person, words string) Post {
	return Post{ID: id, URL: "/p/" + id, Author: by, Published: ago(20 * time.Hour), Audience: community.InstanceOnly, Language: "en", Content: text(words), Likes: 3, May: member}
}

func composer() Composer {
	return Composer{URL: "/posts", Audience: community.InstanceOnly, Audiences: []community.AudienceKind{community.Public, community.Unlisted, community.Followers, community.InstanceOnly, community.Direct},
		Language: "en", Languages: []Option{{Value: "en", Label: "English", Chosen: true}, {Value: "de", Label: "Deutsch"}}, Limit: 5000, Once: "o1", Asking: true}
}

func replyComposer(answers bool) *Composer {
	c := composer()
	if answers {
		c.Responding = sampleResponding()
	}
	c.ReplyID, c.ReplyName, c.Answer, c.Audiences = "3001", ana.Name, answers, []community.AudienceKind{community.InstanceOnly}
	return &c
}

func problems(fields ...string) Problems {
	all := make(Problems)
	for _, field := range fields {
		all[field] = community.Say("account.too_long", "limit", 80)
	}
	return all
}

func casePage() Case {
	cite := Citing{Text: "Ana Anders. Fever. St Anna Hospital, March 2026. https://anna.example/posts/K3", Base: "/p/3001/case"}
	accepted := answer("3002", bob, "This is DRESS until proven otherwise: drug, latency, eosinophils, nodes, liver. Stop it today and do not wait for the biopsy. We start prednisolone 1 mg/kg and taper over eight weeks.")
	accepted.Accepted = true
	mine := casePost(CaseSolved)
	second := answer("3003", long, "I would add troponin and an ECG: cardiac involvement is rare but it is what one misses.")
	second.May.Accept = true
	return Case{Post: mine, Body: caseBody(), Readers: Readers{Audience: community.InstanceOnly, People: 312}, Accepted: &accepted, Groups: sampleGroups(second), Total: 12, Aside: sampleAside(true),
		Filters:  sampleFilters(),
		Others:   []Post{func() Post { p := replyPost(); p.Depth = 1; return p }(), func() Post { p := notePost(); p.Depth = 2; return p }(), tombstone()},
		Versions: []Version{{2, ago(time.Hour), true}, {1, ago(26 * time.Hour), false}}, Composer: replyComposer(true), Life: CaseLife{MayReopen: true, MayConclude: true, MayArchive: true, MayUnaccept: true, MayFollowUp: true, Asked: &Outcome{URL: "/p/3001/outcome", Words: true}}, First: 90 * time.Minute, Cite: cite}
}

func caseForm() CaseForm {
	c := composer()
	return CaseForm{URL: "/cases", Audience: community.InstanceOnly, Audiences: []community.AudienceKind{community.InstanceOnly, community.Public}, Language: "en", Languages: c.Languages, Once: "o2"}
}

func account(state community.UserState) Account {
	return Account{ID: "102", Person: bob, Email: "r.okonkwo@anna.example", Confirmed: true, Role: community.Member, State: state, Created: ago(50 * time.Hour), Seen: ago(time.Hour), Reason: "Consultant in emergency medicine, house 4. Dr Petrović knows me.", Address: "192.0.2.17"}
}

func reportRow() ReportRow {
	return ReportRow{ID: "7", About: long, From: bob, Category: "patient-identifiable", Posts: 1, When: ago(5 * time.Hour), Assigned: ana.Name}
}

func invitations() []Invitation {
	return []Invitation{{Code: "k9", URL: "https://anna.example/register?invite=k9", Expires: now.Add(72 * time.Hour), Used: 1, Uses: 5}, {Code: "old", Ended: true}}
}

func cards() []PersonCard {
	return []PersonCard{
		{Person: mira, Summary: "Rheumatologist, interested in overlap syndromes and in how we teach uncertainty.", Declared: Declared{"physician", "rheumatology"}, SignedIn: true},
		{Person: bob, Relationship: Relationship{Following: true, FollowedBy: true}, SignedIn: true},
		{Person: long, Relationship: Relationship{Approves: true}, SignedIn: true},
		{Person: news, Relationship: Relationship{Requested: true}, SignedIn: true},
	}
}

func profile(tab string) Profile {
	return Profile{Person: mira, Summary: text("Rheumatologist, interested in overlap syndromes and in how we teach uncertainty.\n\nViews are mine."), Declared: Declared{"physician", "rheumatology"},
		Joined: ago(700 * 24 * time.Hour), Posts: 214, Following: 88, Followers: 1312, Relationship: Relationship{FollowedBy: true}, SignedIn: true, Elsewhere: "https://society.example/@mira", Tab: tab,
		List: Posts{Posts: []Post{notePost(), warnedPost()}, Pages: Pages{Older: "?older=1"}, Empty: EmptyProfile("posts")}, People: People{Cards: cards(), Empty: EmptyProfile("followers")}, FeedURL: "/@mira/feed.atom", DeskURL: "/desk/accounts/103",
		Practice: Practice{samplePractice()}, MayRefer: true}
}

func samplePractice() community.Practice {
	return community.Practice{Training: "Lund, medicine, 2004\nHeidelberg, cardiology, 2011", Interests: "none", Languages: []string{"de", "sv"},
		Country: "SE", Region: "Skåne", ORCID: "0000-0002-1825-0097", Listed: true, Referrals: true, ReferralNote: "Adults only."}
}

func entries() []Entry {
	return []Entry{{ago(2 * time.Hour), ana.Name, "take", ""}, {ago(time.Hour), ana.Name, "close", "Asked the author to remove the ward."}}
}

func samples() map[string]View {
	named := make(map[string]View)
	for _, part := range []map[string]View{samplesOpen(), samplesMember(), samplesSettings(), samplesDesk(), samplesVerification(), samplesApplication(), samplesInstitution(), samplesDeparture(), samplesStanding(), samplesDrafts(), samplesGate(), samplesLife(), samplesPoll(), samplesQuestion(), samplesWithdrawal(), samplesModeration(), samplesPicture(), samplesCollection(), samplesList(), samplesGroup(), samplesDomain(), samplesPeer(), samplesQuote()} {
		for name, view := range part {
			named[name] = view
		}
	}
	for _, kind := range []string{"not_found", "gone", "forbidden", "conflict", "unavailable", "too_many", "too_large", "expired", "bad_request", "internal"} {
		named["error-"+kind] = ErrorPage{Kind: kind, Reference: "7F3K-22"}
	}
	for _, kind := range []string{"denied", "expired", "browser", "failed", "taken", "stranger", "stale", "last", "down"} {
		named["sign-on-problem-"+kind] = SignOnProblem{Kind: kind, Again: "/sign-in/sso/anna"}
	}
	for _, kind := range []string{"waiting", "confirm_sent", "confirmed", "confirm_failed", "reset_sent", "reset_done", "reset_by_staff", "suspended", "signed_out", "closed", "left"} {
		named["message-"+kind] = Message{Kind: kind, Email: "ana@anna.example"}
	}
	return named
}

func samplesOpen() map[string]View {
	rules := []string{"Write nothing that could identify a patient.", "Disagree with arguments, not with people.", "Say so when you have an interest in a product."}
	draft := community.InstanceDraft{Name: "St Anna Hospital", Description: "Clinicians of St Anna discuss cases.", Rules: "One.\nTwo."}
	return map[string]View{
		"landing":               Landing{Members: 312, Cases: 1280, Solved: 904, Newest: []Post{visitor(notePost()), visitor(casePost(CaseAnswered))}, SignInURL: "/sign-in"},
		"landing-empty":         Landing{SignInURL: "/sign-in"},
		"about":                 About{Rules: rules, Privacy: community.Compose("What we keep.", nil, ""), Terms: community.Compose("Be fair.", nil, ""), Contact: &ana, Email: "consilium@anna.example", Version: "0.1.0", Source: "https://example.org/source", Federated: true},
		"about-empty":           About{Version: "0.1.0"},
		"sign-in":               SignIn{Passkeys: true, SignOns: []SignOn{{"St Anna Hospital", "/sign-in/sso/anna?return=/home"}}},
		"sign-on-new":           SignOnNew{URL: "/sign-in/sso/anna", Institution: "St Anna Hospital", Label: "petrovic@anna.example", MayJoin: true, Rules: rules, Username: "ana", Email: "a@anna.example", Problems: problems("username", "email", "agreed", "")},
		"sign-on-new-link":      SignOnNew{URL: "/sign-in/sso/anna", Institution: "St Anna Hospital", Me: ana.Name},
		"sign-on-new-stranger":  SignOnNew{URL: "/sign-in/sso/anna", Institution: "St Anna Hospital"},
		"second-step":           SecondStep{Proof{URL: "/sign-in/second", App: true, Passkey: true, Recovery: true, Options: `{"challenge":"AA"}`, Return: "/home", Username: "ana", Problems: problems("passkey")}},
		"second-step-empty":     SecondStep{Proof{URL: "/sign-in/second", Return: "/home", Username: "ana"}},
		"passkey-sign-in":       PasskeySignIn{Options: `{"challenge":"AA"}`, Return: "/home"},
		"sign-in-problem":       SignIn{Name: "ana", Problems: Problems{"": community.Say("session.wrong_password")}},
		"register":              Register{NeedsReason: true, Rules: rules},
		"register-problem":      Register{Username: "a", Email: "x", NeedsReason: true, Rules: rules, Problems: Problems{"username": community.Say("account.name_length", "min", 2, "max", 30), "agreed": community.Say("account.rules_not_agreed")}},
		"register-invited":      Register{Invite: "k9", InvitedBy: ana.Name},
		"set-up":                SetUp{URL: "/set-up/t"},
		"set-up-problem":        SetUp{URL: "/set-up/t", Draft: draft, Problems: problems("name", "contact", "password")},
		"confirm":               Confirm{URL: "/confirm/t", Email: "ana@anna.example"},
		"reset-request":         ResetRequest{},
		"reset-request-problem": ResetRequest{Problems: problems("email")},
		"reset-password":        ResetPassword{URL: "/password/t", Username: "ana", Problems: problems("password")},
		"thread-visitor":        Thread{Post: focused(visitor(notePost())), Replies: []Post{visitor(replyPost())}, Readers: Readers{Audience: community.Public, Servers: []string{"society.example"}}, SignInURL: "/sign-in?return=/posts/K3vQ"},
	}
}

func visitor(p Post) Post { p.May, p.Liked = May{}, false; return p }
func focused(p Post) Post { p.Focused = true; return p }

func samplesMember() map[string]View {
	filled := Posts{Posts: []Post{casePost(CaseAnswered), notePost(), replyPost(), warnedPost(), casePost(CaseOpen), tombstone()}, Pages: Pages{Newer: "?newer=1", Older: "?older=1"}}
	nothing := Posts{Empty: EmptyHome()}
	wrong := composer()
	wrong.Text, wrong.Problems, wrong.Pictures = "Too long", problems("text", "warning", "audience", "media", ""), []Attachment{{ID: "9", URL: "/media/a.png", Description: "ECG"}}
	editing := composer()
	editing.URL, editing.Editing, editing.Text = "/p/1/edit", true, "What I wrote"
	parent := notePost()
	form, bad := caseForm(), caseForm()
	bad.Draft = community.CaseDraft{Title: "Fever", Specialties: []string{"neurology"}, Sex: "female"}
	bad.Problems = Problems{"age_band": community.Say("case.age_needed"), "consent": community.Say("case.consent_needed"), "question": community.Say("case.question_needed"), "specialties": community.Say("case.too_many_specialties", "limit", 5)}
	kept := bad
	kept.Pictures = []Attachment{{ID: "9", URL: "/media/a.png", Description: "ECG"}}
	version := caseBody()
	return map[string]View{
		"home": Home{Composer: composer(), List: filled},
		"home-announced": Home{Composer: composer(), List: filled, Announcements: []Announcement{{ID: "7", Content: community.Compose("The library is closed.", nil, ""),
			When: ago(time.Hour), Ends: now.Add(48 * time.Hour), Reactions: []AnnouncementReaction{{Name: "🎉", Count: 3}, {Name: "heart", Picture: "/media/emoji/7", Count: 1}}},
			{ID: "8", Content: community.Compose("Maintenance", nil, ""), When: ago(time.Hour), Ends: now.Add(48 * time.Hour), AllDay: true}}},
		"home-empty":          Home{Composer: composer(), List: nothing, Welcome: true, Hint: "begin"},
		"home-problem":        Home{Composer: wrong, List: nothing, Hint: "continue"},
		"hashtag":             Hashtag{Tag: "teaching", List: Posts{Posts: []Post{notePost()}}},
		"hashtag-empty":       Hashtag{Tag: "teaching", List: Posts{Empty: EmptyHashtag()}},
		"bookmarks":           Bookmarks{List: Posts{Empty: EmptyBookmarks()}},
		"cases":               Cases{ByState: map[community.CaseStatus]int{community.CaseOpen: 37, community.CaseSolved: 904}, List: Posts{Posts: []Post{casePost(CaseOpen), casePost(CaseAnswered), casePost(CaseSolved)}}, MayPost: true},
		"cases-empty":         Cases{Choice: CaseChoice{Query: "ganz <b>", Status: community.CaseSolved, Specialty: "neurology", Certainty: "probable", AgeBand: "90+", Pictures: true}, List: Posts{Empty: EmptyCases(true)}},
		"compose":             Compose{Composer: composer()},
		"compose-reply":       Compose{Composer: *replyComposer(false), Parent: &parent},
		"compose-edit":        Compose{Composer: editing},
		"case-form":           form,
		"case-form-problem":   bad,
		"cases-locked":        Cases{Locked: true, MayPost: true, List: Posts{Empty: EmptyCases(false)}},
		"compose-narrow":      Compose{Composer: clinicianComposer(nil)},
		"case-form-narrow":    clinicianCaseForm(),
		"case-preview-narrow": CasePreview{Form: clinicianCaseForm(), Author: ana, Body: caseBody(), Readers: narrowReaders()},
		"case-preview":        CasePreview{Form: kept, Author: ana, Body: caseBody(), Readers: Readers{Audience: community.InstanceOnly, People: 312}},
		"thread":              Thread{Ancestors: []Post{notePost()}, Post: focused(replyPost()), Replies: []Post{replyPost(), tombstone()}, Readers: Readers{Audience: community.Unlisted, Servers: []string{"society.example", "clinic.example"}}, Composer: replyComposer(false), More: "?more=1", Seeking: Seeking{Server: "society.example", Pending: true, Asked: ago(time.Minute), URL: "/p/1"}},
		"thread-empty":        Thread{Post: focused(notePost()), Silence: Silence{Post: "1"}, Readers: Readers{Audience: community.Direct}, Composer: replyComposer(false)},
		"thread-sought":       Thread{Post: focused(notePost()), Readers: Readers{Audience: community.Public}, Seeking: Seeking{Server: "society.example", Asked: ago(time.Hour), URL: "/p/1"}, Silence: Silence{Post: "1", On: true}},
		"case":                casePage(),
		"case-empty":          Case{Post: casePost(CaseOpen), Body: CaseBody{Title: "Fever", Question: text("Why?"), Sections: []Section{{"presenting_complaint", text("Fever.")}}, Patient: community.PatientContext{AgeBand: "90+"}, Consent: "verbal", State: CaseOpen, Warning: "Wound"}, Readers: Readers{Audience: community.Public, Servers: []string{"society.example"}}, Composer: replyComposer(true), Life: CaseLife{MaySolve: true, MayArchive: true}, Aside: sampleAside(false)},
		"history":             History{Post: notePost(), Versions: []PostVersion{{Version{2, ago(time.Hour), true}, previewed(notePost()), nil}, {Version{1, ago(26 * time.Hour), false}, Post{}, &version}}},
		"history-empty":       History{Post: notePost()},
		"delete":              Delete{Post: previewed(warnedPost()), Servers: 12, Replies: 1, Return: "/home"},
		"delete-remove":       Delete{Post: previewed(notePost()), Remove: true, Return: "/desk/reports/7", Problems: problems("reason")},
		"report":              Report{URL: "/p/1/report", Person: mira, Post: &parent, Server: mira.Server, Return: "/home"},
		"report-problem":      Report{URL: "/a/1/report", Person: bob, Return: "/@bob", Problems: Problems{"category": community.Say("flag.category_needed")}},
		"profile":             profile("posts"),
		"profile-followers":   profile("followers"),
		"profile-more":        fullProfile(),
		"profile-self":        Profile{Person: ana, Relationship: Relationship{Self: true}, SignedIn: true, Tab: "cases", List: Posts{Empty: EmptyProfile("cases")}},
		"profile-suspended":   Profile{Person: long, Suspended: true},
		"requests":            Requests{People: cards()},
		"requests-empty":      Requests{},
		"notifications":       notifications(),
		"notifications-empty": Notifications{},
		"search":              Search{Query: "mira", Asked: true, People: cards(), Posts: []Post{notePost()}, Pages: Pages{Older: "?q=mira&max=1"}},
		"directory": Directory{Specialty: "cardiology", Country: "SE", Referrals: true, Filtered: true, MayRequest: true, Wish: true,
			List: []Listing{{Card: cards()[0], Practice: samplePractice()}, {Card: cards()[1]}}, Pages: Pages{Older: "?max=1"}},
		"directory-empty":   Directory{},
		"directory-nothing": Directory{Language: "sv", Filtered: true},
		"referral":          Referral{To: ana, Note: "Adults only; please send the last letter.", Specialties: []community.Specialty{"cardiology"}, Draft: community.ReferralDraft{Urgency: "routine"}},
		"referral-problem":  Referral{To: mira, Specialties: community.Specialties(), Problems: problems("specialty", "urgency", "question", "no_patient")},
		"search-empty":      Search{Query: "@nobody@nowhere.example", Asked: true},
		"search-problem":    Search{Query: "x", Asked: true, Unreachable: "society.example", Problems: problems("q")},
		"search-start":      Search{},
		"authorize":         Authorize{App: "Tusky", Website: "https://tusky.app", Scopes: []string{"read", "write", "follow", "push", "profile", "cases:read"}, Kept: []Hidden{{"client_id", "c"}, {"state", "s"}}},
		"authorize-code":    AuthorizeCode{App: "Tusky", Code: "5q0mZ-example"},
	}
}

func previewed(p Post) Post { p.Preview, p.May = true, May{}; return p }

func notifications() Notifications {
	list := []Notification{}
	for index, kind := range []community.NotificationKind{"reply", "answer-accepted", "mention", "like", "announce", "follow", "follow-request", "case-solved", "update", "sign-up", "flag", "hand-over", "credential", "retraction", "severed"} {
		one := Notification{Kind: kind, Who: []Person{mira, ana, bob}[index%3], When: ago(time.Duration(index*index+1) * time.Hour), Unread: index < 2, URL: "/p/1"}
		if index%2 == 0 {
			one.Excerpt, one.Others = "This is DRESS until proven otherwise: drug, latency, eosinophils, nodes, liver.", index/2
		}
		list = append(list, one)
	}
	return Notifications{List: list, Unread: 2, Requests: 3, Pages: Pages{Older: "?older=1"}}
}

func samplesSettings() map[string]View {
	c := composer()
	withPicture := ana
	withPicture.Picture = "/media/a.png"
	return map[string]View{
		"settings-profile":           SettingsProfile{Person: ana, Draft: community.ProfileDraft{DisplayName: ana.Name, Profession: "physician", Specialty: "neurology", ApprovesFollowers: true}},
		"settings-profile-more":      fullSettingsProfile(),
		"settings-profile-problem":   SettingsProfile{Person: withPicture, Problems: problems("display_name", "summary", "avatar", "header", "fields", "featured_tags", "attribution_domains")},
		"settings-practice":          SettingsPractice{Draft: samplePractice(), MayBeListed: true},
		"settings-practice-problem":  SettingsPractice{Problems: problems("training", "interests", "orcid", "country", "region", "languages", "referral_note")},
		"settings-account":           SettingsAccount{Username: "ana", Email: "ana@anna.example", NewEmail: "a@clinic.example"},
		"settings-account-problem":   SettingsAccount{Username: "ana", Email: "x", Form: "password", Problems: Problems{"old": community.Say("session.wrong_present_password"), "password": community.Say("account.password_short", "min", 10)}},
		"settings-sessions":          SettingsSessions{List: []Session{{"1", "Firefox on Linux", "192.0.2.17", ago(300 * time.Hour), ago(time.Minute), true}, {"2", "Safari on iPhone", "2001:db8::7", ago(30 * time.Hour), ago(2 * time.Hour), false}}},
		"settings-notices":           SettingsNotices{Chosen: community.UsualNotices(), Policy: community.UsualNoticePolicy(), Letters: true, Key: "BKey", Others: 1, Followed: []community.Specialty{"cardiology", "neurology"}},
		"settings-notices-told":      SettingsNotices{Chosen: community.UsualNotices(), Policy: community.UsualNoticePolicy(), Duty: true, Told: true, Problems: problems("mail_cases")},
		"specialties":                Specialties{Member: true, List: []SpecialtyLine{{"cardiology", 12, 3, true}, {"neurology", 1, 0, false}, {"urology", 0, 0, false}}},
		"specialties-visitor":        Specialties{List: []SpecialtyLine{{Specialty: "urology"}}},
		"settings-appearance":        SettingsAppearance{Languages: c.Languages, TimeZones: []string{"UTC", "Europe/Berlin"}, TimeZone: "Europe/Berlin", Audience: c.Audience, Audiences: c.Audiences, AppAudience: community.Public, AppAudiences: []community.AudienceKind{community.Public, community.Followers}},
		"settings-invitations":       SettingsInvitations{MayInvite: true, List: invitations()},
		"settings-invitations-empty": SettingsInvitations{},
		"settings-apps":              SettingsApps{List: []App{{"1", "Tusky", "https://tusky.app", []string{"read", "write"}, ago(900 * time.Hour), ago(time.Hour)}, {"2", "Ivory", "", []string{"read"}, ago(90 * time.Hour), time.Time{}}}},
		"settings-apps-empty":        SettingsApps{},
		"settings-security":          securitySettings(),
		"settings-security-empty":    SettingsSecurity{Needed: true, Offered: true, More: true},
		"settings-security-address":  SettingsSecurity{App: ago(time.Hour), Codes: 1},
		"settings-sign-on": SettingsSignOn{List: []Identity{{"1", "St Anna Hospital", "petrovic@anna.example", ago(900 * time.Hour), ago(time.Hour), time.Time{}}, {"2", "Clinic", "", ago(time.Hour), ago(time.Hour), ago(time.Hour)}},
			Others: []SignOn{{"University", "/sign-in/sso/university?return=/settings/sign-on"}}},
		"settings-sign-on-empty": SettingsSignOn{Others: []SignOn{{"St Anna Hospital", "/sign-in/sso/anna?return=/settings/sign-on"}}},
		"settings-totp":          SettingsTOTP{Secret: "JBSW Y3DP EHPK 3PXP", Size: 21, Path: "M0 0h7v1h-7z", Problems: problems("code")},
		"recovery-codes":         RecoveryCodes{Codes: []string{"K7M2X-9QWRT", "0000A-1111B"}},
		"new-passkey":            NewPasskey{Options: `{"challenge":"AA"}`},
		"new-passkey-problem":    NewPasskey{Name: "x", Options: `{"challenge":"AA"}`, Problems: problems("name", "passkey")},
		"step-up":                StepUp{Proof{URL: "/sign-in/again", App: true, Passkey: true, Recovery: true, Options: `{"challenge":"AA"}`, Return: "/desk", Late: true, Username: "ana", Problems: problems("code")}},
		"step-up-password":       StepUp{Proof{URL: "/sign-in/again", Password: true, SignOns: []SignOn{{"St Anna Hospital", "/sign-in/sso/anna?prove=on"}}, Return: "/desk", Username: "ana", Problems: problems("old")}},
	}
}

func securitySettings() SettingsSecurity {
	events := []SecurityEvent{}
	for index, kind := range []string{"sign_in", "new_device", "totp_added", "totp_removed", "passkey_added", "passkey_removed", "passkey_suspect", "codes_renewed", "recovery_used", "factors_reset"} {
		events = append(events, SecurityEvent{kind, []string{"Firefox · Linux", ""}[index%2], []string{"192.0.2.17", ""}[index%2], ago(time.Duration(index) * time.Hour)})
	}
	return SettingsSecurity{Needed: true, App: ago(900 * time.Hour), Offered: true, More: true, Codes: 7, Events: events,
		Passkeys: []Passkey{{"1", "Work phone", ago(90 * time.Hour), ago(time.Hour), false}, {"2", "Blauer Schlüssel", ago(900 * time.Hour), time.Time{}, true}}}
}

func samplesDesk() map[string]View {
	counts := map[string]int{"pending": 3, "active": 312, "suspended": 2}
	remote := Account{ID: "103", Person: mira, State: community.UserActive, Created: ago(time.Hour), Remote: true}
	evidence := notePost()
	evidence.May.Remove = true
	return map[string]View{
		"desk-accounts":         DeskAccounts{State: "pending", Counts: counts, List: []Account{account(community.UserPending), {ID: "9", Person: long, Email: "m@clinic.example", State: community.UserPending, Role: community.Member, Created: ago(time.Hour)}}, Pages: Pages{Older: "?x"}},
		"desk-accounts-empty":   DeskAccounts{State: "rejected", Counts: counts, Query: "x"},
		"desk-account":          DeskAccount{Account: account(community.UserActive), Posts: 12, Followers: 4, Following: 1, Reports: []ReportRow{reportRow()}, Log: entries(), MayAct: true, MayRole: true, Roles: []community.Role{community.Member, community.Moderator}, ResetURL: "https://anna.example/password/t"},
		"desk-account-pending":  DeskAccount{Account: account(community.UserPending), MayAct: true},
		"desk-account-closed":   DeskAccount{Account: account(community.UserSuspended), MayAct: true},
		"desk-account-remote":   DeskAccount{Account: remote, MayAct: true, Problems: problems("reason")},
		"desk-reports":          DeskReports{State: "open", Open: 2, Closed: 40, List: []ReportRow{reportRow(), {ID: "8", About: bob, From: Person{Server: "society.example"}, Category: "spam", When: ago(time.Hour)}}},
		"desk-reports-empty":    DeskReports{State: "closed"},
		"desk-report":           DeskReport{Row: reportRow(), Text: "The ward and the day are named.", Posts: []Post{evidence}, Log: entries(), MayAct: true, MayDecide: true},
		"desk-report-closed":    DeskReport{MayDecide: true, Row: func() ReportRow { r := reportRow(); r.Closed = now; return r }()},
		"desk-invitations":      DeskInvitations{MayInvite: true, List: append(invitations(), Invitation{Code: "b", By: bob.Name, URL: "https://anna.example/register?invite=b", Expires: now, Uses: 1})},
		"desk-instance":         DeskInstance{Draft: community.InstanceDraft{Name: "St Anna Hospital", Rules: "One."}},
		"desk-sign-ups":         sampleSignUps(nil, nil),
		"desk-sign-ups-problem": sampleSignUps(problems("range", "severity", "comment"), problems("domain")),
		"desk-sign-ups-empty":   DeskSignUps{},
		"desk-announcements": DeskAnnouncements{List: []AnnouncementRow{
			{ID: "7", State: "current", Content: community.Compose("The library is closed on *Friday*.\nWard 3", nil, ""), Ends: now.Add(48 * time.Hour), Published: true},
			{ID: "8", State: "waiting", Content: community.Compose("Maintenance", nil, ""), Starts: now.Add(time.Hour), Ends: now.Add(48 * time.Hour), AllDay: true, Published: true},
			{ID: "9", State: "draft", Content: community.Compose("Not yet", nil, "")}}},
		"desk-announcements-change":  DeskAnnouncements{Changing: "7", Draft: AnnouncementDraft{Text: "Words", Starts: "2026-12-24T18:00", AllDay: true}},
		"desk-announcements-problem": DeskAnnouncements{Draft: AnnouncementDraft{Text: ""}, Problems: problems("text", "starts", "ends")},
		"desk-emoji":                 DeskEmoji{List: []EmojiRow{{"7", "heart"}, {"8", "stent"}}},
		"desk-emoji-problem":         DeskEmoji{Shortcode: "a b", Problems: problems("shortcode", "picture")},
		"desk-instance-open":         DeskInstance{Draft: community.InstanceDraft{Name: "St Anna Hospital"}, PublicCases: true},
		"desk-instance-problem":      DeskInstance{Problems: problems("name", "description", "rules", "contact")},
	}
}

// visitorPages are shown to people who are not signed in.
func visitorPage(view View) bool {
	switch view.(type) {
	case Landing, SignIn, SecondStep, PasskeySignIn, Register, SetUp, ResetRequest, ResetPassword, Message, Confirm, SignOnNew:
		return true
	case Thread:
		return view.(Thread).SignInURL != ""
	}
	return false
}

func sampleFrame(p *Printer, name string, view View) Frame {
	frame := Frame{Printer: p, Path: "/" + name, Instance: Instance{Name: "St Anna Hospital", Description: "Clinicians of St Anna and their guests discuss cases and teach each other.", Host: "anna.example", Registrations: community.RegisterApproval}}
	if !visitorPage(view) {
		frame.Member = &Member{Person: ana, Role: community.Administrator, Unread: 2, Requests: 3, Desk: 5}
	} else {
		frame.Canonical = fmt.Sprintf("https://anna.example/%s", name)
		frame.Alternates = []Alternate{{"application/activity+json", frame.Canonical, ""}, {"application/atom+xml", frame.Canonical + ".atom", "Posts"}}
		frame.Preview = &Preview{Kind: "article", Description: "A public post."}
	}
	if name == "home-departing" {
		frame.Member.Departs = now.Add(900 * time.Hour)
	}
	frame.Instance.SignOn = name == "settings-sign-on"
	if name == "home-problem" {
		frame.Notice = &Notice{Kind: "bad", Text: p.T("notice.settings_saved")}
	}
	if name == "settings-profile" {
		frame.Notice = &Notice{Kind: "good", Text: p.T("notice.settings_saved")}
	}
	return frame
}
