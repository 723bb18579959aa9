package credential

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fault says why a number does not do, as a key of the message catalogues. The
// number itself is never in it.
type Fault struct{ Key string }

func (f *Fault) Error() string { return f.Key }

// maxNumber is the most bytes of a number as somebody types it.
const maxNumber = 64

// form is how the numbers of a register look. In a shape n is a digit, L a letter
// and c a digit or the X that ISO 7064 writes for ten.
type form struct {
	shape string
	check func(number string) bool
}

var forms = map[Register]form{
	RegisterNPI:   {"nnnnnnnnnn", checksNPI},
	RegisterGMC:   {"nnnnnnn", nil},
	RegisterNMC:   {"nnLnnnnL", nil},
	RegisterGPhC:  {"nnnnnnn", nil},
	RegisterAHPRA: {"LLLnnnnnnnnnn", nil},
	RegisterBIG:   {"nnnnnnnnnnn", nil},
	RegisterRPPS:  {"nnnnnnnnnnn", checksLuhn},
	RegisterEFN:   {"nnnnnnnnnnnnnnn", nil},
	RegisterORCID: {"nnnnnnnnnnnnnnnc", checksORCID},
}

// CheckNumber reads the number of a register as people write it, with spaces,
// hyphens and small letters, and returns the one way in which it is kept. For
// Canada, India and "other" the number begins with the code of the body that gave
// it ("CPSO 12345" becomes "CPSO-12345"). It says nothing of whether the number
// was ever given out.
//
// The error is a *Fault: register.unknown, register.number_missing,
// register.number_check for digits that do not check, or
// register.number_format.KEY ("own" for an operator's own register).
func CheckNumber(register Register, number string) (string, error) {
	if _, known := register.Scope(); !known {
		return "", &Fault{"register.unknown"}
	}
	if strings.TrimSpace(number) == "" {
		return "", &Fault{"register.number_missing"}
	}
	if len(number) > maxNumber {
		return "", formatFault(register)
	}
	number = upper(norm.NFKC.String(strings.TrimSpace(number)))
	switch register {
	case RegisterCanada, RegisterIndia, RegisterOther:
		return bodyNumber(register, number)
	}
	if f, ok := forms[register]; ok {
		return f.number(register, number)
	}
	bare := bareNumber(number)
	if !plain(bare) {
		return "", formatFault(register)
	}
	return bare, nil
}

func formatFault(register Register) *Fault {
	key := string(register)
	if _, known := forms[register]; !known && strings.Contains(key, "-") {
		key = "own"
	}
	return &Fault{"register.number_format." + key}
}

func (f form) number(register Register, number string) (string, error) {
	if register == RegisterORCID {
		number = strings.TrimPrefix(number, "HTTPS://ORCID.ORG/")
	}
	bare := bareNumber(number)
	switch {
	case !fits(f.shape, bare), register == RegisterNPI && bare[0] != '1' && bare[0] != '2':
		return "", formatFault(register)
	case strings.Trim(bare, "0") == "", f.check != nil && !f.check(bare):
		return "", &Fault{"register.number_check"}
	case register == RegisterORCID:
		return strings.Join([]string{bare[:4], bare[4:8], bare[8:12], bare[12:]}, "-"), nil
	}
	return bare, nil
}

// bodyNumber reads the code of a body, two to ten letters, and the number it gave.
func bodyNumber(register Register, number string) (string, error) {
	rest := strings.TrimLeftFunc(number, isLetter)
	body := number[:len(number)-len(rest)]
	parts := strings.FieldsFunc(rest, isSeparator)
	if len(body) < 2 || len(body) > 10 || !plain(strings.Join(parts, "")) {
		return "", formatFault(register)
	}
	return body + "-" + strings.Join(parts, "-"), nil
}

// plain says whether a number is ASCII letters and digits, one digit at least, and
// of a length that some body could have given.
func plain(s string) bool {
	odd := func(r rune) bool { return !isLetter(r) && !isDigit(r) }
	return s != "" && len(s) <= 30 && !strings.ContainsFunc(s, odd) && strings.ContainsFunc(s, isDigit)
}

// Identity is what makes two claims the same claim (V11): the register and the
// letters and digits of a number from CheckNumber, however it was written. It is a
// register number: keep only a keyed hash of it.
func Identity(register Register, number string) string {
	return string(register) + ":" + bareNumber(number)
}

// upper raises the letters of ASCII only, so that no other letter becomes one.
func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

func bareNumber(s string) string {
	return strings.Map(func(r rune) rune {
		if isSeparator(r) {
			return -1
		}
		return r
	}, s)
}

// isSeparator tells what people and word processors put between the digits.
func isSeparator(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("-./\u00ad\u200b\u2212\ufeff", r) || r >= '\u2010' && r <= '\u2015'
}

func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
func isLetter(r rune) bool { return r >= 'A' && r <= 'Z' }

func fits(shape, s string) bool {
	if len(shape) != len(s) {
		return false
	}
	for i, want := range shape {
		r := rune(s[i])
		if ok := want == 'n' && isDigit(r) || want == 'L' && isLetter(r) || want == 'c' && (isDigit(r) || r == 'X'); !ok {
			return false
		}
	}
	return true
}

// checksNPI: the check digit covers the number behind the prefix of the United
// States' health cards (45 CFR 162.406, ISO/IEC 7812).
func checksNPI(number string) bool { return checksLuhn("80840" + number) }

// checksLuhn: ISO/IEC 7812-1 annex B.
func checksLuhn(number string) bool {
	sum := 0
	for i := range len(number) {
		digit := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			digit *= 2
		}
		sum += digit/10 + digit%10
	}
	return sum%10 == 0
}

// checksORCID: ISO 7064 MOD 11-2.
func checksORCID(number string) bool {
	total := 0
	for _, r := range number[:15] {
		total = (total + int(r-'0')) * 2
	}
	check := (12 - total%11) % 11
	return number[15] == "0123456789X"[check]
}
