package mastodon

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

// shortcut answers the addresses that are asked for all day without trying one pattern
// after another: those without a variable by their name, those with a number by what
// stands around it. Everything else is the router's.
func (s *API) shortcut(router http.Handler) http.Handler {
	direct := map[string]http.Handler{}
	for _, e := range s.endpoints() {
		if e.method != http.MethodGet {
			continue
		}
		if name, plain := patternOf(e.path); plain {
			if _, earlier := direct[name]; !earlier { // the router takes the first as well
				direct[name] = s.serve(e)
			}
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, number := byNumber(r.URL.Path)
		if found := direct[name]; found != nil && r.Method == http.MethodGet && r.URL.RawPath == "" && !strings.Contains(r.URL.Path, "#") {
			if number != "" {
				r = mux.SetURLVars(r, map[string]string{"id": number})
			}
			found.ServeHTTP(w, r)
			return
		}
		router.ServeHTTP(w, r)
	})
}

// numberPattern is the only variable that a shortcut knows.
const numberPattern = "{id:[0-9]+}"

// patternOf gives an address with "#" in the place of its number; plain says that it has
// no other variable.
func patternOf(path string) (name string, plain bool) {
	name = strings.Replace(path, numberPattern, "#", 1)
	return name, !strings.ContainsAny(name, "{}")
}

// byNumber takes the first part of a path that is a number out of it.
func byNumber(path string) (name, number string) {
	for from := 0; from < len(path); {
		end := strings.IndexByte(path[from+1:], '/')
		if end < 0 {
			end = len(path)
		} else {
			end += from + 1
		}
		if part := path[from+1 : end]; part != "" && strings.Trim(part, "0123456789") == "" {
			return path[:from+1] + "#" + path[end:], part
		}
		from = end
	}
	return path, ""
}
