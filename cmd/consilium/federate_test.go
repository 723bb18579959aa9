package main

import (
	"net/url"
	"strings"
	"testing"

	"consilium/storage/storagetest"
)

// Two processes with a database each federate a case, from the first lookup to
// the end of the follow, seen through their pages alone: R-WF-1, R-KEY-1,
// R-SIG-C, R-IN-1 to 3, R-OUT-1.
func TestTwoInstancesFederateACase(t *testing.T) {
	t.Run("sqlite with sqlite", func(t *testing.T) {
		t.Parallel()
		federate(t, prepare(t, nil), prepare(t, nil))
	})
	t.Run("sqlite with postgres", func(t *testing.T) {
		t.Parallel()
		federate(t, prepare(t, nil), prepare(t, map[string]string{"storage.database": storagetest.PostgresURL(t)}))
	})
}

const caseTitle = "Fever, rash and failing kidneys"

func federate(t *testing.T, hospital, society *program) {
	hospital.serve().member("ana", "member")
	society.serve().member("bruno", "member")
	ana, bruno := as(t, hospital, "ana"), as(t, society, "bruno")
	anaThere, brunoThere := "@ana@"+hospital.host(), "@bruno@"+society.host()

	bruno.follow(anaThere)
	eventually(t, "ana's instance accepts", func() bool { return bruno.follows(anaThere) })
	if !ana.notices("bruno") {
		t.Error("ana is not told who follows her")
	}
	read := ana.presentCase(caseTitle)
	bruno.awaits("/home", caseTitle)

	bruno.reply("/home", caseTitle, "IgA vasculitis is on top of my list.")
	ana.awaits(read, "IgA vasculitis")
	bruno.does("/home", caseTitle, "like")
	bruno.does("/home", caseTitle, "boost")
	eventually(t, "like and boost arrive", func() bool {
		text := ana.get(read).text()
		return strings.Contains(text, "Boost 1 ") && strings.Contains(text, "Like 1")
	})
	if !bruno.offers("/home", caseTitle, "unlike") || !bruno.offers("/home", caseTitle, "unboost") {
		t.Error("bruno's instance does not show what he liked and boosted")
	}

	ana.does(read, "IgA vasculitis", "accept")
	bruno.awaits("/home", "Solved")
	ana.edit(caseTitle, read, "Fever, rash and recovering kidneys")
	bruno.awaits("/home", "recovering kidneys")
	bruno.misses("/home", caseTitle)

	ana.write("Thank you all.")
	bruno.awaits("/home", "Thank you all.")
	ana.delete("/@ana", "Thank you all.")
	bruno.misses("/home", "Thank you all.")

	unfollowed(t, hospital, ana, bruno, brunoThere)
}

// unfollowed ends the follow and makes sure that nothing is sent any more.
func unfollowed(t *testing.T, hospital *program, ana, bruno *visitor, brunoThere string) {
	t.Helper()
	bruno.unfollow("@ana@" + hospital.host())
	eventually(t, "ana has no followers", func() bool {
		return openRows(t, hospital.database()).count("follow") == 0
	})
	ana.write("Nobody elsewhere reads this.")
	rows := openRows(t, hospital.database())
	if n := rows.count("job WHERE kind = 'deliver'"); n != 0 {
		t.Errorf("%d deliveries wait after the unfollow", n)
	}
	if n := rows.count("recipient r JOIN post p ON p.id = r.post WHERE p.content LIKE '%Nobody elsewhere%'"); n != 0 {
		t.Errorf("%d inboxes received a post after the unfollow", n)
	}
	// What is sent later arrives later: had the post been sent, it would be there.
	ana.write(brunoThere + " are you there?")
	eventually(t, "the mention arrives", func() bool { return bruno.notices("are you there?") })
	if bruno.sees("/home", "Nobody elsewhere") != nil {
		t.Error("bruno reads a post of somebody he no longer follows")
	}
}

// edit gives a case another title.
func (v *visitor) edit(text, path, title string) {
	v.t.Helper()
	id := v.number(path, text)
	form := v.get("/p/" + id + "/edit").form("/p/" + id + "/edit")
	preview := form.send(url.Values{"title": {title}, "step": {"preview"}})
	saved := preview.form("/p/" + id + "/edit").send(url.Values{"step": {"post"}})
	if saved.post(title) == nil {
		v.t.Fatalf("the case was not changed: %s", saved.text())
	}
}

// delete deletes the post with this text on a page.
func (v *visitor) delete(path, text string) {
	v.t.Helper()
	id := v.number(path, text)
	v.get("/p/" + id + "/delete").form("/p/" + id + "/delete").send(nil)
}
