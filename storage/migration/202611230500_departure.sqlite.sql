-- People who leave the institution, and the cases they hand over.

ALTER TABLE user_account ADD COLUMN departs INTEGER;
CREATE INDEX user_account_departs ON user_account (departs) WHERE departs IS NOT NULL;

-- Who took the case over from its author; 0 for nobody.
ALTER TABLE clinical_case ADD COLUMN steward INTEGER NOT NULL DEFAULT 0;

CREATE TABLE hand_over (
  post       INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  from_actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  to_actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  created    INTEGER NOT NULL
) STRICT;
CREATE INDEX hand_over_to ON hand_over (to_actor, post);
