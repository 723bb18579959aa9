package mastodon

import (
	"context"
	"strconv"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

func (s *API) adminBlockEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/admin/email_domain_blocks", member, "admin:read:email_domain_blocks", listBlocks(s, s.store.EmailDomainBlocks, emailDomainBlock)},
		{"POST", "/api/v1/admin/email_domain_blocks", member, "admin:write:email_domain_blocks", s.createEmailDomainBlock},
		{"GET", "/api/v1/admin/email_domain_blocks/{id:[0-9]+}", member, "admin:read:email_domain_blocks", showBlock(s.store.EmailDomainBlock, emailDomainBlock)},
		{"DELETE", "/api/v1/admin/email_domain_blocks/{id:[0-9]+}", member, "admin:write:email_domain_blocks", removeBlock(s.store.RemoveEmailDomainBlock)},
		{"GET", "/api/v1/admin/ip_blocks", member, "admin:read:ip_blocks", listBlocks(s, s.store.AddressBlocks, ipBlock)},
		{"POST", "/api/v1/admin/ip_blocks", member, "admin:write:ip_blocks", s.createIPBlock},
		{"GET", "/api/v1/admin/ip_blocks/{id:[0-9]+}", member, "admin:read:ip_blocks", showBlock(s.store.AddressBlock, ipBlock)},
		{"PUT", "/api/v1/admin/ip_blocks/{id:[0-9]+}", member, "admin:write:ip_blocks", s.updateIPBlock},
		{"DELETE", "/api/v1/admin/ip_blocks/{id:[0-9]+}", member, "admin:write:ip_blocks", removeBlock(s.store.RemoveAddressBlock)},
		{"GET", "/api/v1/admin/canonical_email_blocks", member, "admin:read:canonical_email_blocks", listBlocks(s, s.store.EmailBlocks, emailBlock)},
		{"POST", "/api/v1/admin/canonical_email_blocks", member, "admin:write:canonical_email_blocks", s.createEmailBlock},
		{"POST", "/api/v1/admin/canonical_email_blocks/test", member, "admin:read:canonical_email_blocks", s.testEmailBlock},
		{"GET", "/api/v1/admin/canonical_email_blocks/{id:[0-9]+}", member, "admin:read:canonical_email_blocks", showBlock(s.store.EmailBlock, emailBlock)},
		{"DELETE", "/api/v1/admin/canonical_email_blocks/{id:[0-9]+}", member, "admin:write:canonical_email_blocks", removeBlock(s.store.RemoveEmailBlock)},
	}
}

// numbered is a block as apps see it, with its number.
type numbered interface{ number() community.BlockID }

func numberOf(id string) community.BlockID {
	n, _ := strconv.ParseInt(id, 10, 64) // FormatID wrote it
	return community.BlockID(n)
}

func (b AdminEmailDomainBlock) number() community.BlockID    { return numberOf(b.ID) }
func (b AdminIPBlock) number() community.BlockID             { return numberOf(b.ID) }
func (b AdminCanonicalEmailBlock) number() community.BlockID { return numberOf(b.ID) }

func listBlocks[B any, E numbered](s *API, list func(context.Context, storage.Page) ([]B, error), show func(B) E) answer {
	return func(c *call) (any, error) {
		page, err := c.page(adminPage)
		if err != nil {
			return nil, err
		}
		blocks, err := list(c.Context(), page)
		if err != nil {
			return nil, err
		}
		shown, ids := make([]E, 0, len(blocks)), make([]int64, 0, len(blocks))
		for _, b := range blocks {
			one := show(b)
			shown, ids = append(shown, one), append(ids, int64(one.number()))
		}
		s.link(c, page, ids)
		return shown, nil
	}
}

func showBlock[B any, E numbered](find func(context.Context, community.BlockID) (B, error), show func(B) E) answer {
	return func(c *call) (any, error) {
		id, err := named[community.BlockID](c)
		if err != nil {
			return nil, err
		}
		b, err := find(c.Context(), id)
		if err != nil {
			return nil, err
		}
		return show(b), nil
	}
}

func removeBlock(remove func(context.Context, community.BlockID, community.ActorID) error) answer {
	return func(c *call) (any, error) {
		id, err := named[community.BlockID](c)
		if err != nil {
			return nil, err
		}
		return done{}, remove(c.Context(), id, c.me().ID)
	}
}

func emailDomainBlock(b storage.EmailDomainBlock) AdminEmailDomainBlock {
	out := AdminEmailDomainBlock{ID: community.FormatID(b.ID), Domain: b.Domain, CreatedAt: date(b.Created), History: []TagHistory{}}
	for _, u := range b.Uses {
		out.History = append(out.History, TagHistory{Day: strconv.FormatInt(u.Day.Unix(), 10), Uses: strconv.Itoa(u.Uses), Accounts: strconv.Itoa(u.Accounts)})
	}
	return out
}

// createEmailDomainBlock is POST /api/v1/admin/email_domain_blocks.
func (s *API) createEmailDomainBlock(c *call) (any, error) {
	domain, err := community.ParseEmailDomain(c.fields.text("domain"))
	if err != nil {
		return nil, err
	}
	b, err := s.store.AddEmailDomainBlock(c.Context(), domain, c.me().ID)
	return emailDomainBlock(b), err
}

// addressWords are Mastodon's words for what a block of addresses does.
var addressWords = map[string]community.AddressSeverity{"sign_up_requires_approval": community.AddressReview,
	"sign_up_block": community.AddressNoSignUp, "no_access": community.AddressNoAccess}

func addressWord(severity community.AddressSeverity) string {
	for word, ours := range addressWords {
		if ours == severity {
			return word
		}
	}
	return ""
}

func ipBlock(b community.AddressBlock) AdminIPBlock {
	return AdminIPBlock{ID: community.FormatID(b.ID), IP: b.Prefix.String(), Severity: addressWord(b.Severity), Comment: b.Comment,
		CreatedAt: date(b.Created), ExpiresAt: maybeDate(b.Expires)}
}

// addressBlock reads what is sent about a block of addresses; what is not sent stays.
func (s *API) addressBlock(c *call, was community.AddressBlock) (community.AddressBlock, error) {
	d := community.AddressBlockDraft{Range: was.Prefix.String(), Severity: string(was.Severity), Comment: was.Comment,
		From: session.ClientAddress(c.Request, s.door.Sessions.TrustedProxies)}
	if !was.Prefix.IsValid() {
		d.Range = "0.0.0.0/32" // Mastodon's own preset
	}
	if c.fields.Has("ip") {
		d.Range = c.fields.text("ip")
	}
	if c.fields.Has("severity") {
		d.Severity = string(addressWords[c.fields.text("severity")])
	}
	if c.fields.Has("comment") {
		d.Comment = c.fields.text("comment")
	}
	seconds, err := c.fields.number("expires_in", 0)
	if err != nil {
		return was, err
	}
	d.Lasts = time.Duration(min(seconds, int64(community.MostBlockLasts/time.Second)+1)) * time.Second
	b, err := community.MakeAddressBlock(d, c.me().ID, s.store.Now())
	b.ID = was.ID
	if was.ID != 0 {
		b.Created = was.Created
		if !c.fields.Has("expires_in") {
			b.Expires = was.Expires
		}
	}
	return b, err
}

// createIPBlock is POST /api/v1/admin/ip_blocks.
func (s *API) createIPBlock(c *call) (any, error) {
	b, err := s.addressBlock(c, community.AddressBlock{})
	if err != nil {
		return nil, err
	}
	b, err = s.store.AddAddressBlock(c.Context(), b)
	return ipBlock(b), err
}

// updateIPBlock is PUT /api/v1/admin/ip_blocks/{id}.
func (s *API) updateIPBlock(c *call) (any, error) {
	id, err := named[community.BlockID](c)
	if err != nil {
		return nil, err
	}
	was, err := s.store.AddressBlock(c.Context(), id)
	if err != nil {
		return nil, err
	}
	b, err := s.addressBlock(c, was)
	if err != nil {
		return nil, err
	}
	b, err = s.store.SetAddressBlock(c.Context(), b)
	return ipBlock(b), err
}

func emailBlock(b storage.EmailBlock) AdminCanonicalEmailBlock {
	return AdminCanonicalEmailBlock{community.FormatID(b.ID), b.Hash}
}

// createEmailBlock is POST /api/v1/admin/canonical_email_blocks.
func (s *API) createEmailBlock(c *call) (any, error) {
	hash, err := community.ParseEmailHash(c.fields.text("canonical_email_hash"))
	if c.fields.Has("email") || !c.fields.Has("canonical_email_hash") {
		hash, err = community.HashEmail(c.fields.text("email"))
	}
	if err != nil {
		return nil, err
	}
	b, err := s.store.AddEmailBlock(c.Context(), hash, c.me().ID)
	return emailBlock(b), err
}

// testEmailBlock is POST /api/v1/admin/canonical_email_blocks/test.
func (s *API) testEmailBlock(c *call) (any, error) {
	hash, err := community.HashEmail(c.fields.text("email"))
	if err != nil {
		return nil, err
	}
	blocks, err := s.store.EmailBlocksOf(c.Context(), hash)
	list := make([]AdminCanonicalEmailBlock, 0, len(blocks))
	for _, b := range blocks {
		list = append(list, emailBlock(b))
	}
	return list, err
}
