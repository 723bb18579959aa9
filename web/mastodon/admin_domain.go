package mastodon

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"consilium/community"
)

func (s *API) adminDomainEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/admin/domain_blocks", member, "admin:read:domain_blocks", s.listDomainRules(blocksDomain, domainBlock)},
		{"POST", "/api/v1/admin/domain_blocks", member, "admin:write:domain_blocks", s.createDomainBlock},
		{"GET", "/api/v1/admin/domain_blocks/{id:[0-9]+}", member, "admin:read:domain_blocks", s.showDomainRule(blocksDomain, domainBlock)},
		{"PUT", "/api/v1/admin/domain_blocks/{id:[0-9]+}", member, "admin:write:domain_blocks", s.updateDomainBlock},
		{"DELETE", "/api/v1/admin/domain_blocks/{id:[0-9]+}", member, "admin:write:domain_blocks", s.removeDomainRule(blocksDomain)},
		{"GET", "/api/v1/admin/domain_allows", member, "admin:read:domain_allows", s.listDomainRules(allowsDomain, domainAllow)},
		{"POST", "/api/v1/admin/domain_allows", member, "admin:write:domain_allows", s.createDomainAllow},
		{"GET", "/api/v1/admin/domain_allows/{id:[0-9]+}", member, "admin:read:domain_allows", s.showDomainRule(allowsDomain, domainAllow)},
		{"DELETE", "/api/v1/admin/domain_allows/{id:[0-9]+}", member, "admin:write:domain_allows", s.removeDomainRule(allowsDomain)},
	}
}

func allowsDomain(r community.DomainRule) bool { return r.Severity == community.DomainAllowed }
func blocksDomain(r community.DomainRule) bool { return !allowsDomain(r) }

// domainNumber is the number of a rule for apps: rules go by the name of the server, and
// this is made of it. It fits what a script reads as a number.
func domainNumber(host string) int64 {
	sum := sha256.Sum256([]byte(host))
	return int64(binary.BigEndian.Uint64(sum[:8])>>11) | 1
}

// severityWords are Mastodon's words for what a rule does.
var severityWords = map[string]community.DomainSeverity{"": community.DomainLimited, "silence": community.DomainLimited,
	"suspend": community.DomainSuspended, "noop": community.DomainNone}

func severityWord(severity community.DomainSeverity) string {
	for word, ours := range severityWords {
		if word != "" && ours == severity {
			return word
		}
	}
	return "noop"
}

func domainBlock(r community.DomainRule) any {
	digest := sha256.Sum256([]byte(r.Host))
	return AdminDomainBlock{ID: community.FormatID(community.BlockID(domainNumber(r.Host))), Domain: r.Host, Digest: hex.EncodeToString(digest[:]),
		CreatedAt: date(r.Created), Severity: severityWord(r.Severity), RejectMedia: r.RejectMedia, RejectReports: r.RejectReports,
		PrivateComment: maybe(r.PrivateComment), PublicComment: maybe(r.PublicComment), Obfuscate: r.Obfuscate}
}

func domainAllow(r community.DomainRule) any {
	return AdminDomainAllow{community.FormatID(community.BlockID(domainNumber(r.Host))), r.Host, date(r.Created)}
}

// listDomainRules lists the rules of one kind by their numbers, the highest first.
func (s *API) listDomainRules(of func(community.DomainRule) bool, show func(community.DomainRule) any) answer {
	return func(c *call) (any, error) {
		page, err := c.page(adminPage)
		if err != nil {
			return nil, err
		}
		rules, err := s.store.DomainRules(c.Context())
		if err != nil {
			return nil, err
		}
		var list []community.DomainRule
		for host, r := range rules {
			n := domainNumber(host)
			if of(r) && (page.Max == 0 || n < page.Max) && n > max(page.Since, page.Min) {
				list = append(list, r)
			}
		}
		slices.SortFunc(list, func(a, b community.DomainRule) int { return cmp.Compare(domainNumber(b.Host), domainNumber(a.Host)) })
		if len(list) > page.Limit {
			if page.Min > 0 {
				list = list[len(list)-page.Limit:]
			}
			list = list[:page.Limit]
		}
		shown, ids := make([]any, 0, len(list)), make([]int64, 0, len(list))
		for _, r := range list {
			shown, ids = append(shown, show(r)), append(ids, domainNumber(r.Host))
		}
		s.link(c, page, ids)
		return shown, nil
	}
}

// domainRule is the rule of one kind that {id} names.
func (s *API) domainRule(c *call, of func(community.DomainRule) bool) (community.DomainRule, error) {
	id, err := named[community.BlockID](c)
	if err != nil {
		return community.DomainRule{}, err
	}
	rules, err := s.store.DomainRules(c.Context())
	if err != nil {
		return community.DomainRule{}, err
	}
	for host, r := range rules {
		if of(r) && domainNumber(host) == int64(id) {
			return r, nil
		}
	}
	return community.DomainRule{}, community.ErrNotFound
}

func (s *API) showDomainRule(of func(community.DomainRule) bool, show func(community.DomainRule) any) answer {
	return func(c *call) (any, error) {
		r, err := s.domainRule(c, of)
		if err != nil {
			return nil, err
		}
		return show(r), nil
	}
}

func (s *API) removeDomainRule(of func(community.DomainRule) bool) answer {
	return func(c *call) (any, error) {
		r, err := s.domainRule(c, of)
		if err != nil {
			return nil, err
		}
		return done{}, s.store.RemoveDomainRule(c.Context(), r.Host, c.me().ID)
	}
}

// createDomainBlock is POST /api/v1/admin/domain_blocks.
func (s *API) createDomainBlock(c *call) (any, error) {
	return s.newDomainRule(c, community.DomainRule{Host: c.fields.text("domain"), Severity: community.DomainLimited}, domainBlock)
}

// createDomainAllow is POST /api/v1/admin/domain_allows. One that is there already is
// given as it is, as Mastodon does.
func (s *API) createDomainAllow(c *call) (any, error) {
	rules, err := s.store.DomainRules(c.Context())
	if err != nil {
		return nil, err
	}
	if host, err := community.CanonicalHost(c.fields.text("domain")); err == nil && allowsDomain(rules[host]) {
		return domainAllow(rules[host]), nil
	}
	return s.newDomainRule(c, community.DomainRule{Host: c.fields.text("domain"), Severity: community.DomainAllowed}, domainAllow)
}

// newDomainRule makes a rule for a server that has none.
func (s *API) newDomainRule(c *call, draft community.DomainRule, show func(community.DomainRule) any) (any, error) {
	rules, err := s.store.DomainRules(c.Context())
	if err != nil {
		return nil, err
	}
	host, err := community.CanonicalHost(draft.Host)
	if _, there := rules[host]; err == nil && there {
		return nil, invalid("domain", "sign_up.taken")
	}
	return s.saveDomainRule(c, draft, show)
}

// updateDomainBlock is PUT /api/v1/admin/domain_blocks/{id}; what is not sent stays.
func (s *API) updateDomainBlock(c *call) (any, error) {
	r, err := s.domainRule(c, blocksDomain)
	if err != nil {
		return nil, err
	}
	return s.saveDomainRule(c, r, domainBlock)
}

// saveDomainRule writes a rule with what was sent about it, under the same rules as the
// form at the desk.
func (s *API) saveDomainRule(c *call, was community.DomainRule, show func(community.DomainRule) any) (any, error) {
	draft := was.Draft()
	if !allowsDomain(was) {
		if err := c.domainDraft(&draft); err != nil {
			return nil, err
		}
	}
	r, err := community.MakeDomainRule(draft, c.me().ID, s.store.Now())
	if err == nil && s.store.IsUs(r.Host) {
		err = invalid("host", "domain.ourselves")
	}
	if err != nil {
		return nil, err
	}
	if !was.Created.IsZero() {
		r.Created = was.Created
	}
	if err := s.store.SetDomainRule(c.Context(), r); err != nil {
		return nil, err
	}
	return show(r), nil
}

func (c *call) domainDraft(d *community.DomainRuleDraft) error {
	if c.fields.Has("severity") {
		severity, known := severityWords[c.fields.text("severity")]
		if !known {
			return invalid("severity", "api.choice")
		}
		d.Severity = string(severity)
	}
	for name, flag := range map[string]*bool{"reject_media": &d.RejectMedia, "reject_reports": &d.RejectReports, "obfuscate": &d.Obfuscate} {
		v, err := c.fields.flag(name, *flag)
		if err != nil {
			return err
		}
		*flag = v
	}
	for name, text := range map[string]*string{"private_comment": &d.PrivateComment, "public_comment": &d.PublicComment} {
		if c.fields.Has(name) {
			*text = c.fields.text(name)
		}
	}
	return nil
}
