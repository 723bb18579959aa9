package door

import (
	"net/http"
	"net/url"
	"strconv"

	"consilium/storage"
	"consilium/web/page"
)

// ListPage is the part of a list a request asks for: ?max=ID for what is older,
// ?min=ID for what is newer. Anything else is the newest part.
func ListPage(r *http.Request) storage.Page {
	number := func(name string) int64 {
		n, err := strconv.ParseInt(r.URL.Query().Get(name), 10, 64)
		if err != nil || n < 0 {
			return 0
		}
		return n
	}
	p := storage.Page{Max: number("max"), Min: number("min"), Limit: storage.DefaultPage}
	if p.Max > 0 {
		p.Min = 0
	}
	return p
}

// ListLinks lead to the parts beside the one that was shown, given the numbers
// of its entries, newest first.
func ListLinks(r *http.Request, asked storage.Page, ids []int64) page.Pages {
	var links page.Pages
	if len(ids) == 0 {
		return links
	}
	full := len(ids) >= asked.Limit
	if full || asked.Min > 0 {
		links.Older = listLink(r, "max", ids[len(ids)-1])
	}
	if asked.Max > 0 || asked.Min > 0 && full {
		links.Newer = listLink(r, "min", ids[0])
	}
	return links
}

func listLink(r *http.Request, name string, id int64) string {
	query := r.URL.Query()
	query.Del("max")
	query.Del("min")
	query.Set(name, strconv.FormatInt(id, 10))
	return (&url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: query.Encode()}).String()
}
