package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage/storagetest"
)

// canary is a word that is only in what most may not read.
const canary = "canary7193"

// cast are the people and posts of a canary test.
type cast struct {
	ana, bob, eve                community.User
	anaActor, bobActor, eveActor community.Actor
	// hidden are posts and cases that hold the canary, open one that does not.
	hidden []community.Post
	open   community.Post
	// files are the pictures of hidden posts.
	files []string
}

// stageCanaries has ana write something for each audience that is not open,
// with a picture, a case among it; bob follows her and is named, eve is not.
func stageCanaries(s *site) *cast {
	c := &cast{}
	c.ana, c.anaActor = storagetest.Member(s, s.store, "ana")
	c.bob, c.bobActor = storagetest.Member(s, s.store, "bob")
	c.eve, c.eveActor = storagetest.Member(s, s.store, "eve")
	storagetest.Following(s, s.store, c.bobActor, c.anaActor)
	c.open = storagetest.Post(s, s.store, c.anaActor, "Good morning #ward")
	a := s.as(c.ana)
	for _, audience := range []string{"followers", "direct", "instance"} {
		fields := url.Values{"text": {canary + audience + " @bob #ward"}, "audience": {audience}, "language": {"en"},
			"description_1": {canary}, "in_reply_to": {community.FormatID(c.open.ID)}}
		a.submit("/posts", fields, map[string][]byte{"picture_1": pngPicture(s)}).is(200)
	}
	form := a.submit("/cases", caseFields("title", canary, "question", canary, "picture_consent_1", "on"), map[string][]byte{"picture_1": pngPicture(s)}).is(200).form("/cases")
	a.submit("/cases", with(form, "step", "post"), nil).is(200)
	posts, err := s.store.AccountPosts(s.Context(), community.Viewer{Actor: c.anaActor.ID, Local: true, ReadsCases: true},
		accountFilter(c.anaActor), everything)
	if err != nil || len(posts) != 5 {
		s.Fatalf("%d posts, %v", len(posts), err)
	}
	for _, p := range posts {
		if p.ID == c.open.ID {
			continue
		}
		c.hidden = append(c.hidden, p)
		c.files = append(c.files, p.Media[0].File, p.Media[0].Small)
	}
	return c
}

// addresses are all GET addresses of the site, with every variable replaced by
// everything of the cast that could stand there.
func (c *cast) addresses(s *site) []string {
	var found []string
	err := s.web.Handler().(*mux.Router).Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		methods, err := route.GetMethods()
		if err != nil || !slices.Contains(methods, http.MethodGet) {
			return nil
		}
		template, err := route.GetPathTemplate()
		found = append(found, c.expand(template)...)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	for _, query := range []string{"?q=" + canary, "?q=ana", "?status=open", "?specialty=neurology", "?max=9223372036854775807", "?min=1", "?uri=" + c.hidden[0].IRI.String()} {
		for _, path := range []string{"/search", "/cases", "/@ana", "/tags/ward", "/home", "/authorize-follow", "/bookmarks", "/notifications"} {
			found = append(found, path+query)
		}
	}
	return found
}

// expand replaces the variables of a route.
func (c *cast) expand(template string) []string {
	before, rest, variable := strings.Cut(template, "{")
	if !variable {
		return []string{template}
	}
	name, after, _ := strings.Cut(rest, "}")
	name, _, _ = strings.Cut(name, ":")
	var found []string
	for _, value := range c.values(name, before) {
		found = append(found, c.expand(before+value+after)...)
	}
	return found
}

func (c *cast) values(name, before string) []string {
	switch {
	case name == "id" && strings.HasPrefix(before, "/a/"), name == "actor":
		return []string{community.FormatID(c.anaActor.ID), community.FormatID(c.bobActor.ID)}
	case name == "id" && strings.HasPrefix(before, "/media/"):
		return []string{community.FormatID(c.hidden[0].Media[0].ID)}
	case name == "id":
		return numbers(c.hidden)
	case name == "handle", name == "name":
		return []string{"ana", "ana@here.example", "bob"}
	case name == "file":
		return c.files
	case name == "tag":
		return []string{"ward"}
	case name == "token" && before == "/posts/":
		var tokens []string
		for _, p := range c.hidden {
			tokens = append(tokens, strings.TrimPrefix(p.IRI.String(), storagetest.Here+"/posts/"))
		}
		return tokens
	}
	return []string{"x"}
}

func numbers(posts []community.Post) []string {
	var ids []string
	for _, p := range posts {
		ids = append(ids, community.FormatID(p.ID))
	}
	return ids
}

// S-PRIV-1: what is not for somebody is on no page that answers them, whichever
// route they take: nothing for a visitor, and for a member who neither follows
// nor is named only what is for the whole institution.
func TestCanaries(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageCanaries(s)
		visitor, stranger, friend := s.visitor(), s.as(c.eve), s.as(c.bob)
		addresses := c.addresses(s)
		if len(addresses) < 80 {
			t.Fatalf("only %d addresses were found", len(addresses))
		}
		for _, path := range addresses {
			if got := visitor.get(path); strings.Contains(got.withoutQuery(), canary) {
				t.Errorf("a visitor reads it at %s", path)
			}
			got := stranger.get(path)
			for _, audience := range []string{"followers", "direct"} {
				if strings.Contains(got.body, canary+audience) {
					t.Errorf("a stranger reads what is for %s at %s", audience, path)
				}
			}
		}
		for _, p := range c.hidden {
			friend.get("/p/" + community.FormatID(p.ID)).is(200).has(canary)
		}
		for _, file := range c.files {
			visitor.get("/media/" + file).is(http.StatusNotFound)
			friend.get("/media/" + file).is(200)
		}
	})
}

// withoutQuery is the page without the address it was asked for, which the
// visitor wrote, and without the words of it that a form for searching repeats.
func (a answer) withoutQuery() string {
	return strings.NewReplacer(url.QueryEscape(a.path), "", "q="+canary, "", `name="q" value="`+canary+`"`, "", "<q>"+canary+"</q>", "").Replace(a.body)
}

// S-PRIV-3: what is hidden and what does not exist give the same answer: status,
// headers and every byte.
func TestHiddenIsMissing(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageCanaries(s)
		direct := c.hidden[slices.IndexFunc(c.hidden, func(p community.Post) bool { return p.Audience.Kind == community.Direct })]
		id, file := community.FormatID(direct.ID), direct.Media[0].File
		other := id[:len(id)-4] + "0001"
		token := direct.IRI.String()[len(storagetest.Here+"/posts/"):]
		for _, pair := range [][2]string{
			{"/p/" + id, "/p/" + other}, {"/p/" + id + "/history", "/p/" + other + "/history"}, {"/p/" + id + "/reply", "/p/" + other + "/reply"},
			{"/p/" + id + "/edit", "/p/" + other + "/edit"}, {"/p/" + id + "/delete", "/p/" + other + "/delete"},
			{"/p/" + id + "/report", "/p/" + other + "/report"}, {"/posts/" + token, "/posts/" + strings.Repeat("A", len(token))},
			{"/media/" + file, "/media/" + strings.Repeat("A", 26) + ".png"},
		} {
			for _, b := range []*browser{s.visitor(), s.as(c.eve)} {
				hidden, missing := b.get(pair[0]), b.get(pair[1])
				if got, want := hidden.comparable(pair[0]), missing.comparable(pair[1]); got != want {
					t.Errorf("%s answers\n%s\nand %s\n%s", pair[0], got, pair[1], want)
				}
			}
		}
	})
}

// comparable is the whole answer but the time, without the address asked for.
func (a answer) comparable(path string) string {
	header := a.header.Clone()
	header.Del("Date")
	text := fmt.Sprint(a.status, header, a.body)
	return strings.ReplaceAll(strings.ReplaceAll(text, path, "PATH"), url.QueryEscape(path), "PATH")
}

// S-PRIV-7: no deed can be done to a post one cannot see, and none tells that
// it is there.
func TestNoDeedOnHiddenPosts(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageCanaries(s)
		stranger := s.as(c.eve)
		for _, p := range c.hidden {
			if p.Audience.Kind == community.InstanceOnly {
				continue
			}
			id := community.FormatID(p.ID)
			for _, verb := range []string{"like", "unlike", "boost", "unboost", "bookmark", "unbookmark", "pin", "unpin", "accept", "solve", "reopen", "delete", "report", "edit"} {
				stranger.post("/p/"+id+"/"+verb, url.Values{"category": {"spam"}, "text": {"x"}}).is(http.StatusNotFound).hasNot(canary)
			}
			stranger.submit("/posts", url.Values{"text": {"reply"}, "audience": {"direct"}, "in_reply_to": {id}}, nil).is(http.StatusNotFound)
		}
		if n, err := s.store.CountOpenFlags(s.Context()); err != nil || n != 0 {
			t.Errorf("%d reports, %v", n, err)
		}
	})
}

// S-PRIV-9: only what is open to all is described to other sites.
func TestOnlyOpenPostsAreDescribed(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageCanaries(s)
		a := s.as(c.ana)
		for _, p := range c.hidden {
			a.get("/p/"+community.FormatID(p.ID)).is(200).has(canary, `name="robots" content="noindex"`).
				hasNot("og:", `rel="canonical"`, "application/activity")
		}
		s.visitor().get("/p/"+community.FormatID(c.open.ID)).is(200).
			has(`og:description" content="Good morning #ward"`, `rel="canonical" href="`+c.open.IRI.String()+`"`, "application/activity")
	})
}
