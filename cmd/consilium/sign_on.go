package main

import (
	"fmt"
	"net/http"

	"consilium/web/session"
)

// signOnKey names the one provider of the configuration in addresses.
const signOnKey = "hospital"

// signOn is the single sign-on of the institution, if it has one.
func (i *instance) signOn(guarded *http.Client) (session.SignOnOptions, error) {
	c := i.config.SignOn
	if c.Issuer == "" {
		return session.SignOnOptions{}, nil
	}
	professions, err := session.ParseProfessions(c.Professions)
	if err != nil {
		return session.SignOnOptions{}, err
	}
	provider := session.Provider{Key: signOnKey, Name: c.Name, Institution: c.Institution, Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret,
		Scopes: c.Scopes, EmploymentClaim: c.EmploymentClaim, EmploymentValues: c.EmploymentValues,
		ProfessionClaim: c.ProfessionClaim, Professions: professions, StrongACR: c.StrongACR, StrongAMR: c.StrongAMR,
		NewAccounts: c.NewAccounts, EmailDomains: c.EmailDomains, Days: c.Days}
	if err := provider.Check(); err != nil {
		return session.SignOnOptions{}, fmt.Errorf("sign_on: %w", err)
	}
	return session.SignOnOptions{HTTP: guarded, Providers: []session.Provider{provider}}, nil
}
