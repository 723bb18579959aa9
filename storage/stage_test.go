package storage_test

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// stage is a store with people on it, and short ways to let them post.
type stage struct {
	*testing.T
	s *storage.Store
}

func member(actor community.Actor) community.Viewer {
	return community.Viewer{Actor: actor.ID, Local: actor.Local, ReadsCases: actor.Local}
}

func (st stage) member(name string) community.Actor {
	st.Helper()
	_, a := storagetest.Member(st, st.s, name)
	return a
}

func (st stage) remote(name string) community.Actor {
	st.Helper()
	return storagetest.Remote(st, st.s, "https://there.example", name)
}

func (st stage) follows(follower, followed community.Actor) {
	st.Helper()
	storagetest.Following(st, st.s, follower, followed)
}

// draft is a post before it is written.
type draft struct {
	text      string
	audience  community.AudienceKind
	parent    *community.Post
	mentions  []community.Actor
	media     []community.Media
	key       string
	isCase    bool
	answering *community.Actor
}

func (d draft) surroundings(s *storage.Store) community.Surroundings {
	in := community.Surroundings{Now: s.Now(), Openness: community.Openness{PublicCases: true, DirectMessages: true}, Parent: d.parent,
		Mentioned: community.MentionLinks{}, Answered: d.answering, Media: d.media}
	for _, a := range d.mentions {
		in.Mentioned[a.Handle] = a
	}
	return in
}

func (d draft) words() community.PostDraft {
	p := community.PostDraft{Text: d.text, Audience: d.audience}
	if d.isCase {
		p.Case = &community.CaseDraft{Title: "Title " + d.text, AgeBand: "40-44", Sex: "female", Consent: "written", ConsentScope: "public", Specialties: []string{"cardiology", "neurology"}, Narrative: community.Narrative{PresentingComplaint: d.text, Question: "Why?"}}
	}
	return p
}

func (st stage) publication(author community.Actor, d draft) community.Publication {
	st.Helper()
	p, err := community.Publish(author, d.words(), d.surroundings(st.s))
	if err != nil {
		st.Fatal(err)
	}
	return p.WithKey(d.key)
}

func (st stage) publish(p community.Publication, err error) community.Post {
	st.Helper()
	if err != nil {
		st.Fatal(err)
	}
	post, err := st.s.Publish(st.Context(), p)
	if err != nil {
		st.Fatal(err)
	}
	return post
}

func (st stage) post(author community.Actor, d draft) community.Post {
	st.Helper()
	return st.publish(st.publication(author, d), nil)
}

func (st stage) revise(author community.Actor, old community.Post, d draft) community.Post {
	st.Helper()
	return st.publish(community.Revise(author, old, d.words(), d.surroundings(st.s)))
}

func (st stage) boost(by community.Actor, p community.Post, audience community.AudienceKind) community.Post {
	st.Helper()
	return st.publish(community.Repeat(by, p, audience, st.s.Now()))
}

// document is a post of another server; audience is open.
func (st stage) document(author community.Actor, name, text string, audience community.AudienceKind) community.RemotePost {
	st.Helper()
	open, err := community.OpenAudience(audience)
	if err != nil {
		st.Fatal(err)
	}
	return community.RemotePost{IRI: storagetest.IRI(st, author.IRI.String()+"/"+name), Author: author, Kind: community.NotePost,
		Audience: open, HTML: "<p>" + text + "</p>", Published: st.s.Now()}
}

func (st stage) receive(r community.RemotePost) community.Post {
	st.Helper()
	return st.publish(community.Receive(r, nil, st.s.Now()))
}

// again reads a post as it is now.
func (st stage) again(p community.Post) community.Post {
	st.Helper()
	now, err := st.s.Post(st.Context(), p.ID)
	if err != nil {
		st.Fatal(err)
	}
	return now
}

func (st stage) kinds(owner community.Actor) string {
	st.Helper()
	list, err := st.s.Notifications(st.Context(), owner.ID, storage.NotificationFilter{}, storage.Page{})
	if err != nil {
		st.Fatal(err)
	}
	var kinds []string
	for _, n := range list {
		kinds = append(kinds, string(n.Kind))
	}
	return strings.Join(kinds, " ")
}

// home gives the texts of a member's home, newest first.
func (st stage) home(owner community.Actor) string {
	st.Helper()
	entries, err := st.s.Home(st.Context(), member(owner), storage.Page{})
	if err != nil {
		st.Fatal(err)
	}
	var texts []string
	for _, e := range entries {
		text := e.Post.Content.Text()
		if e.Announcer != 0 {
			text = "RT:" + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " ")
}

// sent lists what waits for a host, as "Verb inbox activity".
func (st stage) sent(host string) []storage.Delivery {
	st.Helper()
	jobs, err := st.s.Jobs(st.Context(), host, 100)
	if err != nil {
		st.Fatal(err)
	}
	var list []storage.Delivery
	for _, j := range jobs {
		d, err := storage.ParseDelivery(j.Payload)
		if err != nil {
			st.Fatal(err)
		}
		list = append(list, d)
	}
	return list
}

func each(t *testing.T, test func(st stage)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, s *storage.Store) { test(stage{t, s}) })
}

func texts(posts []community.Post) string {
	var list []string
	for _, p := range posts {
		list = append(list, p.Content.Text())
	}
	return strings.Join(list, " ")
}
