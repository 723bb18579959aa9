package federation

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"

	"consilium/community"
	"consilium/federation/credential"
	"consilium/federation/proof"
	"consilium/federation/vocab"
	"consilium/storage"
)

// caseProfile names the terms of cases that our software writes and reads.
const caseProfile = "urn:x-consilium:case:1"

// capabilities is what our software says it can do (R-NI-2). The first two
// addresses are the ones peers compare with (FEP-844e).
func capabilities() []vocab.Capability {
	return []vocab.Capability{
		{Href: rfc9421, Name: "RFC-9421: HTTP Message Signatures"},
		{Href: rfc9421 + "#name-eddsa-using-curve-edwards25",
			Name: "RFC-9421 signatures using the Ed25519 algorithm"},
		{Href: credential.Profile, Name: "Clinician credentials"},
		{Href: caseProfile, Name: "Cases"},
	}
}

// actorDocument is a local actor as other servers are told of it (R-ACT-2,
// R-ACT-3). Pronouns, profession and specialty stay here: they would need
// headings, and those two that prove nothing the word that they do not. Only what
// labels somebody as no clinician goes along. It returns
// community.ErrForbidden for an actor of another server.
func (f *Federation) actorDocument(ctx context.Context, a community.Actor) (vocab.Actor, error) {
	if !a.Local {
		return vocab.Actor{}, fmt.Errorf("document of actor %d: %w", a.ID, community.ErrForbidden)
	}
	keys, err := f.keyDocuments(ctx, a)
	if err != nil {
		return vocab.Actor{}, err
	}
	icon, err := f.profilePicture(ctx, a.Avatar)
	if err != nil {
		return vocab.Actor{}, err
	}
	header, err := f.profilePicture(ctx, a.Header)
	if err != nil {
		return vocab.Actor{}, err
	}
	vouched, err := f.memberCredential(ctx, a)
	if err != nil {
		return vocab.Actor{}, err
	}
	doc := vocab.Actor{
		ID: a.IRI.String(), Type: string(a.Kind), PreferredUsername: a.Handle.Name(),
		Webfinger: a.Handle.At(f.store.Domain()), // FEP-2c59
		Name:      a.Name(), Summary: a.Summary.String(), URL: pageOf(a.URL, a.IRI), Icon: icon, Image: header, Keys: keys,
		Inbox: a.Inbox.String(), SharedInbox: a.SharedInbox.String(), Outbox: a.Outbox.String(),
		Followers: a.Followers.String(), Following: a.Following.String(), Featured: a.Featured.String(),
		ManuallyApprovesFollowers: a.ApprovesFollowers,
		Discoverable:              a.Discoverable, Indexable: a.Indexable, // FEP-5feb
		Published: a.Published, Implements: capabilities(), Credential: vouched,
		FeaturedTags: featuredTagsOf(a), Memorial: a.Memorial, AttributionDomains: a.AttributionDomains,
		Fields: f.fieldsOf(a), AlsoKnownAs: linked(a.Aliases), MovedTo: a.MovedTo.String(), // FEP-7628
	}
	return doc, f.groupDocument(ctx, a, &doc)
}

// keyDocuments lists the keys in use: the RSA key that signs now as the one
// publicKey, which is all that many peers read, and every key, also the one that
// will sign next, as a Multikey (R-KEY-2, R-KEY-3).
func (f *Federation) keyDocuments(ctx context.Context, a community.Actor) ([]vocab.Key, error) {
	keys, err := f.store.Keys(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var all []vocab.Key
	var signs storage.PublicKey
	for _, k := range keys {
		if !k.Retired.IsZero() {
			continue
		}
		text, err := proof.EncodeMultikey(k.Key)
		if err != nil {
			return nil, fmt.Errorf("encode key %s: %w", k.IRI, err)
		}
		all = append(all, vocab.Key{ID: k.IRI.String(), Owner: a.IRI.String(), Multibase: text})
		since := k.SigningSince()
		if k.Algorithm == storage.RSA && !since.After(f.now()) && (signs.Key == nil || since.After(signs.SigningSince())) {
			signs = k
		}
	}
	if signs.Key == nil {
		return all, nil
	}
	text, err := encodePEM(signs)
	return append([]vocab.Key{{ID: signs.IRI.String(), Owner: a.IRI.String(), PEM: text}}, all...), err
}

func encodePEM(k storage.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(k.Key)
	if err != nil {
		return "", fmt.Errorf("encode key %s: %w", k.IRI, err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// profilePicture is a picture of the profile; none when it has no file.
func (f *Federation) profilePicture(ctx context.Context, id community.MediaID) (vocab.Image, error) {
	if id == 0 {
		return vocab.Image{}, nil
	}
	m, err := f.store.Media(ctx, id)
	if errors.Is(err, community.ErrNotFound) || err == nil && m.File == "" {
		return vocab.Image{}, nil
	}
	if err != nil {
		return vocab.Image{}, err
	}
	return vocab.Image{URL: f.mediaURL(m.File), MediaType: m.Type, Alt: m.Description, Width: m.Width, Height: m.Height}, nil
}

// fieldsOf are the lines of a profile: what staff say a member is, then what the
// member says.
func (f *Federation) fieldsOf(a community.Actor) []vocab.Field {
	fields := f.labelFields(a)
	for _, own := range a.Fields {
		fields = append(fields, vocab.Field{Name: own.Name, Value: own.Value.String()})
	}
	return fields
}

// featuredTagsOf is the collection of hashtags on a member's profile; the instance has
// none.
func featuredTagsOf(a community.Actor) string {
	if a.User == 0 {
		return ""
	}
	return a.IRI.String() + "/collections/tags"
}

// mediaURL is where a file of the media keeper is shown.
func (f *Federation) mediaURL(file string) string { return f.base + "/media/" + url.PathEscape(file) }

// pageOf is the page for people, else the identifier.
func pageOf(page, iri community.IRI) string {
	if page.IsZero() {
		return iri.String()
	}
	return page.String()
}
