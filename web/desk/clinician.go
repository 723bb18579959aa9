package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// endingState is the tab of those that end soon.
const endingState = "ending"

func (d *Desk) showClinicians(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, asked := r.Context(), door.ListPage(r)
	view := page.DeskClinicians{State: r.URL.Query().Get("state"), Query: r.URL.Query().Get("q")}
	if !slices.Contains(view.States(), view.State) {
		view.State = string(credential.Active)
	}
	counts, err := d.store.CountCredentials(ctx)
	if err != nil {
		return err
	}
	view.Counts = map[string]int{endingState: counts.Ending}
	for state, n := range counts.States {
		view.Counts[string(state)] = n
	}
	f := storage.CredentialFilter{State: credential.State(view.State), Query: view.Query, Ending: view.State == endingState}
	if f.Ending {
		f.State = ""
	}
	list, err := d.store.Credentials(ctx, f, asked)
	if err != nil {
		return err
	}
	var ids []community.ActorID
	var numbers []int64
	for _, c := range list {
		ids, numbers = append(ids, c.Actor), append(numbers, int64(c.Actor))
	}
	actors, err := d.store.Actors(ctx, ids)
	if err != nil {
		return err
	}
	for _, c := range list {
		view.List = append(view.List, d.clinicianRow(ctx, c, actors[c.Actor]))
	}
	if !f.Ending {
		view.Pages = door.ListLinks(r, asked, numbers)
	}
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

func (d *Desk) clinicianRow(ctx context.Context, c storage.Credential, a community.Actor) page.ClinicianRow {
	return page.ClinicianRow{ID: community.FormatID(a.ID), Person: d.door.Line(ctx, a), Credential: c.Credential, Reason: c.Reason,
		Lapsed: c.Lapsed(d.store.Now())}
}

// clinicianSheet is the page of one credential with what a form adds to it.
type clinicianSheet struct {
	actor              community.Actor
	verb, reason, note string
	problems           page.Problems
}

func (d *Desk) clinicianOf(r *http.Request) (community.Actor, error) {
	id, err := community.ParseID[community.ActorID](mux.Vars(r)["id"])
	if err != nil {
		return community.Actor{}, err
	}
	a, err := d.store.Actor(r.Context(), id)
	if err == nil && !a.Local {
		err = community.ErrNotFound
	}
	return a, err
}

func (d *Desk) showClinician(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	a, err := d.clinicianOf(r)
	if err != nil {
		return err
	}
	return d.clinician(w, r, v, clinicianSheet{actor: a})
}

func (d *Desk) clinician(w http.ResponseWriter, r *http.Request, v door.Visitor, s clinicianSheet) error {
	ctx := r.Context()
	c, err := d.store.Credential(ctx, s.actor.ID)
	if err != nil {
		return err
	}
	view := page.DeskClinician{Row: d.clinicianRow(ctx, c, s.actor), MayAct: s.actor.ID != v.Person.Actor.ID && v.May(community.SuspendCredentials),
		Verb: s.verb, Reason: s.reason, Note: s.note, Problems: s.problems}
	kept, err := d.store.Evidence(ctx, s.actor.ID)
	if err != nil {
		return err
	}
	for _, e := range kept {
		view.Proofs = append(view.Proofs, d.proofRow(v, e))
	}
	if view.Log, err = d.log(ctx, s.actor.Handle.String()); err != nil {
		return err
	}
	one, err := d.store.VerificationDraft(ctx, s.actor.ID)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return err
	}
	if err == nil && !one.Submitted.IsZero() && view.MayAct {
		view.Application = "/desk/verifications/" + community.FormatID(one.ID)
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(s.problems), View: view})
}

// credentialVerbs are what officers do with a credential, and the state it has
// after that.
var credentialVerbs = map[string]credential.State{"suspend": credential.Suspended, "restore": credential.Active, "revoke": credential.Revoked}

// changeCredential is POST /desk/clinicians/{id}/VERB.
func (d *Desk) changeCredential(verb string) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		a, err := d.clinicianOf(r)
		if err != nil {
			return err
		}
		if a.ID == v.Person.Actor.ID {
			return community.ErrForbidden
		}
		note, err := written(r, "note")
		s := clinicianSheet{actor: a, verb: verb, reason: r.PostFormValue("reason"), note: note, problems: page.ProblemsOf(err)}
		if !community.CredentialReason(s.reason) {
			s.problems = page.Problems{"reason": community.Say("verification.reason_missing")}
		}
		if s.problems != nil {
			return d.clinician(w, r, v, s)
		}
		now, err := d.store.Credential(r.Context(), a.ID)
		if err != nil {
			return err
		}
		if verb != "revoke" && (now.State == credential.Active) == (verb == "restore") {
			return community.ErrConflict // somebody else was quicker
		}
		err = d.store.ChangeCredential(r.Context(), storage.StateChange{Actor: a.ID, State: credentialVerbs[verb], Reason: s.reason,
			By: v.Person.Actor.ID, Note: note})
		if err != nil {
			return err
		}
		return door.SeeOther(w, r, "/desk/clinicians/"+community.FormatID(a.ID), "notice.credential_changed")
	}
}
