package desk

import (
	"net/http"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) showInstance(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	i := v.Instance
	draft := community.InstanceDraft{Name: i.Name, Description: i.Description, Rules: strings.Join(i.Rules, "\n"), Contact: i.Contact, HideCounts: i.HideCounts, HideTrends: i.HideTrends,
		Privacy: i.Privacy, Terms: i.Terms}
	return d.door.Show(w, r, v, door.Sheet{View: page.DeskInstance{Draft: draft, PublicCases: d.Openness.At(i).PublicCases}})
}

func (d *Desk) saveInstance(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	draft := community.InstanceDraft{Name: r.PostFormValue("name"), Description: r.PostFormValue("description"),
		Rules: r.PostFormValue("rules"), Contact: r.PostFormValue("contact"), HideCounts: r.PostFormValue("hide_counts") != "",
		HideTrends: r.PostFormValue("hide_trends") != "", Privacy: r.PostFormValue("privacy"), Terms: r.PostFormValue("terms")}
	instance, err := community.DescribeInstance(v.Instance, draft)
	if problems := page.ProblemsOf(err); problems != nil {
		return d.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity,
			View: page.DeskInstance{Draft: draft, PublicCases: d.Openness.At(v.Instance).PublicCases, Problems: problems}})
	}
	if err != nil {
		return err
	}
	instance.SetUp = true // there is an administrator: the visitor
	if err := d.store.SetInstance(r.Context(), instance); err != nil {
		return err
	}
	changed := storage.StaffAction{Actor: v.Person.Actor.ID, Action: "instance", Subject: d.store.Domain()}
	if err := d.store.RecordStaffAction(r.Context(), changed); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/instance", "notice.instance_saved")
}

// openCases is POST /desk/instance/cases: whether a new case may be for everybody. The
// cases there are stay for whom they are.
func (d *Desk) openCases(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	instance, open := v.Instance, r.PostFormValue("public") == "on"
	if d.Openness.At(instance).PublicCases == open {
		return door.SeeOther(w, r, "/desk/instance", "notice.instance_saved")
	}
	instance.PublicCases = &open
	if err := d.store.SetInstance(r.Context(), instance); err != nil {
		return err
	}
	changed := storage.StaffAction{Actor: v.Person.Actor.ID, Action: "cases-closed", Subject: d.store.Domain()}
	if open {
		changed.Action = "cases-public"
	}
	if err := d.store.RecordStaffAction(r.Context(), changed); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/instance", "notice.instance_saved")
}
