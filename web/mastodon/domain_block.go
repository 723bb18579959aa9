package mastodon

import (
	"cmp"
	"slices"

	"consilium/storage"
)

func (s *API) domainBlockEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/domain_blocks", member, "read:blocks", s.listDomainBlocks},
		{"POST", "/api/v1/domain_blocks", member, "write:blocks", s.blockDomain},
		{"DELETE", "/api/v1/domain_blocks", member, "write:blocks", s.unblockDomain},
	}
}

// domainPage is how long lists of servers are.
var domainPage = span{100, 200}

// listDomainBlocks is GET /api/v1/domain_blocks: the servers that the member blocks, the
// last one first. Its pages count them from the first one.
func (s *API) listDomainBlocks(c *call) (any, error) {
	p, err := c.page(domainPage)
	if err != nil {
		return nil, err
	}
	blocks, err := s.store.BlockedDomains(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(blocks, func(x, y storage.DomainBlock) int {
		return cmp.Or(x.Created.Compare(y.Created), cmp.Compare(x.Host, y.Host))
	})
	numbers := make([]int64, 0, len(blocks))
	for i := range blocks {
		if n := int64(i + 1); n > p.Since && n > p.Min && (p.Max == 0 || n < p.Max) {
			numbers = append(numbers, n)
		}
	}
	if p.Min == 0 && len(numbers) > p.Limit {
		numbers = numbers[len(numbers)-p.Limit:]
	}
	numbers = numbers[:min(len(numbers), p.Limit)]
	slices.Reverse(numbers)
	hosts := make([]string, 0, len(numbers))
	for _, n := range numbers {
		hosts = append(hosts, blocks[n-1].Host)
	}
	s.link(c, p, numbers)
	return hosts, nil
}

// blockDomain is POST /api/v1/domain_blocks.
func (s *API) blockDomain(c *call) (any, error) {
	return struct{}{}, s.store.BlockDomain(c.Context(), c.me().ID, c.fields.text("domain"))
}

// unblockDomain is DELETE /api/v1/domain_blocks.
func (s *API) unblockDomain(c *call) (any, error) {
	return struct{}{}, s.store.UnblockDomain(c.Context(), c.me().ID, c.fields.text("domain"))
}
