// Package lane is the worker loop: it leases lanes of the queue, runs the
// handler registered for each kind of job, and writes what became of them.
//
// A lane is worked on in one process at a time. Its jobs are begun in order, one
// after the other or, where their kind has a [storage.Order], beside one another
// as far as none overtakes what it must not; different lanes run side by side. A
// lane whose handler says it is down is put off as a whole, so that a dead host
// costs one row and no other host any time; one that hangs leaves its seat to
// those that answer. Everything here may happen twice: handlers must allow it.
package lane
