package storage_test

import (
	"strings"
	"sync"
	"testing"

	"consilium/storage"
)

// S-AUTH-5: what staff did is written in a chain. It can neither be changed nor deleted
// by way of the database's own rules, and where somebody gets round these it shows: a
// changed word, an entry taken out, one put in, the end cut off.
func TestStaffChain(t *testing.T) {
	each(t, func(st stage) {
		ben := st.member("ben")
		add := func(action string) {
			t.Helper()
			ok(t, st.s.RecordStaffAction(st.Context(), storage.StaffAction{Actor: ben.ID, Action: action, Subject: "ana", Note: `"quoted", ` + action}))
		}
		check := func(known string) storage.StaffChain {
			t.Helper()
			return must(st.s.CheckStaffChain(st.Context(), known))(t)
		}
		before := check("")
		if before.Broken != 0 || !before.Known {
			t.Fatalf("an empty log: %+v", before)
		}
		add("one")
		noted := check("").End
		var all sync.WaitGroup
		for range 8 { // who writes at the same time writes one after another
			all.Go(func() { add("beside") })
		}
		all.Wait()
		if c := check(noted); c.Entries != before.Entries+9 || c.Broken != 0 || !c.Known || c.End == noted || len(c.End) != 64 {
			t.Fatalf("nine entries: %+v", c)
		}
		if c := check(strings.Repeat("0", 64)); c.Known {
			t.Error("a digest that never was is known")
		}
		for _, statement := range []string{`UPDATE staff_action SET note = 'x' WHERE place = 1`, `DELETE FROM staff_action WHERE place = 2`} {
			if st.s.Try(t, statement) == nil {
				t.Errorf("%s was done", statement)
			}
		}
	})
}

// S-AUTH-5: who has the database in their hands leaves traces.
func TestStaffChainShowsWhatWasDone(t *testing.T) {
	for name, statements := range map[string][]string{
		"a word changed":        {`UPDATE staff_action SET note = 'nothing' WHERE place = 2`},
		"somebody else did it":  {`UPDATE staff_action SET actor = 7 WHERE place = 2`},
		"one taken out":         {`DELETE FROM staff_action WHERE place = 2`},
		"the end cut off":       {`DELETE FROM staff_action WHERE place = 3`},
		"two changed about":     {`UPDATE staff_action SET place = 9 WHERE place = 2`, `UPDATE staff_action SET place = 2 WHERE place = 3`, `UPDATE staff_action SET place = 3 WHERE place = 9`},
		"one put in":            {`INSERT INTO staff_action (id, actor, action, subject, note, created) SELECT MAX(id) + 1, 0, 'x', 'x', '', 1 FROM staff_action`},
		"cut off with its mark": {`DELETE FROM staff_action WHERE place = 3`, `UPDATE staff_chain SET place = 2`},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(st stage) {
				for _, action := range []string{"one", "two", "three"} {
					ok(t, st.s.RecordStaffAction(st.Context(), storage.StaffAction{Action: action, Subject: "ana"}))
				}
				if c := must(st.s.CheckStaffChain(st.Context(), ""))(t); c.Broken != 0 || c.Entries != 3 {
					t.Fatalf("at first: %+v", c)
				}
				st.s.Unguard(t)
				for _, statement := range statements {
					st.s.Run(t, statement)
				}
				if c := must(st.s.CheckStaffChain(st.Context(), ""))(t); c.Broken == 0 {
					t.Errorf("it does not show: %+v", c)
				}
			})
		})
	}
}
