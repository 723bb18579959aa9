package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The example is what an administrator reads first: it must name every key and
// say its true default.
func TestExampleEqualsDefaults(t *testing.T) {
	example, err := loadConfig("../../config.example.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	defaults, err := loadConfig("", nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../config.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	theirs := defaults.fields()
	for key, field := range example.fields() {
		_, name, _ := strings.Cut(key, ".")
		if !strings.Contains(string(text), "\n"+name+" = ") {
			t.Errorf("config.example.toml does not mention %s", key)
		}
		if field.Kind() == reflect.Slice && field.Len() == 0 && theirs[key].Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(field.Interface(), theirs[key].Interface()) {
			t.Errorf("%s: the example says %v, the default is %v", key, field, theirs[key])
		}
	}
}

func TestEnvironmentOverrides(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("[server]\naddress = \"localhost:1\"\n[cases]\npublic = false\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(file, []string{
		"HOME=/", "CONSILIUM_SERVER_ADDRESS=localhost:2", "CONSILIUM_CASES_PUBLIC=true", "CONSILIUM_LIMITS_ENABLED=false",
		"CONSILIUM_FEDERATION_PRIVATE_NETWORKS=10.0.0.0/8, ::1", "CONSILIUM_MAIL_PORT=25",
	})
	if err != nil {
		t.Fatal(err)
	}
	networks, err := c.privateNetworks()
	if err != nil {
		t.Fatal(err)
	}
	if c.Server.Address != "localhost:2" || c.Server.URL != "http://localhost:2" || !c.Cases.Public || *c.Limits.Enabled ||
		len(networks) != 2 || networks[1].String() != "::1/128" || c.Mail.Port != 25 {
		t.Errorf("got %+v, networks %v", c, networks)
	}
}

// Every error is one line that names the key and says what would do.
func TestConfigErrorsNameTheKey(t *testing.T) {
	for _, test := range []struct{ toml, env, want string }{
		{"[server]\nadress = \"x\"", "", "server.adress"},
		{"", "CONSILIUM_SERVER_ADRESS=x", "CONSILIUM_SERVER_ADRESS"},
		{"", "CONSILIUM_CASES_PUBLIC=perhaps", "true or false"},
		{"[federation]\nmode = \"opne\"", "", "federation.mode"},
		{"[federation]\nprivate_networks = [\"10/8x\"]", "", "federation.private_networks"},
		{"[server]\nurl = \"https://Here.Example/\"", "", "https://Here.Example"},
		{"[server]\nurl = \"https://here.example/path\"", "", "server.url"},
		{"[server]\ntls_key = \"k\"", "", "server.tls_certificate"},
		{"[mail]\nhost = \"m\"", "", "mail.from"},
		{"[server]\ntrusted_proxies = [\"proxy\"]", "", "server.trusted_proxies"},
		{"[federation]\nlegacy_signature_peers = [\"https://old.example\"]", "", "federation.legacy_signature_peers"},
	} {
		file := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(file, []byte(test.toml), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := loadConfig(file, strings.Fields(test.env))
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q %q: got %v, want one line with %q", test.toml, test.env, err, test.want)
		}
	}
}
