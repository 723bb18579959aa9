package web

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// domainRoutes are the servers that members block, and what they lost.
func (s *Web) domainRoutes(router *mux.Router) {
	member := func(h door.Handler) http.Handler { return s.door.Member(h) }
	keeps := func(h door.Handler) http.Handler { return s.door.Member(door.Allowed(community.KeepAccount, h)) }
	for _, route := range []struct {
		method, path string
		handler      http.Handler
	}{
		{"GET", "/settings/servers", member(s.showDomainBlocks)},
		{"POST", "/settings/servers", keeps(s.blockDomain)},
		{"POST", "/settings/servers/{host}/remove", keeps(s.unblockDomain)},
		{"GET", "/severed", member(s.showSevered)},
		{"GET", "/severed/{id:[0-9]+}/{list:following|followers}.csv", member(s.downloadSevered)},
	} {
		router.Handle(route.path, route.handler).Methods(methods(route.method)...)
	}
}

// moderatedServers are the servers that are limited or suspended here, if staff let
// everybody know.
func (s *Web) moderatedServers(ctx context.Context, v door.Visitor) ([]page.ModeratedServer, error) {
	if !v.Instance.ShowDomains {
		return nil, nil
	}
	rules, err := s.store.DomainRules(ctx)
	var list []page.ModeratedServer
	for _, r := range rules {
		if r.Severity == community.DomainSuspended || r.Severity == community.DomainLimited || r.RejectMedia {
			list = append(list, page.ModeratedServer{Host: r.PublicHost(), Severity: r.Severity, RejectMedia: r.RejectMedia, Comment: r.PublicComment})
		}
	}
	slices.SortFunc(list, func(a, b page.ModeratedServer) int { return strings.Compare(a.Host, b.Host) })
	return list, err
}

// showDomainBlocks is GET /settings/servers.
func (s *Web) showDomainBlocks(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.domainBlocks(w, r, v, page.SettingsDomains{})
}

func (s *Web) domainBlocks(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.SettingsDomains) error {
	list, err := s.store.BlockedDomains(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	for _, b := range list {
		view.List = append(view.List, page.BlockedServer{Host: b.Host, Created: b.Created})
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// blockDomain is POST /settings/servers, unblockDomain POST
// /settings/servers/{host}/remove.
func (s *Web) blockDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	typed := strings.TrimSpace(r.PostFormValue("host"))
	err := s.store.BlockDomain(r.Context(), v.Person.Actor.ID, typed)
	if problems := page.ProblemsOf(err); problems != nil {
		return s.domainBlocks(w, r, v, page.SettingsDomains{Host: typed, Problems: problems})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/servers", "notice.server_blocked")
}

func (s *Web) unblockDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	host, err := url.PathUnescape(mux.Vars(r)["host"]) // the router leaves the path as it came
	if err != nil {
		return community.ErrNotFound
	}
	if err := s.store.UnblockDomain(r.Context(), v.Person.Actor.ID, host); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/servers", "notice.server_unblocked")
}

// showSevered is GET /severed.
func (s *Web) showSevered(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	asked := door.ListPage(r)
	list, err := s.store.Severances(r.Context(), v.Person.Actor.ID, asked)
	if err != nil {
		return err
	}
	ids, view := make([]int64, 0, len(list)), page.Severed{}
	for _, e := range list {
		ids = append(ids, e.ID)
		view.List = append(view.List, page.SeveredServer{ID: community.FormatID(severanceID(e.ID)), Host: e.Target, ByStaff: e.Kind == storage.SeveredByStaff,
			Following: e.Following, Followers: e.Followers, When: e.Created})
	}
	view.Pages = door.ListLinks(r, asked, ids)
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// severanceID is the number of an event in an address.
type severanceID int64

// downloadSevered is GET /severed/{id}/{following,followers}.csv, in the form that
// Mastodon's imports read.
func (s *Web) downloadSevered(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[severanceID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	list := mux.Vars(r)["list"]
	people, err := s.store.SeveredContacts(r.Context(), v.Person.Actor.ID, int64(id), list == "followers")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+list+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	out, rows := csv.NewWriter(w), [][]string{{"Account address"}}
	if list == "following" {
		rows = [][]string{{"Account address", "Show boosts", "Notify on new posts", "Languages"}}
	}
	for _, c := range people {
		row := []string{c.Handle.At(s.store.Domain())}
		if list == "following" {
			row = append(row, fmt.Sprint(!c.HidesAnnounces), "false", "")
		}
		rows = append(rows, row)
	}
	return out.WriteAll(rows)
}
