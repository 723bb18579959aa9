package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/community/credential"
	"consilium/web/door"
	"consilium/web/page"
)

// postHere is the post that {id} in the address names, if the visitor may see
// it. A boost is what it repeats.
func (s *Web) postHere(r *http.Request, v door.Visitor) (community.Post, error) {
	id, err := community.ParseID[community.PostID](mux.Vars(r)["id"])
	if err != nil {
		return community.Post{}, err
	}
	p, err := s.store.VisiblePost(r.Context(), v.Viewer(), id)
	if err == nil && p.Of != 0 {
		p, err = s.store.VisiblePost(r.Context(), v.Viewer(), p.Of)
	}
	return p, err
}

// showAddress is GET /posts/{token}: a post of a member at its own address,
// which says to other servers what it says here to people.
func (s *Web) showAddress(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	iri, err := community.ParseIRI(s.store.Base() + r.URL.EscapedPath())
	if err != nil {
		return community.ErrNotFound
	}
	p, err := s.store.VisiblePostByIRI(r.Context(), v.Viewer(), iri)
	if err != nil {
		return err
	}
	if p.Of != 0 {
		return s.showRepeated(w, r, v, p)
	}
	return s.showConversation(w, r, v, p)
}

// showRepeated leads from the address of a boost to what it repeats.
func (s *Web) showRepeated(w http.ResponseWriter, r *http.Request, v door.Visitor, boost community.Post) error {
	p, err := s.store.VisiblePost(r.Context(), v.Viewer(), boost.Of)
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.postPath(p), http.StatusFound)
	return nil
}

// showPost is GET /p/{id}: a post from elsewhere as it is known here. Posts of
// members have their own address.
func (s *Web) showPost(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	if path := s.postPath(p); path != r.URL.Path {
		http.Redirect(w, r, path, http.StatusFound)
		return nil
	}
	return s.showConversation(w, r, v, p)
}

// showConversation is the page of a post or case with what belongs to it.
func (s *Web) showConversation(w http.ResponseWriter, r *http.Request, v door.Visitor, p community.Post) error {
	if p.Case != nil {
		return s.showCase(w, r, v, p)
	}
	return s.showThread(w, r, v, p)
}

// previewLength is how much of a post other sites show, in characters.
const previewLength = 200

// postFrame completes the frame of a page about one post. Only what is open to
// all is described to other sites (S-PRIV-9), and pictures of patients never are.
func (s *Web) postFrame(p community.Post, author community.Actor) func(*page.Frame) {
	return func(f *page.Frame) {
		f.Unlisted = p.Audience.Kind != community.Public || !p.Local || !author.Indexable
		if p.Audience.Kind != community.Public && p.Audience.Kind != community.Unlisted {
			return
		}
		f.Canonical = p.IRI.String()
		if !p.URL.IsZero() {
			f.Canonical = p.URL.String()
		}
		f.Alternates = append(f.Alternates, page.Alternate{Type: "application/activity+json", URL: p.IRI.String()})
		f.Preview = &page.Preview{Kind: "article", Description: previewText(p)}
		if p.Local && p.Audience.Kind == community.Public { // oEmbed 1.0, 4
			f.Alternates = append(f.Alternates, page.Alternate{Type: "application/json+oembed",
				URL: s.store.Base() + "/api/oembed?url=" + url.QueryEscape(p.IRI.String())})
		}
	}
}

// previewText is the beginning of a post; of one with a warning only that.
func previewText(p community.Post) string {
	switch {
	case p.Warning != "":
		return cutText(p.Warning, previewLength)
	case p.Case != nil:
		return cutText(p.Case.Question, previewLength)
	}
	return cutText(p.Content.Text(), previewLength)
}

// readers says who can read a post and where it has gone.
func (s *Web) readers(ctx context.Context, p community.Post) (page.Readers, error) {
	audience := readersOf(p.Audience)
	recipients, err := s.store.Recipients(ctx, p.ID)
	if err != nil {
		return audience, err
	}
	told := map[string]bool{}
	for _, r := range recipients {
		if !told[r.Host] {
			told[r.Host] = true
			audience.Servers = append(audience.Servers, r.Host)
		}
	}
	author, err := s.store.Actor(ctx, p.Author)
	if err != nil {
		return audience, err
	}
	reach, err := s.reach(ctx, author, p.Audience)
	audience.People = reach[p.Audience.Kind]
	return audience, err
}

// readersOf says in words for whom a post is.
func readersOf(a community.Audience) page.Readers {
	r := page.Readers{Audience: a.Kind, Professions: a.Professions, Specialties: a.Specialties}
	if a.MinLevel > credential.Verified {
		r.Level = int(a.MinLevel)
	}
	return r
}

// reach is how many people can read a post of the author, for the audiences
// where that is a number; asked says which clinicians to count, and is of
// another kind for none. The author is not counted among them.
func (s *Web) reach(ctx context.Context, author community.Actor, asked community.Audience) (map[community.AudienceKind]int, error) {
	members, err := s.store.CountMembers(ctx)
	if err != nil {
		return nil, err
	}
	reach := map[community.AudienceKind]int{community.InstanceOnly: members}
	if author.Local { // of others we know only some followers
		reach[community.Followers] = author.FollowerCount
	}
	if asked.Kind != community.Clinicians {
		return reach, nil
	}
	if reach[community.Clinicians], err = s.store.CountClinicians(ctx, asked); err != nil {
		return nil, err
	}
	if asked.Reaches(author.Subject(community.Member, s.store.Standing(ctx, author)).Clinical()) {
		reach[community.Clinicians]--
	}
	return reach, nil
}
