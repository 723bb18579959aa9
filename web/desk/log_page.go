package desk

import (
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// maxSubject bounds what the log is searched for, in bytes.
const maxSubject = 300

// showLog is GET /desk/log: what staff did, by whom, which deed and to what.
func (d *Desk) showLog(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, query, p := r.Context(), r.URL.Query(), door.ListPage(r)
	view := page.DeskLog{Did: query.Get("did"), About: strings.TrimSpace(community.CleanText(query.Get("about")))}
	if len(view.About) > maxSubject {
		view.About = ""
	}
	var err error
	if view.Deeds, err = d.store.StaffDeeds(ctx); err != nil {
		return err
	}
	unnamed := func(deed string) bool { return !v.Printer.Has("desk.did." + deed) }
	view.Deeds = slices.DeleteFunc(view.Deeds, unnamed)
	if !slices.Contains(view.Deeds, view.Did) {
		view.Did = ""
	}
	who, err := community.ParseID[community.ActorID](query.Get("who"))
	if err != nil {
		who = 0 // everybody
	}
	actions, err := d.store.StaffLog(ctx, storage.StaffLog{Actor: who, Action: view.Did, Subject: view.About}, p)
	if err != nil {
		return err
	}
	people := []community.ActorID{who}
	ids := make([]int64, 0, len(actions))
	for _, a := range actions {
		people, ids = append(people, a.Actor), append(ids, a.ID)
	}
	names, err := d.store.Actors(ctx, people)
	if err != nil {
		return err
	}
	for _, a := range actions {
		staff := names[a.Actor]
		entry := page.LogEntry{When: a.Created, Did: a.Action, About: a.Subject}
		if unnamed(a.Action) {
			entry.Did = "other"
		}
		if a.Actor != 0 {
			entry.Who = staff.Name()
		}
		view.List = append(view.List, entry)
	}
	for id, a := range names {
		view.Staff = append(view.Staff, page.Option{Value: community.FormatID(id), Label: a.Name(), Chosen: id == who})
	}
	slices.SortFunc(view.Staff, func(a, b page.Option) int { return strings.Compare(a.Label+a.Value, b.Label+b.Value) })
	view.Pages = door.ListLinks(r, p, ids)
	return d.door.Show(w, r, v, door.Sheet{View: view})
}
