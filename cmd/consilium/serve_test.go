package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The first start in an empty folder needs nothing but a port, and prints a link
// that makes the first administrator, once.
func TestFirstStart(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil)
	p.settings = map[string]string{"server.address": p.settings["server.address"]} // as make run, but for the port
	p.serve()
	eventually(t, "the link is printed", func() bool { return p.setUpLink() != "" })
	link := p.setUpLink()
	if !strings.HasPrefix(link, p.base()+"/set-up/") {
		t.Fatalf("the first start printed %q", p.out)
	}
	path := strings.TrimPrefix(link, p.base())
	v := visit(t, p.base())
	filled := url.Values{"username": {"ana"}, "email": {"ana@mail.example"}, "password": {password}, "name": {"St Anna Hospital"},
		"description": {"Cases among colleagues."}, "rules": {"Be kind."}}
	if landed := v.get(path).form(path).send(filled); landed.path != "/home" {
		t.Fatalf("set up led to %s: %s", landed.path, landed.text())
	}
	if about := v.get("/about").text(); !strings.Contains(about, "St Anna Hospital") || !strings.Contains(about, "Be kind.") {
		t.Errorf("about says %s", about)
	}
	v.get("/desk/accounts")
	if again, err := visit(t, p.base()).ask(path); err != nil || again.status < 400 {
		t.Errorf("the link works again: %d %v", again.status, err)
	}
	private(t, p.folder)
	before := p.out.String()
	p.end(syscall.SIGTERM)
	p.serve()
	if said := strings.TrimPrefix(p.out.String(), before); strings.Contains(said, "set-up") {
		t.Errorf("a later start prints a link: %s", said)
	}
	as(t, p, "ana").get("/desk/accounts")
}

// private checks that nobody else on the machine can read what was written.
func private(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(folder, "data"), func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		about, err := entry.Info()
		if err == nil && about.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %s", name, about.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// oneLineSaying checks that a command failed with one line that holds all these
// words.
func oneLineSaying(t *testing.T, status int, text string, says ...string) {
	t.Helper()
	if status == 0 || strings.Count(text, "\n") != 1 || !strings.HasPrefix(text, "consilium: ") {
		t.Errorf("status %d, want another than 0 and one line:\n%s", status, text)
	}
	for _, s := range says {
		if !strings.Contains(text, s) {
			t.Errorf("want %q in: %s", s, text)
		}
	}
}

// What keeps a server from starting is one line that says what to do.
func TestStartsThatAreRefused(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil).serve()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(p.folder, "bad.toml")
	if err := os.WriteFile(file, []byte("[server]\ncolour = \"blue\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		settings map[string]string
		args     []string
		says     []string
	}{
		"second server":    {map[string]string{"storage.database": p.database(), "server.url": p.base()}, nil, []string{"another consilium serve", "stop it"}},
		"port taken":       {map[string]string{"server.address": taken.Addr().String()}, nil, []string{taken.Addr().String(), "server.address"}},
		"metrics port":     {map[string]string{"server.metrics_address": taken.Addr().String()}, nil, []string{"server.metrics_address"}},
		"no such file":     {nil, []string{"--config", "none.toml"}, []string{"none.toml", "config.example.toml"}},
		"unknown key":      {nil, []string{"--config", file}, []string{"server.colour", "config.example.toml"}},
		"unknown setting":  {map[string]string{"server.colour": "blue"}, nil, []string{"CONSILIUM_SERVER_COLOUR"}},
		"wrong choice":     {map[string]string{"registrations.mode": "maybe"}, nil, []string{"registrations.mode", "approval"}},
		"address only":     {map[string]string{"server.address": ":0"}, nil, []string{"server.url", "https://"}},
		"no database":      {map[string]string{"storage.database": "mysql://x"}, nil, []string{"storage.database"}},
		"no server":        {map[string]string{"storage.database": "postgres://nobody:hunter2@127.0.0.1:1/none"}, nil, []string{"127.0.0.1:1"}},
		"half a pair":      {map[string]string{"server.tls_key": "key.pem"}, nil, []string{"server.tls_certificate"}},
		"no certificate":   {map[string]string{"server.tls_key": "key.pem", "server.tls_certificate": "no.pem"}, nil, []string{"server.tls_certificate", "no.pem"}},
		"media is a file":  {map[string]string{"storage.media": file}, nil, []string{"storage.media"}},
		"no secret":        {map[string]string{"storage.secret_file": file}, nil, []string{"storage.secret_file"}},
		"no such argument": {nil, []string{"--colour"}, []string{"consilium --help"}},
	} {
		t.Run(name, func(t *testing.T) {
			q := prepare(t, c.settings)
			status, _, said := q.run("", append([]string{"serve"}, c.args...)...)
			oneLineSaying(t, status, said, c.says...)
			if strings.Contains(said, "hunter2") {
				t.Errorf("a password is printed: %s", said)
			}
		})
	}
	if _, err := visit(t, p.base()).ask("/"); err != nil {
		t.Errorf("the server that runs was disturbed: %v", err)
	}
}

// The address of the first start is part of every identifier: no later start may
// have another (decision 2). Nor may it have another secret.
func TestAddressIsForGood(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil).serve()
	p.end(syscall.SIGTERM)
	for key, value := range map[string]string{"server.url": "https://other.example", "server.account_domain": "other.example"} {
		before := p.settings[key]
		p.settings[key] = value
		status, _, said := p.run("", "serve")
		oneLineSaying(t, status, said, "server.url", "server.account_domain", "cannot change")
		if p.settings[key] = before; before == "" {
			delete(p.settings, key)
		}
	}
	secret := filepath.Join(p.folder, "data", "secret")
	if err := os.Remove(secret); err != nil {
		t.Fatal(err)
	}
	status, _, said := p.run("", "serve")
	oneLineSaying(t, status, said, "storage.secret_file", "missing", "backup")
	if err := os.WriteFile(secret, []byte(strings.Repeat("A", 43)+"=\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, said = p.run("", "serve")
	oneLineSaying(t, status, said, "storage.secret_file", "backup")
}

// SIGTERM: what is in hand is answered, new requests are not taken, and the
// process ends with 0.
func TestTermDrains(t *testing.T) {
	t.Parallel()
	p := prepare(t, nil).serve()
	p.member("ana", "member")
	body, w := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.base()+"/sign-in", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Expect", "100-continue") // the body goes when the handler asks for it: then the request is in hand
	status := make(chan int, 1)
	go func() {
		answer, err := (&http.Transport{ExpectContinueTimeout: patience}).RoundTrip(r)
		if err != nil {
			t.Error(err)
			status <- 0
			return
		}
		_ = answer.Body.Close()
		status <- answer.StatusCode
	}()
	if _, err := io.WriteString(w, "name=ana&password="); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	eventually(t, "no new connection is taken", func() bool {
		c, err := net.Dial("tcp", p.settings["server.address"])
		if err == nil {
			_ = c.Close()
		}
		return err != nil
	})
	if _, err := io.WriteString(w, url.QueryEscape(password)); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	if got := <-status; got != http.StatusSeeOther {
		t.Errorf("the request in hand was answered %d, want 303", got)
	}
	<-p.ended
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit status %d: %s", code, p.err)
	}
}

// A monitor reads whether the process lives and whether it is of use, and
// Prometheus numbers without hosts, people or paths.
func TestHealthAndMetrics(t *testing.T) {
	t.Parallel()
	metrics := "127.0.0.1:" + freePort(t)
	p, other := prepare(t, map[string]string{"server.metrics_address": metrics}).serve(), openPeer(t)
	p.member("ana", "member")
	other.tell(p.base(), other.activity("Follow", "bob", "first", p.base()+"/users/ana"))
	eventually(t, "bob is answered", func() bool { return len(other.deliveries("Accept")) == 1 })
	v := visit(t, p.base())
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if got, err := v.ask(path); err != nil || got.status != 200 || got.body != want {
			t.Errorf("%s: %d %q %v", path, got.status, got.body, err)
		}
	}
	v.get("/@ana")
	if told := v.get("/nodeinfo/2.1"); !strings.Contains(told.body, `"openRegistrations":true`) {
		t.Errorf("peers are told that nobody can ask for an account: %s", told.body)
	}
	var read sheet
	eventually(t, "jobs are counted", func() bool {
		read = visit(t, "http://"+metrics).get("/metrics")
		return strings.Contains(read.body, `consilium_jobs_total{kind="deliver",result="done"} 1`)
	})
	for _, want := range []string{`consilium_request_seconds_count{door="web",status="2xx"}`, `consilium_jobs_total{kind="receive",result="done"} 1`} {
		if !strings.Contains(read.body, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	for _, secret := range []string{other.host, "ana", "bob", "127.0.0.1"} {
		if strings.Contains(read.body, secret) {
			t.Errorf("metrics tell %q", secret)
		}
	}
	if got, err := v.ask("/metrics"); err != nil || got.status != http.StatusNotFound {
		t.Errorf("the public address answers /metrics with %d %v", got.status, err)
	}
}

// With a certificate the server speaks https itself, and only that.
func TestTLS(t *testing.T) {
	t.Parallel()
	certificate, key, roots := selfMade(t)
	p := prepare(t, map[string]string{"server.tls_certificate": certificate, "server.tls_key": key}).serve()
	base := "https://" + p.settings["server.address"]
	if !strings.Contains(p.out.String(), base) {
		t.Errorf("the start says %s", p.out)
	}
	p.settings["server.url"] = base
	p.member("ana", "member")
	v := visit(t, base)
	v.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(v.client.CloseIdleConnections)
	v.signIn("ana")
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range v.client.Jar.Cookies(u) {
		if !strings.HasPrefix(cookie.Name, "__Host-consilium") {
			t.Errorf("a cookie that a neighbour could set: %s", cookie.Name)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no Strict-Transport-Security")
	}
	old := &tls.Dialer{Config: &tls.Config{RootCAs: roots, MaxVersion: tls.VersionTLS11}}
	if c, err := old.DialContext(context.Background(), "tcp", p.settings["server.address"]); err == nil {
		_ = c.Close()
		t.Error("TLS 1.1 is spoken")
	}
}

// selfMade makes a certificate for loopback.
func selfMade(t *testing.T) (certificate, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name, kind string, bytes []byte) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	return write("certificate.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", sealed), roots
}
