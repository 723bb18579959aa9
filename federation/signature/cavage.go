package signature

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	requestTarget = "(request-target)"
	createdLine   = "(created)"
	expiresLine   = "(expires)"
	hs2019        = "hs2019"
)

// parseCavage reads the Signature header of draft-cavage 4.1. Whether it covers
// enough is for the caller to judge.
func parseCavage(r *http.Request) (Claim, error) {
	values := r.Header.Values("Signature")
	if len(values) == 0 {
		return Claim{}, ErrMissing
	}
	if len(values) > 1 || len(values[0]) > maxHeader {
		return Claim{}, fmt.Errorf("%w: Signature header twice or too long", ErrMalformed)
	}
	given, err := parameters(withoutToken(values[0]))
	if err != nil {
		return Claim{}, err
	}
	return cavageClaim(given)
}

// withoutToken drops the word "Signature" which some senders copy over from the
// form for Authorization.
func withoutToken(value string) string {
	const word = "Signature "
	value = strings.Trim(value, blank)
	if len(value) > len(word) && strings.EqualFold(value[:len(word)], word) {
		return value[len(word):]
	}
	return value
}

func cavageClaim(given map[string]string) (Claim, error) {
	claim := Claim{Scheme: Cavage, KeyID: given["keyid"], algorithm: hs2019} // R-SIG-C 2
	if err := checkKeyID(claim.KeyID); err != nil {
		return Claim{}, err
	}
	if name, ok := given["algorithm"]; ok {
		claim.algorithm = strings.ToLower(name)
	}
	var err error
	claim.Signature, err = base64.StdEncoding.Strict().DecodeString(given["signature"])
	if err != nil || len(claim.Signature) == 0 {
		return Claim{}, fmt.Errorf("%w: signature parameter", ErrMalformed)
	}
	if claim.components, err = cavageComponents(given, claim.algorithm); err != nil {
		return Claim{}, err
	}
	switch claim.algorithm {
	case hs2019, "rsa-sha256", "rsa-sha512", "ed25519":
		return claim, claim.readTimes(given)
	}
	return Claim{}, fmt.Errorf("%w: algorithm", ErrUnsupported)
}

// cavageComponents reads the headers parameter, or its default (R-SIG-C 3).
func cavageComponents(given map[string]string, algorithm string) ([]string, error) {
	list, ok := given["headers"]
	if !ok && algorithm == hs2019 {
		return []string{createdLine}, nil
	}
	if !ok {
		return []string{"date"}, nil
	}
	names := strings.Fields(strings.ToLower(list))
	for _, name := range names {
		_, rest := token(name)
		if rest != "" && name != requestTarget && name != createdLine && name != expiresLine {
			return nil, fmt.Errorf("%w: headers parameter", ErrMalformed)
		}
	}
	return names, checkComponents(names)
}

// readTimes takes created only when it is signed, and expires always, as it can
// only make us stricter.
func (c *Claim) readTimes(given map[string]string) error {
	for _, one := range []struct {
		name, line string
		into       *time.Time
	}{{"created", createdLine, &c.created}, {"expires", expiresLine, &c.expires}} {
		text, ok := given[one.name]
		signed := c.Covers(one.line)
		if signed && (!ok || c.algorithm != hs2019) { // R-SIG-C 5
			return fmt.Errorf("%w: %s", ErrMalformed, one.line)
		}
		if !ok {
			continue
		}
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fmt.Errorf("%w: %s", ErrMalformed, one.name)
		}
		at, err := moment(seconds)
		if err != nil {
			return err
		}
		if signed || one.name == "expires" {
			*one.into = at
		}
	}
	return nil
}

// cavageBases returns the texts the signature may be over: with the query,
// then without it (R-SIG-C 7).
func cavageBases(c Claim, m message) ([]string, error) {
	base, err := cavageBase(c, m, m.target)
	if err != nil {
		return nil, err
	}
	path, _, hasQuery := strings.Cut(m.target, "?")
	if !hasQuery {
		return []string{base}, nil
	}
	short, err := cavageBase(c, m, path)
	return []string{base, short}, err
}

// cavageBase is the signing string of draft-cavage 2.3.
func cavageBase(c Claim, m message, target string) (string, error) {
	lines := make([]string, 0, len(c.components))
	for _, name := range c.components {
		var value string
		var err error
		switch name {
		case requestTarget:
			value = strings.ToLower(m.method) + " " + target
		case createdLine:
			value = strconv.FormatInt(c.created.Unix(), 10)
		case expiresLine:
			value = strconv.FormatInt(c.expires.Unix(), 10)
		default:
			value, err = m.field(name)
		}
		if err != nil {
			return "", err
		}
		lines = append(lines, name+": "+value)
	}
	return strings.Join(lines, "\n"), nil
}
