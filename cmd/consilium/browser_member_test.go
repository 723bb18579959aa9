package main

import (
	"slices"
	"strings"

	"consilium/community"
	"consilium/storage/storagetest"
)

// endSession: a session ended in the settings of one browser is signed out in
// the other.
func (w *town) endSession(how look) {
	user := w.member(w.hospital, "ana", community.Member)
	here, there := w.visit(w.hospital, how), w.visit(w.hospital, how)
	w.signIn(here, user)
	w.signIn(there, user)
	there.open("/home").has("What would you like to share?")
	here.open("/settings/sessions").has("this one").follow("button", "End").has("The session is ended.")
	there.open("/home").has("Username or e-mail address").hasNot("What would you like to share?")
	here.open("/home").has("What would you like to share?")
	here.press("DisclosureTriangle", "Your menu").follow("button", "Sign out").has("You are signed out")
	here.open("/settings/profile").has("Username or e-mail address")
}

// askToFollow: somebody elsewhere asks to follow, is accepted, and reads what
// is for followers.
func (w *town) askToFollow(how look) {
	ana, bruno := w.as(w.hospital, "ana", how), w.as(w.society, "bruno", how)
	ana.open("/settings/profile").press("checkbox", "Decide on each follower").follow("button", "Save").has("Your profile is saved.")
	bruno.open("/search").search(handle(w.hospital, "ana")).has("Ana").follow("button", "Ask to follow").has("Withdraw request")
	ana.until("/notifications", "asks to follow you").follow("link", "1 person asks to follow you").has("Bruno")
	ana.follow("button", "Accept").has("The request is accepted.", "When somebody asks to follow you")
	bruno.until("/@"+"ana@"+w.hospital.store.Domain(), "Stop following")
	ana.open("/compose").fill("What would you like to share?", "Only for those who follow me.").choose("Who can read this", "Followers")
	ana.has("The administrators of their servers can read it too.").follow("button", "Post").has("Your post is published.")
	bruno.until("/home", "Only for those who follow me.")
}

// complain: a member reports a post, mutes and blocks its author; the staff
// deal with it.
func (w *town) complain(how look) {
	staff, ben := w.staff(w.hospital, "sara", community.Administrator, how), w.as(w.hospital, "ben", how)
	_, ana := storagetest.Member(w, w.hospital.store, "ana")
	storagetest.Post(w, w.hospital.store, ana, "Leeches cure everything.")
	ben.open("/@ana").follow("button", "Follow").press("DisclosureTriangle", "More about ana").follow("link", "Report").has("What is wrong?")
	ben.open("/home").has("Leeches").press("DisclosureTriangle", "More about ana").follow("link", "Report").has("Leeches cure everything.")
	ben.press("radio", "Dangerous advice").fill("What should the staff know?", "They do not.").follow("button", "Send report").has("Thank you. The staff will look at it.")
	ben.open("/home").press("DisclosureTriangle", "More about ana").follow("button", "Mute ana").open("/home").hasNot("Leeches")
	ben.open("/@ana").press("DisclosureTriangle", "More about ana").follow("button", "Block").has("Unblock").hasNot("Leeches")
	ben.follow("button", "Unblock").has("This person is no longer blocked.")
	if dialogs := strings.Join(ben.dialogs, " "); !strings.Contains(dialogs, "Mute this person?") || !strings.Contains(dialogs, "Block this person?") {
		w.Errorf("muting and blocking were asked about with %q", dialogs)
	}
	staff.open("/desk/reports").has("Dangerous advice", "ana").follow("link", "Open").has("They do not.", "Leeches cure everything.")
	staff.follow("button", "I take care of it")
	staff.fill("Note for the staff", "Talked to ana.").follow("button", "Close report").has("The report is closed.", "Talked to ana.")
}

// memberPages are what a member finds, most of them empty at first.
var memberPages = []string{"/home", "/cases", "/cases/new", "/compose", "/notifications", "/requests", "/bookmarks", "/search", "/search?q=nobody-at-all",
	"/@ana", "/@ana/cases", "/@ana/followers", "/@ana/following", "/tags/nothing", "/settings/profile", "/settings/account", "/settings/sessions",
	"/settings/appearance", "/settings/invitations", "/settings/apps", "/about",
	"/verification", "/directory", "/settings/practice", "/settings/security", "/settings/sign-on", "/settings/export", "/settings/move",
	"/settings/departure", "/cases/handed-over",
	"/cases?specialty=cardiology&certainty=certain&pictures=on", "/cases/times", "/cases/drafts", "/specialties", "/settings/notices",
	"/settings/filters", "/settings/filters/new", "/messages", "/moderation", "/decisions", "/withdraw", "/settings/servers", "/severed", "/lists", "/settings/import"}

// deskPages are what staff find.
var deskPages = []string{"/desk/accounts", "/desk/accounts?state=active", "/desk/reports", "/desk/domains", "/desk/invitations", "/desk/instance",
	"/desk/verifications", "/desk/verifications?state=approved", "/desk/clinicians", "/desk/institutions", "/desk/trust",
	"/desk/review", "/desk/appeals", "/desk/log", "/desk/domains/import", "/desk/domains/subscriptions", "/desk/domains/drafts", "/desk/domains/bad.example",
	"/desk/peers", "/desk/peers/inspect?address=10.0.0.1", "/desk/emoji", "/desk/announcements", "/desk/sign-ups"}

// lookAround opens every page there is a way to.
func (w *town) lookAround(how look) {
	user := w.member(w.hospital, "ana", community.Administrator)
	ana := w.visit(w.hospital, how)
	w.signIn(ana, user)
	for _, path := range slices.Concat(memberPages, deskPages, w.gather(user), w.keep(user)) {
		if ana.open(path); ana.status != 200 {
			w.Errorf("%s answered %d", path, ana.status)
		}
	}
	b := w.visit(w.hospital, how)
	for _, path := range []string{"/", "/about", "/cases", "/sign-in", "/register", "/password", "/@ana", "/withdraw", "/specialties", "/groups", "/groups/lungs"} {
		if b.open(path); b.status != 200 {
			w.Errorf("%s answered %d to a visitor", path, b.status)
		}
	}
	if b.open("/no-such-page"); b.status != 404 {
		w.Errorf("a page that is not there answered %d", b.status)
	}
}

// speakGerman: the browser's language is the language of the pages.
func (w *town) speakGerman() {
	german := desktop
	german.language, german.plain = "de-AT,de;q=0.9", true
	w.lookAround(german)
	b := w.visit(w.hospital, german).open("/register").has("Benutzername")
	if language := evaluate[string](b, `document.documentElement.lang`); language != "de" {
		w.Errorf("the language of the page is %q", language)
	}
}

// weighFirstPage: what comes first is light, with one request for style.
func (w *town) weighFirstPage() {
	_, ana := storagetest.Member(w, w.hospital.store, "ana")
	for range 5 {
		storagetest.Post(w, w.hospital.store, ana, strings.Repeat("What a reader sees first. ", 15))
	}
	b := w.visit(w.hospital, phone).open("/")
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bytes > 60_000 {
		w.Errorf("the first page takes %.0f bytes, want less than 60000", b.bytes)
	}
	sheets := 0
	for _, kind := range b.requests {
		if kind == "Stylesheet" {
			sheets++
		}
	}
	if sheets != 1 || b.bytes < 10_000 {
		w.Errorf("the first page asks for %q, %.0f bytes; want one Stylesheet", b.requests, b.bytes)
	}
}

// followDark: dark where the device is dark, light where the member chose so.
func (w *town) followDark() {
	b := w.as(w.hospital, "ana", desktop)
	const ground = `getComputedStyle(document.body).backgroundColor`
	b.open("/home").dark()
	if colour := evaluate[string](b, ground); colour != "rgb(18, 24, 26)" {
		w.Errorf("on a dark device the paper is %s", colour)
	}
	b.open("/settings/appearance").press("radio", "Light").follow("button", "Save").dark()
	if colour := evaluate[string](b, ground); colour != "rgb(251, 251, 249)" {
		w.Errorf("where light was chosen the paper is %s", colour)
	}
}

// skipToContent: the first stop leads past everything that is the same on all
// pages.
func (w *town) skipToContent() {
	b := w.as(w.hospital, "ana", desktop).open("/home")
	b.tabOn()
	if !on[bool](b, b.find("link", "Skip to content"), isFocused) {
		w.Error("the first stop is not the skip link")
	}
	b.key("\r")
	b.tabOn()
	if !evaluate[bool](b, `document.querySelector("main").contains(document.activeElement)`) {
		w.Error("after the skip link the focus is not in the content")
	}
}
