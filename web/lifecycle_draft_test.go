package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"consilium/community"
)

// identifying is what stops a draft, harmless the same without it.
const identifying, harmless = "Her number is 212-555-0143.", "She can be reached."

// drafted is a draft of the author in a state, and the form that is in it.
type drafted struct {
	id   community.DraftID
	form url.Values
}

// author is who owns the drafts of the walk.
func (w *walk) author() *browser { return w.people[0].browser }

// draft keeps a form as a draft of the author's.
func (w *walk) draft(history string) drafted {
	w.Helper()
	form := caseFields("history", history, "consent_scope", "instance")
	form.Del("step")
	got := w.author().submit("/cases/drafts", form, nil).is(http.StatusSeeOther)
	path := strings.Split(got.header.Get("Location"), "?")[0]
	id, err := community.ParseID[community.DraftID](strings.TrimPrefix(path, "/cases/drafts/"))
	w.must(err)
	return w.fresh(drafted{id, form})
}

// fresh is the form of a draft with the version it has now.
func (w *walk) fresh(d drafted) drafted {
	w.Helper()
	kept, err := w.store.Draft(w.Context(), w.ana.ID, d.id)
	w.must(err)
	d.form = with(d.form, "draft", community.FormatID(d.id), "draft_saved", strconv.FormatInt(kept.Saved.UnixMilli(), 10))
	return d
}

// standDraft makes a draft in a state. What is stopped is what a reviewer has to see,
// so that it is that in all states.
func (w *walk) standDraft(state community.CaseStatus) drafted {
	w.Helper()
	d := w.draft(identifying)
	if state == community.CaseDrafted {
		return d
	}
	w.doesDraft(w.people[0], community.ActHold, d).is(http.StatusSeeOther)
	if state == community.CaseChecked {
		w.doesDraft(w.people[4], community.ActRelease, d).is(http.StatusSeeOther)
	}
	if got := w.stage(d); got != state {
		w.Fatalf("the draft stands at %s, not at %s", got, state)
	}
	return w.fresh(d)
}

// stage is where a draft stands; withdrawn when it is gone.
func (w *walk) stage(d drafted) community.CaseStatus {
	w.Helper()
	kept, err := w.store.Draft(w.Context(), w.ana.ID, d.id)
	if errors.Is(err, community.ErrNotFound) {
		return community.CaseWithdrawn
	}
	w.must(err)
	return kept.State.Stage()
}

// read is the digest of the words of a draft that a reviewer is shown.
func (w *walk) read(d drafted) string {
	w.Helper()
	kept, err := w.store.Draft(w.Context(), w.ana.ID, d.id)
	if !errors.Is(err, community.ErrNotFound) {
		w.must(err)
	}
	return kept.Digest
}

// doesDraft sends what a person sends to do an act to a draft.
func (w *walk) doesDraft(p walker, act community.Act, d drafted) answer {
	w.Helper()
	id := community.FormatID(d.id)
	form := with(clone(d.form), "step", "preview")
	switch act {
	case community.ActChange:
		if w.stage(d) == community.CaseInReview {
			return p.browser.post("/cases/drafts/"+id+"/take-back", nil)
		}
		form.Del("step")
		return p.browser.submit("/cases/drafts/"+id, with(form, "history", identifying+" Call her."), nil)
	case community.ActCheck:
		return p.browser.submit("/cases", with(form, "history", harmless), nil)
	case community.ActHold:
		return p.browser.submit("/cases", with(form, "hold", "on", "gate_code", string(community.CodeChanged)), nil)
	case community.ActPost:
		return p.browser.submit("/cases", with(form, "step", "post"), nil)
	case community.ActReturn:
		return p.browser.post("/desk/review/"+id+"/return", url.Values{"code": {string(community.CodeIdentifies)}, "note": {"Leave the number out."}, "read": {w.read(d)}})
	case community.ActRelease:
		return p.browser.post("/desk/review/"+id+"/release", url.Values{"code": {string(community.CodeChanged)}, "read": {w.read(d)}})
	case community.ActWithdraw:
		return p.browser.post("/cases/drafts/"+id+"/delete", nil)
	}
	w.Fatalf("no way to %s a draft", act)
	return answer{}
}

func clone(fields url.Values) url.Values {
	c := url.Values{}
	for name, values := range fields {
		c[name] = append([]string(nil), values...)
	}
	return c
}

// tryDraft lets everybody try one act on a draft in one state.
func (w *walk) tryDraft(state community.CaseStatus, act community.Act) {
	w.Helper()
	d := w.standDraft(state)
	for i, p := range w.people {
		if i == 1 { // a draft has nobody who took it over
			continue
		}
		what := fmt.Sprintf("%s: %s by %s", state, act, p.name)
		parties := p.parties
		if i > 0 && parties != nil && parties[0] == community.Keeper {
			parties = nil
		}
		to, refused := state.Next(act, parties...)
		got := w.doesDraft(p, act, d)
		if refused != nil {
			if stage := w.stage(d); stage != state {
				w.Errorf("%s: was refused, and led to %s", what, stage)
			}
			if i == 0 && got.status == http.StatusSeeOther || got.status == http.StatusInternalServerError {
				w.Errorf("%s: answered %d", what, got.status)
			}
			continue
		}
		w.movedDraft(what, to, got, d)
		d = w.standDraft(state)
	}
}

// movedDraft says that an act on a draft led where it should.
func (w *walk) movedDraft(what string, to community.CaseStatus, got answer, d drafted) {
	w.Helper()
	stage := w.stage(d)
	switch {
	case to == community.CaseChecked && got.status == http.StatusOK: // shown for a last look: nothing is kept of that
		if !strings.Contains(got.body, `value="post"`) {
			w.Errorf("%s: cannot be posted", what)
		}
	case got.status != http.StatusSeeOther:
		w.Errorf("%s: answered %d: %s", what, got.status, got.words())
	case to == community.CaseOpen:
		p, err := w.store.PostByIRI(w.Context(), w.iri(strings.Split(got.header.Get("Location"), "?")[0]))
		if err != nil || p.Case == nil || p.Case.Status != to || stage != community.CaseWithdrawn {
			w.Errorf("%s: %+v, %v, the draft stands at %s", what, p.Case, err, stage)
		}
	case to == community.CaseDrafted && stage == community.CaseChecked: // other words than were released
		w.author().submit("/cases", with(clone(w.fresh(d).form), "history", identifying+" Call her.", "step", "post"), nil).is(http.StatusUnprocessableEntity)
	case stage != to:
		w.Errorf("%s: it stands at %s, not at %s", what, stage, to)
	}
}

func (w *walk) iri(path string) community.IRI {
	w.Helper()
	iri, err := community.ParseIRI(w.store.Base() + path)
	w.must(err)
	return iri
}
