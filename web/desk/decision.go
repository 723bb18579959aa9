package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/community/deidentify"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// readDecision reads the form of a decision.
func readDecision(r *http.Request) community.DecisionDraft {
	return community.DecisionDraft{Posts: r.PostFormValue("posts"), Person: r.PostFormValue("person"), Days: r.PostFormValue("days"),
		Unfounded: r.PostFormValue("unfounded") != "", Reason: r.PostFormValue("reason"), Note: r.PostFormValue("note")}
}

// decideReport is POST /desk/reports/{id}/decide: what becomes of the posts and of the
// person. Against somebody decides only who outranks them.
func (d *Desk) decideReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.handle(w, r, v, handling{notice: "notice.report_closed", do: func(ctx context.Context, one *report) error {
		one.draft = readDecision(r)
		verdict, err := community.Decide(one.draft, d.store.Now())
		if err != nil {
			return err
		}
		if !one.mayAct && (verdict.Posts != "" || verdict.Person != "") {
			return community.ErrForbidden
		}
		posts, err := d.reported(ctx, *one)
		if err != nil {
			return err
		}
		ruling := storage.Ruling{Verdict: verdict, By: v.Person.Actor.ID, Person: one.Target, Flag: one.ID}
		for _, p := range posts {
			ruling.Posts = append(ruling.Posts, p.ID)
		}
		_, err = d.store.Rule(ctx, ruling)
		return err
	}})
}

// findings is what the rules for cases notice in a reported post.
func findings(p community.Post) []page.ReportFinding {
	passages := []community.Passage{{Field: "title", Text: p.Title}, {Field: "warning", Text: p.Warning}, {Field: "text", Text: p.Content.Text()}}
	for _, m := range slices.Concat(p.Media, p.Withheld) {
		passages = append(passages, community.Passage{Field: "description", Text: m.Description}, community.Passage{Field: "caption", Text: m.Caption})
	}
	var found []page.ReportFinding
	for _, c := range community.Inspect(passages, community.InspectOptions{Language: p.Language, Kind: deidentify.Case}).Concerns {
		found = append(found, page.ReportFinding{Category: c.Category, Text: c.Text})
	}
	return found
}

// sanction is POST /desk/accounts/{id}/sanction: a decision about a person without a
// report.
func (d *Desk) sanction(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserActive)
	if err != nil {
		return err
	}
	draft := readDecision(r)
	draft.Posts, draft.Unfounded = "", false
	verdict, err := community.Decide(draft, d.store.Now())
	if err == nil && verdict.Person == "" {
		err = &community.Invalid{Field: "person", Problem: community.Say("decision.unknown")}
	}
	if problems := page.ProblemsOf(err); problems != nil {
		return d.account(w, r, v, accountSheet{subject: s, draft: draft, problems: problems})
	}
	if err != nil {
		return err
	}
	if _, err := d.store.Rule(r.Context(), storage.Ruling{Verdict: verdict, By: v.Person.Actor.ID, Person: s.actor.ID}); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.decided")
}

// lift is POST /desk/accounts/{id}/lift/{decision}.
func (d *Desk) lift(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.subject(r)
	if err != nil {
		return err
	}
	id, err := community.ParseID[community.DecisionID](mux.Vars(r)["decision"])
	if err != nil {
		return err
	}
	one, err := d.store.Decision(r.Context(), id)
	switch {
	case err != nil:
		return err
	case one.Person != s.actor.ID:
		return community.ErrNotFound
	case !mayAct(v, s):
		return community.ErrForbidden
	}
	if err := d.store.LiftDecision(r.Context(), id, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.lifted")
}

// appealLinkFor is how long a link to appeal works that staff hand out.
const appealLinkFor = 30 * 24 * time.Hour

// appealLink is POST /desk/accounts/{id}/appeal-link: the link that is in the letter,
// for where no letters are sent. It is shown once.
func (d *Desk) appealLink(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.subject(r)
	switch {
	case err != nil:
		return err
	case !mayAct(v, s):
		return community.ErrForbidden
	case s.user.ID == 0:
		return community.ErrConflict
	}
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	token := base64.RawURLEncoding.EncodeToString(b[:])
	err = d.store.AddTicket(r.Context(), token, storage.Ticket{Purpose: storage.AppealPurpose, User: s.user.ID, Email: s.user.Email,
		Expires: d.store.Now().Add(appealLinkFor)})
	if err != nil {
		return err
	}
	err = d.store.RecordStaffAction(r.Context(), storage.StaffAction{Actor: v.Person.Actor.ID, Action: "appeal-link", Subject: s.actor.Handle.String()})
	if err != nil {
		return err
	}
	return d.account(w, r, v, accountSheet{subject: s, appealURL: d.store.Base() + "/appeal/" + token})
}

// decisions is what was decided about somebody.
func (d *Desk) decisions(ctx context.Context, person community.ActorID) ([]page.Decision, error) {
	list, err := d.store.Decisions(ctx, person)
	now := d.store.Now()
	decisions := make([]page.Decision, 0, len(list))
	for _, one := range list {
		decisions = append(decisions, page.Decision{Decision: one, ID: community.FormatID(one.ID), InForce: one.InForce(now)})
	}
	return decisions, err
}
