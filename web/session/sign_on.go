package session

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"consilium/community/credential"
)

// SignOnOptions are for single sign-on by OpenID Connect (V5).
type SignOnOptions struct {
	// Providers are the institutions people can sign on at; none switches it off.
	Providers []Provider
	// HTTP asks them; it must be the guarded client. Its Transport must be set.
	HTTP *http.Client
}

// Provider is the OpenID provider of an institution, as it is configured.
type Provider struct {
	// Key names it in addresses: small letters, digits and hyphens.
	Key string
	// Name is on the button; Institution in "confirmed by", Name when "".
	Name, Institution string
	// Issuer is exactly what the provider calls itself (OpenID Connect Discovery 4.3).
	Issuer, ClientID, ClientSecret string
	// Scopes are asked for beside "openid". offline_access is left out where the
	// provider says that it does not know it.
	Scopes []string
	// EmploymentClaim must be there, with one of EmploymentValues (any when there
	// are none), for somebody to count as one of the institution's.
	EmploymentClaim  string
	EmploymentValues []string
	// ProfessionClaim names what somebody is there, in the provider's own words,
	// which Professions translates; the first that fits counts.
	ProfessionClaim string
	Professions     []ProfessionValue
	// StrongACR and StrongAMR are the values of these claims that assert more than
	// one factor (OpenID Connect Core 2, RFC 8176).
	StrongACR, StrongAMR []string
	// NewAccounts lets people make an account by signing on, whoever else may.
	NewAccounts bool
	// EmailDomains are the domains whose addresses the provider may prove, when it
	// says that they are verified. Others are proved by letter.
	EmailDomains []string
	// Days is how long a proof is good for who does not come back; 35 when 0.
	Days int
}

// ProfessionValue is one value of the profession claim and what it means.
type ProfessionValue struct {
	Value      string
	Profession credential.Profession
}

// ParseProfessions reads "value=slug" pairs. Its errors say which one is wrong.
func ParseProfessions(pairs []string) ([]ProfessionValue, error) {
	list := make([]ProfessionValue, 0, len(pairs))
	for _, pair := range pairs {
		cut := strings.LastIndex(pair, "=")
		if cut < 1 || !credential.Profession(pair[cut+1:]).Known() {
			return nil, fmt.Errorf("%q must be a value of the claim, =, and a profession such as %q", pair, credential.Professions()[0])
		}
		list = append(list, ProfessionValue{pair[:cut], credential.Profession(pair[cut+1:])})
	}
	return list, nil
}

var providerKey = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){0,31}$`)

// Check says what is wrong with the configuration of a provider; nil for
// nothing. It asks nobody: a provider that is down stops no start.
func (p Provider) Check() error {
	issuer, err := url.Parse(p.Issuer)
	switch {
	case !providerKey.MatchString(p.Key):
		return fmt.Errorf("the key %q must be small letters, digits and hyphens", p.Key)
	case err != nil || issuer.Host == "" || issuer.Scheme != "https" && issuer.Scheme != "http" || issuer.RawQuery != "" || issuer.Fragment != "":
		return fmt.Errorf("the issuer %q must look like https://login.hospital.example", p.Issuer)
	case p.ClientID == "":
		return errors.New("the client id is missing")
	case p.Name == "":
		return errors.New("the name is missing: it is on the button")
	case (p.ProfessionClaim == "") != (len(p.Professions) == 0):
		return errors.New("the profession claim and the professions belong together: set both or neither")
	case p.Days < 0:
		return errors.New("the days must not be less than 0")
	}
	return nil
}

// defaultDays is how long a proof is good for who does not come back.
const defaultDays = 35

func (p Provider) length() time.Duration {
	days := p.Days
	if days == 0 {
		days = defaultDays
	}
	return time.Duration(days) * 24 * time.Hour
}

func (p Provider) institution() string {
	if p.Institution == "" {
		return p.Name
	}
	return p.Institution
}

// provesEmail says whether the provider's word about an address is enough.
func (p Provider) provesEmail(address string) bool {
	_, domain, found := strings.Cut(address, "@")
	return found && slices.ContainsFunc(p.EmailDomains, func(d string) bool { return strings.EqualFold(d, domain) })
}

// SignOnProviders are the institutions people can sign on at, in the order of
// the configuration.
func (s *Sessions) SignOnProviders() []Provider {
	list := make([]Provider, 0, len(s.signOn))
	for _, p := range s.signOn {
		list = append(list, p.Provider)
	}
	return list
}

// SignOnPath is where signing on at a provider begins. The query fields are
// return, a path of this site, and prove ("on") for who is signed in and has to
// prove again to be there.
func SignOnPath(key string) string { return "/sign-in/sso/" + key }
