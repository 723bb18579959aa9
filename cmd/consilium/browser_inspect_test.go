package main

import (
	"context"
	"encoding/json"
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

// operable are the roles of what people use; each needs a name.
var operable = []string{"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "DisclosureTriangle", "listbox", "image"}

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
	for (const image of document.images) if (image.complete && !image.naturalWidth && image.loading !== "lazy") faults.push("broken picture " + image.src);
	for (const e of document.querySelectorAll("[style], style, script:not([src])")) faults.push("inline code: " + e.outerHTML.slice(0, 80));
	return faults;
})()`

// inspect looks at a page as the last line of the design's list asks: one h1,
// names for all controls, no sideways scrolling, and nothing axe would find.
func (b *tab) inspect() {
	b.Helper()
	key := b.place()
	for _, fault := range evaluate[[]string](b, plainFaults) {
		b.Errorf("%s: %s", key, fault)
	}
	for _, t := range b.things() {
		if slices.Contains(operable, t.role) && strings.TrimSpace(t.name) == "" {
			b.Errorf("%s: a %s has no name: %s", key, t.role, on[string](b, t, `function () { return this.outerHTML.slice(0, 200); }`))
		}
	}
	if b.inspected[key] {
		return
	}
	b.inspected[key] = true
	b.noSidewaysScrolling()
	if !b.scriptless {
		b.axe("light")
		b.must(ask(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: darkAndStill}))
		b.axe("dark")
		b.must(ask(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: lightAndStill}))
	}
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
		b.Errorf("%s scrolls sideways: %d pixels in a window of %d: %s", b.path(), wide, width, evaluate[string](b, `
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
		b.Errorf("%s, %s: axe: %s", b.path(), colours, v)
	}
}
