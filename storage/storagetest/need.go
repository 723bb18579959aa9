package storagetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// programs says under which names, and beside which folders of PATH, the things tests need are found.
// In names and folders the first that exists wins; folders are patterns, newest version last.
var programs = map[string]struct{ names, folders []string }{
	"postgresql": {names: []string{"postgres"}, folders: []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"}},
	"chromium":   {names: []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}},
	"node":       {names: []string{"node", "nodejs"}},
	"python":     {names: []string{"python3"}},
}

// Need returns the path of a program that a test cannot do without: "postgresql" (the server), "chromium",
// "node", "python", the plain name of any other program, or the path of a file, with a slash in it. Where it is
// missing the test is skipped by that name; under REQUIRE=all, as make test sets it, it fails instead. This is the only place that skips a test.
func Need(tb testing.TB, what string) string {
	tb.Helper()
	path, err := find(what)
	if err == nil {
		return path
	}
	if os.Getenv("REQUIRE") == "all" {
		tb.Fatalf("needs %s (run .ci/tools): %v", what, err)
	}
	tb.Skipf("needs %s (run .ci/tools, or make test): %v", what, err)
	return ""
}

// find looks in PATH first, then where the systems keep what they leave out of it.
func find(what string) (string, error) {
	if strings.Contains(what, "/") {
		info, err := os.Stat(what)
		if err == nil && !info.Mode().IsRegular() {
			err = fmt.Errorf("look for %s: %w", what, os.ErrNotExist)
		}
		return what, err
	}
	program, known := programs[what]
	if !known {
		program.names = []string{what}
	}
	for _, name := range program.names {
		if path, err := exec.LookPath(name); err == nil {
			// PATH may hold a link, while the programs that belong together stand beside the file itself.
			return filepath.EvalSymlinks(path)
		}
	}
	for _, pattern := range program.folders {
		folders, err := filepath.Glob(pattern)
		if err != nil {
			return "", fmt.Errorf("look for %s: %w", what, err)
		}
		for _, folder := range slices.Backward(folders) {
			if path, err := exec.LookPath(filepath.Join(folder, program.names[0])); err == nil {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("look for %s: %w", what, exec.ErrNotFound)
}
