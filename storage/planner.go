package storage

/*
#cgo linux LDFLAGS: -Wl,--unresolved-symbols=ignore-in-object-files
#cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup

// These are of the SQLite that go-sqlite3 brings; sqlite3.h may be of another one, or not
// there at all.
extern int sqlite3_auto_extension(void (*)(void));
extern int sqlite3_db_config(void *, int, ...);

// https://sqlite.org/c3ref/c_dbconfig_defensive.html: SQLITE_DBCONFIG_ENABLE_QPSG
enum { stable_plans = 1007 };

static int keep_plans(void *db, char **problem, const void *routines) {
	return sqlite3_db_config(db, stable_plans, 1, (int *)0);
}

static int keep_plans_everywhere(void) {
	return sqlite3_auto_extension((void (*)(void))keep_plans);
}
*/
import "C"

import (
	"fmt"
	"sync"
)

// keepPlans makes every connection to SQLite keep the plan of a statement whatever is
// bound to it. Else SQLite may read a statement's text anew whenever its arguments change,
// and the driver, which takes them all back before each use, has it do so each time:
// that cost more than most statements (https://sqlite.org/queryplanner-ng.html#qpstab).
var keepPlans = sync.OnceValue(func() error {
	if code := C.keep_plans_everywhere(); code != 0 {
		return fmt.Errorf("keep the plans of statements: SQLite says %d", int(code))
	}
	return nil
})
