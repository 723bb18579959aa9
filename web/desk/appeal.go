package desk

import (
	"net/http"
	"unicode/utf8"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) showAppeals(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.appeals(w, r, v, page.DeskAppeals{})
}

// appeals lists the appeals that wait. One of the visitor's own is not there.
func (d *Desk) appeals(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskAppeals) error {
	ctx, me := r.Context(), v.Person.Actor.ID
	list, err := d.store.OpenAppeals(ctx)
	if err != nil {
		return err
	}
	var who []community.ActorID
	for _, one := range list {
		who = append(who, one.Person, one.By)
	}
	actors, err := d.store.Actors(ctx, who)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.Person == me {
			continue
		}
		others, err := d.store.OthersMayDecide(ctx, one)
		if err != nil {
			return err
		}
		target, err := d.subjectOf(ctx, one.Person)
		if err != nil {
			return err
		}
		by := actors[one.By]
		view.List = append(view.List, page.DeskAppeal{Decision: one, ID: community.FormatID(one.ID), Person: d.door.Line(ctx, actors[one.Person]),
			ByName: by.Name(), MayDecide: community.MayDecideAppeal(one, me, others) && d.mayJudge(v, target)})
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// mayJudge says whether the visitor may say what becomes of an appeal of the subject's.
func (d *Desk) mayJudge(v door.Visitor, s subject) bool {
	return mayAct(v, s) || v.Person.Actor.ID != s.actor.ID && v.May(community.HandleStaffReports)
}

// decideAppeal is POST /desk/appeals/{id}.
func (d *Desk) decideAppeal(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	id, err := community.ParseID[community.DecisionID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	one, err := d.store.Decision(ctx, id)
	if err != nil {
		return err
	}
	target, err := d.subjectOf(ctx, one.Person)
	switch {
	case err != nil:
		return err
	case one.Person == v.Person.Actor.ID:
		return community.ErrNotFound
	case !d.mayJudge(v, target):
		return community.ErrForbidden
	}
	answer := storage.AppealAnswer{Decision: id, By: v.Person.Actor.ID, Lift: r.PostFormValue("lift") == "lift",
		Text: community.CleanText(r.PostFormValue("answer"))}
	view := page.DeskAppeals{Asked: community.FormatID(id), Answer: answer.Text}
	switch {
	case r.PostFormValue("lift") != "lift" && r.PostFormValue("lift") != "uphold":
		view.Problems = page.Problems{"lift": community.Say("decision.unknown")}
	case answer.Text == "":
		view.Problems = page.Problems{"answer": community.Say("decision.note_needed")}
	case utf8.RuneCountInString(answer.Text) > community.MaxDecisionNote:
		view.Problems = page.Problems{"answer": community.Say("flag.too_long", "limit", community.MaxDecisionNote)}
	}
	if view.Problems != nil {
		return d.appeals(w, r, v, view)
	}
	if err := d.store.DecideAppeal(ctx, answer); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/appeals", "notice.appeal_decided")
}
