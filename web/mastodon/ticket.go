package mastodon

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage/media"
	"consilium/web/session"
)

// ticketTime is how long a link to a picture works at least, and twice as long
// at most: links change seldom, so that apps can keep pictures.
const ticketTime = 24 * time.Hour

func (s *API) ticket(c *call, p place) string {
	expires := s.store.Now().Truncate(ticketTime).Add(2 * ticketTime).Unix()
	t := ticket{picture: community.FormatID(p.ID), size: p.size, actor: community.FormatID(c.viewer.Actor),
		token: strconv.FormatInt(c.bearer.ID, 10), expires: strconv.FormatInt(expires, 10)}
	proof, err := s.prove(t)
	if err != nil {
		return ""
	}
	query := url.Values{"actor": {t.actor}, "token": {t.token}, "expires": {t.expires}, "proof": {proof}}
	return s.address("/api/v1/media/" + t.picture + "/" + t.size + "?" + query.Encode())
}

// ticket lets whoever has it look at one picture as the member who gave the
// token, as long as the token is good.
type ticket struct{ picture, size, actor, token, expires string }

func (s *API) prove(t ticket) (string, error) {
	secret, err := s.store.Secret("picture links of the client API")
	if err != nil {
		return "", about("key of picture links", err)
	}
	sum := hmac.New(sha256.New, secret)
	fmt.Fprintf(sum, "%s %s %s %s %s", t.picture, t.size, t.actor, t.token, t.expires)
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)), nil
}

// showPicture is GET /api/v1/media/{id}/{size}. It answers with a file, the one
// thing here that is not JSON.
func (s *API) showPicture(w http.ResponseWriter, r *http.Request) {
	c := &call{Request: r, reply: w.Header(), printer: s.printer(r, "")}
	name, err := s.findPicture(c)
	if err == nil {
		err = s.sendPicture(w, c, name)
	}
	if err != nil {
		s.fail(w, c, err)
	}
}

// findPicture judges a ticket anew each time: the token must still be good and
// its member still see the post.
func (s *API) findPicture(c *call) (string, error) {
	if err := s.count(c); err != nil {
		return "", err
	}
	query := c.URL.Query()
	t := ticket{mux.Vars(c.Request)["id"], mux.Vars(c.Request)["size"], query.Get("actor"), query.Get("token"), query.Get("expires")}
	proof, err := s.prove(t)
	if err != nil {
		return "", err
	}
	expires, _ := strconv.ParseInt(t.expires, 10, 64)
	if !hmac.Equal([]byte(proof), []byte(query.Get("proof"))) || s.store.Now().Unix() >= expires {
		return "", community.ErrNotFound
	}
	if err := s.stillGood(c, t); err != nil {
		return "", err
	}
	m, err := s.lookAt(c, t.picture)
	if t.size == "small" && m.Small != "" {
		return m.Small, err
	}
	return m.File, err
}

// stillGood makes the viewer of a token that was not revoked, of a member who
// was not closed.
func (s *API) stillGood(c *call, t ticket) error {
	id, err := strconv.ParseInt(t.token, 10, 64)
	if err != nil {
		return community.ErrNotFound
	}
	b, err := s.door.Sessions.AccessByID(c.Context(), id)
	switch {
	case errors.Is(err, community.ErrForbidden):
		return community.ErrNotFound
	case err != nil:
		return err
	case community.FormatID(b.AccessToken.Actor) != t.actor:
		return community.ErrNotFound
	}
	c.viewer = session.AppViewer(b)
	return nil
}

func (s *API) lookAt(c *call, number string) (community.Media, error) {
	id, err := community.ParseID[community.MediaID](number)
	if err != nil {
		return community.Media{}, err
	}
	m, err := s.store.Media(c.Context(), id)
	switch {
	case err != nil:
		return m, err
	case m.Hidden, m.Post == 0 && m.Owner != c.viewer.Actor:
		return m, community.ErrNotFound
	case m.Post != 0:
		if _, err := s.store.VisiblePost(c.Context(), c.viewer, m.Post); err != nil {
			return m, err
		}
	}
	if m.File == "" && s.Fetcher != nil {
		m, err = s.Fetcher.FetchPicture(c.Context(), id)
	}
	if err == nil && m.File == "" {
		err = community.ErrNotFound
	}
	return m, err
}

func (s *API) sendPicture(w http.ResponseWriter, c *call, name string) error {
	file, err := s.Library.Open(c.Context(), name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	for header, value := range map[string]string{
		"Content-Type": media.TypeOf(name), "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline",
		"Content-Security-Policy": "default-src 'none'; sandbox", // S-ORG-3
		"Cache-Control":           "private, no-store",
	} {
		c.reply.Set(header, value)
	}
	http.ServeContent(w, c.Request, "", time.Time{}, file)
	return nil
}
