package page

import (
	"net/netip"
	"strconv"

	"consilium/community"
)

// DeskSignUps is the page GET /desk/sign-ups: who may not open an account or come in.
// POST /desk/sign-ups/addresses with the fields range, severity, comment and days blocks
// addresses, POST /desk/sign-ups/addresses/{id}/remove lets them in again; POST
// /desk/sign-ups/domains with the field domain and POST /desk/sign-ups/domains/{id}/remove
// do the same for domains of e-mail addresses.
type DeskSignUps struct {
	Addresses []AddressBlock
	Domains   []EmailDomainBlock
	Draft     community.AddressBlockDraft
	// Length is what was chosen there, and Domain what was typed in the other form.
	Length, Domain string
	// Problems are of the first form, DomainProblems of the other.
	Problems, DomainProblems Problems
}

func (v DeskSignUps) meta(p *Printer) meta { return deskMeta(p, "desk-sign-ups", "sign-ups") }

// Severities are what a block of addresses can do.
func (v DeskSignUps) Severities() []community.AddressSeverity { return community.AddressSeverities() }

// Days are how long it can last.
func (v DeskSignUps) Days() []string { return community.SanctionDays() }

// MaxComment is how long a comment may be, in characters.
func (v DeskSignUps) MaxComment() int { return community.MaxBlockComment }

// AddressBlock is a block of addresses.
type AddressBlock struct {
	community.AddressBlock
	ByName string // who of the staff made it
	// Ended says that it counts no more.
	Ended bool
}

// Number is its number in addresses.
func (b AddressBlock) Number() string { return community.FormatID(b.ID) }

// Range is its range: an address alone is written without its length.
func (b AddressBlock) Range() string {
	if b.Prefix == netip.PrefixFrom(b.Prefix.Addr(), b.Prefix.Addr().BitLen()) {
		return b.Prefix.Addr().String()
	}
	return b.Prefix.Addr().String() + "/" + strconv.Itoa(b.Prefix.Bits())
}

// EmailDomainBlock is a blocked domain of e-mail addresses.
type EmailDomainBlock struct {
	ID, Domain, ByName string
	// Uses is how often somebody tried with such an address within a week.
	Uses int
}
