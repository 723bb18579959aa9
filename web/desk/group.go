package desk

import (
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showGroups is GET /desk/groups; with ?group= the form holds that one.
func (d *Desk) showGroups(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.DeskGroups{Draft: community.GroupDraft{Posting: string(community.FollowersPost), State: string(community.GroupOpen),
		Purpose: string(community.SpecialtyGroup)}}
	if number := r.URL.Query().Get("group"); number != "" {
		g, err := d.groupInForm(r, number)
		if err != nil {
			return err
		}
		view.Changing = number
		view.Draft = community.GroupDraft{Name: g.Actor.Handle.Name(), Title: g.Actor.DisplayName, Description: g.Actor.SummarySource, Rules: g.Rules,
			Purpose: string(g.Purpose), Subject: g.Subject, Posting: string(g.Posting), State: string(g.State)}
	}
	return d.groups(w, r, v, view)
}

func (d *Desk) groupInForm(r *http.Request, number string) (community.LocalGroup, error) {
	id, err := community.ParseID[community.ActorID](number)
	if err != nil {
		return community.LocalGroup{}, err
	}
	return d.store.Group(r.Context(), id)
}

func (d *Desk) groups(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskGroups) error {
	list, err := d.store.Groups(r.Context(), storage.GroupSearch{Closed: true})
	if err != nil {
		return err
	}
	for _, g := range list {
		view.List = append(view.List, d.door.GroupLine(r.Context(), g))
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// saveGroup is POST /desk/groups: makes a group, or changes one.
func (d *Desk) saveGroup(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	draft := community.GroupDraft{Name: r.PostFormValue("name"), Title: r.PostFormValue("title"), Description: r.PostFormValue("description"),
		Rules: r.PostFormValue("rules"), Purpose: r.PostFormValue("purpose"), Subject: r.PostFormValue("subject"),
		Posting: r.PostFormValue("posting"), State: r.PostFormValue("state")}
	if draft.Purpose == string(community.SpecialtyGroup) {
		draft.Subject = r.PostFormValue("specialty")
	}
	var old community.LocalGroup
	var err error
	changing := r.PostFormValue("changing")
	if changing != "" {
		if old, err = d.groupInForm(r, changing); err != nil {
			return err
		}
	}
	g, err := community.DescribeGroup(old, draft)
	switch {
	case err != nil:
	case changing != "":
		err = d.store.SetGroup(r.Context(), g, v.Person.Actor.ID)
	default:
		_, err = d.store.CreateGroup(r.Context(), draft.Name, g, v.Person.Actor.ID)
	}
	if problems := page.ProblemsOf(err); problems != nil {
		if problem, wrong := problems["subject"]; wrong && draft.Purpose == string(community.SpecialtyGroup) {
			problems["specialty"] = problem
			delete(problems, "subject")
		}
		return d.groups(w, r, v, page.DeskGroups{Changing: changing, Draft: draft, Problems: problems})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/groups", "notice.group_saved")
}
