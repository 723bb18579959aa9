package page

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var preview = flag.String("preview", "", "write every sample page and the static files to this folder")

// TestPreview writes the sample pages to files, to be looked at:
// go test ./web/page -run TestPreview -preview /tmp/pages
func TestPreview(t *testing.T) {
	if *preview == "" {
		return
	}
	r := testRenderer(t)
	for _, language := range []string{"en", "de", "ar-XB"} {
		p := r.catalogue.Printer(Reader{Language: language, Now: now, Instance: "St Anna Hospital"})
		for name, view := range samples() {
			var page bytes.Buffer
			if err := r.execute(&page, sampleFrame(p, name, view), view); err != nil {
				t.Fatal(err)
			}
			writePreview(t, filepath.Join(language, name+".html"), strings.ReplaceAll(page.String(), `="/static/`, `="../static/`))
		}
	}
	for name, file := range r.assets.files {
		writePreview(t, filepath.Join("static", r.assets.fingerprint, name), string(file.plain))
	}
}

func writePreview(t *testing.T, name, body string) {
	t.Helper()
	target := filepath.Join(*preview, name)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
}
