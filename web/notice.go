package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/push"
)

// showNotices is GET /settings/notices.
func (s *Web) showNotices(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	chosen, err := s.store.NoticePreferences(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	return s.noticeSettings(w, r, v, page.SettingsNotices{Chosen: chosen})
}

// noticeSettings shows the choices with what surrounds them.
func (s *Web) noticeSettings(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.SettingsNotices) error {
	ctx, me := r.Context(), v.Person.Actor.ID
	view.Letters, view.Duty = s.Letters, v.Subject().Role != community.Member
	key, err := s.store.PushKey(ctx)
	if err != nil {
		return err
	}
	if view.Key, err = push.Key(key); err != nil {
		return err
	}
	told, err := s.store.PushSessions(ctx, me)
	if err != nil {
		return err
	}
	for _, session := range told {
		if session == v.Person.Session.ID {
			view.Told = true
		} else {
			view.Others++
		}
	}
	if view.Followed, err = s.store.FollowedSpecialties(ctx, me); err != nil {
		return err
	}
	if view.Policy == (community.NoticePolicy{}) {
		if view.Policy, err = s.store.NoticePolicy(ctx, me); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if view.Problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

// saveNotices is POST /settings/notices.
func (s *Web) saveNotices(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	var chosen []community.NoticePreference
	var wrong error
	for _, topic := range community.Topics() {
		mail := r.PostFormValue("mail_" + string(topic))
		if mail == "" && topic == community.AboutDuty { // who has no duty is not asked
			continue
		}
		p, err := community.CheckNotice(topic, mail, r.PostFormValue("push_"+string(topic)) != "")
		wrong = errors.Join(wrong, err)
		if err != nil {
			p = community.UsualNotice(topic)
		}
		chosen = append(chosen, p)
	}
	if problems := page.ProblemsOf(wrong); problems != nil {
		return s.noticeSettings(w, r, v, page.SettingsNotices{Chosen: chosen, Problems: problems})
	}
	if err := s.store.SetNoticePreferences(r.Context(), v.Person.Actor.ID, chosen); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/notices", "notice.notices_saved")
}

// saveNoticePolicy is POST /settings/notices/policy: what becomes of notices caused by
// people the member may not know.
func (s *Web) saveNoticePolicy(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, me := r.Context(), v.Person.Actor.ID
	p, err := s.store.NoticePolicy(ctx, me)
	if err != nil {
		return err
	}
	for name, place := range map[string]*community.NoticeVerdict{"for_not_following": &p.NotFollowing, "for_not_followers": &p.NotFollowers,
		"for_new_accounts": &p.NewAccounts, "for_limited_accounts": &p.LimitedAccounts} {
		*place = community.NoticeVerdict(r.PostFormValue(name))
	}
	if problems := page.ProblemsOf(community.CheckNoticePolicy(p)); problems != nil {
		chosen, err := s.store.NoticePreferences(ctx, me)
		if err != nil {
			return err
		}
		return s.noticeSettings(w, r, v, page.SettingsNotices{Chosen: chosen, Policy: p, Problems: problems})
	}
	if err := s.store.SetNoticePolicy(ctx, me, p); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/notices", "notice.notices_saved")
}

// addDevice is POST /settings/notices/devices: this browser wants to be told.
func (s *Web) addDevice(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	err := s.subscribe(r, v)
	if errors.Is(err, community.ErrConflict) {
		return door.SeeOther(w, r, "/settings/notices", "notice.too_many_devices")
	}
	if page.ProblemsOf(err) != nil {
		return door.SeeOther(w, r, "/settings/notices", "notice.device_refused")
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/notices", "notice.device_told")
}

func (s *Web) subscribe(r *http.Request, v door.Visitor) error {
	p := community.PushSubscription{Owner: v.Person.Actor.ID, Session: v.Person.Session.ID, Endpoint: r.PostFormValue("endpoint")}
	if err := community.CheckEndpoint(p.Endpoint); err != nil {
		return err
	}
	public, broken := base64.RawURLEncoding.DecodeString(r.PostFormValue("public_key"))
	auth, also := base64.RawURLEncoding.DecodeString(r.PostFormValue("auth"))
	if errors.Join(broken, also, push.Recipient{PublicKey: public, Auth: auth}.Check()) != nil {
		return &community.Invalid{Field: "public_key", Problem: community.Problem{Key: "notice.endpoint"}}
	}
	p.PublicKey, p.Auth = public, auth
	return s.store.AddPushSubscription(r.Context(), p)
}

// endDevice is POST /settings/notices/devices/end.
func (s *Web) endDevice(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.store.EndPush(r.Context(), v.Person.Actor.ID, v.Person.Session.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/notices", "notice.device_ended")
}

// showWorker is GET /service-worker.js.
func (s *Web) showWorker(w http.ResponseWriter, _ *http.Request, _ door.Visitor) error {
	return s.door.Renderer.ServiceWorker(w)
}

// showSpecialties is GET /specialties.
func (s *Web) showSpecialties(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.Specialties{Member: v.Person != nil}
	lines, err := s.specialtyLines(r.Context(), v)
	if err != nil {
		return err
	}
	view.List = lines
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func (s *Web) specialtyLines(ctx context.Context, v door.Visitor) ([]page.SpecialtyLine, error) {
	followed := map[community.Specialty]bool{}
	if v.Person != nil {
		list, err := s.store.FollowedSpecialties(ctx, v.Person.Actor.ID)
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			followed[f] = true
		}
	}
	counts, err := s.store.CountCasesBySpecialty(ctx, v.Viewer())
	if err != nil {
		return nil, err
	}
	var lines []page.SpecialtyLine
	for _, specialty := range community.Specialties() {
		lines = append(lines, page.SpecialtyLine{Specialty: specialty, Open: counts[specialty].Open, Solved: counts[specialty].Solved,
			Followed: followed[specialty]})
	}
	return v.Printer.SortedSpecialties(lines), nil
}

// followSpecialty is POST /specialties/follow.
func (s *Web) followSpecialty(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.toSpecialty(w, r, v, s.store.FollowSpecialty)
}

// unfollowSpecialty is POST /specialties/unfollow.
func (s *Web) unfollowSpecialty(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.toSpecialty(w, r, v, s.store.UnfollowSpecialty)
}

func (s *Web) toSpecialty(w http.ResponseWriter, r *http.Request, v door.Visitor,
	do func(context.Context, community.ActorID, community.Specialty) error) error {
	specialty := community.Specialty(r.PostFormValue("specialty"))
	if !specialty.Known() {
		return community.ErrNotFound
	}
	if err := do(r.Context(), v.Person.Actor.ID, specialty); err != nil {
		return err
	}
	return door.SeeOther(w, r, door.Back(r, "/specialties"), "")
}
