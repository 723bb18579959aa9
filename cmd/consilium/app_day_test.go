package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// appsFolder holds the days of libraries that are not Go's, and what npm brings of them.
const appsFolder = "../../.ci/apps"

// appDay is what a client library spends with the whole program: it stands behind TLS, and two members, ana who has
// the app and ben who is there as well, sit at their browsers.
type appDay struct {
	*testing.T
	ca       authority
	home     *front
	server   *program
	browsers map[string]*visitor
	// picture is a file that a camera could have made.
	picture string
}

// Unwrap lets a stream through, as http.ResponseController asks for it.
func (n *noted) Unwrap() http.ResponseWriter { return n.ResponseWriter }

func newAppDay(t *testing.T) *appDay {
	t.Helper()
	ca := newAuthority(t)
	d := &appDay{T: t, ca: ca, home: ca.open(t, "localhost"), browsers: map[string]*visitor{}, picture: filepath.Join(t.TempDir(), "picture.png")}
	d.server = prepare(t, map[string]string{"server.url": d.home.base, "server.trusted_proxies": "127.0.0.1", "federation.insecure_http": "false",
		"limits.enabled": "true"})
	d.server.trusts = ca.file
	d.home.lead(d.server.settings["server.address"])
	d.server.serve()
	for _, name := range []string{"ana", "ben"} {
		d.server.member(name, "member")
		v := visit(t, d.home.base)
		v.client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: ca.roots}
		v.signIn(name)
		d.browsers[name] = v
	}
	d.must(os.WriteFile(d.picture, picture(d), 0o600))
	return d
}

func (d *appDay) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// picture is a small PNG with something in it.
func picture(d *appDay) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			m.Set(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var b bytes.Buffer
	d.must(png.Encode(&b, m))
	return b.Bytes()
}

// allows is a member at the page to which an app sends people: signed in, they say yes. What comes of it is the code
// that the page shows, or "" when the browser was sent on to the app with it.
func (d *appDay) allows(who, address string) string {
	d.Helper()
	path, ours := strings.CutPrefix(address, d.home.base)
	if !ours {
		d.Fatalf("the app sends its people to %s", address)
	}
	shown := d.browsers[who].get(path).form("/oauth/authorize").send(url.Values{"decision": {"allow"}})
	if shown.status != http.StatusOK {
		d.Fatalf("allowed, %s is shown %d %s: %s", who, shown.status, shown.path, shown.text())
	}
	if code := find(shown.node, "input", func(n *html.Node) bool { return attribute(n, "id") == "code" }); code != nil {
		return attribute(code, "value")
	}
	return ""
}

// drive spends the day that a program in the folder of apps describes, and fails with what it found wrong. While it
// runs it asks for what only a member at a browser can give: a line {"allow": address, "as": name} on its standard
// output is answered with the code, or an empty line.
func (d *appDay) drive(program string, args ...string) {
	d.Helper()
	cmd, said := exec.CommandContext(d.Context(), program, args...), &record{}
	cmd.Dir, cmd.Stderr = appsFolder, said
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + d.TempDir(), "BASE=" + d.home.base, "PICTURE=" + d.picture,
		"NODE_EXTRA_CA_CERTS=" + d.ca.file, "REQUESTS_CA_BUNDLE=" + d.ca.file, "PYTHONDONTWRITEBYTECODE=1"}
	in, err := cmd.StdinPipe()
	d.must(err)
	out, err := cmd.StdoutPipe()
	d.must(err)
	d.must(cmd.Start())
	tooLate := time.AfterFunc(2*patience, func() { _ = cmd.Process.Kill() })
	defer tooLate.Stop()
	d.listen(bufio.NewScanner(out), in)
	if err := cmd.Wait(); err != nil {
		d.Errorf("the day ended with %v:\n%s", err, last(said.String(), 6000))
	} else if testing.Verbose() {
		d.Logf("%s", said)
	}
}

// listen answers what a day asks for until its end.
func (d *appDay) listen(lines *bufio.Scanner, answers io.Writer) {
	for lines.Scan() {
		var asked struct{ Allow, As string }
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil || asked.Allow == "" {
			d.Errorf("the day says %q", lines.Text())
			continue
		}
		fmt.Fprintln(answers, d.allows(asked.As, asked.Allow))
	}
}
