-- From when a key of ours signs; NULL says from the first. Until then it is
-- published beside the one that signs now (R-KEY-3).
ALTER TABLE actor_key ADD COLUMN signs INTEGER;
-- Until when its owner says a key is good; NULL says for ever (R-KEY-1).
ALTER TABLE actor_key ADD COLUMN expires INTEGER;

-- When the scheme of a peer was found out, and when it last refused RFC 9421 and
-- took the older one (R-9421-4).
ALTER TABLE peer ADD COLUMN scheme_noted INTEGER;
ALTER TABLE peer ADD COLUMN modern_refused INTEGER;

-- What happened to keys: ours that were changed, and others' that became another
-- under the same name.
CREATE TABLE key_change (
  id      INTEGER PRIMARY KEY,
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  key     TEXT NOT NULL,
  kind    TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX key_change_created ON key_change (created);
CREATE INDEX key_change_actor ON key_change (actor);
CREATE INDEX actor_key_signs ON actor_key (signs) WHERE signs IS NOT NULL;
