package storage

import "context"

// KindWaste is the kind of job that removes the files which are waste by now; its
// lane is laneWaste and it has no payload.
const KindWaste = "waste"

// laneWaste is where the removal of files waits.
const laneWaste = "waste"

// emptyWaste has the files that this transaction made waste removed at once, and not
// when the keeper of media tidies next.
func (t *tx) emptyWaste(ctx context.Context) error {
	var files bool
	err := one(ctx, t, &files, `SELECT EXISTS (SELECT 1 FROM media_waste WHERE created <= ?)`, at(t.now))
	if err != nil || !files {
		return err
	}
	return t.enqueue(ctx, laneWaste, KindWaste, "")
}
