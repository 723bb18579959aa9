package desk

import (
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showTrust is GET /desk/trust: what the credentials of other servers count for.
func (d *Desk) showTrust(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.trust(w, r, v, page.DeskTrust{})
}

func (d *Desk) trust(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskTrust) error {
	ctx := r.Context()
	rules, err := d.store.Trusts(ctx)
	if err != nil {
		return err
	}
	known, err := d.store.KnownIssuers(ctx)
	if err != nil {
		return err
	}
	var staff []community.ActorID
	for _, rule := range rules {
		staff = append(staff, rule.By)
	}
	names, err := d.store.Actors(ctx, staff)
	if err != nil {
		return err
	}
	view.MayKeep = v.May(community.KeepTrust)
	for _, row := range trustRows(known, rules) {
		if by, there := names[rules[row.Host].By]; there {
			row.ByName = by.Name()
		}
		view.List = append(view.List, row)
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// trustRows are the servers that issue credentials, and those about which somebody
// decided before any was seen, by name.
func trustRows(known []storage.KnownIssuer, rules map[string]community.Trust) []page.TrustRow {
	var rows []page.TrustRow
	listed := map[string]bool{}
	for _, k := range known {
		listed[k.Host] = true
		rows = append(rows, trustRow(page.TrustRow{Host: k.Host, Software: strings.TrimSpace(k.Software + " " + k.Version), Issues: true,
			People: k.People, Checked: k.Checked}, rules))
	}
	for host := range rules {
		if !listed[host] {
			rows = append(rows, trustRow(page.TrustRow{Host: host}, rules))
		}
	}
	slices.SortFunc(rows, func(a, b page.TrustRow) int { return strings.Compare(a.Host, b.Host) })
	return rows
}

func trustRow(row page.TrustRow, rules map[string]community.Trust) page.TrustRow {
	rule, decided := rules[row.Host]
	if !decided {
		row.Rule = community.TrustShow
		return row
	}
	row.Rule, row.MinLevel, row.Note, row.Decided = rule.Rule, rule.MinLevel, rule.Note, rule.Created
	return row
}

// saveTrust is POST /desk/trust. A word that begins to count is asked for, as far
// as people of that server are known.
func (d *Desk) saveTrust(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	draft := community.TrustDraft{Host: r.PostFormValue("host"), Rule: r.PostFormValue("rule"), MinLevel: r.PostFormValue("min_level"),
		Note: r.PostFormValue("note")}
	rule, err := community.MakeTrust(draft, v.Person.Actor.ID, d.store.Now())
	if err == nil && d.store.IsUs(rule.Host) {
		err = &community.Invalid{Field: "host", Problem: community.Say("domain.ourselves")}
	}
	if problems := page.ProblemsOf(err); problems != nil {
		return d.trust(w, r, v, page.DeskTrust{Draft: draft, Problems: problems})
	}
	if err != nil {
		return err
	}
	if err := d.store.SetTrust(r.Context(), rule); err != nil {
		return err
	}
	if rule.Rule != community.TrustIgnore {
		if err := d.store.CheckHost(r.Context(), rule.Host); err != nil {
			return err
		}
	}
	return door.SeeOther(w, r, "/desk/trust", "notice.trust_saved")
}
