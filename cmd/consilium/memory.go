package main

import (
	"os"
	"runtime/debug"
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
