package session

import (
	"slices"
	"strings"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// claims are what a provider says of somebody.
type claims map[string]any

// values gives those of a claim: of the name as it stands, else of the path it
// spells ("realm_access.roles"). A claim that is true has the value "true".
func (c claims) values(name string) []string {
	if value, there := c[name]; there {
		return words(value)
	}
	var value any = map[string]any(c)
	for part := range strings.SplitSeq(name, ".") {
		group, is := value.(map[string]any)
		if !is {
			return nil
		}
		value = group[part]
	}
	return words(value)
}

// maxValues bounds how many values of one claim are looked at.
const maxValues = 1000

func words(value any) []string {
	switch v := value.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case bool:
		if v {
			return []string{"true"}
		}
	case []any:
		var list []string
		for _, each := range v[:min(len(v), maxValues)] {
			if text, is := each.(string); is && text != "" {
				list = append(list, text)
			}
		}
		return list
	}
	return nil
}

// text is a claim to be shown; "" when there is none, or not of this length.
func (c claims) text(name string, length int) string {
	text, _ := c[name].(string)
	text = strings.TrimSpace(community.CleanText(text))
	if len(text) > length {
		return ""
	}
	return text
}

// knows says whether all claims are there that the configuration asks for, so
// that nobody has to be asked for more.
func (p Provider) knows(c claims) bool {
	return (p.EmploymentClaim == "" || len(c.values(p.EmploymentClaim)) > 0) && (p.ProfessionClaim == "" || len(c.values(p.ProfessionClaim)) > 0)
}

// with adds the claims of other that are not there yet.
func (c claims) with(other claims) claims {
	all := make(claims, len(c)+len(other))
	for name, value := range other {
		all[name] = value
	}
	for name, value := range c {
		all[name] = value
	}
	return all
}

// Findings are what the claims of a sign-on come to.
type findings struct {
	// Says is whether the configuration makes anything of the claims; without that
	// signing on proves nothing but who it is.
	Says bool
	// Belongs is whether the person belongs to the institution.
	Belongs    bool
	Profession credential.Profession
	// Strong is whether more than one factor was asserted.
	Strong bool
	// Email is what the institution has as the address, EmailProved whether its
	// word is enough; Username a name to begin with, Label what to call the person.
	Email           string
	EmailProved     bool
	Username, Label string
	// When the person last signed in there; zero when it does not say.
	AuthTime time.Time
}

// find makes of claims what the configuration says.
func (p Provider) find(c claims) findings {
	f := findings{Says: p.EmploymentClaim != "" || p.ProfessionClaim != "", Profession: p.professionOf(c)}
	employed := slices.ContainsFunc(c.values(p.EmploymentClaim), func(v string) bool {
		return len(p.EmploymentValues) == 0 || slices.Contains(p.EmploymentValues, v)
	})
	f.Belongs = f.Says && (employed || p.EmploymentClaim == "" && f.Profession != "")
	f.Strong = slices.Contains(p.StrongACR, c.text("acr", 200)) && c.text("acr", 200) != "" ||
		slices.ContainsFunc(c.values("amr"), func(v string) bool { return slices.Contains(p.StrongAMR, v) })
	if address := c.text("email", 254); community.CheckEmail(address) == nil {
		f.Email = address
		// Some send the word and not the value.
		f.EmailProved = slices.Contains(c.values("email_verified"), "true") && p.provesEmail(address)
	}
	if name, _, _ := strings.Cut(c.text("preferred_username", 254), "@"); community.CheckName(name) == nil {
		f.Username = name
	}
	for _, claim := range []string{"preferred_username", "email", "name"} {
		if f.Label == "" {
			f.Label = c.text(claim, 254)
		}
	}
	if at, is := c["auth_time"].(float64); is && at > 0 && at < 1<<40 {
		f.AuthTime = time.Unix(int64(at), 0).UTC()
	}
	return f
}

// professionOf is the first profession of the configuration that the claim
// names; "" for none.
func (p Provider) professionOf(c claims) credential.Profession {
	named := c.values(p.ProfessionClaim)
	for _, known := range p.Professions {
		if slices.Contains(named, known.Value) {
			return known.Profession
		}
	}
	return ""
}
