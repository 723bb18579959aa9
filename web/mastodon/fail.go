package mastodon

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"consilium/community"
)

// refusal is an answer that is no: a status and a sentence.
type refusal struct {
	status  int
	problem community.Problem
	// code is an error code of OAuth (RFC 6749 5.2); "" outside of it.
	code string
	// after is how many seconds to wait before asking again; 0 for none.
	after int
}

func refuse(status int, key string, args ...any) *refusal {
	return &refusal{status: status, problem: community.Say(key, args...)}
}

// Error is for the log.
func (r *refusal) Error() string { return fmt.Sprintf("refused with %d: %s", r.status, r.problem.Key) }

// invalid says what is wrong with a parameter.
func invalid(field, key string, args ...any) error {
	return &community.Invalid{Field: field, Problem: community.Say(key, args...)}
}

// errorBody is Mastodon's Error, and its ValidationError when there are details.
type errorBody struct {
	Error       string              `json:"error"`
	Description string              `json:"error_description,omitempty"`
	Details     map[string][]detail `json:"details,omitempty"`
}

type detail struct {
	Error       string `json:"error"`
	Description string `json:"description"`
}

// fail turns an error into an answer: the only place that does. What went wrong
// inside is logged under a number that the answer names, and nowhere else.
func (s *API) fail(w http.ResponseWriter, c *call, err error) {
	r := s.refusalOf(c, err)
	if r.status == http.StatusUnauthorized {
		c.reply.Set("WWW-Authenticate", `Bearer realm="consilium"`) // RFC 6750 3
	}
	if r.after > 0 {
		c.reply.Set("Retry-After", strconv.Itoa(r.after))
	}
	text := c.printer.Problem(r.problem)
	body := errorBody{Error: text}
	if r.code != "" {
		body = errorBody{Error: r.code, Description: text}
	}
	var bad *community.Invalid
	if errors.As(err, &bad) && bad.Field != "" {
		body.Details = map[string][]detail{parameter(bad.Field): {{detailCode(bad.Problem), text}}}
	}
	s.write(w, c, r.status, body)
}

// parameters are the names under which apps send what the rules name otherwise.
var parameters = map[string]string{"text": "status", "warning": "spoiler_text", "media": "media_ids", "audience": "visibility",
	"summary": "note", "agreed": "agreement", "host": "domain", "target": "account_id", "posts": "status_ids", "scope": "scopes",
	"question_option": "poll[options]", "question_lasts": "poll[expires_in]"}

func parameter(field string) string {
	if name, other := parameters[field]; other {
		return name
	}
	return field
}

// detailCodes are Mastodon's words for what can be wrong with a registration; everything
// else is "ERR_INVALID".
var detailCodes = map[string]string{
	"account.name_taken": "ERR_TAKEN", "account.email_taken": "ERR_TAKEN", "account.rules_not_agreed": "ERR_ACCEPTED",
	"account.reason_needed": "ERR_BLANK", "account.password_short": "ERR_TOO_SHORT", "account.password_long": "ERR_TOO_LONG",
	"account.too_long": "ERR_TOO_LONG",
}

func detailCode(p community.Problem) string {
	if code, known := detailCodes[p.Key]; known {
		return code
	}
	return "ERR_INVALID"
}

// refusalOf gives each kind of error its status.
func (s *API) refusalOf(c *call, err error) *refusal {
	var r *refusal
	var bad *community.Invalid
	var tooLarge *http.MaxBytesError
	var stopped *community.Stopped
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &stopped):
		return refuseStopped(c, stopped)
	case errors.As(err, &bad):
		return &refusal{status: http.StatusUnprocessableEntity, problem: bad.Problem}
	case errors.As(err, &tooLarge):
		return refuse(http.StatusRequestEntityTooLarge, "api.too_large")
	case errors.Is(err, community.ErrNotFound):
		return refuse(http.StatusNotFound, "api.not_found")
	case errors.Is(err, community.ErrGone):
		return refuse(http.StatusGone, "api.gone")
	case errors.Is(err, community.ErrForbidden):
		return refuse(http.StatusForbidden, "api.forbidden")
	case errors.Is(err, community.ErrConflict):
		return refuse(http.StatusUnprocessableEntity, "api.conflict")
	case errors.Is(err, community.ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return refuse(http.StatusServiceUnavailable, "api.unavailable")
	}
	number := rand.Text()[:8]
	s.door.Log.Error("client API failed", "method", c.Method, "path", c.URL.Path, "reference", number, "error", err)
	return refuse(http.StatusInternalServerError, "api.internal", "reference", number)
}

// write sends JSON. Nothing an app was told may be kept for somebody else
// (S-PRIV-6).
func (s *API) write(w http.ResponseWriter, c *call, status int, body any) {
	used, _ := s.texts.Get().(*[]byte)
	if used == nil {
		used = new([]byte)
	}
	text, err := encode((*used)[:0], body)
	if err != nil {
		s.door.Log.Error("client API cannot encode", "path", c.URL.Path, "error", err)
		status, text = http.StatusInternalServerError, text[:0]
	}
	defer s.reuse(used, text)
	c.reply.Set("Content-Type", "application/json; charset=utf-8")
	c.reply.Set("X-Content-Type-Options", "nosniff")
	c.reply.Set("Content-Length", strconv.Itoa(len(text)))
	c.reply.Add("Vary", "Authorization, Accept-Language")
	if c.reply.Get("Cache-Control") == "" {
		c.reply.Set("Cache-Control", "private, no-store")
	}
	w.WriteHeader(status)
	if c.Method != http.MethodHead {
		_, _ = w.Write(text) // who hung up hears nothing
	}
}

// reuse keeps the memory of an answer that was sent.
func (s *API) reuse(used *[]byte, text []byte) {
	if cap(text) <= mostReused {
		*used = text
		s.texts.Put(used)
	}
}
