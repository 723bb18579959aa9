package page

import (
	"time"

	"consilium/community"
)

func samplesWithdrawal() map[string]View {
	servers := []WithdrawnServer{
		{Host: "society.example", Sent: ago(90 * time.Hour), Confirmed: ago(time.Hour)},
		{Host: "a-rather-long-server-name.clinic.example", Sent: ago(80 * time.Hour), Next: now.Add(time.Hour)},
		{Host: "gone.example", Sent: ago(900 * time.Hour)},
		{Host: "late.example"},
	}
	kept := Case{Post: casePost(CaseAnswered), Body: caseBody(), Readers: Readers{Audience: community.InstanceOnly, People: 312}, Total: 6}
	kept.Consent = &ConsentKept{ID: "3001", Code: true, Waits: true, ConsentRecord: community.ConsentRecord{Basis: community.ConsentWritten,
		Scope: community.ScopeInstance, Given: ago(900 * time.Hour), Pointer: "consent folder of the clinic", Research: true}}
	kept.Destroyed, kept.Corrected = ago(time.Hour), ago(30*time.Minute)
	answer := replyPost()
	kept.Accepted = &answer
	shown := kept
	shown.Consent = &ConsentKept{ID: "3001", Code: true, ConsentRecord: community.ConsentRecord{Basis: community.ConsentPublicDomain}}
	form := caseForm()
	form.Draft.Consent, form.Draft.ConsentScope, form.Draft.ConsentPointer, form.Draft.Research = "written", "clinicians", "MRN 4711", true
	form.Problems = Problems{"audience": community.Say("consent.problem.scope_clinicians"), "consent_scope": community.Say("consent.problem.scope_instance"),
		"consent_given": community.Say("consent.problem.day_ahead"), "consent_pointer": community.Say("consent.problem.pointer_number")}
	views := map[string]View{
		"withdraw":              Withdraw{},
		"withdraw-typing-error": Withdraw{Code: "ABCD-", Problems: Problems{"code": community.Say("withdraw.typing_error")}},
		"withdraw-unknown":      Withdraw{Problems: Problems{"code": community.Say("withdraw.unknown")}},
		"withdraw-throttled":    Withdraw{Problems: Problems{"": community.Say("session.throttled", "count", 10)}},
		"withdraw-sure":         WithdrawSure{Code: "7KMB-29ZP-QRST-VWXY-0123", Posted: ago(900 * time.Hour), Servers: 2},
		"withdraw-sure-nowhere": WithdrawSure{Code: "7KMB-29ZP-QRST-VWXY-0123", Posted: ago(900 * time.Hour)},
		"withdrawn":             Withdrawn{Ground: community.WithdrawnByStaff, Posted: ago(900 * time.Hour), When: ago(2 * time.Hour), Reason: "Asked by the ward", Servers: servers},
		"withdrawn-holder":      Withdrawn{Ground: community.WithdrawnByPatient, Posted: ago(900 * time.Hour), When: ago(2 * time.Hour), Holder: true, Servers: servers[:1]},
		"patient-code":          PatientCode{Code: "7KMB-29ZP-QRST-VWXY-0123", Address: "https://anna.example/withdraw", Posted: ago(time.Minute), URL: "/posts/C4se", ID: "3001"},
		"patient-code-shown":    PatientCode{Address: "https://anna.example/withdraw", Posted: ago(time.Minute), URL: "/posts/C4se", ID: "3001"},
		"case-consent":          kept, "case-consent-shown": shown, "case-form-consent": form,
		"delete-case": Delete{Post: casePost(CaseAnswered), Servers: 2, Replies: 6, Case: true},
	}
	for _, ground := range []community.WithdrawalGround{community.WithdrawnByAuthor, community.WithdrawnBySteward, community.WithdrawnAtHome} {
		views["withdrawn-"+string(ground)] = Withdrawn{Ground: ground, Posted: ago(900 * time.Hour), When: ago(2 * time.Hour)}
	}
	return views
}
