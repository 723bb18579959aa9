package desk

import (
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) announcementRoutes() []route {
	get, post := []string{"GET", "HEAD"}, []string{"POST"}
	return []route{
		{get, "/desk/announcements", community.EditInstance, d.door.StepUp(d.showAnnouncements)},
		{post, "/desk/announcements", community.EditInstance, d.saveAnnouncement},
		{post, "/desk/announcements/{id}", community.EditInstance, d.saveAnnouncement},
		{post, "/desk/announcements/{id}/publish", community.EditInstance, d.publishAnnouncement},
		{post, "/desk/announcements/{id}/withdraw", community.EditInstance, d.withdrawAnnouncement},
	}
}

// timeOfForm is how a form writes a minute (HTML 2.3.5.5, "local date and time").
const timeOfForm = "2006-01-02T15:04"

// showAnnouncements is GET /desk/announcements; with ?announcement= the form holds that
// one.
func (d *Desk) showAnnouncements(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.DeskAnnouncements{}
	if number := r.URL.Query().Get("announcement"); number != "" {
		a, err := d.announcement(r, number)
		if err != nil {
			return err
		}
		zone := door.Zone(v.Person.User)
		view.Changing = number
		view.Draft = page.AnnouncementDraft{Text: a.Source, Starts: inForm(a.Starts, zone), Ends: inForm(a.Ends, zone), AllDay: a.AllDay}
	}
	return d.announcements(w, r, v, view)
}

func inForm(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(timeOfForm)
}

func (d *Desk) announcement(r *http.Request, number string) (community.Announcement, error) {
	id, err := community.ParseID[community.AnnouncementID](number)
	if err != nil {
		return community.Announcement{}, err
	}
	return d.store.Announcement(r.Context(), id)
}

func (d *Desk) announcements(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskAnnouncements) error {
	list, err := d.store.Announcements(r.Context())
	if err != nil {
		return err
	}
	for _, a := range list {
		view.List = append(view.List, page.AnnouncementRow{ID: community.FormatID(a.ID), State: stateOf(a, d.store.Now()), Content: a.Content,
			Starts: a.Starts, Ends: a.Ends, AllDay: a.AllDay, Published: !a.Published.IsZero()})
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

func stateOf(a community.Announcement, now time.Time) string {
	switch {
	case a.Current(now):
		return "current"
	case !a.Ends.IsZero() && !now.Before(a.Ends):
		return "over"
	case a.Published.IsZero():
		return "draft"
	}
	return "waiting"
}

// saveAnnouncement is POST /desk/announcements, and below it for one that is there.
func (d *Desk) saveAnnouncement(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	var old community.Announcement
	changing, exists := mux.Vars(r)["id"]
	if exists {
		var err error
		if old, err = d.announcement(r, changing); err != nil {
			return err
		}
	}
	typed := page.AnnouncementDraft{Text: r.PostFormValue("text"), Starts: r.PostFormValue("starts"), Ends: r.PostFormValue("ends"),
		AllDay: r.PostFormValue("all_day") != ""}
	a, err := d.describeAnnouncement(old, typed, door.Zone(v.Person.User))
	if problems := page.ProblemsOf(err); problems != nil {
		return d.announcements(w, r, v, page.DeskAnnouncements{Changing: changing, Draft: typed, Problems: problems})
	}
	if err != nil {
		return err
	}
	if _, err := d.store.SaveAnnouncement(r.Context(), a, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/announcements", "notice.announcement_saved")
}

func (d *Desk) describeAnnouncement(old community.Announcement, typed page.AnnouncementDraft, zone *time.Location) (community.Announcement, error) {
	draft := community.AnnouncementDraft{Text: typed.Text, AllDay: typed.AllDay}
	for _, field := range []struct {
		name, text string
		place      *time.Time
	}{{"starts", typed.Starts, &draft.Starts}, {"ends", typed.Ends, &draft.Ends}} {
		if field.text == "" {
			continue
		}
		at, err := time.ParseInLocation(timeOfForm, field.text, zone)
		if err != nil {
			return old, &community.Invalid{Field: field.name, Problem: community.Say("announcement.bad_time")}
		}
		*field.place = at.UTC()
	}
	return community.DescribeAnnouncement(old, draft, d.store.Base()+"/tags/")
}

// publishAnnouncement is POST /desk/announcements/{id}/publish.
func (d *Desk) publishAnnouncement(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.AnnouncementID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := d.store.PublishAnnouncement(r.Context(), id, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/announcements", "notice.announcement_published")
}

// withdrawAnnouncement is POST /desk/announcements/{id}/withdraw.
func (d *Desk) withdrawAnnouncement(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.AnnouncementID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := d.store.WithdrawAnnouncement(r.Context(), id, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/announcements", "notice.announcement_withdrawn")
}
