package desk

import (
	"net/http"
	"slices"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// remoteState is the tab of people from other servers.
const remoteState = "remote"

func (d *Desk) showAccounts(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	state, query := r.URL.Query().Get("state"), r.URL.Query().Get("q")
	view := page.DeskAccounts{State: state, Query: query}
	counts, err := d.store.CountUserStates(ctx)
	if err != nil {
		return err
	}
	remote, err := d.store.CountRemoteActors(ctx)
	if err != nil {
		return err
	}
	view.Counts = map[string]int{remoteState: remote}
	for s, n := range counts {
		view.Counts[string(s)] = n
	}
	if !slices.Contains(view.States(), state) {
		view.State = string(community.UserActive)
		if counts[community.UserPending] > 0 {
			view.State = string(community.UserPending)
		}
	}
	if err := d.fillAccounts(r, &view); err != nil {
		return err
	}
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

func (d *Desk) fillAccounts(r *http.Request, view *page.DeskAccounts) error {
	p := door.ListPage(r)
	subjects, err := d.subjects(r, view, p)
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(subjects))
	for _, s := range subjects {
		view.List = append(view.List, d.row(r.Context(), s))
		id := int64(s.user.ID)
		if view.State == remoteState {
			id = int64(s.actor.ID)
		}
		ids = append(ids, id)
	}
	view.Pages = door.ListLinks(r, p, ids)
	return nil
}

func (d *Desk) subjects(r *http.Request, view *page.DeskAccounts, p storage.Page) ([]subject, error) {
	ctx := r.Context()
	if view.State == remoteState {
		actors, err := d.store.RemoteActors(ctx, view.Query, p)
		list := make([]subject, 0, len(actors))
		for _, a := range actors {
			list = append(list, subject{actor: a})
		}
		return list, err
	}
	users, err := d.store.Users(ctx, storage.UserFilter{State: community.UserState(view.State), Query: view.Query}, p)
	if err != nil {
		return nil, err
	}
	var ids []community.ActorID
	for _, u := range users {
		ids = append(ids, u.Actor)
	}
	actors, err := d.store.Actors(ctx, ids)
	list := make([]subject, 0, len(users))
	for _, u := range users {
		list = append(list, subject{actors[u.Actor], u})
	}
	return list, err
}
