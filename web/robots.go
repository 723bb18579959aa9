package web

import (
	"io"
	"net/http"

	"consilium/web/door"
)

// robots asks crawlers to stay away from what is no page of its own (RFC 9309).
// Whether a post or profile may be listed is its author's choice and stands on
// the page itself.
const robots = `User-agent: *
Disallow: /a/
Disallow: /media/
Disallow: /oauth/
Disallow: /p/
Disallow: /search
Disallow: /sign-in
Disallow: /tags/
`

func (s *Web) showRobots(w http.ResponseWriter, _ *http.Request, _ door.Visitor) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, err := io.WriteString(w, robots)
	return err
}

// showManifest is GET /manifest.webmanifest.
func (s *Web) showManifest(w http.ResponseWriter, _ *http.Request, v door.Visitor) error {
	return s.door.Renderer.Manifest(w, v.Instance.Name)
}
