package community

import (
	"errors"
	"strings"
)

// Handle is how people name an actor: @name, or @name@host for one elsewhere.
// It only ever comes from ParseHandle or MakeHandle.
type Handle struct{ name, host string }

// Name is the part before the host, as its owner writes it.
func (h Handle) Name() string { return h.name }

// Host is the account domain, name[:port]; "" for an actor of this instance.
func (h Handle) Host() string { return h.host }

// IsZero says whether there is no handle.
func (h Handle) IsZero() bool { return h.name == "" }

// String is "name" here and "name@host" elsewhere, as the acct of the client API.
func (h Handle) String() string {
	if h.host == "" {
		return h.name
	}
	return h.name + "@" + h.host
}

// At is the handle with the host spelled out, for the actors of this instance too.
func (h Handle) At(ours string) string {
	if h.host == "" {
		return h.name + "@" + ours
	}
	return h.String()
}

// ParseHandle reads "name", "@name", "name@host", "@name@host" and
// "acct:name@host" (RFC 7565). ours is our account domain: a handle that names
// it comes back without a host.
func ParseHandle(s, ours string) (Handle, error) {
	s = strings.TrimSpace(s)
	if len(s) >= 5 && strings.EqualFold(s[:5], "acct:") { // schemes have no letter case (RFC 3986 3.1)
		s = s[5:]
	}
	name, host, found := strings.Cut(strings.TrimPrefix(s, "@"), "@")
	if found && host == "" {
		return Handle{}, errors.New("handle: no host after @")
	}
	return MakeHandle(name, host, ours)
}

// MakeHandle joins the two parts a document gave us. Names of others may hold
// what Mastodon, GoToSocial, Misskey and Lemmy allow: letters, digits, '_', '-'
// and '.', up to 255 bytes.
func MakeHandle(name, host, ours string) (Handle, error) {
	if name == "" || len(name) > 255 || strings.ContainsFunc(name, notInName) {
		return Handle{}, errors.New("handle: not a name")
	}
	if host == "" {
		return Handle{name: name}, nil
	}
	host, err := CanonicalHost(host)
	if err != nil {
		return Handle{}, err
	}
	if host == ours {
		host = ""
	}
	return Handle{name: name, host: host}, nil
}

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-.", r))
}

// reservedNames would be taken for the house itself.
var reservedNames = map[string]bool{
	"admin": true, "administrator": true, "moderator": true, "officer": true, "support": true, "help": true,
	"root": true, "system": true, "staff": true, "actor": true, "instance": true, "security": true,
	"postmaster": true, "abuse": true, "webmaster": true, "noreply": true, "consilium": true, "everyone": true,
}

// CheckName says whether a person may take this name here: 2 to 30 letters,
// digits and underscores, none that would pass for staff.
func CheckName(name string) error {
	if len(name) < 2 || len(name) > 30 {
		return invalid("username", "account.name_length", "min", 2, "max", 30)
	}
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_') {
			return invalid("username", "account.name_letters")
		}
	}
	if reservedNames[strings.ToLower(name)] {
		return invalid("username", "account.name_reserved")
	}
	return nil
}
