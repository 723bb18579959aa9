package push

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/page"
)

// keepFor is how long a push service keeps a notice for a browser that is away.
const keepFor = 24 * time.Hour

// Sender sends notices. All fields but Icon are required.
type Sender struct {
	Store *storage.Store
	// HTTP is the guarded client: endpoints are addresses that strangers gave.
	HTTP      *http.Client
	Catalogue *page.Catalogue
	// Language is what members read who did not choose.
	Language string
	Log      *slog.Logger
	// Icon is the absolute address of the picture that apps show beside a notice; "" for
	// none.
	Icon string
}

// message is what the pages' service worker shows.
type message struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Tag   string `json:"tag"`
	URL   string `json:"url"`
}

// Handle does a storage.KindPush job: one notice to one browser. It returns nil
// when the notice was taken, is no longer wanted, or can never be delivered;
// *storage.Down when the push service takes nothing now.
func (s *Sender) Handle(ctx context.Context, job storage.Job) error {
	p, err := storage.ParsePush(job.Payload)
	if err != nil {
		s.Log.Error("dropped a push nobody can read", "job", job.ID)
		return nil
	}
	if p.App != 0 {
		err = s.tellApp(ctx, p)
	} else {
		err = s.tellBrowser(ctx, p)
	}
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrForbidden) {
		return nil // signed out, closed, read, or taken back
	}
	return err
}

func (s *Sender) tellBrowser(ctx context.Context, p storage.Push) error {
	to, err := s.Store.PushSubscription(ctx, p.Subscription)
	if err != nil {
		return err
	}
	return s.tell(ctx, to, p)
}

func (s *Sender) tell(ctx context.Context, to community.PushSubscription, p storage.Push) error {
	n, err := s.Store.Notification(ctx, to.Owner, p.Notification)
	if err != nil || !n.Read.IsZero() {
		return err
	}
	text, err := s.write(ctx, to.Owner, n, p.Topic)
	if err != nil {
		return err
	}
	body, err := encrypt(Recipient{to.PublicKey, to.Auth}, text)
	if err != nil {
		return &storage.Never{Err: err}
	}
	return s.post(ctx, parcel{endpoint: to.Endpoint, sealed: sealed{body: body, encoding: "aes128gcm"},
		drop: func(ctx context.Context) error { return s.Store.DropPush(ctx, to.ID) }})
}

// parcel is a sealed notice with where it goes; drop forgets the address when nobody is
// there any more.
type parcel struct {
	sealed
	endpoint string
	drop     func(ctx context.Context) error
}

func (s *Sender) write(ctx context.Context, owner community.ActorID, n community.Notification, topic community.Topic) ([]byte, error) {
	u, err := s.Store.UserOfActor(ctx, owner)
	if err != nil {
		return nil, err
	}
	i, err := s.Store.Instance(ctx)
	if err != nil {
		return nil, err
	}
	p := s.Catalogue.Printer(page.Reader{Language: s.Catalogue.Choose(u.Language, "", s.Language), Now: s.Store.Now(), Instance: i.Name})
	text, err := json.Marshal(message{Title: i.Name, Body: p.T(sentence(n.Kind, topic)), Tag: string(topic), URL: "/notifications"})
	if err != nil {
		return nil, fmt.Errorf("write notice: %w", err)
	}
	return text, nil
}

// sentence is the key of what a notice says.
func sentence(kind community.NotificationKind, topic community.Topic) string {
	if kind == community.NotifyReply && topic == community.AboutCases {
		return "notice_topic.answer"
	}
	return "notice_topic.news." + string(topic)
}

func (s *Sender) post(ctx context.Context, p parcel) error {
	endpoint, err := url.Parse(p.endpoint)
	if err != nil {
		return p.drop(ctx)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.endpoint, bytes.NewReader(p.body))
	if err != nil {
		return &storage.Never{Err: errors.New("an address no request can be made for")}
	}
	if err := s.sign(ctx, r, p.sealed); err != nil {
		return err
	}
	r.Header.Set("Content-Encoding", p.encoding)
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("TTL", strconv.Itoa(int(keepFor/time.Second))) // RFC 8030 5.2
	r.Header.Set("Urgency", "normal")
	answer, err := s.HTTP.Do(r)
	if err != nil {
		return &storage.Down{Err: fmt.Errorf("push to %s: no answer", endpoint.Host)}
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // so that the connection serves again
	return s.read(ctx, p, answer)
}

// sign says who sends: as RFC 8292 has it, or for the older form as its first draft had
// (draft-ietf-webpush-vapid-01), where the keys are in a header of their own.
func (s *Sender) sign(ctx context.Context, r *http.Request, m sealed) error {
	key, err := s.Store.PushKey(ctx)
	if err != nil {
		return err
	}
	if m.salt == "" {
		sender, err := authorization(key, r.URL, s.Store.Base(), s.Store.Now())
		r.Header.Set("Authorization", sender)
		return err
	}
	token, err := statement(key, r.URL, s.Store.Base(), s.Store.Now())
	if err != nil {
		return err
	}
	ours, err := Key(key)
	r.Header.Set("Authorization", "WebPush "+token)
	r.Header.Set("Encryption", "salt="+m.salt)
	r.Header.Set("Crypto-Key", "dh="+m.key+";p256ecdsa="+ours)
	return err
}

// read is what the push service said (RFC 8030 5, 7.3, 8.4).
func (s *Sender) read(ctx context.Context, p parcel, answer *http.Response) error {
	host := answer.Request.URL.Host
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusNotFound, code == http.StatusGone:
		return p.drop(ctx)
	case code == http.StatusTooManyRequests, code >= 500:
		return &storage.Down{Err: fmt.Errorf("push to %s: %d", host, code), After: retryAfter(answer)}
	default:
		s.Log.Warn("a push was refused", "host", host, "status", code)
		return &storage.Never{Err: fmt.Errorf("push to %s: %d", host, code)}
	}
}

// retryAfter is how long the push service asks us to wait, in seconds or not at all.
func retryAfter(answer *http.Response) time.Duration {
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, time.Hour)
}
