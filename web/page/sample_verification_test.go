package page

import (
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// The samples of the verification desk: every state, flag, verdict and bar has to
// have its words.

func verificationRow(state community.VerificationState) VerificationRow {
	row := VerificationRow{ID: "77", Person: long, State: state, Profession: "physician", Country: "US", Submitted: ago(70 * time.Hour),
		Due: ago(3 * time.Hour), Late: true, Duplicate: true}
	if !state.Open() {
		row.Late, row.Decided = false, ago(time.Hour)
	}
	if state == community.VerificationRefused {
		row.Reason = "not_genuine"
	}
	return row
}

func compared() []ComparedField {
	return []ComparedField{
		{Name: "name", Claimed: []string{"Maximiliane von Oberwaldhausen-Schreckenstein"}, Registered: []string{"Oberwaldhausen, Maximiliane", "Meier, Maximiliane"}, Word: "agrees"},
		{Name: "number", Claimed: []string{"1234567893"}, Registered: []string{"1234567893"}, Word: "agrees"},
		{Name: "profession", Claimed: []string{"Physician"}, Registered: []string{"Nurse"}, Word: "differs"},
		{Name: "region", Claimed: []string{"US-OH"}, Word: "unsaid"},
		{Name: "organisation", Registered: []string{"St Anna Hospital"}, Word: "unsaid"},
		{Name: "status", Registered: []string{"Active"}, Word: "sound"},
	}
}

func proofRows() []ProofRow {
	var rows []ProofRow
	for i, kind := range []credential.Kind{credential.RegisterMatch, credential.InstitutionMail, credential.Documents, credential.SignOn,
		credential.RegisterMail, credential.SignOnProfession, credential.InPerson, credential.ORCID, credential.Declared} {
		rows = append(rows, ProofRow{Kind: kind, Source: "npi", Proved: ago(time.Hour), Until: ago(-time.Hour), Withdrawn: i == 1, Ended: i == 2})
	}
	return rows
}

func approveForm() ApproveForm {
	return ApproveForm{Source: "gmc-uk.org", Profession: "physician", Claimed: []community.Specialty{"cardiology", "neurology"},
		Specialties: []community.Specialty{"cardiology"}, Until: "2027-11-22", Choices: []ApproveChoice{
			{Word: "none", Level: 2}, {Value: "documents", Word: "documents", Level: 3, Enough: true, Chosen: true},
			{Value: "register", Word: "register", Level: 2}, {Value: "register+documents", Word: "register-documents", Level: 3, Enough: true},
			{Value: "in-person", Word: "in-person", Level: 4, Enough: true}}}
}

func verificationPage() DeskVerification {
	act := map[community.VerificationAct]bool{community.AskApplicant: true, community.ApproveVerification: true, community.RefuseVerification: true}
	return DeskVerification{Row: verificationRow(community.VerificationSubmitted), Revision: 4, May: act, Level: 2, Proofs: proofRows(),
		Claim: community.Claim{Profession: "physician", Specialties: []community.Specialty{"cardiology", "neurology"}, Country: "US",
			Organisation: "St Anna Hospital", Email: "max@anna.example", Note: "Ich heiße seit der Hochzeit anders."},
		Compared: compared(), Register: RegisterAnswer{Key: "npi", Name: "NPI", Verdict: "matched", Checked: ago(time.Hour)},
		Papers: []PaperRow{
			{ID: "1", Kind: "licence", URL: "/desk/verifications/77/papers/1", When: ago(time.Hour), Seen: true, Hash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
			{ID: "2", Kind: "badge", URL: "/desk/verifications/77/papers/2", When: ago(time.Hour), Replayed: true},
			{ID: "3", Kind: "diploma", When: ago(80 * time.Hour), Removed: ago(time.Hour)}},
		Messages: []VerificationLine{{Who: ana.Name, Officer: true, Text: "Is this your maiden name?", When: ago(2 * time.Hour)}, {Who: long.Name, Text: "Yes.\nIt is.", When: ago(time.Hour)}},
		History: []Entry{{ago(9 * time.Hour), long.Name, "verification-submit", ""}, {ago(8 * time.Hour), ana.Name, "verification-ask", ""}, {ago(7 * time.Hour), long.Name, "verification-answer", ""},
			{ago(6 * time.Hour), ana.Name, "verification-refuse", "Another reason"}, {ago(5 * time.Hour), long.Name, "verification-appeal", ""}, {ago(4 * time.Hour), ana.Name, "verification-approve", ""}, {ago(4 * time.Hour), ana.Name, "verification-withdraw", ""}},
		Approve: approveForm()}
}

func samplesVerification() map[string]View {
	views := map[string]View{
		"desk-verifications-empty": DeskVerifications{State: "open", Sort: "oldest"},
		"desk-verifications-none":  DeskVerifications{State: "refused", Query: "x", Profession: "nurse", Country: "DE"},
		"desk-clinicians-none":     DeskClinicians{State: "active", Query: "x"},
	}
	list := DeskVerifications{State: "open", Sort: "newest", Overdue: 1, Counts: map[string]int{"open": 9, "submitted": 4}, OnlyDuplicate: true, OnlyLate: true, Pages: Pages{Older: "?x"}}
	for _, state := range []community.VerificationState{"submitted", "asked", "seconded", "appealed", "approved", "refused", "withdrawn"} {
		list.List = append(list.List, verificationRow(state))
		views["desk-verifications-"+string(state)] = DeskVerifications{State: string(state), Sort: "oldest"}
	}
	list.List[0].Own = true
	views["desk-verifications"] = list
	full := verificationPage()
	full.Flags = []string{"duplicate", "replayed", "mismatch", "unknown", "barred", "suspended"}
	full.Register.Verdict, full.Seconds = "mismatch", true
	full.Register.Reasons = []credential.Reason{"register", "number", "inactive", "sanctioned", "organisation", "name", "profession", "region"}
	views["desk-verification"] = full
	problem := verificationPage()
	problem.Changed, problem.Problems = true, problems("evidence", "source", "profession", "specialty", "another", "until", "seen_flags", "question", "reason", "word")
	problem.Ask, problem.Refuse = "Which ward?", RefuseForm{"other", "No."}
	problem.Register = RegisterAnswer{Key: "at-oeaek", Name: "at-oeaek", Verdict: "by-hand"}
	views["desk-verification-problem"] = problem
	second := verificationPage()
	second.Row.State, second.Second, second.ByFirst, second.Flags = community.VerificationSeconded, true, bob.Name, []string{"unknown"}
	second.Register.Verdict, second.Problems = "unknown", problems("evidence", "seen_flags")
	views["desk-verification-second"] = second
	for _, bar := range []community.Bar{community.BarFirst, community.BarName, community.BarRefused, community.BarRole, community.BarSelf} {
		barred := verificationPage()
		barred.Register = RegisterAnswer{Key: "npi", Name: "NPI", Verdict: map[community.Bar]string{community.BarFirst: "pending"}[bar]}
		barred.Bars = map[community.VerificationAct]community.Bar{community.ApproveVerification: bar}
		if bar != community.BarFirst && bar != community.BarName {
			barred.Bars[community.AskApplicant], barred.Bars[community.RefuseVerification] = bar, bar
		}
		views["desk-verification-"+string(bar)] = barred
	}
	views["desk-verification-done"] = DeskVerification{Row: verificationRow(community.VerificationRefused)}
	for _, state := range (DeskClinicians{}).States() {
		views["desk-clinicians-"+state+"-empty"] = DeskClinicians{State: state}
	}
	return samplesClinician(views)
}

func samplesClinician(views map[string]View) map[string]View {
	row := ClinicianRow{ID: "101", Person: ana, Credential: credential.Credential{Profession: "physician", Specialties: []credential.Specialty{"cardiology"},
		Level: 3, Method: credential.Documents, ConfirmedBy: "St Anna Hospital", Confirmed: ago(90 * time.Hour), Until: ago(-900 * time.Hour), State: credential.Active}}
	list := DeskClinicians{State: "active", Counts: map[string]int{"active": 4, "ending": 1}, List: []ClinicianRow{row}, Pages: Pages{Older: "?x"}}
	lapsed := row
	lapsed.Lapsed = true
	list.List = append(list.List, lapsed)
	for i, reason := range append(community.CredentialReasons(), "no_proof", "claim_missing", "left") {
		gone := row
		gone.State, gone.Reason = []credential.State{credential.Suspended, credential.Revoked, credential.Former}[i%3], reason
		if i == 0 {
			gone.Method, gone.Level = "", 0
		}
		list.List = append(list.List, gone)
	}
	views["desk-clinicians"] = list
	log := []Entry{{now, bob.Name, "view-document", "1"}, {now, bob.Name, "verification-second", "documents"}, {now, bob.Name, "credential-active", ""},
		{now, bob.Name, "credential-suspended", "x"}, {now, bob.Name, "credential-revoked", ""}, {now, bob.Name, "credential-former", ""}}
	views["desk-clinician"] = DeskClinician{Row: row, Proofs: proofRows(), Log: log, Application: "/desk/verifications/77", MayAct: true}
	views["desk-clinician-problem"] = DeskClinician{Row: row, MayAct: true, Verb: "revoke", Note: "Call of Monday.", Problems: problems("reason", "note")}
	views["desk-clinician-self"] = DeskClinician{Row: lapsed}
	held := list.List[2]
	views["desk-clinician-suspended"] = DeskClinician{Row: held, MayAct: true}
	views["desk-clinician-revoked"] = DeskClinician{Row: list.List[3], MayAct: true}
	return views
}
