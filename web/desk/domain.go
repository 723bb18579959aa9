package desk

import (
	"net/http"
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
	status := http.StatusOK
	if view.Problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return d.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

func (d *Desk) saveDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	draft := community.DomainRuleDraft{Host: r.PostFormValue("host"), Severity: r.PostFormValue("severity"),
		PublicComment: r.PostFormValue("public_comment"), PrivateComment: r.PostFormValue("private_comment")}
	rule, err := community.MakeDomainRule(draft, v.Person.Actor.ID, d.store.Now())
	if err == nil && strings.EqualFold(rule.Host, d.store.Domain()) {
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

func (d *Desk) removeDomain(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	if err := d.store.RemoveDomainRule(r.Context(), hostOf(mux.Vars(r)["host"])); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains", "notice.rule_removed")
}
