-- What staff did is written behind what was written before, each entry with the digest
-- of itself and of the one before it. Entries from before this have no place.
ALTER TABLE staff_action ADD COLUMN place BIGINT;
ALTER TABLE staff_action ADD COLUMN digest BYTEA;
CREATE UNIQUE INDEX staff_action_place ON staff_action (place) WHERE place IS NOT NULL;

-- The end of the chain: its one row is what writers wait for.
CREATE TABLE staff_chain (
  id     BIGINT PRIMARY KEY CHECK (id = 1),
  place  BIGINT NOT NULL,
  digest BYTEA NOT NULL
);
INSERT INTO staff_chain (id, place, digest) VALUES (1, 0, '');

CREATE FUNCTION staff_action_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what staff did is neither changed nor deleted';
END $$;
CREATE TRIGGER staff_action_unchanged BEFORE UPDATE OR DELETE ON staff_action FOR EACH ROW WHEN (OLD.place IS NOT NULL)
EXECUTE FUNCTION staff_action_stays();
