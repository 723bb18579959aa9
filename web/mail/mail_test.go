package mail

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/page"
)

// office is an instance that sends letters to ana through a sink.
type office struct {
	*Sender
	t     *testing.T
	clock *storagetest.Clock
	log   *strings.Builder
	ana   community.User
	jobs  int64
}

func open(t *testing.T, s *sink, roots *x509.CertPool, change func(*Options)) *office {
	t.Helper()
	clock, log := &storagetest.Clock{}, &strings.Builder{}
	store := storagetest.At(t, storagetest.Options{Now: clock.Now})
	if err := store.SetInstance(t.Context(), community.Instance{Name: "Universitätsklinik Süd"}); err != nil {
		t.Fatal(err)
	}
	catalogue, err := page.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Host: "127.0.0.1", Port: s.port(), From: "noreply@here.example", Roots: roots, Language: "en", Store: store,
		Catalogue: catalogue, Log: slog.New(slog.NewTextHandler(log, nil))}
	if change != nil {
		change(&o)
	}
	sender, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return &office{Sender: sender, t: t, clock: clock, log: log}
}

// plain is an office that talks to its sink in the clear, as on one machine.
func plain(t *testing.T, s *sink) *office {
	t.Helper()
	s, _ = listen(t, s)
	return open(t, s, nil, func(o *Options) { o.TLS = NoTLS })
}

// meet makes ana's account, which is as change says.
func (o *office) meet(change func(*community.User)) {
	o.t.Helper()
	ana := community.User{Name: "ana", State: community.UserActive, EmailConfirmed: o.clock.Now()}
	if change != nil {
		change(&ana)
	}
	o.ana, _ = storagetest.Login(o.t, o.Store, ana)
}

// post does the job of one letter to ana.
func (o *office) post(template string) error {
	o.t.Helper()
	if o.ana.ID == 0 {
		o.meet(nil)
	}
	payload, err := json.Marshal(storage.Letter{Template: template, User: o.ana.ID})
	if err != nil {
		o.t.Fatal(err)
	}
	o.jobs++
	return o.Handle(o.t.Context(), storage.Job{ID: o.jobs, Kind: storage.KindMail, Payload: string(payload)})
}

// read decodes a letter that arrived.
func read(t *testing.T, m *mail.Message) (subject, body string) {
	t.Helper()
	subject, err := (&mime.WordDecoder{}).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	var r io.Reader = m.Body
	switch m.Header.Get("Content-Transfer-Encoding") {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return subject, strings.ReplaceAll(string(text), "\r\n", "\n")
}

func one(t *testing.T, s *sink) *mail.Message {
	t.Helper()
	letters := s.received()
	if len(letters) != 1 {
		t.Fatalf("%d letters arrived", len(letters))
	}
	return letters[0]
}

var linkPattern = regexp.MustCompile(`https://here\.example/\S+`)

// The link in a letter opens what it is for, for as long as the letter says, and
// lies nowhere else (S-AUTH-2).
func TestLinksWork(t *testing.T) {
	for _, c := range []struct {
		template, path, purpose, lasting string
		valid                            time.Duration
	}{
		{storage.LetterConfirm, "https://here.example/confirm/", "confirm", "3 days", 3 * 24 * time.Hour},
		{storage.LetterEmail, "https://here.example/confirm/", "confirm", "3 days", 3 * 24 * time.Hour},
		{storage.LetterReset, "https://here.example/password/", "reset", "60 minutes", time.Hour},
	} {
		s := &sink{}
		o := plain(t, s)
		o.meet(func(u *community.User) { u.EmailConfirmed, u.EmailNew = time.Time{}, "new@mail.example" })
		if err := o.post(c.template); err != nil {
			t.Fatal(err)
		}
		_, body := read(t, one(t, s))
		token, found := strings.CutPrefix(linkPattern.FindString(body), c.path)
		if !found || len(token) != 43 || !strings.Contains(body, c.lasting) {
			t.Fatalf("%s says %s", c.template, body)
		}
		ticket, err := o.Store.Ticket(t.Context(), token, c.purpose)
		if err != nil || ticket.User != o.ana.ID || ticket.Email != drafts[c.template].to(o.ana) || !ticket.Expires.Equal(o.clock.Now().Add(c.valid)) {
			t.Errorf("%s: ticket %+v, %v", c.template, ticket, err)
		}
		o.clock.Advance(c.valid)
		if _, err := o.Store.Ticket(t.Context(), token, c.purpose); !errors.Is(err, community.ErrGone) {
			t.Errorf("%s: the link still works: %v", c.template, err)
		}
		if strings.Contains(o.log.String(), token) {
			t.Errorf("%s: the link is in the log", c.template)
		}
	}
}

// Every letter in both languages: plain text, whole sentences, and nothing that
// reports back.
func TestLetters(t *testing.T) {
	for template, change := range map[string]func(*community.User){
		storage.LetterConfirm:  func(u *community.User) { u.State, u.EmailConfirmed = community.UserPending, time.Time{} },
		storage.LetterEmail:    func(u *community.User) { u.Email, u.EmailNew = "old@mail.example", "ana@mail.example" },
		storage.LetterReset:    func(u *community.User) { u.State = community.UserActive },
		storage.LetterApproved: func(u *community.User) { u.State = community.UserActive },
		storage.LetterRejected: func(u *community.User) { u.State = community.UserRejected },
	} {
		for language, greeting := range map[string]string{"en": "Hello ana,", "de": "Guten Tag ana,", "tlh": "Hello ana,"} {
			s := &sink{}
			o := plain(t, s)
			o.meet(func(u *community.User) { change(u); u.Language = language })
			if err := o.post(template); err != nil {
				t.Fatal(err)
			}
			m := one(t, s)
			subject, body := read(t, m)
			if !strings.HasPrefix(body, greeting) || !strings.Contains(subject, "Universitätsklinik Süd") || strings.ContainsAny(subject+body, "⟦⟧{}<>") {
				t.Errorf("%s in %s: %s\n%s", template, language, subject, body)
			}
			if kind := m.Header.Get("Content-Type"); !strings.HasPrefix(strings.ToLower(kind), "text/plain; charset=utf-8") {
				t.Errorf("%s is %s", template, kind)
			}
			links := linkPattern.FindAllString(body, -1)
			if template == storage.LetterRejected && len(links) != 0 || template != storage.LetterRejected && len(links) != 1 {
				t.Errorf("%s has the links %v", template, links)
			}
			for name, want := range map[string]string{"Auto-Submitted": "auto-generated", "Message-Id": "<letter-1@here.example>",
				"Date": "Sun, 22 Nov 2026 09:00:00 +0000", "User-Agent": "", "X-Mailer": "", "To": "<ana@mail.example>"} {
				if got := m.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		}
	}
}

// A letter that no longer makes sense when it is its turn is not sent.
func TestUnwantedLetters(t *testing.T) {
	s, _ := listen(t, &sink{})
	for template, change := range map[string]func(*community.User){
		storage.LetterConfirm:  func(u *community.User) { u.State = community.UserActive },
		storage.LetterEmail:    func(u *community.User) { u.EmailNew = "" },
		storage.LetterReset:    func(u *community.User) { u.State = community.UserSuspended },
		storage.LetterApproved: func(u *community.User) { u.State = community.UserPending },
		storage.LetterRejected: func(u *community.User) { u.State = community.UserActive },
		"newsletter":           func(u *community.User) { u.State = community.UserActive },
	} {
		o := open(t, s, nil, func(o *Options) { o.TLS = NoTLS })
		o.meet(change)
		if err := o.post(template); err != nil {
			t.Errorf("%s: %v", template, err)
		}
	}
	o := open(t, s, nil, func(o *Options) { o.TLS = NoTLS })
	// As storage.QueueLetter writes it for an address nobody has.
	for _, payload := range []string{`{"template":"reset","user":0}`, `{"template":"reset","user":123456}`, `not JSON`, ``} {
		if err := o.Handle(t.Context(), storage.Job{ID: 99, Payload: payload}); err != nil {
			t.Errorf("%s: %v", payload, err)
		}
	}
	if n := len(s.received()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
}

// Letters wait in a queue of their own and say no more than who gets which.
func TestQueuedLetterIsSent(t *testing.T) {
	s := &sink{}
	o := plain(t, s)
	o.meet(nil)
	if err := o.Store.QueueLetter(t.Context(), storage.LetterReset, o.ana.ID); err != nil {
		t.Fatal(err)
	}
	jobs, err := o.Store.Jobs(t.Context(), "mail", 10)
	if err != nil || len(jobs) != 1 || jobs[0].Payload != `{"template":"reset","user":`+community.FormatID(o.ana.ID)+`}` {
		t.Fatalf("jobs %+v, %v", jobs, err)
	}
	if err := o.Handle(t.Context(), jobs[0]); err != nil {
		t.Fatal(err)
	}
	if to := s.spoken("RCPT"); len(to) != 1 || to[0] != "RCPT TO:<ana@mail.example>" {
		t.Errorf("sent to %v", to)
	}
}

// Names with umlauts arrive as they are, and nothing in a name becomes a header
// of its own.
func TestNamesInHeaders(t *testing.T) {
	for instance, want := range map[string]string{
		"Universitätsklinik Süd":                    "Universitätsklinik Süd",
		`St. "Anna", Wien <evil@evil.example>`:      `St. "Anna", Wien <evil@evil.example>`,
		"Anna\r\nBcc: evil@evil.example\r\n\r\nHi":  "Anna Bcc: evil@evil.example Hi",
		strings.Repeat("Städtisches Klinikum ", 20): strings.TrimSpace(strings.Repeat("Städtisches Klinikum ", 20)),
		"": "here.example",
	} {
		s := &sink{}
		o := plain(t, s)
		if err := o.Store.SetInstance(t.Context(), community.Instance{Name: instance}); err != nil {
			t.Fatal(err)
		}
		if err := o.post(storage.LetterReset); err != nil {
			t.Fatal(err)
		}
		m := one(t, s)
		from, err := mail.ParseAddress(m.Header.Get("From"))
		if err != nil || from.Name != want || from.Address != "noreply@here.example" {
			t.Errorf("%q sends as %q: %v", instance, m.Header.Get("From"), err)
		}
		subject, body := read(t, m)
		if subject != "Set a new password for "+want || !strings.HasPrefix(body, "Hello ana,") {
			t.Errorf("%q writes %q: %s", instance, subject, body)
		}
		if len(m.Header["Bcc"]) != 0 || len(s.spoken("RCPT")) != 1 {
			t.Errorf("%q added readers: %v %v", instance, m.Header, s.spoken("RCPT"))
		}
	}
}

// A configured name wins, and the domain of an address is written in ASCII.
func TestAddresses(t *testing.T) {
	s, _ := listen(t, &sink{})
	o := open(t, s, nil, func(o *Options) { o.TLS, o.From = NoTLS, "Zentrale Ä <zentrale@here.example>" })
	o.meet(func(u *community.User) { u.Email = "ana@klinik-süd.example" })
	if err := o.post(storage.LetterReset); err != nil {
		t.Fatal(err)
	}
	from, err := mail.ParseAddress(one(t, s).Header.Get("From"))
	if err != nil || from.Name != "Zentrale Ä" || from.Address != "zentrale@here.example" {
		t.Errorf("from %v, %v", from, err)
	}
	if to := s.spoken("RCPT"); to[0] != "RCPT TO:<ana@xn--klinik-sd-x9a.example>" {
		t.Errorf("sent to %v", to)
	}
}
