package mastodon

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"consilium/community"
)

// fields are the parameters of a request. Lists are under "name[]", parts of
// objects under "name[part]" and "name[0][part]", in whichever way they came.
type fields struct{ url.Values }

// add puts parameters in the place of those of the same name. What no text of
// ours may hold is refused here, once for all.
func (f fields) add(form url.Values) error {
	count := len(f.Values)
	for name, values := range form {
		if count += len(values); count > maxFields || !clean(name) {
			return malformed()
		}
		for _, v := range values {
			if !clean(v) {
				return malformed()
			}
		}
		f.set(name, values)
	}
	return nil
}

func clean(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// set writes "name[][part]" as "name[0][part]", "name[1][part]" ….
func (f fields) set(name string, values []string) {
	list, part, nested := strings.Cut(name, "[][")
	if !nested {
		f.Values[name] = values
		return
	}
	for i, v := range values {
		f.Set(list+"["+strconv.Itoa(i)+"]["+part, v)
	}
}

func (f fields) addJSON(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	if !utf8.Valid(text) { // the decoder would mend it
		return malformed()
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil || decoder.More() {
		return malformed()
	}
	form := url.Values{}
	for name, value := range object {
		if err := flatten(form, name, value, 0); err != nil {
			return err
		}
	}
	return f.add(form)
}

// flatten writes JSON the way forms write it.
func flatten(form url.Values, name string, value any, depth int) error {
	if depth > maxNested || len(form) > maxFields {
		return malformed()
	}
	switch v := value.(type) {
	case nil:
		if name == "expires_in" { // of a filter: null is never, and nothing is as it was
			form.Add(name, "")
		}
	case string:
		form.Add(name, v)
	case json.Number:
		form.Add(name, v.String())
	case bool:
		form.Add(name, strconv.FormatBool(v))
	case map[string]any:
		for part, inner := range v {
			if err := flatten(form, name+"["+part+"]", inner, depth+1); err != nil {
				return err
			}
		}
	case []any:
		return flattenList(form, name, v, depth)
	}
	return nil
}

func flattenList(form url.Values, name string, list []any, depth int) error {
	for i, v := range list {
		element := name + "[]"
		switch v.(type) {
		case map[string]any, []any:
			element = name + "[" + strconv.Itoa(i) + "]"
		}
		if err := flatten(form, element, v, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// text is a parameter, "" when there is none.
func (f fields) text(name string) string { return f.Get(name) }

// has says whether a parameter, or a list of that name, was given at all.
func (f fields) has(name string) bool { return f.Has(name) || f.Has(name+"[]") }

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
