package page

import "strings"

// scopeWords gives the keys of what an app may do, each once, widest first. An
// app that asked for parts of reading or writing is said to have some of it:
// the list of parts is long, and none of its names means anything to people.
func scopeWords(scopes []string) []string {
	granted := make(map[string]bool)
	for _, scope := range scopes {
		granted[scopeWord(scope)] = true
	}
	var keys []string
	for _, key := range []string{
		"account.scope.read", "account.scope.read_parts", "account.scope.cases_read", "account.scope.write",
		"account.scope.write_parts", "account.scope.cases_write", "account.scope.follow", "account.scope.push",
		"account.scope.profile", "account.scope.staff",
	} {
		if granted[key] {
			keys = append(keys, key)
		}
	}
	return keys
}

func scopeWord(scope string) string {
	switch part, _, narrow := strings.Cut(scope, ":"); {
	case scope == "cases:read":
		return "account.scope.cases_read"
	case scope == "cases:write":
		return "account.scope.cases_write"
	case part == "admin":
		return "account.scope.staff"
	case narrow:
		return "account.scope." + part + "_parts"
	}
	return "account.scope." + scope
}
