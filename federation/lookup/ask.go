package lookup

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"consilium/community/credential"
)

const (
	// patience is how long a person waits for a register, maxAnswer how much is read
	// of what it says.
	patience  = 5 * time.Second
	maxAnswer = 1 << 20
	// maxRetryAfter bounds what a stranger may ask us to wait.
	maxRetryAfter = 24 * time.Hour
)

// service is a register on the web.
type service struct {
	register credential.Register
	client   *http.Client
	base     *url.URL
	now      func() time.Time
	most     int64 // bytes of an answer
}

// newService reads the options of a register. A base address with a user, a query
// or a fragment, or of another scheme than https and http, is an error.
func newService(register credential.Register, o Options) (service, error) {
	base, err := url.Parse(o.Base)
	if err != nil || base.Scheme != "https" && base.Scheme != "http" || base.Host == "" ||
		base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return service{}, fmt.Errorf("register %s: base is not an address", register)
	}
	return service{register: register, client: o.Client, base: base, now: o.Now, most: maxAnswer}, nil
}

// answer is what a service said, whole.
type answer struct {
	status int
	body   []byte
}

// evidence is what is kept of an answer: nobody can later say another was given.
func (a answer) evidence() string { return digest(a.body) }

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// ask gets a path below the base. Only 200 and 404 are answers; what else happens
// is *Unavailable.
func (s service) ask(ctx context.Context, path string, query url.Values) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	address := s.base.JoinPath(path)
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return answer{}, unavailable(s.register, "cannot be addressed")
	}
	request.Header.Set("Accept", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return answer{}, unavailable(s.register, cause(err, address))
	}
	defer response.Body.Close()
	// A client may follow redirects, but an answer from elsewhere is nobody's.
	if origin(response.Request.URL) != origin(s.base) {
		return answer{}, unavailable(s.register, "redirected elsewhere")
	}
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusNotFound {
		u := unavailable(s.register, "status "+strconv.Itoa(response.StatusCode))
		u.RetryAfter = retryAfter(response.Header.Get("Retry-After"), s.now())
		return answer{}, u
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, s.most+1))
	switch {
	case err != nil:
		return answer{}, unavailable(s.register, cause(err, address))
	case int64(len(body)) > s.most:
		return answer{}, puzzling(s.register, "answer is too large")
	}
	return answer{status: response.StatusCode, body: body}, nil
}

// origin is where an address is, however it is written.
func origin(u *url.URL) string {
	port := cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
	return u.Scheme + " " + strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")) + " " + port
}

// cause says why a request failed. The errors of net/http print the address, which
// holds the number; the innermost error says what matters.
func cause(err error, address *url.URL) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "no answer in time"
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	why := err.Error()
	for _, secret := range []string{address.Path, address.RawQuery} {
		if secret != "" && strings.Contains(why, secret) {
			return "no answer"
		}
	}
	if len(why) > 100 || strings.ContainsFunc(why, func(r rune) bool { return r == '/' || r == '?' || r < ' ' }) {
		return "no answer"
	}
	return why
}

// retryAfter reads the header of that name (RFC 9110 10.2.3).
func retryAfter(value string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}
