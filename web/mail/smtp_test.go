package mail

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
)

// How the connection is protected: what needs no protection works in the clear,
// everything else is encrypted before a name or a password is said.
func TestEncryption(t *testing.T) {
	for _, c := range []struct {
		way  string
		sink *sink
	}{{StartTLS, &sink{starttls: true}}, {TLS, &sink{implicit: true}}, {NoTLS, &sink{}}} {
		s, roots := listen(t, c.sink)
		o := open(t, s, roots, func(o *Options) { o.TLS, o.Username, o.Password = c.way, "consilium", "mail secret" })
		if err := o.post(storage.LetterReset); err != nil {
			t.Errorf("%s: %v", c.way, err)
			continue
		}
		one(t, s)
		want := "AUTH PLAIN " + base64.StdEncoding.EncodeToString([]byte("\x00consilium\x00mail secret"))
		if said := s.spoken("AUTH"); len(said) != 1 || said[0] != want {
			t.Errorf("%s: signed in with %v", c.way, said)
		}
		for _, verb := range s.clear {
			if c.way != NoTLS && verb != "EHLO" && verb != "STARTTLS" {
				t.Errorf("%s: %s was said in the clear", c.way, verb)
			}
		}
	}
}

// A mail server that offers no encryption, or cannot prove who it is, gets no
// letter and no password; the letter waits.
func TestEncryptionFails(t *testing.T) {
	for name, c := range map[string]struct {
		sink  *sink
		roots bool
		way   string
	}{
		"no STARTTLS":               {&sink{}, true, StartTLS},
		"STARTTLS refused":          {&sink{say: map[string]string{"EHLO": "250-sink\r\n250-AUTH PLAIN\r\n250 STARTTLS"}}, true, StartTLS},
		"unknown certificate":       {&sink{starttls: true}, false, StartTLS},
		"unknown certificate, TLS":  {&sink{implicit: true}, false, TLS},
		"TLS where there is none":   {&sink{say: map[string]string{"CONNECT": ""}}, true, TLS},
		"in the clear where TLS is": {&sink{implicit: true, say: map[string]string{"CONNECT": ""}}, true, StartTLS},
	} {
		t.Run(name, func(t *testing.T) {
			s, roots := listen(t, c.sink)
			if !c.roots {
				roots = x509.NewCertPool()
			}
			o := open(t, s, roots, func(o *Options) { o.TLS, o.Username, o.Password = c.way, "consilium", "mail secret" })
			if err := o.post(storage.LetterReset); !errors.Is(err, community.ErrUnavailable) {
				t.Errorf("the lane does not wait: %v", err)
			}
			if said := append(append(s.spoken("AUTH"), s.spoken("MAIL")...), s.spoken("RCPT")...); len(said) != 0 || len(s.received()) != 0 {
				t.Errorf("it was told %v", said)
			}
		})
	}
}

// What a mail server says decides: try this letter again, let all letters wait,
// or give it up.
func TestRefusals(t *testing.T) {
	const again, wait, never = "again", "wait", "never"
	for _, c := range []struct{ verb, says, want string }{
		{"RCPT", "450 4.2.1 greylisted", again},
		{"RCPT", "550 5.1.1 no such mailbox ana@mail.example", never},
		{"RCPT", "421 4.3.2 shutting down", wait},
		{"RCPT", "", wait},
		{"DATA", "451 4.3.0 later", again},
		{"DATA", "554 5.7.1 no", never},
		{".", "452 4.3.1 disk full", again},
		{".", "552 5.3.4 too big", never},
		{".", "", wait},
		{"MAIL", "450 4.1.8 sender unknown", wait},
		{"MAIL", "550 5.7.1 you may not send", wait},
		{"AUTH", "535 5.7.8 wrong password", wait},
		{"EHLO", "", wait},
		{"CONNECT", "554 no service", wait},
		{"CONNECT", "", wait},
		{"QUIT", "", "sent"},
		{"RSET", "500 what", "sent"},
	} {
		t.Run(c.verb+" "+c.says, func(t *testing.T) {
			s, _ := listen(t, &sink{say: map[string]string{c.verb: c.says}})
			o := open(t, s, nil, func(o *Options) { o.TLS, o.Username, o.Password = NoTLS, "consilium", "mail secret" })
			err := o.post(storage.LetterReset)
			got := again
			switch {
			case errors.Is(err, community.ErrUnavailable):
				got = wait
			case err == nil && len(s.received()) == 1:
				got = "sent"
			case err == nil:
				got = never
			}
			if got != c.want {
				t.Errorf("%s: %v", got, err)
			}
			if logged := strings.Contains(o.log.String(), "refused"); logged != (c.want == never) {
				t.Errorf("log: %s", o.log)
			}
			for _, secret := range []string{"mail secret", "ana@mail.example", "/password/"} {
				if strings.Contains(o.log.String(), secret) || err != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("%q is in the log or the error: %v", secret, err)
				}
			}
		})
	}
}

// A mail server that is not there, or hangs, does not lose the letter.
func TestUnreachable(t *testing.T) {
	s, _ := listen(t, &sink{})
	o := open(t, s, nil, func(o *Options) { o.TLS = NoTLS })
	_ = s.listener.Close()
	if err := o.post(storage.LetterReset); !errors.Is(err, community.ErrUnavailable) {
		t.Errorf("gone: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.send(ended, 1, letter{to: o.ana.Email}); !errors.Is(err, community.ErrUnavailable) {
		t.Errorf("ended: %v", err)
	}
}

// An address no letter can go to is given up, not tried for ever.
func TestUnreadableAddress(t *testing.T) {
	s := &sink{}
	o := plain(t, s)
	for _, address := range []string{"", "ana", "@mail.example", "ana..b@mail.example", "ana@mail.example>, <evil@evil.example", "ana@mail.example\r\nRCPT TO:<x@evil.example>"} {
		err := o.send(t.Context(), 1, letter{to: address, subject: "s", body: "b"})
		var no *refusal
		if !errors.As(err, &no) || !no.forGood() {
			t.Errorf("%q: %v", address, err)
		}
	}
	if len(s.received()) != 0 {
		t.Error("something was sent")
	}
}

// Every setting that will not do is named.
func TestOptions(t *testing.T) {
	s := &sink{}
	good := plain(t, s).Options
	for want, change := range map[string]func(*Options){
		"":                          func(*Options) {},
		"mail.host":                 func(o *Options) { o.Host = "" },
		"mail.tls":                  func(o *Options) { o.TLS = "ssl" },
		"mail.tls may be none only": func(o *Options) { o.Host = "mail.example" },
		"mail.port":                 func(o *Options) { o.Port = 70000 },
		"mail.from":                 func(o *Options) { o.From = "nobody" },
	} {
		o := good
		change(&o)
		_, err := New(o)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", want, err)
		}
	}
	for way, port := range map[string]int{"": 587, StartTLS: 587, TLS: 465, NoTLS: 25} {
		o := good
		o.TLS, o.Port = way, 0
		if sender, err := New(o); err != nil || sender.Port != port {
			t.Errorf("%q goes to port %d, %v", way, sender.Port, err)
		}
	}
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true, "::ffff:127.0.0.1": true, "10.0.0.1": false, "localhost.example": false} {
		if loopback(host) != want {
			t.Errorf("%s is this machine: %v", host, !want)
		}
	}
}
