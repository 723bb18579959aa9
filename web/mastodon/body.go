package mastodon

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
)

// Bounds of what an app may send, in bytes: of a body without files, of one
// with a picture, of one field; and how many fields there may be and how deep
// they may be nested.
const (
	maxBody   = 1 << 20
	maxBeside = 6 << 20 // beside the largest file that may be sent: a thumbnail and fields
	maxField  = 256 << 10
	maxFields = 500
	maxNested = 6
)

// takesFiles are the addresses to which pictures are sent.
var takesFiles = map[string]bool{"/api/v1/media": true, "/api/v2/media": true, mediaPath: true, "/api/v1/accounts/update_credentials": true, importPath: true, "/api/v1/profile": true}

// malformed is the answer to what cannot be read at all.
func malformed() error { return refuse(http.StatusBadRequest, "api.malformed") }

// read reads the parameters of a request, those of the address first. The body
// of a request that brings a picture is left to the handler.
func (c *call) read(w http.ResponseWriter, largest int64) error {
	query, err := url.ParseQuery(c.URL.RawQuery)
	if err != nil {
		return malformed()
	}
	c.fields = fields{url.Values{}}
	if err := c.fields.add(query); err != nil {
		return err
	}
	if c.Method == http.MethodGet || c.Method == http.MethodHead {
		return nil
	}
	c.Body = http.MaxBytesReader(w, c.Body, max(maxBody, largest))
	if largest > 0 && c.mediaType() == "multipart/form-data" {
		return nil
	}
	return c.readBody(nil)
}

// largest is how large a body with files may be at an address; 0 where none are sent.
func (s *API) largest(path string) int64 {
	switch {
	case !takesFiles[path]:
		return 0
	case path == importPath:
		return largestArchive
	}
	limits := s.Media.Defaults()
	return int64(max(limits.Bytes, limits.ClipBytes)) + maxBeside
}

// take is given each file of a body as it streams in.
type take func(name string, content io.Reader) error

// readBody reads a form, JSON or multipart body into the fields. Clients forget
// to say which it is, so what says nothing we know is looked at.
func (c *call) readBody(file take) error {
	kind := c.mediaType()
	if kind == "multipart/form-data" {
		return c.readParts(file)
	}
	text, err := io.ReadAll(c.Body)
	if err != nil {
		return unread(err)
	}
	text = bytes.TrimSpace(text)
	if kind == "application/json" || kind != "application/x-www-form-urlencoded" && bytes.HasPrefix(text, []byte("{")) {
		return c.fields.addJSON(text)
	}
	form, err := url.ParseQuery(string(text))
	if err != nil {
		return malformed()
	}
	return c.fields.add(form)
}

func (c *call) mediaType() string {
	kind, _, _ := mime.ParseMediaType(c.Header.Get("Content-Type"))
	return kind
}

// unread is a body that broke off; one that is too large stays so.
func unread(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fmt.Errorf("read body: %w", err)
	}
	return malformed()
}

func (c *call) readParts(file take) error {
	parts, err := c.MultipartReader()
	if err != nil {
		return malformed()
	}
	form := url.Values{}
	for range maxFields {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return c.fields.add(form)
		}
		if err != nil {
			return unread(err)
		}
		if err := readPart(part, form, file); err != nil {
			return err
		}
	}
	return malformed()
}

func readPart(part *multipart.Part, form url.Values, file take) error {
	switch {
	case part.FileName() == "":
		text, err := io.ReadAll(io.LimitReader(part, maxField+1))
		if err != nil {
			return unread(err)
		}
		if len(text) > maxField {
			return malformed()
		}
		form.Add(part.FormName(), string(text))
		return nil
	case file == nil:
		return nil // the next part skips what was not read
	}
	return file(part.FormName(), part)
}
