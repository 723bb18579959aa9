package lookup

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// maxField is the most bytes of one field of a row.
const maxField = 1000

// columnNames are the columns a register's file may have, requiredColumns those it
// must. FileOptions.Path describes them.
var (
	columnNames = []string{"number", "name", "other_names", "profession", "region", "status", "sanction", "organisation",
		"email_domain", "valid_until"}
	requiredColumns = []string{"number", "name", "profession", "status"}
)

// readColumn reads the field of each column into a record, and says whether it
// could.
var readColumn = map[string]func(r *credential.Record, text string) bool{
	"number":       func(r *credential.Record, _ string) bool { return r.Number != "" },
	"name":         readName,
	"other_names":  readOtherNames,
	"profession":   readProfession,
	"region":       readRegion,
	"status":       readStatus,
	"sanction":     readSanction,
	"organisation": readOrganisation,
	"email_domain": readDomain,
	"valid_until":  readValidUntil,
}

func readName(r *credential.Record, text string) bool {
	name := clean(text)
	if name == "" {
		return false
	}
	r.Names = append([]string{name}, r.Names...) // whatever the order of the columns
	return true
}

func readOtherNames(r *credential.Record, text string) bool {
	return each(text, func(name string) bool {
		r.Names = listed(r.Names, clean(name))
		return true
	})
}

func readProfession(r *credential.Record, text string) bool {
	scope, _ := r.Register.Scope()
	ok := each(text, func(slug string) bool {
		r.Professions = append(r.Professions, credential.Profession(slug))
		return slices.Contains(scope.Professions, credential.Profession(slug))
	})
	return ok && len(r.Professions) > 0
}

// regionShape is a subdivision of a country (ISO 3166-2).
var regionShape = regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{1,3}$`)

func readRegion(r *credential.Record, text string) bool {
	return each(text, func(region string) bool {
		r.Regions = listed(r.Regions, region)
		return regionShape.MatchString(region)
	})
}

func readStatus(r *credential.Record, text string) bool {
	text = strings.TrimSpace(text)
	r.Active = strings.EqualFold(text, "active")
	return text != ""
}

func readSanction(r *credential.Record, text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	r.Sanctioned = text != "" && text != "no" && text != "none"
	return true
}

func readOrganisation(r *credential.Record, text string) bool {
	return each(text, func(name string) bool {
		r.Organisations = listed(r.Organisations, clean(name))
		return true
	})
}

func readDomain(r *credential.Record, text string) bool {
	return each(text, func(domain string) bool {
		host, err := community.CanonicalHost(domain)
		r.EmailDomains = listed(r.EmailDomains, host)
		return err == nil && strings.Contains(host, ".") && !strings.ContainsAny(host, ":[")
	})
}

// readValidUntil reads the last day: the registration ends with it, in UTC.
func readValidUntil(r *credential.Record, text string) bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return true
	}
	day, err := time.Parse(time.DateOnly, text)
	r.ValidUntil = day.AddDate(0, 0, 1)
	return err == nil
}

// each reads what stands between semicolons, until one does not do. More than
// there is room for does not.
func each(text string, read func(item string) bool) bool {
	count := 0
	for item := range strings.SplitSeq(text, ";") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		if count++; count > maxList || !read(item) {
			return false
		}
	}
	return true
}
