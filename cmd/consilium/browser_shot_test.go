package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
)

// shots is a folder for pictures of the pages that are visited, so that somebody
// can look at them as well; "" for none.
var shots = os.Getenv("SHOTS")

var noFileName = regexp.MustCompile(`[^a-z0-9]+`)

// photographed keeps a picture of the whole page: dark from a phone, light from a
// desktop.
func (b *tab) photographed() {
	b.Helper()
	if shots == "" {
		return
	}
	if b.width < 500 {
		b.dark()
		defer b.light()
	}
	taken, err := ask(b, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: new(true)})
	if err != nil {
		b.Fatal(err)
	}
	test := noFileName.ReplaceAllString(strings.ToLower(b.Name()), "-")
	place := strings.Trim(noFileName.ReplaceAllString(strings.ToLower(b.place()), "-"), "-")
	file := filepath.Join(shots, fmt.Sprintf("%s-%d-%s-%s.png", test, b.width, time.Now().Format("150405.000"), place[:min(len(place), 60)]))
	if err := os.WriteFile(file, taken.Data, 0o600); err != nil {
		b.Fatal(err)
	}
}
