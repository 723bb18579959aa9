package main

import (
	"context"

	"github.com/chromedp/chromedp"
)

// mostTabs is more than any page has stops.
const mostTabs = 300

// stop says what is wrong with where the focus is after Tab: it must be seen,
// and go on through the page in the order it is read.
const stop = `(() => {
	const e = document.activeElement, before = globalThis.focusBefore;
	globalThis.focusBefore = e === document.body ? null : e;
	if (!e || e === document.body) return "";
	const style = getComputedStyle(e), box = e.getClientRects()[0];
	const what = e.outerHTML.slice(0, 100);
	if (!e.matches(":focus-visible") || style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "focus is not to be seen on " + what;
	if (!box || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return "focus is out of the window on " + what;
	const top = document.elementFromPoint(Math.max(0, Math.min(innerWidth - 1, box.x + box.width / 2)), Math.max(0, Math.min(innerHeight - 1, box.y + box.height / 2)));
	if (!top || !(e.contains(top) || top.contains(e))) return "focus is covered on " + what;
	if (!before || !before.isConnected) return "";
	if (!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) return "focus goes back in the page to " + what;
	const main = document.querySelector("main");
	if (main.contains(before) && main.contains(e) && e.getBoundingClientRect().bottom <= before.getBoundingClientRect().top) return "focus goes up the page to " + what;
	return "";
})()`

// key presses a key.
func (b *tab) key(keys string, options ...chromedp.KeyOption) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys, options...)); err != nil {
		b.Fatal(err)
	}
}

// tabOn goes to the next stop, and checks it.
func (b *tab) tabOn() {
	b.Helper()
	b.key("\t")
	if fault := evaluate[string](b, stop); fault != "" {
		b.wrong("%s: %s", b.place(), fault)
	}
}

const isFocused = `function () { return this === document.activeElement; }`

// walkTo goes to a thing with the Tab key alone; within a group of radio
// buttons with the arrow.
func (b *tab) walkTo(t thing) {
	b.Helper()
	for range mostTabs {
		if on[bool](b, t, isFocused) {
			return
		}
		if t.role == "radio" && on[bool](b, t, `function () { return document.activeElement.type === "radio" && document.activeElement.name === this.name; }`) {
			b.key(arrowDown)
			continue
		}
		b.tabOn()
	}
	b.Fatalf("%s: the Tab key does not reach the %s %q", b.path(), t.role, t.name)
}

const arrowDown, arrowUp = "\u0301", "\u0304"

// keyFor is the key that uses a thing.
func keyFor(role string) string {
	if role == "checkbox" || role == "radio" {
		return " "
	}
	return "\r"
}

// typeChoice takes a choice of the list that has the focus with the arrows.
func (b *tab) typeChoice(t thing, choice string) {
	b.Helper()
	const chosen = `function () { return this.selectedOptions[0].label; }`
	for _, arrow := range []string{arrowUp, arrowDown} {
		for last := ""; ; {
			now := on[string](b, t, chosen)
			if now == choice {
				return
			}
			if now == last {
				break
			}
			last = now
			b.key(arrow)
		}
	}
	b.Fatalf("%s: the arrows do not reach %q in %q", b.path(), choice, t.name)
}
