package main

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// follow looks somebody up by handle and presses the button.
func (v *visitor) follow(handle string) {
	v.t.Helper()
	v.get("/search?q=" + url.QueryEscape(handle)).form("/follow").send(nil)
}

func (v *visitor) unfollow(handle string) {
	v.t.Helper()
	v.get("/" + handle).form("/unfollow").send(nil)
}

// follows says whether somebody's page offers to stop following, and no longer
// to take back the wish to.
func (v *visitor) follows(handle string) bool {
	v.t.Helper()
	page := v.get("/" + handle)
	_, asked := page.seek(page.node, "/unfollow")
	return asked && !strings.Contains(page.text(), "Withdraw request")
}

// write publishes a post for everybody.
func (v *visitor) write(text string) {
	v.t.Helper()
	v.get("/compose").form("/posts").send(url.Values{"text": {text}, "audience": {"public"}})
}

// presentCase fills in the form, looks at the preview and publishes. Where it
// can be read is returned.
func (v *visitor) presentCase(title string) string {
	v.t.Helper()
	preview := v.get("/cases/new").form("/cases").send(url.Values{"title": {title}, "audience": {"public"}, "age_band": {"40-44"},
		"sex": {"female"}, "specialties": {"rheumatology", "nephrology"}, "consent": {"written"}, "consent_scope": {"public"}, "step": {"preview"},
		"presenting_complaint": {"Two weeks of fever."}, "question": {"What would you do first?"}})
	read := preview.form("/cases").send(url.Values{"step": {"post"}})
	if !strings.HasPrefix(read.path, "/posts/") {
		v.t.Fatalf("the case was not published: %s", read.text())
	}
	return read.path
}

// sees gives the post with this text on a page of its own, as it is there now;
// nil when it is not.
func (v *visitor) sees(path, text string) *html.Node {
	v.t.Helper()
	page, err := v.ask(path)
	if err != nil {
		v.t.Fatal(err)
	}
	return page.post(text)
}

// awaits waits until a page shows a post with this text.
func (v *visitor) awaits(path, text string) {
	v.t.Helper()
	eventually(v.t, path+" shows "+text, func() bool { return v.sees(path, text) != nil })
}

// misses waits until a page shows no post with this text.
func (v *visitor) misses(path, text string) {
	v.t.Helper()
	eventually(v.t, path+" no longer shows "+text, func() bool { return v.sees(path, text) == nil })
}

// does presses a button of the post with this text on a page.
func (v *visitor) does(path, text, verb string) {
	v.t.Helper()
	page := v.get(path)
	page.formIn(page.post(text), "/"+verb).send(nil)
}

// offers says whether the post with this text has a button.
func (v *visitor) offers(path, text, verb string) bool {
	v.t.Helper()
	page := v.get(path)
	_, yes := page.seek(page.post(text), "/"+verb)
	return yes
}

// number is under which number an instance keeps the post with this text.
func (v *visitor) number(path, text string) string {
	v.t.Helper()
	post := v.get(path).post(text)
	if post == nil {
		v.t.Fatalf("%s does not show %q", path, text)
	}
	return strings.TrimPrefix(attribute(post, "id"), "post-")
}

// reply answers the post with this text on a page.
func (v *visitor) reply(path, text, answer string) {
	v.t.Helper()
	form := v.get("/p/" + v.number(path, text) + "/reply").form("/posts")
	form.send(url.Values{"text": {form.fields.Get("text") + " " + answer}})
}

// notices says whether the page of notifications says this.
func (v *visitor) notices(text string) bool {
	v.t.Helper()
	return strings.Contains(v.get("/notifications").text(), text)
}
