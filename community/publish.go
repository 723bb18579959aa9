package community

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// MaxPost is the length of a post in characters, an address counting as 23.
const MaxPost = 5000

// MaxWarning is the length of a content warning in characters.
const MaxWarning = 500

// PostDraft is a composed post or a case form as it came in.
type PostDraft struct {
	Text, Warning, Language string
	Sensitive               bool
	Audience                AudienceKind
	// Narrow is for Audience Clinicians, and for nothing that answers something: a
	// reply is for the same people.
	Narrow AudienceDraft
	// Case makes the post a case; nil for others.
	Case *CaseDraft
	// Title is the title of a post to a group; "" for none.
	Title string
	// Question is the poll of an ordinary post.
	Question QuestionDraft
	// Response is what the form under a case asks beside the text; nil when it was
	// not asked.
	Response *ResponseDraft
	// DropVersions asks of an edit that no older version is kept: it held something
	// identifying.
	DropVersions bool
	// Quotes is whom the author lets quote it; "" for what they usually do, and in an
	// edit for what stands.
	Quotes QuotePolicy
	// Gate is what the author shows at the gate.
	Gate Clearance
}

// Surroundings is what the rules need to know beside the draft. Whoever calls
// loads it; the rules decide with it.
type Surroundings struct {
	Openness
	Now time.Time
	// Parent is the post answered, nil for none. The caller made sure with
	// CanSee that the author can see it.
	Parent *Post
	// Thread is the first known post of Parent's thread, Parent itself when it
	// started it.
	Thread *Post
	// Founding says that nobody is a verified clinician here yet.
	Founding bool
	// Mentioned are the actors behind Mentions(text), as far as they were found.
	Mentioned MentionLinks
	// Domain is our account domain, so that a member's handle written in full is
	// known for ours; "" when it is the host where our actors live.
	Domain string
	// Answered is the author of Parent.
	Answered *Actor
	// Group is the group it is for, or, of a reply, the one Parent stands in; nil for
	// none.
	Group *GroupPlace
	// Quoted is the post quoted, nil for none. An edit neither adds nor takes away a
	// quote.
	Quoted *Quoted
	// Media are the pictures to attach: the author's own and not yet used.
	Media []Media
	// TagBase is the absolute address under which hashtags have their pages.
	TagBase string
	// Emoji are those that members may use.
	Emoji []Emoji
	// Words are the headings of a case in the author's language.
	Words CaseWords
	// Own are addresses of the author that are no secret of a patient's, such as the
	// e-mail they signed up with.
	Own []string
	// Reviewed says of a post that is edited that a reviewer released its words.
	Reviewed bool
}

// CaseWords are the headings and the patient's line that make a case readable
// as one text elsewhere, in the language it is written in. They come from the
// catalogues.
type CaseWords struct {
	// Headings are by Section.Slug.
	Headings map[string]string
	// Patient says age band and sex in words.
	Patient string
}

// Publish decides whether the author may post the draft and makes a
// Publication of it. It returns *Invalid naming the field, *Stopped when the gate
// does not let it through, or ErrForbidden when the author may not post at all.
func Publish(author Actor, d PostDraft, s Surroundings) (Publication, error) {
	if !author.Local || !author.Active() {
		return Publication{}, ErrForbidden
	}
	if s.Parent != nil && (s.Parent.Kind == AnnounceKind || !s.Parent.Deleted.IsZero()) {
		return Publication{}, ErrNotFound
	}
	if asked := s.caseAbove(); asked != nil && asked.Case.Status.Closed() {
		return Publication{}, invalid("text", "case.closed")
	}
	audience, err := chooseAudience(author.author(s.Now), d, s)
	if err != nil {
		return Publication{}, err
	}
	p := Post{Author: author.ID, Kind: NotePost, Local: true, Published: s.Now, Revision: 1, Audience: audience}
	if err := write(&p, d, s); err != nil {
		return Publication{}, err
	}
	if err := s.respond(&p, d, author.author(s.Now)); err != nil {
		return Publication{}, err
	}
	if err := p.ask(d, s.Now); err != nil {
		return Publication{}, err
	}
	consent, err := p.consent("audience", d, s)
	if err != nil {
		return Publication{}, err
	}
	if s.Parent != nil {
		p.Parent, p.ParentIRI, p.Root = s.Parent.ID, s.Parent.IRI, s.Parent.Root
	}
	if err := p.allow(author, d, s); err != nil {
		return Publication{}, err
	}
	if err := p.enterGroup(d, author, s); err != nil {
		return Publication{}, err
	}
	poll, err := d.poll(s.Now)
	if err != nil {
		return Publication{}, err
	}
	if err := s.gate(author, nil, d); err != nil {
		return Publication{}, err
	}
	return Publication{verb: Create, post: p, author: author, parent: s.Parent, mentioned: addressed(author, s), consent: consent, poll: poll, event: p.presented(author, s.Now)}, nil
}

// Revise decides whether the author may replace the words of an own post. The
// audience, the parent and the kind stay as they are.
func Revise(author Actor, old Post, d PostDraft, s Surroundings) (Publication, error) {
	switch {
	case old.Author != author.ID || !author.Local || !author.Active():
		return Publication{}, ErrForbidden
	case !old.Deleted.IsZero() || old.Kind == AnnounceKind:
		return Publication{}, ErrNotFound
	case (old.Kind == CasePost) != (d.Case != nil):
		return Publication{}, ErrConflict
	case old.Audience.Kind == Clinicians && !May(author.author(s.Now), WriteClinical):
		return Publication{}, ErrForbidden // new words for clinicians are a clinician's
	}
	d.Audience = old.Audience.Kind
	if err := checkRemoteDirect(d, s); err != nil {
		return Publication{}, err
	}
	p := old
	p.Tags, p.Mentions, p.Media, p.Withheld = nil, nil, nil, nil
	if err := write(&p, d, s); err != nil {
		return Publication{}, err
	}
	if err := s.respond(&p, d, author.author(s.Now)); err != nil {
		return Publication{}, err
	}
	if err := old.keepsQuestion(d.Question); err != nil {
		return Publication{}, err
	}
	if d.Quotes != "" {
		if err := p.chooseQuotes(author, d.Quotes, false); err != nil {
			return Publication{}, err
		}
	}
	consent, err := p.consent("consent_scope", d, s)
	if err != nil {
		return Publication{}, err
	}
	event := p.provided(author, old, s.Now)
	if err := s.gate(author, &old, d); err != nil {
		return Publication{}, err
	}
	p.Revision, p.Edited = old.Revision+1, s.Now
	return Publication{verb: Update, post: p, author: author, parent: s.Parent, mentioned: addressed(author, s), consent: consent, event: event,
		destroys: d.DropVersions || p.lacks(old)}, nil
}

// chooseAudience is the audience the draft asks for, if it may have it.
// ErrForbidden when it may have none at all.
func chooseAudience(by Subject, d PostDraft, s Surroundings) (Audience, error) {
	isCase := d.Case != nil
	if isCase && s.Parent != nil {
		return Audience{}, invalid("audience", "case.not_a_reply")
	}
	if !s.mayWrite(by, isCase) {
		return Audience{}, ErrForbidden
	}
	if isCase && d.Audience == Public && !s.PublicCases {
		return Audience{}, invalid("audience", "case.public_off")
	}
	if !slices.Contains(AudienceChoices(by, s.Parent, isCase, s.Openness), d.Audience) {
		return Audience{}, s.refuse(d.Audience)
	}
	if err := checkRemoteDirect(d, s); err != nil {
		return Audience{}, err
	}
	switch {
	case s.Parent != nil:
		return s.Parent.Audience.reply(d.Audience).tidy(), nil
	case d.Audience == Clinicians:
		return d.Narrow.Check()
	}
	return Audience{Kind: d.Audience}, nil
}

// mayWrite says whether the author may write a case, or take part in a thread
// that stands under one. A thread whose beginning is not known may be one.
func (s Surroundings) mayWrite(by Subject, isCase bool) bool {
	switch {
	case isCase:
		return May(by, OpenCase) || May(by, WriteClinical)
	case s.Parent == nil:
		return May(by, WritePosts)
	case s.Parent.Case == nil && s.Parent.Root == s.Parent.ID, s.Thread != nil && s.Thread.ID == s.Parent.Root && s.Thread.Case == nil:
		return May(by, WriteReply)
	}
	return May(by, AnswerCase) || May(by, AnswerClinical)
}

func (s Surroundings) refuse(kind AudienceKind) error {
	switch {
	case kind == Clinicians:
		return invalid("audience", "post.not_a_clinician")
	case s.Parent != nil:
		return invalid("audience", "post.wider_than_parent")
	}
	return invalid("audience", "post.unknown_audience")
}

// checkRemoteDirect keeps direct messages here where the institution wants so
// (federation.direct_messages).
func checkRemoteDirect(d PostDraft, s Surroundings) error {
	if d.Audience != Direct || s.DirectMessages {
		return nil
	}
	for _, a := range s.concerned() {
		if !a.Local {
			return invalid("text", "post.direct_stays_here", "handle", a.Handle.String())
		}
	}
	return nil
}

// write puts the words, pictures, tags and mentions of the draft into the post.
func write(p *Post, d PostDraft, s Surroundings) error {
	d.Text, d.Warning = CleanText(d.Text), cleanLine(d.Warning)
	if err := checkWords(d, s); err != nil {
		return err
	}
	for _, m := range s.Media {
		if m.Owner != p.Author { // S-IN-9
			return ErrForbidden
		}
	}
	p.Warning, p.Sensitive = d.Warning, d.Sensitive || d.Warning != ""
	p.Language = cleanLanguage(d.Language)
	p.Media = s.Media
	text := d.Text
	if d.Case != nil {
		c, err := d.Case.Check()
		if err != nil {
			return err
		}
		p.Kind, p.Case, p.Title = CasePost, &c, c.Title
		text = c.text(s.Words)
		p.Content = c.html(s)
	} else {
		p.Content = s.compose(text)
	}
	p.Source, p.SourceType = text, "text/plain"
	p.Tags = Hashtags(text)
	p.Emoji = EmojiIn(text+"\n"+d.Warning, s.Emoji)
	named := s.named()
	if p.Audience.Kind == Direct { // who is answered reads it, named or not
		named = except(p.Author, s.concerned())
	}
	for _, a := range named {
		p.Mentions = append(p.Mentions, a.ID)
	}
	return nil
}

// compose is Compose with everything that surrounds the text.
func (s Surroundings) compose(text string) SafeHTML {
	return composer{mentioned: s.Mentioned, tagBase: s.TagBase, ours: s.Domain}.compose(text)
}

// named lists who is mentioned, each once, in the same order every time.
func (s Surroundings) named() []Actor {
	var named []Actor
	for _, a := range s.Mentioned {
		named = append(named, a)
	}
	slices.SortFunc(named, func(a, b Actor) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(named, sameActor)
}

// concerned is named, and who is answered.
func (s Surroundings) concerned() []Actor {
	all := s.named()
	if s.Answered != nil && !slices.ContainsFunc(all, func(a Actor) bool { return sameActor(a, *s.Answered) }) {
		all = append(all, *s.Answered)
	}
	return all
}

func sameActor(a, b Actor) bool { return a.ID == b.ID }

func checkWords(d PostDraft, s Surroundings) error {
	switch {
	case utf8.RuneCountInString(d.Warning) > MaxWarning:
		return invalid("warning", "post.too_long", "limit", MaxWarning)
	case d.Case != nil:
		return checkCaseSeries(s.Media)
	case strings.TrimSpace(d.Text) == "" && len(s.Media) == 0:
		return invalid("text", "post.empty")
	case CountCharacters(d.Text) > MaxPost:
		return invalid("text", "post.too_long", "limit", MaxPost)
	case len(named(d.Text, s.Domain)) > MaxMentions:
		return invalid("text", "post.too_many_mentions", "limit", MaxMentions)
	}
	return checkSeries(s.Media, s.aboutCase(d))
}

// aboutCase says that a post is said of a case, or to no more than some: nothing goes
// there that nobody can check for what identifies a patient.
func (s Surroundings) aboutCase(d PostDraft) bool {
	of := func(p *Post) bool { return p != nil && (p.Case != nil || p.Audience.Restricted()) }
	return (Audience{Kind: d.Audience}).Restricted() || of(s.Parent) || of(s.Thread)
}

// CountCharacters counts as the client API promises: an address is 23.
func CountCharacters(text string) int {
	n := utf8.RuneCountInString(text)
	for _, m := range addresses(text) {
		n += 23 - utf8.RuneCountInString(text[m.start:m.end])
	}
	return n
}

// cleanLanguage gives the BCP 47 tag in its usual form, or "" for none.
func cleanLanguage(tag string) string {
	t, err := language.Parse(tag)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// addressed is everybody named or answered, without the author.
func addressed(author Actor, s Surroundings) []Actor {
	return except(author.ID, s.concerned())
}

func except(author ActorID, list []Actor) []Actor {
	return slices.DeleteFunc(list, func(a Actor) bool { return a.ID == author })
}
