package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/lane"
	"consilium/web"
	"consilium/web/desk"
	"consilium/web/door"
	"consilium/web/mail"
	"consilium/web/mastodon"
	"consilium/web/push"
	"consilium/web/session"
)

// openDoors makes the doors that people and their apps come in by, and the loop
// that does what they leave to be done.
func (i *instance) openDoors(guarded *http.Client) error {
	if err := i.startSessions(guarded); err != nil {
		return err
	}
	i.door = &door.Door{Store: i.store, Renderer: i.renderer, Sessions: i.sessions, Limiter: i.limiter,
		Registrations: community.RegistrationMode(i.config.Registrations.Mode), Name: or(i.config.Server.Name, i.store.Domain()),
		Language: i.config.Server.Language, Log: i.log}
	guard, err := i.sessions.CrossOrigin(i.door.Refused())
	if err != nil {
		return err
	}
	i.pages = guard(i.webPages())
	i.desk = guard(desk.New(desk.Options{Door: i.door, Openness: i.openness(), Mode: community.FederationMode(i.config.Federation.Mode),
		Letters: i.letters(), Papers: i.papers, Pictures: i.library, Emoji: i.library, Inspect: i.inspects}).Handler())
	api := mastodon.New(i.mastodonOptions(guard))
	i.api, i.closeStreams = api.Handler(), api.CloseStreams
	return i.startLoop()
}

func (i *instance) startSessions(guarded *http.Client) error {
	proxies, err := i.config.trustedProxies()
	if err != nil {
		return err
	}
	base, err := url.Parse(i.store.Base())
	if err != nil {
		return fmt.Errorf("server.url: %w", err)
	}
	port := base.Port()
	if port == "" {
		port = "80"
	}
	signOn, err := i.signOn(guarded)
	if err != nil {
		return err
	}
	accounts := i.config.Accounts
	i.sessions = session.New(session.Options{Store: i.store, Secure: i.encrypted(), Port: port, Now: i.now,
		Limits: *i.config.Limits.Enabled, Letters: i.letters(), TrustedProxies: proxies,
		RequireSecondFactor: accounts.SecondFactor == "required", IdleStaff: time.Duration(*accounts.IdleStaff) * time.Minute,
		IdleMembers: time.Duration(accounts.IdleMembers) * time.Minute, SignOn: signOn})
	i.limiter = session.NewLimiter(*i.config.Limits.Enabled, i.now)
	return nil
}

// letters says whether a mail server is configured.
func (i *instance) letters() bool { return i.config.Mail.Host != "" }

// asksForMembers says whether everybody may at least ask for an account.
func (i *instance) asksForMembers() bool {
	mode := community.RegistrationMode(i.config.Registrations.Mode)
	return mode == community.RegisterOpen || mode == community.RegisterApproval
}

func (i *instance) federated() bool {
	return i.config.Federation.Mode != string(community.FederationOff)
}

func (i *instance) webPages() http.Handler {
	o := web.Options{Door: i.door, Library: i.library, Fetcher: i.library, Limiter: i.limiter, Openness: i.openness(),
		Federated: i.federated(),
		Version:   version, AccountOptions: web.AccountOptions{Sessions: i.sessions, Letters: i.letters(), Avatars: i.library}}
	o.VerificationOptions = web.VerificationOptions{Registers: i.ownRegisters(), Papers: i.papers}
	if i.registers.Has(credential.RegisterORCID) {
		o.Researchers = i.registers
	}
	if i.federated() {
		o.Resolver, o.Linker, o.Documents = i.federation, i.federation, i.federation
	}
	return web.New(o).Handler()
}

func (i *instance) mastodonOptions(guard func(http.Handler) http.Handler) mastodon.Options {
	o := mastodon.Options{Door: i.door, Library: i.library, Fetcher: i.library, Limiter: i.limiter, Openness: i.openness(), Version: version,
		Guard: guard, Federation: community.FederationMode(i.config.Federation.Mode)}
	if i.federated() {
		o.Resolver, o.Linker, o.Documents = i.federation, i.federation, i.federation
	}
	return o
}

// newcomers is how many new people of one domain are got to know in an hour, 0 for no
// limit.
func (i *instance) newcomers() int {
	if !*i.config.Limits.Enabled {
		return 0
	}
	return i.config.Federation.Newcomers
}

// startLoop says who does which kind of job.
func (i *instance) startLoop() error {
	i.loop = &lane.Loop{Store: i.store, Log: i.log}
	handlers := map[string]lane.Handler{
		storage.KindReceive:      i.federation.Receive,
		storage.KindDeliver:      i.federation.Deliver,
		storage.KindFetch:        i.federation.Fetch,
		storage.KindConversation: i.federation.ReadConversation,
		storage.KindSynchronize:  i.federation.Synchronize,
		storage.KindMail:         noLetters,
		storage.KindWaste:        func(ctx context.Context, _ storage.Job) error { return i.library.EmptyWaste(ctx) },
		storage.KindLookUp:       i.lookUp,
		storage.KindCite:         i.cite,
		storage.KindCredential:   i.federation.ReadCredential,
		storage.KindStatus:       i.federation.ReadStatusList,
		storage.KindPush:         i.notices().Handle,
		storage.KindPolicy:       i.store.EnforceDomains,
		storage.KindFeatured:     i.federation.ReadFeatured,
		storage.KindMedia:        i.library.Process,
		storage.KindImport:       i.importer().Handle,
	}
	if i.letters() {
		m := i.config.Mail
		sender, err := mail.New(mail.Options{Host: m.Host, Port: m.Port, Username: m.Username, Password: m.Password, From: m.From,
			TLS: m.TLS, Language: i.config.Server.Language, Store: i.store, Catalogue: i.renderer.Catalogue(), Log: i.log})
		if err != nil {
			return err
		}
		handlers[storage.KindMail] = sender.Handle
	}
	for kind, h := range handlers {
		i.loop.Handle(kind, i.counted(kind, h))
	}
	return nil
}

// notices tells browsers of what happened, through the guarded client.
func (i *instance) notices() *push.Sender {
	return &push.Sender{Store: i.store, HTTP: i.outbound, Catalogue: i.renderer.Catalogue(), Language: i.config.Server.Language, Log: i.log,
		Icon: i.store.Base() + i.renderer.Asset("icon-192.png")}
}

// importer does what members have read in.
func (i *instance) importer() *door.Importer {
	importer := &door.Importer{Store: i.store, Log: i.log}
	if i.federated() {
		importer.Resolver = i.federation
	}
	return importer
}

// noLetters drops letters that were queued while a mail server was configured.
func noLetters(context.Context, storage.Job) error { return nil }
