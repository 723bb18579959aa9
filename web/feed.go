package web

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
)

// feedLength is how many posts a feed holds.
const feedLength = 20

// feed is an account's public posts as feed readers take them.
type feed struct {
	author community.Actor
	posts  []community.Post
	// page and self are the absolute addresses of the profile and of the feed.
	page, self string
	updated    time.Time
}

// write is how one format writes a feed.
type writeFeed func(feed) any

// showFeed is GET /@name/feed.atom and /@name/feed.rss. It reads what is open
// to all and never looks at who asks.
func (s *Web) showFeed(mediaType string, write writeFeed) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
		f, err := s.feed(r)
		if err != nil {
			return err
		}
		var body bytes.Buffer
		body.WriteString(xml.Header)
		if err := xml.NewEncoder(&body).Encode(write(f)); err != nil {
			return fmt.Errorf("write feed of %d: %w", f.author.ID, err)
		}
		inert(w.Header(), mediaType+"; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=300")
		http.ServeContent(w, r, "", f.updated, bytes.NewReader(body.Bytes()))
		return nil
	}
}

func (s *Web) feed(r *http.Request) (feed, error) {
	a, err := s.profiled(r, door.Visitor{})
	if err != nil {
		return feed{}, err
	}
	if !a.Local || !a.Active() {
		return feed{}, community.ErrNotFound
	}
	filter := storage.Filter{Actor: a.ID}
	posts, err := s.store.AccountPosts(r.Context(), community.Viewer{}, filter, storage.Page{Limit: feedLength})
	f := feed{author: a, page: s.store.Base() + profilePath(a), self: s.store.Base() + r.URL.EscapedPath(), updated: a.Published}
	for _, p := range posts {
		if p.Audience.Kind != community.Public {
			continue
		}
		f.posts = append(f.posts, p)
		if written := lastWritten(p); written.After(f.updated) {
			f.updated = written
		}
	}
	return f, err
}

// feedTitle names a post in a feed, feedText is what it says. One with a
// warning says no more than that: a feed reader cannot fold it.
func feedTitle(p community.Post) string { return cutText(excerpt(p), 80) }

func feedText(p community.Post) string {
	if p.Warning != "" {
		return ""
	}
	return p.Content.String()
}

// atomFeed and what follows is RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string    `xml:"id"`
	Title     string    `xml:"title"`
	Published string    `xml:"published"`
	Updated   string    `xml:"updated"`
	Link      atomLink  `xml:"link"`
	Content   *atomText `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

func asAtom(f feed) any {
	out := atomFeed{ID: f.author.IRI.String(), Title: f.author.Name(), Updated: f.updated.Format(time.RFC3339),
		Author: atomPerson{f.author.Name(), f.page}, Links: []atomLink{{"self", "application/atom+xml", f.self}, {"alternate", "text/html", f.page}}}
	for _, p := range f.posts {
		entry := atomEntry{ID: p.IRI.String(), Title: feedTitle(p), Published: p.Published.Format(time.RFC3339),
			Updated: lastWritten(p).Format(time.RFC3339), Link: atomLink{"alternate", "text/html", p.IRI.String()}}
		if text := feedText(p); text != "" {
			entry.Content = &atomText{"html", p.Language, text}
		}
		out.Entries = append(out.Entries, entry)
	}
	return out
}

// rssFeed and what follows is RSS 2.0 (rssboard.org/rss-specification).
type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Built       string    `xml:"lastBuildDate"`
	Items       []rssItem `xml:"item"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	GUID        rssGUID `xml:"guid"`
	Published   string  `xml:"pubDate"`
	Description string  `xml:"description,omitempty"`
}

type rssGUID struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	Text      string `xml:",chardata"`
}

func asRSS(f feed) any {
	channel := rssChannel{Title: f.author.Name(), Link: f.page, Description: f.author.Summary.Text(), Built: f.updated.Format(time.RFC1123Z)}
	for _, p := range f.posts {
		channel.Items = append(channel.Items, rssItem{Title: feedTitle(p), Link: p.IRI.String(), GUID: rssGUID{true, p.IRI.String()},
			Published: p.Published.Format(time.RFC1123Z), Description: feedText(p)})
	}
	return rssFeed{Version: "2.0", Channel: channel}
}
