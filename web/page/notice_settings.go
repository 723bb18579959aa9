package page

import (
	"fmt"
	"net/http"
	"slices"

	"golang.org/x/text/collate"

	"consilium/community"
)

// SettingsNotices is the page GET /settings/notices. POST there with mail_TOPIC (a
// community.Pace) and push_TOPIC ("on") for every topic. POST
// /settings/notices/devices with endpoint, public_key and auth (base64url) has this
// browser told, POST /settings/notices/devices/end no longer.
type SettingsNotices struct {
	Chosen []community.NoticePreference
	// Letters says that this instance sends letters at all.
	Letters bool
	// Duty says that the member has a duty of staff.
	Duty bool
	// Key is the server's key for push subscriptions, base64url.
	Key string
	// Told says that this browser is told, Others how many others are.
	Told   bool
	Others int
	// Followed are the specialties whose new cases come.
	Followed []community.Specialty
	// Policy is what becomes of notices caused by strangers: POST
	// /settings/notices/policy with a community.NoticeVerdict for each of its rules.
	Policy   community.NoticePolicy
	Problems Problems
}

// Verdicts are the choices for each rule of the policy.
func (v SettingsNotices) Verdicts() []community.NoticeVerdict { return community.NoticeVerdicts() }

func (v SettingsNotices) meta(p *Printer) meta { return settingsMeta(p, "notices") }

// Topics are those that concern the member.
func (v SettingsNotices) Topics() []community.NoticePreference {
	var list []community.NoticePreference
	for _, p := range v.Chosen {
		if p.Topic != community.AboutDuty || v.Duty {
			list = append(list, p)
		}
	}
	return list
}

// Specialties is the page GET /specialties. POST /specialties/follow and
// /specialties/unfollow with the field specialty.
type Specialties struct {
	List []SpecialtyLine
	// Member says that the reader can follow.
	Member bool
}

// SpecialtyLine is one specialty with how many cases there are that the reader
// may read.
type SpecialtyLine struct {
	Specialty    community.Specialty
	Open, Solved int
	Followed     bool
}

func (v Specialties) meta(p *Printer) meta {
	return meta{"specialties", p.T("specialty_page.title"), "cases"}
}

// Followed are the lines the reader follows.
func (v Specialties) Followed() []SpecialtyLine {
	var list []SpecialtyLine
	for _, l := range v.List {
		if l.Followed {
			list = append(list, l)
		}
	}
	return list
}

// SortedSpecialties puts specialties in the order of the reader's alphabet.
func (p *Printer) SortedSpecialties(lines []SpecialtyLine) []SpecialtyLine {
	order := collate.New(p.tag, collate.IgnoreCase)
	name := func(l SpecialtyLine) string { return p.T("specialty." + string(l.Specialty)) }
	slices.SortStableFunc(lines, func(a, b SpecialtyLine) int { return order.CompareString(name(a), name(b)) })
	return lines
}

// ServiceWorker answers GET /service-worker.js: the script that shows notices while
// no page is open. It is asked for anew each time, so that an old one does not stay.
func (r *Renderer) ServiceWorker(w http.ResponseWriter) error {
	header := w.Header()
	header.Set("Content-Type", "text/javascript; charset=utf-8")
	header.Set("Cache-Control", "no-cache")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'")
	if _, err := w.Write(r.assets.files["service-worker.js"].plain); err != nil {
		return fmt.Errorf("write service worker: %w", err)
	}
	return nil
}
