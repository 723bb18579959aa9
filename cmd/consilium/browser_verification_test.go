package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/network"

	"consilium/community"
)

// TestVerificationInBrowser is how somebody becomes a verified clinician, from the
// first page to what the other institution sees, done by hand in a real browser.
// Every page on the way is inspected, as in TestBrowser.
func TestVerificationInBrowser(t *testing.T) {
	chromium := openChromium(t)
	for _, c := range []struct {
		name string
		how  look
	}{
		{"phone", phone},
		{"desktop", desktop},
		{"phone without scripts", look{width: 390, scriptless: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := emptyTown(t, chromium)
			asked := openNPPES(t)
			w.hospital = w.start("St Anna Hospital", func(config *Config) { config.Registers.NPPESURL = asked })
			w.society = w.start("Society for Rheumatology")
			w.verify(c.how)
		})
	}
	t.Run("phone in German", func(t *testing.T) {
		t.Parallel()
		w := emptyTown(t, chromium)
		asked := openNPPES(t)
		w.hospital = w.start("Klinikum St. Anna", func(config *Config) { config.Registers.NPPESURL = asked })
		w.verifyInGerman()
	})
}

// openNPPES answers as the register of the United States does, with the entries
// the tests of federation/lookup have.
func openNPPES(t *testing.T) string {
	t.Helper()
	const entries = "../../federation/lookup/testdata/nppes"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(filepath.Join(entries, filepath.Base(r.FormValue("number"))+".json"))
		if err != nil {
			text, err = os.ReadFile(filepath.Join(entries, "none.json"))
		}
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(text)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// verify: a physician asks for an account, applies with the number of a register
// and a photograph, is asked, answers, and is verified; colleagues elsewhere see
// it, as far as their institution trusts this one.
func (w *town) verify(how look) {
	staff := w.staff(w.hospital, "sara", community.Administrator, how)
	olga := w.staff(w.hospital, "olga", community.Officer, how)
	nora := w.visit(w.hospital, how)
	register(nora)
	staff.open("/desk/accounts").follow("button", "Approve").has("nora")
	nora.follow("link", "Sign in").fill("Username or e-mail address", "nora").fill("Password", "correct horse").follow("button", "Sign in")
	w.apply(nora)
	w.question(olga)
	w.reply(nora)
	w.grant(olga)
	nora.open("/verification").has("You are verified", "Good until").follow("link", "Profile").has("Verified: Physician", "confirmed by")
	nora.has("3 of 4", "Papers, looked at by an officer", "Valid until", "Cardiology").hasNot("1234567893", "Sample")
	w.seenElsewhere(how)
}

// apply walks through the four steps, with a mistake at two of them.
func (w *town) apply(b *tab) {
	b.Helper()
	b.has("Are you a clinician?").follow("link", "Be verified").has("Step 1 of 4")
	b.choose("Profession", "Physician").write(b.find("combobox", "Specialty 1"), "Cardiology")
	b.choose("Country in which you are registered", "United States").follow("button", "Continue").has("Step 2 of 4")
	b.fill("Name as in the register", "Anna Sample").press("radio", "NPI").fill("Number in the register", "1234567890")
	b.fill("Where you work or study", "St Anna Hospital").follow("button", "Continue").has("Step 2 of 4")
	if b.status != http.StatusUnprocessableEntity {
		b.Errorf("a number with wrong check digits was answered with %d", b.status)
	}
	b.fill("Number in the register", "1234567893").fill("State or province", "OH").follow("button", "Continue").has("Step 3 of 4")
	b.choose("What it is", "Licence to practise").attach("picture", photograph(w.T)).follow("button", "Continue")
	b.has("The picture is added.", "Step 4 of 4", "Anna Sample", "1234567893", "Cardiology", "Licence to practise")
	b.follow("button", "Send to the verification officers").has("Your application is sent.", "You hear from us by")
}

// question: the officer sees both sides and the papers, and asks.
func (w *town) question(b *tab) {
	b.Helper()
	b.open("/home").press("DisclosureTriangle", "Your menu").follow("link", "Staff desk").has("Physician", "United States", "To do 1")
	b.follow("link", "Open nora").until(b.path(), "The entry in the register fits").has("Anna Sample", "SAMPLE, ANNA MARIE", "Agrees", "not opened by you", "Level 2")
	w.lookAtPaper(b)
	b.open(b.path()).has("you have seen it").fill("Your question", "Since when do you work here?").follow("button", "Send question")
	b.has("Your question was sent.", "Since when do you work here?", "Applicant was asked")
}

// lookAtPaper opens the photograph, in which the officer's name is drawn.
func (w *town) lookAtPaper(b *tab) {
	b.Helper()
	paper := evaluate[string](b, `document.querySelector(".papers a").href`)
	served, answer := w.fetchAs(b, paper)
	picture, err := jpeg.Decode(bytes.NewReader(served))
	if err != nil || answer.Get("Cache-Control") != "no-store" {
		b.Fatalf("the paper is kept by %q, %v", answer.Get("Cache-Control"), err)
	}
	if marked := differing(picture); marked < 0.01 || marked > 0.9 {
		b.Errorf("%.1f %% of the picture are not as they were handed in; want a watermark", marked*100)
	}
}

// differing says which part of a picture is not as photograph made it.
func differing(p image.Image) float64 {
	off := func(a, b uint8) bool { return max(a, b)-min(a, b) > 30 }
	bounds, count := p.Bounds(), 0
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			is, _ := color.RGBAModel.Convert(p.At(bounds.Min.X+x, bounds.Min.Y+y)).(color.RGBA)
			wasX, wasY := x*1600/bounds.Dx(), y*1200/bounds.Dy()
			if off(is.R, uint8(wasX/8)) || off(is.G, uint8(wasY/8)) || off(is.B, 120) {
				count++
			}
		}
	}
	return float64(count) / float64(bounds.Dx()*bounds.Dy())
}

// fetchAs reads an address with the cookies of a tab.
func (w *town) fetchAs(b *tab, address string) ([]byte, http.Header) {
	b.Helper()
	kept, err := ask(b, network.GetCookies, network.GetCookiesParams{URLs: []string{address}})
	if err != nil {
		b.Fatal(err)
	}
	request, err := http.NewRequestWithContext(w.Context(), http.MethodGet, address, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range kept.Cookies {
		request.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("%s answered %d, %v", address, response.StatusCode, err)
	}
	return body, response.Header
}

// reply: the applicant finds the question and answers it, with one more picture.
func (w *town) reply(b *tab) {
	b.Helper()
	b.open("/notifications").has("has something for you to read about your application").open("/verification").has("A verification officer has a question for you.", "Since when do you work here?").hasNot("olga")
	b.fill("Answer", "Since May 2024, on the heart ward.").follow("button", "Send the answer").has("Your answer is sent.", "Since May 2024")
}

// grant: the officer reads the answer and vouches for what was shown.
func (w *town) grant(b *tab) {
	b.Helper()
	b.open(b.path()).has("Since May 2024", "you have seen it")
	b.press("radio", "I saw the papers").follow("button", "Approve").has("The application is approved.")
}

// seenElsewhere: at the other institution it is that server's word, until it is
// decided there that its word counts.
func (w *town) seenElsewhere(how look) {
	bruno := w.as(w.society, "bruno", how)
	keeper := w.staff(w.society, "kim", community.Administrator, how)
	who, server := handle(w.hospital, "nora"), w.hospital.store.Domain()
	bruno.open("/search").search(who).has("nora").until("/"+who, server+" says: Physician").has("does not count as verified", "St Anna Hospital")
	keeper.open("/desk/trust").has(server).fill("Server", server).press("radio", "Accept").follow("button", "Save")
	keeper.has("The decision is saved.")
	bruno.until("/"+who, "Verified: Physician").has("confirmed by", server, "3 of 4").hasNot("1234567893")
}

// verifyInGerman looks at the pages of an application, and of the desk, in German.
func (w *town) verifyInGerman() {
	german := phone
	german.language, german.plain = "de-AT,de;q=0.9", true
	b := w.visit(w.hospital, german)
	nora := w.member(w.hospital, "nora", community.Member)
	w.signIn(b, nora)
	b.open("/home").follow("link", "Prüfen lassen").has("Schritt 1 von 4")
	claim := community.Claim{LegalName: "Anna Sample", Profession: "physician", Specialties: []community.Specialty{"cardiology"}, Country: "US",
		Region: "OH", Register: "npi", Number: "1234567893", Organisation: "Klinikum St. Anna"}
	if _, err := w.hospital.store.SaveVerification(w.Context(), nora.Actor, claim); err != nil {
		w.Fatal(err)
	}
	b.open("/verification/entry").has("Schritt 2 von 4").open("/verification/proof").attach("picture", photograph(w.T)).follow("button", "Dieses Bild hinzufügen")
	b.open("/verification/check").has("Kardiologie").follow("button", "An die Prüfstelle schicken").has("Abgeschickt.")
	olga := w.staff(w.hospital, "olga", community.Officer, german)
	olga.open("/desk/verifications").has("Ärztin").follow("link", "Nora öffnen").until(olga.path(), "SAMPLE, ANNA MARIE")
	b.open("/settings/security").open("/settings/security/passkeys/new")
}
