package mastodon

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"consilium/community"
	"consilium/storage"
)

func (s *API) adminAccountEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/admin/accounts", member, "admin:read:accounts", s.listAdminAccounts(oldAccountFilter)},
		{"GET", "/api/v2/admin/accounts", member, "admin:read:accounts", s.listAdminAccounts(accountFilter)},
		{"GET", "/api/v1/admin/accounts/{id:[0-9]+}", member, "admin:read:accounts", s.showAdminAccount},
		{"DELETE", "/api/v1/admin/accounts/{id:[0-9]+}", member, "admin:write:accounts", s.eraseAccount},
		{"POST", "/api/v1/admin/accounts/{id:[0-9]+}/approve", member, "admin:write:accounts", s.decidePending(s.store.ApproveUser, storage.LetterApproved)},
		{"POST", "/api/v1/admin/accounts/{id:[0-9]+}/reject", member, "admin:write:accounts", s.decidePending(s.store.RejectUser, storage.LetterRejected)},
		{"POST", "/api/v1/admin/accounts/{id:[0-9]+}/action", member, "admin:write:accounts", s.actOnAccount},
		{"POST", "/api/v1/admin/accounts/{id:[0-9]+}/enable", member, "admin:write:accounts", s.liftFromAccount(community.Suspended)},
		{"POST", "/api/v1/admin/accounts/{id:[0-9]+}/unsilence", member, "admin:write:accounts", s.liftFromAccount(community.Silenced)},
		{"POST", "/api/v1/admin/accounts/{id:[0-9]+}/unsensitive", member, "admin:write:accounts", s.liftFromAccount(community.Veiled)},
		{"POST", "/api/v1/admin/accounts/{id:[0-9]+}/unsuspend", member, "admin:write:accounts", s.unsuspendAccount},
	}
}

// listAdminAccounts is GET /api/v1/admin/accounts and /api/v2/admin/accounts.
func (s *API) listAdminAccounts(read func(*call) (f storage.AccountFilter, none bool, err error)) answer {
	return func(c *call) (any, error) {
		page, err := c.page(adminPage)
		if err != nil {
			return nil, err
		}
		f, none, err := read(c)
		if err == nil && !none && f.Host != "" && s.store.IsUs(f.Host) {
			f.Host, f.Local, none = "", true, f.Remote
		}
		if err != nil || none {
			return empty, err
		}
		actors, err := s.store.Accounts(c.Context(), f, page)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, 0, len(actors))
		for _, a := range actors {
			ids = append(ids, int64(a.ID))
		}
		s.link(c, page, ids)
		return s.adminAccounts(c, actors)
	}
}

// standingWords are Mastodon's words for where an account stands.
var standingWords = map[string]storage.AccountStanding{"active": storage.AccountActive, "pending": storage.AccountPending,
	"disabled": storage.AccountDisabled, "silenced": storage.AccountSilenced, "suspended": storage.AccountSuspended, "sensitized": storage.AccountVeiled}

// accountFilter reads the parameters of the newer list.
func accountFilter(c *call) (f storage.AccountFilter, none bool, err error) {
	switch origin := c.fields.text("origin"); origin {
	case "", "local", "remote":
		f.Local, f.Remote = origin == "local", origin == "remote"
	default:
		return f, false, invalid("origin", "api.choice")
	}
	if status := c.fields.text("status"); status != "" {
		if f.Standing = standingWords[status]; f.Standing == "" {
			return f, false, invalid("status", "api.choice")
		}
	}
	roles := c.fields.list("role_ids")
	for role, id := range roleIDs {
		if slices.Contains(roles, id) {
			f.Roles = append(f.Roles, role)
		}
	}
	// Who invited whom is not remembered.
	none = len(roles) > 0 && len(f.Roles) == 0 || c.fields.text("invited_by") != ""
	if c.fields.text("permissions") == "staff" {
		f.Roles = community.Duties(community.HandleReports)
	}
	return f, none, c.accountWords(&f)
}

// oldAccountFilter reads the parameters of the older list.
func oldAccountFilter(c *call) (f storage.AccountFilter, none bool, err error) {
	asked, err := c.fields.flags("local", "remote", "active", "pending", "disabled", "silenced", "suspended", "sensitized", "staff")
	if err != nil {
		return f, false, err
	}
	f.Local, f.Remote = asked["local"], asked["remote"]
	for _, word := range []string{"active", "pending", "disabled", "silenced", "suspended", "sensitized"} {
		if asked[word] {
			f.Standing = standingWords[word]
		}
	}
	if asked["staff"] {
		f.Roles = community.Duties(community.HandleReports)
	}
	return f, false, c.accountWords(&f)
}

// accountWords reads what both lists look for.
func (c *call) accountWords(f *storage.AccountFilter) error {
	f.Name, f.DisplayName, f.Email = c.fields.text("username"), c.fields.text("display_name"), c.fields.text("email")
	if text := c.fields.text("by_domain"); text != "" {
		host, err := community.CanonicalHost(text)
		if err != nil {
			return invalid("by_domain", "domain.not_a_host")
		}
		f.Host = host
	}
	if text := c.fields.text("ip"); text != "" {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return invalid("ip", "sign_up.not_a_range")
		}
		f.Address = address.Unmap().WithZone("")
	}
	return nil
}

// adminAccounts are accounts as staff see them, in a fixed number of statements.
func (s *API) adminAccounts(c *call, actors []community.Actor) ([]AdminAccount, error) {
	ids := make([]community.ActorID, 0, len(actors))
	for _, a := range actors {
		ids = append(ids, a.ID)
	}
	users, err := s.store.UsersOfActors(c.Context(), ids)
	if err != nil {
		return nil, err
	}
	logins := make([]community.UserID, 0, len(users))
	for _, u := range users {
		logins = append(logins, u.ID)
	}
	seen, err := s.store.AddressesOf(c.Context(), logins)
	if err != nil {
		return nil, err
	}
	list := make([]AdminAccount, 0, len(actors))
	for _, a := range actors {
		list = append(list, s.adminAccount(c, a, users[a.ID], seen[users[a.ID].ID]))
	}
	return list, nil
}

func (s *API) adminAccount(c *call, a community.Actor, u community.User, seen []storage.SeenAt) AdminAccount {
	now := s.store.Now()
	out := AdminAccount{ID: community.FormatID(a.ID), Username: a.Handle.Name(), Domain: maybe(a.Handle.Host()), CreatedAt: joined(a),
		IPs: []AdminIP{}, Role: roleOf(u.Role), Confirmed: true, Approved: true, Suspended: !a.Suspended.IsZero(),
		Silenced: a.Sanctions.Has(community.Silenced, now), Sensitized: a.Sanctions.Has(community.Veiled, now), Account: s.account(c, a)}
	if u.ID == 0 {
		return out
	}
	out.Email, out.Locale, out.InviteRequest, out.CreatedAt = u.Email, u.Language, maybe(u.Reason), date(u.Created)
	out.Confirmed, out.Approved = !u.EmailConfirmed.IsZero(), u.State != community.UserPending && u.State != community.UserRejected
	out.Suspended, out.Disabled = u.State == community.UserSuspended, a.ShutOut(now)
	if len(seen) == 0 && u.Address.IsValid() {
		seen = []storage.SeenAt{{Address: u.Address, When: u.Created}}
	}
	for _, at := range seen {
		out.IPs = append(out.IPs, AdminIP{at.Address.String(), date(at.When)})
	}
	if len(out.IPs) > 0 {
		out.IP = new(out.IPs[0].IP)
	}
	return out
}

// charge is an account that staff look at or decide about.
type charge struct {
	actor community.Actor
	user  community.User
}

// charge finds the account that {id} names. Services of ours are none.
func (s *API) charge(c *call) (charge, error) {
	var one charge
	id, err := named[community.ActorID](c)
	if err != nil {
		return one, err
	}
	if one.actor, err = s.store.Actor(c.Context(), id); err != nil || !one.actor.Local {
		return one, err
	}
	if one.actor.Kind == community.Application {
		return one, community.ErrNotFound
	}
	if one.actor.User == 0 { // a group has no login
		return one, nil
	}
	one.user, err = s.store.UserOfActor(c.Context(), id)
	return one, err
}

// acting is charge for whoever decides: never about themselves, and only about somebody
// whose duty is lower, as at the desk.
func (s *API) acting(c *call) (charge, error) {
	one, err := s.charge(c)
	if err == nil && !s.mayAct(c, one) {
		err = community.ErrForbidden
	}
	return one, err
}

func (s *API) mayAct(c *call, one charge) bool {
	return one.actor.ID != c.me().ID && (one.user.ID == 0 || c.bearer.User.Role.Outranks(one.user.Role))
}

// seenByStaff is the account as it is now.
func (s *API) seenByStaff(c *call, id community.ActorID) (any, error) {
	a, err := s.store.Actor(c.Context(), id)
	if err != nil {
		return nil, err
	}
	list, err := s.adminAccounts(c, []community.Actor{a})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// showAdminAccount is GET /api/v1/admin/accounts/{id}.
func (s *API) showAdminAccount(c *call) (any, error) {
	one, err := s.charge(c)
	if err != nil {
		return nil, err
	}
	return s.seenByStaff(c, one.actor.ID)
}

// decidePending is POST /api/v1/admin/accounts/{id}/approve and …/reject.
func (s *API) decidePending(do func(context.Context, community.UserID, community.ActorID) error, letter string) answer {
	return func(c *call) (any, error) {
		one, err := s.acting(c)
		if err == nil {
			err = s.allowed(c, community.ApproveMembers)
		}
		if err == nil && one.user.State != community.UserPending {
			err = community.ErrForbidden
		}
		if err != nil {
			return nil, err
		}
		if err := do(c.Context(), one.user.ID, c.me().ID); err != nil {
			return nil, err
		}
		if s.door.Sessions.Letters {
			if err := s.store.QueueLetter(c.Context(), letter, one.user.ID); err != nil {
				return nil, err
			}
		}
		return s.seenByStaff(c, one.actor.ID)
	}
}

// eraseAccount is DELETE /api/v1/admin/accounts/{id}: what is known of a suspended
// account goes for good.
func (s *API) eraseAccount(c *call) (any, error) {
	one, err := s.acting(c)
	if err == nil {
		err = s.allowed(c, community.EraseMembers)
	}
	if err != nil {
		return nil, err
	}
	before, err := s.seenByStaff(c, one.actor.ID)
	if err != nil {
		return nil, err
	}
	return before, s.store.EraseAccount(c.Context(), one.actor.ID, c.me().ID)
}

// accountActs are Mastodon's actions in our words. A login that is disabled is one that
// is suspended for a time, so that what was written stays.
var accountActs = map[string]community.DecisionAct{"none": community.DecideWarn, "sensitive": community.DecisionAct(community.Veiled),
	"silence": community.DecisionAct(community.Silenced), "disable": community.DecisionAct(community.Suspended),
	"suspend": community.DecisionAct(community.Suspended)}

// untilEnabled is how long a login stays disabled that nobody enables.
const untilEnabled = 100 * 365 * 24 * time.Hour

// actOnAccount is POST /api/v1/admin/accounts/{id}/action. Whoever is decided about is
// told why, here and by letter, with a link to appeal: a text is needed, and nothing
// that is sent keeps it from them. A report that is named is closed by it.
func (s *API) actOnAccount(c *call) (any, error) {
	one, err := s.acting(c)
	if err != nil {
		return nil, err
	}
	kind := c.fields.text("type")
	act, known := accountActs[kind]
	switch {
	case !known:
		return nil, invalid("type", "api.choice")
	case kind == "disable" && one.user.ID == 0, one.user.ID != 0 && one.user.State != community.UserActive:
		return nil, community.ErrForbidden
	}
	ruling := storage.Ruling{By: c.me().ID, Person: one.actor.ID}
	reason := community.FlagOther
	if c.fields.text("report_id") != "" {
		flag, err := s.reportOn(c, one)
		if err != nil {
			return nil, err
		}
		ruling.Flag, reason = flag.ID, flag.Category
	}
	ruling.Verdict, err = community.Decide(community.DecisionDraft{Person: string(act), Reason: string(reason), Note: c.fields.text("text")}, s.store.Now())
	if err != nil {
		return nil, err
	}
	if kind == "disable" {
		ruling.Until = s.store.Now().Add(untilEnabled)
	}
	_, err = s.store.Rule(c.Context(), ruling)
	return done{}, err
}

// reportOn is the open report about an account that a decision names.
func (s *API) reportOn(c *call, one charge) (community.Flag, error) {
	if err := s.allowed(c, community.HandleReports); err != nil {
		return community.Flag{}, err
	}
	id, err := community.ParseID[community.FlagID](c.fields.text("report_id"))
	if err != nil {
		return community.Flag{}, err
	}
	flag, err := s.store.Flag(c.Context(), id)
	if err == nil && (flag.Target != one.actor.ID || !flag.Resolved.IsZero()) {
		err = community.ErrNotFound
	}
	return flag, err
}

// liftFromAccount takes back what an action did, if it did.
func (s *API) liftFromAccount(kind community.SanctionKind) answer {
	return func(c *call) (any, error) {
		one, err := s.acting(c)
		if err != nil {
			return nil, err
		}
		if _, err := s.store.LiftSanctions(c.Context(), one.actor.ID, kind, c.me().ID); err != nil {
			return nil, err
		}
		return s.seenByStaff(c, one.actor.ID)
	}
}

// unsuspendAccount is POST /api/v1/admin/accounts/{id}/unsuspend.
func (s *API) unsuspendAccount(c *call) (any, error) {
	one, err := s.acting(c)
	if err != nil {
		return nil, err
	}
	if one.user.ID != 0 && one.user.State != community.UserSuspended || one.actor.Suspended.IsZero() || !one.actor.Gone.IsZero() {
		return nil, community.ErrForbidden
	}
	if err := s.store.RestoreActor(c.Context(), one.actor.ID, c.me().ID, ""); err != nil {
		return nil, err
	}
	return s.seenByStaff(c, one.actor.ID)
}
