package web_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"consilium/community"
)

// S-AUTH-3: one address cannot guess for ever, and is told how long to wait;
// an address it writes itself into a header does not help.
func TestThrottledSignIn(t *testing.T) {
	eachHouse(t, plan{limits: true}, func(h *house) {
		h.member("ana")
		v := h.visitor()
		form := with(v.get("/sign-in").form("/sign-in"), "name", "ana", "password", "a wrong one")
		for range 25 {
			v.post("/sign-in", form).is(http.StatusUnprocessableEntity).has("do not fit together", `value="ana"`)
		}
		v.client.Transport = spoofing{v.client.Transport}
		v.post("/sign-in", with(form, "password", password)).is(http.StatusUnprocessableEntity).
			has("Too many attempts. Try again in 5 minutes.", `value="ana"`)
		h.clock.Advance(time.Hour)
		h.enter("ana", password)
	})
}

// spoofing says of every request that it came from another address each time.
type spoofing struct{ http.RoundTripper }

func (s spoofing) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-Forwarded-For", "203.0.113."+strconv.Itoa(int(time.Now().UnixNano()%250)))
	return s.RoundTripper.RoundTrip(r)
}

// S-AUTH-3: five accounts in half an hour from one address; slips of the pen do
// not count.
func TestThrottledRegistration(t *testing.T) {
	eachHouse(t, plan{limits: true}, func(h *house) {
		v := h.visitor()
		form := v.get("/register").form("/register")
		for range 8 {
			v.post("/register", with(newcomerFields(form, "ana"), "password", "short")).is(http.StatusUnprocessableEntity).has("too short")
		}
		for _, name := range []string{"ana", "bob", "cat", "dan", "eva"} {
			v.post("/register", newcomerFields(form, name)).is(200).has("Your request is with the staff")
		}
		again := v.post("/register", newcomerFields(form, "fay")).is(http.StatusUnprocessableEntity).has("Too many attempts. Try again in 6 minutes.")
		if kept := again.form("/register"); kept.Get("username") != "fay" {
			t.Errorf("the form lost %v", kept)
		}
	})
}

// S-AUTH-3: visitors of one address share a limit, members have their own, and
// pictures do not count.
func TestRequestLimits(t *testing.T) {
	eachHouse(t, plan{limits: true}, func(h *house) {
		ana, actor := h.member("ana")
		v := h.visitor()
		for range 300 {
			v.get("/robots.txt").is(200)
		}
		v.get("/media/avatar/" + community.FormatID(actor.ID)).is(http.StatusNotFound)
		late := v.get("/about").is(http.StatusTooManyRequests).has("Too many attempts")
		if wait, err := strconv.Atoi(late.header.Get("Retry-After")); err != nil || wait < 1 || wait > 5 {
			t.Errorf("Retry-After: %q", late.header.Get("Retry-After"))
		}
		v.post("/sign-in", nil).is(http.StatusTooManyRequests)
		v.get("/desk/accounts").is(http.StatusTooManyRequests)
		h.as(ana).get("/home").is(200)
		h.clock.Advance(5 * time.Second)
		v.get("/about").is(200)
	})
}
