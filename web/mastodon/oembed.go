package mastodon

import (
	"errors"
	"html"
	"strings"
	"time"

	"consilium/community"
)

func (s *API) embedEndpoints() []endpoint {
	return []endpoint{{"GET", "/api/oembed", stranger, "", s.showEmbed}}
}

// The width of what is embedded, in pixels, and how long it may be kept.
const (
	embedWidth    = 400
	smallestEmbed = 100
	embedKept     = 24 * time.Hour
)

// OEmbed is a post as another page may show it (oEmbed 1.0, 2.3.4.4). Our pages let nobody
// frame them, so that what is given is a quotation with a link, without scripts.
type OEmbed struct {
	Type         string `json:"type"`
	Version      string `json:"version"`
	Title        string `json:"title"`
	AuthorName   string `json:"author_name"`
	AuthorURL    string `json:"author_url"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	CacheAge     int    `json:"cache_age"`
	HTML         string `json:"html"`
	Width        int    `json:"width"`
	Height       *int   `json:"height"`
}

// showEmbed is GET /api/oembed?url=: a post of a member that is for everybody.
// ErrNotFound for everything else, whether it is there or not.
func (s *API) showEmbed(c *call) (any, error) {
	width, err := c.fields.number("maxwidth", embedWidth)
	if err != nil {
		return nil, err
	}
	if _, err := c.fields.number("maxheight", 0); err != nil {
		return nil, err
	}
	if format := c.fields.text("format"); format != "" && format != "json" {
		return nil, community.ErrNotFound
	}
	p, err := s.embeddable(c)
	if err != nil {
		return nil, err
	}
	author, err := s.store.Actor(c.Context(), p.Author)
	if err == nil {
		err = isSomebody(author)
	}
	if err != nil {
		return nil, err
	}
	i, err := s.instance(c.Context())
	if err != nil {
		return nil, err
	}
	title := c.printer.T("api.embed_title", "name", author.Name())
	return OEmbed{Type: "rich", Version: "1.0", Title: title, AuthorName: author.Name(), AuthorURL: pageOf(author), ProviderName: i.Name,
		ProviderURL: s.store.Base(), CacheAge: int(embedKept.Seconds()), HTML: s.quotation(c, p, author),
		Width: int(max(smallestEmbed, min(width, embedWidth)))}, nil
}

// embeddable finds the post that an address of ours leads to, as a visitor would.
func (s *API) embeddable(c *call) (community.Post, error) {
	none := community.Post{}
	rest, ours := strings.CutPrefix(c.fields.text("url"), s.store.Base()+"/")
	rest, _, _ = strings.Cut(rest, "?")
	if !ours {
		return none, community.ErrNotFound
	}
	var p community.Post
	var err error
	if number, byNumber := strings.CutPrefix(rest, "p/"); byNumber {
		id, bad := community.ParseID[community.PostID](number)
		if bad != nil {
			return none, bad
		}
		p, err = s.store.VisiblePost(c.Context(), community.Viewer{}, id)
	} else {
		iri, bad := community.ParseIRI(s.store.Base() + "/" + rest)
		if bad != nil {
			return none, community.ErrNotFound
		}
		p, err = s.store.VisiblePostByIRI(c.Context(), community.Viewer{}, iri)
	}
	if errors.Is(err, community.ErrGone) || err == nil && (!p.Local || p.Audience.Kind != community.Public || p.Of != 0 || !p.Deleted.IsZero()) {
		return none, community.ErrNotFound
	}
	return p, err
}

// quotation is a post as a quotation. Of one with a warning only that is shown.
func (s *API) quotation(c *call, p community.Post, author community.Actor) string {
	words := p.Titled().String()
	if p.Warning != "" {
		words = "<p>" + html.EscapeString(p.Warning) + "</p>"
	}
	link := html.EscapeString(p.IRI.String())
	by := html.EscapeString(author.Name() + " (@" + author.Handle.At(s.store.Domain()) + ")")
	when := html.EscapeString(c.printer.Date(p.Published))
	return `<blockquote class="consilium-embed" cite="` + link + `">` + words + `<p>— ` + by + `, <a href="` + link + `">` + when + `</a></p></blockquote>`
}
