package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asProgram in the environment makes this test binary be the program itself, so
// that the processes of the tests are what is tested, with the race detector
// when the tests have it.
const asProgram = "TEST_AS_CONSILIUM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// patience bounds every wait of the tests, on a machine that is busy.
const patience = 60 * time.Second

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(30 * time.Millisecond)
	defer again.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain: %s", what)
		case <-again.C:
		}
	}
}

// program is one process of consilium with its settings and what it writes.
type program struct {
	t      *testing.T
	folder string
	// settings are what differs from the defaults, by key.
	settings map[string]string
	// trusts is a file of certificate authorities in place of the system's; "" for those.
	trusts   string
	out, err *record
	cmd      *exec.Cmd
	ended    chan struct{}
}

// record keeps what a process writes.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// freePort picks a port below those the system gives to connections, so that
// nobody has it by the time a process is started there again.
func freePort(t *testing.T) string {
	t.Helper()
	for range 100 {
		port := strconv.Itoa(12000 + rand.IntN(20000))
		if l, err := net.Listen("tcp", "127.0.0.1:"+port); err == nil {
			_ = l.Close()
			return port
		}
	}
	t.Fatal("no port is free")
	return ""
}

// prepare names a server on loopback in an empty folder, with SQLite and
// whatever settings say; it is not started.
func prepare(t *testing.T, settings map[string]string) *program {
	t.Helper()
	p := &program{t: t, folder: t.TempDir(), out: &record{}, err: &record{}, settings: map[string]string{
		"server.address":              "127.0.0.1:" + freePort(t),
		"federation.insecure_http":    "true",
		"federation.private_networks": "127.0.0.0/8",
		"cases.public":                "true",
		"limits.enabled":              "false",
		"accounts.second_factor":      "optional", // tests of second factors ask for them
	}}
	for key, value := range settings {
		p.settings[key] = value
	}
	t.Cleanup(func() {
		p.kill()
		if text := p.err.String(); strings.Contains(text, "DATA RACE") || strings.Contains(text, "panicked") {
			t.Errorf("the process complained:\n%s", text)
		} else if t.Failed() {
			t.Logf("%s wrote:\n%s", p.settings["server.address"], last(text, 6000))
		}
	})
	return p
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// environment gives the settings as the program reads them, and nothing of ours
// but where things are.
func (p *program) environment() []string {
	env := []string{asProgram + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "TMPDIR=" + os.TempDir()}
	for key, value := range p.settings {
		env = append(env, environmentPrefix+strings.ToUpper(strings.ReplaceAll(key, ".", "_"))+"="+value)
	}
	if p.trusts != "" {
		env = append(env, "SSL_CERT_FILE="+p.trusts)
	}
	return env
}

// command makes the process of a command line.
func (p *program) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir, cmd.Env = p.folder, p.environment()
	return cmd
}

// serve starts the server and returns when it takes requests.
func (p *program) serve(args ...string) *program {
	p.t.Helper()
	if err := p.launch(append([]string{"serve"}, args...)...); err != nil {
		p.t.Fatal(err)
	}
	return p
}

// launch starts a process and waits for its first line or its end.
func (p *program) launch(args ...string) error {
	p.cmd, p.ended = p.command(args...), make(chan struct{})
	r, w := io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = io.MultiWriter(p.out, w), p.err
	if err := p.cmd.Start(); err != nil {
		return err
	}
	go func() {
		_ = p.cmd.Wait()
		_ = w.Close()
		close(p.ended)
	}()
	first := make(chan string, 1)
	go func() {
		lines := bufio.NewReader(r)
		line, _ := lines.ReadString('\n')
		first <- line
		_, _ = io.Copy(io.Discard, lines)
	}()
	if <-first == "" {
		<-p.ended
		return fmt.Errorf("the process ended with %s: %s", p.cmd.ProcessState, last(p.err.String(), 3000))
	}
	return nil
}

// kill ends the process as a power cut would.
func (p *program) kill() { p.end(syscall.SIGKILL) }

// end sends a signal, waits for the end and gives the exit status; -1 when a
// signal ended it or it was not running.
func (p *program) end(signal syscall.Signal) int {
	if p.cmd == nil {
		return -1
	}
	_ = p.cmd.Process.Signal(signal)
	<-p.ended
	return p.cmd.ProcessState.ExitCode()
}

// run runs a command to its end, with input, and gives its exit status and what
// it wrote.
func (p *program) run(input string, args ...string) (status int, out, err string) {
	p.t.Helper()
	cmd, stdout, stderr := p.command(args...), &bytes.Buffer{}, &bytes.Buffer{}
	tooLate := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer tooLate.Stop()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), stdout, stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		p.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// base is the public address.
func (p *program) base() string {
	if u := p.settings["server.url"]; u != "" {
		return u
	}
	return "http://" + p.settings["server.address"]
}

// host is the public address without its scheme, as handles end.
func (p *program) host() string { _, host, _ := strings.Cut(p.base(), "://"); return host }

// database is where the rows are, for a test to look at.
func (p *program) database() string {
	if address := p.settings["storage.database"]; address != "" {
		return address
	}
	return "sqlite:" + filepath.Join(p.folder, "data", "consilium.db")
}

const password = "correct horse battery"

// member makes an account from the command line.
func (p *program) member(name, role string) {
	p.t.Helper()
	status, _, err := p.run(password+"\n", "account", "create", "--username", name, "--email", name+"@mail.example", "--role", role)
	if status != 0 {
		p.t.Fatalf("account create: %s", err)
	}
}

// setUpLink finds the one-time link in what the first start prints.
func (p *program) setUpLink() string {
	return regexp.MustCompile(`http\S+/set-up/\S+`).FindString(p.out.String())
}
