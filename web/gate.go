package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"consilium/community"
	"consilium/community/deidentify"
	"consilium/web/door"
	"consilium/web/page"
)

// composed is what came of a form: a publication, or what the gate says of it.
type composed struct {
	draft       community.PostDraft
	publication community.Publication
	// gate is what is to be shown in the form; nil when nothing is.
	gate *page.Gate
	// held says that the draft was sent to review.
	held bool
}

// pass asks the rules to make a publication of a form and does what a button of the
// gate said: put replacements in, which stay in w, or send the form to review. read
// makes a draft of the form.
func (s *Web) pass(r *http.Request, v door.Visitor, w *writing, read func(form) community.PostDraft) (composed, error) {
	c := composed{draft: read(w.form)}
	var err error
	if c.draft.Gate, err = s.clearance(r.Context(), v, *w); err != nil {
		return c, err
	}
	take := w.Get("take")
	if take != "" {
		found, err := s.inspect(r.Context(), v, c.draft, *w)
		if err != nil {
			return c, err
		}
		w.take(found, take)
		seen := c.draft.Gate
		seen.Anchor = found.Anchor
		c.draft = read(w.form)
		c.draft.Gate = seen
	}
	c.publication, err = s.compose(r.Context(), v, c.draft, *w)
	stopped := new(community.Stopped)
	switch {
	case errors.As(err, &stopped):
		return c, s.stop(r, v, w, gateStop{&c, stopped})
	case page.ProblemsOf(err) != nil: // what else is wrong hides nothing
		found, failed := s.inspect(r.Context(), v, c.draft, *w)
		if gate := page.GateOf(found); found.Stops() {
			c.gate = &gate
		}
		return c, errors.Join(err, failed)
	case err == nil && take != "":
		c.gate = &page.Gate{Clear: true, Anchor: page.GateDay(c.draft.Gate.Anchor)}
	}
	return c, err
}

// clearance is what the author shows at the gate: what the page showed before, and
// what a reviewer released.
func (s *Web) clearance(ctx context.Context, v door.Visitor, w writing) (community.Clearance, error) {
	c := community.Clearance{Seen: w.Get("gate_seen")}
	if day, err := time.Parse(time.DateOnly, w.Get("gate_anchor")); err == nil {
		c.Anchor = day
	}
	id, _ := w.draft()
	if id == 0 {
		return c, nil
	}
	d, err := s.store.Draft(ctx, v.Person.Actor.ID, id)
	switch {
	case errors.Is(err, community.ErrNotFound):
		return c, nil
	case err != nil:
		return c, err
	case d.State == community.DraftReleased:
		c.Released = d.Digest
	}
	return c, nil
}

// maxInspected bounds, in characters, the texts of a form that is looked through
// although something is wrong with it: more than all fields of a case hold.
const maxInspected = 200_000

// inspect is what the gate would say of a draft, whatever else is wrong with it. One
// that is far too long to be posted is not looked through.
func (s *Web) inspect(ctx context.Context, v door.Visitor, d community.PostDraft, w writing) (community.Inspection, error) {
	size := 0
	for _, p := range d.Passages(w.pictures) {
		size += utf8.RuneCountInString(p.Text)
	}
	if size > maxInspected {
		return community.Inspection{}, nil
	}
	around, err := s.surroundings(ctx, v, d, w)
	if err != nil {
		return community.Inspection{}, err
	}
	return around.Inspect(v.Person.Actor, w.old, d), nil
}

// gateStop is a form that was composed and did not get through the gate.
type gateStop struct {
	composed *composed
	stopped  *community.Stopped
}

// stop shows what was found, or sends it to review when that is asked for.
func (s *Web) stop(r *http.Request, v door.Visitor, w *writing, at gateStop) error {
	c, stopped := at.composed, at.stopped
	gate := page.GateOf(stopped.Inspection)
	gate.Code, gate.Words = w.Get("gate_code"), w.Get("gate_words")
	n, err := s.store.CountReviewers(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	gate.Reviewers = n > 0
	c.gate = &gate
	if w.Get("hold") == "" || !stopped.Stops() || n == 0 {
		return nil
	}
	err = s.hold(r, v, w, stopped)
	if gate.Problems = page.ProblemsOf(err); gate.Problems != nil {
		return nil
	}
	c.held = err == nil
	return err
}

// hold keeps a form as a draft and sends it to review.
func (s *Web) hold(r *http.Request, v door.Visitor, w *writing, stopped *community.Stopped) error {
	request := community.ReviewRequest{Owner: v.Person.Actor.ID, Code: community.ReviewCode(w.Get("gate_code")), Words: w.Get("gate_words"), Stopped: stopped,
		Audience: community.AudienceKind(w.Get("audience"))}
	if _, err := request.Check(); err != nil {
		return err
	}
	d := w.asDraft()
	d.Owner = request.Owner
	if w.parent != nil && w.old == nil {
		d.Kind, d.Parent = community.DraftOfReply, w.parent.ID
		request.Audience = w.parent.Audience.Kind
	}
	if w.old != nil {
		d.Kind, d.Post = community.DraftOfEdit, w.old.ID
		request.Audience = w.old.Audience.Kind
	}
	saved, err := s.store.SaveDraft(r.Context(), d)
	if errors.Is(err, community.ErrConflict) || errors.Is(err, community.ErrNotFound) {
		d.ID = 0
		saved, err = s.store.SaveDraft(r.Context(), d)
	}
	if err != nil {
		return err
	}
	request.Draft = saved.ID
	return s.store.HoldDraft(r.Context(), request)
}

// takeBack is POST /cases/drafts/{id}/take-back: the author goes on writing what
// waits for a reviewer.
func (s *Web) takeBack(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	d, err := s.ownDraft(r, v)
	if err == nil {
		err = s.store.TakeBackDraft(r.Context(), v.Person.Actor.ID, d.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/cases/drafts/"+community.FormatID(d.ID), "")
}

// take puts replacements into the form: that of one finding, or all of them.
func (w *writing) take(i community.Inspection, key string) {
	chosen := map[string][]deidentify.Finding{}
	for n, c := range i.Concerns {
		if key == "all" || page.GateKey(i, n) == key {
			chosen[c.Field] = append(chosen[c.Field], c.Finding)
		}
	}
	for _, p := range i.Passages {
		if len(chosen[p.Field]) > 0 {
			w.put(p.Field, deidentify.Apply(p.Text, chosen[p.Field]))
		}
	}
}

// put writes a text into the field of the form that a passage comes from.
func (w *writing) put(field, text string) {
	base, number := field, 0
	if k := strings.LastIndexByte(field, '_'); k > 0 {
		if n, err := strconv.Atoi(field[k+1:]); err == nil {
			base, number = field[:k], n
		}
	}
	switch {
	case number == 0:
		w.Set(field, text)
	case base == "poll_option":
		w.putOption(number, text)
	case number <= len(w.pictures):
		w.putPicture(base, number, text)
	}
}

// putOption writes the option of a poll; empty ones do not count.
func (w *writing) putOption(number int, text string) {
	for k, option := range w.Values["poll_option"] {
		if strings.TrimSpace(option) == "" {
			continue
		}
		if number--; number == 0 {
			w.Values["poll_option"][k] = text
		}
	}
}

// putPicture writes what is said of a picture. Its place in the form may be another
// than among those that were kept.
func (w *writing) putPicture(base string, number int, text string) {
	m := &w.pictures[number-1]
	switch base {
	case "description":
		m.Description = text
	case "caption":
		m.Caption = text
	}
	id := community.FormatID(m.ID)
	for name, values := range w.Values {
		if place, is := strings.CutPrefix(name, "media_"); is && slices.Contains(values, id) {
			w.Set(base+"_"+place, text)
		}
	}
}

// savedDraft is the draft a form is written in.
func savedDraft(f form) page.SavedDraft {
	id, saved := f.draft()
	if id == 0 {
		return page.SavedDraft{}
	}
	return page.SavedDraft{ID: community.FormatID(id), At: saved}
}
