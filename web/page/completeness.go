package page

import (
	"strconv"
	"strings"

	"consilium/community"
)

// Told says how much of the CARE checklist a case tells: "9 of 13 CARE items".
func (p *Printer) Told(c community.Completeness) string {
	return p.T("case.complete.told", "told", len(c.Told), "all", community.CareItems)
}

// Missing names the items of the CARE checklist that a case says nothing of; "" when
// there are none.
func (p *Printer) Missing(c community.Completeness) string {
	if len(c.Missing) == 0 {
		return ""
	}
	names := make([]string, 0, len(c.Missing))
	for _, item := range c.Missing {
		names = append(names, p.T("care."+strconv.Itoa(item)))
	}
	return p.T("case.complete.missing", "items", strings.Join(names, ", "))
}
