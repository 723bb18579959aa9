package mastodon

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/session"
)

// adminPage is how long the lists of staff are.
var adminPage = span{100, storage.MostBlocks}

// adminActions are what the scopes of the API for staff let their members do, as at the
// desk. What is less, an endpoint asks beside it.
var adminActions = map[string]community.Action{
	"admin:read":          community.SeeAccounts,
	"admin:write":         community.EditInstance,
	"admin:read:accounts": community.SeeAccounts, "admin:write:accounts": community.SuspendMembers,
	"admin:read:reports": community.HandleReports, "admin:write:reports": community.HandleReports,
	"admin:read:domain_blocks": community.SeeDomains, "admin:write:domain_blocks": community.KeepDomains,
	"admin:read:domain_allows": community.SeeDomains, "admin:write:domain_allows": community.KeepDomains,
	"admin:read:email_domain_blocks": community.KeepSignUps, "admin:write:email_domain_blocks": community.KeepSignUps,
	"admin:read:ip_blocks": community.KeepSignUps, "admin:write:ip_blocks": community.KeepSignUps,
	"admin:read:canonical_email_blocks": community.KeepSignUps, "admin:write:canonical_email_blocks": community.KeepSignUps,
}

// adminEndpoints are Mastodon's API for staff over what the desk does.
func (s *API) adminEndpoints() []endpoint {
	return s.staffed(slices.Concat(s.adminAccountEndpoints(), s.adminReportEndpoints(), s.adminDomainEndpoints(), s.adminBlockEndpoints(),
		s.adminMeasureEndpoints()))
}

// staffed asks of who uses them what the desk asks: the duty, and a token that was given
// with two factors, where these are required of staff.
func (s *API) staffed(list []endpoint) []endpoint {
	for i, e := range list {
		list[i].answer = func(c *call) (any, error) {
			if !community.May(session.AppSubject(c.bearer), adminActions[e.scope]) {
				return nil, fmt.Errorf("%s: %w", e.scope, community.ErrForbidden)
			}
			if s.door.Sessions.RequireSecondFactor && !c.bearer.Strong {
				return nil, refuse(http.StatusForbidden, "api.second_factor")
			}
			return e.answer(c)
		}
	}
	return list
}

// allowed says that the member may also do this; ErrForbidden else.
func (s *API) allowed(c *call, a community.Action) error {
	if !c.bearer.User.Role.May(a) {
		return community.ErrForbidden
	}
	return nil
}

// named is the number that {id} names; ErrNotFound.
func named[T community.ID](c *call) (T, error) {
	return community.ParseID[T](mux.Vars(c.Request)["id"])
}

// done is the answer to what leaves nothing to be shown.
type done struct{}

// adminPermissions are the bits of Mastodon's roles by what they stand for here.
var adminPermissions = []struct {
	bit    uint64
	action community.Action
}{
	{1 << 2, community.ReadStaffLog}, {1 << 3, community.SeeAccounts}, {1 << 4, community.HandleReports}, {1 << 5, community.KeepDomains},
	{1 << 6, community.EditInstance}, {1 << 7, community.KeepSignUps}, {1 << 9, community.HandleReports}, {1 << 10, community.SuspendMembers},
	{1 << 11, community.KeepInvitations}, {1 << 12, community.EditInstance}, {1 << 14, community.EditInstance}, {1 << 16, community.KeepInvitations},
	{1 << 17, community.SetRoles}, {1 << 18, community.ResetPasswords}, {1 << 19, community.EraseMembers},
}

// permissionsOf is what a duty may do, as Mastodon adds it up.
func permissionsOf(r community.Role) string {
	var bits uint64
	for _, p := range adminPermissions {
		if r.May(p.action) {
			bits |= p.bit
		}
	}
	return strconv.FormatUint(bits, 10)
}

// shut refuses whoever asks from an address that staff shut out (S-AUTH-3: the address
// is the client's only where trusted proxies say so).
func (s *API) shut(c *call) error {
	b, found, err := s.store.AddressRule(c.Context(), session.ClientAddress(c.Request, s.door.Sessions.TrustedProxies))
	if err == nil && found && b.Severity == community.AddressNoAccess {
		err = refuse(http.StatusForbidden, "sign_up.address_blocked")
	}
	return err
}

// forDuty takes the scopes of the API for staff out of what a member without a duty may
// let an app do (RFC 6749 3.3); *community.Invalid when nothing is left.
func forDuty(scopes string, v door.Visitor) (string, error) {
	if v.May(community.EnterDesk) {
		return scopes, nil
	}
	list := slices.DeleteFunc(strings.Fields(scopes), func(scope string) bool { return strings.HasPrefix(scope, "admin:") })
	if len(list) == 0 {
		return "", invalid("scope", "api.staff_scope")
	}
	return strings.Join(list, " "), nil
}
