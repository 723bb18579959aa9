package main

import (
	"bytes"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"consilium/community"
	"consilium/storage/storagetest"
)

// TestCaseInBrowser is a case from the blank form to the day its patient takes it back,
// done by hand in a real browser. Every page on the way is inspected, as in TestBrowser.
func TestCaseInBrowser(t *testing.T) {
	chromium := openChromium(t)
	for _, c := range []struct {
		name string
		test func(w *town)
	}{
		{"phone", func(w *town) { w.liveCase(phone) }},
		{"desktop", func(w *town) { w.liveCase(desktop) }},
		{"by keyboard only", func(w *town) { w.liveCase(look{width: 1280, keys: true, plain: true}) }},
		{"a second look, phone", func(w *town) { w.lookTwice(phone) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := emptyTown(t, chromium)
			index := openCrossref(t)
			w.hospital = w.start("St Anna Hospital", func(config *Config) { config.Citations.CrossrefURL = index })
			c.test(w)
		})
	}
}

// openCrossref knows one publication.
func openCrossref(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"status":"ok","message-type":"work","message":{"DOI":"10.1000/cough","title":["Cough in fits"],
			"author":[{"given":"A.","family":"Sample"}],"container-title":["Made-up Journal"],"issued":{"date-parts":[[2021]]}}}`)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// clinician opens a tab in which a verified clinician is signed in.
func (w *town) clinician(name string, how look) *tab {
	w.Helper()
	u, _ := storagetest.Clinician(w, w.hospital.store, name, "respiratory-medicine")
	b := w.visit(w.hospital, how)
	w.signIn(b, u)
	return b
}

// liveCase: written, checked, posted, asked about, answered, solved and withdrawn.
func (w *town) liveCase(how look) {
	nora, ben := w.clinician("nora", how), w.clinician("ben", how)
	draft := w.tellCase(nora)
	w.blackOut(nora, draft)
	w.passGate(nora)
	path, code := nora.path(), takeCode(nora)
	vote(ben, path)
	respond(ben)
	solve(nora, path)
	ben.open("/cases?q=cough").has("Six weeks of cough, in fits", "Solved").follow("link", "What would you test next?").has("Pertussis is not only for children.")
	picture := evaluate[string](ben, `document.querySelector(".pictures img").src`)
	w.giveBack(how, code)
	for _, b := range []*tab{nora, ben} {
		if b.open(path); b.status == http.StatusOK {
			b.Errorf("the case is still answered with %d", b.status)
		}
		b.hasNot("Six weeks of cough")
	}
	nora.open("/notifications").hasNot("Six weeks of cough")
	ben.open("/cases").hasNot("Six weeks of cough")
	if status := w.statusAs(ben, picture); status == http.StatusOK {
		w.Errorf("a picture is still answered with %d", status)
	}
}

// tellCase fills in the form, with an address in one of its texts, and keeps it as a
// draft, whose address it gives.
func (w *town) tellCase(b *tab) string {
	b.Helper()
	b.open("/cases/new").fill("Title", "Six weeks of cough, in fits").fill("Question", "What would you test next?")
	b.choose("Age band", "30 to 34 years").choose("Sex", "female").fill("Presenting complaint", "Cough in fits, worse at night. Her sister is sister@mail.example.org.")
	b.choose("Specialties 1", "Respiratory medicine").press("radio", "Written consent").press("radio", "Verified clinicians here")
	b.press("DisclosureTriangle", "Ask for the leading diagnosis").fill("Diagnosis 1", "Asthma").fill("Diagnosis 2", "Pertussis")
	b.attach("picture_1", photograph(w.T)).fill("Description of picture 1", "Chest film, both lungs clear").fill("Caption of picture 1", "Day 0").press("checkbox", "Picture 1")
	b.attach("picture_2", photograph(w.T)).fill("Description of picture 2", "Lung function, normal").fill("Caption of picture 2", "Day 14").press("checkbox", "Picture 2")
	b.follow("button", "Save draft").has("The draft is saved.").open("/cases/drafts").has("Six weeks of cough, in fits").follow("link", "Six weeks of cough, in fits")
	return b.path()
}

// blackOut draws over the middle of the first picture: the pixels are gone.
func (w *town) blackOut(b *tab, draft string) {
	b.Helper()
	page := evaluate[string](b, `document.querySelector('a[href$="/redact"]').pathname`)
	b.open(page+"?return="+draft).has("nobody can bring it back").press("button", "Add an area")
	evaluate[chromedp.Void](b, `globalThis.focusBefore = null`) // a script moved it into the picture, above
	for range 5 {
		b.key(arrowDown)
	}
	b.follow("button", "See how it will look").follow("button", "Black out for good").has("It is blacked out")
	if b.path() != draft {
		b.Errorf("blacking out leads to %s, not back to %s", b.path(), draft)
	}
	text, _ := w.fetchAs(b, b.at.store.Base()+strings.TrimSuffix(page, "redact")+"sketch")
	picture, err := jpeg.Decode(bytes.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	size := picture.Bounds()
	for _, at := range []struct {
		down  float64
		black bool
	}{{0.2, false}, {0.55, true}} {
		red, green, blue, _ := picture.At(size.Dx()/2, int(float64(size.Dy())*at.down)).RGBA()
		if is := red+green+blue < 3*0x1000; is != at.black {
			b.Errorf("black %v at %.2f of the height, want %v", is, at.down, at.black)
		}
	}
}

// passGate: the check stops at the address, one press replaces it, and the case is
// posted.
func (w *town) passGate(b *tab) {
	b.Helper()
	b.follow("button", "Preview").has("Not posted yet", "an e-mail address", "You remain responsible")
	if b.status != http.StatusUnprocessableEntity {
		b.Errorf("the gate answers %d", b.status)
	}
	b.follow("button", "Write “").has("Nothing left of what was found").follow("button", "Preview").has("Check your case", "Pertussis").hasNot("sister@")
	b.follow("button", "Post this case").has("Six weeks of cough, in fits", "Day 0", "Nobody has answered yet", "You see the results when the poll is closed").hasNot("sister@")
	b.press("link", "Chest film, both lungs clear").holdsTrue(`document.querySelector("dialog[data-viewer]").open`)
	if !b.plain {
		b.axe("the viewer")
	}
	b.key(escape)
	b.holdsTrue(`document.activeElement.matches("a[data-full]")`)
}

const escape = "\u001b"

// holdsTrue waits until an expression is true.
func (b *tab) holdsTrue(expression string) {
	b.Helper()
	for end := time.After(patience); !evaluate[bool](b, expression); {
		select {
		case <-end:
			b.Fatalf("%s is never true on %s", expression, b.path())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// takeCode is what the author hands to the patient.
func takeCode(b *tab) string {
	b.Helper()
	b.follow("button", "Show the patient’s code").has("It is shown only now")
	code := evaluate[string](b, `document.querySelector(".patient-code").textContent`)
	b.follow("link", "Back to the case").has("The patient’s code was shown.").hasNot(code)
	return code
}

// vote: what others think is shown only to who voted, and so few votes show nothing.
func vote(b *tab, path string) {
	b.Helper()
	b.open(path).has("What is your leading diagnosis?", "Your vote is final").hasNot("You voted for", "too few votes", "Remove the poll")
	b.press("radio", "Pertussis").follow("button", "Cast my vote").has("Your vote is cast.", "You voted for: Pertussis", "There are too few votes to show anything")
	b.hasNot("Your vote is final")
}

func respond(b *tab) {
	b.Helper()
	b.fill("Your answer", "Think of pertussis, and test for it now.").press("DisclosureTriangle", "Add evidence").fill("References", "10.1000/cough")
	b.follow("button", "Post answer").has("Think of pertussis", "10.1000/cough")
}

// solve: the author accepts the answer and says how it was.
func solve(b *tab, path string) {
	b.Helper()
	b.until(path, "Cough in fits, worse").until(path, "Made-up Journal").follow("button", "Accept this answer").has("Accepted answer", "Solved")
	b.follow("link", "Diagnosis and teaching points").fill("Final diagnosis", "Pertussis").choose("How it was confirmed", "By laboratory tests")
	b.choose("How sure is the diagnosis", "Certain").fill("Teaching points", "Pertussis is not only for children.").follow("button", "Save").has("Pertussis is not only for children.")
}

// giveBack: a browser without an account withdraws the case with the code.
func (w *town) giveBack(how look, code string) {
	w.Helper()
	b := w.visit(w.hospital, how).open("/withdraw").has("You need no account")
	b.fill("Code", "AAAAA-AAAAA-AAAAA-AAAAA").follow("button", "Continue").hasNot("cough")
	b.fill("Code", strings.ToLower(code)).follow("button", "Continue").has("Withdraw this case?", "It was not sent to any other server.", "This cannot be undone.").hasNot("cough")
	b.follow("button", "Withdraw it now").has("A withdrawn case", "The patient’s code withdrew it").hasNot("cough")
}

// statusAs is the answer to an address with the cookies of a tab.
func (w *town) statusAs(b *tab, address string) int {
	w.Helper()
	kept, err := ask(b, network.GetCookies, network.GetCookiesParams{URLs: []string{address}})
	if err != nil {
		w.Fatal(err)
	}
	request, err := http.NewRequestWithContext(w.Context(), http.MethodGet, address, nil)
	if err != nil {
		w.Fatal(err)
	}
	for _, c := range kept.Cookies {
		request.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// lookTwice: what the check stopped and is no identifier is released by somebody else.
func (w *town) lookTwice(how look) {
	nora, mo := w.clinician("nora", how), w.staff(w.hospital, "mo", community.Moderator, how)
	nora.open("/cases/new").fill("Title", "Fever after a trip").fill("Question", "What would you test?").choose("Age band", "30 to 34 years")
	nora.fill("Presenting complaint", "Fever. The protocol is from author@journal.example.org.").press("radio", "No patient is involved")
	nora.follow("button", "Preview").has("Not posted yet").press("DisclosureTriangle", "It is no identifier")
	nora.choose("Why it may stay", "A publication or its author").fill("For the reviewer", "The author of the protocol.").follow("button", "Send it to review")
	nora.has("Being looked at")
	mo.open("/desk/review").has("nora").follow("link", "Open").has("A second look", "author@journal.example.org", "The author of the protocol.")
	mo.choose("Reason", "A publication or its author").follow("button", "Release")
	nora.open("/cases/drafts").has("Ready to post").follow("link", "Fever after a trip").has("may be posted as it is")
	nora.follow("button", "Preview").follow("button", "Post this case").has("Your case is presented.", "author@journal.example.org")
}
