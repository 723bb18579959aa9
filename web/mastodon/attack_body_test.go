package mastodon

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"mime/multipart"
	"strings"
	"testing"

	"consilium/storage/storagetest"
)

// strangeBodies are JSON, forms and parts as no app sends them, by the address they go to.
func strangeBodies() map[string][]string {
	deep := strings.Repeat("[", 9000) + strings.Repeat("]", 9000)
	return map[string][]string{
		"POST /api/v1/statuses": {
			`[]`, `null`, `"x"`, `7`, `{`, `{}{}`, ``, `{"status":` + deep + `}`, `{"status":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":1}}}}}}}}}`, `{"status":["a","b"]}`, `{"status":null}`,
			`{"status":1e999}`, `{"status":true,"visibility":[]}`, `{"status":"x","visibility":{"a":1}}`, `{"status":"x","media_ids":"1"}`, `{"status":"x","media_ids":[[1]]}`,
			`{"status":"x","media_ids":[99999999999999999999999]}`, `{"status":"x","media_ids":[-1]}`, `{"status":"x","media_ids":{"0":"1"}}`, `{"status":"x","in_reply_to_id":{}}`,
			`{"status":"x","in_reply_to_id":-1}`, `{"status":"x","in_reply_to_id":1e30}`, `{"status":"x","in_reply_to_id":"9223372036854775808"}`, `{"status":"x","poll":"a"}`, `{"status":"x","poll":[]}`,
			`{"status":"x","poll":{"options":"a","expires_in":300}}`, `{"status":"x","poll":{"options":[["a"],["b"]],"expires_in":300}}`, `{"status":"x","poll":{"options":[{"t":"a"},{"t":"b"}],"expires_in":300}}`,
			`{"status":"x","poll":{"options":["a","b"],"expires_in":-1}}`, `{"status":"x","poll":{"options":["a","b"],"expires_in":9223372036854775807}}`, `{"status":"x","poll":{"options":["a","b"],"expires_in":1e400}}`,
			`{"status":"x","poll":{"options":["a","a"],"expires_in":300}}`, `{"status":"x","scheduled_at":"9999-99-99"}`, `{"status":"x","scheduled_at":-1}`, `{"status":"x","scheduled_at":"292277026596-12-04T15:30:07Z"}`,
			`{"status":"x","media_attributes":[{"id":"1"}]}`, `{"status":"x","media_attributes":{"id":[]}}`, `{"status":"x","language":"` + strings.Repeat("e", 5000) + `"}`, `{"status":"\u0000"}`, `{"status":"\ud800"}`,
			"{\"status\":\"\xff\"}", `{"status":"a","status":"b","status":[]}`, `{"status` + "\x00" + `":"x"}`, `{"status":"x","quoted_status_id":-9}`, `{"status":"x","` + strings.Repeat("k", 300000) + `":1}`,
		},
		"PATCH /api/v1/accounts/update_credentials": {
			`{"fields_attributes":[]}`, `{"fields_attributes":{}}`, `{"fields_attributes":"x"}`, `{"fields_attributes":[[["a"]]]}`, `{"fields_attributes":[{"name":["a"],"value":{"b":1}}]}`, `{"fields_attributes":{"0":{"name":1,"value":null}}}`,
			`{"fields_attributes":{"-1":{"name":"a","value":"b"}}}`, `{"fields_attributes":{"99999999999999999999":{"name":"a","value":"b"}}}`, `{"fields_attributes":[` + strings.Repeat(`{"name":"a","value":"b"},`, 300) + `{}]}`,
			`{"source":[]}`, `{"source":{"privacy":[1]}}`, `{"source":{"language":{"x":1}}}`, `{"avatar":"x","header":[]}`, `{"display_name":{}}`, `{"locked":"maybe"}`, `{"bot":2}`, `{"note":"` + strings.Repeat("n", 200_000) + `"}`, `{"attribution_domains":[[]]}`,
		},
		"POST /api/v2/filters": {
			`{"title":"x"}`, `{"title":"x","context":"home"}`, `{"title":"x","context":[{}],"keywords_attributes":[]}`, `{"title":"x","context":["home"],"keywords_attributes":"x"}`, `{"title":"x","context":["home"],"keywords_attributes":{"0":"x"}}`,
			`{"title":"x","context":["home"],"keywords_attributes":[{"keyword":["a"],"whole_word":{}}]}`, `{"title":"x","context":["home"],"keywords_attributes":[{"id":-1,"_destroy":"x"}]}`, `{"title":"x","context":["home"],"expires_in":-1}`,
			`{"title":"x","context":["home"],"expires_in":9223372036854775807}`, `{"title":"x","context":["home"],"filter_action":[]}`, `{"title":["a"],"context":["home","home","home"]}`,
		},
		"POST /api/v1/lists":                                   {`{"title":[]}`, `{"title":{"a":"b"}}`, `{"title":"x","replies_policy":7}`, `{"title":"x","exclusive":"perhaps"}`},
		"POST /api/v1/push/subscription":                       {`{}`, `{"subscription":[]}`, `{"subscription":{"endpoint":[],"keys":"x"}}`, `{"subscription":{"endpoint":"https://push.example/","keys":{"p256dh":"` + strings.Repeat("A", 200_000) + `","auth":"AAAA"}}}`, `{"subscription":{"endpoint":"http://127.0.0.1/","keys":{}}}`},
		"POST /api/v1/reports":                                 {`{"account_id":[]}`, `{"account_id":"1","status_ids":{"a":1}}`, `{"account_id":"99999999999999999999"}`, `{"account_id":"1","rule_ids":[[]],"category":[]}`},
		"POST /api/v1/markers":                                 {`{"home":"x"}`, `{"home":{"last_read_id":-1}}`, `{"home":{"last_read_id":"99999999999999999999"}}`, `{"home":{"last_read_id":{}}}`, `{"x":{"last_read_id":"1"}}`},
		"PATCH /api/v2/notifications/policy":                   {`{"for_not_following":[]}`, `{"for_not_following":"perhaps"}`, `{"for_not_following":{"a":1}}`},
		"POST /api/v1/apps":                                    {`{"client_name":[],"redirect_uris":{}}`, `{"client_name":"x","redirect_uris":[[]]}`, `{"client_name":"x","redirect_uris":["a",7,null]}`},
		"POST /oauth/token":                                    {`{"grant_type":[]}`, `{"grant_type":"authorization_code","code":{}}`, `[1]`},
		"POST /oauth/revoke":                                   {`{"token":[]}`, `{}`},
		"POST /api/v1/statuses/1/favourite":                    {`[]`},
		"POST /api/v1/statuses/99999999999999999999/favourite": {`{}`},
		"POST /api/v1/accounts/99999999999999999999/follow":    {`{"reblogs":[],"languages":{}}`},
		"POST /api/v1/accounts/1/follow":                       {`{"languages":[[],{}]}`, `{"notify":"perhaps"}`},
		"POST /api/v1/featured_tags":                           {`{"name":[]}`, `{"name":"` + strings.Repeat("x", 100_000) + `"}`, `{"name":"#"}`},
		"POST /api/v1/domain_blocks":                           {`{"domain":[]}`, `{"domain":"` + strings.Repeat("a.", 100_000) + `"}`, `{"domain":"\u202eevil"}`},
		"POST /api/v1/polls/1/votes":                           {`{"choices":"x"}`, `{"choices":[-1]}`, `{"choices":[99999999999999999999]}`, `{"choices":[[0]]}`},
		"PUT /api/v1/media/1":                                  {`{"focus":[1,2]}`, `{"focus":"NaN,Inf"}`, `{"description":{}}`},
		"POST /api/v1/conversations/1/read":                    {`[`},
		"POST /api/v1/imports":                                 {`{"data":"x"}`},
	}
}

// Whatever shape a body has, it is answered with what is wrong, or taken for what it can
// mean: nothing of it breaks the server.
func TestAttackStrangeBodies(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		app := s.as(ana)
		app.token = s.as(ana, "read write follow push").token
		for address, bodies := range strangeBodies() {
			method, path, _ := strings.Cut(address, " ")
			for _, body := range bodies {
				for _, kind := range []string{"application/json", "", "application/x-www-form-urlencoded", "application/activity+json"} {
					if r := app.send(method, path, kind, []byte(body)); r.status >= 500 {
						t.Errorf("%s %q %.120s: %d %s", address, kind, body, r.status, r.body)
					}
					s.clock.Advance(30 * 60 * 1e9 / 20)
				}
			}
		}
	})
}

// Bodies of many parts, packed ones, parts without names and lists without end are
// refused with a sentence.
func TestAttackHugeBodies(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		app := s.as(ana)
		parts := func(n int, name string) (string, []byte) {
			var body bytes.Buffer
			w := multipart.NewWriter(&body)
			for range n {
				s.must(w.WriteField(name, "x"))
			}
			s.must(w.Close())
			return w.FormDataContentType(), body.Bytes()
		}
		many, manyBody := parts(10_000, "status")
		nameless, namelessBody := parts(3, "")
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		_, _ = zip.Write([]byte(`{"status":"packed"}`))
		s.must(zip.Close())
		list := `{"media_ids":[` + strings.Repeat("1,", 400_000) + `1]}`
		form := strings.Repeat("a&", 500_000)
		for name, c := range map[string]struct {
			kind string
			body []byte
		}{
			"ten thousand parts":    {many, manyBody},
			"parts without names":   {nameless, namelessBody},
			"no boundary":           {"multipart/form-data", manyBody},
			"another boundary":      {"multipart/form-data; boundary=x", manyBody},
			"gzip":                  {"application/json", packed.Bytes()},
			"a list of 400,000":     {"application/json", []byte(list)},
			"500,000 fields":        {"application/x-www-form-urlencoded", []byte(form)},
			"two megabytes":         {"application/json", []byte(`{"status":"` + strings.Repeat("x", 2<<20) + `"}`)},
			"two megabytes of form": {"application/x-www-form-urlencoded", []byte("status=" + strings.Repeat("x", 2<<20))},
		} {
			for _, path := range []string{"/api/v1/statuses", "/api/v2/media", "/oauth/token", "/api/v1/imports"} {
				r := app.send("POST", path, c.kind, c.body)
				if r.status < 400 || r.status >= 500 {
					t.Errorf("%s to %s: %d %s", name, path, r.status, r.body)
				}
				s.clock.Advance(60 * 1e9)
			}
		}
	})
}

// Numbers, names and lists in addresses are as wrong as can be: nothing breaks, nothing
// is found, and what is no number is said to be none.
func TestAttackStrangeAddresses(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		app := s.as(ana)
		lists := []string{"/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications", "/api/v2/notifications", "/api/v1/bookmarks", "/api/v1/favourites", "/api/v1/blocks", "/api/v1/mutes",
			"/api/v1/conversations", "/api/v1/scheduled_statuses", "/api/v1/followed_tags", "/api/v1/directory", "/api/v1/trends/tags", "/api/v2/suggestions", "/api/v1/timelines/tag/x", "/api/v1/domain_blocks",
			fmt.Sprintf("/api/v1/accounts/%d/statuses", ana.ID), fmt.Sprintf("/api/v1/accounts/%d/followers", ana.ID), "/api/v1/follow_requests", "/api/v1/endorsements"}
		values := []string{"limit=-1", "limit=0", "limit=99999999999999999999", "limit=x", "limit=1e3", "max_id=-1", "max_id=99999999999999999999", "max_id=%00", "min_id=x&since_id=-5", "offset=-1", "offset=9223372036854775807",
			"types[]=x&types[]=%FF", "exclude_types[][]=x", "limit[]=3", "q=%E2%80%AE", "tagged=%00", "any[]=" + strings.Repeat("x", 5000), strings.Repeat("all[]=x&", 400), "limit=5;max_id=3", "%zz=1", "a=%", "local=maybe", "order=x&local=perhaps"}
		for _, path := range lists {
			for _, value := range values {
				if r := app.get(path + "?" + value); r.status >= 500 {
					t.Errorf("%s?%.60s: %d %s", path, value, r.status, r.body)
				}
			}
			s.clock.Advance(5 * 60 * 1e9)
		}
		for _, path := range []string{"/api/v1/statuses/0", "/api/v1/statuses/99999999999999999999", "/api/v1/accounts/18446744073709551617", "/api/v1/media/99999999999999999999", "/api/v1/lists/99999999999999999999",
			"/api/v2/filters/99999999999999999999", "/api/v1/notifications/99999999999999999999", "/api/v2/notifications/ungrouped-99999999999999999999", "/api/v1/imports/99999999999999999999",
			"/api/v1/scheduled_statuses/99999999999999999999", "/api/v1/polls/99999999999999999999", "/api/v1/async_refreshes/%00", "/api/v1/statuses/-1", "/api/v1/statuses/1/../../x", "/api/v1/accounts/lookup?acct=%00@x"} {
			if r := app.get(path); r.status < 400 || r.status >= 500 {
				t.Errorf("%s: %d %.200s", path, r.status, r.body)
			}
		}
		if r := app.get("/api/v2/search?q=" + strings.Repeat("x", 10<<20)); r.status < 400 || r.status >= 500 {
			t.Errorf("ten megabytes of question: %d", r.status)
		}
	})
}
