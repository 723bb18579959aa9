package page

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"consilium/community"
)

// Country is the name of a country in the reader's language; its code when there
// is none (ISO 3166-1 alpha-2, names of CLDR).
func (p *Printer) Country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.Regions(p.tag).Name(region); name != "" {
		return name
	}
	return code
}

// Jurisdiction is where a profession is exercised: a country, with the part of it
// where a register is one's own ("US-OH").
func (p *Printer) Jurisdiction(code string) string {
	country, part, within := strings.Cut(code, "-")
	if !within {
		return p.Country(country)
	}
	return p.Country(country) + " (" + part + ")"
}

// Tongue is the name of a language in the reader's language.
func (p *Printer) Tongue(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Languages(p.tag).Name(parsed); name != "" {
		return name
	}
	return tag
}

// countryCodes are the countries there are, by ISO 3166-1 alpha-2.
var countryCodes = knownCountries()

func knownCountries() []string {
	var codes []string
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			code := string(first) + string(second)
			region, err := language.ParseRegion(code)
			// An old code stands for the country of today.
			if community.KnownCountry(code) && err == nil && region.Canonicalize().String() == code {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// countries makes the options of a list of countries, in the order of the
// reader's alphabet.
func (s *set) countries(chosen string) []Option {
	options := make([]Option, 0, len(countryCodes))
	for _, code := range countryCodes {
		options = append(options, Option{Value: code, Label: s.frame.Printer.Country(code), Chosen: code == chosen})
	}
	return s.sorted(options)
}

// tongues makes the options of a list of languages.
func (s *set) tongues(tags []string, chosen any) []Option {
	picked := words(chosen)
	options := make([]Option, 0, len(tags))
	for _, tag := range tags {
		options = append(options, Option{Value: tag, Label: s.frame.Printer.Tongue(tag), Chosen: slices.Contains(picked, tag)})
	}
	return s.sorted(options)
}
