package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// The form of the exported documents is a promise (docs/export.md): members are
// added, none changes its meaning without another exportVersion.
const (
	exportFormat  = "consilium-export"
	exportVersion = 2
)

// mostEvents is how many sign-ins and changes of the login are looked at.
const mostEvents = 1000

type exportedAccount struct {
	Format        string             `json:"format"`
	Version       int                `json:"version"`
	Instance      string             `json:"instance"`
	Exported      time.Time          `json:"exported"`
	ID            string             `json:"id"`
	Handle        string             `json:"handle"`
	URL           string             `json:"url"`
	Username      string             `json:"username"`
	Email         string             `json:"email"`
	EmailProved   time.Time          `json:"email_proved,omitzero"`
	Created       time.Time          `json:"created"`
	Reason        string             `json:"reason,omitempty"`
	Language      string             `json:"language,omitempty"`
	TimeZone      string             `json:"time_zone,omitempty"`
	Departs       time.Time          `json:"departs,omitzero"`
	DisplayName   string             `json:"display_name"`
	Pronouns      string             `json:"pronouns,omitempty"`
	Summary       string             `json:"summary,omitempty"`
	Profession    string             `json:"profession,omitempty"`
	Specialty     string             `json:"specialty,omitempty"`
	Picture       string             `json:"picture,omitempty"`
	AsksFollowers bool               `json:"asks_followers"`
	Discoverable  bool               `json:"discoverable"`
	Indexable     bool               `json:"indexable"`
	AlsoKnownAs   []string           `json:"also_known_as,omitempty"`
	MovedTo       string             `json:"moved_to,omitempty"`
	Practice      exportedPractice   `json:"practice"`
	SignOn        []exportedIdentity `json:"sign_on,omitempty"`
}

type exportedPractice struct {
	Training     string   `json:"training,omitempty"`
	Interests    string   `json:"interests,omitempty"`
	Languages    []string `json:"languages,omitempty"`
	Country      string   `json:"country,omitempty"`
	Region       string   `json:"region,omitempty"`
	ORCID        string   `json:"orcid,omitempty"`
	Listed       bool     `json:"listed"`
	Referrals    bool     `json:"referrals"`
	ReferralNote string   `json:"referral_note,omitempty"`
}

type exportedIdentity struct {
	Issuer  string    `json:"issuer"`
	Subject string    `json:"subject"`
	Label   string    `json:"label,omitempty"`
	Linked  time.Time `json:"linked"`
}

func (e exporter) account(ctx context.Context, w io.Writer) error {
	u, a := e.estate.User, e.estate.Actor
	practice, err := e.store.Practice(ctx, a.ID)
	if err != nil {
		return err
	}
	identities, err := e.store.Identities(ctx, u.ID)
	if err != nil {
		return err
	}
	doc := exportedAccount{Format: exportFormat, Version: exportVersion, Instance: e.store.Base(), Exported: e.now,
		ID: a.IRI.String(), Handle: a.Handle.At(e.store.Domain()), URL: a.URL.String(), Username: u.Name, Email: u.Email,
		EmailProved: u.EmailConfirmed, Created: u.Created, Reason: u.Reason, Language: u.Language, TimeZone: u.TimeZone, Departs: u.Departs,
		DisplayName: a.DisplayName, Pronouns: a.Pronouns, Summary: a.SummarySource, Profession: string(a.Profession),
		Specialty: string(a.Specialty), AsksFollowers: a.ApprovesFollowers, Discoverable: a.Discoverable, Indexable: a.Indexable,
		MovedTo: a.MovedTo.String(), Practice: exportedPractice(practice)}
	for _, alias := range a.Aliases {
		doc.AlsoKnownAs = append(doc.AlsoKnownAs, alias.String())
	}
	for _, i := range identities {
		doc.SignOn = append(doc.SignOn, exportedIdentity{i.Issuer, i.Subject, i.Label, i.Linked})
	}
	if m, err := e.store.Media(ctx, a.Avatar); a.Avatar != 0 && err == nil {
		doc.Picture = pictureName(m)
	}
	return indented(w, doc)
}

type exportedCredentials struct {
	Credential *exportedCredential `json:"credential,omitempty"`
	Evidence   []exportedEvidence  `json:"evidence"`
}

type exportedCredential struct {
	Profession   string                 `json:"profession"`
	Specialties  []credential.Specialty `json:"specialties,omitempty"`
	Level        int                    `json:"level"`
	Method       string                 `json:"method"`
	Jurisdiction string                 `json:"jurisdiction,omitempty"`
	ConfirmedBy  string                 `json:"confirmed_by"`
	Confirmed    time.Time              `json:"confirmed"`
	Until        time.Time              `json:"until"`
	State        string                 `json:"state"`
	Reason       string                 `json:"reason,omitempty"`
	Changed      time.Time              `json:"changed"`
}

type exportedEvidence struct {
	Kind       string    `json:"kind"`
	Profession string    `json:"profession,omitempty"`
	Source     string    `json:"source,omitempty"`
	Proved     time.Time `json:"proved"`
	Until      time.Time `json:"until,omitzero"`
	Withdrawn  time.Time `json:"withdrawn,omitzero"`
}

func (e exporter) credentials(ctx context.Context, w io.Writer) error {
	evidence, err := e.store.Evidence(ctx, e.estate.Actor.ID)
	if err != nil {
		return err
	}
	doc := exportedCredentials{Evidence: []exportedEvidence{}}
	for _, p := range evidence {
		doc.Evidence = append(doc.Evidence, exportedEvidence{string(p.Kind), string(p.Profession), p.Source, p.Proved, p.Until, p.Withdrawn})
	}
	c, err := e.store.Credential(ctx, e.estate.Actor.ID)
	if err == nil {
		doc.Credential = &exportedCredential{string(c.Profession), c.Specialties, int(c.Level), string(c.Method), c.Jurisdiction, c.ConfirmedBy,
			c.Confirmed, c.Until, string(c.State), c.Reason, c.Changed}
	} else if !errors.Is(err, community.ErrNotFound) {
		return err
	}
	return indented(w, doc)
}

type exportedSecurity struct {
	Sessions []exportedSession `json:"sessions"`
	Events   []exportedEvent   `json:"events"`
}

type exportedSession struct {
	Browser  string    `json:"browser"`
	Address  string    `json:"address,omitempty"`
	SignedIn time.Time `json:"signed_in"`
	Seen     time.Time `json:"seen"`
}

type exportedEvent struct {
	What    string    `json:"what"`
	Browser string    `json:"browser,omitempty"`
	Address string    `json:"address,omitempty"`
	When    time.Time `json:"when"`
}

func (e exporter) security(ctx context.Context, w io.Writer) error {
	sessions, err := e.store.Sessions(ctx, e.estate.User.ID)
	if err != nil {
		return err
	}
	events, err := e.store.SecurityEvents(ctx, e.estate.User.ID, mostEvents)
	if err != nil {
		return err
	}
	doc := exportedSecurity{Sessions: []exportedSession{}, Events: []exportedEvent{}}
	for _, x := range sessions {
		one := exportedSession{Browser: x.Agent, SignedIn: x.Created, Seen: x.LastSeen}
		if x.Address.IsValid() {
			one.Address = x.Address.String()
		}
		doc.Sessions = append(doc.Sessions, one)
	}
	for _, x := range events {
		one := exportedEvent{What: x.Kind, Browser: x.Agent, When: x.Created}
		if x.Address.IsValid() {
			one.Address = x.Address.String()
		}
		doc.Events = append(doc.Events, one)
	}
	return indented(w, doc)
}

// indented writes a document that people may read as well.
func indented(w io.Writer, doc any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	if err := out.Encode(doc); err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return nil
}
