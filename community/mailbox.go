package community

import (
	"strings"

	"golang.org/x/net/idna"
)

// Mailbox is an e-mail address at an institution, read strictly: what mail
// servers understand in more than one way is refused, not guessed.
type Mailbox struct {
	// Address is where a letter goes: as typed, with the host in ASCII.
	Address string
	// Host is the domain as CanonicalHost writes it.
	Host string
	// name is the part before the @ without what does not tell mailboxes apart.
	name string
	// words is that part with its stops, in small letters.
	words string
}

// ParseMailbox reads an address. Quoted names, comments, routes ("user%host@",
// "host!user@"), names that are not ASCII, ports and address literals are
// refused, and so is a domain that says another one than it shows: what a mail
// program would silently change into another name (UTS 46 mapping). The error is
// an *Invalid naming "email".
func ParseMailbox(address string) (Mailbox, error) {
	address = strings.TrimSpace(address)
	if err := CheckEmail(address); err != nil {
		return Mailbox{}, err
	}
	local, domain, _ := strings.Cut(address, "@")
	host, err := CanonicalHost(domain)
	switch {
	case err != nil, strings.ContainsRune(domain, '@'), strings.ContainsFunc(local, notInMailbox),
		strings.HasPrefix(local, "."), strings.HasSuffix(local, "."), strings.Contains(local, ".."):
		return Mailbox{}, invalid("email", "account.email_shape")
	case !shows(domain, host):
		return Mailbox{}, invalid("email", "institution.odd_letters")
	}
	name, _, _ := strings.Cut(strings.ToLower(local), "+")
	words := name
	if name = strings.ReplaceAll(name, ".", ""); name == "" {
		return Mailbox{}, invalid("email", "account.email_shape")
	}
	return Mailbox{Address: local + "@" + host, Host: host, name: name, words: words}, nil
}

// Same is what all spellings of one mailbox share: without capitals, dots and
// what follows a plus sign. One mailbox proves one account, so it is hashed with
// a key and kept unique.
func (m Mailbox) Same() string { return m.name + "@" + m.Host }

// notInMailbox finds what is not simply a name in ASCII. RFC 5322 3.2.3 allows
// more; of that '%', '!' and '/' are routes in some mail servers.
func notInMailbox(r rune) bool {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	return !letter && !strings.ContainsRune("._'&+-", r)
}

// shows says whether a domain is what it looks like: but for capitals, the very
// name that its ASCII form stands for, in one script.
func shows(domain, host string) bool {
	if strings.EqualFold(domain, host) && !strings.Contains(host, "xn--") {
		return isASCII(domain)
	}
	written, err := idna.Lookup.ToUnicode(host)
	return err == nil && (strings.EqualFold(domain, host) || strings.ToLower(domain) == written) && oneScript(written)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f })
}
