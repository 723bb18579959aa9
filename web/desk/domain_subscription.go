package desk

import (
	"maps"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showSubscriptions is GET /desk/domains/subscriptions; with ?id= the form holds that
// one.
func (d *Desk) showSubscriptions(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.DeskSubscriptions{Draft: community.SubscriptionDraft{Severity: string(community.DomainSuspended), Trust: "drafts", Priority: "0"}}
	if id, err := community.ParseID[community.SubscriptionID](r.URL.Query().Get("id")); err == nil {
		s, err := d.store.DomainSubscription(r.Context(), id)
		if err != nil {
			return err
		}
		view.Changing, view.Draft = community.FormatID(id), s.Draft()
	}
	return d.subscriptions(w, r, v, view)
}

func (d *Desk) subscriptions(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskSubscriptions) error {
	all, err := d.store.DomainSubscriptions(r.Context())
	if err != nil {
		return err
	}
	counts, err := d.store.CountListed(r.Context())
	if err != nil {
		return err
	}
	for _, s := range all {
		view.List = append(view.List, page.Subscription{DomainSubscription: s, Number: community.FormatID(s.ID), Entries: counts[s.ID]})
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// saveSubscription is POST /desk/domains/subscriptions.
func (d *Desk) saveSubscription(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	draft := community.SubscriptionDraft{Name: r.PostFormValue("name"), URL: r.PostFormValue("url"), Severity: r.PostFormValue("severity"),
		Trust: r.PostFormValue("trust"), Priority: r.PostFormValue("priority"), Excludes: r.PostFormValue("excludes")}
	changing := r.PostFormValue("id")
	s, err := community.MakeSubscription(draft, v.Person.Actor.ID, d.store.Now())
	if err == nil && changing != "" {
		if s.ID, err = community.ParseID[community.SubscriptionID](changing); err == nil {
			_, err = d.store.DomainSubscription(r.Context(), s.ID)
		}
	}
	if err == nil {
		_, err = d.store.SetDomainSubscription(r.Context(), s)
	}
	if problems := page.ProblemsOf(err); problems != nil {
		return d.subscriptions(w, r, v, page.DeskSubscriptions{Changing: changing, Draft: draft, Problems: problems})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains/subscriptions", "notice.subscription_saved")
}

// endSubscription is POST /desk/domains/subscriptions/{id}/end, readSubscription
// …/{id}/read.
func (d *Desk) endSubscription(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.SubscriptionID](mux.Vars(r)["id"])
	if err == nil {
		err = d.store.EndDomainSubscription(r.Context(), id, v.Person.Actor.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains/subscriptions", "notice.subscription_ended")
}

func (d *Desk) readSubscription(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.SubscriptionID](mux.Vars(r)["id"])
	if err == nil {
		err = d.store.AskSubscription(r.Context(), id, v.Person.Actor.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains/subscriptions", "notice.subscription_asked")
}

// showDomainDrafts is GET /desk/domains/drafts.
func (d *Desk) showDomainDrafts(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.domainDrafts(w, r, v, nil)
}

func (d *Desk) domainDrafts(w http.ResponseWriter, r *http.Request, v door.Visitor, problems page.Problems) error {
	ctx := r.Context()
	drafts, err := d.store.DomainDrafts(ctx, false)
	if err != nil {
		return err
	}
	lists, err := d.listNames(ctx)
	if err != nil {
		return err
	}
	rules, err := d.store.DomainRules(ctx)
	if err != nil {
		return err
	}
	view, after := page.DeskDomainDrafts{MayAct: v.May(community.KeepDomains), Problems: problems}, maps.Clone(rules)
	for _, c := range drafts {
		change := page.DomainChange{New: c.Rule, None: c.Old == nil, Removes: c.Removes, List: lists[c.Rule.Source], Created: c.Created}
		if c.Old != nil {
			change.Old = *c.Old
		}
		view.List = append(view.List, change)
		if after[c.Rule.Host] = c.Rule; c.Removes {
			delete(after, c.Rule.Host)
		}
	}
	loss, err := d.store.Loss(ctx, after)
	if err != nil {
		return err
	}
	view.Loss = page.DomainLoss{Following: loss.Following, Followers: loss.Followers, Members: loss.Members}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: view})
}

// decideDomainDrafts is POST /desk/domains/drafts: fields host (many) and do.
func (d *Desk) decideDomainDrafts(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	hosts, err := d.chosenDrafts(r)
	if err != nil {
		return err
	}
	decide, notice := d.store.ApproveDomainDrafts, "notice.drafts_approved"
	switch r.PostFormValue("do") {
	case "approve", "approve-all":
	case "reject", "reject-all":
		decide, notice = d.store.RejectDomainDrafts, "notice.drafts_rejected"
	default:
		return d.domainDrafts(w, r, v, page.Problems{"": community.Say("settings.unknown_choice")})
	}
	if len(hosts) == 0 {
		return d.domainDrafts(w, r, v, page.Problems{"": community.Say("domain.nothing_chosen")})
	}
	if _, err := decide(r.Context(), hosts, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains/drafts", notice)
}

// chosenDrafts are the hosts that the form names, or all that wait.
func (d *Desk) chosenDrafts(r *http.Request) ([]string, error) {
	do := r.PostFormValue("do") // reads the form
	if do != "approve-all" && do != "reject-all" {
		return r.PostForm["host"], nil
	}
	drafts, err := d.store.DomainDrafts(r.Context(), false)
	return hostsOf(drafts), err
}

func hostsOf(drafts []storage.DomainDraft) []string {
	hosts := make([]string, 0, len(drafts))
	for _, c := range drafts {
		hosts = append(hosts, c.Rule.Host)
	}
	return hosts
}
