package mastodon

import (
	"encoding/base64"
	"slices"
	"strings"

	"consilium/community"
)

func (s *API) pushEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/push/subscription", member, "push", s.createPush},
		{"GET", "/api/v1/push/subscription", member, "push", s.showPush},
		{"PUT", "/api/v1/push/subscription", member, "push", s.editPush},
		{"DELETE", "/api/v1/push/subscription", member, "push", s.removePush},
	}
}

// WebPushSubscription is what an app gave to be told while it is closed.
type WebPushSubscription struct {
	ID        string          `json:"id"`
	Endpoint  string          `json:"endpoint"`
	Standard  bool            `json:"standard"`
	Alerts    map[string]bool `json:"alerts"`
	Policy    string          `json:"policy"`
	ServerKey string          `json:"server_key"`
}

func (s *API) subscription(c *call, p community.AppPush) (any, error) {
	key, err := s.store.PushServerKey(c.Context())
	alerts := make(map[string]bool, len(community.Alerts()))
	for _, word := range community.Alerts() {
		alerts[word] = slices.Contains(p.Alerts, word)
	}
	return WebPushSubscription{community.FormatID(community.NotificationID(p.ID)), p.Endpoint, p.Standard, alerts, string(p.Policy), key}, err
}

// createPush is POST /api/v1/push/subscription; what the token had before is replaced.
func (s *API) createPush(c *call) (any, error) {
	p := community.AppPush{Token: c.bearer.ID, Owner: c.me().ID, Endpoint: c.fields.text("subscription[endpoint]"), Policy: community.PushAll}
	var err error
	if p.Standard, err = c.fields.flag("subscription[standard]", false); err != nil {
		return nil, err
	}
	if p, err = c.pushChoice(p); err != nil {
		return nil, err
	}
	p.PublicKey, p.Auth = fromBase64(c.fields.text("subscription[keys][p256dh]")), fromBase64(c.fields.text("subscription[keys][auth]"))
	if err := community.CheckAppPush(p); err != nil {
		return nil, err
	}
	if p, err = s.store.SaveAppPush(c.Context(), p); err != nil {
		return nil, err
	}
	return s.subscription(c, p)
}

// fromBase64 reads either alphabet, with or without padding, as apps send them; nil for
// what is none.
func fromBase64(text string) []byte {
	text = strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(text), "=")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return b
}

// pushChoice reads of what an app wants to be told: an alert that is not named is off,
// unless none is named at all.
func (c *call) pushChoice(p community.AppPush) (community.AppPush, error) {
	var alerts []string
	given := false
	for _, word := range community.Alerts() {
		name := "data[alerts][" + word + "]"
		given = given || c.fields.Has(name)
		wanted, err := c.fields.flag(name, false)
		if err != nil {
			return p, err
		}
		if wanted {
			alerts = append(alerts, word)
		}
	}
	if given {
		p.Alerts = alerts
	}
	for _, name := range []string{"policy", "data[policy]"} { // PUT names it outside of data
		if v := c.fields.text(name); v != "" {
			p.Policy = community.PushPolicy(v)
		}
	}
	return p, community.CheckPushChoice(p)
}

// showPush is GET /api/v1/push/subscription.
func (s *API) showPush(c *call) (any, error) {
	p, err := s.store.AppPush(c.Context(), c.bearer.ID)
	if err != nil {
		return nil, err
	}
	return s.subscription(c, p)
}

// editPush is PUT /api/v1/push/subscription.
func (s *API) editPush(c *call) (any, error) {
	p, err := s.store.AppPush(c.Context(), c.bearer.ID)
	if err != nil {
		return nil, err
	}
	if p, err = c.pushChoice(p); err != nil {
		return nil, err
	}
	if err := s.store.ChangeAppPush(c.Context(), p); err != nil {
		return nil, err
	}
	return s.subscription(c, p)
}

// removePush is DELETE /api/v1/push/subscription.
func (s *API) removePush(c *call) (any, error) {
	return struct{}{}, s.store.EndAppPush(c.Context(), c.bearer.ID)
}
