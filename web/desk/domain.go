package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) showDomains(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.domains(w, r, v, page.DeskDomains{})
}

func (d *Desk) domains(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskDomains) error {
	ctx := r.Context()
	rules, err := d.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	var hosts []string
	var staff []community.ActorID
	for host, rule := range rules {
		hosts, staff = append(hosts, host), append(staff, rule.By)
	}
	slices.Sort(hosts)
	people, err := d.store.PeopleOf(ctx, hosts)
	if err != nil {
		return err
	}
	names, err := d.store.Actors(ctx, staff)
	if err != nil {
		return err
	}
	view.Mode = d.Mode
	for _, host := range hosts {
		by := names[rules[host].By]
		view.List = append(view.List, page.DomainRule{DomainRule: rules[host], ByName: by.Name(), People: people[host]})
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

func (d *Desk) saveDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	draft := community.DomainRuleDraft{Host: r.PostFormValue("host"), Severity: r.PostFormValue("severity"),
		PublicComment: r.PostFormValue("public_comment"), PrivateComment: r.PostFormValue("private_comment")}
	rule, err := community.MakeDomainRule(draft, v.Person.Actor.ID, d.store.Now())
	if err == nil && d.isUs(rule.Host) {
		err = &community.Invalid{Field: "host", Problem: community.Say("domain.ourselves")}
	}
	if problems := page.ProblemsOf(err); problems != nil {
		return d.domains(w, r, v, page.DeskDomains{Draft: draft, Problems: problems})
	}
	if err != nil {
		return err
	}
	if err := d.store.SetDomainRule(r.Context(), rule); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains", "notice.rule_saved")
}

// isUs says whether a host is our own, by the account domain or the address.
func (d *Desk) isUs(host string) bool {
	_, base, _ := strings.Cut(d.store.Base(), "://")
	return host == d.store.Domain() || host == base
}

func (d *Desk) removeDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	host, err := url.PathUnescape(mux.Vars(r)["host"]) // the router leaves the path as it came
	if err != nil {
		return community.ErrNotFound
	}
	if err := d.store.RemoveDomainRule(r.Context(), host, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains", "notice.rule_removed")
}
