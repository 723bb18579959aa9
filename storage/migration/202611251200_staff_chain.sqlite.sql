-- What staff did is written behind what was written before, each entry with the digest
-- of itself and of the one before it. Entries from before this have no place.
ALTER TABLE staff_action ADD COLUMN place INTEGER;
ALTER TABLE staff_action ADD COLUMN digest BLOB;
CREATE UNIQUE INDEX staff_action_place ON staff_action (place) WHERE place IS NOT NULL;

-- The end of the chain: its one row is what writers wait for.
CREATE TABLE staff_chain (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  place  INTEGER NOT NULL,
  digest BLOB NOT NULL
) STRICT;
INSERT INTO staff_chain (id, place, digest) VALUES (1, 0, X'');

CREATE TRIGGER staff_action_unchanged BEFORE UPDATE ON staff_action WHEN OLD.place IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what staff did is not changed'); END;
CREATE TRIGGER staff_action_kept BEFORE DELETE ON staff_action WHEN OLD.place IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what staff did is not deleted'); END;
