package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// CredentialIssuer is who signs credentials for the actors of another server,
// and with what software, as its NodeInfo says.
type CredentialIssuer struct {
	Host string
	// Actor is the server's own actor; zero when it names none.
	Actor             community.IRI
	Software, Version string
	// Profile is the form of credentials it issues; "" for none.
	Profile string
	Asked   time.Time
}

type issuerRow struct {
	Host, Actor, Software, Version, Profile string
	Asked                                   stamp
}

func (r issuerRow) issuer() CredentialIssuer {
	actor, err := community.ParseIRI(r.Actor)
	if err != nil {
		actor = community.IRI{}
	}
	return CredentialIssuer{Host: r.Host, Actor: actor, Software: r.Software, Version: r.Version, Profile: r.Profile, Asked: r.Asked.Time}
}

// CredentialIssuer gives what is known of a host; ErrNotFound.
func (s *Store) CredentialIssuer(ctx context.Context, host string) (CredentialIssuer, error) {
	var row issuerRow
	err := one(ctx, s.r, &row, `SELECT host, actor, software, version, profile, asked FROM credential_issuer WHERE host = ?`, host)
	if err != nil {
		return CredentialIssuer{}, fmt.Errorf("issuer at %s: %w", host, err)
	}
	return row.issuer(), nil
}

// KeepCredentialIssuer keeps what a host was found to say now.
func (s *Store) KeepCredentialIssuer(ctx context.Context, i CredentialIssuer) error {
	return s.update(ctx, "keep issuer at "+i.Host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO credential_issuer (host, actor, software, version, profile, asked) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET actor = excluded.actor, software = excluded.software, version = excluded.version,
			profile = excluded.profile, asked = excluded.asked`, i.Host, i.Actor.String(), i.Software, i.Version, i.Profile, at(t.now))
		return err
	})
}

// KnownIssuer is a server whose word on its own people is known here.
type KnownIssuer struct {
	CredentialIssuer
	// People are those it vouches for that are known here, Checked is when the
	// oldest of its lists was last read.
	People  int
	Checked time.Time
}

// KnownIssuers lists the servers that issue credentials, by name.
func (s *Store) KnownIssuers(ctx context.Context) ([]KnownIssuer, error) {
	var rows []struct {
		issuerRow
		People  int
		Checked stamp
	}
	err := many(ctx, s.r, &rows, `SELECT i.host, i.actor, i.software, i.version, i.profile, i.asked,
		(SELECT COUNT(*) FROM credential AS c WHERE c.issuer = i.host AND c.state = 'active' AND c.valid_until > ?) AS people,
		(SELECT MIN(l.checked) FROM status_list AS l WHERE l.host = i.host) AS checked
		FROM credential_issuer AS i WHERE i.profile <> '' ORDER BY i.host LIMIT 1000`, at(s.Now()))
	if err != nil {
		return nil, fmt.Errorf("list issuers: %w", err)
	}
	list := make([]KnownIssuer, 0, len(rows))
	for _, r := range rows {
		list = append(list, KnownIssuer{CredentialIssuer: r.issuer(), People: r.People, Checked: r.Checked.Time})
	}
	return list, nil
}
