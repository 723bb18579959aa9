package storage_test

import (
	"testing"

	"consilium/storage"
)

// R-OUT-3: what may go beside one another and what has to wait.
func TestOrder(t *testing.T) {
	about := func(names ...string) storage.Order {
		o := storage.Order{Free: true}
		for i := 0; i < len(names); i += 2 {
			o.Touches = append(o.Touches, storage.Touch{Name: names[i], As: names[i+1]})
		}
		return o
	}
	for name, test := range map[string]struct {
		earlier, later storage.Order
		waits          bool
	}{
		"nothing said":                     {storage.Order{}, about("a", ""), true},
		"nothing said of the later":        {about("a", ""), storage.Order{}, true},
		"other things":                     {about("a", ""), about("b", ""), false},
		"the same thing":                   {about("a", ""), about("b", "", "a", ""), true},
		"the same thing as the same":       {about("a", "named", "x", ""), about("a", "named", "y", ""), false},
		"the same thing as something else": {about("a", "Create"), about("a", "Delete"), true},
		"itself, then named":               {about("a", ""), about("a", "named"), true},
	} {
		if got := test.later.After(test.earlier); got != test.waits {
			t.Errorf("%s: waits %v, want %v", name, got, test.waits)
		}
	}
}
