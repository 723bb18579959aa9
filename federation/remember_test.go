package federation

import (
	"net/http"
	"strings"
	"testing"

	"consilium/community"
)

// What is remembered of documents is never older than the last commit: each deed shows
// in the very next answer, to the one it concerns, and a command beside the server does
// the same as a request (the statements below are another connection's).
func TestRememberedDocumentsAreFresh(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		note := s.publish(t, s.ana, community.PostDraft{Text: "first words", Audience: community.Public}, community.Surroundings{})
		path := s.path(note)
		finger := "/.well-known/webfinger?resource=acct:ana@" + s.store.Domain()
		shows := func(when, url string, by community.Actor, status int, word string) {
			t.Helper()
			for range 2 { // the second is remembered
				if got := s.get(t, url, by); got.status != status || !strings.Contains(got.body, word) {
					t.Errorf("%s, %s to %s: %d without %q: %s", when, url, by.Handle, got.status, word, got.body)
				}
			}
		}
		shows("as written", path, s.bob, http.StatusOK, "first words")
		shows("unsigned", path, community.Actor{}, http.StatusUnauthorized, "")
		s.exec(t, "UPDATE post SET content = '<p>second words</p>' WHERE id = "+community.FormatID(note.ID))
		shows("edited beside us", path, s.bob, http.StatusOK, "second words")
		s.exec(t, "UPDATE actor SET display_name = 'Ana Lind' WHERE id = "+community.FormatID(s.ana.ID))
		shows("renamed beside us", "/users/ana", s.bob, http.StatusOK, "Ana Lind")
		s.must(t, s.store.Block(t.Context(), s.ana.ID, s.bob.ID))
		shows("blocked", path, s.bob, http.StatusNotFound, "")
		shows("blocked", path, s.mia, http.StatusOK, "second words")
		if got := s.get(t, "/users/ana", s.bob); strings.Contains(got.body, "Ana Lind") {
			t.Errorf("the blocked is told more than the key: %s", got.body)
		}
		s.must(t, s.store.Unblock(t.Context(), s.ana.ID, s.bob.ID))
		shows("unblocked", path, s.bob, http.StatusOK, "second words")
		s.exec(t, "UPDATE actor SET suspended = 1 WHERE id = "+community.FormatID(s.bob.ID))
		shows("closed here", path, s.bob, http.StatusForbidden, "")
		shows("by its name", finger, community.Actor{}, http.StatusOK, "ana@")
		s.must(t, s.store.DeletePost(t.Context(), note.ID, s.clock.Now()))
		shows("deleted", path, s.mia, http.StatusGone, "Tombstone")
		s.must(t, s.store.SuspendActor(t.Context(), s.ana.ID, s.ben.ID, "test"))
		shows("suspended", "/users/ana", s.mia, http.StatusNotFound, "")
		shows("suspended", finger, community.Actor{}, http.StatusNotFound, "")
	})
}

func (s *stage) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
