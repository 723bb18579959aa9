package community_test

import (
	"strings"
	"testing"

	"consilium/community"
)

func TestRegister(t *testing.T) {
	good := community.AccountDraft{Name: "Ana", Email: "ana@hospital.example", Password: "correct horse", Reason: " Ward 3\r\n", Language: "de-de", AgreedToRules: true}
	for name, tt := range map[string]struct {
		mode   community.RegistrationMode
		change func(*community.AccountDraft)
		field  string
		key    string
		state  community.UserState
	}{
		"approval":            {mode: community.RegisterApproval, state: community.UserPending},
		"approval, invited":   {mode: community.RegisterApproval, change: func(d *community.AccountDraft) { d.Invited, d.Reason = true, "" }, state: community.UserActive},
		"open, no reason":     {mode: community.RegisterOpen, change: func(d *community.AccountDraft) { d.Reason = "" }, state: community.UserActive},
		"invite":              {mode: community.RegisterInvite, change: func(d *community.AccountDraft) { d.Invited = true }, state: community.UserActive},
		"invite, not invited": {mode: community.RegisterInvite, key: "account.registrations_closed"},
		"closed":              {mode: community.RegisterClosed, change: func(d *community.AccountDraft) { d.Invited = true }, key: "account.registrations_closed"},
		"no mode":             {mode: "", key: "account.registrations_closed"},
		"unknown mode":        {mode: "everyone", change: func(d *community.AccountDraft) { d.Invited = true }, key: "account.registrations_closed"},
		"name":                {mode: community.RegisterOpen, change: func(d *community.AccountDraft) { d.Name = "admin" }, field: "username", key: "account.name_reserved"},
		"email":               {mode: community.RegisterOpen, change: func(d *community.AccountDraft) { d.Email = "ana" }, field: "email", key: "account.email_shape"},
		"password":            {mode: community.RegisterOpen, change: func(d *community.AccountDraft) { d.Password = "short" }, field: "password", key: "account.password_short"},
		"no reason":           {mode: community.RegisterApproval, change: func(d *community.AccountDraft) { d.Reason = " \x00\n" }, field: "reason", key: "account.reason_needed"},
		"reason full":         {mode: community.RegisterApproval, change: func(d *community.AccountDraft) { d.Reason = strings.Repeat("a\r\n", community.MaxReason/2) }, state: community.UserPending},
		"reason too long":     {mode: community.RegisterOpen, change: func(d *community.AccountDraft) { d.Reason = strings.Repeat("ä", community.MaxReason+1) }, field: "reason", key: "account.too_long"},
		"rules":               {mode: community.RegisterOpen, change: func(d *community.AccountDraft) { d.AgreedToRules = false }, field: "agreed", key: "account.rules_not_agreed"},
	} {
		d := good
		if tt.change != nil {
			tt.change(&d)
		}
		u, err := community.Register(d, tt.mode, at(0))
		wantInvalid(t, err, tt.field, tt.key, name)
		if err == nil && (u.State != tt.state || u.Role != community.Member || u.PasswordHash != "" || u.DefaultAudience != community.InstanceOnly ||
			u.Language != "de-DE" || !u.Created.Equal(at(0)) || !u.EmailConfirmed.IsZero() || strings.Contains(u.Reason, "\r")) {
			t.Errorf("%s: %+v", name, u)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	for _, tt := range []struct{ password, name, key string }{
		{"correct horse", "ana", ""},
		{"ääääääääää", "ana", ""},
		{"chance by chance", "an", ""}, // short names are in many words
		{"anatomy lesson", "ana", ""},
		{"annabella-2026!", "annabella", ""},
		{"ten chars!", "", ""},
		{"ninechars", "ana", "account.password_short"},
		{"ääääääääá", "ana", "account.password_short"},
		{"", "ana", "account.password_short"},
		{strings.Repeat("x", 201), "ana", "account.password_long"},
		{strings.Repeat("ä", 101), "ana", "account.password_long"},
		{"AnnaBella99", "annabella", "account.password_is_name"},
		{"anaanaanaana", "Ana", "account.password_is_name"},
		{"annabellaannabella", "annabella", "account.password_is_name"},
	} {
		wantInvalid(t, community.CheckPassword(tt.password, tt.name), "password", tt.key, tt.password)
	}
}

func TestCheckEmail(t *testing.T) {
	for _, good := range []string{"a@b.example", "first.last+tag@sub.hospital.example", "ana@localhost", "änne@bücher.example", "o'neil@x.example",
		strings.Repeat("a", 64) + "@x.example"} {
		wantInvalid(t, community.CheckEmail(good), "", "", good)
	}
	for _, bad := range []string{"", "ana", "@x.example", "ana@", "ana@x", "ana@x.", "ana@.example", "ana@x..example", "a@b@c.example", "ana@x.example.",
		"a b@x.example", "ana@x.example\nBcc: all@x.example", "ana\r@x.example", "ana\x00@x.example", "ana\u00a0@x.example", "ana\u0085@x.example", "ana\xff@x.example",
		"<ana@x.example>", "Ana <ana@x.example>", "ana,bob@x.example", `"ana"@x.example`, "ana@[127.0.0.1]", "ana@x.example:25", "ana@x_y.example",
		strings.Repeat("a", 65) + "@x.example", "a@" + strings.Repeat("b.", 130) + "example"} {
		wantInvalid(t, community.CheckEmail(bad), "email", "account.email_shape", bad)
	}
}

func TestRoles(t *testing.T) {
	for role, want := range map[community.Role][3]bool{ // known, handles reports, edits the instance
		community.Member: {true, false, false}, community.Moderator: {true, true, false}, community.Officer: {true, false, false},
		community.Administrator: {true, true, true}, "": {false, false, false}, "root": {false, false, false},
	} {
		if got := [3]bool{role.Known(), role.May(community.HandleReports), role.May(community.EditInstance)}; got != want {
			t.Errorf("%q: %v, want %v", role, got, want)
		}
		if role.Outranks(role) || role.Outranks(community.Administrator) || community.Administrator.Outranks(role) != (role != community.Administrator) {
			t.Errorf("%q is in the wrong rank", role)
		}
	}
	if community.Moderator.Outranks(community.Officer) || community.Officer.Outranks(community.Moderator) || !community.Moderator.Outranks(community.Member) {
		t.Error("moderators and officers are beside each other, above members")
	}
}
