package mastodon

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// posted writes with the token, and gives the number of the status.
func (r *reading) posted(path string, form url.Values) community.PostID {
	r.Helper()
	request := httptest.NewRequestWithContext(r.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	request.Header.Set("Authorization", "Bearer "+r.token)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, request)
	var status struct{ ID string }
	r.must(json.Unmarshal(w.Body.Bytes(), &status))
	number, err := community.ParseID[community.PostID](status.ID)
	if err != nil {
		r.Fatalf("%s: %d %s", path, w.Code, w.Body.String())
	}
	return number
}

// Polls, quotes and boosts are written as encoding/json writes them too.
func TestWireOfWhatIsSeldom(t *testing.T) {
	r := openReading(t, storagetest.Options{Database: storagetest.SQLiteFile(t)})
	root := strings.TrimPrefix(r.addresses["status"], "/api/v1/statuses/")
	ids := []community.PostID{
		r.posted("/api/v1/statuses", url.Values{"status": {"Which?"}, "poll[options][]": {"This <one>", "\"That\""}, "poll[expires_in]": {"3600"}}),
		r.posted("/api/v1/statuses", url.Values{"status": {"As was said"}, "quoted_status_id": {root}}),
		r.posted("/api/v1/statuses/"+root+"/reblog", nil),
	}
	bearer, err := r.store.TokenBearer(t.Context(), r.token)
	r.must(err)
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, r.addresses["home"], nil)
	c := &call{Request: request, bearer: bearer, viewer: session.AppViewer(bearer), printer: r.api.printer(request, "en")}
	for range 2 { // made, then from what was kept
		scene, err := r.store.Scene(t.Context(), c.viewer, ids)
		r.must(err)
		list, err := r.api.onScene(c, scene, ids)
		r.must(err)
		if len(list) != 3 || list[0].Poll == nil || list[1].Quote == nil || list[2].Reblog == nil {
			t.Fatalf("a poll, a quote and a boost are %+v", list)
		}
		text, err := encode(nil, list)
		r.must(err)
		if again, err := plain(list); err != nil || !bytes.Equal(again, text) {
			t.Errorf("written as\n%s\nand by encoding/json as\n%s, %v", text, again, err)
		}
	}
}
