package push

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"consilium/community"
	"consilium/storage"
	"consilium/web/page"
)

// maxExcerpt is how much of a public post a notice shows, in characters.
const maxExcerpt = 140

// casesRead is the scope without which an app hears of nothing restricted.
const casesRead = "cases:read"

// appMessage is what Mastodon's apps read. Two fields are not what they are there:
//
// AccessToken is always "". There it is the app's own token, by which an app with several
// accounts finds the one that is meant. Here only a hash of a token is kept, and a token
// that could be told from the database could be stolen with it. Apps that put the account
// into the address of their subscription (those of Android, relays) miss nothing; others
// show the notice and open the account that is in use. The field is there, because some
// read nothing without it.
//
// ID is a number, as there, although it has more digits than JavaScript keeps.
type appMessage struct {
	AccessToken string                   `json:"access_token"`
	Locale      string                   `json:"preferred_locale"`
	ID          community.NotificationID `json:"notification_id"`
	Type        string                   `json:"notification_type"`
	Icon        string                   `json:"icon"`
	Title       string                   `json:"title"`
	Body        string                   `json:"body"`
}

// tellApp tells one app of one notification, when whoever has its token may still see it.
func (s *Sender) tellApp(ctx context.Context, p storage.Push) error {
	to, err := s.Store.AppPushByID(ctx, p.App)
	if err != nil {
		return err
	}
	bearer, err := s.Store.TokenBearerByID(ctx, to.Token)
	if err != nil {
		return err
	}
	n, err := s.Store.Notification(ctx, to.Owner, p.Notification)
	if err != nil || !n.Read.IsZero() {
		return err
	}
	what, err := s.about(ctx, bearer, n)
	if err != nil {
		return err
	}
	text, err := s.writeApp(ctx, bearer, n, what)
	if err != nil {
		return err
	}
	m := sealed{encoding: "aes128gcm"}
	if to.Standard {
		m.body, err = encrypt(Recipient{to.PublicKey, to.Auth}, text)
	} else {
		m, err = encryptOld(Recipient{to.PublicKey, to.Auth}, text)
	}
	if err != nil {
		return &storage.Never{Err: err}
	}
	return s.post(ctx, parcel{m, to.Endpoint, func(ctx context.Context) error { return s.Store.DropAppPush(ctx, to.ID) }})
}

// subject is what a notification is about, as far as a notice may say it: open says that
// who did it and the words of a post may be told, which they are only of what is for
// everybody and not about a case.
type subject struct {
	open, underCase bool
	post            community.Post
}

// about finds out what a notification is about. ErrNotFound when this app may not know,
// or the member filters it out.
func (s *Sender) about(ctx context.Context, b storage.Bearer, n community.Notification) (subject, error) {
	if n.Post == 0 {
		staff := n.Kind == community.NotifyFlag || n.Kind == community.NotifySignUp
		return subject{open: !staff}, nil
	}
	post, err := s.Store.Post(ctx, n.Post)
	if err != nil {
		return subject{}, err
	}
	if post.Audience.Restricted() && !slices.Contains(strings.Fields(b.Scopes), casesRead) {
		return subject{}, community.ErrNotFound
	}
	filters, err := s.Store.Filters(ctx, n.Owner)
	if err != nil {
		return subject{}, err
	}
	found, _ := community.Gravest(community.FiltersOn(filters, community.FilterNotifications, post, s.Store.Now()))
	if found.Filter.Action == community.FilterHide {
		return subject{}, community.ErrNotFound
	}
	under, err := s.Store.UnderCase(ctx, post.ID)
	open := post.Audience.Kind == community.Public || post.Audience.Kind == community.Unlisted
	return subject{open && !under && found.Filter.Action != community.FilterWarn, under, post}, err
}

func (s *Sender) writeApp(ctx context.Context, b storage.Bearer, n community.Notification, what subject) ([]byte, error) {
	i, err := s.Store.Instance(ctx)
	if err != nil {
		return nil, err
	}
	language := s.Catalogue.Choose(b.User.Language, "", s.Language)
	p := s.Catalogue.Printer(page.Reader{Language: language, Now: s.Store.Now(), Instance: i.Name})
	m := appMessage{Locale: language, ID: n.ID, Type: n.Kind.ClientType(), Icon: s.Icon, Title: i.Name}
	m.Body = p.T(sentence(n.Kind, community.TopicOf(n.Kind, what.underCase)))
	if what.open {
		who, err := s.Store.Actor(ctx, n.Actor)
		if err != nil {
			return nil, err
		}
		m.Title = cut(cmp.Or(who.DisplayName, who.Handle.Name())+" "+p.T("notification."+string(n.Kind), "count", 1), maxExcerpt)
		m.Body = cmp.Or(cut(excerpt(what.post), maxExcerpt), i.Name)
	}
	text, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write notice: %w", err)
	}
	return text, nil
}

// excerpt is the beginning of an open post; of one with a warning only that.
func excerpt(p community.Post) string {
	if p.Warning != "" {
		return p.Warning
	}
	return p.Content.Text()
}

// cut shortens a text to a number of characters.
func cut(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
