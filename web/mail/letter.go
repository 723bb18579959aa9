package mail

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/page"
)

// How long the links in letters work. A reset link opens an account, so it is
// short.
const (
	confirmFor = 3 * 24 * time.Hour
	resetFor   = time.Hour
	appealFor  = 30 * 24 * time.Hour
)

// draft is a letter before it is written: catalogue keys and where it leads.
type draft struct {
	subject, text, closing string
	// path is where the link leads, "" for no link. With a purpose, a ticket of
	// that purpose follows it, good for so long.
	path, purpose string
	valid         time.Duration
	// lasting says how long the link works, in so many unit.
	lasting string
	unit    time.Duration
	// change says that it goes to the address the member wants instead.
	change bool
	// proof says that it goes to the mailbox of a storage.MailProof.
	proof bool
	// address is that mailbox, when it is its turn.
	address string
	// pace says that it tells of what waits, of the topics that come at this pace.
	pace community.Pace
	// waiting is that, when it is its turn.
	waiting storage.Waiting
	// wanted says whether the letter still makes sense when it is its turn.
	wanted func(community.User) bool
}

var drafts = map[string]draft{
	storage.LetterConfirm: {
		subject: "mail.confirm.subject", text: "mail.confirm.text", closing: "mail.confirm.closing",
		path: "/confirm/", purpose: "confirm", valid: confirmFor, lasting: "mail.confirm.lasting", unit: 24 * time.Hour,
		wanted: func(u community.User) bool { return u.EmailConfirmed.IsZero() && mayHaveAccount(u) },
	},
	storage.LetterEmail: {
		subject: "mail.email.subject", text: "mail.email.text", closing: "mail.email.closing",
		path: "/confirm/", purpose: "confirm", valid: confirmFor, lasting: "mail.confirm.lasting", unit: 24 * time.Hour,
		change: true, wanted: func(u community.User) bool { return u.EmailNew != "" && mayHaveAccount(u) },
	},
	storage.LetterReset: {
		subject: "mail.reset.subject", text: "mail.reset.text", closing: "mail.reset.closing",
		path: "/password/", purpose: "reset", valid: resetFor, lasting: "mail.reset.lasting", unit: time.Minute,
		wanted: mayHaveAccount,
	},
	storage.LetterCredentialEnds: {
		subject: "mail.credential_ends.subject", text: "mail.credential_ends.text", path: "/verification", wanted: mayHaveAccount,
	},
	storage.LetterCredentialEnded: {
		subject: "mail.credential_ended.subject", text: "mail.credential_ended.text", path: "/verification", wanted: mayHaveAccount,
	},
	storage.LetterCredential: {
		subject: "mail.credential.subject", text: "mail.credential.text", path: "/verification", wanted: mayHaveAccount,
	},
	storage.LetterProof: {
		subject: "mail.proof.subject", text: "mail.proof.text", closing: "mail.proof.closing",
		path: "/verification/mail/", purpose: storage.ProofPurpose, valid: community.MailProofLink, lasting: "mail.reset.lasting",
		unit: time.Minute, proof: true, wanted: func(u community.User) bool { return u.State == community.UserActive },
	},
	storage.LetterProofEnds: {
		subject: "mail.proof_ends.subject", text: "mail.proof_ends.text", path: "/verification",
		wanted: func(u community.User) bool { return u.State == community.UserActive },
	},
	storage.LetterVerification: {
		subject: "mail.verification.subject", text: "mail.verification.text", path: "/verification", wanted: mayHaveAccount,
	},
	storage.LetterNews: {
		subject: "mail.news.subject", text: "mail.news.text", closing: "mail.news.closing", path: "/notifications", pace: community.AtOnce,
		wanted: func(u community.User) bool { return u.State == community.UserActive },
	},
	storage.LetterDigest: {
		subject: "mail.digest.subject", text: "mail.digest.text", closing: "mail.news.closing", path: "/home", pace: community.Daily,
		wanted: func(u community.User) bool { return u.State == community.UserActive },
	},
	// To who may be shut out: the link shows the decision and takes an appeal, no more.
	storage.LetterDecision: {
		subject: "mail.decision.subject", text: "mail.decision.text", path: "/appeal/", purpose: storage.AppealPurpose, valid: appealFor,
		lasting: "mail.decision.lasting", unit: 24 * time.Hour, wanted: mayAppeal,
	},
	storage.LetterAppeal: {
		subject: "mail.appeal.subject", text: "mail.appeal.text", path: "/appeal/", purpose: storage.AppealPurpose, valid: appealFor,
		lasting: "mail.decision.lasting", unit: 24 * time.Hour, wanted: mayAppeal,
	},
	storage.LetterApproved: {
		subject: "mail.approved.subject", text: "mail.approved.text", path: "/sign-in",
		wanted: func(u community.User) bool { return u.State == community.UserActive },
	},
	storage.LetterRejected: {
		subject: "mail.rejected.subject", text: "mail.rejected.text",
		wanted: func(u community.User) bool { return u.State == community.UserRejected },
	},
	// What happened to the own account. Without a link: whoever gets used to
	// following one in such a letter follows the next false one too.
	storage.LetterDevice:   {subject: "mail.device.subject", text: "mail.device.text", closing: "mail.device.closing", wanted: mayHaveAccount},
	storage.LetterRecovery: {subject: "mail.recovery.subject", text: "mail.recovery.text", closing: "mail.recovery.closing", wanted: mayHaveAccount},
	storage.LetterFactors:  {subject: "mail.factors.subject", text: "mail.factors.text", closing: "mail.factors.closing", wanted: mayHaveAccount},
}

// mayAppeal says whether the member is one about whom staff decide.
func mayAppeal(u community.User) bool {
	return u.State == community.UserActive || u.State == community.UserSuspended
}

// mayHaveAccount says whether the member is, or may become, one who signs in.
func mayHaveAccount(u community.User) bool {
	return u.State == community.UserActive || u.State == community.UserPending
}

// to is the address the letter goes to, and that its link proves.
func (d draft) to(u community.User) string {
	if d.proof {
		return d.address
	}
	if d.change {
		return u.EmailNew
	}
	return u.Email
}

// letter is what goes on its way.
type letter struct {
	to, fromName, language string
	subject, body          string
	written                time.Time
}

// write makes a letter of a draft, with a fresh ticket when it has a link that
// opens something.
func (s *Sender) write(ctx context.Context, d draft, u community.User) (letter, error) {
	i, err := s.Store.Instance(ctx)
	if err != nil {
		return letter{}, err
	}
	name := oneLine(i.Name)
	if name == "" {
		name = s.Store.Domain()
	}
	link, err := s.link(ctx, d, u)
	if err != nil {
		return letter{}, err
	}
	now := s.Store.Now()
	p := s.Catalogue.Printer(page.Reader{Language: s.Catalogue.Choose(u.Language, "", s.Language), Now: now, Instance: name})
	l := letter{to: d.to(u), fromName: s.from.Name, language: p.Language(), written: now}
	if l.fromName == "" {
		l.fromName = name
	}
	l.subject = oneLine(p.T(d.subject, "name", u.Name))
	l.body = d.body(p, u, link)
	return l, nil
}

// body puts the paragraphs under one another.
func (d draft) body(p *page.Printer, u community.User, link string) string {
	paragraphs := []string{p.T("mail.greeting", "name", u.Name), p.T(d.text, "name", u.Name)}
	if lines := d.lines(p); lines != "" {
		paragraphs = append(paragraphs, lines)
	}
	if link != "" {
		paragraphs = append(paragraphs, link)
	}
	if d.lasting != "" {
		paragraphs = append(paragraphs, p.T(d.lasting, "count", int(d.valid/d.unit)))
	}
	if d.closing != "" {
		paragraphs = append(paragraphs, p.T(d.closing, "name", u.Name))
	}
	paragraphs = append(paragraphs, p.T("mail.signature"))
	return strings.Join(paragraphs, "\n\n") + "\n"
}

// lines says what waits, one topic a line; numbers only.
func (d draft) lines(p *page.Printer) string {
	var lines []string
	for _, w := range d.waiting.Topics {
		lines = append(lines, "- "+p.T("notice_topic.count."+string(w.Topic), "count", w.Count))
	}
	if d.waiting.Cases > 0 {
		lines = append(lines, "- "+p.T("notice_topic.new_cases", "count", d.waiting.Cases))
	}
	return strings.Join(lines, "\n")
}

// link makes the address in the letter; "" when there is none. A ticket is bound
// to the e-mail address the letter goes to (S-AUTH-2).
func (s *Sender) link(ctx context.Context, d draft, u community.User) (string, error) {
	if d.path == "" {
		return "", nil
	}
	if d.purpose == "" {
		return s.Store.Base() + d.path, nil
	}
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	token := base64.RawURLEncoding.EncodeToString(b[:])
	err := s.Store.AddTicket(ctx, token, storage.Ticket{
		Purpose: d.purpose, User: u.ID, Email: d.to(u), Expires: s.Store.Now().Add(d.valid),
	})
	if err != nil {
		return "", err
	}
	return s.Store.Base() + d.path + token, nil
}

// oneLine keeps line ends out of headers (RFC 5322 2.2).
func oneLine(s string) string { return strings.Join(strings.Fields(community.CleanText(s)), " ") }
