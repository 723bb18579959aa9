package community_test

import (
	"errors"
	"slices"
	"testing"

	"consilium/community"
	"consilium/community/credential"
)

// expected says for each action who may do it, written by hand: the duties, or
// which members by what they are.
var expected = map[community.Action]string{
	"write-posts": "all", "reply": "all", "mark-posts": "all", "meet-people": "all", "make-reports": "all", "keep-account": "all",
	"make-invites": "all", "solve-case": "all",
	"open-case": "unlabelled", "open-public-case": "unlabelled", "answer-case": "unlabelled", "apply-verification": "unlabelled",
	"search-directory": "unlabelled",
	"read-clinical":    "clinicians", "write-clinical": "clinicians", "answer-clinical": "clinicians", "give-answer": "clinicians", "vote-differential": "clinicians", "be-in-directory": "clinicians", "hide-at-once": "clinicians",
	"request-referral": "clinicians",
	"review-cases":     "moderator officer administrator",
	"enter-desk":       "moderator officer administrator", "label-members": "moderator officer administrator",
	"see-accounts": "moderator administrator", "approve-members": "moderator administrator", "suspend-members": "moderator administrator",
	"handle-reports": "moderator administrator", "remove-posts": "moderator administrator", "see-domains": "moderator administrator",
	"keep-groups":      "moderator administrator",
	"keep-invitations": "moderator administrator", "read-staff-log": "moderator administrator",
	"see-verifications": "officer administrator", "decide-verifications": "officer administrator", "see-evidence": "officer administrator",
	"suspend-credentials": "officer administrator", "keep-institutions": "officer administrator",
	"set-roles": "administrator", "reset-passwords": "administrator", "handle-staff-reports": "administrator", "keep-domains": "administrator",
	"edit-instance": "administrator", "keep-trust": "administrator", "keep-sign-ups": "administrator", "erase-members": "administrator",
}

// V9: professions × levels × duties × actions, against the table above and never
// against May itself.
func TestMay(t *testing.T) {
	roles := []community.Role{community.Member, community.Moderator, community.Officer, community.Administrator, "", "chief"}
	for _, action := range append(community.Actions(), "make-coffee", "") {
		rule := expected[action]
		if rule == "" && slices.Contains(community.Actions(), action) {
			t.Errorf("nobody wrote down who may %s", action)
		}
		for _, role := range roles {
			for _, profession := range append(community.Professions(), "", "wizard") {
				for level := credential.Unproved; level <= credential.Issued; level++ {
					checkMay(t, action, rule, proofs{role, profession, level})
				}
			}
		}
	}
	if len(expected) != len(community.Actions()) {
		t.Errorf("%d actions are expected, %d there", len(expected), len(community.Actions()))
	}
}

type proofs struct {
	role       community.Role
	profession community.Profession
	level      credential.Level
}

func checkMay(t *testing.T, action community.Action, rule string, p proofs) {
	t.Helper()
	clinical := []community.Profession{"physician", "resident", "nurse-practitioner", "physician-assistant", "nurse", "midwife",
		"pharmacist", "psychologist", "dentist", "physiotherapist", "occupational-therapist", "speech-therapist", "dietitian",
		"radiographer", "paramedic", "laboratory-scientist"}
	labelled := slices.Contains([]community.Profession{"industry", "patient-organisation", "press"}, p.profession)
	var want bool
	switch rule {
	case "all":
		want = true
	case "unlabelled":
		want = !labelled
	case "clinicians":
		want = p.level >= 3 && slices.Contains(clinical, p.profession)
	default:
		want = rule != "" && slices.Contains(words(rule), string(p.role))
	}
	s := proved(p.profession, p.level)
	s.Role, s.Profession = p.role, p.profession
	if got := community.May(s, action); got != want {
		t.Errorf("a %s of level %d as %s may %s: %v", p.profession, p.level, p.role, action, got)
	}
	if s.SignedIn = false; community.May(s, action) {
		t.Errorf("who is not signed in may %s", action)
	}
}

func words(s string) []string {
	var out []string
	for start, i := 0, 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ' ' {
			out, start = append(out, s[start:i]), i+1
		}
	}
	return out
}

// A duty lets nobody do what asks for proof, and what asks for no duty is not a
// duty's.
func TestRoleMay(t *testing.T) {
	for _, action := range community.Actions() {
		for _, role := range []community.Role{community.Member, community.Moderator, community.Officer, community.Administrator} {
			want := slices.Contains(words(expected[action]), string(role))
			if got := role.May(action); got != want || slices.Contains(community.Duties(action), role) != want {
				t.Errorf("%s may %s: %v", role, action, got)
			}
		}
	}
}

// V13: the label is what staff say, else what was proved, else the person's word.
func TestLabelled(t *testing.T) {
	industry := proved("industry", 4)
	for name, tt := range map[string]struct {
		s    community.Subject
		want community.Profession
	}{
		"nobody":              {community.Subject{}, ""},
		"physician":           {proved("physician", 4), ""},
		"says so":             {community.Subject{Profession: "press"}, "press"},
		"proved":              {community.Subject{Profession: "physician", Standing: industry.Standing}, "industry"},
		"staff, against word": {community.Subject{Profession: "physician", Label: "industry"}, "industry"},
		"staff, other label":  {community.Subject{Profession: "press", Label: "patient-organisation"}, "patient-organisation"},
		"no label":            {community.Subject{Label: "physician"}, ""},
	} {
		if got := tt.s.Labelled(); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// What a member may not write never becomes a publication, whatever the form says.
func TestPublishAsksTheTable(t *testing.T) {
	nurse := credential.Credential{Profession: "nurse", Level: 3, State: credential.Active, Confirmed: at(0), Until: at(1 << 30)}
	member := community.Actor{ID: 1, Local: true}
	clinician := community.Actor{ID: 2, Local: true, Credential: &nurse}
	press := community.Actor{ID: 3, Local: true, Label: "press", Credential: &nurse}
	forDoctors := community.Audience{Kind: community.Clinicians, MinLevel: 3, Professions: []community.Profession{"physician"}}
	question := &community.Post{ID: 9, Root: 9, Kind: community.CasePost, Case: &community.Case{}, Audience: community.Audience{Kind: community.InstanceOnly}}
	answer := &community.Post{ID: 10, Root: 9, Kind: community.NotePost, Audience: question.Audience}
	closed := &community.Post{ID: 11, Root: 11, Kind: community.NotePost, Audience: forDoctors}
	note := &community.Post{ID: 12, Root: 12, Kind: community.NotePost, Audience: question.Audience}
	for name, tt := range map[string]struct {
		by             community.Actor
		kind           community.AudienceKind
		isCase         bool
		parent, thread *community.Post
		want           error // nil: published; an *Invalid: of that kind
	}{
		"member, case":                     {member, community.InstanceOnly, true, nil, nil, nil},
		"member, clinicians' case":         {member, community.Clinicians, true, nil, nil, &community.Invalid{}},
		"clinician, clinicians' case":      {clinician, community.Clinicians, true, nil, nil, nil},
		"clinician, clinicians' post":      {clinician, community.Clinicians, false, nil, nil, nil},
		"press, post":                      {press, community.Public, false, nil, nil, nil},
		"press, case":                      {press, community.InstanceOnly, true, nil, nil, community.ErrForbidden},
		"press, public case":               {press, community.Public, true, nil, nil, community.ErrForbidden},
		"press, clinicians' post":          {press, community.Clinicians, false, nil, nil, &community.Invalid{}},
		"press, reply":                     {press, community.InstanceOnly, false, note, note, nil},
		"press, answer":                    {press, community.InstanceOnly, false, question, question, community.ErrForbidden},
		"press, deep answer":               {press, community.InstanceOnly, false, answer, question, community.ErrForbidden},
		"press, thread not known":          {press, community.InstanceOnly, false, answer, nil, community.ErrForbidden},
		"press, another thread":            {press, community.InstanceOnly, false, answer, note, community.ErrForbidden},
		"member, deep answer":              {member, community.InstanceOnly, false, answer, question, nil},
		"member, under clinicians' post":   {member, community.Clinicians, false, closed, closed, &community.Invalid{}},
		"clinician, under clinicians'":     {clinician, community.Clinicians, false, closed, closed, nil},
		"clinician, wider than the parent": {clinician, community.InstanceOnly, false, closed, closed, &community.Invalid{}},
	} {
		d := community.PostDraft{Text: "hi", Audience: tt.kind}
		if tt.isCase {
			d.Case = caseDraft()
			d.Case.Question = "What is it?"
		}
		p, err := community.Publish(tt.by, d, community.Surroundings{Openness: community.Openness{PublicCases: true}, Now: at(5), Parent: tt.parent, Thread: tt.thread})
		var invalid *community.Invalid
		switch {
		case tt.want == nil && err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.want != nil && !p.IsZero():
			t.Errorf("%s: published", name)
		case errors.As(tt.want, &invalid) && (!errors.As(err, &invalid) || invalid.Field != "audience"), errors.Is(tt.want, community.ErrForbidden) && !errors.Is(err, community.ErrForbidden):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A reply to what is for some clinicians is for the same ones, and the narrowing
// of a form is for new posts only.
func TestAudienceOfPublications(t *testing.T) {
	c := credential.Credential{Profession: "nurse", Level: 3, State: credential.Active, Confirmed: at(0), Until: at(1 << 30)}
	ana := community.Actor{ID: 2, Local: true, Credential: &c}
	narrow := community.AudienceDraft{Professions: []string{"nurse"}, Level: "3"}
	draft := community.PostDraft{Text: "hi", Audience: community.Clinicians, Narrow: narrow}
	p, err := community.Publish(ana, draft, community.Surroundings{Now: at(5)})
	if err != nil || !slices.Equal(p.Post().Audience.Professions, []community.Profession{"nurse"}) {
		t.Fatalf("%+v, %v", p.Post().Audience, err)
	}
	parent := p.Post()
	parent.ID, parent.Root = 7, 7
	draft.Narrow = community.AudienceDraft{}
	p, err = community.Publish(ana, draft, community.Surroundings{Now: at(5), Parent: &parent})
	if err != nil || !slices.Equal(p.Post().Audience.Professions, []community.Profession{"nurse"}) || p.Post().Audience.MinLevel != 3 {
		t.Errorf("reply: %+v, %v", p.Post().Audience, err)
	}
	draft.Narrow = community.AudienceDraft{Professions: []string{"student"}}
	if p, err = community.Publish(ana, draft, community.Surroundings{Now: at(5)}); err == nil {
		t.Errorf("for students: %+v", p.Post().Audience)
	}
	open := p.Post()
	open.Audience = community.Audience{Kind: community.Public}
	p, err = community.Publish(ana, community.PostDraft{Text: "hi", Audience: community.Public, Narrow: narrow}, community.Surroundings{Now: at(5)})
	if err != nil || len(p.Post().Audience.Professions) != 0 {
		t.Errorf("public, narrowed: %+v, %v", p.Post().Audience, err)
	}
}
