// Package lane is the worker loop: it leases lanes of the queue, runs the
// handler registered for each kind of job, and writes what became of them.
//
// A lane is worked on by one goroutine in one process at a time, its jobs in
// order; different lanes run side by side. A lane whose handler says it is down
// is put off as a whole, so that a dead host costs one row and no other host
// any time. Everything here may happen twice: handlers must allow it.
package lane
