package mastodon

import (
	"net/url"
	"strconv"
	"strings"

	"consilium/storage"
)

// How long lists are when nothing is said, and at most.
var (
	statusPage  = span{20, 40}
	accountPage = span{40, 80}
	noticePage  = span{40, 80}
)

type span struct{ usual, most int }

// page reads which part of a list is asked for.
func (c *call) page(of span) (storage.Page, error) {
	var p storage.Page
	for name, place := range map[string]*int64{"max_id": &p.Max, "since_id": &p.Since, "min_id": &p.Min} {
		n, err := c.fields.number(name, 0)
		if err != nil {
			return p, err
		}
		*place = n
	}
	limit, err := c.fields.number("limit", int64(of.usual))
	if limit == 0 {
		limit = int64(of.usual)
	}
	p.Limit = int(min(limit, int64(of.most)))
	return p, err
}

// link leads to the parts of a list beside the one that was given, by the
// numbers of its entries, newest first. The addresses are absolute
// (RFC 8288 3.1 allows others; apps do not).
func (s *API) link(c *call, p storage.Page, ids []int64) {
	if len(ids) == 0 {
		return
	}
	var links []string
	if len(ids) >= p.Limit || p.Min > 0 {
		links = append(links, s.linkTo(c, "max_id", ids[len(ids)-1])+`; rel="next"`)
	}
	links = append(links, s.linkTo(c, "min_id", ids[0])+`; rel="prev"`)
	c.reply.Set("Link", strings.Join(links, ", "))
}

func (s *API) linkTo(c *call, name string, id int64) string {
	query := c.URL.Query()
	for _, other := range []string{"max_id", "since_id", "min_id"} {
		query.Del(other)
	}
	query.Set(name, strconv.FormatInt(id, 10))
	to := url.URL{Path: c.URL.Path, RawPath: c.URL.RawPath, RawQuery: query.Encode()}
	return "<" + s.address(to.String()) + ">"
}
