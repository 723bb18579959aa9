package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// showCompose is GET /compose, with ?to=@handle to write to somebody, or with ?text= of
// another site that lets its visitors share something (FEP-3b86). Nothing is published
// by it.
func (s *Web) showCompose(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	composer, err := s.composer(r.Context(), v, nil)
	if err != nil {
		return err
	}
	composer.Return, composer.Scheduling = "/home", true
	if group := r.URL.Query().Get("group"); group != "" {
		if err := s.forGroup(r.Context(), v, &composer, group); err != nil {
			return err
		}
		composer.Return = ""
	}
	if to, err := community.ParseHandle(r.URL.Query().Get("to"), s.store.Domain()); err == nil {
		composer.Text = "@" + to.String() + " "
	} else if text := []rune(community.CleanText(r.URL.Query().Get("text"))); len(text) <= community.MaxPost {
		composer.Text = string(text)
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.Compose{Composer: composer}})
}

// showReply is GET /p/{id}/reply.
func (s *Web) showReply(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	parent, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	if !s.may(v, parent).Reply {
		return community.ErrForbidden
	}
	composer, err := s.replyComposer(r.Context(), v, parent)
	if err != nil {
		return err
	}
	return s.showComposer(w, r, v, composeSheet{composer: composer, parent: &parent})
}

// composeSheet is the page with the form for a post.
type composeSheet struct {
	composer page.Composer
	parent   *community.Post
	status   int
}

func (s *Web) showComposer(w http.ResponseWriter, r *http.Request, v door.Visitor, c composeSheet) error {
	view := page.Compose{Composer: c.composer}
	if c.parent != nil {
		parents, err := s.views(r.Context(), v, []shown{{post: *c.parent}})
		if err != nil {
			return err
		}
		view.Parent = &parents[0]
	}
	return s.door.Show(w, r, v, door.Sheet{Status: c.status, View: view})
}

// composer is an empty form for a post, or for a reply to parent.
func (s *Web) composer(ctx context.Context, v door.Visitor, parent *community.Post) (page.Composer, error) {
	me := v.Person
	c := page.Composer{URL: "/posts", Audiences: community.AudienceChoices(v.Subject(), parent, false, s.Openness), Limit: community.MaxPost,
		Audience: me.User.DefaultAudience, Once: rand.Text(), Asking: true}
	if parent != nil {
		c.Audience = parent.Audience.Kind
	}
	if !slices.Contains(c.Audiences, c.Audience) && len(c.Audiences) > 0 {
		c.Audience = c.Audiences[len(c.Audiences)-1]
	}
	c.Language, c.Languages = s.languages(v.Printer.Language())
	if c.Quotes = community.DefaultQuotePolicy(me.Actor); parent != nil && (parent.Case != nil || parent.Root != parent.ID) {
		c.Quotes = community.QuotedByNobody // it may stand below a case
	}
	offered := slices.Contains(c.Audiences, community.Clinicians)
	c.Narrowing.Offered = parent == nil && offered
	var asked community.Audience
	switch {
	case offered && parent != nil && parent.Audience.Kind == community.Clinicians:
		asked = parent.Audience
	case offered:
		asked.Kind = community.Clinicians
	}
	var err error
	if c.Reach, err = s.reach(ctx, me.Actor, asked); err != nil || parent != nil {
		return c, err
	}
	c.To, err = s.groupChoice(ctx, v, "")
	return c, err
}

// replyComposer is the form for a reply. Whom it must reach is named in it: the
// author who would not hear of it otherwise, and everybody in a direct exchange.
func (s *Web) replyComposer(ctx context.Context, v door.Visitor, parent community.Post) (page.Composer, error) {
	c, err := s.composer(ctx, v, &parent)
	if err != nil {
		return c, err
	}
	people := []community.ActorID{parent.Author}
	if parent.Audience.Kind == community.Direct {
		people = append(people, parent.Mentions...)
	}
	actors, err := s.store.Actors(ctx, people)
	if err != nil {
		return c, err
	}
	author := actors[parent.Author]
	c.ReplyID, c.ReplyName = community.FormatID(parent.ID), author.Name()
	if c.Responding, err = s.responseForm(ctx, v, &parent, community.ResponseDraft{}); err != nil {
		return c, err
	}
	c.Asking = c.Responding == nil
	c.Answer = parent.Case != nil && c.Responding != nil && slices.Contains(c.Responding.Kinds, string(community.Answer))
	c.Return = s.postPath(parent)
	if !author.Local || parent.Audience.Kind == community.Followers || parent.Audience.Kind == community.Direct {
		c.Text = opening(people, actors, v.Person.Actor.ID)
	}
	return c, nil
}

// opening names people at the beginning of a reply, each once, without oneself.
func opening(people []community.ActorID, actors map[community.ActorID]community.Actor, me community.ActorID) string {
	var names strings.Builder
	named := map[community.ActorID]bool{me: true}
	for _, id := range people {
		if a, known := actors[id]; known && !named[id] {
			named[id] = true
			names.WriteString("@" + a.Handle.String() + " ")
		}
	}
	return names.String()
}

// languages are the languages a post can be written in, and the chosen one,
// which is offered even when our pages do not speak it.
func (s *Web) languages(chosen string) (string, []page.Option) {
	var options []page.Option
	offered := false
	for _, l := range s.door.Renderer.Catalogue().Languages() {
		offered = offered || l.Tag == chosen
		options = append(options, page.Option{Value: l.Tag, Label: l.Name, Chosen: l.Tag == chosen})
	}
	if !offered && chosen != "" {
		options = append(options, page.Option{Value: chosen, Label: chosen, Chosen: true})
	}
	return chosen, options
}

// createPost is POST /posts: a new post or reply.
func (s *Web) createPost(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	f, err := s.readForm(r, v)
	if err != nil {
		return err
	}
	if err := s.attach(r, v, &f, 0); err != nil {
		return err
	}
	parent, err := s.answered(r.Context(), v, f.Get("in_reply_to"))
	if err != nil {
		return err
	}
	c := writing{form: f, parent: parent}
	due, late := s.moment(v, f)
	made, err := s.pass(r, v, &c, form.postDraft)
	problems, err := c.problemsWith(errors.Join(err, late))
	switch {
	case err != nil:
		return err
	case made.held:
		return door.SeeOther(w, r, "/cases/drafts", "notice.held")
	case problems != nil || made.gate != nil:
		return s.showDraft(w, r, v, draftAgain{form: c.form, draft: made.draft, parent: parent, problems: problems, gate: made.gate})
	}
	if !due.IsZero() {
		return s.schedule(w, r, v, waiting{c, made.draft, due})
	}
	post, err := s.store.Publish(r.Context(), made.publication.WithKey(f.key()).WithDraft(f.draft()))
	if err != nil {
		return err
	}
	to := page.SafeReturn(f.Get("return"), s.postPath(post))
	return door.SeeOther(w, r, anchored(to, post.ID), "notice.posted")
}

// anchored leads to where a post stands on a page.
func anchored(path string, id community.PostID) string {
	path, _, _ = strings.Cut(path, "#")
	return path + "#post-" + community.FormatID(id)
}

// answered is the post that the form answers; nil for none. One the visitor may
// not see, or may not answer, cannot be answered.
func (s *Web) answered(ctx context.Context, v door.Visitor, number string) (*community.Post, error) {
	if number == "" {
		return nil, nil
	}
	id, err := community.ParseID[community.PostID](number)
	if err != nil {
		return nil, err
	}
	p, err := s.store.VisiblePost(ctx, v.Viewer(), id)
	if err == nil && !community.CanReply(v.Viewer(), p) {
		err = community.ErrForbidden
	}
	if err == nil {
		err = s.door.MayAnswer(ctx, v.Person.Actor, p)
	}
	return &p, err
}

// postDraft is the form as the rules take it.
func (f form) postDraft() community.PostDraft {
	return community.PostDraft{Text: f.Get("text"), Warning: f.Get("warning"), Language: f.Get("language"),
		Title: f.Get("title"), Sensitive: f.Get("sensitive") != "", Audience: community.AudienceKind(f.Get("audience")), Narrow: f.narrow(),
		Response: f.responseDraft(), Question: f.questionDraft(), DropVersions: f.Get("drop_versions") == "on",
		Quotes: community.QuotePolicy(f.Get("quote_policy"))}
}

// narrow is which of the verified clinicians the form names.
func (f form) narrow() community.AudienceDraft {
	empty := func(slug string) bool { return slug == "" }
	return community.AudienceDraft{Level: f.Get("audience_level"),
		Professions: slices.DeleteFunc(slices.Clone(f.Values["audience_professions"]), empty),
		Specialties: slices.DeleteFunc(slices.Clone(f.Values["audience_specialties"]), empty)}
}

// key makes sending the same form twice post once.
func (f form) key() string {
	if once := f.Get("once"); once != "" && len(once) <= 100 {
		return "page " + once
	}
	return ""
}

// draftAgain is a form that did not do, with what is wrong with it.
type draftAgain struct {
	form
	draft    community.PostDraft
	parent   *community.Post
	problems page.Problems
	gate     *page.Gate
}

// showDraft shows the form again with everything that was in it.
func (s *Web) showDraft(w http.ResponseWriter, r *http.Request, v door.Visitor, d draftAgain) error {
	composer, err := s.composer(r.Context(), v, d.parent)
	if d.parent != nil && err == nil {
		composer, err = s.replyComposer(r.Context(), v, *d.parent)
	}
	if err != nil {
		return err
	}
	if err := s.quoteInForm(r.Context(), v, &composer, d.Get("quoted")); err != nil {
		return err
	}
	if err := s.groupInForm(r.Context(), v, &composer, d); err != nil {
		return err
	}
	if d.draft.Quotes.Known() {
		composer.Quotes = d.draft.Quotes
	}
	composer.Text, composer.Warning, composer.Sensitive = d.draft.Text, d.draft.Warning, d.draft.Sensitive
	if slices.Contains(composer.Audiences, d.draft.Audience) {
		composer.Audience = d.draft.Audience
	}
	composer.Language, composer.Languages = s.languages(d.draft.Language)
	composer.Narrowing.Draft, composer.Question = d.draft.Narrow, d.draft.Question
	if d.draft.Response != nil {
		if composer.Responding, err = s.responseForm(r.Context(), v, d.parent, *d.draft.Response); err != nil {
			return err
		}
	}
	composer.Pictures, composer.Problems, composer.Gate = d.attachments(), d.problems, d.gate
	composer.When, composer.Scheduling = d.Get("scheduled_at"), d.Get("scheduled_at") != "" || composer.Scheduling
	composer.Saved = savedDraft(d.form)
	composer.Once, composer.Return = d.Get("once"), page.SafeReturn(d.Get("return"), composer.Return)
	return s.showComposer(w, r, v, composeSheet{composer, d.parent, http.StatusUnprocessableEntity})
}
