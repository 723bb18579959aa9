package main

import (
	"net/http"
	"strings"
	"testing"
)

// Commands work beside a running server, and what they make is good at once.
func TestCommandsBesideAServer(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil).serve()
	status, out, err := p.run(password+"\n", "account", "create", "--username", "ana", "--email", "ana@mail.example")
	if status != 0 || !strings.Contains(out, "@ana@"+p.host()) || strings.Contains(out+err, password) {
		t.Fatalf("account create: %d %s %s", status, out, err)
	}
	as(t, p, "ana").get("/home")
	status, _, err = p.run("", "account", "create", "--username", "otto", "--email", "otto@mail.example", "--password", password, "--role", "moderator")
	if status != 0 {
		t.Fatal(err)
	}
	as(t, p, "otto").get("/desk/accounts")

	status, out, err = p.run("", "token", "--username", "ana")
	token := strings.TrimSuffix(out, "\n")
	if status != 0 || err != "" || token == "" || strings.ContainsAny(token, " \n") {
		t.Fatalf("token printed %q, %q", out, err)
	}
	if got := verified(t, p, token); got != http.StatusOK {
		t.Errorf("the token is answered %d", got)
	}
	if got := verified(t, p, token+"x"); got != http.StatusUnauthorized {
		t.Errorf("a wrong token is answered %d", got)
	}
	if status, out, _ = p.run("", "version"); status != 0 || out != "consilium "+version+"\n" {
		t.Errorf("version: %d %q", status, out)
	}
	if status, out, _ = p.run("", "--help"); status != 0 || !strings.Contains(out, "account create") {
		t.Errorf("--help: %d %q", status, out)
	}
}

// verified asks who a token belongs to.
func verified(t *testing.T, p *program, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base()+"/api/v1/accounts/verify_credentials", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// Every error of a command is one line that says what to do.
func TestCommandsThatAreRefused(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil)
	p.member("ana", "member")
	create := []string{"account", "create", "--username", "ben", "--email", "ben@mail.example"}
	for name, c := range map[string]struct {
		input string
		args  []string
		says  string
	}{
		"nothing":           {"", nil, "consilium --help"},
		"unknown command":   {"", []string{"dance"}, "consilium --help"},
		"no e-mail":         {"", []string{"account", "create", "--username", "ben"}, "--email"},
		"no password":       {"", create, "--password"},
		"short password":    {"short\n", create, "password"},
		"unknown role":      {password, append(create, "--role", "king"), "administrator"},
		"name taken":        {password, []string{"account", "create", "--username", "Ana", "--email", "ana2@mail.example"}, "username"},
		"address taken":     {password, []string{"account", "create", "--username", "ben", "--email", "ana@mail.example"}, "email"},
		"bad name":          {password, []string{"account", "create", "--username", "a b", "--email", "b@mail.example"}, "username"},
		"bad address":       {password, []string{"account", "create", "--username", "ben", "--email", "nowhere"}, "email"},
		"token of nobody":   {"", []string{"token", "--username", "nobody"}, "account create"},
		"token for what":    {"", []string{"token", "--username", "ana", "--scopes", "everything"}, "--scopes"},
		"demo of what":      {"", []string{"demo", "--address", "moon=localhost:1"}, "moon"},
		"config is no file": {"", []string{"token", "--username", "ana", "--config", "none.toml"}, "none.toml"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, said := p.run(c.input, c.args...)
			oneLineSaying(t, status, said, c.says)
		})
	}
}
