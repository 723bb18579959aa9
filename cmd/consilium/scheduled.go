package main

import "consilium/web/door"

// scheduler posts what members wrote for a later moment.
func (i *instance) scheduler() door.Scheduler {
	s := door.Scheduler{Door: i.door, Openness: i.openness()}
	if i.federated() {
		s.Resolver = i.federation
	}
	return s
}
