package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// domainRoutes are the addresses of rules about servers, of lists and of their drafts.
func (d *Desk) domainRoutes() []route {
	get, post := []string{"GET", "HEAD"}, []string{"POST"}
	return []route{
		{get, "/desk/domains", community.SeeDomains, d.door.StepUp(d.showDomains)},
		{post, "/desk/domains", community.KeepDomains, d.saveDomain},
		{post, "/desk/domains/public", community.KeepDomains, d.publishDomains},
		{get, "/desk/domains/export.{form:csv|txt|json}", community.SeeDomains, d.door.StepUp(d.exportDomains)},
		{get, importPath, community.KeepDomains, d.door.StepUp(d.newDomainImport)},
		{post, importPath, community.KeepDomains, d.addDomainImport},
		{get, "/desk/domains/imports/{id}", community.KeepDomains, d.door.StepUp(d.showDomainImport)},
		{post, "/desk/domains/imports/{id}/apply", community.KeepDomains, d.applyDomainImport},
		{post, "/desk/domains/imports/{id}/drop", community.KeepDomains, d.dropDomainImport},
		{get, "/desk/domains/subscriptions", community.SeeDomains, d.door.StepUp(d.showSubscriptions)},
		{post, "/desk/domains/subscriptions", community.KeepDomains, d.saveSubscription},
		{post, "/desk/domains/subscriptions/{id}/end", community.KeepDomains, d.endSubscription},
		{post, "/desk/domains/subscriptions/{id}/read", community.KeepDomains, d.readSubscription},
		{get, "/desk/domains/drafts", community.SeeDomains, d.door.StepUp(d.showDomainDrafts)},
		{post, "/desk/domains/drafts", community.KeepDomains, d.decideDomainDrafts},
		{get, "/desk/domains/{host}", community.SeeDomains, d.door.StepUp(d.showDomain)},
		{post, "/desk/domains/{host}/remove", community.KeepDomains, d.removeDomain},
	}
}

// bounded bounds what is sent to the desk; a list of servers is longer than a form.
func bounded(next http.Handler) http.Handler {
	short, long := http.MaxBytesHandler(next, door.MaxForm), http.MaxBytesHandler(next, maxImport)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == importPath {
			long.ServeHTTP(w, r)
			return
		}
		short.ServeHTTP(w, r)
	})
}

// domainsShown is how many rules one page lists.
const domainsShown = 100

func (d *Desk) showDomains(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.domains(w, r, v, page.DeskDomains{})
}

func (d *Desk) domains(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskDomains) error {
	ctx, query := r.Context(), r.URL.Query()
	rules, err := d.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	view.Mode, view.Public = d.Mode, v.Instance.ShowDomains
	view.Query, view.Severity = strings.ToLower(strings.TrimSpace(query.Get("q"))), query.Get("severity")
	var hosts []string
	for host, rule := range rules {
		if strings.Contains(host, view.Query) && (view.Severity == "" || view.Severity == string(rule.Severity)) {
			hosts = append(hosts, host)
		}
	}
	slices.Sort(hosts)
	view.Total = len(hosts)
	number, _ := strconv.Atoi(query.Get("page")) // what is no number is the first page
	number = min(max(number, 1), mostPages)
	view.Pages = domainPages(view, number)
	hosts = hosts[min(len(hosts), (number-1)*domainsShown):min(len(hosts), number*domainsShown)]
	if view.List, err = d.domainRules(ctx, rules, hosts); err != nil {
		return err
	}
	if view.Drafts, err = d.store.CountDomainDrafts(ctx); err != nil {
		return err
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

func domainPages(view page.DeskDomains, number int) page.Pages {
	at := func(n int) string {
		return "/desk/domains?" + url.Values{"q": {view.Query}, "severity": {view.Severity}, "page": {strconv.Itoa(n)}}.Encode()
	}
	var pages page.Pages
	if number > 1 {
		pages.Newer = at(number - 1)
	}
	if number*domainsShown < view.Total {
		pages.Older = at(number + 1)
	}
	return pages
}

// domainRules are rules as pages show them, with who made them and the list they came
// from.
func (d *Desk) domainRules(ctx context.Context, rules map[string]community.DomainRule, hosts []string) ([]page.DomainRule, error) {
	var staff []community.ActorID
	for _, host := range hosts {
		staff = append(staff, rules[host].By)
	}
	names, err := d.store.Actors(ctx, staff)
	if err != nil {
		return nil, err
	}
	people, err := d.store.PeopleOf(ctx, hosts)
	if err != nil {
		return nil, err
	}
	lists, err := d.listNames(ctx)
	if err != nil {
		return nil, err
	}
	var list []page.DomainRule
	for _, host := range hosts {
		by := names[rules[host].By]
		list = append(list, page.DomainRule{DomainRule: rules[host], ByName: by.Name(), People: people[host], List: lists[rules[host].Source]})
	}
	return list, nil
}

// listNames are the names of the lists that staff subscribed to.
func (d *Desk) listNames(ctx context.Context) (map[community.SubscriptionID]string, error) {
	all, err := d.store.DomainSubscriptions(ctx)
	names := map[community.SubscriptionID]string{}
	for _, s := range all {
		names[s.ID] = s.Name
	}
	return names, err
}

// showDomain is GET /desk/domains/{host}.
func (d *Desk) showDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	host, err := hostIn(r)
	if err != nil {
		return err
	}
	return d.domain(w, r, v, page.DeskDomain{Host: host})
}

func (d *Desk) domain(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskDomain) error {
	ctx := r.Context()
	rules, err := d.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	if _, found := rules[view.Host]; found {
		list, err := d.domainRules(ctx, rules, []string{view.Host})
		if err != nil {
			return err
		}
		view.Rule, view.Draft = &list[0], list[0].Draft()
	}
	if decides, found := community.RuleFor(view.Host, rules); found && decides.Host != view.Host {
		view.Decides = decides.Host
	}
	loss, people, err := d.store.Between(ctx, view.Host)
	if err != nil {
		return err
	}
	view.Mode, view.People, view.Following, view.Followers = d.Mode, people, loss.Following, loss.Followers
	if view.Connection, err = d.connection(ctx, view.Host); err != nil {
		return err
	}
	if view.Log, err = d.log(ctx, view.Host); err != nil {
		return err
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// hostIn is the server that the address names.
func hostIn(r *http.Request) (string, error) {
	typed, err := url.PathUnescape(mux.Vars(r)["host"]) // the router leaves the path as it came
	if err != nil {
		return "", community.ErrNotFound
	}
	host, err := community.CanonicalHost(typed)
	if err != nil || host == "" {
		return "", community.ErrNotFound
	}
	return host, nil
}

func (d *Desk) saveDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	on := func(name string) bool { return r.PostFormValue(name) != "" }
	draft := community.DomainRuleDraft{Host: r.PostFormValue("host"), Severity: r.PostFormValue("severity"),
		PublicComment: r.PostFormValue("public_comment"), PrivateComment: r.PostFormValue("private_comment"),
		RejectMedia: on("reject_media"), RejectReports: on("reject_reports"), Obfuscate: on("obfuscate")}
	rule, err := community.MakeDomainRule(draft, v.Person.Actor.ID, d.store.Now())
	if err == nil && d.store.IsUs(rule.Host) {
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

func (d *Desk) removeDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	host, err := hostIn(r)
	if err != nil {
		return err
	}
	if err := d.store.RemoveDomainRule(r.Context(), host, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains", "notice.rule_removed")
}

// publishDomains is POST /desk/domains/public.
func (d *Desk) publishDomains(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	instance, err := d.store.Instance(r.Context())
	if err != nil {
		return err
	}
	instance.ShowDomains = r.PostFormValue("public") != ""
	if err := d.store.SetInstance(r.Context(), instance); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains", "notice.domains_public")
}

// exportDomains is GET /desk/domains/export.{form}.
func (d *Desk) exportDomains(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	rules, err := d.store.DomainRules(r.Context())
	if err != nil {
		return err
	}
	var list []community.DomainRule
	for _, rule := range rules {
		if rule.Severity != community.DomainAllowed { // what lets a server in is not for others
			list = append(list, rule)
		}
	}
	slices.SortFunc(list, func(a, b community.DomainRule) int { return strings.Compare(a.Host, b.Host) })
	form := mux.Vars(r)["form"]
	mediaType, body := "text/csv; charset=utf-8", []byte(nil)
	switch form {
	case "csv":
		body = community.WriteDomainCSV(list)
	case "txt":
		mediaType, body = "text/plain; charset=utf-8", community.WriteDomainNames(list)
	default:
		mediaType = "application/json"
		if body, err = community.WriteDomainJSON(list); err != nil {
			return err
		}
	}
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="domains.`+form+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(body)
	return err
}
