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

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func sanctioned(list ...community.Sanction) community.Subject {
	a := community.Actor{ID: 1, Local: true, Sanctions: list}
	c := credential.Credential{Profession: "physician", Level: 4, State: credential.Active, Confirmed: noon.Add(-time.Hour), Until: noon.Add(1000 * time.Hour)}
	return a.Subject(community.Member, community.Judge(&c, community.Trust{}, time.Time{}, noon))
}

// Sanctions by action: what each keeps somebody from, and nothing else.
func TestSanctions(t *testing.T) {
	answers := []community.Action{"answer-case", "give-answer", "answer-clinical", "vote-differential"}
	writes := append([]community.Action{"write-posts", "reply", "open-case", "open-public-case", "write-clinical", "request-referral"}, answers...)
	keeps := map[community.SanctionKind][]community.Action{community.Silenced: nil, community.NoAnswers: answers, community.NoPosts: writes}
	free := sanctioned()
	for _, kind := range community.SanctionKinds() {
		for _, action := range community.Actions() {
			want := community.May(free, action) && kind != community.Suspended && !slices.Contains(keeps[kind], action)
			if got := community.May(sanctioned(community.Sanction{Kind: kind}), action); got != want {
				t.Errorf("%s: may %s: %v", kind, action, got)
			}
			if got := community.May(sanctioned(community.Sanction{Kind: kind, Until: noon}), action); got != community.May(free, action) {
				t.Errorf("%s that has ended: may %s: %v", kind, action, got)
			}
		}
	}
}

// A sanction ends to the second, and no moment that is not known ends one.
func TestSanctionEnds(t *testing.T) {
	s := community.Sanctions{{Kind: community.NoPosts, Until: noon}, {Kind: community.Silenced}}
	for when, want := range map[time.Time]bool{noon.Add(-time.Second): true, noon.Add(-time.Millisecond): true, noon: false, noon.Add(time.Second): false, {}: true} {
		if got := s.Has(community.NoPosts, when); got != want {
			t.Errorf("at %v: %v", when, got)
		}
	}
	if !s.Limited(noon.AddDate(9, 0, 0)) || s.Has(community.Suspended, noon) || !s.End(community.NoPosts).Equal(noon) || !s.End(community.Silenced).IsZero() {
		t.Error("the other one")
	}
}

func TestHidesAtOnce(t *testing.T) {
	verified, ago := sanctioned(), func(days int) time.Time { return noon.AddDate(0, 0, -days) }
	for name, c := range map[string]struct {
		by        community.Subject
		unfounded []time.Time
		may       bool
		back      time.Time
	}{
		"verified":                      {by: verified, may: true},
		"unverified":                    {by: community.Subject{SignedIn: true, Role: community.Administrator}},
		"visitor":                       {},
		"labelled":                      {by: community.Subject{SignedIn: true, Label: "industry", Standing: verified.Standing}},
		"wrong twice":                   {by: verified, unfounded: []time.Time{ago(1), ago(2)}, may: true},
		"wrong three times":             {by: verified, unfounded: []time.Time{ago(1), ago(179), ago(2)}, back: ago(179).Add(community.UnfoundedWindow)},
		"the first was long ago":        {by: verified, unfounded: []time.Time{ago(1), ago(180), ago(2)}, may: true},
		"wrong four times, one counts":  {by: verified, unfounded: []time.Time{ago(1), ago(10), ago(20), ago(30)}, back: ago(20).Add(community.UnfoundedWindow)},
		"suspended for a while":         {by: sanctioned(community.Sanction{Kind: community.Suspended, Until: noon.Add(1)})},
		"kept from answering, may tell": {by: sanctioned(community.Sanction{Kind: community.NoAnswers}), may: true},
	} {
		may, back := community.HidesAtOnce(c.by, c.unfounded, noon)
		if may != c.may || !back.Equal(c.back) {
			t.Errorf("%s: %v, back %v", name, may, back)
		}
	}
}

// Every reason is asked for what it needs.
func TestReportAsks(t *testing.T) {
	by, target := community.Actor{ID: 1, Local: true}, community.Actor{ID: 2, Local: true}
	post := []community.Post{{ID: 9, Author: 2}}
	for name, c := range map[string]struct {
		d         community.FlagDraft
		field     string
		reference string
		hides     bool
	}{
		"no reason":                  {d: community.FlagDraft{}, field: "category"},
		"a reason nobody has":        {d: community.FlagDraft{Category: "envy"}, field: "category"},
		"patient":                    {d: community.FlagDraft{Category: "patient-identifiable", Posts: post, By: sanctioned()}, hides: true},
		"patient, by a stranger":     {d: community.FlagDraft{Category: "patient-identifiable", Posts: post}},
		"patient, a profile":         {d: community.FlagDraft{Category: "patient-identifiable", By: sanctioned()}},
		"harassment":                 {d: community.FlagDraft{Category: "harassment", By: sanctioned(), Posts: post}},
		"danger, of what":            {d: community.FlagDraft{Category: "dangerous-advice"}, field: "comment"},
		"danger":                     {d: community.FlagDraft{Category: "dangerous-advice", Comment: "Ten times the dose."}},
		"interest, which":            {d: community.FlagDraft{Category: "undisclosed-interest", Comment: " \n "}, field: "comment"},
		"somebody else, who":         {d: community.FlagDraft{Category: "impersonation"}, field: "comment"},
		"guideline, none":            {d: community.FlagDraft{Category: "contradicts-guideline", Comment: "It is wrong."}, field: "reference"},
		"guideline, not a name":      {d: community.FlagDraft{Category: "contradicts-guideline", Reference: "guideline"}, field: "reference"},
		"guideline, an odd address":  {d: community.FlagDraft{Category: "contradicts-guideline", Reference: "javascript:alert ftp://x"}, field: "reference"},
		"guideline, DOI":             {d: community.FlagDraft{Category: "contradicts-guideline", Reference: "doi:10.1000/ABC"}, reference: "https://doi.org/10.1000/abc"},
		"guideline, PMID":            {d: community.FlagDraft{Category: "contradicts-guideline", Reference: "PMID 123"}, reference: "https://pubmed.ncbi.nlm.nih.gov/123/"},
		"guideline, its name":        {d: community.FlagDraft{Category: "contradicts-guideline", Reference: "ESC 2023 acute coronary syndromes"}, reference: "ESC 2023 acute coronary syndromes"},
		"a reference nobody asked":   {d: community.FlagDraft{Category: "spam", Reference: "doi:10.1000/abc"}},
		"a comment that is too long": {d: community.FlagDraft{Category: "spam", Comment: strings.Repeat("x", 1001)}, field: "comment"},
	} {
		f, err := community.Report(by, target, c.d, noon)
		var invalid *community.Invalid
		if errors.As(err, &invalid) != (c.field != "") || invalid != nil && invalid.Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
		if f.Reference != c.reference || f.Hides != c.hides {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestDecide(t *testing.T) {
	for name, c := range map[string]struct {
		d       community.DecisionDraft
		field   string
		outcome community.FlagOutcome
		until   time.Time
	}{
		"nothing":               {outcome: "none"},
		"unfounded":             {d: community.DecisionDraft{Unfounded: true}, outcome: "unfounded"},
		"unfounded and removed": {d: community.DecisionDraft{Unfounded: true, Posts: "removed", Reason: "rules", Note: "x"}, field: "unfounded"},
		"removed":               {d: community.DecisionDraft{Posts: "removed", Reason: "rules", Note: "x"}, outcome: "removed"},
		"removed, no reason":    {d: community.DecisionDraft{Posts: "removed", Note: "x"}, field: "reason"},
		"removed, no note":      {d: community.DecisionDraft{Posts: "removed", Reason: "rules", Note: ""}, field: "note"},
		"edit":                  {d: community.DecisionDraft{Posts: "edit", Reason: "rules", Note: "x", Days: "7"}, outcome: "edit"},
		"burnt":                 {d: community.DecisionDraft{Posts: "burnt", Reason: "rules", Note: "x"}, field: "posts"},
		"flogged":               {d: community.DecisionDraft{Person: "flogged", Reason: "rules", Note: "x"}, field: "person"},
		"warned":                {d: community.DecisionDraft{Posts: "edit", Person: "warned", Reason: "rules", Note: "x"}, outcome: "warned"},
		"silenced for a week":   {d: community.DecisionDraft{Person: "silenced", Days: "7", Reason: "rules", Note: "x"}, outcome: "silenced", until: noon.Add(7 * 24 * time.Hour)},
		"suspended for good":    {d: community.DecisionDraft{Person: "suspended", Reason: "rules", Note: "x"}, outcome: "suspended"},
		"for two days":          {d: community.DecisionDraft{Person: "suspended", Days: "2", Reason: "rules", Note: "x"}, field: "days"},
	} {
		v, err := community.Decide(c.d, noon)
		var invalid *community.Invalid
		if errors.As(err, &invalid) != (c.field != "") || invalid != nil && invalid.Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
		if v.Outcome != c.outcome || c.field == "" && !v.Until.Equal(c.until) {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestAppeal(t *testing.T) {
	d := community.Decision{ID: 1, Person: 5, By: 7, Created: noon}
	if _, err := community.MakeAppeal(d, 6, "no", noon); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	for _, text := range []string{"", " \n", strings.Repeat("x", 2001)} {
		var invalid *community.Invalid
		if _, err := community.MakeAppeal(d, 5, text, noon); !errors.As(err, &invalid) {
			t.Errorf("%.5q: %v", text, err)
		}
	}
	if _, err := community.MakeAppeal(d, 5, strings.Repeat("ü", 2000), noon); err != nil {
		t.Error(err)
	}
	if _, err := community.MakeAppeal(d, 5, "late", noon.AddDate(0, 0, 180)); !errors.Is(err, community.ErrConflict) {
		t.Errorf("late: %v", err)
	}
	d.Appeal = &community.Appeal{Text: "no"}
	if _, err := community.MakeAppeal(d, 5, "again", noon); !errors.Is(err, community.ErrConflict) {
		t.Errorf("twice: %v", err)
	}
	for _, c := range []struct {
		by           community.ActorID
		others, want bool
	}{{7, true, false}, {7, false, true}, {8, true, true}, {5, true, false}, {5, false, false}, {0, false, false}} {
		if got := community.MayDecideAppeal(d, c.by, c.others); got != c.want {
			t.Errorf("%d, others %v: %v", c.by, c.others, got)
		}
	}
}

func TestFilters(t *testing.T) {
	word := func(keyword string, whole bool) community.Filter {
		return community.Filter{ID: 1, Owner: 1, Title: "x", Contexts: []community.FilterContext{"home"}, Action: "warn",
			Keywords: []community.FilterKeyword{{Keyword: keyword, WholeWord: whole}}}
	}
	post := community.Post{ID: 3, Author: 2, Title: "Über Kolik", Warning: "blood", Tags: []string{"icu"},
		Content: community.Compose("A cat in the category of c++ and sepsis.", nil, ""), Media: []community.Media{{Description: "An X-ray"}}}
	for name, c := range map[string]struct {
		filter community.Filter
		place  community.FilterContext
		want   bool
	}{
		"whole":                {word("cat", true), "home", true},
		"part of a word":       {word("ategor", false), "home", true},
		"whole, but a part":    {word("ategor", true), "home", false},
		"only within others":   {word("categ", true), "home", false},
		"capitals and umlauts": {word("ÜBER", true), "home", true},
		"signs at the end":     {word("c++", true), "home", true},
		"hashtag":              {word("#icu", true), "home", true},
		"warning":              {word("Blood", true), "home", true},
		"picture":              {word("x-ray", true), "home", true},
		"phrase":               {word("in the category", true), "home", true},
		"elsewhere":            {word("cat", true), "public", false},
		"empty":                {word("", false), "home", false},
	} {
		if got := community.FiltersOn([]community.Filter{c.filter}, c.place, post, noon); (len(got) == 1) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	own, old, named := word("cat", true), word("cat", true), word("zebra", true)
	own.Owner, old.Expires, named.Posts = 2, noon, []community.FilterPost{{Post: 3}}
	named.Action = community.FilterHide
	if got := community.FiltersOn([]community.Filter{own, old}, "home", post, noon); got != nil {
		t.Errorf("own and expired: %v", got)
	}
	found := community.FiltersOn([]community.Filter{word("cat", true), named, word("sepsis", true)}, "home", post, noon)
	if worst, any := community.Gravest(found); len(found) != 3 || !any || worst.Filter.Action != community.FilterHide || !worst.Named {
		t.Errorf("found %v", found)
	}
}

func TestCheckFilter(t *testing.T) {
	good := community.Filter{Title: " Football ", Contexts: []community.FilterContext{"public", "home", "home"}, Keywords: []community.FilterKeyword{{Keyword: " goal "}, {}}}
	f, err := community.CheckFilter(good)
	if err != nil || f.Title != "Football" || f.Action != "warn" || len(f.Contexts) != 2 || len(f.Keywords) != 1 || f.Keywords[0].Keyword != "goal" {
		t.Errorf("%+v, %v", f, err)
	}
	for field, change := range map[string]func(*community.Filter){
		"title": func(f *community.Filter) { f.Title = " " }, "context": func(f *community.Filter) { f.Contexts = []community.FilterContext{"bath"} },
		"action": func(f *community.Filter) { f.Action = "burn" }, "keywords": func(f *community.Filter) { f.Keywords = make([]community.FilterKeyword, 51) },
	} {
		bad := good
		change(&bad)
		var invalid *community.Invalid
		if _, err := community.CheckFilter(bad); !errors.As(err, &invalid) || invalid.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// Whose messages reach somebody, by policy (D2).
func TestMessagePolicy(t *testing.T) {
	stranger, clinician := community.Acquaintance{}, community.Acquaintance{Clinician: true}
	followed, answered := community.Acquaintance{Follows: true}, community.Acquaintance{Answered: true}
	referral := community.Acquaintance{Referral: true}
	for policy, want := range map[community.MessagePolicy][]bool{
		"everybody": {true, true, true, true, true}, "clinicians": {false, true, true, true, true},
		"followed": {false, false, true, true, true}, "nobody": {false, false, false, true, true},
		"": {false, false, true, true, true},
	} {
		for i, a := range []community.Acquaintance{stranger, clinician, followed, answered, referral} {
			if got := policy.Reaches(a); got != want[i] {
				t.Errorf("%s, %d: %v", policy, i, got)
			}
		}
	}
	if community.ParseMessagePolicy("all") != community.MessagesFollowed || community.ParseMessagePolicy("nobody") != community.MessagesNobody {
		t.Error("a policy is read wrong")
	}
}
