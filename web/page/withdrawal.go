package page

import (
	"time"

	"consilium/community"
)

// Withdraw is the page GET /withdraw, for whoever holds the code of a case, and the
// answer to a code that did not do. POST to /withdraw with the field code.
type Withdraw struct {
	Code     string // as it was typed, when it holds a typing error; "" otherwise
	Problems Problems
}

func (v Withdraw) meta(p *Printer) meta { return meta{"withdraw", p.T("withdraw.title"), ""} }

// WithdrawSure is the answer to a code that is one: what it is about, without a word
// of the case. POST to /withdraw with the fields code and step "withdraw" takes it
// back.
type WithdrawSure struct {
	Code    string
	Posted  time.Time
	Servers int // others that received it
}

func (v WithdrawSure) meta(p *Printer) meta { return meta{"withdraw-sure", p.T("withdraw.title"), ""} }

// Withdrawn is what became of a withdrawn case: the page GET /p/{id}/withdrawal for
// its author, who kept it and staff, and the answer at /withdraw to who holds the
// code.
type Withdrawn struct {
	Ground       community.WithdrawalGround
	Posted, When time.Time
	Reason       string // of staff; "" for the holder of the code
	Holder       bool   // the reader holds the code
	Servers      []WithdrawnServer
}

// WithdrawnServer is another server that received the case, or something below it.
type WithdrawnServer struct {
	Host string
	Sent time.Time // zero when nothing went there yet
	// Confirmed is when it said that it deleted everything; zero until then. Next is
	// when it is asked again; with neither it is not asked any more.
	Confirmed, Next time.Time
}

func (v Withdrawn) meta(p *Printer) meta { return meta{"withdrawn", p.T("withdraw.ledger.title"), ""} }

// Confirmed is how many servers confirmed.
func (v Withdrawn) Confirmed() int {
	n := 0
	for _, s := range v.Servers {
		if !s.Confirmed.IsZero() {
			n++
		}
	}
	return n
}

// PatientCode is the answer to POST /p/{id}/code, which shows the code of a case this
// once, and to POST /p/{id}/code/renew, which makes another. It is made to be printed
// and handed over: nothing of the case is on it.
type PatientCode struct {
	Code    string // in groups; "" when it was shown before
	Address string // of the page where it is entered, without the code
	Posted  time.Time
	URL     string // back to the case; not printed
	ID      string // decimal, of the case
}

func (v PatientCode) meta(p *Printer) meta {
	return meta{"patient-code", p.T("withdraw.code.title"), ""}
}
