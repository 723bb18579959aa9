package page

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

//go:embed template
var templateFiles embed.FS

// View is the content of one page; every struct of this package that is
// documented as a page is one.
type View interface {
	meta(p *Printer) meta
}

// meta is what the frame wants to know of a view.
type meta struct {
	template string // name of the template
	title    string // of the document, without the institution's name
	place    string // which of the places is the current one; may be ""
}

// Renderer turns views into answers. It may be used by many goroutines.
type Renderer struct {
	catalogue *Catalogue
	assets    *assets
	templates *template.Template
	free      chan *set
}

// maxFree is how many template sets are kept ready between answers.
const maxFree = 8

// New reads templates, catalogues and static files. It fails only when the
// program was built with a broken one.
func New() (*Renderer, error) {
	catalogue, err := Load()
	if err != nil {
		return nil, err
	}
	return newRenderer(catalogue)
}

func newRenderer(catalogue *Catalogue) (*Renderer, error) {
	assets, err := loadAssets()
	if err != nil {
		return nil, err
	}
	r := &Renderer{catalogue: catalogue, assets: assets, free: make(chan *set, maxFree)}
	unbound := &set{assets: assets}
	r.templates, err = template.New("").Funcs(unbound.funcs()).ParseFS(templateFiles, "template/*.html", "template/*/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	return r, nil
}

// Catalogue is where printers come from.
func (r *Renderer) Catalogue() *Catalogue { return r.catalogue }

// Static answers everything under /static/.
func (r *Renderer) Static() http.Handler { return r.assets }

// Render writes the page. Nothing is written when it fails, so the caller can
// still answer with an ErrorPage.
func (r *Renderer) Render(w http.ResponseWriter, status int, frame Frame, view View) error {
	var body bytes.Buffer
	if err := r.execute(&body, frame, view); err != nil {
		return err
	}
	setHeaders(w.Header(), frame)
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, err := w.Write(body.Bytes())
	return err
}

// A sheet is what the outermost template is given.
type sheet struct {
	Frame Frame
	Title string
	Place string
	View  View
}

func (r *Renderer) execute(body *bytes.Buffer, frame Frame, view View) error {
	bound, err := r.take()
	if err != nil {
		return err
	}
	defer r.giveBack(bound)
	about := view.meta(frame.Printer)
	bound.bind(frame)
	err = bound.templates.ExecuteTemplate(body, about.template, sheet{frame, about.title, about.place, view})
	if err != nil {
		return fmt.Errorf("render page %s: %w", about.template, err)
	}
	return nil
}

func (r *Renderer) take() (*set, error) {
	select {
	case ready := <-r.free:
		return ready, nil
	default:
	}
	fresh := &set{assets: r.assets}
	copied, err := r.templates.Clone()
	if err != nil {
		return nil, fmt.Errorf("copy templates: %w", err)
	}
	fresh.templates = copied.Funcs(fresh.funcs())
	return fresh, nil
}

func (r *Renderer) giveBack(used *set) {
	used.bind(Frame{})
	select {
	case r.free <- used:
	default:
	}
}

// policy is the Content-Security-Policy of every page: nothing inline, nothing
// from elsewhere. form-action is completed by setHeaders.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

func setHeaders(header http.Header, frame Frame) {
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", frame.Printer.Language())
	header.Set("Content-Security-Policy", strings.Join(append([]string{policy}, frame.FormTargets...), " "))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Add("Vary", "Accept, Accept-Language, Cookie")
	if header.Get("Cache-Control") == "" {
		// Shared workstations: the back button must not show a page after sign-out.
		header.Set("Cache-Control", "private, no-store")
	}
}

// manifest is the web app manifest (W3C Application Manifest).
type manifest struct {
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	ID         string         `json:"id"`
	StartURL   string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Background string         `json:"background_color"`
	Theme      string         `json:"theme_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Source  string `json:"src"`
	Type    string `json:"type"`
	Sizes   string `json:"sizes"`
	Purpose string `json:"purpose,omitempty"`
}

// Manifest answers GET /manifest.webmanifest for the named institution, so that
// its pages can be installed as an app.
func (r *Renderer) Manifest(w http.ResponseWriter, instance string) error {
	png := func(size, purpose string) manifestIcon {
		return manifestIcon{r.assets.url("icon-" + size + ".png"), "image/png", size + "x" + size, purpose}
	}
	body, err := json.Marshal(manifest{
		Name: instance, ShortName: instance, ID: "/", StartURL: "/home", Scope: "/", Display: "minimal-ui",
		Background: "#FBFBF9", Theme: "#0A5F66",
		Icons: []manifestIcon{
			{Source: r.assets.url("icon.svg"), Type: "image/svg+xml", Sizes: "any"},
			png("192", ""), png("512", ""), png("512", "maskable"),
		},
	})
	if err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, err = w.Write(body)
	return err
}
