package community

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// WithdrawalGround says who had a case withdrawn; words under "withdrawal.by.SLUG".
type WithdrawalGround string

// The grounds. WithdrawnAtHome is for a case from elsewhere that its own server
// deleted.
const (
	WithdrawnByAuthor  WithdrawalGround = "author"
	WithdrawnBySteward WithdrawalGround = "steward"
	WithdrawnByStaff   WithdrawalGround = "staff"
	WithdrawnByPatient WithdrawalGround = "patient"
	WithdrawnAtHome    WithdrawalGround = "home"
)

// party is who that is in the life of a case.
func (g WithdrawalGround) party() Party {
	switch g {
	case WithdrawnByAuthor, WithdrawnBySteward:
		return Keeper
	case WithdrawnByStaff:
		return Custodian
	}
	return Patient
}

// Withdrawal takes a case back for good: what it said and all that stands below it.
type Withdrawal struct {
	Post PostID
	// By is who did it; 0 for a patient, who has no account here.
	By     ActorID
	Ground WithdrawalGround
	// Reason is what staff write down, never of the patient.
	Reason string
	When   time.Time
}

// MaxWithdrawalReason is the length of a reason in characters.
const MaxWithdrawalReason = 500

// Withdraw decides whether somebody may take back a case that they see, from
// whatever state: its author, who took it over, and staff who say why. It returns
// ErrNotFound for what is no case, ErrForbidden for everybody else and *Invalid for
// a reason that is missing or too long. What is for the patient's code is decided by
// the code.
func Withdraw(by Actor, role Role, c Post, reason string) (Withdrawal, error) {
	w := Withdrawal{Post: c.ID, By: by.ID, Reason: strings.TrimSpace(CleanText(reason))}
	switch {
	case c.Case == nil || c.Kind != CasePost || !c.Local || !c.Deleted.IsZero():
		return w, ErrNotFound
	case !by.Local || !by.Active():
		return w, ErrForbidden
	case by.ID == c.Author:
		w.Ground, w.Reason = WithdrawnByAuthor, ""
	case c.Case.Kept(c, by.ID):
		w.Ground, w.Reason = WithdrawnBySteward, ""
	case role.May(RemovePosts):
		w.Ground = WithdrawnByStaff
		if n := utf8.RuneCountInString(w.Reason); n == 0 || n > MaxWithdrawalReason {
			return w, invalid("reason", "post.delete.reason_needed", "limit", MaxWithdrawalReason)
		}
	default:
		return w, ErrForbidden
	}
	_, err := c.Case.Status.Next(ActWithdraw, w.Ground.party())
	return w, err
}

// WithdrawalCode is what a patient holds to have the case taken back without an
// account: 95 random bits and a letter that tells typing errors. Kept only as a keyed
// hash.
type WithdrawalCode string

// codeLetters are the letters of a code: no I, L, O or U, which are read as others
// (Crockford's base 32).
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	codeRandom = 19 // letters of five bits each
	codeGroup  = 4
)

// MakeWithdrawalCode makes a code of random bytes, of which five bits each are used.
func MakeWithdrawalCode(random [codeRandom]byte) WithdrawalCode {
	letters := make([]byte, 0, codeRandom+1)
	for _, b := range random {
		letters = append(letters, codeLetters[b%32])
	}
	return WithdrawalCode(append(letters, codeLetters[checkLetter(string(letters))]))
}

// checkLetter is a remainder over GF(32): one wrong letter, and any two that changed
// places, give another.
func checkLetter(letters string) byte {
	const polynomial = 0b100101 // x^5 + x^2 + 1, primitive
	var sum byte
	for _, r := range letters {
		sum ^= byte(strings.IndexRune(codeLetters, r))
		sum <<= 1
		if sum&32 != 0 {
			sum ^= polynomial
		}
	}
	return sum
}

// ParseWithdrawalCode reads a code as it was typed: in either case, with or without
// spaces and strokes, O for 0 and I or L for 1. *Invalid for what cannot be a code;
// whether it is one only storage knows.
func ParseWithdrawalCode(typed string) (WithdrawalCode, error) {
	var letters strings.Builder
	for _, r := range typed[:min(len(typed), maxTypedCode)] {
		switch r = unicode.ToUpper(r); {
		case unicode.IsSpace(r) || unicode.Is(unicode.Dash, r) || r == '_' || r == '.':
		case r == 'O':
			letters.WriteByte('0')
		case r == 'I' || r == 'L':
			letters.WriteByte('1')
		case r > unicode.MaxASCII || !strings.ContainsRune(codeLetters, r):
			return "", invalid("code", "withdraw.typing_error")
		default:
			letters.WriteRune(r)
		}
	}
	code := letters.String()
	if len(code) != codeRandom+1 || codeLetters[checkLetter(code[:codeRandom])] != code[codeRandom] {
		return "", invalid("code", "withdraw.typing_error")
	}
	return WithdrawalCode(code), nil
}

// maxTypedCode bounds what is read of what somebody typed, in bytes.
const maxTypedCode = 200

// Grouped is the code as it is printed: five groups of four letters.
func (c WithdrawalCode) Grouped() string {
	var groups []string
	for s := string(c); s != ""; s = s[min(codeGroup, len(s)):] {
		groups = append(groups, s[:min(codeGroup, len(s))])
	}
	return strings.Join(groups, "-")
}

// String hides the code from logs and errors.
func (c WithdrawalCode) String() string { return "withdrawal code" }
