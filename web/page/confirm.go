package page

// Confirm is the page GET /confirm/{token} behind the link that proves an
// address. POST to URL, without fields, confirms it: a button, because programs
// that inspect mail open every link.
type Confirm struct {
	URL   string
	Email string
}

func (v Confirm) meta(p *Printer) meta {
	return meta{"confirm", p.T("account.confirm_email.title"), ""}
}
