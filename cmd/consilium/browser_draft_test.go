package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
)

// TestDraftInBrowser is somebody who writes a case on a phone and is interrupted:
// what was written is there again, in the order of the keys, with and without scripts.
func TestDraftInBrowser(t *testing.T) {
	chromium := openChromium(t)
	for _, c := range []struct {
		name string
		test func(w *town)
	}{
		{"phone", func(w *town) { w.writeByAndBy(phone) }},
		{"desktop", func(w *town) { w.writeByAndBy(desktop) }},
		{"without scripts", func(w *town) { w.saveByHand(look{width: 390, scriptless: true}) }},
		{"by keyboard", func(w *town) { w.saveByHand(look{width: 1280, keys: true, plain: true}) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(openTown(t, chromium))
		})
	}
}

// toldOf waits until the form says something of its draft.
func (b *tab) toldOf(want string) *tab {
	b.Helper()
	return b.awaits(`document.querySelector("[data-draft-status]").textContent`, want)
}

// awaits waits until what a script gives has a text in it.
func (b *tab) awaits(script, want string) *tab {
	b.Helper()
	for end := time.After(patience); ; {
		got := evaluate[string](b, script)
		if strings.Contains(got, want) {
			return b
		}
		select {
		case <-end:
			b.Fatalf("%s says %q, want %q", b.path(), got, want)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// holds says that a field of the page holds a text.
func (b *tab) holds(text string) *tab {
	b.Helper()
	if all := evaluate[[]string](b, `[...document.querySelectorAll("input, textarea")].map((field) => field.value)`); !slices.Contains(all, text) {
		b.Errorf("no field of %s holds %q", b.path(), text)
	}
	return b
}

// forgive takes out of what went wrong on a page what was meant to happen.
func (b *tab) forgive(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = slices.DeleteFunc(b.faults, func(fault string) bool { return strings.Contains(fault, text) })
}

// writeByAndBy: the script saves, two windows do not overwrite one another, and who is
// signed out is told.
func (w *town) writeByAndBy(how look) {
	nora, b := w.member(w.hospital, "nora", community.Member), w.visit(w.hospital, how)
	w.signIn(b, nora)
	b.open("/cases/new").has("0 of 13 CARE items told", "Not for emergencies")
	b.fill("Title", "A cough that does not stop").toldOf("Saved ").has("1 of 13 CARE items told")
	path := b.path()
	if !strings.HasPrefix(path, "/cases/drafts/") {
		b.Fatalf("the address is %s", path)
	}
	b.press("DisclosureTriangle", "Timeline").fill("Timeline", "Day 0 cough, Day 14 fits.")
	b.find("combobox", "Specialties 1")
	b.choose("Specialties 1", "Respiratory medicine")
	b.find("combobox", "Specialties 2")
	b.awaits(`document.querySelector("[data-told]").textContent`, "2 of 13 CARE items told")
	b.open(path).has("2 of 13 CARE items told").holds("Day 0 cough, Day 14 fits.")
	b.find("checkbox", "Respiratory medicine")

	// Another window saves; then this one.
	second := w.visit(w.hospital, how)
	w.signIn(second, nora)
	second.open(path).fill("Question", "What would you test next?").toldOf("Saved ")
	b.fill("Presenting complaint", "Six weeks of cough.").toldOf("another window")
	b.forgive("409")
	if b.path() == path {
		b.Errorf("both windows still write into %s", path)
	}
	b.open("/cases/drafts").has("A cough that does not stop")
	second.open(path).holds("What would you test next?")

	b.open("/settings/sessions").follow("button", "End").has("The session is ended.")
	second.fill("Question", "What now?").toldOf("signed out")
}

// saveByHand: the button saves half a case with a problem and all, and deleting asks.
func (w *town) saveByHand(how look) {
	b := w.staff(w.hospital, "nora", community.Member, how)
	b.open("/cases/new").fill("Title", "A cough that does not stop")
	b.follow("button", "Save draft").has("The draft is saved.", "1 of 13 CARE items told")
	b.fill("Question", "What would you test next?").follow("button", "Save draft").has("The draft is saved.")
	b.open("/cases/drafts").has("Draft").follow("link", "A cough that does not stop").holds("What would you test next?")
	b.open("/cases/drafts").follow("link", "Delete the draft").has("Delete this draft?").follow("button", "Delete the draft").has("The draft is deleted.", "it waits here")
}
