package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"consilium/community"
)

// patience bounds one conversation with the mail server; the lease of the lane
// is longer.
const patience = 20 * time.Second

// refusal is the mail server's no to one letter. It says where and with which
// code, never whose address it was or what the server said of it.
type refusal struct {
	stage string
	code  int
	// mailbox says that it was the address that was refused (RFC 5321 3.3), and
	// not who wrote or what.
	mailbox bool
}

func (r *refusal) Error() string { return fmt.Sprintf("refused while %s (SMTP %d)", r.stage, r.code) }

// forGood says that trying again is of no use (RFC 5321 4.2.1: 5yz).
func (r *refusal) forGood() bool { return r.code == 0 || r.code >= 500 }

// send hands a letter to the mail server on a connection of its own. The errors
// are a *refusal of this letter, or community.ErrUnavailable.
func (s *Sender) send(ctx context.Context, job int64, l letter) error {
	message, err := s.message(job, l)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client, err := s.client(s.line(ctx))
	if err != nil {
		return fmt.Errorf("set up mail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, message)
	if err == nil || message.IsDelivered() { // what went wrong after that is no loss
		return nil
	}
	return judge(err)
}

// aboutUs finds a status that says that we may not send.
var aboutUs = regexp.MustCompile(`[" ]5\.7\.\d`)

// judge tells a refused letter from a mail server that does not work.
func judge(err error) error {
	var failed *gomail.SendError
	if !errors.As(err, &failed) {
		return fmt.Errorf("talk to mail server: %w: %w", community.ErrUnavailable, err)
	}
	r := &refusal{stage: failed.Reason.String(), code: failed.ErrorCode()}
	// RFC 3463 3.8: 5.7.x is about us and our rights. It is in the words also of
	// servers that do not announce such codes (RFC 2034).
	r.mailbox = failed.Reason == gomail.ErrSMTPRcptTo && !aboutUs.MatchString(failed.Error())
	switch failed.Reason {
	case gomail.ErrGetSender, gomail.ErrGetRcpts, gomail.ErrNoUnencoded:
		return r // never left the house
	case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		// RFC 5321 3.8: 421 closes the service, whatever was asked.
		if r.code != 0 && r.code != 421 {
			return r
		}
	}
	// Not wrapped: it is no refusal of this letter.
	return fmt.Errorf("talk to mail server: %w: %s", community.ErrUnavailable, r.Error())
}

// message is the letter in the form of RFC 5322.
func (s *Sender) message(job int64, l letter) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&mail.Address{Name: l.fromName, Address: s.from.Address})
	to, err := envelope(l.to)
	if err == nil {
		err = m.To(to)
	}
	if err != nil {
		return nil, &refusal{stage: "reading the member's address"}
	}
	m.Subject(l.subject)
	m.SetDateWithValue(l.written)
	// The same at every attempt, so that a mailbox can tell a repetition.
	m.SetMessageIDWithValue(fmt.Sprintf("letter-%d@%s", job, s.host))
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834 5.1
	m.SetGenHeader("Content-Language", l.language)
	m.SetBodyString(gomail.TypeTextPlain, l.body)
	return m, nil
}

// envelope writes the domain of an address in ASCII: few mail servers take
// another (RFC 6531).
func envelope(address string) (string, error) {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return "", errors.New("no address")
	}
	host, err := community.CanonicalHost(address[i+1:])
	return address[:i+1] + host, err
}

func (s *Sender) client(line gomail.DialContextFunc) (*gomail.Client, error) {
	policy := gomail.NoTLS // also for TLS, where the line itself is encrypted
	if s.TLS == StartTLS {
		policy = gomail.TLSMandatory
	}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(patience), gomail.WithHELO(s.host),
		gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(s.tls()), gomail.WithDialContextFunc(line),
	}
	if s.Username != "" {
		options = append(options, gomail.WithUsername(s.Username), gomail.WithPassword(s.Password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	return gomail.NewClient(s.Host, options...)
}

func (s *Sender) tls() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

// line dials for the client and hangs up when the conversation is over, however
// it went: the client forgets to close a connection on which the greeting or the
// encryption failed, and does not hear a context end.
func (s *Sender) line(conversation context.Context) gomail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := s.dial(ctx, network, address)
		if err != nil {
			return nil, fmt.Errorf("reach mail server: %w", err)
		}
		context.AfterFunc(conversation, func() { _ = conn.Close() }) // mostly closed already
		return conn, nil
	}
}

func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if s.TLS == TLS {
		return (&tls.Dialer{Config: s.tls()}).DialContext(ctx, network, address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}
