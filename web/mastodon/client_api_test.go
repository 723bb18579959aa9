package mastodon

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// areas order the addresses of the page: the first that begins one names it.
var areas = []struct {
	name     string
	prefixes []string
}{
	{"OAuth", []string{"/oauth", "/.well-known", "/api/v1/apps"}},
	{"Institution", []string{"/health", "/api/v1/instance", "/api/v2/instance", "/api/v1/custom_emojis", "/api/oembed"}},
	{"Announcements", []string{"/api/v1/announcements"}},
	{"Own account", []string{"/api/v1/accounts/verify_credentials", "/api/v1/accounts/update_credentials", "/api/v1/profile", "/api/v1/preferences",
		"/api/v1/emails", "/api/v1/severed_relationships"}},
	{"Administration", []string{"/api/v1/admin", "/api/v2/admin"}},
	{"Accounts", []string{"/api/v1/accounts", "/api/v1/follow_requests", "/api/v1/blocks", "/api/v1/mutes", "/api/v1/domain_blocks", "/api/v1/endorsements",
		"/api/v1/suggestions", "/api/v2/suggestions", "/api/v1/directory", "/api/v1/reports"}},
	{"Posts", []string{"/api/v1/statuses", "/api/v1/scheduled_statuses", "/api/v1/polls", "/api/v1/media", "/api/v2/media", "/api/v1/bookmarks",
		"/api/v1/favourites", "/api/v1_alpha"}},
	{"Timelines, lists and hashtags", []string{"/api/v1/timelines", "/api/v1/markers", "/api/v1/conversations", "/api/v1/lists", "/api/v1/tags",
		"/api/v1/followed_tags", "/api/v1/featured_tags", "/api/v1/trends", "/api/v1/filters", "/api/v2/filters"}},
	{"Notifications", []string{"/api/v1/notifications", "/api/v2/notifications", "/api/v1/push"}},
	{"Search", []string{"/api/v2/search", "/api/v1/search"}},
	{"Streaming", []string{streaming}},
	{"Taking things along", []string{"/api/"}},
}

var pathVariable = regexp.MustCompile(`\{(\w+)(?::([^}]*))?\}`)

// written is the path as Mastodon's documentation writes it.
func (e endpoint) written() string {
	return pathVariable.ReplaceAllStringFunc(e.path, func(v string) string {
		part := pathVariable.FindStringSubmatch(v)
		if strings.Contains(part[2], "|") {
			return "{" + strings.ReplaceAll(part[2], "|", ",") + "}"
		}
		return ":" + part[1]
	})
}

// TestClientAPIPage holds docs/client-api.md to the table of endpoints.
func TestClientAPIPage(t *testing.T) {
	const file, begin, end = "../../docs/client-api.md", "-update -->\n", "<!-- end of endpoints -->"
	s := openSite(t, "")
	tokens := map[who]string{stranger: "none", anyone: "optional", app: "app", member: "member"}
	lines := map[string][]string{}
	for _, e := range s.api.endpoints() {
		for _, a := range areas {
			if slices.ContainsFunc(a.prefixes, func(prefix string) bool { return strings.HasPrefix(e.path, prefix) }) {
				scope := e.scope
				if scope != "" {
					scope = "`" + scope + "`"
				}
				lines[a.name] = append(lines[a.name], fmt.Sprintf("| `%s %s` | %s | %s |", e.method, e.written(), tokens[e.who], scope))
				break
			}
		}
	}
	var want strings.Builder
	for _, a := range areas {
		if list := lines[a.name]; len(list) > 0 {
			slices.SortStableFunc(list, func(x, y string) int { return strings.Compare(addressOf(x), addressOf(y)) })
			fmt.Fprintf(&want, "\n### %s\n\n| address | token | scope |\n|---|---|---|\n%s\n", a.name, strings.Join(list, "\n"))
		}
	}
	want.WriteString("\n")
	text, err := os.ReadFile(file)
	s.must(err)
	before, rest, found := strings.Cut(string(text), begin)
	have, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatal("the page has lost its marks")
	}
	if *update {
		s.must(os.WriteFile(file, []byte(before+begin+want.String()+end+after), 0o644))
		return
	}
	if have != want.String() {
		t.Errorf("%s does not list what there is: write it anew with -update", file)
	}
}

// addressOf is the path of a line of the table.
func addressOf(line string) string {
	_, rest, _ := strings.Cut(line, " `")
	_, path, _ := strings.Cut(rest, " ")
	return path
}
