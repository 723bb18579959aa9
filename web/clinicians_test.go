package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// closed is a word that is only in what is for clinicians; the address asked for
// may hold the canary.
const closed = canary + "clinical"

// proved makes a member of whom something was proved.
func (s *site) proved(name string, p storagetest.Proof) (community.User, community.Actor) {
	s.Helper()
	u, a := storagetest.Member(s, s.store, name)
	if p.Level > 0 {
		a = storagetest.Prove(s, s.store, a, p)
	}
	return u, a
}

func (s *site) takeBack(a community.Actor, state credential.State) {
	s.Helper()
	if err := s.store.ChangeCredential(s.Context(), storage.StateChange{Actor: a.ID, State: state, Reason: "test"}); err != nil {
		s.Fatal(err)
	}
}

// stageClinical has ana write for physicians who were verified: a post with a
// picture, an answer to a public post, and a case.
func stageClinical(s *site) *cast {
	c := &cast{}
	c.ana, c.anaActor = s.proved("ana", storagetest.Proof{Profession: "physician", Level: 3})
	c.bob, c.bobActor = s.proved("bob", storagetest.Proof{Profession: "physician", Level: 3})
	storagetest.Following(s, s.store, c.bobActor, c.anaActor)
	c.open = storagetest.Post(s, s.store, c.anaActor, "Good morning #ward")
	a := s.as(c.ana)
	fields := func(more ...string) url.Values {
		v := url.Values{"text": {closed + " @bob @eve #ward"}, "audience": {"clinicians"}, "language": {"en"}, "description_1": {closed},
			"audience_professions": {"physician"}, "audience_specialties": {""}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	a.submit("/posts", fields(), map[string][]byte{"picture_1": pngPicture(s)}).is(200)
	form := a.submit("/cases", caseFields("title", closed, "question", closed, "audience", "clinicians", "audience_professions", "physician", "picture_consent_1", "on"),
		map[string][]byte{"picture_1": pngPicture(s)}).is(200).has("Of them only").form("/cases")
	a.submit("/cases", with(form, "step", "post"), nil).is(200)
	posts, err := s.store.AccountPosts(s.Context(), storagetest.Viewer(s, s.store, c.anaActor.ID), accountFilter(c.anaActor), everything)
	if err != nil || len(posts) != 3 {
		s.Fatalf("%d posts, %v", len(posts), err)
	}
	for _, p := range posts {
		if p.ID == c.open.ID {
			continue
		}
		if p.Audience.Kind != community.Clinicians || !slices.Equal(p.Audience.Professions, []community.Profession{"physician"}) {
			s.Fatalf("%+v", p.Audience)
		}
		c.hidden = append(c.hidden, p)
		c.files = append(c.files, p.Media[0].File, p.Media[0].Small)
	}
	return c
}

// C9, S-PRIV-1: what is for verified physicians is on no page that answers
// somebody else: visitors, members of every level and profession that is not
// meant, whose proof ended, and staff. No deed can be done to it, and it answers
// as what does not exist.
func TestCliniciansCanaries(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageClinical(s)
		out := map[string]*browser{"visitor": s.visitor()}
		for name, p := range map[string]storagetest.Proof{"eve": {}, "two": {Profession: "physician", Level: 2}, "nurse": {Profession: "nurse", Level: 4},
			"student": {Profession: "student", Level: 4}, "suspended": {Profession: "physician", Level: 3}, "labelled": {Profession: "physician", Level: 3}} {
			u, a := s.proved(name, p)
			storagetest.Following(s, s.store, a, c.anaActor)
			out[name] = s.as(u)
			switch name {
			case "suspended":
				s.takeBack(a, credential.Suspended)
			case "labelled":
				if err := s.store.LabelActor(s.Context(), storage.Label{Actor: a.ID, Profession: "press"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, role := range []community.Role{community.Moderator, community.Officer, community.Administrator} {
			u, _ := storagetest.Staff(s, s.store, "the_"+string(role), role)
			out[string(role)] = s.as(u)
		}
		addresses := c.addresses(s)
		for name, b := range out {
			for _, path := range addresses {
				if got := b.get(path); strings.Contains(got.body, closed) {
					t.Errorf("%s reads it at %s", name, path)
				}
			}
			checkNoDeeds(s, name, b, c)
		}
		friend := s.as(c.bob)
		for i, p := range c.hidden {
			friend.get("/p/"+community.FormatID(p.ID)).is(200).has(closed, "Verified clinicians", `name="robots" content="noindex"`).hasNot("og:")
			friend.get("/media/" + c.files[2*i]).is(200)
		}
		friend.get("/home").is(200).has(closed)
		friend.get("/cases").is(200).has(closed)
	})
}

func checkNoDeeds(s *site, name string, b *browser, c *cast) {
	s.Helper()
	for _, p := range c.hidden {
		id := community.FormatID(p.ID)
		hidden, missing := b.get("/p/"+id), b.get("/p/"+id[:len(id)-4]+"0001")
		if hidden.comparable("/p/"+id) != missing.comparable("/p/"+id[:len(id)-4]+"0001") {
			s.Errorf("%s: hidden and missing are not alike", name)
		}
		if name == "visitor" {
			continue
		}
		for _, verb := range []string{"like", "bookmark", "boost", "report", "accept", "edit", "delete"} {
			b.post("/p/"+id+"/"+verb, url.Values{"category": {"spam"}, "text": {"x"}}).is(http.StatusNotFound).hasNot(closed)
		}
		b.submit("/posts", url.Values{"text": {"reply"}, "audience": {"clinicians"}, "in_reply_to": {id}}, nil).is(http.StatusNotFound)
	}
}

// A credential that ends takes access away at the next request, with its pictures,
// and gives it back with the next proof; the author keeps the own post.
func TestCliniciansAtTheNextRequest(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageClinical(s)
		friend, author := s.as(c.bob), s.as(c.ana)
		post := "/p/" + community.FormatID(c.hidden[0].ID)
		reads := func(want int) {
			t.Helper()
			friend.get(post).is(want)
			friend.get("/media/" + c.files[0]).is(want)
		}
		reads(200)
		for _, end := range []credential.State{credential.Suspended} {
			s.takeBack(c.bobActor, end)
			reads(http.StatusNotFound)
			s.takeBack(c.bobActor, credential.Active)
			reads(200)
		}
		s.takeBack(c.bobActor, credential.Revoked)
		reads(http.StatusNotFound)
		storagetest.Prove(s, s.store, c.bobActor, storagetest.Proof{Profession: "physician", Level: 4})
		reads(200)
		s.clock.Advance(storage.Validity - 24*time.Hour)
		friend, author = s.as(c.bob), s.as(c.ana)
		reads(200)
		s.clock.Advance(25 * time.Hour)
		reads(http.StatusNotFound)
		author.get(post).is(200).has(closed)
		author.get("/compose").is(200).hasNot(`value="clinicians"`)
		author.submit("/posts", url.Values{"text": {"again"}, "audience": {"clinicians"}}, nil).is(http.StatusUnprocessableEntity)
	})
}

// The forms say in a sentence who will see it: so many, or what to do when that
// is nobody. They offer it to nobody else, and a case of a clinician is for
// clinicians when nothing is said.
func TestWhoWillSeeIt(t *testing.T) {
	eachSite(t, func(s *site) {
		anaUser, _ := s.proved("ana", storagetest.Proof{Profession: "physician", Level: 3})
		eveUser, _ := s.proved("eve", storagetest.Proof{})
		ana, eve := s.as(anaUser), s.as(eveUser)
		for _, path := range []string{"/cases/new", "/compose"} {
			ana.get(path).is(200).has("Nobody else here is a verified clinician yet")
			eve.get(path).is(200).hasNot("clinician yet", `name="audience" value="clinicians"`, `<option value="clinicians"`)
		}
		s.proved("bob", storagetest.Proof{Profession: "nurse", Level: 3})
		ana.get("/cases/new").is(200).has("1 verified clinician here. Nobody else. It is not sent to other servers.", `value="clinicians" checked`)
		s.proved("cyd", storagetest.Proof{Profession: "physician", Level: 4})
		ana.get("/compose").is(200).has("2 verified clinicians here.")
		form := ana.submit("/cases", caseFields("audience", "clinicians", "audience_level", "4"), nil).is(200).
			has("At the moment that is 1 person", "Confirmed by employer or society").form("/cases")
		if form.Get("audience_level") != "4" {
			t.Errorf("the preview carries %v", form)
		}
		eve.submit("/cases", caseFields("audience", "clinicians"), nil).is(http.StatusUnprocessableEntity).has("Only verified clinicians")
		ana.submit("/cases", caseFields("audience", "clinicians", "audience_professions", "press"), nil).is(http.StatusUnprocessableEntity)
	})
}

// Where a second factor is required, what was proved opens nothing without one.
func TestClinicianNeedsTheSecondFactor(t *testing.T) {
	eachSite(t, func(s *site) {
		c := stageClinical(s)
		s.sessions.RequireSecondFactor = true
		friend := s.as(c.bob)
		friend.get("/p/" + community.FormatID(c.hidden[0].ID)).is(http.StatusNotFound)
		friend.get("/cases").is(200).hasNot(closed).has("sign in with a second factor")
		friend.get("/compose").is(200).hasNot(`value="clinicians"`)
	})
}
