package desk

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showReviews is GET /desk/review.
func (d *Desk) showReviews(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, asked := r.Context(), door.ListPage(r)
	waiting, err := d.store.Reviews(ctx, v.Person.Actor.ID, asked)
	if err != nil {
		return err
	}
	var view page.DeskReviews
	var ids []int64
	for _, one := range waiting {
		row, err := d.reviewRow(r, one)
		if err != nil {
			return err
		}
		view.List, ids = append(view.List, row), append(ids, int64(one.Draft.ID))
	}
	view.Pages = door.ListLinks(r, asked, ids)
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

func (d *Desk) reviewRow(r *http.Request, one storage.Review) (page.ReviewRow, error) {
	author, err := d.store.Actor(r.Context(), one.Draft.Owner)
	if err != nil {
		return page.ReviewRow{}, err
	}
	return page.ReviewRow{ID: community.FormatID(one.Draft.ID), Kind: one.Draft.Kind, Author: d.door.Line(r.Context(), author),
		Audience: one.Audience, Held: one.Draft.Held, Findings: len(one.Inspection.Concerns) + len(one.Inspection.Traits)}, nil
}

// review is what {id} names, as long as it waits and somebody else wrote it.
func (d *Desk) review(r *http.Request, v door.Visitor) (storage.Review, error) {
	id, err := community.ParseID[community.DraftID](mux.Vars(r)["id"])
	if err != nil {
		return storage.Review{}, err
	}
	return d.store.Review(r.Context(), v.Person.Actor.ID, id)
}

// showReview is GET /desk/review/{id}.
func (d *Desk) showReview(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.reviewPage(w, r, v, page.DeskReview{})
}

// reviewPage shows what waits, with what is wrong with the reviewer's form.
func (d *Desk) reviewPage(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskReview) error {
	one, err := d.review(r, v)
	if err != nil {
		return err
	}
	if view.Row, err = d.reviewRow(r, one); err != nil {
		return err
	}
	view.Gate = page.ReviewOf(one.Inspection)
	view.Code, view.Words, view.Read = one.Code, one.Draft.Reason, one.Draft.Digest
	for _, id := range one.Draft.Media {
		m, err := d.store.Media(r.Context(), id)
		if err != nil {
			return err
		}
		view.Pictures = append(view.Pictures, page.Attachment{ID: community.FormatID(m.ID), URL: door.MediaPath(m, true), Description: m.Description})
	}
	status := http.StatusOK
	if view.Problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return d.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

// decideReview is POST /desk/review/{id}/release and POST /desk/review/{id}/return.
func (d *Desk) decideReview(release bool) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		one, err := d.review(r, v)
		if err != nil {
			return err
		}
		verdict := community.ReviewVerdict{Draft: one.Draft.ID, Reviewer: v.Person.Actor.ID, Release: release, Read: r.PostFormValue("read"),
			Code: community.ReviewCode(r.PostFormValue("code")), Note: r.PostFormValue("note")}
		err = d.store.ReviewDraft(r.Context(), verdict)
		if problems := page.ProblemsOf(err); problems != nil {
			return d.reviewPage(w, r, v, page.DeskReview{Problems: problems, Return: !release, Note: verdict.Note})
		}
		if err != nil {
			return err
		}
		return door.SeeOther(w, r, "/desk/review", "notice.reviewed")
	}
}
