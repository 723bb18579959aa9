package community_test

import (
	"slices"
	"testing"

	"consilium/community"
	"consilium/community/credential"
)

// kinds are all there are, and two that are none.
var kinds = []community.AudienceKind{community.Public, community.Unlisted, community.Followers, community.Direct,
	community.InstanceOnly, community.Clinicians, community.GroupOnly, community.Named, "", "everyone"}

// of is an audience of a kind, filled where the kind asks for it.
func of(kind community.AudienceKind) community.Audience {
	a := community.Audience{Kind: kind}
	switch kind {
	case community.GroupOnly:
		a.Group = 7
	case community.Named:
		a.Named = []community.ActorID{1, 2}
	}
	return a
}

// Every parent with every reply: a reply is never wider than what it answers.
func TestAdmits(t *testing.T) {
	narrower := map[community.AudienceKind]string{
		//                      pub unl fol dir ins cli grp nam  ""  ?
		community.Public:       "x   x   x   x   x   x   x   x   .   .",
		community.Unlisted:     ".   x   x   x   x   x   x   x   .   .",
		community.Followers:    ".   .   x   x   .   .   .   .   .   .",
		community.Direct:       ".   .   .   x   .   .   .   .   .   .",
		community.InstanceOnly: ".   .   .   .   x   x   x   x   .   .",
		community.Clinicians:   ".   .   .   .   .   x   .   .   .   .",
		community.GroupOnly:    ".   .   .   .   .   .   x   .   .   .",
		community.Named:        ".   .   .   .   .   .   .   x   .   .",
		"":                     ".   .   .   .   .   .   .   .   .   .",
		"everyone":             ".   .   .   .   .   .   .   .   .   .",
	}
	for _, parent := range kinds {
		for i, reply := range kinds {
			want := narrower[parent][4*i] == 'x'
			if got := of(parent).Admits(of(reply)); got != want {
				t.Errorf("a reply for %q under a post for %q: %v, want %v", reply, parent, got, want)
			}
		}
	}
}

// The kinds that rest on proofs are narrowed by more than their kind.
func TestAdmitsWithinAKind(t *testing.T) {
	clinicians := func(level credential.Level, professions ...community.Profession) community.Audience {
		return community.Audience{Kind: community.Clinicians, MinLevel: level, Professions: professions}
	}
	for name, tt := range map[string]struct {
		parent, reply community.Audience
		want          bool
	}{
		"same":                 {clinicians(3, "physician"), clinicians(3, "physician"), true},
		"higher level":         {clinicians(3), clinicians(4), true},
		"lower level":          {clinicians(3), clinicians(0), false},
		"fewer professions":    {clinicians(3, "physician", "nurse"), clinicians(3, "nurse"), true},
		"another profession":   {clinicians(3, "physician"), clinicians(3, "nurse"), false},
		"all professions":      {clinicians(3, "physician"), clinicians(3), false},
		"some of all":          {clinicians(3), clinicians(3, "nurse"), true},
		"all specialties":      {community.Audience{Kind: community.Clinicians, Specialties: []community.Specialty{"urology"}}, clinicians(0), false},
		"another group":        {of(community.GroupOnly), community.Audience{Kind: community.GroupOnly, Group: 8}, false},
		"no group at all":      {community.Audience{Kind: community.GroupOnly}, community.Audience{Kind: community.GroupOnly}, false},
		"fewer people":         {of(community.Named), community.Audience{Kind: community.Named, Named: []community.ActorID{2}}, true},
		"another person":       {of(community.Named), community.Audience{Kind: community.Named, Named: []community.ActorID{2, 3}}, false},
		"inside an open group": {community.Audience{Kind: community.Public, Group: 7}, of(community.InstanceOnly), true},
	} {
		if got := tt.parent.Admits(tt.reply); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// What cannot be encoded is never open: restricted is the default.
func TestOpen(t *testing.T) {
	for _, kind := range kinds {
		want := slices.Contains([]community.AudienceKind{community.Public, community.Unlisted, community.Followers, community.Direct}, kind)
		o, open := of(kind).Open()
		if open != want || of(kind).Restricted() == want || open && o.Kind() != kind {
			t.Errorf("%q: open %v as %q, restricted %v", kind, open, o.Kind(), of(kind).Restricted())
		}
		if _, err := community.OpenAudience(kind); (err == nil) != want {
			t.Errorf("OpenAudience(%q): %v", kind, err)
		}
	}
}

func TestAudienceChoices(t *testing.T) {
	const pub, unl, fol, dir, ins, cli = community.Public, community.Unlisted, community.Followers, community.Direct,
		community.InstanceOnly, community.Clinicians
	type choices = []community.AudienceKind
	open := community.Openness{PublicCases: true, DirectMessages: true}
	without := func(list choices) choices {
		return slices.DeleteFunc(slices.Clone(list), func(k community.AudienceKind) bool { return k == cli })
	}
	for _, tt := range []struct {
		parent      community.AudienceKind // "" for none
		post, cases choices
		closedCases choices
	}{
		{"", choices{pub, unl, fol, ins, cli, dir}, choices{cli, ins, pub}, choices{cli, ins}},
		{pub, choices{pub, unl, fol, ins, cli, dir}, choices{cli, ins, pub}, choices{cli, ins}},
		{unl, choices{unl, fol, ins, cli, dir}, choices{cli, ins}, choices{cli, ins}},
		{fol, choices{fol, dir}, choices{}, choices{}},
		{dir, choices{dir}, choices{}, choices{}},
		{ins, choices{ins, cli}, choices{cli, ins}, choices{cli, ins}},
		{cli, choices{cli}, choices{cli}, choices{cli}},
		{"everyone", choices{}, choices{}, choices{}},
	} {
		var parent *community.Post
		if tt.parent != "" {
			parent = &community.Post{Audience: of(tt.parent)}
		}
		for _, c := range []struct {
			name   string
			isCase bool
			o      community.Openness
			want   choices
		}{
			{"post", false, open, tt.post}, {"post, all closed", false, community.Openness{}, tt.post},
			{"case", true, open, tt.cases}, {"case, public off", true, community.Openness{DirectMessages: true}, tt.closedCases},
		} {
			for name, by := range map[string]community.Subject{
				"clinician": proved("physician", 3), "member": proved("", 0), "verified student": proved("student", 4), "level 2": proved("physician", 2),
			} {
				want := c.want
				if name != "clinician" {
					want = without(want)
				}
				if got := community.AudienceChoices(by, parent, c.isCase, c.o); !slices.Equal(got, want) {
					t.Errorf("%s of a %s under %q: %v, want %v", c.name, name, tt.parent, got, want)
				}
			}
			if got := community.AudienceChoices(community.Subject{}, parent, c.isCase, c.o); len(got) != 0 {
				t.Errorf("%s of a visitor under %q: %v", c.name, tt.parent, got)
			}
		}
	}
}
