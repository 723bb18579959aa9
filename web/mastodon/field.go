package mastodon

import (
	"slices"
	"strconv"
	"strings"

	"consilium/community"
)

// text is a parameter, "" when there is none.
func (f fields) text(name string) string { return f.Get(name) }

// list is a parameter that may be given several times: name[]=a&name[]=b, and
// name=a as well.
func (f fields) list(name string) []string {
	return append(slices.Clone(f.Values[name+"[]"]), f.Values[name]...)
}

// flag is a yes or no, in any of the words apps use; otherwise when it was not
// given.
func (f fields) flag(name string, otherwise bool) (bool, error) {
	switch strings.ToLower(f.Get(name)) {
	case "":
		return otherwise, nil
	case "true", "1", "t", "on", "yes":
		return true, nil
	case "false", "0", "f", "off", "no":
		return false, nil
	}
	return otherwise, invalid(name, "api.flag")
}

// flags reads several, each false when it was not given.
func (f fields) flags(names ...string) (map[string]bool, error) {
	found := make(map[string]bool, len(names))
	for _, name := range names {
		v, err := f.flag(name, false)
		if err != nil {
			return nil, err
		}
		found[name] = v
	}
	return found, nil
}

// number is a whole number that is not negative; otherwise when it was not given.
func (f fields) number(name string, otherwise int64) (int64, error) {
	if f.Get(name) == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(f.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0, invalid(name, "api.number")
	}
	return n, nil
}

// idsOf reads a list of ids, most at most. One that cannot be an id names
// nothing and stays away.
func idsOf[T community.ID](f fields, name string, most int) ([]T, error) {
	list := f.list(name)
	if len(list) > most {
		return nil, invalid(name, "api.too_many_values", "limit", most)
	}
	ids := make([]T, 0, len(list))
	for _, text := range list {
		if id, err := community.ParseID[T](text); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// objects reads a list of objects, name[0][part], with the parts asked for.
func (f fields) objects(name string, parts ...string) []fields {
	var list []fields
	for i := range maxFields {
		object := fields{map[string][]string{}}
		for _, part := range parts {
			if v, given := f.Values[name+"["+strconv.Itoa(i)+"]["+part+"]"]; given {
				object.Values[part] = v
			}
		}
		if len(object.Values) == 0 {
			break
		}
		list = append(list, object)
	}
	return list
}
