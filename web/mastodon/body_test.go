package mastodon

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"consilium/storage/storagetest"
)

// What cannot be read is refused with 4xx, whatever is wrong with it.
func TestMalformedBodies(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		deep := strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 50)
		for name, c := range map[string]struct {
			kind, body string
			status     int
		}{
			"broken JSON":         {"application/json", `{"status":`, 400},
			"JSON list":           {"application/json", `["status"]`, 400},
			"two JSON":            {"application/json", `{} {}`, 400},
			"deep JSON":           {"application/json", `{"status":` + deep + `}`, 400},
			"NUL in JSON":         {"application/json", `{"status":"a\u0000b"}`, 400},
			"broken UTF-8, JSON":  {"application/json", "{\"status\":\"a\xff\"}", 400},
			"NUL in form":         {"application/x-www-form-urlencoded", "status=a%00b", 400},
			"broken UTF-8, form":  {"application/x-www-form-urlencoded", "status=a%ff", 400},
			"broken percent":      {"application/x-www-form-urlencoded", "status=%zz", 400},
			"multipart, no bound": {"multipart/form-data", "x", 400},
			"multipart, cut off":  {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nx", 400},
			"too many fields":     {"application/x-www-form-urlencoded", strings.Repeat("a=1&", maxFields+1), 400},
			"too large":           {"application/x-www-form-urlencoded", "status=" + strings.Repeat("a", maxBody), 413},
			"huge number":         {"application/json", `{"status":"x","visibility":"public","in_reply_to_id":1e400}`, 404},
			"number for text":     {"application/json", `{"status":5,"visibility":"public"}`, 200},
			"bad boolean":         {"application/json", `{"status":"x","visibility":"public","sensitive":"maybe"}`, 422},
		} {
			r := ana.send("POST", "/api/v1/statuses", c.kind, []byte(c.body))
			if r.status != c.status {
				t.Errorf("%s: %d, want %d: %s", name, r.status, c.status, r.body)
			} else if c.status >= 400 {
				r.refused(c.status)
			}
		}
		ana.get("/api/v1/timelines/home?max_id=%00").refused(400)
		ana.get("/api/v1/timelines/home?max_id=%zz").refused(400)
		ana.get("/api/v1/statuses/99999999999999999999999").refused(404)
		ana.get("/api/v1/statuses/%2e%2e").refused(404)
	})
}

// Whatever is sent, reading it ends, and what it gave is clean.
func FuzzReadBody(f *testing.F) {
	for _, seed := range [][2]string{
		{"application/json", `{"status":"x","media_ids":["1",2],"media_attributes":[{"id":"1","description":null}],"poll":{"options":["a"]}}`},
		{"application/x-www-form-urlencoded", "a=1&b[]=2&b[]=3&c[][id]=4&c[][id]=5"},
		{"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--\r\n"},
		{"", `{"a":[[[[1]]]]}`}, {"text/plain", "a=%00"},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		c := &call{Request: r, fields: fields{url.Values{}}}
		if err := c.readBody(nil); err != nil {
			return
		}
		for name, values := range c.fields.Values {
			if !clean(name) || !clean(strings.Join(values, "")) {
				t.Errorf("%q = %q", name, values)
			}
		}
		c.fields.objects("media_attributes", "id", "description")
	})
}

// Lists and objects come out the same from forms and from JSON.
func TestFieldsAgree(t *testing.T) {
	for kind, body := range map[string]string{
		"application/json":                  `{"a":["1",2],"m":[{"id":"7","x":"y"},{"id":"8","x":"z"}],"o":{"p":{"q":true}}}`,
		"application/x-www-form-urlencoded": "a[]=1&a[]=2&m[][id]=7&m[][x]=y&m[][id]=8&m[][x]=z&o[p][q]=true",
		"text/plain":                        "a[]=1&a[]=2&m[0][id]=7&m[0][x]=y&m[1][id]=8&m[1][x]=z&o[p][q]=true",
	} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		c := &call{Request: r, fields: fields{url.Values{}}}
		if err := c.readBody(nil); err != nil {
			t.Fatal(kind, err)
		}
		m := c.fields.objects("m", "id", "x")
		if got := strings.Join(c.fields.list("a"), ","); got != "1,2" || len(m) != 2 || m[1].text("id") != "8" || m[1].text("x") != "z" || c.fields.text("o[p][q]") != "true" {
			t.Errorf("%s: %v", kind, c.fields.Values)
		}
	}
}
