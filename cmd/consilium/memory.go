package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// collectAt is by how much of what is in use, in per cent, memory may grow before
// it is collected. An instance keeps little and makes much, so that collecting
// early costs it little and keeps it small on a shared machine.
const collectAt = 60

// collectEarly sets it, unless the environment does.
func collectEarly() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
}

// settled is how long after the start what only the start needed is given back.
const settled = 3 * time.Second

// settle gives the memory of what was read, unpacked and thrown away at the start back to
// the system: an instance that nobody asks for anything does not grow enough for it to be
// collected. What is kept in pools goes only when it was found there twice.
func settle() {
	runtime.GC()
	debug.FreeOSMemory()
}
