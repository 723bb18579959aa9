package main

import (
	"testing"

	"consilium/community"
)

// TestBrowser is what people do with the pages, done in a real browser with two
// whole instances that speak to each other. Every page that is visited on the
// way is inspected (tab.inspect), and nothing may go wrong on it: no message on
// the console, no violation of the content security policy, no request that
// leaves this machine.
func TestBrowser(t *testing.T) {
	chromium := openChromium(t)
	for _, c := range []struct {
		name string
		test func(w *town)
	}{
		{"a case, desktop", func(w *town) { w.solveCase(desktop) }},
		{"a case, phone", func(w *town) { w.solveCase(phone) }},
		{"a case, desktop without scripts", func(w *town) { w.solveCase(look{width: 1280, scriptless: true}) }},
		{"a case, phone without scripts", func(w *town) { w.solveCase(look{width: 390, scriptless: true}) }},
		{"a case by keyboard only", func(w *town) { w.solveCase(look{width: 1280, keys: true, plain: true}) }},
		{"a picture", func(w *town) { w.postPicture(desktop) }},
		{"a picture, phone without scripts", func(w *town) { w.postPicture(look{width: 390, scriptless: true}) }},
		{"the end of a session", func(w *town) { w.endSession(phone) }},
		{"a follow request", func(w *town) { w.askToFollow(desktop) }},
		{"a complaint", func(w *town) { w.complain(desktop) }},
		{"every page, phone", func(w *town) { w.lookAround(phone) }},
		{"every page at 200 %", func(w *town) { w.lookAround(look{width: 640, scale: 2, plain: true}) }},
		{"every page in German", (*town).speakGerman},
		{"a faulty page", (*town).inspectFaulty},
		{"feeds", (*town).readFeeds},
		{"the weight of the first page", (*town).weighFirstPage},
		{"dark", (*town).followDark},
		{"the skip link", (*town).skipToContent},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(openTown(t, chromium))
		})
	}
}

// solveCase: somebody asks for an account and gets it, presents a case, a
// colleague at the other institution answers, and the answer is accepted.
func (w *town) solveCase(how look) {
	staff := w.staff(w.hospital, "sara", community.Administrator, how)
	nora := w.visit(w.hospital, how)
	bruno := w.as(w.society, "bruno", how)
	register(nora)
	staff.open("/desk/accounts").has("Emergency physician").follow("button", "Approve").has("nora")
	signIn(nora)
	follow(bruno, handle(w.hospital, "nora"))
	present(nora)
	answer(bruno)
	accept(nora)
	bruno.until(bruno.path(), "Accepted answer").has("Solved", "Screen for it now.")
}

func register(b *tab) {
	b.Helper()
	b.open("/").has("Clinicians discuss hard cases here").follow("link", "Ask for an account")
	b.fill("Username", "nora").fill("E-mail address", "nora@mail.example").fill("Password", "correct horse")
	b.fill("Who are you, and where do you work?", "Emergency physician on your ward three.")
	b.press("checkbox", "I keep to these rules").follow("button", "Send request").has("Your request is with the staff")
}

func signIn(b *tab) {
	b.Helper()
	b.follow("link", "Sign in").fill("Username or e-mail address", "nora").fill("Password", "wrong").follow("button", "Sign in")
	if b.status != 422 {
		b.Errorf("a wrong password was answered with %d", b.status)
	}
	b.fill("Password", "correct horse").follow("button", "Sign in").has("What would you like to share?")
}

func follow(b *tab, who string) {
	b.Helper()
	b.open("/search").search(who).has(who).follow("button", "Follow").until(b.path(), "Stop following")
}

func present(b *tab) {
	b.Helper()
	b.follow("link", "Cases").follow("link", "Present a case")
	b.fill("Title", "A cough that does not stop").fill("Question", "What would you test next?")
	b.fill("Presenting complaint", "Six weeks of cough after a cold, in fits, worse at night.")
	b.choose("Age band", "30 to 34 years").choose("Specialties 1", "Respiratory medicine")
	b.press("DisclosureTriangle", "Clinical findings").fill("Clinical findings", "Lungs clear.")
	b.press("radio", "Written consent").press("radio", "Everybody, other servers too").press("radio", "Public")
	b.follow("button", "Preview").has("Check your case", "It is not posted yet", "30 to 34 years", "Lungs clear.")
	b.follow("button", "Back to the form").fill("Clinical findings", "Lungs clear, no fever.")
	b.follow("button", "Preview").has("no fever").follow("button", "Post this case").has("What would you test next?", "Nobody has answered yet")
}

func answer(b *tab) {
	b.Helper()
	b.until("/home", "What would you test next?").follow("link", "What would you test next?").has("Lungs clear, no fever.")
	b.fill("Your answer", "Think of pertussis. Screen for it now.").follow("button", "Post answer").has("Think of pertussis.")
}

func accept(b *tab) {
	b.Helper()
	b.until(b.path(), "Think of pertussis.").has("1 answer")
	b.follow("button", "Accept this answer").has("Accepted answer", "Solved")
}
