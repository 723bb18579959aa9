package federation

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// R-OUT-3: a Create that was refused for a while and is tried again by itself does not come
// after the Delete, nor an older version after a newer one: what is sent is made of what is
// true then.
func TestRefusedCreateStaysBehind(t *testing.T) {
	for _, end := range []string{"Update", "Delete"} {
		t.Run(end, func(t *testing.T) {
			s := acquainted(t)
			storagetest.Following(t, s.store, s.find(s.bob.String()), s.ana)
			var taken []string
			refusing := true
			s.peer.inbox = func(_ *http.Request, body []byte) page {
				verb := "Create"
				if !strings.Contains(string(body), `"type":"Create"`) {
					verb = end
				}
				if verb == "Create" && refusing {
					return page{status: http.StatusUnauthorized}
				}
				if strings.Contains(string(body), "First words") {
					verb += " of what was said first"
				}
				taken = append(taken, verb)
				return page{status: http.StatusAccepted}
			}
			p := s.publish(community.Publish(s.ana, community.PostDraft{Text: "First words", Audience: community.Public}, s.around()))
			settle(t, s.instance)
			s.clock.Advance(time.Second)
			if end == "Delete" {
				if err := s.store.DeletePost(t.Context(), p.ID, s.now()); err != nil {
					t.Fatal(err)
				}
			} else {
				s.publish(community.Revise(s.ana, p, community.PostDraft{Text: "Better ones", Audience: community.Public}, s.around()))
			}
			settle(t, s.instance)
			refusing = false
			for range 10 {
				s.clock.Advance(time.Hour)
				settle(t, s.instance)
			}
			want := map[string][]string{"Delete": {"Delete"}, "Update": {"Update", "Create"}}[end]
			if !slices.Equal(taken, want) {
				t.Errorf("the other side took %v, want %v", taken, want)
			}
		})
	}
}
