package credential

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"consilium/community"
	"consilium/federation/proof"
)

// object is a JSON object by the exact names of its members; decoding into a
// struct would also take "Level" for "level".
type object map[string]json.RawMessage

// read parses a document of at most limit bytes that has one reading only
// (RFC 8785, I-JSON).
func read(document []byte, limit int) (object, bool) {
	if len(document) > limit {
		return nil, false
	}
	canonical, err := proof.Canonical(document)
	if err != nil {
		return nil, false
	}
	var o object
	err = json.Unmarshal(canonical, &o)
	return o, err == nil && o != nil
}

// child is a member that has to be one object.
func (o object) child(name string) object {
	var child object
	if json.Unmarshal(o[name], &child) != nil {
		return nil
	}
	return child
}

// text is a member that has to be one string; "" otherwise.
func (o object) text(name string) string {
	var s string
	if raw := o[name]; len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// texts is a member that has to be an array of strings.
func (o object) texts(name string) ([]string, bool) {
	var list []string
	raw, there := o[name]
	if !there {
		return nil, true
	}
	if len(raw) == 0 || raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		return nil, false
	}
	return list, true
}

// whole is a member that has to be a whole number.
func (o object) whole(name string) (int, bool) {
	var n int
	raw := o[name]
	if len(raw) == 0 || raw[0] == '"' || raw[0] == 'n' || json.Unmarshal(raw, &n) != nil {
		return 0, false
	}
	return n, true
}

// time is a member that has to be a dateTimeStamp, zone included.
func (o object) time(name string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, o.text(name))
	return t.UTC(), err == nil && !t.IsZero()
}

// iri is a member that has to be an address, written in the one usual way: no
// capitals, foreign letters, dots at the end or needless ports in its host, which
// would let one host look like another (S-NET-3).
func (o object) iri(name string) (community.IRI, bool) {
	s := o.text(name)
	iri, err := community.ParseIRI(s)
	if err != nil {
		return iri, false
	}
	for _, scheme := range []string{"https://", "http://"} {
		rest, found := strings.CutPrefix(s, scheme)
		if found && (rest == iri.Host() || strings.HasPrefix(rest, iri.Host()+"/")) {
			return iri, true
		}
	}
	return community.IRI{}, false
}

// is says whether the members are exactly those of a list of types, in any order.
func (o object) is(types ...string) bool {
	list, ok := o.texts("type")
	slices.Sort(list)
	slices.Sort(types)
	return ok && slices.Equal(list, types)
}
