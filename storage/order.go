package storage

// Order says which jobs of a lane may be in hand beside one another. Jobs are
// begun in the order of their numbers; one that must not overtake another waits
// for it, and all behind it wait too. The zero value waits for all before it.
type Order struct {
	// Free says that the job waits only for those that touch what it touches.
	Free    bool
	Touches []Touch
}

// Touch is something a job is about. Two jobs that touch it as the same, such as
// as what they repeat or what they answer, need not wait for one another; As ""
// waits for all.
type Touch struct{ Name, As string }

// After says whether a job has to wait for an earlier one.
func (o Order) After(earlier Order) bool {
	if !o.Free || !earlier.Free {
		return true
	}
	for _, mine := range o.Touches {
		for _, its := range earlier.Touches {
			if mine.Name == its.Name && (mine.As == "" || mine.As != its.As) {
				return true
			}
		}
	}
	return false
}
