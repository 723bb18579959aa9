package federation

import (
	"maps"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// clinical makes ana a verified clinician who writes for others like her, in every
// place where text can be: a case, an answer to a public case, and a narrowed post
// that names somebody elsewhere.
func (s *stage) clinical(t *testing.T, public community.Post) []community.Post {
	t.Helper()
	s.ana = storagetest.Prove(t, s.store, s.ana, storagetest.Proof{Profession: "physician", Level: 4})
	s.ben = storagetest.Prove(t, s.store, s.ben, storagetest.Proof{Profession: "nurse", Level: 4})
	picture, err := s.store.AddMedia(t.Context(), community.Media{Owner: s.ana.ID, File: canary + "clinical.png", Small: canary + "clinical-s.png",
		Type: "image/png", Width: 1, Height: 1, Description: canary})
	if err != nil {
		t.Fatal(err)
	}
	words := community.CaseWords{Patient: canary, Headings: map[string]string{"question": canary}}
	named := community.MentionLinks{s.bob.Handle: s.bob, s.ben.Handle: s.ben, s.fay.Handle: s.fay}
	made := []community.Post{
		s.publish(t, s.ana, community.PostDraft{Audience: community.Clinicians, Case: caseDraft(canary)}, community.Surroundings{Words: words, Mentioned: named}),
		s.publish(t, s.ana, community.PostDraft{Text: canary + " @ben #" + canary, Warning: canary, Audience: community.Clinicians},
			community.Surroundings{Parent: &public, Thread: &public, Media: []community.Media{picture}, Mentioned: named}),
		s.publish(t, s.ana, community.PostDraft{Text: canary, Audience: community.Clinicians, Narrow: community.AudienceDraft{Professions: []string{"nurse"}}},
			community.Surroundings{Mentioned: named}),
	}
	return append(made, s.publish(t, s.ben, community.PostDraft{Text: canary + " below", Audience: community.Clinicians},
		community.Surroundings{Parent: &made[0], Thread: &made[0], Answered: &s.ana, Mentioned: named}))
}

// aboutPosts counts what is to be sent, but that the profile of ana or ben has
// changed.
const aboutPosts = `SELECT COUNT(*) FROM job WHERE payload NOT LIKE '%/users/ana"%' AND payload NOT LIKE '%/users/ben"%'`

func (s *stage) count(t *testing.T, query string) int {
	t.Helper()
	var n int
	if err := s.db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// C9, S-PRIV-1: what is for verified clinicians of this instance is in no answer
// of any route, to no signed server, and nothing of it is ever enqueued: not when
// it is posted, edited, solved, liked or deleted.
func TestCliniciansNeverLeave(t *testing.T) {
	t.Parallel()
	for _, loose := range []bool{false, true} {
		onStageWith(t, Options{LooseFetch: loose}, func(t *testing.T, s *stage) {
			public := s.publish(t, s.ana, community.PostDraft{Audience: community.Public, Case: caseDraft("open")}, community.Surroundings{})
			before := s.count(t, aboutPosts)
			hidden := s.clinical(t, public)
			for _, p := range hidden {
				if err := s.store.Like(t.Context(), s.ben, p); err != nil {
					t.Fatal(err)
				}
			}
			s.clock.Advance(1e9)
			solved, err := community.Accept(s.ana, hidden[0], community.Acceptance{Answer: hidden[3], Author: community.Responder{Founding: true}}, s.clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			s.store1(t, solved)
			for _, by := range []community.Actor{{}, s.bob, s.fay, s.zoe, s.eve} {
				for _, url := range s.everyURL(t, append([]community.Post{public}, hidden...)) {
					s.checkCanary(t, url, s.get(t, url, by), hidden)
				}
				missing := s.get(t, "/posts/AAAAAAAAAAAAAAAAAAAAAAAAAA", by)
				for _, p := range hidden {
					got := s.get(t, s.path(p), by)
					if got.status != missing.status || got.body != missing.body || !maps.EqualFunc(got.header, missing.header, sameValues) {
						t.Errorf("%s: %v, missing: %v", s.path(p), got, missing)
					}
				}
			}
			for _, p := range hidden {
				s.delete(t, p)
			}
			if after := s.count(t, aboutPosts); after != before || before == 0 {
				t.Errorf("%d jobs before, %d after", before, after)
			}
			if n := s.count(t, `SELECT COUNT(*) FROM recipient WHERE post NOT IN (SELECT id FROM post WHERE audience = 'public')`); n != 0 {
				t.Errorf("%d recipients are remembered", n)
			}
		})
	}
}

// The encoders of posts and activities cannot be handed an audience of
// clinicians, however narrow and whichever open kind is named beside it.
func TestCliniciansCannotBeEncoded(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, p := range s.clinical(t, s.posts(t)[community.Public]) {
			if _, open := p.Audience.Open(); open {
				t.Error("an audience of clinicians is open")
			}
			for _, kind := range []community.AudienceKind{community.Public, community.Unlisted, community.Followers, community.Direct} {
				open, err := community.OpenAudience(kind)
				if err != nil {
					t.Fatal(err)
				}
				if o, err := s.f.postObject(t.Context(), p, open); err == nil {
					t.Errorf("encoded as %s: %+v", kind, o)
				}
				if a, err := s.f.publishActivity(t.Context(), p, open); err == nil {
					t.Errorf("encoded as %s: %+v", kind, a)
				}
			}
		}
	})
}
