-- Accounts that go elsewhere and take their followers with them.

-- What a member is also known as elsewhere: identifiers, one a line.
ALTER TABLE actor ADD COLUMN aliases TEXT NOT NULL DEFAULT '';
-- Where the actor went, as far as both ends say so, and when; the time stays
-- when it is taken back.
ALTER TABLE actor ADD COLUMN moved_to TEXT;
ALTER TABLE actor ADD COLUMN moved BIGINT;

-- Members who have yet to be sent after somebody who moved.
CREATE TABLE move_follower (
  from_actor BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  follower   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  to_actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  PRIMARY KEY (from_actor, follower)
);
