package community_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

var verificationStates = []community.VerificationState{community.VerificationDraft, community.VerificationSubmitted,
	community.VerificationAsked, community.VerificationSeconded, community.VerificationApproved, community.VerificationRefused,
	community.VerificationAppealed, community.VerificationWithdrawn}

// Every act from every state: what is not written here leads nowhere.
func TestVerificationSteps(t *testing.T) {
	table := map[community.VerificationState]string{
		"draft":     "submit→submitted withdraw→withdrawn",
		"submitted": "ask→asked approve→approved refuse→refused withdraw→withdrawn",
		"asked":     "answer→submitted refuse→refused withdraw→withdrawn",
		"seconded":  "ask→asked approve→approved refuse→refused withdraw→withdrawn",
		"refused":   "appeal→appealed",
		"appealed":  "ask→asked approve→approved refuse→refused",
	}
	for _, from := range verificationStates {
		var steps []string
		for _, act := range []community.VerificationAct{"submit", "ask", "answer", "approve", "refuse", "appeal", "withdraw"} {
			if to, err := from.Step(act); err == nil {
				steps = append(steps, string(act)+"→"+string(to))
			} else if !errors.Is(err, community.ErrConflict) || to != from {
				t.Errorf("%s by %s: %s, %v", from, act, to, err)
			}
		}
		if got := strings.Join(steps, " "); got != table[from] {
			t.Errorf("from %s: %s, want %s", from, got, table[from])
		}
	}
}

func physician() community.Claim {
	return community.Claim{LegalName: "Ana Lima", Profession: "physician", Country: "US", Register: "npi", Number: "1234567893"}
}

// What is missing or cannot be, named by its field.
func TestCheckClaim(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*community.Claim)
		field  string
	}{
		"complete":                  {func(*community.Claim) {}, ""},
		"no profession":             {func(c *community.Claim) { c.Profession = "" }, "profession"},
		"one that proves nothing":   {func(c *community.Claim) { c.Profession = "other" }, "profession"},
		"many specialties":          {func(c *community.Claim) { c.Specialties = community.Specialties()[:6] }, "specialties"},
		"no such specialty":         {func(c *community.Claim) { c.Specialties = []community.Specialty{"wizardry"} }, "specialties"},
		"no name":                   {func(c *community.Claim) { c.LegalName = "" }, "legal_name"},
		"name without end":          {func(c *community.Claim) { c.LegalName = strings.Repeat("a", 201) }, "legal_name"},
		"no country":                {func(c *community.Claim) { c.Country = "" }, "country"},
		"country by name":           {func(c *community.Claim) { c.Country = "USA" }, "country"},
		"region":                    {func(c *community.Claim) { c.Region = "US-OH" }, ""},
		"region by name":            {func(c *community.Claim) { c.Region = "OHIO STATE" }, "region"},
		"no register":               {func(c *community.Claim) { c.Register = "" }, "register"},
		"register of elsewhere":     {func(c *community.Claim) { c.Country = "DE" }, "register"},
		"researchers' register":     {func(c *community.Claim) { c.Register, c.Number = "orcid", "0000-0002-1825-0097" }, "register"},
		"no such register":          {func(c *community.Claim) { c.Register = "wizards" }, "register"},
		"no number":                 {func(c *community.Claim) { c.Number = "" }, "number"},
		"wrong digit":               {func(c *community.Claim) { c.Number = "1234567890" }, "number"},
		"number as people write it": {func(c *community.Claim) { c.Number = " 1234 567 893 " }, ""},
		"student without register": {func(c *community.Claim) {
			c.Profession, c.Register, c.Number, c.Organisation = "student", "", "", "Uni"
		}, ""},
		"student of nowhere": {func(c *community.Claim) { c.Profession, c.Register, c.Number = "student", "", "" }, "organisation"},
		"address":            {func(c *community.Claim) { c.Email = "ana@anna.example" }, ""},
		"no address":         {func(c *community.Claim) { c.Email = "ana" }, "email"},
		"long note":          {func(c *community.Claim) { c.Note = strings.Repeat("ß", 2001) }, "note"},
	} {
		claim := physician()
		c.change(&claim)
		err := community.CheckClaim(claim)
		invalid, is := errors.AsType[*community.Invalid](err)
		if c.field == "" && err != nil || c.field != "" && (!is || invalid.Field != c.field) {
			t.Errorf("%s: %v, want %q", name, err, c.field)
		}
	}
}

// A claim is kept as it is written, without what nobody types.
func TestCleanClaim(t *testing.T) {
	c := community.CleanClaim(community.Claim{LegalName: " Ana\u202e \x00Lima\n", Country: "us ", Profession: "wizard",
		Specialties: []community.Specialty{"wizardry", "cardiology"}, Note: "\r\n a\r\nb "})
	if c.LegalName != "Ana Lima" || c.Country != "US" || c.Profession != "" || !slices.Equal(c.Specialties, []community.Specialty{"cardiology"}) || c.Note != "a\nb" {
		t.Errorf("%+v", c)
	}
	if c := community.CleanClaim(community.Claim{LegalName: strings.Repeat("a", 1<<20)}); len(c.LegalName) > 250 {
		t.Errorf("a name of %d bytes is kept", len(c.LegalName))
	}
}

// The target is so many working days away, whatever lies between.
func TestDue(t *testing.T) {
	at := func(s string) time.Time {
		m, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, c := range []struct {
		days      int
		from, due string
	}{
		{0, "2026-11-16 09:00", "2026-11-18 09:00"}, // Monday to Wednesday
		{0, "2026-11-19 09:00", "2026-11-23 09:00"}, // Thursday to Monday
		{0, "2026-11-20 23:59", "2026-11-24 23:59"}, // Friday to Tuesday
		{0, "2026-11-21 09:00", "2026-11-24 09:00"}, // Saturday
		{0, "2026-11-22 09:00", "2026-11-24 09:00"}, // Sunday
		{5, "2026-11-18 09:00", "2026-11-25 09:00"},
	} {
		if got := (community.VerificationRules{TargetDays: c.days}).Due(at(c.from)); !got.Equal(at(c.due)) {
			t.Errorf("%d days from %s: %s, want %s", c.days, c.from, got, c.due)
		}
	}
}

// Who may do what to whose application.
func TestBars(t *testing.T) {
	v := community.Verification{Actor: 1, State: community.VerificationSubmitted, Claim: physician()}
	olga := community.Decider{Actor: 2, Role: community.Officer, Names: []string{"Olga Brandt"}}
	relative := community.Decider{Actor: 3, Role: community.Officer, Names: []string{"Dr. Otto LIMA"}}
	married := community.Decider{Actor: 3, Role: community.Officer, Names: []string{"Otto", "Lima, Otto"}}
	seconded, appealed := v, v
	seconded.State, seconded.Officer = community.VerificationSeconded, 2
	appealed.State, appealed.RefusedBy, appealed.Officer = community.VerificationAppealed, []community.ActorID{2}, 2
	answered := appealed
	answered.State = community.VerificationSubmitted // asked and answered since the appeal
	approve, refuse, ask := community.ApproveVerification, community.RefuseVerification, community.AskApplicant
	for name, c := range map[string]struct {
		by   community.Decider
		v    community.Verification
		act  community.VerificationAct
		want community.Bar
	}{
		"officer":                         {olga, v, approve, ""},
		"administrator":                   {community.Decider{Actor: 2, Role: community.Administrator}, v, approve, ""},
		"moderator":                       {community.Decider{Actor: 2, Role: community.Moderator}, v, approve, community.BarRole},
		"member":                          {community.Decider{Actor: 2, Role: community.Member}, v, ask, community.BarRole},
		"nobody":                          {community.Decider{Actor: 2}, v, refuse, community.BarRole},
		"officer for the applicant":       {olga, v, community.WithdrawVerification, community.BarRole},
		"officer on self":                 {community.Decider{Actor: 1, Role: community.Officer}, v, approve, community.BarSelf},
		"administrator on self":           {community.Decider{Actor: 1, Role: community.Administrator}, v, refuse, community.BarSelf},
		"officer asks self":               {community.Decider{Actor: 1, Role: community.Officer}, v, ask, community.BarSelf},
		"first again":                     {olga, seconded, approve, community.BarFirst},
		"first refuses":                   {olga, seconded, refuse, ""},
		"second":                          {community.Decider{Actor: 4, Role: community.Officer}, seconded, approve, ""},
		"relative first":                  {relative, v, approve, ""},
		"relative last":                   {relative, seconded, approve, community.BarName},
		"relative by proved name":         {married, seconded, approve, community.BarName},
		"refuser on appeal":               {olga, appealed, approve, community.BarRefused},
		"refuser refuses again":           {olga, appealed, refuse, community.BarRefused},
		"refuser asks":                    {olga, appealed, ask, ""},
		"refuser after an answer":         {olga, answered, approve, community.BarRefused},
		"another officer on appeal":       {relative, appealed, approve, ""},
		"another refuses after an answer": {relative, answered, refuse, ""},
	} {
		if got := c.by.Bars(c.v, c.act); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if err := community.MayDecide(c.by, c.v, c.act); (err != nil) != (c.want != "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Approving needs two where the institution says so, and where the officer may be
// a relative.
func TestNext(t *testing.T) {
	v := community.Verification{Actor: 1, State: community.VerificationSubmitted, Claim: physician()}
	other, same := community.Decider{Actor: 2, Names: []string{"Olga Brandt"}}, community.Decider{Actor: 3, Names: []string{"Otto Lima"}}
	for name, c := range map[string]struct {
		four bool
		by   community.Decider
		from community.VerificationState
		act  community.VerificationAct
		want community.VerificationState
	}{
		"one":             {false, other, community.VerificationSubmitted, community.ApproveVerification, community.VerificationApproved},
		"two":             {true, other, community.VerificationSubmitted, community.ApproveVerification, community.VerificationSeconded},
		"the second":      {true, other, community.VerificationSeconded, community.ApproveVerification, community.VerificationApproved},
		"relative":        {false, same, community.VerificationSubmitted, community.ApproveVerification, community.VerificationSeconded},
		"appeal":          {true, other, community.VerificationAppealed, community.ApproveVerification, community.VerificationSeconded},
		"refusal by one":  {true, other, community.VerificationSubmitted, community.RefuseVerification, community.VerificationRefused},
		"relative asks":   {false, same, community.VerificationSubmitted, community.AskApplicant, community.VerificationAsked},
		"relative denies": {false, same, community.VerificationSubmitted, community.RefuseVerification, community.VerificationRefused},
	} {
		v.State = c.from
		if got, err := (community.VerificationRules{FourEyes: c.four}).Next(v, c.act, c.by); got != c.want || err != nil {
			t.Errorf("%s: %s, %v, want %s", name, got, err, c.want)
		}
	}
}

// Whatever of a register an officer looks up, it stays level 2 until there is
// something that only the person has (V3).
func TestKnowingANumberIsNeverEnough(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	entry := credential.Evidence{Kind: credential.RegisterMatch, Profession: "physician", Source: "npi", Proved: now}
	mail := credential.Evidence{Kind: credential.InstitutionMail, Proved: now}
	soon := now.AddDate(0, 6, 0)
	for name, c := range map[string]struct {
		approval community.Approval
		proved   []credential.Evidence
		field    string
	}{
		"nothing":                      {community.Approval{}, nil, "evidence"},
		"the entry":                    {community.Approval{}, []credential.Evidence{entry}, "evidence"},
		"the entry looked up again":    {community.Approval{Evidence: []credential.Kind{credential.RegisterMatch}, Source: "npi"}, []credential.Evidence{entry}, "evidence"},
		"the entry and any address":    {community.Approval{}, []credential.Evidence{entry, mail}, "evidence"},
		"papers without entry":         {community.Approval{Evidence: []credential.Kind{credential.Documents}}, nil, "evidence"},
		"papers and the entry":         {community.Approval{Evidence: []credential.Kind{credential.Documents}}, []credential.Evidence{entry}, ""},
		"both by the officer":          {community.Approval{Evidence: []credential.Kind{credential.RegisterMatch, credential.Documents}, Source: "GMC"}, nil, ""},
		"both, register not named":     {community.Approval{Evidence: []credential.Kind{credential.RegisterMatch, credential.Documents}}, nil, "source"},
		"in person":                    {community.Approval{Evidence: []credential.Kind{credential.InPerson}}, nil, ""},
		"what no officer can vouch":    {community.Approval{Evidence: []credential.Kind{credential.SignOnProfession}}, nil, "evidence"},
		"a kind twice":                 {community.Approval{Evidence: []credential.Kind{credential.InPerson, credential.InPerson}}, nil, "evidence"},
		"entry of another profession":  {community.Approval{Profession: "nurse", Evidence: []credential.Kind{credential.Documents}}, []credential.Evidence{entry}, "evidence"},
		"for ever":                     {community.Approval{Evidence: []credential.Kind{credential.InPerson}, Until: now.AddDate(2, 0, 0)}, nil, "until"},
		"over already":                 {community.Approval{Evidence: []credential.Kind{credential.InPerson}, Until: now}, nil, "until"},
		"no profession":                {community.Approval{Profession: "other", Evidence: []credential.Kind{credential.InPerson}}, nil, "profession"},
		"researcher on papers":         {community.Approval{Profession: "researcher", Evidence: []credential.Kind{credential.Documents}}, nil, ""},
		"student on papers":            {community.Approval{Profession: "student", Evidence: []credential.Kind{credential.Documents}}, nil, "evidence"},
		"many specialties":             {community.Approval{Evidence: []credential.Kind{credential.InPerson}, Specialties: community.Specialties()[:6]}, nil, "specialties"},
		"specialty that is none":       {community.Approval{Evidence: []credential.Kind{credential.InPerson}, Specialties: []community.Specialty{"x"}}, nil, "specialties"},
		"entry that ran out meanwhile": {community.Approval{Evidence: []credential.Kind{credential.Documents}}, []credential.Evidence{{Kind: credential.RegisterMatch, Proved: now.AddDate(-2, 0, 0), Until: now}}, "evidence"},
	} {
		if c.approval.Profession == "" {
			c.approval.Profession = "physician"
		}
		if c.approval.Until.IsZero() {
			c.approval.Until = soon
		}
		err := community.CheckApproval(c.approval, c.proved, now)
		invalid, is := errors.AsType[*community.Invalid](err)
		if c.field == "" && err != nil || c.field != "" && (!is || invalid.Field != c.field) {
			t.Errorf("%s: %v, want %q", name, err, c.field)
		}
	}
}
