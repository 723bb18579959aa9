package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"
	"sync"
	"time"

	"consilium/storage"
	"consilium/storage/lane"
	webmail "consilium/web/mail"
	"consilium/web/page"
)

// postbox is a mail server that keeps what it is given, with the lane loop that
// sends letters there.
type postbox struct {
	*house
	listener net.Listener
	letters  chan letter
	// seen are the addresses that a letter was taken for.
	seen map[string]bool
}

type letter struct{ to, text string }

func openPostbox(h *house, catalogue *page.Catalogue) *postbox {
	h.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	p := &postbox{house: h, listener: listener, letters: make(chan letter, 100), seen: map[string]bool{}}
	sender, err := webmail.New(webmail.Options{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, From: "noreply@here.example",
		TLS: webmail.NoTLS, Language: "en", Store: h.store, Catalogue: catalogue, Log: slog.New(slog.NewTextHandler(h.Output(), nil))})
	h.must(err)
	loop := &lane.Loop{Store: h.store, Log: slog.New(slog.DiscardHandler), Poll: 50 * time.Millisecond}
	loop.Handle(storage.KindMail, sender.Handle)
	ctx, stop := context.WithCancel(context.Background())
	var busy sync.WaitGroup
	busy.Go(func() { loop.Run(ctx) })
	busy.Go(func() { p.accept(&busy) })
	h.Cleanup(func() {
		stop()
		_ = listener.Close()
		busy.Wait()
	})
	return p
}

func (p *postbox) accept(busy *sync.WaitGroup) {
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		busy.Go(func() {
			defer conn.Close()
			p.talk(textproto.NewConn(conn))
		})
	}
}

// talk speaks as much of RFC 5321 as it takes to be given a letter.
func (p *postbox) talk(c *textproto.Conn) {
	_ = c.PrintfLine("220 postbox")
	var to string
	for {
		line, err := c.ReadLine()
		if err != nil {
			return
		}
		switch verb, argument, _ := strings.Cut(line, " "); strings.ToUpper(verb) {
		case "RCPT":
			to = strings.Trim(argument[len("TO:"):], "<>")
			_ = c.PrintfLine("250 ok")
		case "DATA":
			_ = c.PrintfLine("354 go on")
			p.letters <- letter{to, p.read(c.DotReader())}
			_ = c.PrintfLine("250 taken")
		case "QUIT":
			_ = c.PrintfLine("221 bye")
			return
		default:
			_ = c.PrintfLine("250 ok")
		}
	}
}

func (p *postbox) read(r io.Reader) string {
	m, err := mail.ReadMessage(bufio.NewReader(r))
	if err != nil {
		return fmt.Sprint(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(text)
}

// letter waits for the next letter, which must be to an address. One that came
// before may come again: when a test moves the clock past a lease while the
// postbox has not said yet that it took the letter, it is sent once more.
func (p *postbox) letter(to string) letter {
	p.Helper()
	for {
		select {
		case l := <-p.letters:
			if l.to != to && p.seen[l.to] {
				continue
			}
			if l.to != to {
				p.Fatalf("a letter went to %s, want %s: %s", l.to, to, l.text)
			}
			p.seen[to] = true
			return l
		case <-time.After(20 * time.Second):
			p.Fatalf("no letter to %s came", to)
			return letter{}
		}
	}
}

// tells waits for the letter about a sign-in in a browser not seen before, which
// has no link.
func (p *postbox) tells(to string) {
	p.Helper()
	if l := p.letter(to); l.link() != "" || !strings.Contains(l.text, "has not been seen there before") {
		p.Errorf("a letter about a new browser says %s", l.text)
	}
}

// empty makes sure that no letter is waiting: the one to end is sent after all
// others of the lane.
func (p *postbox) empty() {
	p.Helper()
	user, _ := p.member("last")
	p.must(p.store.QueueLetter(p.Context(), storage.LetterReset, user.ID))
	p.letter(user.Email)
}

var linkInLetter = regexp.MustCompile(`https://here\.example(/\S*)`)

// link is the path of the link in a letter.
func (l letter) link() string {
	if found := linkInLetter.FindStringSubmatch(l.text); found != nil {
		return found[1]
	}
	return ""
}
