package page

import (
	"time"

	"consilium/community"
)

// Profile is the page GET /@name or /@name@host, and its tabs.
//
// Forms POST to /a/{id}/VERB with the field return: follow, unfollow (also
// withdraws a request), block, unblock, mute, unmute; links lead to
// /a/{id}/report. Staff get a link to /desk/accounts/{id}.
type Profile struct {
	Person     Person
	Summary    community.SafeHTML
	Language   string
	Declared   Declared
	Credential CredentialPanel
	Practice   Practice
	// MayRefer says that the reader may ask this clinician for a referral.
	MayRefer     bool
	Joined       time.Time // zero when not known
	Posts        int
	Following    int
	Followers    int
	Relationship Relationship
	SignedIn     bool
	// Lists is how the reader puts them on a list; nil for whom they do not follow.
	Lists *ListChoice
	// ProfileMore is what else the profile says.
	ProfileMore
	// MovedTo is where the person went with their followers; nil for nowhere.
	MovedTo   *Person
	Suspended bool // closed by staff here: only the name is shown
	// Elsewhere is the profile's address on its own server; "" for members.
	Elsewhere string
	// Tab is "posts", "cases", "followers" or "following".
	Tab    string
	List   Posts  // of the tabs posts and cases
	People People // of the tabs followers and following
	// FeedURL is the Atom feed of public posts; "" when there is none.
	FeedURL string
	// DeskURL leads staff to the account; "" for others.
	DeskURL string
}

// ProfileMore is what a profile may say beside the biography.
type ProfileMore struct {
	// Header is the address of the wide picture; "" for none.
	Header string
	Fields []ProfileField
	// Kind is "group" or "organization"; "" for people. Bots are Person.Bot.
	Kind string
	// Memorial says that the person has died, Closed that its own server closed the
	// account.
	Memorial, Closed bool
	// Pinned are the posts shown first, on the first page of the tab "posts".
	Pinned []Post
	// Tags are the hashtags it shows.
	Tags []ProfileTag
}

// ProfileField is a line of a profile.
type ProfileField struct {
	Name  string
	Value community.SafeHTML
	// Linked is when its page was last seen to link back; zero for never.
	Linked time.Time
}

// ProfileTag is a hashtag with where it leads.
type ProfileTag struct{ Name, URL string }

func (v Profile) meta(p *Printer) meta {
	place := ""
	if v.Relationship.Self {
		place = "profile"
	}
	return meta{"profile", v.Person.Name + " (" + v.Person.Handle + ")", place}
}

// Tabs are the parts of the profile.
func (v Profile) Tabs() []ProfileTab {
	base := v.Person.URL
	return []ProfileTab{
		{"posts", base, v.Tab == "posts" || v.Tab == "", v.Posts},
		{"cases", base + "/cases", v.Tab == "cases", 0},
		{"followers", base + "/followers", v.Tab == "followers", v.Followers},
		{"following", base + "/following", v.Tab == "following", v.Following},
	}
}

// ProfileTab is one part of a profile.
type ProfileTab struct {
	Name    string
	URL     string
	Current bool
	Count   int
}

// Requests is the page GET /requests: who asked to follow. POST
// /a/{id}/accept-follow and /a/{id}/reject-follow answer.
type Requests struct {
	People []PersonCard
	Pages  Pages
}

func (v Requests) meta(p *Printer) meta {
	return meta{"requests", p.T("account.requests.title"), "notifications"}
}
