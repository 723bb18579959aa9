package web

import (
	"net/http"
	"slices"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (s *Web) showSettings(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	return door.SeeOther(w, r, "/settings/profile", "")
}

// timeZones are offered in the settings; any IANA name of this list will do.
var timeZones = []string{
	"UTC", "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "Europe/Paris", "Europe/Madrid", "Europe/Rome",
	"Europe/Amsterdam", "Europe/Brussels", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Oslo", "Europe/Helsinki",
	"Europe/Warsaw", "Europe/Prague", "Europe/Athens", "Europe/Istanbul", "Europe/Kyiv", "Africa/Cairo", "Africa/Lagos",
	"Africa/Nairobi", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka",
	"Asia/Bangkok", "Asia/Singapore", "Asia/Shanghai", "Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney",
	"Pacific/Auckland", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Santiago", "America/Bogota",
	"America/Mexico_City", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto",
}

func (s *Web) showAppearance(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.door.Show(w, r, v, door.Sheet{View: s.appearanceForm(v, v.Person.User)})
}

func (s *Web) saveAppearance(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	user := v.Person.User
	user.Language, user.TimeZone = r.PostFormValue("language"), r.PostFormValue("time_zone")
	user.Appearance, user.DefaultAudience = r.PostFormValue("appearance"), community.AudienceKind(r.PostFormValue("audience"))
	user.AppAudience = community.AudienceKind(r.PostFormValue("app_audience"))
	form := s.appearanceForm(v, user)
	form.Problems = s.checkAppearance(v, user)
	chosen := community.QuotePolicy(r.PostFormValue("quote_policy"))
	if form.Quotes = chosen; chosen != "" && !chosen.Known() {
		form.Problems["quote_policy"] = community.Say("settings.unknown_choice")
	}
	if len(form.Problems) > 0 {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	wanted := storage.Preferences{Language: user.Language, TimeZone: user.TimeZone, Appearance: user.Appearance,
		DefaultAudience: user.DefaultAudience, AppAudience: user.AppAudience}
	if err := s.store.SetPreferences(r.Context(), user.ID, wanted); err != nil {
		return err
	}
	if err := s.saveQuoteDefault(r.Context(), v.Person.Actor, chosen); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/appearance", "notice.settings_saved")
}

// appAudiences are what an app may assume: the open kinds that need no name.
var appAudiences = []community.AudienceKind{community.Public, community.Unlisted, community.Followers}

// checkAppearance refuses what the form does not offer.
func (s *Web) checkAppearance(v door.Visitor, u community.User) page.Problems {
	problems := page.Problems{}
	choice := community.Say("settings.unknown_choice")
	if u.Language != "" && !s.door.Renderer.Catalogue().Offers(u.Language) {
		problems["language"] = choice
	}
	if u.TimeZone != "" && !slices.Contains(timeZones, u.TimeZone) {
		problems["time_zone"] = choice
	}
	if u.Appearance != "" && u.Appearance != "light" && u.Appearance != "dark" {
		problems["appearance"] = choice
	}
	if !slices.Contains(community.AudienceChoices(v.Subject(), nil, false, s.Openness), u.DefaultAudience) {
		problems["audience"] = choice
	}
	if !slices.Contains(appAudiences, u.AppAudience) {
		problems["app_audience"] = choice
	}
	return problems
}

func (s *Web) appearanceForm(v door.Visitor, u community.User) page.SettingsAppearance {
	form := page.SettingsAppearance{Language: u.Language, TimeZone: u.TimeZone, TimeZones: timeZones, Appearance: u.Appearance,
		Audience: u.DefaultAudience, Audiences: community.AudienceChoices(v.Subject(), nil, false, s.Openness), AppAudience: u.AppAudience, AppAudiences: appAudiences,
		Quotes: community.DefaultQuotePolicy(v.Person.Actor)}
	if form.TimeZone == "" {
		form.TimeZone = "UTC"
	}
	for _, l := range s.door.Renderer.Catalogue().Languages() {
		form.Languages = append(form.Languages, page.Option{Value: l.Tag, Label: l.Name, Chosen: l.Tag == u.Language})
	}
	return form
}
