package page

import "time"

// SignOn is an institution people can sign on at; its address leads there.
type SignOn struct{ Name, URL string }

// SignOnNew is the page GET /sign-in/sso/{key}/new: somebody came from an
// institution and nobody here is linked to them. With MayJoin, POST there makes
// an account, with the fields: username, email, agreed ("on"), language. Who is
// signed in links it to the account by POST /sign-in/sso/{key}/link, without
// fields.
type SignOnNew struct {
	URL         string // /sign-in/sso/{key}
	Institution string
	Label       string // what the institution calls them; "" when it does not say
	Me          string // name of who is signed in; "" for nobody
	MayJoin     bool
	Username    string
	Email       string
	Agreed      bool
	Rules       []string
	Problems    Problems
}

func (v SignOnNew) meta(p *Printer) meta {
	return meta{"sign-on-new", p.T("sign_on.new.title", "institution", v.Institution), ""}
}

// SignOnProblem is the page for a sign-on that came to nothing.
type SignOnProblem struct {
	// Kind chooses the words: a session.SignOnProblem.
	Kind string
	// Again is where to try again; "" for nowhere.
	Again string
}

func (v SignOnProblem) meta(p *Printer) meta {
	return meta{"sign-on-problem", p.T("sign_on.problem." + v.Kind + ".title"), ""}
}

// SettingsSignOn is the page GET /settings/sign-on. POST
// /settings/sign-on/{id}/unlink takes one away.
type SettingsSignOn struct {
	List []Identity
	// Others are the institutions that are not linked.
	Others []SignOn
}

func (v SettingsSignOn) meta(p *Printer) meta { return settingsMeta(p, "sign-on") }

// Identity is who the person is at an institution.
type Identity struct {
	ID           string
	Institution  string
	Label        string // what it calls them; "" when it does not say
	Linked, Used time.Time
	Missing      time.Time // since when it does not say that they belong to it; zero while it does
}

// tabsOfSettings are the parts of the settings; that of single sign-on is there
// where there is one.
func (s *set) tabsOfSettings() []string {
	tabs := make([]string, 0, len(settingsTabs)+1)
	for _, tab := range settingsTabs {
		tabs = append(tabs, tab)
		if tab == "security" && s.frame.Instance.SignOn {
			tabs = append(tabs, "sign-on")
		}
	}
	return tabs
}
