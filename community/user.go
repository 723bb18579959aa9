package community

import (
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"
)

// Role is a duty of staff. It says nothing about being a clinician.
type Role string

// The staff roles, each including what the ones before it may do.
const (
	Member        Role = "member"
	Moderator     Role = "moderator"
	Officer       Role = "officer"
	Administrator Role = "administrator"
)

var roleRank = map[Role]int{Member: 1, Moderator: 2, Officer: 2, Administrator: 3}

// Known says whether the role is one of the four.
func (r Role) Known() bool { return roleRank[r] > 0 }

// Outranks says whether the role may act on somebody with the other role.
func (r Role) Outranks(other Role) bool { return roleRank[r] > roleRank[other] }

// UserState is where a login stands.
type UserState string

// The states of a login.
const (
	// UserPending waits for staff to approve it.
	UserPending UserState = "pending"
	// UserActive may sign in.
	UserActive UserState = "active"
	// UserSuspended was closed by staff and may be opened again.
	UserSuspended UserState = "suspended"
	// UserRejected was never let in, or left.
	UserRejected UserState = "rejected"
	// UserDeparted belongs to somebody who left the institution a while ago: what
	// they wrote stays, and nobody signs in.
	UserDeparted UserState = "departed"
)

// User is a login: how somebody signs in and is reached. It is never federated.
type User struct {
	ID    UserID
	Actor ActorID
	// Name is the name of the first actor, with which people sign in.
	Name  string
	Email string
	// EmailConfirmed is when the address was proved; zero until then.
	EmailConfirmed time.Time
	// EmailNew is the address the person wants instead; "" for none. It takes the
	// place of Email once it is proved.
	EmailNew string
	// PasswordHash is an argon2id PHC string; "" when there is no password.
	PasswordHash string
	Role         Role
	State        UserState
	// Reason is what the person wrote when asking for an account.
	Reason string
	// Language is a BCP 47 tag, "" for the browser's; TimeZone an IANA name,
	// "" for UTC; Appearance "light", "dark" or "" for the device's.
	Language, TimeZone, Appearance string
	// DefaultAudience is preselected when composing.
	DefaultAudience AudienceKind
	// AppAudience is for posts of apps that do not say for whom: an open kind,
	// since apps show people no other and know no other word for it.
	AppAudience AudienceKind
	// AppLanguage and AppSensitive are for posts of apps that do not say what they
	// are written in, or whether they show something; "" for Language.
	AppLanguage  string
	AppSensitive bool
	Created      time.Time
	// Departs is when the account of somebody who left the institution closes;
	// zero for everybody else.
	Departs time.Time
	// Address is where the registration came from; zero when made by staff.
	Address netip.Addr
}

// RegistrationMode says who may open an account.
type RegistrationMode string

// The registration modes of the configuration (registrations.mode).
const (
	RegisterApproval RegistrationMode = "approval"
	RegisterOpen     RegistrationMode = "open"
	RegisterInvite   RegistrationMode = "invite"
	RegisterClosed   RegistrationMode = "closed"
)

// admits says whether anybody may register; no for a mode it does not know.
func (m RegistrationMode) admits(invited bool) bool {
	switch m {
	case RegisterApproval, RegisterOpen:
		return true
	case RegisterInvite:
		return invited
	}
	return false
}

// AccountDraft is the registration form.
type AccountDraft struct {
	Name, Email, Password, Reason, Language string
	// AgreedToRules is required whenever the instance has rules.
	AgreedToRules bool
	// Invited says that a valid invitation came with the form.
	Invited bool
	// MailConfirms says that the address will be proved by a letter.
	MailConfirms bool
}

// Bounds of the registration form. MaxPassword is in bytes and only keeps
// hashing affordable.
const (
	MinPassword = 10
	MaxPassword = 200
	MaxReason   = 1000
)

// Register judges a registration form under a mode and returns the login to
// make, without a password hash: hashing is the session's business.
func Register(d AccountDraft, mode RegistrationMode, now time.Time) (User, error) {
	if !mode.admits(d.Invited) {
		return User{}, invalid("", "account.registrations_closed")
	}
	d.Reason = CleanText(d.Reason)
	if err := CheckName(d.Name); err != nil {
		return User{}, err
	}
	if err := CheckEmail(d.Email); err != nil {
		return User{}, err
	}
	if err := CheckPassword(d.Password, d.Name); err != nil {
		return User{}, err
	}
	needsReason := mode == RegisterApproval && !d.Invited
	switch {
	case needsReason && strings.TrimSpace(d.Reason) == "":
		return User{}, invalid("reason", "account.reason_needed")
	case utf8.RuneCountInString(d.Reason) > MaxReason:
		return User{}, invalid("reason", "account.too_long", "limit", MaxReason)
	case !d.AgreedToRules:
		return User{}, invalid("agreed", "account.rules_not_agreed")
	}
	u := User{Name: d.Name, Email: d.Email, Role: Member, State: UserActive, Reason: d.Reason,
		Language: cleanLanguage(d.Language), DefaultAudience: InstanceOnly,
		AppAudience: Public, Created: now}
	if needsReason {
		u.State = UserPending
	}
	return u, nil
}

// CheckPassword says whether a password will do: long enough, and more than the
// name over again. Length is what counts (NIST SP 800-63B 5.1.1.2); no rules on
// its letters.
func CheckPassword(password, name string) error {
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return invalid("password", "account.password_short", "min", MinPassword)
	case len(password) > MaxPassword:
		return invalid("password", "account.password_long", "max", MaxPassword)
	case name != "" && utf8.RuneCountInString(withoutName(password, name)) < MinPassword/2:
		return invalid("password", "account.password_is_name")
	}
	return nil
}

// withoutName is what is left of a password to guess for who knows the name.
func withoutName(password, name string) string {
	return strings.ReplaceAll(strings.ToLower(password), strings.ToLower(name), "")
}

// CheckEmail says whether an address can be written to. It looks at the shape
// only (RFC 5321 4.5.3.1 bounds); whether it is theirs a letter has to prove.
func CheckEmail(address string) error {
	local, domain, found := strings.Cut(address, "@")
	if !found || local == "" || len(local) > 64 || len(address) > 254 || strings.ContainsFunc(address, unmailable) {
		return invalid("email", "account.email_shape")
	}
	domain = strings.ToLower(domain)
	canonical, err := CanonicalHost(domain)
	if err != nil || strings.HasSuffix(domain, ".") || !strings.Contains(canonical, ".") && canonical != "localhost" {
		return invalid("email", "account.email_shape")
	}
	return nil
}

func unmailable(r rune) bool { return unclean(r) || strings.ContainsRune(`"(),:;<>[]\`, r) }
