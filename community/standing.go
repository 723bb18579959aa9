package community

import (
	"time"

	"consilium/community/credential"
)

// TrustRule says what the credentials of another server count for here (V8).
type TrustRule string

// The trust rules. A server nobody decided about is TrustShow: its word is
// shown as its word.
const (
	// TrustAccept counts its credentials from Trust.MinLevel on as if they were
	// ours.
	TrustAccept TrustRule = "accept"
	// TrustShow shows them as what that server says.
	TrustShow TrustRule = "show"
	// TrustIgnore neither fetches nor shows them.
	TrustIgnore TrustRule = "ignore"
)

// Trust is what staff decided about the credentials of another server.
type Trust struct {
	Host string
	Rule TrustRule
	// MinLevel is the lowest level that counts under TrustAccept.
	MinLevel credential.Level
	Note     string
	Created  time.Time
	By       ActorID
}

// StatusAge is how old the answer to "was it taken back?" may be. Older is as
// good as none (V8).
const StatusAge = 10 * time.Minute

// StandingWord says in one word what pages may say of somebody.
type StandingWord string

// The words; catalogue keys lie under "standing.". The empty word is shown as
// nothing at all.
const (
	// StandingVerified is somebody whose level counts as verified here.
	StandingVerified StandingWord = "verified"
	// StandingPartly is a proof below that: it is shown on profiles only.
	StandingPartly StandingWord = "partly"
	// StandingClaimed is what another server says, and nobody here vouches for.
	StandingClaimed StandingWord = "claimed"
	// StandingUnchecked is another server's word that could not be checked lately.
	StandingUnchecked StandingWord = "unchecked"
	StandingLapsed    StandingWord = "lapsed"
	StandingSuspended StandingWord = "suspended"
	StandingFormer    StandingWord = "former"
)

// Standing is what an actor's credential is worth here and now. The zero
// Standing is of somebody who was never proved to be anybody.
type Standing struct {
	Word StandingWord
	// Level is what the actor may act on: 0 unless the credential is in force and
	// counts here.
	Level credential.Level
	// Credential is what is said; nil when nothing is to be shown.
	Credential *credential.Credential
	// Judged is the moment at which this is so; zero when nobody asked.
	Judged time.Time
}

// Profession is the proved profession; "" unless the level counts.
func (s Standing) Profession() Profession {
	if s.Level == 0 || s.Credential == nil {
		return ""
	}
	return s.Credential.Profession
}

// Specialties are the proved specialties; none unless the level counts.
func (s Standing) Specialties() []Specialty {
	if s.Level == 0 || s.Credential == nil {
		return nil
	}
	return s.Credential.Specialties
}

// Verified says whether this is a verified clinician or other verified person.
func (s Standing) Verified() bool { return s.Level >= credential.Verified }

// Judge says what a credential is worth: the one place where this is decided.
// checked is when its issuer was last asked whether it was taken back, and only
// matters for the credentials of other servers.
func Judge(c *credential.Credential, t Trust, checked, now time.Time) Standing {
	nothing := Standing{Judged: now}
	if c == nil {
		return nothing
	}
	foreign := c.Issuer != ""
	s := Standing{Credential: c, Judged: now}
	switch {
	case foreign && t.Rule == TrustIgnore:
		return nothing
	case c.State == credential.Former:
		s.Word = StandingFormer
	case c.State == credential.Suspended:
		s.Word = StandingSuspended
	case c.Lapsed(now):
		s.Word = StandingLapsed
	case !c.InForce(now):
		return nothing
	case foreign && (checked.IsZero() || checked.After(now.Add(time.Minute)) || now.Sub(checked) > StatusAge):
		s.Word = StandingUnchecked
	case foreign && (t.Rule != TrustAccept || c.Level < t.MinLevel):
		s.Word = StandingClaimed
	case c.Level >= credential.Verified:
		s.Word, s.Level = StandingVerified, c.Level
	default:
		s.Word, s.Level = StandingPartly, c.Level
	}
	if foreign && s.Level == 0 && s.Word != StandingClaimed && s.Word != StandingUnchecked {
		return Standing{} // what another server no longer says is nobody's word
	}
	return s
}
