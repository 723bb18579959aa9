package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// finds gives the first words of what a viewer finds, newest first.
func (st stage) finds(v community.Viewer, text string) string {
	st.Helper()
	q := storage.PostQuery{PostSearch: community.ParseSearch(text, time.UTC)}
	return firstWords(must(st.s.SearchPosts(st.Context(), v, q, storage.Page{}))(st))
}

func firstWords(posts []community.Post) string {
	var list []string
	for _, p := range posts {
		word, _, _ := strings.Cut(p.Content.Text(), " ")
		list = append(list, strings.ToLower(strings.Trim(word, ":")))
	}
	return strings.Join(list, " ")
}

func (st stage) agrees(a community.Actor, indexable bool) {
	st.Helper()
	st.s.Run(st, fmt.Sprintf("UPDATE actor SET indexable = %t WHERE id = %d", indexable, a.ID))
}

func (st stage) indexAll() {
	st.Helper()
	for n := 0; ; n++ {
		more := must(st.s.IndexPosts(st.Context()))(st)
		if !more {
			return
		}
		if n > 1000 {
			st.Fatal("indexing has no end")
		}
	}
}

// Part 6: one finds what one wrote, what names one, what one keeps, and what everybody
// may read of those who agreed; nothing else, and each no longer than that is so.
func TestSearchFindsWhatOneMayFind(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, p := stage{t, s}, people(t, s)
		st.indexAll()
		st.agrees(p.bob, true)
		own := st.post(p.ana, draft{text: "own fever", audience: community.Followers})
		st.post(p.ben, draft{text: "hidden fever", audience: community.Followers})
		bens := st.post(p.ben, draft{text: "unasked fever", audience: community.Public})
		st.post(p.ben, draft{text: "named fever @ana", audience: community.Direct, mentions: []community.Actor{p.ana}})
		storagetest.RemotePost(t, s, p.bob, "remote fever")
		storagetest.RemotePost(t, s, p.bob, "quiet fever", community.Unlisted)
		ana := member(p.ana)
		want := func(want string) {
			t.Helper()
			if got := st.finds(ana, "fever"); got != want {
				t.Errorf("finds %q, want %q", got, want)
			}
		}
		want("remote named own")
		ok(t, s.Bookmark(t.Context(), p.ana.ID, bens.ID))
		want("remote named unasked own")
		ok(t, s.Unbookmark(t.Context(), p.ana.ID, bens.ID))
		want("remote named own")
		ok(t, s.Like(t.Context(), p.ana, bens))
		want("remote named unasked own")
		ok(t, s.Unlike(t.Context(), p.ana, bens))
		st.agrees(p.ben, true) // agrees, and what is there already comes in
		st.indexAll()
		want("remote named unasked own")
		st.agrees(p.ben, false) // at once, whatever the index holds
		want("remote named own")
		st.indexAll()
		if n := s.Number(t, "SELECT COUNT(*) FROM post_text WHERE docid = ?", int64(bens.ID)); n != 1 {
			t.Errorf("what its author may find is %d times in the index", n)
		}
		ok(t, s.DeletePost(t.Context(), own.ID, s.Now()))
		want("remote named")
		if n := s.Number(t, "SELECT COUNT(*) FROM post_text WHERE docid = ?", int64(own.ID)); n != 0 {
			t.Error("a deleted post is in the index")
		}
		ok(t, s.Block(t.Context(), p.ana.ID, p.bob.ID))
		want("named")
		for name, v := range map[string]community.Viewer{"visitor": {}, "elsewhere": {Actor: p.bob.ID}} {
			if got := st.finds(v, "fever"); got != "" {
				t.Errorf("a %s finds %q", name, got)
			}
		}
	})
}

// TestSearchNeverHoldsWhoDidNotAgree: of strangers who did not agree to be searched and
// have to do with no member nothing is in the index at all.
func TestSearchNeverHoldsWhoDidNotAgree(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st, p := stage{t, s}, people(t, s)
		storagetest.RemotePost(t, s, p.bob, "a private thought of bob")
		st.post(p.ana, draft{text: "only here", audience: community.InstanceOnly})
		st.indexAll()
		if n := s.Number(t, "SELECT COUNT(*) FROM post_text"); n != 0 {
			t.Errorf("%d posts in the index", n)
		}
	})
}

func TestSearchOperators(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{"sqlite": storagetest.SQLiteFile, "postgres": storagetest.PostgresDatabase} {
		t.Run(name, func(t *testing.T) {
			clock := &storagetest.Clock{}
			s := storagetest.At(t, storagetest.Options{Database: database(t), Now: clock.Now})
			st, p := stage{t, s}, people(t, s)
			day := func() string { return s.Now().UTC().Format(time.DateOnly) }
			st.agrees(p.ben, true)
			st.agrees(p.bob, true)
			first := day()
			one := st.post(p.ana, draft{text: "one: Sjögren's syndrome and fever after travel", audience: community.Public})
			clock.Advance(24 * time.Hour)
			st.post(p.ben, draft{text: "two: travel after fever https://there.example/x", audience: community.Public, parent: &one, answering: &p.ana})
			clock.Advance(24 * time.Hour)
			third := day()
			r := st.document(p.bob, "three", "three: Fieber, fever", community.Public)
			r.Language, r.Warning = "de-AT", "blood"
			st.receive(r)
			st.post(p.ana, draft{text: "four: no such thing", audience: community.Public, media: []community.Media{st.picture(p.ana, "x.png")}})
			for text, want := range map[string]string{
				"fever": "three two one", "FEVER": "three two one", "feve": "", "feve*": "three two one", "sjogren": "one",
				`"fever after travel"`: "one", `"after fever"`: "two", `fever -"after travel"`: "three two", "fever travel": "two one",
				"fever from:me": "one", "fever from:ana": "one", "fever from:@ben": "two", "fever from:bob@there.example": "three",
				"fever -from:me": "three two", "fever -from:bob@there.example": "two one", "fever from:nobody": "", "from:ana from:ben": "four two one",
				"has:image": "four", "has:media -from:me": "", "from:me -has:media": "one", "has:link": "two", "is:reply": "two", "is:sensitive": "three",
				"fever -is:sensitive -is:reply": "one", "language:de": "three", "fever -language:de": "two one", "fever in:library": "one", "fever in:public": "three two",
				"fever after:" + first: "three two", "fever before:" + third: "two one", "fever during:" + first: "one", "fever -during:" + first: "",
				"has:nothing fever": "", "fever fever fever": "three two one", "the": "",
				// S-IN-6: nothing a person types is a word of a query language.
				`fever" OR "thing`: "", "fever OR thing": "", "fever AND fever": "three two one", "fever NOT travel": "two one", "fever NEAR/2 travel": "", "(fever)": "three two one",
				"words:fever": "", "post_text:fever": "", "_open": "", "_by1": "", "fever*&!|<->": "three two one", "fever'; DROP TABLE post_text; --": "", "*": "", `"`: "", "^fever": "three two one",
			} {
				if got := st.finds(member(p.ana), text); got != want {
					t.Errorf("%s finds %q, want %q", text, got, want)
				}
			}
		})
	}
}

// What was edited is found by its new words only.
func TestSearchFollowsAnEdit(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		p := st.post(ana, draft{text: "measles", audience: community.Public})
		st.publish(community.Revise(ana, p, community.PostDraft{Text: "rubella", Audience: community.Public}, draft{}.surroundings(s)))
		if got := st.finds(member(ana), "measles"); got != "" {
			t.Errorf("the old words find %q", got)
		}
		if got := st.finds(member(ana), "rubella is:edited"); got != "rubella" {
			t.Errorf("the new words find %q", got)
		}
	})
}

// Cases are found too, by the rules of the library: restricted ones by who reads cases.
func TestSearchFindsCases(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana, ben := st.member("ana"), st.member("ben")
		open := st.told(ana, "Open", "Granulomas", community.Public)
		st.told(ana, "Restricted", "Granulomas", community.InstanceOnly)
		st.post(ben, draft{text: "granulomas of the lung?", audience: community.Public, parent: &open, answering: &ana})
		st.indexAll()
		titled := func(v community.Viewer, text string) string {
			q := storage.PostQuery{PostSearch: community.ParseSearch(text, time.UTC)}
			var list []string
			for _, p := range must(s.SearchPosts(t.Context(), v, q, storage.Page{}))(t) {
				list = append(list, p.Title)
			}
			return strings.Join(list, "|")
		}
		reads, app := member(ben), member(ben)
		app.ReadsCases = false
		for _, c := range []struct {
			v          community.Viewer
			text, want string
		}{{reads, "granulom*", "|Restricted|Open"}, {app, "granulom*", "|Open"}, {app, "restricted", ""}, {reads, "granulomas from:ana", "Restricted|Open"},
			{reads, "granulomas in:public", "Open"}, {reads, "granulomas has:image", ""}, {reads, "granulomas -is:reply", "Restricted|Open"}, {reads, "is:reply lung", ""}} {
			if got := titled(c.v, c.text); got != c.want {
				t.Errorf("%s finds %q, want %q", c.text, got, c.want)
			}
		}
		if n := s.Number(t, "SELECT COUNT(*) FROM answer_text"); n != 1 {
			t.Errorf("%d answers below cases in their index", n)
		}
		ok(t, s.Withdraw(t.Context(), community.Withdrawal{Post: open.ID, By: ana.ID, Ground: community.WithdrawnByAuthor}))
		if got := titled(reads, "granulomas"); got != "Restricted" {
			t.Errorf("after a withdrawal %q", got)
		}
		if n := s.Number(t, "SELECT COUNT(*) FROM answer_text"); n != 0 {
			t.Error("what stood below a withdrawn case is in the index")
		}
	})
}

// Pages of a search lead on without loss or doubles, both ways.
func TestSearchPages(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		st := stage{t, s}
		ana := st.member("ana")
		var want []community.PostID
		for n := range 9 {
			p := st.post(ana, draft{text: fmt.Sprint("fever ", n), audience: community.Public})
			if n%3 == 0 {
				p = st.told(ana, "Fever", "Fever", community.InstanceOnly)
			}
			want = append(want, p.ID)
		}
		q := storage.PostQuery{PostSearch: community.ParseSearch("fever -3", time.UTC), Author: ana.ID}
		all := must(s.SearchPosts(t.Context(), member(ana), q, storage.Page{}))(t)
		var down, up []community.PostID
		for page := (storage.Page{Limit: 2}); ; {
			got := must(s.SearchPosts(t.Context(), member(ana), q, page))(t)
			if len(got) == 0 {
				break
			}
			for _, p := range got {
				down = append(down, p.ID)
			}
			page.Max = int64(got[len(got)-1].ID)
		}
		for page := (storage.Page{Limit: 2, Min: 1}); ; {
			got := must(s.SearchPosts(t.Context(), member(ana), q, page))(t)
			if len(got) == 0 {
				break
			}
			for _, p := range slices.Backward(got) {
				up = append(up, p.ID)
			}
			page.Min = int64(got[0].ID)
		}
		slices.Reverse(up)
		if len(all) != 11 || len(down) != 11 || !slices.Equal(up, down) {
			t.Errorf("%d at once, %d downwards, %d upwards of %d", len(all), len(down), len(up), len(want))
		}
	})
}
