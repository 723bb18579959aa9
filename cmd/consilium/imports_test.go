package main_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// mayImport is the table "who may import whom" of docs/architecture.md: our packages, and which of our others
// each may know. "x/..." is x and everything beneath it. A package that is not here fails the test:
// first find its place in the plan, then write it in both.
var mayImport = map[string][]string{
	"community":             {"community/credential", "community/deidentify"},
	"community/credential":  {},
	"community/deidentify":  {},
	"storage":               {"community/...", "storage/migration"},
	"storage/lane":          {"community", "storage"},
	"storage/media":         {"community", "storage"},
	"storage/migration":     {},
	"storage/storagetest":   {"community/...", "storage", "storage/migration"},
	"federation/vocab":      {},
	"federation/proof":      {},
	"federation/client":     {},
	"federation/signature":  {},
	"federation/credential": {"community/...", "storage", "federation/proof", "federation/vocab"},
	"federation/lookup":     {"community/..."},
	"federation":            {"community/...", "storage", "storage/media", "federation/vocab", "federation/signature", "federation/proof", "federation/client", "federation/credential"},
	"web/page":              {"community/..."},
	"web/session":           {"community/...", "storage"},
	"web/mail":              {"community/...", "storage", "web/page"},
	"web/push":              {"community/...", "storage", "web/page"},
	"web/door":              {"community/...", "storage", "web/page", "web/session"},
	"web":                   {"community/...", "storage", "storage/media", "web/page", "web/session", "web/door", "web/push"},
	"web/desk":              {"community/...", "storage", "storage/media", "web/page", "web/session", "web/door"},
	"web/mastodon":          {"community/...", "storage", "storage/media", "web/page", "web/session", "web/door"},
	"cmd/consilium":         {"community/...", "storage/...", "federation/...", "web/..."},
}

// homes says where each package that is not ours lives: nobody else may import it, so that leaving a library
// touches one folder. The longest entry that fits decides. A package without a home fails the test.
var homes = map[string][]string{
	"github.com/microcosm-cc/bluemonday":  {"community"},
	"golang.org/x/net/html":               {"community"},
	"mvdan.cc/xurls/v2":                   {"community"},
	"github.com/nyaruka/phonenumbers":     {"community/deidentify"},
	"github.com/uptrace/bun":              {"storage", "storage/storagetest"},
	"github.com/mattn/go-sqlite3":         {"storage", "storage/storagetest"},
	"github.com/jackc/pgx/v5":             {"storage", "storage/storagetest"},
	"golang.org/x/crypto":                 {"storage"}, // wraps keys
	"golang.org/x/crypto/argon2":          {"web/session"},
	"golang.org/x/image":                  {"storage/media"},
	"github.com/bbrks/go-blurhash":        {"storage/media"},
	"github.com/minio/minio-go/v7":        {"storage/media"},
	"github.com/gowebpki/jcs":             {"federation/proof"},
	"code.dny.dev/ssrf":                   {"federation/client"},
	"github.com/go-fed/httpsig":           {"federation/signature"},
	"github.com/dunglas/httpsfv":          {"federation/signature"},
	"github.com/gorilla/mux":              {"federation", "web", "web/door", "web/desk", "web/mastodon", "cmd/consilium"},
	"github.com/coder/websocket":          {"web/mastodon"},
	"html/template":                       {"web/page"},
	"golang.org/x/text":                   {"web/page"},
	"golang.org/x/text/unicode/norm":      {"community/...", "web/page"},
	"golang.org/x/text/language":          {"community/...", "web/page"},
	"golang.org/x/net/idna":               {"community", "federation/client"},
	"golang.org/x/net/publicsuffix":       {"federation"},
	"github.com/coreos/go-oidc/v3":        {"web/session"},
	"golang.org/x/oauth2":                 {"web/session"},
	"github.com/go-webauthn/webauthn":     {"web/session"},
	"github.com/pquerna/otp":              {"web/session"},
	"golang.org/x/time/rate":              {"web/session"},
	"golang.org/x/sync":                   {"storage/...", "federation/...", "web/...", "cmd/consilium"},
	"github.com/wneessen/go-mail":         {"web/mail"},
	"github.com/BurntSushi/toml":          {"cmd/consilium"},
	"github.com/alecthomas/kong":          {"cmd/consilium"},
	"github.com/prometheus/client_golang": {"cmd/consilium"},
}

// outside are the packages of Go itself that reach a disk, a network, a database or a log. What is true
// does no I/O, so community has none of them.
var outside = []string{"database/sql", "io/ioutil", "log/...", "net/...", "os/...", "plugin", "syscall/...", "testing/..."}

// pure are the exceptions: they only parse, or only name an interface.
var pure = []string{"net/netip", "net/url"}

// fits tells whether an import path is the one a pattern names, or lies beneath it when it ends in "/...".
func fits(pattern, name string) bool {
	stem, open := strings.CutSuffix(pattern, "/...")
	return name == stem || open && strings.HasPrefix(name, stem+"/")
}

func anyFits(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return fits(p, name) })
}

// homeOf returns the packages that may import one that is not ours, and whether the table knows it.
func homeOf(imported string) (home []string, known bool) {
	longest := -1
	for stem, packages := range homes {
		if fits(stem+"/...", imported) && len(stem) > longest {
			longest, home, known = len(stem), packages, true
		}
	}
	return home, known
}

// importFault says what is wrong with one import of a package, or "".
func importFault(importer, imported string) string {
	if ours, ok := strings.CutPrefix(imported, modulePath+"/"); ok {
		if !anyFits(mayImport[importer], ours) {
			return fmt.Sprintf("%s may not import %s (docs/architecture.md §1)", importer, ours)
		}
		return ""
	}
	if home, known := homeOf(imported); known {
		if !anyFits(home, importer) {
			return fmt.Sprintf("%s may not import %s: its home is %s", importer, imported, strings.Join(home, ", "))
		}
		return ""
	}
	if first, _, _ := strings.Cut(imported, "/"); strings.Contains(first, ".") {
		return fmt.Sprintf("%s imports %s, which has no home in the table", importer, imported)
	}
	if fits("community/...", importer) && anyFits(outside, imported) && !slices.Contains(pure, imported) {
		return fmt.Sprintf("%s may not import %s: what is true does no I/O", importer, imported)
	}
	return ""
}

// A request only goes down, and community knows nobody: docs/architecture.md §1.
func TestImportsFollowTheTable(t *testing.T) {
	for _, s := range sources(t, false) {
		if _, known := mayImport[s.folder]; !known {
			t.Errorf("%s: package %s is not in the table of docs/architecture.md §1", s.name, s.folder)
			continue
		}
		for i, imported := range s.imports() {
			if fault := importFault(s.folder, imported); fault != "" {
				t.Errorf("%s: %s", s.at(s.file.Imports[i].Pos()), fault)
			}
		}
	}
}

// The wall is only worth something if it stops somebody.
func TestImportTableRefuses(t *testing.T) {
	for _, c := range []struct {
		importer, imported string
		refused            bool
	}{
		{"community", "consilium/community/credential", false},
		{"community", "consilium/storage", true},
		{"community", "net/url", false},
		{"community", "net/netip", false},
		{"community", "net", true},
		{"community", "net/http", true},
		{"community", "net/http/httptest", true},
		{"community", "database/sql", true},
		{"community", "os", true},
		{"community", "os/exec", true},
		{"community/deidentify", "log/slog", true},
		{"community", "log", true},
		{"community", "golang.org/x/net/html", false},
		{"community", "golang.org/x/net/html/atom", false},
		{"community", "golang.org/x/net/proxy", true},
		{"community", "github.com/uptrace/bun", true},
		{"storage", "github.com/uptrace/bun/dialect/pgdialect", false},
		{"storage", "consilium/community/deidentify", false},
		{"storage", "consilium/federation", true},
		{"storage", "net/http", false},
		{"storage", "golang.org/x/crypto/argon2", true},
		{"storage", "golang.org/x/crypto/chacha20poly1305", false},
		{"storage/lane", "consilium/storage", false},
		{"storage/lane", "consilium/storage/media", true},
		{"federation", "consilium/federation/lookup", true},
		{"federation", "consilium/federation/signature", false},
		{"federation", "consilium/web", true},
		{"federation/vocab", "consilium/community", true},
		{"federation", "github.com/go-fed/httpsig", true},
		{"web", "consilium/federation", true},
		{"web", "consilium/web/mastodon", true},
		{"web/mastodon", "consilium/web", true},
		{"web", "html/template", true},
		{"web/page", "html/template", false},
		{"web/session", "golang.org/x/crypto/argon2", false},
		{"cmd/consilium", "consilium/federation/lookup", false},
		{"cmd/consilium", "consilium/web", false},
		{"web", "example.org/never/heard/of", true},
		{"nowhere", "consilium/community", true},
	} {
		fault := importFault(c.importer, c.imported)
		if refused := fault != ""; refused != c.refused {
			t.Errorf("%s importing %s: refused %v, want %v (%s)", c.importer, c.imported, refused, c.refused, fault)
		}
	}
}
