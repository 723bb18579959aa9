package page

import (
	"time"

	"consilium/community"
)

// The samples of an application: each step empty, filled and with problems, each
// state, and what a link can come to.

func wizard(step string) Wizard { return Wizard{Step: step} }

func samplePapers() ApplicationPapers {
	return ApplicationPapers{List: []ApplicationPaper{{"1", "licence", 412, ago(time.Hour)}, {"2", "badge", 1, ago(time.Minute)}}, Kinds: []string{"licence", "badge", "other"},
		MayAdd: true, Return: "/verification/proof"}
}

func sampleClaim() community.Claim {
	return community.Claim{LegalName: "Ana Maria Petrović", Profession: "physician", Specialties: []community.Specialty{"neurology", "critical-care"},
		Country: "US", Region: "OH", Register: "npi", Number: "1234567893", Organisation: "St Anna Hospital", Email: "a.petrovic@anna.example", Note: "Formerly Horvat."}
}

func samplesApplication() map[string]View {
	choices := []RegisterChoice{{Key: "npi"}, {Key: "us-oh", Name: "State board of Ohio"}, {Key: "other"}, {}}
	filled := wizard("check")
	wrong := samplePapers()
	wrong.Problems = Problems{"photograph": community.Say("application.proof.file_pdf"), "picture": community.Say("application.proof.file_large", "limit", 16), "kind": community.Say("settings.unknown_choice")}
	mail := &ApplicationMail{Email: "a.petrovic@anna.example", Sent: ago(time.Minute)}
	proved := &ApplicationMail{Email: "a.petrovic@anna.example", Sent: ago(time.Hour), Proved: ago(time.Hour), Until: now.Add(community.MailProofFor)}
	named := map[string]View{
		"application-work":          ApplicationWork{Wizard: wizard("work")},
		"application-work-problem":  ApplicationWork{Wizard: wizard("work"), Profession: "physician", Country: "DE", Specialties: [TypedSpecialties]string{"Neurology", "Brain", ""}, Problems: Problems{"specialty_2": community.Say("application.work.specialty_unknown"), "profession": community.Say("application.work.specialty_twice"), "country": community.Say("settings.unknown_choice"), "": community.Say("settings.unknown_choice")}},
		"application-entry":         ApplicationEntry{Wizard: wizard("entry"), Country: "US", Register: "npi", Registers: choices, AskRegion: true},
		"application-entry-problem": ApplicationEntry{Wizard: wizard("entry"), LegalName: "A", Register: "us-oh", Number: "12", Registers: choices, AskRegion: true, Problems: problems("legal_name", "register", "number", "region", "organisation", "")},
		"application-entry-none":    ApplicationEntry{Wizard: wizard("entry")},
		"application-proof":         ApplicationProof{Wizard: wizard("proof"), Mail: mail, SignOn: "/settings/sign-on", Papers: samplePapers()},
		"application-proof-empty":   ApplicationProof{Wizard: wizard("proof"), Papers: ApplicationPapers{Kinds: []string{"licence"}, MayAdd: true}},
		"application-proof-full":    ApplicationProof{Wizard: wizard("proof"), Mail: proved, Papers: ApplicationPapers{List: samplePapers().List}},
		"application-proof-problem": ApplicationProof{Wizard: wizard("proof"), Mail: &ApplicationMail{Email: "x@hospita1.org"}, Papers: wrong, Problems: Problems{"email": community.Say("institution.look_alike", "domain", "hospital.org")}},
		"application-check":         ApplicationCheck{Wizard: filled, Claim: sampleClaim(), Claims: ClaimWords{RegisterChoice{Key: "npi"}, true}, Mail: proved, Papers: samplePapers().List, Days: 2, Keep: 30},
		"application-check-empty":   ApplicationCheck{Wizard: filled, Mail: mail, Claims: ClaimWords{RegisterChoice{}, true}, Days: 1, Keep: 1, Problems: problems("note", "")},
		"application-link":          ApplicationLink{Email: "a.petrovic@anna.example", Handle: "@ana"},
	}
	for _, kind := range []string{"used", "expired", "other", "taken"} {
		named["application-link-"+kind] = ApplicationLinkFailed{Kind: kind}
	}
	for state, view := range sampleStates(proved) {
		view.State, view.Claim, view.Claims = state, sampleClaim(), ClaimWords{RegisterChoice{Key: "npi"}, true}
		view.Submitted, view.Due, view.ProfileURL = ago(30*time.Hour), now.Add(18*time.Hour), ana.URL
		named["application-"+string(state)] = view
	}
	return named
}

func sampleStates(proved *ApplicationMail) map[community.VerificationState]Application {
	asked := []ApplicationMessage{{true, "Your licence is cut off at the edge.\nPlease photograph it again.", ago(5 * time.Hour)}, {false, "Here it is.", ago(time.Hour)}}
	return map[community.VerificationState]Application{
		community.VerificationSubmitted: {MayWithdraw: true, Mail: &ApplicationMail{}, Papers: samplePapers()},
		community.VerificationAsked:     {MayWithdraw: true, Messages: asked, Mail: proved, Papers: samplePapers(), Text: "Too", Problems: problems("text", "")},
		community.VerificationSeconded:  {MayWithdraw: true, Late: true, Level: 2, Until: now},
		community.VerificationApproved:  {Level: 3, Until: now.Add(300 * 24 * time.Hour), Decided: ago(time.Hour), MayBegin: true, Mail: proved},
		community.VerificationRefused:   {Decided: ago(time.Hour), Reason: "name_differs", Messages: asked, MayAppeal: true, MayBegin: true, Text: "x", Problems: problems("text")},
		community.VerificationAppealed:  {Messages: asked, Level: 1, Until: now},
		community.VerificationWithdrawn: {Decided: ago(time.Hour), MayBegin: true},
	}
}

func samplesInstitution() map[string]View {
	hospital := community.InstitutionDomain{Domain: "anna.example", Name: "St Anna Hospital", Subdomains: true, Organisations: []string{"ST ANNA HOSPITAL INC", "Krankenhaus St. Anna"}}
	alumni := community.InstitutionDomain{Domain: "alumni.anna.example", Name: "St Anna, former members", Alumni: true}
	plain := community.InstitutionDomain{Domain: "clinic.example", Name: "City Clinic"}
	list := []Institution{{hospital, ana.Name, 212}, {alumni, "", 0}, {plain, bob.Name, 1}}
	return map[string]View{
		"desk-institutions":         DeskInstitutions{List: list, Letters: true},
		"desk-institutions-empty":   DeskInstitutions{},
		"desk-institutions-change":  DeskInstitutions{List: list, Letters: true, Changing: "anna.example", Draft: community.InstitutionDraft{Domain: "anna.example", Name: "St Anna Hospital", Subdomains: true}},
		"desk-institutions-problem": DeskInstitutions{Letters: true, AskSure: true, Draft: community.InstitutionDraft{Domain: "h0spital.org", Name: "x"}, Problems: Problems{"domain": community.Say("institution.like_listed", "domain", "hospital.org"), "name": community.Say("institution.name_needed"), "organisations": community.Say("institution.too_many_organisations", "limit", 50), "": community.Say("settings.unknown_choice")}},
	}
}
