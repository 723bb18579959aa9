package community_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

// readings are lists as they are found, and what is read from them: host severity flags
// comment, or line: problem.
func reading(l community.DomainList) string {
	var out []string
	for _, e := range l.Entries {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s %t %t %t %s", e.Line, e.Host, e.Severity, e.RejectMedia, e.RejectReports, e.Obfuscate, e.PublicComment)))
	}
	for _, f := range l.Faults {
		out = append(out, fmt.Sprintf("%d: %s", f.Line, f.Problem.Key))
	}
	return strings.Join(out, "; ")
}

func TestReadDomainList(t *testing.T) {
	for name, tt := range map[string]struct{ text, want, key string }{
		"Mastodon": {"#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\nBad.example,suspend,true,True,\"spam, lots\",TRUE\nloud.example,silence,false,false,,false\nodd.example,noop,true,false,,false\n",
			"2 bad.example suspend true true true spam, lots; 3 loud.example limit false false false; 4 odd.example none true false false", ""},
		"with a mark and CRLF":    {"\ufeff#domain,#severity\r\nbad.example,suspend\r\n", "2 bad.example suspend false false false", ""},
		"columns in other order":  {"severity,comment,domain\nsilence,x,bad.example\n", "2 bad.example limit false false false", ""},
		"no heading":              {"bad.example,silence,true\n", "1 bad.example limit true false false", ""},
		"one column":              {"#domain\nbad.example\n", "2 bad.example suspend false false false", ""},
		"a formula that was made": {"#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\nbad.example,suspend,false,false,'=1+1,false\n", "2 bad.example suspend false false false =1+1", ""},
		"plain":                   {"# my list\n\nbad.example # spam\n*.worse.example\n", "3 bad.example suspend false false false spam; 4 worse.example suspend false false false", ""},
		"GoToSocial":              {"[\n {\"domain\":\"bad.example\",\"public_comment\":\"spam\",\"obfuscate\":true},\n {\"domain\":\"b.example\"}]", "2 bad.example suspend false false true spam; 3 b.example suspend false false false", ""},
		"Mastodon's public list":  {`[{"domain":"bad.example","digest":"0","severity":"silence","comment":"loud"}]`, "1 bad.example limit false false false loud", ""},
		"obfuscated":              {"ex***le.com\nb\u2026d.example\nbad.example\n", "3 bad.example suspend false false false; 1: domain.obfuscated; 2: domain.obfuscated", ""},
		"what is no host":         {"#domain,#severity\nhttps://bad.example/,suspend\nlocalhost,suspend\n,suspend\nbad.example,annihilate\n", "2: domain.not_a_host; 3: domain.not_a_host; 4: domain.not_a_host; 5: domain.unknown_severity", ""},
		"twice":                   {"#domain,#severity\nbad.example,suspend\nBAD.example.,suspend\nbad.example,silence\n", "2 bad.example suspend false false false; 4: domain.twice", ""},
		"a quote that never ends": {"#domain,#severity\n\"bad.example,suspend\n", "2: domain.not_a_host", ""},
		"NUL and broken text":     {"bad.\x00example\n\xff\xfe\n", "1 bad.example suspend false false false; 2: domain.not_a_host", ""},
		"nothing":                 {" \n# nobody\n", "", "domain.list_empty"},
		"no JSON":                 {"[{", "", "domain.list_unreadable"},
		"an object":               {`{"domain":"bad.example"}`, "", "domain.list_unreadable"},
		"too large":               {strings.Repeat("x", community.MaxDomainList+1), "", "domain.list_too_large"},
		"too long":                {strings.Repeat("x\n", community.MaxDomainRows+1), "", "domain.list_too_long"},
	} {
		l, err := community.ReadDomainList([]byte(tt.text), community.DomainSuspended)
		field := ""
		if tt.key != "" {
			field = "list"
		}
		wantInvalid(t, err, field, tt.key, name)
		if got := reading(l); got != tt.want {
			t.Errorf("%s: %s\nwant %s", name, got, tt.want)
		}
	}
}

// What is written can be read again, and a table program finds no formula in it.
func TestWriteDomains(t *testing.T) {
	rules := []community.DomainRule{{Host: "bad.example", Severity: community.DomainSuspended, RejectMedia: true, Obfuscate: true, PublicComment: "=HYPERLINK(\"x\")"},
		{Host: "loud.example", Severity: community.DomainLimited, RejectReports: true, PublicComment: "+1, -1 and \"so\""}, {Host: "odd.example", Severity: community.DomainNone, PublicComment: "@all\n\tx"}}
	comments := []string{rules[0].PublicComment, rules[1].PublicComment, "@all x"}
	table := community.WriteDomainCSV(append(rules, community.DomainRule{Host: "good.example", Severity: community.DomainAllowed}))
	if !strings.HasPrefix(string(table), "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n") || strings.Contains(string(table), "good.example") {
		t.Errorf("table is %s", table)
	}
	for _, bad := range []string{",=", ",+", ",@", ",\"=", ",\"+", ",\"@"} {
		if strings.Contains(string(table), bad) {
			t.Errorf("%s in %s", bad, table)
		}
	}
	asJSON, err := community.WriteDomainJSON(rules)
	if err != nil {
		t.Fatal(err)
	}
	for form, text := range map[string][]byte{"csv": table, "json": asJSON, "names": community.WriteDomainNames(rules)} {
		l, err := community.ReadDomainList(text, community.DomainSuspended)
		if err != nil || len(l.Entries) != 3 || len(l.Faults) != 0 {
			t.Fatalf("%s: %+v %v", form, l, err)
		}
		for i, e := range l.Entries {
			if form != "names" && (e.Host != rules[i].Host || e.Severity != rules[i].Severity || e.RejectMedia != rules[i].RejectMedia ||
				e.RejectReports != rules[i].RejectReports || e.Obfuscate != rules[i].Obfuscate || strings.Join(strings.Fields(e.PublicComment), " ") != comments[i]) {
				t.Errorf("%s: %+v", form, e)
			}
		}
	}
}

func TestPublicHost(t *testing.T) {
	for host, want := range map[string]string{"example.com": "ex*****.*om", "a.io": "a.*o", "spam.there.example": "spam.*****.***mple"} {
		if got := (community.DomainRule{Host: host, Obfuscate: true}).PublicHost(); got != want {
			t.Errorf("%s is shown as %s, want %s", host, got, want)
		}
		if plain := (community.DomainRule{Host: host}).PublicHost(); plain != host {
			t.Errorf("%s without need as %s", host, plain)
		}
	}
}

// What staff decide here counts before every list, also about the servers below; among
// lists the higher priority does.
func TestOwnRulesBeatLists(t *testing.T) {
	rule := func(host string, severity community.DomainSeverity, source community.SubscriptionID) community.DomainRule {
		return community.DomainRule{Host: host, Severity: severity, Source: source}
	}
	for name, tt := range map[string]struct {
		rules     []community.DomainRule
		may       bool
		allowlist bool
	}{
		"a list alone":                          {[]community.DomainRule{rule("there.example", community.DomainSuspended, 1)}, false, false},
		"allowed above what a list says":        {[]community.DomainRule{rule("there.example", community.DomainAllowed, 0), rule("a.there.example", community.DomainSuspended, 1)}, true, true},
		"suspended above what a list says":      {[]community.DomainRule{rule("there.example", community.DomainSuspended, 0), rule("a.there.example", community.DomainLimited, 1)}, false, false},
		"nothing said here":                     {[]community.DomainRule{rule("there.example", community.DomainSuspended, 1), rule("a.there.example", community.DomainNone, 0)}, false, false},
		"nothing said lets nobody in":           {[]community.DomainRule{rule("a.there.example", community.DomainNone, 0)}, true, false},
		"the most specific of two of a list":    {[]community.DomainRule{rule("there.example", community.DomainSuspended, 1), rule("a.there.example", community.DomainLimited, 2)}, true, true},
		"nothing said by a list: the one above": {[]community.DomainRule{rule("there.example", community.DomainSuspended, 1), rule("a.there.example", community.DomainNone, 1)}, false, false},
	} {
		rules := map[string]community.DomainRule{}
		for _, r := range tt.rules {
			rules[r.Host] = r
		}
		if got := community.MayFederate(community.FederationOpen, "a.there.example", rules); got != tt.may {
			t.Errorf("%s: %v", name, got)
		}
		if got := community.MayFederate(community.FederationAllowlist, "a.there.example", rules); got != tt.allowlist {
			t.Errorf("%s, allow-list: %v", name, got)
		}
		if _, suspended := community.Suspension("a.there.example", rules); suspended == tt.may {
			t.Errorf("%s: suspended %v", name, suspended)
		}
	}
}

func TestRejectsMediaAndReports(t *testing.T) {
	rules := map[string]community.DomainRule{"there.example": {Host: "there.example", Severity: community.DomainNone, RejectMedia: true, RejectReports: true},
		"a.there.example": {Host: "a.there.example", Severity: community.DomainLimited}, "bad.example": {Host: "bad.example", Severity: community.DomainSuspended}}
	for host, want := range map[string][2]bool{"there.example": {true, true}, "b.there.example:8443": {true, true}, "a.there.example": {}, "bad.example": {true, false}, "far.example": {}} {
		if got := [2]bool{community.RejectsMedia(host, rules), community.RejectsReports(host, rules)}; got != want {
			t.Errorf("%s: %v, want %v", host, got, want)
		}
	}
}

func TestMakeSubscription(t *testing.T) {
	good := community.SubscriptionDraft{Name: " Society\x00 ", URL: " https://lists.example/a.csv ", Severity: "limit", Trust: "at-once", Priority: "7", Excludes: "Good.example\n\n b.example "}
	s, err := community.MakeSubscription(good, 7, at(0))
	if err != nil || s.Name != "Society" || !s.AtOnce || s.Priority != 7 || strings.Join(s.Excludes, " ") != "good.example b.example" || s.By != 7 {
		t.Errorf("%+v %v", s, err)
	}
	if !s.Excluded("x.good.example") || s.Excluded("example") || s.Draft().Trust != "at-once" {
		t.Errorf("%+v", s)
	}
	for field, spoil := range map[string]func(*community.SubscriptionDraft){
		"name": func(d *community.SubscriptionDraft) { d.Name = "" }, "url": func(d *community.SubscriptionDraft) { d.URL = "ftp://x.example" },
		"severity": func(d *community.SubscriptionDraft) { d.Severity = "allow" }, "trust": func(d *community.SubscriptionDraft) { d.Trust = "" },
		"priority": func(d *community.SubscriptionDraft) { d.Priority = "256" }, "excludes": func(d *community.SubscriptionDraft) { d.Excludes = "not a host" },
	} {
		d := good
		spoil(&d)
		_, err := community.MakeSubscription(d, 7, at(0))
		var key string
		if invalid, is := err.(*community.Invalid); is {
			key = invalid.Field
		}
		if key != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// What lists would change, and which of it is never done unasked.
func TestCompareListed(t *testing.T) {
	entry := func(host string, severity community.DomainSeverity) community.DomainEntry {
		return community.DomainEntry{Host: host, Severity: severity}
	}
	suspended, limited := community.DomainSuspended, community.DomainLimited
	rules := map[string]community.DomainRule{
		"own.example": {Host: "own.example", Severity: community.DomainAllowed}, "same.example": {Host: "same.example", Severity: suspended, Source: 1},
		"less.example": {Host: "less.example", Severity: suspended, Source: 1}, "gone.example": {Host: "gone.example", Severity: suspended, Source: 1},
		"more.example": {Host: "more.example", Severity: limited, Source: 1},
	}
	lists := []community.ListedDomains{
		{DomainSubscription: community.DomainSubscription{ID: 1, Excludes: []string{"out.example"}}, Entries: []community.DomainEntry{entry("own.example", suspended), entry("x.own.example", suspended), entry("same.example", suspended),
			entry("less.example", limited), entry("more.example", suspended), entry("fresh.example", limited), entry("a.out.example", suspended)}},
		{DomainSubscription: community.DomainSubscription{ID: 2, Priority: 9}, Entries: []community.DomainEntry{entry("fresh.example", suspended)}},
	}
	var got []string
	for _, c := range community.CompareListed(rules, lists, at(0)) {
		got = append(got, fmt.Sprintf("%s %s %d removes=%t weakens=%t", c.Rule.Host, c.Rule.Severity, c.Rule.Source, c.Removes, c.Weakens()))
	}
	want := []string{"fresh.example suspend 2 removes=false weakens=false", "gone.example suspend 1 removes=true weakens=true",
		"less.example limit 1 removes=false weakens=true", "more.example suspend 1 removes=false weakens=false"}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	for _, c := range []struct {
		before, now int
		want        bool
	}{{100, 49, true}, {100, 50, false}, {3, 0, false}, {4, 1, true}, {0, 0, false}} {
		if community.Shrinks(c.before, c.now) != c.want {
			t.Errorf("%d to %d", c.before, c.now)
		}
	}
}

func FuzzReadDomainList(f *testing.F) {
	for _, seed := range []string{"#domain,#severity\nbad.example,suspend\n", "bad.example\n# x", `[{"domain":"bad.example"}]`, "\ufeff\"a\nb\",c", "[[]]", "*"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := community.ReadDomainList(text, community.DomainSuspended)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, e := range l.Entries {
			if host, err := community.CanonicalHost(e.Host); err != nil || host != e.Host || seen[e.Host] || e.Severity == community.DomainAllowed {
				t.Errorf("%+v", e)
			}
			seen[e.Host] = true
		}
	})
}
