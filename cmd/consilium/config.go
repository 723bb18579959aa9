package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"consilium/community"
	"consilium/federation"
	"consilium/web/session"
)

// Config is everything that can be configured. The zero value of every field
// means its default, which defaults fills in; config.example.toml says what each
// does and is held equal to the defaults by a test.
type Config struct {
	Server struct {
		Address        string   `toml:"address"`
		URL            string   `toml:"url"`
		AccountDomain  string   `toml:"account_domain"`
		Name           string   `toml:"name"`
		TLSCertificate string   `toml:"tls_certificate"`
		TLSKey         string   `toml:"tls_key"`
		TrustedProxies []string `toml:"trusted_proxies"`
		MetricsAddress string   `toml:"metrics_address"`
		Language       string   `toml:"language"`
	} `toml:"server"`
	Storage struct {
		Database   string `toml:"database"`
		Media      string `toml:"media"`
		SecretFile string `toml:"secret_file"`
	} `toml:"storage"`
	Federation struct {
		Mode            string   `toml:"mode"`
		PrivateNetworks []string `toml:"private_networks"`
		InsecureHTTP    bool     `toml:"insecure_http"`
		DirectMessages  string   `toml:"direct_messages"`
		PublicUnsigned  bool     `toml:"public_unsigned"`
		LegacyPeers     []string `toml:"legacy_signature_peers"`
		Newcomers       int      `toml:"newcomers"`
	} `toml:"federation"`
	Registrations struct {
		Mode string `toml:"mode"`
	} `toml:"registrations"`
	Accounts struct {
		SecondFactor string `toml:"second_factor"`
		IdleStaff    *int   `toml:"idle_staff"`
		IdleMembers  int    `toml:"idle_members"`
	} `toml:"accounts"`
	Verification struct {
		FourEyes      bool `toml:"four_eyes"`
		TargetDays    int  `toml:"target_days"`
		KeepDocuments int  `toml:"keep_documents"`
	} `toml:"verification"`
	Registers struct {
		NPPES    *bool    `toml:"nppes"`
		NPPESURL string   `toml:"nppes_url"`
		ORCID    *bool    `toml:"orcid"`
		ORCIDURL string   `toml:"orcid_url"`
		Files    []string `toml:"files"`
	} `toml:"registers"`
	Citations struct {
		Enabled     *bool  `toml:"enabled"`
		CrossrefURL string `toml:"crossref_url"`
		PubMedURL   string `toml:"pubmed_url"`
	} `toml:"citations"`
	SignOn struct {
		Issuer           string   `toml:"issuer"`
		ClientID         string   `toml:"client_id"`
		ClientSecret     string   `toml:"client_secret"`
		Name             string   `toml:"name"`
		Institution      string   `toml:"institution"`
		Scopes           []string `toml:"scopes"`
		EmploymentClaim  string   `toml:"employment_claim"`
		EmploymentValues []string `toml:"employment_values"`
		ProfessionClaim  string   `toml:"profession_claim"`
		Professions      []string `toml:"professions"`
		StrongACR        []string `toml:"strong_acr"`
		StrongAMR        []string `toml:"strong_amr"`
		NewAccounts      bool     `toml:"new_accounts"`
		EmailDomains     []string `toml:"email_domains"`
		Days             int      `toml:"days"`
	} `toml:"sign_on"`
	Cases struct {
		Public        bool `toml:"public"`
		FollowUpAfter int  `toml:"follow_up_after"`
		ArchiveAfter  int  `toml:"archive_after"`
	} `toml:"cases"`
	Limits struct {
		Enabled *bool `toml:"enabled"`
	} `toml:"limits"`
	Mail struct {
		Host     string `toml:"host"`
		Port     int    `toml:"port"`
		Username string `toml:"username"`
		Password string `toml:"password"`
		From     string `toml:"from"`
		TLS      string `toml:"tls"`
	} `toml:"mail"`
}

// loadConfig reads the file (none when path is ""), then the environment, then
// fills in defaults and checks the whole. Every error names the key.
func loadConfig(path string, environment []string) (Config, error) {
	var c Config
	if err := c.readFile(path); err != nil {
		return c, err
	}
	if err := c.readEnvironment(environment); err != nil {
		return c, err
	}
	c.fillDefaults()
	return c, c.check()
}

func (c *Config) readFile(path string) error {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no configuration file %s: copy config.example.toml, or leave out --config", path)
	}
	if err != nil {
		return fmt.Errorf("cannot read the configuration: %w", err)
	}
	meta, err := toml.Decode(string(text), c)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("%s: unknown key %s; see config.example.toml", path, unknown[0])
	}
	return nil
}

const environmentPrefix = "CONSILIUM_"

// readEnvironment lets CONSILIUM_SECTION_KEY override section.key. Lists are
// separated by commas.
func (c *Config) readEnvironment(environment []string) error {
	known := map[string]reflect.Value{}
	for key, field := range c.fields() {
		known[environmentPrefix+strings.ToUpper(strings.ReplaceAll(key, ".", "_"))] = field
	}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, environmentPrefix) {
			continue
		}
		field, ok := known[name]
		if !ok {
			return fmt.Errorf("unknown setting %s in the environment; see config.example.toml", name)
		}
		if err := setField(field, value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// fields gives every setting by its key, such as "server.address".
func (c *Config) fields() map[string]reflect.Value {
	all := map[string]reflect.Value{}
	sections := reflect.ValueOf(c).Elem()
	for i := range sections.NumField() {
		section, name := sections.Field(i), sections.Type().Field(i).Tag.Get("toml")
		for j := range section.NumField() {
			all[name+"."+section.Type().Field(j).Tag.Get("toml")] = section.Field(j)
		}
	}
	return all
}

func setField(field reflect.Value, text string) error {
	switch v := field.Addr().Interface().(type) {
	case *string:
		*v = text
	case *[]string:
		*v = nil
		for part := range strings.SplitSeq(text, ",") {
			if part = strings.TrimSpace(part); part != "" {
				*v = append(*v, part)
			}
		}
	case *bool:
		return parseInto(v, text, strconv.ParseBool, "true or false")
	case **bool:
		*v = new(bool)
		return parseInto(*v, text, strconv.ParseBool, "true or false")
	case *int:
		return parseInto(v, text, strconv.Atoi, "a number")
	case **int:
		*v = new(int)
		return parseInto(*v, text, strconv.Atoi, "a number")
	}
	return nil
}

func parseInto[T any](to *T, text string, parse func(string) (T, error), wanted string) error {
	v, err := parse(text)
	if err != nil {
		return fmt.Errorf("%q is not %s", text, wanted)
	}
	*to = v
	return nil
}

// fillDefaults gives every field that is not set its default.
func (c *Config) fillDefaults() {
	c.Server.Address = or(c.Server.Address, "localhost:8080")
	scheme := "http://"
	if c.Server.TLSCertificate != "" {
		scheme = "https://"
	}
	c.Server.URL = strings.TrimSuffix(or(c.Server.URL, scheme+c.Server.Address), "/")
	c.Server.Language = or(c.Server.Language, "en")
	c.Storage.Database = or(c.Storage.Database, "sqlite:data/consilium.db")
	c.Storage.Media = or(c.Storage.Media, "data/media")
	c.Storage.SecretFile = or(c.Storage.SecretFile, "data/secret")
	c.Federation.Mode = or(c.Federation.Mode, "open")
	c.Federation.DirectMessages = or(c.Federation.DirectMessages, "on")
	c.Registrations.Mode = or(c.Registrations.Mode, "approval")
	if c.Limits.Enabled == nil {
		c.Limits.Enabled = new(true)
	}
	c.fillVerification()
	c.Mail.TLS = or(c.Mail.TLS, "starttls")
	if c.Mail.Port == 0 {
		c.Mail.Port = map[string]int{"tls": 465}[c.Mail.TLS]
	}
	if c.Mail.Port == 0 {
		c.Mail.Port = 587
	}
}

// fillVerification fills in what concerns accounts and their proofs.
func (c *Config) fillVerification() {
	c.Accounts.SecondFactor = or(c.Accounts.SecondFactor, "required")
	if c.Accounts.IdleStaff == nil {
		c.Accounts.IdleStaff = new(15)
	}
	if c.Federation.Newcomers == 0 {
		c.Federation.Newcomers = federation.UsualNewcomers
	}
	if c.Cases.FollowUpAfter == 0 {
		c.Cases.FollowUpAfter = int(community.FollowUpAfter / day)
	}
	if c.Cases.ArchiveAfter == 0 {
		c.Cases.ArchiveAfter = int(community.ArchiveAfter / day)
	}
	if c.Verification.TargetDays == 0 {
		c.Verification.TargetDays = 2
	}
	if c.Verification.KeepDocuments == 0 {
		c.Verification.KeepDocuments = 30
	}
	if c.Registers.NPPES == nil {
		c.Registers.NPPES = new(true)
	}
	if c.Registers.ORCID == nil {
		c.Registers.ORCID = new(true)
	}
	if c.SignOn.Days == 0 {
		c.SignOn.Days = 35
	}
	if c.SignOn.Scopes == nil {
		c.SignOn.Scopes = []string{"profile", "email", "offline_access"}
	}
	if c.SignOn.StrongAMR == nil {
		c.SignOn.StrongAMR = []string{"mfa"}
	}
	if c.Citations.Enabled == nil {
		c.Citations.Enabled = new(true)
	}
	c.Citations.CrossrefURL = or(c.Citations.CrossrefURL, "https://api.crossref.org")
	c.Citations.PubMedURL = or(c.Citations.PubMedURL, "https://eutils.ncbi.nlm.nih.gov")
	c.Registers.NPPESURL = or(c.Registers.NPPESURL, "https://npiregistry.cms.hhs.gov")
	c.Registers.ORCIDURL = or(c.Registers.ORCIDURL, "https://pub.orcid.org")
}

func or(value, def string) string {
	if value == "" {
		return def
	}
	return value
}

// check says which key is wrong and what would do.
func (c *Config) check() error {
	for _, choice := range []struct {
		key, value string
		allowed    []string
	}{
		{"federation.mode", c.Federation.Mode, []string{"open", "allowlist", "off"}},
		{"federation.direct_messages", c.Federation.DirectMessages, []string{"on", "off"}},
		{"registrations.mode", c.Registrations.Mode, []string{"approval", "open", "invite", "closed"}},
		{"accounts.second_factor", c.Accounts.SecondFactor, []string{"required", "optional"}},
		{"mail.tls", c.Mail.TLS, []string{"starttls", "tls", "none"}},
		{"server.language", c.Server.Language, []string{"en", "de"}},
	} {
		if !slices.Contains(choice.allowed, choice.value) {
			return fmt.Errorf("%s is %q, but must be one of: %s", choice.key, choice.value, strings.Join(choice.allowed, ", "))
		}
	}
	if _, err := c.privateNetworks(); err != nil {
		return err
	}
	if _, err := c.trustedProxies(); err != nil {
		return err
	}
	for _, peer := range c.Federation.LegacyPeers {
		if host, err := community.CanonicalHost(peer); err != nil || host != peer {
			return fmt.Errorf("federation.legacy_signature_peers: %q is not a host name", peer)
		}
	}
	if (c.Server.TLSCertificate == "") != (c.Server.TLSKey == "") {
		return errors.New("server.tls_certificate and server.tls_key belong together: set both or neither")
	}
	if c.Mail.Host != "" && c.Mail.From == "" {
		return errors.New("mail.from is missing: the address that letters are sent from")
	}
	if err := c.checkSignOn(); err != nil {
		return err
	}
	return c.checkURL()
}

// checkSignOn makes sure that a single sign-on can prove something.
func (c *Config) checkSignOn() error {
	o := c.SignOn
	switch {
	case o.Issuer == "":
		return nil
	case o.ClientID == "":
		return errors.New("sign_on.client_id is missing: what the provider calls this server")
	case o.Name == "":
		return errors.New("sign_on.name is missing: what stands on the button")
	case o.EmploymentClaim == "":
		return errors.New("sign_on.employment_claim is missing: without it nobody can be told from a guest")
	}
	if _, err := session.ParseProfessions(o.Professions); err != nil {
		return fmt.Errorf("sign_on.professions: %w", err)
	}
	return nil
}

// checkURL makes sure that identifiers made from server.url will be good ones.
func (c *Config) checkURL() error {
	u, err := url.Parse(c.Server.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("server.url %q must look like https://community.example.org", c.Server.URL)
	}
	host, err := community.CanonicalHost(u.Host)
	if err != nil {
		return fmt.Errorf("server.url %q does not name a host: set it to the address people use, such as https://community.example.org", c.Server.URL)
	}
	if host != u.Host {
		return fmt.Errorf("server.url %q: write the host as %q", c.Server.URL, host)
	}
	if c.Server.AccountDomain != "" {
		if domain, err := community.CanonicalHost(c.Server.AccountDomain); err != nil || domain != c.Server.AccountDomain {
			return fmt.Errorf("server.account_domain %q is not a host name", c.Server.AccountDomain)
		}
	}
	return nil
}

func (c *Config) privateNetworks() ([]netip.Prefix, error) {
	return prefixes("federation.private_networks", c.Federation.PrivateNetworks)
}

func (c *Config) trustedProxies() ([]netip.Prefix, error) {
	return prefixes("server.trusted_proxies", c.Server.TrustedProxies)
}

// prefixes reads networks; a single address is a network of one.
func prefixes(key string, list []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range list {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			a, err := netip.ParseAddr(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %q is not a network such as 10.0.0.0/8", key, text)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		all = append(all, p)
	}
	return all, nil
}
