package session

import (
	"slices"
	"strings"
	"time"

	"consilium/community"
)

// Factor is one way in which somebody proved who they are.
type Factor string

// The factors. One passkey is two of them: the device somebody has, and what
// unlocks it (user verification is always required).
const (
	ByPassword Factor = "password"
	ByTOTP     Factor = "totp"
	ByPasskey  Factor = "passkey"
	ByRecovery Factor = "recovery"
	// BySSO is single sign-on that says nothing of how the person signed in
	// there; BySSOStrong one that asserts more than one factor (acr, amr).
	BySSO       Factor = "sso"
	BySSOStrong Factor = "sso-mfa"
)

// Strong says whether the factor is more than something a person knows.
func (f Factor) Strong() bool {
	return f == ByTOTP || f == ByPasskey || f == ByRecovery || f == BySSOStrong
}

// Factors are what a session was begun with.
type Factors []Factor

// ParseFactors reads what String wrote. What it does not know proves nothing.
func ParseFactors(text string) Factors {
	var known Factors
	for _, word := range strings.Fields(text) {
		if f := Factor(word); f == ByPassword || f == BySSO || f.Strong() {
			known = append(known, f)
		}
	}
	return known
}

// Strong says whether they are two factors together.
func (f Factors) Strong() bool { return slices.ContainsFunc(f, Factor.Strong) }

// String writes them as the database keeps them.
func (f Factors) String() string {
	words := make([]string, 0, len(f))
	for _, each := range f {
		words = append(words, string(each))
	}
	return strings.Join(words, " ")
}

// with adds a factor, once.
func (f Factors) with(one Factor) Factors {
	if slices.Contains(f, one) {
		return f
	}
	return append(slices.Clone(f), one)
}

// Fresh is how long a proof is good for what asks for a fresh one.
const Fresh = 10 * time.Minute

// Strong says whether the person is signed in with two factors.
func (p Person) Strong() bool { return p.Factors.Strong() }

// IsFresh says whether the person proved within the last ten minutes to be
// there: desk, credential and security actions ask for that (45 CFR 164.312 (d)).
func (s *Sessions) IsFresh(p Person) bool {
	return !p.ProvedAt.IsZero() && s.Now().Sub(p.ProvedAt) <= Fresh
}

// NeedsSecondFactor says whether the person must have a second factor: all staff
// and all verified clinicians, where the instance requires it.
func (s *Sessions) NeedsSecondFactor(p Person) bool {
	return s.RequireSecondFactor && (p.User.Role != community.Member || p.Standing.Verified())
}

// IsTooWeak says whether the person must add or prove a second factor before
// anything privileged.
func (s *Sessions) IsTooWeak(p Person) bool { return s.NeedsSecondFactor(p) && !p.Strong() }
