package page

// Notice is the result of the last action, shown once at the top of the next
// page and announced to screen readers.
type Notice struct {
	Kind string // "good", "warn" or "bad"
	Text string // in the person's language
}

// ErrorPage is the page for everything that went wrong. POST handlers with a
// *community.Invalid show their form again instead.
type ErrorPage struct {
	// Kind chooses the words: "not_found" (also for what the viewer may not
	// know of), "gone", "forbidden", "conflict", "unavailable", "too_many",
	// "too_large", "expired", "bad_request", "internal".
	Kind string
	// Reference is what staff can find in the log; "" for none.
	Reference string
}

func (v ErrorPage) meta(p *Printer) meta {
	return meta{"error-page", p.T("error." + v.Kind + ".title"), ""}
}

// Message is a page with one thing to say: waiting for approval, a letter was
// sent, the address is confirmed.
type Message struct {
	// Kind chooses the words: "waiting" (account waits for approval),
	// "confirm_sent", "confirmed", "confirm_failed", "reset_sent", "reset_done", "left" (closed by the person),
	// "reset_by_staff" (no mail is configured), "suspended", "signed_out",
	// "set_up_done", "closed" (no registrations), "by_invitation",
	// "invitation_ended".
	Kind string
	// Email is the address a letter went to; "" where no letter was sent.
	Email string
}

func (v Message) meta(p *Printer) meta {
	return meta{"message", p.T("account.message." + v.Kind + ".title"), ""}
}
