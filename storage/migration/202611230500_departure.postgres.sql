-- People who leave the institution, and the cases they hand over.

ALTER TABLE user_account ADD COLUMN departs BIGINT;
CREATE INDEX user_account_departs ON user_account (departs) WHERE departs IS NOT NULL;

-- Who took the case over from its author; 0 for nobody.
ALTER TABLE clinical_case ADD COLUMN steward BIGINT NOT NULL DEFAULT 0;

CREATE TABLE hand_over (
  post       BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  from_actor BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  to_actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  created    BIGINT NOT NULL
);
CREATE INDEX hand_over_to ON hand_over (to_actor, post);
