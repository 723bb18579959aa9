package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/pquerna/otp/totp"

	"consilium/web/session"
)

// TestSecondFactorInBrowser begins with an instance nobody has set up, where a
// second factor is required: the first administrator adds a passkey, kept by an
// authenticator of the browser's, signs in with nothing else, and without a
// script comes in by a recovery code and the codes of an app.
func TestSecondFactorInBrowser(t *testing.T) {
	chromium := openChromium(t)
	for _, c := range []struct {
		name string
		how  look
	}{{"phone", phone}, {"desktop", look{width: 1280, plain: true}}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := emptyTown(t, chromium)
			w.hospital = w.start("", func(config *Config) { config.Accounts.SecondFactor = "required" })
			w.secure(c.how)
		})
	}
}

func (w *town) secure(how look) {
	b := w.visit(w.hospital, how)
	b.addAuthenticator()
	w.setUp(b)
	codes := w.addPasskey(b)
	w.enterByPasskey(b)
	how.scriptless = true
	plain := w.visit(w.hospital, how)
	w.enterByRecoveryCode(plain, codes)
	secret, used := w.addApp(plain)
	w.enterByApp(plain, secret, used)
	w.stayAway(b)
}

// addAuthenticator gives the tab a device that keeps passkeys and is unlocked.
func (b *tab) addAuthenticator() {
	b.Helper()
	b.must(ask(b, webauthn.Enable, webauthn.EnableParams{}))
	b.must(ask(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal, HasResidentKey: true,
		HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true}}))
}

// setUp follows the link that the first start prints.
func (w *town) setUp(b *tab) {
	b.Helper()
	var printed strings.Builder
	if err := w.hospital.greet(w.Context(), &printed); err != nil {
		b.Fatal(err)
	}
	link := regexp.MustCompile(`/set-up/\S+`).FindString(printed.String())
	b.open(link).fill("Name", "St Anna Hospital").fill("What this community is", "Clinicians discuss hard cases here.")
	b.fill("Username", "ada").fill("E-mail address", "ada@anna.example").fill("Password", passwordInBrowser)
	b.follow("button", "Set up").has("St Anna Hospital is ready.")
	if b.open(link); b.status != 410 {
		b.Errorf("the link worked once more, with %d", b.status)
	}
}

// addPasskey: the desk is closed until there is a second factor. What it gives are
// the recovery codes.
func (w *town) addPasskey(b *tab) []string {
	b.Helper()
	b.open("/desk").has("For this you need a second factor.", "Until you have one, the desk", "Authenticator app")
	if b.path() != "/settings/security" {
		b.Errorf("without a second factor the desk leads to %s", b.path())
	}
	b.follow("link", "Add a passkey").fill("Name", "Work phone").follow("button", "Make passkey").has("Recovery codes")
	codes := evaluate[[]string](b, `[...document.querySelectorAll(".codes li")].map((e) => e.textContent)`)
	b.follow("link", "I have kept them").has("Work phone", "and you have one", "Passkey added")
	b.open("/desk/accounts").has("Staff desk", "ada")
	return codes
}

// enterByPasskey signs in with nothing but the passkey, and proves with it again
// what needs a fresh proof.
func (w *town) enterByPasskey(b *tab) {
	b.Helper()
	b.signOut()
	b.open("/desk/instance").has("Sign in").follow("button", "Sign in with a passkey").follow("button", "Use passkey").has("Staff desk")
	w.wait(session.Fresh + time.Second)
	b.open("/desk/accounts").open("/desk/instance").has("Is it still you?").follow("button", "Use passkey").has("It stands at the top of every page.")
}

// enterByRecoveryCode: the password alone opens nothing; a recovery code does, once.
func (w *town) enterByRecoveryCode(b *tab, codes []string) {
	b.Helper()
	b.enterPassword().has("The password of ada is right.").press("DisclosureTriangle", lost)
	b.fill("Recovery code", codes[0]).follow("button", "Use recovery code").has("What would you like to share?")
	b.signOut()
	b.enterPassword().press("DisclosureTriangle", lost)
	if b.fill("Recovery code", codes[0]).follow("button", "Use recovery code"); b.status != 422 {
		b.Errorf("a recovery code worked twice, with %d", b.status)
	}
	b.press("DisclosureTriangle", lost).fill("Recovery code", codes[1]).follow("button", "Use recovery code").has("What would you like to share?")
}

const lost = "You cannot use these?"

// enterPassword gives name and password.
func (b *tab) enterPassword() *tab {
	b.Helper()
	b.open("/sign-in").fill("Username or e-mail address", "ada").fill("Password", passwordInBrowser).follow("button", "Sign in").hasNot("What would you like to share?")
	return b
}

// addApp sets up an authenticator app, with a wrong code first, and gives the
// key and the code that was taken.
func (w *town) addApp(b *tab) (secret, code string) {
	b.Helper()
	b.open("/settings/security").follow("button", "Set up an app").has("Scan the picture with the app")
	secret = strings.ReplaceAll(evaluate[string](b, `document.getElementById("secret").value`), " ", "")
	if b.fill("Code", "000000").follow("button", "Confirm"); b.status != 422 {
		b.Errorf("a wrong code was answered with %d", b.status)
	}
	code = w.code(secret)
	b.fill("Code", code).follow("button", "Confirm").has("The second factor is set up.", "Authenticator app set up", "Remove the app")
	return secret, code
}

// code is what an app with this key shows.
func (w *town) code(secret string) string {
	w.Helper()
	code, err := totp.GenerateCode(secret, w.now())
	if err != nil {
		w.Fatal(err)
	}
	return code
}

// enterByApp signs in with the password and a later code of the app: none works
// twice.
func (w *town) enterByApp(b *tab, secret, used string) {
	b.Helper()
	b.signOut()
	b.enterPassword().fill("Code", used).follow("button", "Continue")
	if b.status != 422 {
		b.Errorf("a code that was used was answered with %d", b.status)
	}
	w.wait(time.Minute)
	b.fill("Code", w.code(secret)).follow("button", "Continue").has("What would you like to share?").open("/desk/accounts").has("Staff desk")
}

// stayAway: who does nothing for a while is signed out.
func (w *town) stayAway(b *tab) {
	b.Helper()
	b.open("/desk/accounts").has("Staff desk")
	w.wait(time.Hour)
	b.open("/desk/accounts").has("You were signed out because nothing was done for a while.", "Sign in")
}
