package signature

import (
	"crypto"
	"fmt"
	"net/http"
	"time"
)

// Window is how far a signature's time may lie from ours, in the past and in
// the future. A replay older than twice this cannot verify.
const Window = time.Hour

// Verifier judges signed requests. Its fields are only read, so one serves all
// goroutines.
type Verifier struct {
	// Hosts are the names under which peers may address us, host or host:port.
	Hosts []string
	// Origin is our configured public address, scheme://host[:port], of which
	// @target-uri is built (R-9421-2).
	Origin string
	Now    func() time.Time
}

// Check judges everything that needs no key: that the request is meant for us,
// fresh, and that body, read in full and bounded by the caller, is the body that
// was signed. It returns ErrForeignHost, ErrStale, ErrDigest, ErrMissing,
// ErrMalformed, ErrUnsupported or ErrWeak.
func (v Verifier) Check(r *http.Request, body []byte, claim Claim) error {
	_, err := v.examine(r, body, claim)
	return err
}

// Verify is Check followed by the signature itself, under an *rsa.PublicKey
// (PKCS #1 v1.5 with SHA-256 or SHA-512) or an ed25519.PublicKey. Beyond the
// errors of Check it returns ErrKey and ErrInvalid. The request is not changed.
func (v Verifier) Verify(r *http.Request, body []byte, claim Claim, key crypto.PublicKey) error {
	bases, err := v.examine(r, body, claim)
	if err != nil {
		return err
	}
	return claim.confirm(key, bases)
}

// examine makes the checks of Check and returns the texts of which one has to
// be signed.
func (v Verifier) examine(r *http.Request, body []byte, claim Claim) ([]string, error) {
	m, err := received(r, v.Origin)
	if err != nil {
		return nil, err
	}
	if !v.ours(m) {
		return nil, ErrForeignHost
	}
	if err := v.fresh(r.Header, claim); err != nil {
		return nil, err
	}
	if err := claim.checkBody(r.Header, body); err != nil {
		return nil, err
	}
	if claim.Scheme == Cavage {
		return cavageBases(claim, m)
	}
	base, err := rfc9421Base(m, claim.components, claim.params)
	return []string{base}, err
}

// ours refuses a request signed for another server and replayed at us
// (R-SIG-C 8).
func (v Verifier) ours(m message) bool {
	for _, host := range v.Hosts {
		if host != "" && authority(m.scheme, host) == authority(m.scheme, m.host) {
			return true
		}
	}
	return false
}

// fresh wants every time that is signed to lie within Window of now.
func (v Verifier) fresh(header http.Header, claim Claim) error {
	var times []time.Time
	if !claim.created.IsZero() {
		times = append(times, claim.created)
	}
	if claim.Covers("date") {
		date, err := readDate(header)
		if err != nil {
			return err
		}
		times = append(times, date)
	}
	if len(times) == 0 {
		return fmt.Errorf("%w: no time", ErrWeak)
	}
	now := v.Now()
	for _, at := range times {
		if age := now.Sub(at); age > Window || age < -Window {
			return ErrStale
		}
	}
	if !claim.expires.IsZero() && now.After(claim.expires) {
		return fmt.Errorf("%w: expired", ErrStale)
	}
	return nil
}

func readDate(header http.Header) (time.Time, error) {
	lines := header.Values("Date")
	if len(lines) == 0 {
		return time.Time{}, fmt.Errorf("%w: header date", ErrMissing)
	}
	date, err := http.ParseTime(lines[0])
	if err != nil || len(lines) > 1 {
		return time.Time{}, fmt.Errorf("%w: Date", ErrMalformed)
	}
	return date, nil
}
