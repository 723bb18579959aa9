package federation

import (
	"context"
	"errors"
	"html"
	"slices"
	"strings"

	"consilium/community"
	"consilium/federation/vocab"
)

// readable are the types of document that become a post here. What is not a
// Note or Article is shown as its title, its text and a link.
func readable(kind string) bool {
	return slices.Contains([]string{"Note", "Article", "Question", "Page", "Image", "Audio", "Video", "Event"}, kind)
}

// remotePost reads a post's document. The caller made sure that it came from
// its author's host or was signed by its author; community.Receive judges it.
func (f *Federation) remotePost(ctx context.Context, o vocab.Object, author community.Actor) (community.RemotePost, error) {
	iri, err := community.ParseIRI(o.ID)
	if err != nil || !iri.SameOrigin(author.IRI) || !readable(o.Type) {
		return community.RemotePost{}, notAcceptable("not a post of its author's origin") // S-ORG-1
	}
	if _, is := o.Vote(); is {
		return community.RemotePost{}, notAcceptable("a vote is no post")
	}
	audience, err := community.OpenAudience(audienceOf(o.Addresses, author))
	if err != nil {
		return community.RemotePost{}, err
	}
	p := community.RemotePost{
		IRI: iri, URL: pageIRI(o.URL, iri, author.Handle.Host()), Author: author, Kind: community.NotePost,
		Audience: audience, Title: o.Name, Warning: o.Summary, Sensitive: o.Sensitive, HTML: contentOf(o),
		Source: o.Source.Content, SourceType: o.Source.MediaType, Language: o.Language,
		Published: o.Published, Updated: o.Updated, Media: picturesOf(o), Tags: tagsOf(o.Tags),
	}
	p.Question = questionOf(o.Poll)
	p.Response = community.Response{Kind: community.ResponseKind(o.Response.Type), Departs: o.Response.Departs}
	if iri, err := community.ParseIRI(o.Context); err == nil {
		p.Context = iri
	}
	p.References, p.Emoji = o.Response.References, emojiOf(o.Tags)
	if o.Type == "Article" { // its summary is one, not a warning (protocol 1.10)
		p.Kind, p.Warning = community.ArticlePost, ""
	}
	if err := f.parentOf(ctx, o, &p); err != nil {
		return p, err
	}
	if err := f.caseOf(ctx, o, &p); err != nil {
		return p, err
	}
	if err := f.quoteOf(ctx, o, &p); err != nil {
		return p, err
	}
	p.Mentioned, err = f.mentionedIn(ctx, o, audience.Kind())
	return p, err
}

// audienceOf reads the addressing (protocol 1.10). What names neither everybody
// nor the followers is for the people named, also where its author meant some
// circle of theirs: that is the narrowest we know.
func audienceOf(a vocab.Addresses, author community.Actor) community.AudienceKind {
	followers := author.Followers.String()
	switch {
	case slices.Contains(a.To, vocab.Public):
		return community.Public
	case slices.Contains(a.Cc, vocab.Public):
		return community.Unlisted
	case followers != "" && (slices.Contains(a.To, followers) || slices.Contains(a.Cc, followers)):
		return community.Followers
	}
	return community.Direct
}

// parentOf finds the post that is answered. One of ours that the author cannot
// see must not be answered (S-PRIV-7); one nobody here has seen is remembered
// by its identifier.
func (f *Federation) parentOf(ctx context.Context, o vocab.Object, p *community.RemotePost) error {
	iri, err := community.ParseIRI(o.InReplyTo)
	if err != nil {
		return nil
	}
	p.ParentIRI = iri
	parent, err := f.store.PostByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) || err == nil && parent.Kind == community.AnnounceKind {
		return nil
	}
	if err != nil {
		return err
	}
	if parent.Local && parent.Deleted.IsZero() {
		if parent, err = f.store.VisiblePost(ctx, community.Viewer{Actor: p.Author.ID}, parent.ID); err != nil {
			return err
		}
	}
	p.Parent = &parent
	return nil
}

// mostNamed bounds how many names of one post are looked up (S-IN-4).
const mostNamed = 10 * community.MaxMentions

// mentionedIn finds the people named who are known here. A member only counts
// when the post is addressed to them (S-PRIV-8); who is addressed in a post for
// few needs no mark in its text.
func (f *Federation) mentionedIn(ctx context.Context, o vocab.Object, kind community.AudienceKind) ([]community.Actor, error) {
	addressed := slices.Concat(o.To, o.Cc, o.Bto, o.Bcc, o.Audience)
	var names []string
	for _, t := range o.Tags {
		if t.Type == "Mention" {
			names = append(names, t.Href)
		}
	}
	if kind == community.Direct || kind == community.Followers {
		names = append(names, addressed...)
	}
	var found []community.Actor
	for _, iri := range f.toLookUp(names) {
		if len(found) == community.MaxMentions {
			break
		}
		a, err := f.store.ActorByIRI(ctx, iri)
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return nil, err
		}
		if err == nil && !a.Local {
			if shut, err := f.store.ShutOut(ctx, a); err != nil || shut { // S-ORG-12
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		if err == nil && (!a.Local || a.User != 0 && slices.Contains(addressed, iri.String())) {
			found = append(found, a)
		}
	}
	return found, nil
}

// toLookUp are the first of the names, each once, those of members before all
// others: a crowd of strangers must not keep a member from hearing.
func (f *Federation) toLookUp(names []string) []community.IRI {
	var ours, others []community.IRI
	for _, name := range distinct(names) {
		iri, err := community.ParseIRI(name)
		switch {
		case err != nil:
		case f.ours(iri):
			ours = append(ours, iri)
		default:
			others = append(others, iri)
		}
	}
	all := append(ours, others...)
	return all[:min(len(all), mostNamed)]
}

// maxPlain bounds a foreign text that is not HTML yet, in characters.
const maxPlain = 50_000

// contentOf is the text to show, as HTML that is still foreign.
func contentOf(o vocab.Object) string {
	shown := withoutTitle(o)
	if o.MediaType != "" && o.MediaType != "text/html" {
		shown = community.Compose(text(o.Content, maxPlain), nil, "").String()
	}
	var out strings.Builder
	out.WriteString(shown)
	if o.Type != "Note" && o.Type != "Article" && o.Poll == nil {
		writeLink(&out, o.URL)
	}
	for _, a := range o.Attachments {
		if !isPicture(a) {
			writeLink(&out, a.URL)
		}
	}
	return out.String()
}

func writeLink(out *strings.Builder, address string) {
	if iri, err := community.ParseIRI(address); err == nil {
		at := html.EscapeString(iri.String())
		out.WriteString(`<p><a href="` + at + `">` + at + `</a></p>`)
	}
}

func isPicture(a vocab.Attachment) bool {
	return a.Type == "Image" && a.MediaType == "" || strings.HasPrefix(a.MediaType, "image/")
}

// picturesOf are the pictures attached; without one, the picture that stands for what is
// more than a note, such as a video's or that of an article.
func picturesOf(o vocab.Object) []community.Media {
	media := mediaOf(o.Attachments)
	if len(media) > 0 || o.Type == "Note" || o.Poll != nil {
		return media
	}
	return mediaOf([]vocab.Attachment{{Type: "Image", URL: o.Image.URL}})
}

// mediaOf lists the pictures, in order. They are fetched when somebody looks.
func mediaOf(attachments []vocab.Attachment) []community.Media {
	var media []community.Media
	for _, a := range attachments {
		iri, err := community.ParseIRI(a.URL)
		if err != nil || !isPicture(a) {
			continue
		}
		media = append(media, community.Media{Remote: iri, Type: a.MediaType, Width: a.Width, Height: a.Height,
			Blurhash: a.Blurhash, Description: text(a.Alt, community.MaxDescription), Caption: text(a.Caption, community.MaxCaption),
			FocusX: a.Focus[0], FocusY: a.Focus[1]})
	}
	return media
}

func tagsOf(tags []vocab.Tag) []string {
	var names []string
	for _, t := range tags {
		if t.Type == "Hashtag" {
			names = append(names, strings.TrimPrefix(t.Name, "#"))
		}
	}
	return names
}

// text is a foreign text, at most n characters.
func text(s string, n int) string {
	if runes := []rune(community.CleanText(s)); len(runes) > n {
		return string(runes[:n])
	}
	return community.CleanText(s)
}
