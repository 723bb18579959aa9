package federation

import (
	"cmp"
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/credential"
)

// What NodeInfo's metadata calls the form of the credentials that are issued, and
// the list of those that were taken back.
const (
	nodeProfile = "clinicianCredentials"
	nodeList    = "credentialStatusList"
)

// dialect is how apps that speak several APIs learn which of them is spoken here.
// megalodon (read in 10.3.0, detector.js) takes the first link of /.well-known/nodeinfo
// whose relation is that of NodeInfo 2.0 or 2.1, then looks at software.name; one it does
// not know is an error, "Unknown SNS", unless metadata.upstream.name is "mastodon" in
// whatever case. It asks nothing else, no /api/v1/instance either. Nothing is claimed of
// the software by that: its name stays our own.
const dialect = "mastodon"

const nodeInfoSchema = "http://nodeinfo.diaspora.software/ns/schema/"

// serveNodeInfoLinks leads to NodeInfo in both versions, and to the instance
// actor (R-NI-1, FEP-2677).
func (f *Federation) serveNodeInfoLinks(*http.Request) (response, error) {
	type link struct {
		Rel  string `json:"rel"`
		Href string `json:"href"`
	}
	return jsonResponse("application/json", map[string][]link{"links": {
		{nodeInfoSchema + "2.0", f.base + "/nodeinfo/2.0"},
		{nodeInfoSchema + "2.1", f.base + "/nodeinfo/2.1"},
		{"https://www.w3.org/ns/activitystreams#Application", f.base + "/actor"},
	}})
}

// nodeInfo is NodeInfo 2.0 and 2.1, which agree in what we say.
type nodeInfo struct {
	Version           string              `json:"version"`
	Software          map[string]string   `json:"software"`
	Protocols         []string            `json:"protocols"`
	Services          map[string][]string `json:"services"`
	OpenRegistrations bool                `json:"openRegistrations"`
	Usage             usage               `json:"usage"`
	Metadata          map[string]any      `json:"metadata"`
}

// usage counts people and posts, each rounded down to tens: in a small clinic
// exact numbers tell when one person came or wrote (R-NI-1). 0 is fewer than
// ten, nil a number that the administrators hide; users is always there (FEP-0151).
type usage struct {
	Users struct {
		Total          *int `json:"total,omitempty"`
		ActiveMonth    *int `json:"activeMonth,omitempty"`
		ActiveHalfYear *int `json:"activeHalfyear,omitempty"`
	} `json:"users"`
	LocalPosts *int `json:"localPosts,omitempty"`
}

func (f *Federation) serveNodeInfo(r *http.Request) (response, error) {
	version := mux.Vars(r)["version"]
	about, err := f.store.Instance(r.Context())
	if err != nil {
		return response{}, err
	}
	used, err := f.usage(r.Context(), about.HideCounts)
	if err != nil {
		return response{}, err
	}
	list, err := f.store.OwnStatusList(r.Context())
	if err != nil {
		return response{}, err
	}
	return jsonResponse(`application/json; profile="`+nodeInfoSchema+version+`#"`, nodeInfo{
		Version: version, Software: map[string]string{"name": "consilium", "version": f.version}, Protocols: []string{"activitypub"},
		Services: map[string][]string{"inbound": {}, "outbound": {}}, OpenRegistrations: f.openRegistrations, Usage: used,
		// Who reads this knows that credentials are issued here, and in which form (V8).
		Metadata: map[string]any{"nodeName": cmp.Or(about.Name, f.store.Domain()), "nodeDescription": about.Description,
			"federation": map[string]bool{"enabled": f.mode != community.FederationOff},
			"upstream":   map[string]string{"name": dialect},
			nodeProfile:  credential.Profile, nodeList: list.String()},
	})
}

func (f *Federation) usage(ctx context.Context, hidden bool) (usage, error) {
	var u usage
	if hidden {
		return u, nil
	}
	users, err := f.store.CountUsers(ctx)
	if err != nil {
		return u, err
	}
	posts, err := f.store.CountPosts(ctx)
	u.Users.Total, u.LocalPosts = tens(users.Active), tens(posts)
	u.Users.ActiveMonth, u.Users.ActiveHalfYear = tens(users.ActiveMonth), tens(users.ActiveHalfYear)
	return u, err
}

func tens(n int) *int { return new(n - n%10) }
