package page

import "consilium/community"

// deskTabs are the parts of the desk, in order, with what one has to be allowed
// for each. It has its page at /desk/NAME and its words under desk.tab.
var deskTabs = []struct {
	name   string
	action community.Action
}{
	{"accounts", community.SeeAccounts}, {"verifications", community.SeeVerifications}, {"clinicians", community.SeeVerifications},
	{"review", community.ReviewCases}, {"reports", community.HandleReports}, {"appeals", community.HandleReports}, {"domains", community.SeeDomains}, {"peers", community.SeeDomains}, {"groups", community.KeepGroups}, {"institutions", community.KeepInstitutions}, {"sign-ups", community.KeepSignUps}, {"trust", community.SeeVerifications},
	{"invitations", community.KeepInvitations}, {"instance", community.EditInstance}, {"log", community.ReadStaffLog},
}

// DeskTabs are the parts of the desk that are open to a duty of staff.
func DeskTabs(r community.Role) []string {
	var open []string
	for _, tab := range deskTabs {
		if r.May(tab.action) {
			open = append(open, tab.name)
		}
	}
	return open
}

// deskTabs are those of the reader.
func (s *set) deskTabs() []string {
	if s.frame.Member == nil {
		return nil
	}
	return DeskTabs(s.frame.Member.Role)
}
