package federation

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/credential"
)

// serveCredential answers for a signed credential: to everybody when its holder
// agreed, else to servers that sign. Whoever may not read it learns no more than
// of one that never was.
func (f *Federation) serveCredential(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Vary", "Accept, Signature, Signature-Input, Authorization, Cookie")
	who, err := f.asker(r)
	if err == nil {
		var a response
		if a, err = f.readableCredential(r.Context(), who, mux.Vars(r)["token"]); err == nil {
			a.write(w)
			return
		}
	}
	f.fail(w, r, err)
}

func (f *Federation) readableCredential(ctx context.Context, who asker, token string) (response, error) {
	hidden := fmt.Errorf("credential: %w", community.ErrNotFound)
	iri, err := community.ParseIRI(f.base + "/credentials/" + token)
	if err != nil {
		return response{}, hidden
	}
	d, err := f.store.CredentialDocumentAt(ctx, iri)
	if err != nil {
		return response{}, err
	}
	holder, err := f.store.Actor(ctx, d.Actor)
	if err != nil {
		return response{}, err
	}
	if err := f.present(ctx, holder); err != nil {
		return response{}, hidden
	}
	blocked, err := f.blocked(ctx, holder, who)
	if err != nil {
		return response{}, err
	}
	if who.barred || blocked || !d.Public && !who.signed {
		return response{}, hidden
	}
	if d, err = f.credentialDocument(ctx, d.Actor); err != nil {
		return response{}, err
	}
	return response{http.StatusOK, credential.MediaType, []byte(d.Text)}, nil
}

// listCache keeps the status lists as signed last, since they are asked for by
// everybody and change rarely.
type listCache struct {
	mu    sync.Mutex
	lists map[community.IRI]signedList
}

type signedList struct {
	text    []byte
	minute  time.Time
	revoked int
}

// statusList is one of our lists, signed within the last minute. ErrNotFound for
// what is not one of ours.
func (f *Federation) statusList(ctx context.Context, iri community.IRI) ([]byte, error) {
	revoked, err := f.store.RevokedCount(ctx)
	if err != nil {
		return nil, err
	}
	now := f.now()
	f.lists.mu.Lock()
	defer f.lists.mu.Unlock()
	have, ok := f.lists.lists[iri]
	if ok && have.revoked == revoked && have.minute.Equal(now.Truncate(credential.ListEvery)) {
		return have.text, nil
	}
	entries, err := f.store.RevokedEntries(ctx, iri)
	if err != nil {
		return nil, err
	}
	issuer, err := f.issuer(ctx)
	if err != nil {
		return nil, err
	}
	text, err := issuer.SignList(iri, entries, now)
	if err != nil {
		return nil, err
	}
	if f.lists.lists == nil {
		f.lists.lists = map[community.IRI]signedList{}
	}
	f.lists.lists[iri] = signedList{text, now.Truncate(credential.ListEvery), revoked}
	return text, nil
}

// serveStatusList answers everybody, and tells who asks apart from nobody: the
// whole list is one document (Bitstring Status List 1.0, 5.2).
func (f *Federation) serveStatusList(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	iri, err := community.ParseIRI(f.base + "/credentials/lists/" + mux.Vars(r)["token"])
	var text []byte
	if err == nil {
		text, err = f.statusList(r.Context(), iri)
	} else {
		err = fmt.Errorf("status list: %w", community.ErrNotFound)
	}
	if err != nil {
		w.Header().Set("Cache-Control", "no-store")
		f.fail(w, r, err)
		return
	}
	sum := sha256.Sum256(text)
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	w.Header().Set("Cache-Control", "public, max-age=30")
	w.Header().Set("Content-Type", credential.MediaType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
}
