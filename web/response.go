package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// responseForm is what the form for a reply asks beside the text; nil when it does
// not stand under a case. was is what was said before.
func (s *Web) responseForm(ctx context.Context, v door.Visitor, parent *community.Post, was community.ResponseDraft) (*page.Responding, error) {
	if parent == nil {
		return nil, nil
	}
	asked, err := s.door.Thread(ctx, v.Person.Actor, parent)
	if err != nil || asked == nil || asked.Case == nil {
		return nil, err
	}
	founding, err := s.store.Founding(ctx)
	if err != nil {
		return nil, err
	}
	kinds, usual := community.ResponseChoices(v.Subject(), asked.Case.Kept(*asked, v.Person.Actor.ID), founding)
	form := page.Responding{Kind: was.Kind, Departs: was.Departs, Evidence: was.Evidence}
	known := false
	for _, k := range kinds {
		form.Kinds = append(form.Kinds, k.Slug())
		known = known || k.Slug() == was.Kind
	}
	switch {
	case was.Kind == "":
		form.Kind = usual.Slug()
	case !known && community.ParseResponseKind(was.Kind).Slug() == was.Kind: // it stays what it was
		form.Kinds = append([]string{was.Kind}, form.Kinds...)
	}
	return &form, nil
}

// responseDraft is what the form asked beside the text; nil when it did not ask.
func (f form) responseDraft() *community.ResponseDraft {
	if !f.Has("response") {
		return nil
	}
	return &community.ResponseDraft{Kind: f.Get("response"), Departs: f.Get("departs"), Evidence: f.Get("evidence")}
}

// responseOf is a post's own response as its form holds it.
func responseOf(p community.Post) community.ResponseDraft {
	return community.ResponseDraft{Kind: p.Response.Kind.Slug(), Departs: p.Response.Departs, Evidence: community.EvidenceField(p.Citations)}
}

// responses is what the page of a case sorts replies by.
type responses struct {
	asked    community.Post
	keeps    bool // the visitor decides about the case
	founding bool
	quiet    bool
	only     string // the slug of the kind that was asked for; "" for all
}

// sorting says how the replies of a case are shown to a visitor.
func (s *Web) sorting(r *http.Request, v door.Visitor, p community.Post) (responses, error) {
	sort := responses{asked: p, keeps: s.keeps(v, p)}
	if kind := r.URL.Query().Get("type"); kind != "" && community.ParseResponseKind(kind).Slug() == kind {
		sort.only = kind
	}
	var err error
	if sort.founding, err = s.store.Founding(r.Context()); err != nil {
		return sort, err
	}
	sort.quiet, err = s.store.Quiet(r.Context(), p.ID)
	return sort, err
}

// sortResponses puts each reply where the page shows it: the accepted answer on top,
// then what is of a kind under its heading, then the rest of the conversation, and
// aside, closed, what people said who are no verified clinicians.
func (s *Web) sortResponses(ctx context.Context, view *page.Case, c conversation, sort responses) {
	kinds, counts, total := map[string][]page.Post{}, map[string]int{}, 0
	var aside []page.Post
	for i, reply := range c.belowPosts {
		by := community.Responder{Standing: s.store.Standing(ctx, c.actors[reply.Author]), Founding: sort.founding}
		shown := c.below[i]
		if reply.Parent == sort.asked.ID {
			shown.ReplyTo = nil // it stands under what it answers
		}
		shown.Response.Kind = by.Kind(reply)
		accepted := slices.Contains(sort.asked.Case.AcceptedAnswers(), reply.ID)
		shown.May.Accept = sort.keeps && !accepted && mayAccept(*sort.asked.Case) && by.Acceptable(reply)
		shown.May.Reply = shown.May.Reply && !sort.asked.Case.Status.Closed()
		if !accepted && by.Aside(sort.asked, reply) {
			shown.Depth, shown.May.Accept = 0, false
			aside = append(aside, shown)
			continue
		}
		slug := shown.Response.Kind.Slug()
		direct := reply.Parent == sort.asked.ID && reply.Author != sort.asked.Author
		if total++; accepted || direct || shown.Response.Kind != community.PlainReply {
			counts[slug]++
		}
		switch {
		case accepted:
			shown.Accepted, shown.Depth = true, 0
			if reply.ID == sort.asked.Case.Accepted {
				view.Accepted = &shown
			} else {
				view.AlsoAccepted = append(view.AlsoAccepted, shown)
			}
		case sort.only != "" && sort.only != slug:
		case direct || shown.Response.Kind != community.PlainReply:
			shown.Depth = 0
			kinds[slug] = append(kinds[slug], shown)
		case sort.only == "":
			view.Others = append(view.Others, shown)
		}
	}
	view.Total = total
	for _, k := range community.ResponseKinds() {
		if posts := kinds[k.Slug()]; len(posts) > 0 {
			view.Groups = append(view.Groups, page.ResponseGroup{Kind: k.Slug(), Posts: posts})
		}
	}
	view.Filters = filters(s.postPath(sort.asked), counts, total, sort.only)
	if (len(aside) > 0 || sort.quiet) && (sort.keeps || !sort.quiet) && sort.only == "" {
		view.Aside = &page.OtherReplies{Posts: aside, Quiet: sort.quiet, MayChange: sort.keeps}
	}
	view.First = c.post.Case.First
}

// filters are links to the kinds there are; none when there is only one.
func filters(path string, counts map[string]int, total int, only string) []page.ResponseFilter {
	list := []page.ResponseFilter{{Count: total, URL: path, Current: only == ""}}
	for _, k := range community.ResponseKinds() {
		if slug := k.Slug(); counts[slug] > 0 || only == slug {
			list = append(list, page.ResponseFilter{Kind: slug, Count: counts[slug], URL: path + "?type=" + url.QueryEscape(slug), Current: only == slug})
		}
	}
	if len(list) < 3 && only == "" {
		return nil
	}
	return list
}

// switchOthers is POST /p/{id}/hide-others and POST /p/{id}/show-others: whether the
// replies of people who are no verified clinicians are shown under a case.
func (s *Web) switchOthers(quiet bool) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		p, err := s.postHere(r, v)
		switch {
		case err != nil:
			return err
		case p.Case == nil:
			return community.ErrNotFound
		case !s.keeps(v, p):
			return community.ErrForbidden
		}
		if err := s.store.SetQuiet(r.Context(), p.ID, quiet); err != nil {
			return err
		}
		return door.SeeOther(w, r, s.postPath(p), "")
	}
}
