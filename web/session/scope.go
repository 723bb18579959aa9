package session

import (
	"slices"
	"strings"

	"consilium/community"
)

// maxScopes bounds the scope text of a stranger's form, in bytes.
const maxScopes = 1000

// The scopes of Mastodon's client API, and two of ours: without cases:read a
// token sees nothing restricted, whatever else it may read.
var (
	wideScopes  = []string{"read", "write", "follow", "push", "profile", "admin:read", "admin:write", CasesRead, CasesWrite}
	readThings  = []string{"accounts", "blocks", "bookmarks", "collections", "favourites", "filters", "follows", "lists", "mutes", "notifications", "search", "statuses"}
	writeThings = []string{"accounts", "blocks", "bookmarks", "collections", "conversations", "favourites", "filters", "follows", "lists", "media", "mutes", "notifications", "reports", "statuses"}
	adminThings = []string{"accounts", "canonical_email_blocks", "domain_allows", "domain_blocks", "email_domain_blocks", "ip_blocks", "reports"}
	followed    = []string{"follows", "blocks", "mutes"}

	scopeParts = []struct {
		whole  string
		things []string
	}{{"read", readThings}, {"write", writeThings}, {"admin:read", adminThings}, {"admin:write", adminThings}}
)

// The scopes that let an app read and write restricted posts.
const (
	CasesRead  = "cases:read"
	CasesWrite = "cases:write"
)

// Scopes lists every scope there is, the wide ones first, for the metadata of
// the server (RFC 8414 scopes_supported).
func Scopes() []string {
	all := slices.Clone(wideScopes)
	for _, part := range scopeParts {
		for _, thing := range part.things {
			all = append(all, part.whole+":"+thing)
		}
	}
	return all
}

// ParseScopes reads a list of scopes, separated by white space, and returns
// it once each, separated by one space. An empty list is "read". It
// returns a *community.Invalid when one is not known or the list is too long.
func ParseScopes(text string) (string, error) {
	unknown := &community.Invalid{Field: "scope", Problem: community.Say("oauth.unknown_scope")}
	if len(text) > maxScopes {
		return "", unknown
	}
	var list []string
	for _, scope := range strings.Fields(text) {
		if !knownScope(scope) {
			return "", unknown
		}
		if !slices.Contains(list, scope) {
			list = append(list, scope)
		}
	}
	if len(list) == 0 {
		return "read", nil
	}
	return strings.Join(list, " "), nil
}

// Allows says whether a token with these scopes may do what needs the wanted
// one. read and write cover their parts, follow the reading and writing of
// follows, blocks and mutes, admin:read and admin:write their parts. Nothing
// covers cases:read, cases:write, profile or push but themselves.
func Allows(scopes, wanted string) bool {
	if !knownScope(wanted) {
		return false
	}
	for _, granted := range strings.Fields(scopes) {
		if granted == wanted || covers(granted, wanted) {
			return true
		}
	}
	return false
}

// Within says whether every asked scope is allowed by the ones an app was
// registered with: a token is never wider than its app (S-AUTH-1).
func Within(asked, registered string) bool {
	list := strings.Fields(asked)
	return len(list) > 0 && !slices.ContainsFunc(list, func(scope string) bool { return !Allows(registered, scope) })
}

func covers(granted, wanted string) bool {
	switch granted {
	case "read", "write", "admin:read", "admin:write":
		return strings.HasPrefix(wanted, granted+":")
	case "follow":
		way, thing, _ := strings.Cut(wanted, ":")
		return (way == "read" || way == "write") && slices.Contains(followed, thing)
	}
	return false
}

func knownScope(scope string) bool {
	if slices.Contains(wideScopes, scope) {
		return true
	}
	for _, part := range scopeParts {
		if thing, found := strings.CutPrefix(scope, part.whole+":"); found && slices.Contains(part.things, thing) {
			return true
		}
	}
	return false
}
