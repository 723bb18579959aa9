package mail

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http/httptest"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
	"testing"
)

// sink is a small SMTP server that keeps what it is given. say overrides its
// answer to a verb ("" hangs up); the greeting is the verb "CONNECT", the answer
// to a letter's text ".".
type sink struct {
	listener    net.Listener
	certificate tls.Certificate
	starttls    bool
	implicit    bool
	say         map[string]string

	mu       sync.Mutex
	letters  []*mail.Message
	heard    []string // verbs and arguments, in order
	clear    []string // what came unencrypted
	finished sync.WaitGroup
}

// listen starts a sink and gives the authorities that vouch for it.
func listen(t *testing.T, s *sink) (*sink, *x509.CertPool) {
	t.Helper()
	web := httptest.NewTLSServer(nil)
	defer web.Close()
	s.certificate = web.TLS.Certificates[0]
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	var err error
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.finished.Go(s.accept)
	t.Cleanup(func() {
		_ = s.listener.Close()
		s.finished.Wait()
	})
	return s, roots
}

func (s *sink) port() int { return s.listener.Addr().(*net.TCPAddr).Port }

func (s *sink) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.finished.Go(func() { s.talk(conn) })
	}
}

func (s *sink) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	encrypted := s.implicit
	if s.implicit {
		conn = s.encrypt(conn)
	}
	c := textproto.NewConn(conn)
	if !s.answer(c, "CONNECT", "220 sink") {
		return
	}
	for {
		line, err := c.ReadLine()
		if err != nil {
			return
		}
		verb := s.hear(line, encrypted)
		switch {
		case verb == "STARTTLS" && s.starttls:
			_ = c.PrintfLine("220 go")
			conn, encrypted = s.encrypt(conn), true
			c = textproto.NewConn(conn)
			continue
		case verb == "DATA":
			if !s.take(c) {
				return
			}
			continue
		}
		if !s.answer(c, verb, s.usual(verb)) || verb == "QUIT" {
			return
		}
	}
}

func (s *sink) encrypt(conn net.Conn) net.Conn {
	return tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{s.certificate}})
}

func (s *sink) hear(line string, encrypted bool) string {
	verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, line)
	if !encrypted {
		s.clear = append(s.clear, verb)
	}
	return verb
}

func (s *sink) usual(verb string) string {
	switch verb {
	case "EHLO":
		features := "250-sink\r\n250-AUTH PLAIN LOGIN\r\n"
		if s.starttls {
			features += "250-STARTTLS\r\n"
		}
		return features + "250 8BITMIME"
	case "AUTH":
		return "235 welcome"
	case "QUIT":
		return "221 bye"
	case "STARTTLS":
		return "502 no"
	}
	return "250 ok"
}

// answer says the usual, or what the test wants; false when it hung up.
func (s *sink) answer(c *textproto.Conn, verb, usual string) bool {
	if text, set := s.wanted(verb); set {
		usual = text
	}
	return usual != "" && c.PrintfLine("%s", usual) == nil
}

// wanted is what the test has it say to a verb; it may change between letters.
func (s *sink) wanted(verb string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, set := s.say[verb]
	return text, set
}

// changes has it say something else to a verb from now on.
func (s *sink) changes(verb, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.say = map[string]string{verb: text}
}

// take takes the text of a letter.
func (s *sink) take(c *textproto.Conn) bool {
	if text, set := s.wanted("DATA"); set {
		return s.answer(c, "DATA", text)
	}
	_ = c.PrintfLine("354 go on")
	text, err := io.ReadAll(c.DotReader())
	if err != nil {
		return false
	}
	if _, set := s.wanted("."); !set {
		letter, err := mail.ReadMessage(strings.NewReader(string(text)))
		if err != nil {
			return false
		}
		body, _ := io.ReadAll(letter.Body)
		letter.Body = strings.NewReader(string(body))
		s.mu.Lock()
		s.letters = append(s.letters, letter)
		s.mu.Unlock()
	}
	return s.answer(c, ".", "250 taken")
}

// spoken gives what was said with a verb.
func (s *sink) spoken(verb string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, line := range s.heard {
		if strings.HasPrefix(strings.ToUpper(line), verb) {
			lines = append(lines, line)
		}
	}
	return lines
}

// received gives the letters that were taken.
func (s *sink) received() []*mail.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*mail.Message(nil), s.letters...)
}
