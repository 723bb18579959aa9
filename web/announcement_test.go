package web_test

import (
	"net/url"
	"testing"
	"time"

	"consilium/community"
)

// An announcement is written at the desk, shown on the home page of members until they
// put it aside, and goes when staff take it back.
func TestAnnouncementPages(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		admin, _ := h.staff("rosa", community.Administrator)
		bob, _ := h.member("bob")
		d, b := h.as(admin), h.as(bob)
		d.get("/desk/announcements").is(200).has("There are none yet.")
		d.post("/desk/announcements", with(url.Values{}, "text", "")).is(422).has("Write what you want to tell.")
		d.post("/desk/announcements", with(url.Values{}, "text", "x", "starts", "soon")).is(422).has("Write day and time")
		d.post("/desk/announcements", with(url.Values{}, "text", "x", "starts", "2027-01-02T10:00", "ends", "2027-01-01T10:00")).is(422).has("The end must come after the beginning.")
		d.post("/desk/announcements", with(url.Values{}, "text", "The <library> is closed")).is(200).has("Draft", "The &lt;library&gt; is closed")
		list, err := h.store.Announcements(h.Context())
		h.must(err)
		path := "/desk/announcements/" + community.FormatID(list[0].ID)
		b.get("/home").is(200).hasNot("library")
		b.post("/announcements/"+community.FormatID(list[0].ID)+"/dismiss", url.Values{}).is(404)
		d.post(path+"/publish", url.Values{}).is(200).has("Shown now")
		b.get("/home").is(200).has("The &lt;library&gt; is closed", "Put aside")
		b.post("/announcements/"+community.FormatID(list[0].ID)+"/dismiss", url.Values{}).is(200).hasNot("library")
		d.get("/home").is(200).has("library")
		d.get("/desk/announcements?announcement=" + community.FormatID(list[0].ID)).is(200).has("Change the announcement")
		d.post(path, with(url.Values{}, "text", "The library is open again", "ends", h.store.Now().Add(time.Hour).Format("2006-01-02T15:04"))).is(200).has("open again")
		d.post(path+"/withdraw", url.Values{}).is(200).has("Draft")
		d.get("/home").is(200).hasNot("open again")
		d.get("/desk/log").is(200).has("withdrew an announcement")
		b.post(path+"/publish", url.Values{}).is(404)
	})
}
