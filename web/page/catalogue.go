package page

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed catalogue
var catalogueFiles embed.FS

// maxAcceptLanguage bounds what is parsed of a stranger's header, in bytes.
const maxAcceptLanguage = 200

// Catalogue holds every sentence a person can read, in every language offered.
// It never changes once loaded and may be used by many goroutines.
type Catalogue struct {
	tags      []language.Tag // English first: it is what the matcher falls back to
	languages map[language.Tag]messages
	names     map[string]language.Tag // by what they are called in settings
	matcher   language.Matcher
}

// Language is one language a person can choose.
type Language struct {
	Tag  string // BCP 47, "de"
	Name string // in itself, "Deutsch"
}

// Load reads the embedded catalogues. It fails only when the program was built
// with a broken catalogue file.
func Load() (*Catalogue, error) {
	folders, err := catalogueFiles.ReadDir("catalogue")
	if err != nil {
		return nil, fmt.Errorf("read catalogues: %w", err)
	}
	c := &Catalogue{languages: make(map[language.Tag]messages), names: make(map[string]language.Tag)}
	for _, folder := range folders {
		read, err := readLanguage(folder.Name())
		if err != nil {
			return nil, err
		}
		c.add(language.Make(folder.Name()), read)
	}
	return c, nil
}

func readLanguage(name string) (messages, error) {
	folder := path.Join("catalogue", name)
	files, err := catalogueFiles.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("read catalogue %s: %w", name, err)
	}
	read := make(messages)
	for _, file := range files {
		text, err := catalogueFiles.ReadFile(path.Join(folder, file.Name()))
		if err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", name, err)
		}
		area := strings.TrimSuffix(file.Name(), ".json")
		if err := decodeArea(area, text, read); err != nil {
			return nil, fmt.Errorf("language %s: %w", name, err)
		}
	}
	return read, nil
}

func (c *Catalogue) add(tag language.Tag, read messages) {
	c.languages[tag], c.names[tag.String()] = read, tag
	if tag == language.English {
		c.tags = slices.Insert(c.tags, 0, tag)
	} else {
		c.tags = append(c.tags, tag)
	}
	c.matcher = language.NewMatcher(c.tags)
}

// Languages lists what a person can choose, English first.
func (c *Catalogue) Languages() []Language {
	list := make([]Language, 0, len(c.tags))
	for _, tag := range c.tags {
		list = append(list, Language{Tag: tag.String(), Name: display.Self.Name(tag)})
	}
	return list
}

// Offers tells whether tag (BCP 47) is one of Languages.
func (c *Catalogue) Offers(tag string) bool {
	_, offers := c.offered(tag)
	return offers
}

// offered is a language by its name; the one it was given is known without reading it.
func (c *Catalogue) offered(name string) (language.Tag, bool) {
	if tag, known := c.names[name]; known {
		return tag, true
	}
	tag, err := language.Parse(name)
	return tag, err == nil && c.languages[tag] != nil
}

// Choose picks the language of an answer: the person's own setting, else the
// Accept-Language header (RFC 9110 12.5.4), else the instance's language, else
// English. Unknown and malformed values are passed over.
func (c *Catalogue) Choose(setting, header, instance string) string {
	if c.Offers(setting) {
		return setting
	}
	if len(header) > maxAcceptLanguage {
		header = header[:maxAcceptLanguage]
		header = header[:max(0, strings.LastIndexByte(header, ','))]
	}
	if wanted, _, err := language.ParseAcceptLanguage(header); err == nil && len(wanted) > 0 {
		if _, index, confidence := c.matcher.Match(wanted...); confidence > language.Low {
			return c.tags[index].String()
		}
	}
	if c.Offers(instance) {
		return instance
	}
	return c.tags[0].String()
}
