package page

import (
	"time"

	"consilium/community"
)

// SettingsExport is the page GET /settings/export. POST there answers with the file,
// POST /settings/export/archive with the archive for other servers.
type SettingsExport struct {
	Taken    time.Time // the last time; zero for never, as far as it is known
	Problems Problems
}

// Tables are the lists that can be taken alone, from /settings/export/NAME.csv.
func (v SettingsExport) Tables() []community.ImportKind { return community.ImportKinds() }

func (v SettingsExport) meta(p *Printer) meta {
	return meta{"settings-export", p.T("export.title"), "settings"}
}

// SettingsMove is the page GET /settings/move. POST there with the field target
// moves, POST /settings/move/back takes it back; POST /settings/move/aliases with
// the field account adds an alias, POST /settings/move/aliases/remove with the
// field address takes one away.
type SettingsMove struct {
	// Handle is the member's own in full, Address the identifier; the other server
	// asks for one of them.
	Handle, Address string
	Aliases         []Alias
	Account         string // as typed
	MovedTo         *Person
	Again           time.Time // when the member may move again; zero for now
	Followers       int
	Verified        bool   // what was proved would end
	Target          string // as typed
	Closed          bool   // this instance speaks to no other
	Problems        Problems
}

func (v SettingsMove) meta(p *Printer) meta {
	return meta{"settings-move", p.T("move.title"), "settings"}
}

// Alias is another account of the member.
type Alias struct {
	Address string
	Person  *Person // nil when nothing more is known of it
}

// SettingsDeparture is the page GET /settings/departure. POST there says that the
// member leaves the institution; POST /settings/departure/cases/{id} with the
// field to offers a case to a colleague, and .../withdraw takes that back.
type SettingsDeparture struct {
	// Until is when the account closes; zero for who does not leave.
	Until time.Time
	Taken time.Time // when a copy was last taken; zero for never
	// MovedTo is where the followers were sent; nil for nowhere.
	MovedTo   *Person
	Followers int
	Cases     []DepartingCase
	Problems  Problems
}

func (v SettingsDeparture) meta(p *Printer) meta {
	return meta{"settings-departure", p.T("departure.title"), "settings"}
}

// Days is how long somebody has who leaves.
func (v SettingsDeparture) Days() int { return int(community.DepartureTime / (24 * time.Hour)) }

// DepartingCase is an open case of one's own.
type DepartingCase struct {
	// Title and URL are "" of a case that the reader may not read any more.
	ID, Title, URL string
	// Offered is who was asked to take it over; nil for nobody.
	Offered  *Person
	To       string // as typed
	Problems Problems
}

// HandedOver is the page GET /cases/handed-over: what colleagues ask the reader
// to take over. POST /cases/handed-over/{id}/{accept,decline}.
type HandedOver struct{ List []OfferedCase }

func (v HandedOver) meta(p *Printer) meta {
	return meta{"handed-over", p.T("departure.handed_over.title"), "cases"}
}

// OfferedCase is a case somebody offers to the reader.
type OfferedCase struct {
	ID   string
	Post Post
	From Person
	When time.Time
}
