package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// ShownCredential is what is said of an actor, with all that its profile tells.
type ShownCredential struct {
	Credential
	// IRI is where the signed document lies; zero when there is none.
	IRI community.IRI
	// Checked is when its issuer last said that it stands; zero for our own.
	Checked time.Time
}

// ShownCredential gives what is said of an actor; ErrNotFound when nothing is.
func (s *Store) ShownCredential(ctx context.Context, actor community.ActorID) (ShownCredential, error) {
	var row struct {
		credentialRow
		IRI     community.IRI
		Checked stamp
	}
	err := one(ctx, s.r, &row, `SELECT `+credentialColumns+`, c.iri, l.checked FROM credential AS c
		LEFT JOIN status_list AS l ON l.iri = c.status_list WHERE c.actor = ?`, actor)
	if err != nil {
		return ShownCredential{}, fmt.Errorf("credential of actor %d: %w", actor, err)
	}
	return ShownCredential{Credential: row.credential(), IRI: row.IRI, Checked: row.Checked.Time}, nil
}
