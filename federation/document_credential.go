package federation

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/credential"
	"consilium/federation/vocab"
	"consilium/storage"
)

// issuer is this instance as it signs what it vouches for.
func (f *Federation) issuer(ctx context.Context) (credential.Issuer, error) {
	instance, err := f.instance(ctx)
	if err != nil {
		return credential.Issuer{}, err
	}
	method, signer, err := f.store.SigningKey(ctx, instance.ID, storage.Ed25519)
	if err != nil {
		return credential.Issuer{}, err
	}
	key, ok := signer.(ed25519.PrivateKey)
	if !ok {
		return credential.Issuer{}, errors.New("the instance has no Ed25519 key")
	}
	return credential.Issuer{IRI: instance.IRI, Method: method, Key: key}, nil
}

// credentialDocument is what this instance signed for a member, signed now when
// it was not. ErrNotFound when nothing is in force.
func (f *Federation) credentialDocument(ctx context.Context, member community.ActorID) (storage.CredentialDocument, error) {
	d, err := f.store.CredentialDocument(ctx, member)
	if err != nil || d.Text != "" && f.now().Before(d.Until) {
		return d, err
	}
	return f.signCredential(ctx, member)
}

// signCredential signs a member's credential anew. Where another document was
// given out before, the servers that may hold it are told.
func (f *Federation) signCredential(ctx context.Context, member community.ActorID) (storage.CredentialDocument, error) {
	d, err := f.store.ReserveCredential(ctx, member)
	if err != nil {
		return d, err
	}
	issuer, err := f.issuer(ctx)
	if err != nil {
		return d, err
	}
	again := d.Text != ""
	text, until, err := issuer.Sign(d, f.now())
	if err != nil {
		return d, err
	}
	d.Text, d.Until = string(text), until
	err = f.store.KeepCredentialDocument(ctx, d, again)
	if errors.Is(err, community.ErrConflict) { // it has changed meanwhile: whoever changed it says so
		return d, fmt.Errorf("credential of actor %d: %w", member, community.ErrUnavailable)
	}
	return d, err
}

// memberCredential is what the document of a member says of its credential: all
// of it when the holder agreed, else where it lies. Without one it says nothing.
func (f *Federation) memberCredential(ctx context.Context, a community.Actor) (vocab.Credential, error) {
	if a.User == 0 || a.Credential == nil {
		return vocab.Credential{}, nil
	}
	d, err := f.credentialDocument(ctx, a.ID)
	switch {
	case errors.Is(err, community.ErrNotFound), errors.Is(err, community.ErrUnavailable):
		return vocab.Credential{}, nil
	case err != nil:
		return vocab.Credential{}, err
	case d.Public:
		return vocab.Credential{IRI: d.IRI.String(), Document: []byte(d.Text)}, nil
	}
	return vocab.Credential{IRI: d.IRI.String()}, nil
}

// RenewCredentials signs what is to be signed anew: credentials whose document
// ends in a month, or was signed with a key that is no longer the instance's. It
// takes back the documents of those that have ended. It is run every minute, by
// as many processes as there are.
func (f *Federation) RenewCredentials(ctx context.Context) error {
	if err := f.store.EndCredentials(ctx); err != nil {
		return fmt.Errorf("end credentials: %w", err)
	}
	issuer, err := f.issuer(ctx)
	if err != nil {
		return err
	}
	members, err := f.store.CredentialsToSign(ctx, issuer.Method, credential.RenewBefore)
	if err != nil {
		return err
	}
	for _, member := range members {
		if _, err := f.signCredential(ctx, member); err != nil && !settled(err) && !errors.Is(err, community.ErrUnavailable) {
			return err
		}
	}
	return nil
}
