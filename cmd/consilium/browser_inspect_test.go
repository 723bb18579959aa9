package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// widths are those at which no page may scroll sideways.
var widths = []int64{390, 768, 1280}

var (
	lightAndStill = []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	darkAndStill  = []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}, {Name: "prefers-reduced-motion", Value: "reduce"}}
)

// operable are the roles of what people use (WAI-ARIA 5.3.2, and Chromium's own),
// and of pictures; each needs a name, and so does whatever else takes the focus.
var operable = []string{"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "DisclosureTriangle", "listbox", "image", "option",
	"menuitem", "slider", "spinbutton", "switch", "tab", "progressbar", "Date", "DateTime", "InputTime", "ColorWell", "PopUpButton"}

// plainFaults finds what is wrong with any page whatever is on it.
const plainFaults = `(() => {
	const faults = [];
	const headings = document.querySelectorAll("h1").length;
	if (headings !== 1) faults.push(headings + " headings h1");
	if (!document.title.trim()) faults.push("no title");
	for (const tag of ["header", "main", "footer"]) if (!document.querySelector("body > " + tag + ", .columns > " + tag)) faults.push("no " + tag);
	const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
	for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) faults.push("two elements called " + id);
	for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) faults.push("tabindex " + e.tabIndex);
	for (const image of document.images) if (image.src && image.complete && !image.naturalWidth && image.loading !== "lazy") faults.push("broken picture " + image.src);
	for (const e of document.querySelectorAll("[style]:not([data-stage] > .box), style, script:not([src])")) faults.push("inline code: " + e.outerHTML.slice(0, 80));
	return faults;
})()`

// headings tell the states of a page from one another: an empty form from one
// with problems, an open case from a solved one.
const headings = `[document.title, ...[...document.querySelectorAll("h1, h2, [role=alert]")].map((e) => e.textContent)].join("|")`

// inspect looks at a page as the last line of the design's list asks: one h1,
// names for all controls, no sideways scrolling, and nothing axe would find.
func (b *tab) inspect() {
	b.Helper()
	b.photographed()
	key := b.place()
	for _, fault := range evaluate[[]string](b, plainFaults) {
		b.wrong("%s: %s", key, fault)
	}
	for _, t := range b.things() {
		if (slices.Contains(operable, t.role) || t.focusable && t.role != "main") && strings.TrimSpace(t.name) == "" {
			b.wrong("%s: a %s has no name: %s", key, t.role, on[string](b, t, `function () { return this.outerHTML.slice(0, 200); }`))
		}
	}
	state := fmt.Sprintf("%s %d %s", key, b.status, evaluate[string](b, headings))
	if b.inspected[state] {
		return
	}
	b.inspected[state] = true
	b.noSidewaysScrolling()
	if !b.scriptless && !b.plain {
		b.axe("light")
		b.dark()
		b.axe("dark")
		b.light()
	}
}

// dark and light switch what the device prefers.
func (b *tab) dark() {
	b.Helper()
	b.must(ask(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: darkAndStill}))
}

func (b *tab) light() {
	b.Helper()
	b.must(ask(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: lightAndStill}))
}

func (b *tab) noSidewaysScrolling() {
	b.Helper()
	if b.scale != 0 {
		b.fits(b.width)
		return
	}
	for _, width := range widths {
		b.resize(width)
		b.fits(width)
	}
	b.resize(b.width)
}

func (b *tab) fits(width int64) {
	b.Helper()
	if wide := evaluate[int64](b, `document.documentElement.scrollWidth`); wide > width {
		b.wrong("%s scrolls sideways: %d pixels in a window of %d: %s", b.path(), wide, width, evaluate[string](b, `
			[...document.querySelectorAll("main *, header *, nav *")].find((e) => e.getBoundingClientRect().right > innerWidth + 1)?.outerHTML.slice(0, 160) ?? ""`))
	}
}

// axeSource is the text of axe-core, "" where .ci/tools has not fetched it.
func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("../../.ci/axe/node_modules/axe-core/axe.min.js")
	switch {
	case err == nil:
		return string(source)
	case os.Getenv("REQUIRE") == "all":
		t.Fatal("needs axe-core (run .ci/tools): ", err)
	default:
		t.Log("pages are not checked with axe-core (run .ci/tools, or make test): ", err)
	}
	return ""
}

// axe expects that axe-core has nothing to say about the page.
func (b *tab) axe(colours string) {
	b.Helper()
	if b.axeCore == "" {
		return
	}
	if !evaluate[bool](b, `typeof axe === "object"`) {
		evaluate[chromedp.Void](b, b.axeCore+";0")
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document, {preload: false, resultTypes: ["violations"]})
		.then((r) => JSON.stringify(r.violations.flatMap((v) => v.nodes.map((n) => v.id + " " + n.html.slice(0, 160) + " " + n.failureSummary))))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("axe on %s: %v", b.path(), err)
	}
	var violations []string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.Fatal(err)
	}
	for _, v := range violations {
		b.wrong("%s, %s: axe: %s", b.path(), colours, v)
	}
}

// faulty has one of each fault a page may not have.
const faulty = `<!doctype html><html lang="en"><title>Faulty</title><header></header><h1>One</h1><h1>Two</h1>
<main><a href="/" style="outline: none">unseen</a><button></button><p style="color: #ccc; background: #fff">pale</p><div style="width: 1400px">wide</div>
<img src="http://elsewhere.example/picture.png" alt="elsewhere"><p id="same"></p><p id="same"></p></main><footer></footer>
<script>console.error("loud"); setTimeout(() => { throw new Error("thrown"); });</script></html>`

// inspectFaulty: the inspection finds each of them.
func (w *town) inspectFaulty() {
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(answer, faulty)
	}))
	w.Cleanup(server.Close)
	var found []string
	b := w.visit(w.hospital, desktop)
	b.wrong = func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	b.loads("the faulty page", chromedp.Navigate(strings.Replace(server.URL, "127.0.0.1", "localhost", 1)))
	b.tabOn()
	wanted := []string{"focus is not to be seen", "2 headings h1", "two elements called same", "inline code", "a button has no name", "scrolls sideways", "asked for http://elsewhere.example",
		"console.error", "exception"}
	if b.axeCore != "" {
		wanted = append(wanted, "light: axe: color-contrast", "dark: axe: button-name")
	}
	for _, want := range wanted {
		if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, want) }) {
			w.Errorf("the inspection did not find %q, only %q", want, found)
		}
	}
}
