package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// An asset is a static file as it is sent.
type asset struct {
	contentType string
	plain       []byte
	zipped      []byte // nil when gzip would not make it smaller
}

// assets are all static files. Their addresses hold one fingerprint of them
// all, so an answer may be kept for ever and a release changes every address.
type assets struct {
	fingerprint string
	files       map[string]asset
}

// bundles are folders whose files, in the order of their names, are sent as
// one, so that a page asks once for its style and once for its script.
var bundles = map[string]string{"css": "app.css", "js": "app.js"}

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".png": "image/png",
}

// immutable is how long a fingerprinted file may be kept (RFC 8246).
const immutable = "public, max-age=31536000, immutable"

func loadAssets() (*assets, error) {
	joined := make(map[string][]byte)
	sum := sha256.New()
	err := fs.WalkDir(staticFiles, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := staticFiles.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(text))
		sum.Write(text)
		target := assetName(name)
		joined[target] = append(joined[target], text...)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	a := &assets{fingerprint: hex.EncodeToString(sum.Sum(nil))[:12], files: make(map[string]asset)}
	for name, text := range joined {
		a.files[name] = asset{contentTypes[path.Ext(name)], text, zipped(text)}
	}
	return a, nil
}

// assetName is where an embedded file is served: its own name, or its bundle's.
func assetName(embedded string) string {
	name := strings.TrimPrefix(embedded, "static/")
	if folder, _, nested := strings.Cut(name, "/"); nested {
		if bundle, ok := bundles[folder]; ok {
			return bundle
		}
	}
	return name
}

func zipped(text []byte) []byte {
	var buffer bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&buffer, gzip.BestCompression) // the level is valid
	writer.Write(text)                                              // a bytes.Buffer does not fail
	writer.Close()
	if buffer.Len() >= len(text) {
		return nil
	}
	return buffer.Bytes()
}

// url is the address of a static file, "/static/4f1c…/app.css".
func (a *assets) url(name string) string {
	return "/static/" + a.fingerprint + "/" + name
}

// ServeHTTP answers GET /static/FINGERPRINT/NAME. A page of the release before
// gets the present file, but may not keep it.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fingerprint, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
	file, ok := a.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", file.contentType)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-cache")
	if fingerprint == a.fingerprint {
		header.Set("Cache-Control", immutable)
	}
	body := file.plain
	if file.zipped != nil {
		header.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			header.Set("Content-Encoding", "gzip")
			body = file.zipped
		}
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}
