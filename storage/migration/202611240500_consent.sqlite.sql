-- How far the consent to a case reaches; '' for what was posted before this was asked
-- and for cases from elsewhere.
ALTER TABLE clinical_case ADD COLUMN consent_scope TEXT NOT NULL DEFAULT '';

-- What else is remembered of the consent. It is never sent and never on a page but
-- the author's and the staff's.
CREATE TABLE case_consent (
  post     INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  given    INTEGER, -- the day
  pointer  TEXT NOT NULL DEFAULT '',
  research INTEGER NOT NULL DEFAULT FALSE
) STRICT;

-- The code by which a patient takes a case back: as a keyed hash, and sealed until it
-- was shown to the author.
CREATE TABLE case_code (
  post   INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  digest BLOB NOT NULL UNIQUE,
  sealed BLOB,
  made   INTEGER NOT NULL
) STRICT;

CREATE TABLE withdrawal (
  post    INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  ground  TEXT NOT NULL,
  actor   INTEGER NOT NULL DEFAULT 0, -- 0 for a patient
  steward INTEGER NOT NULL DEFAULT 0, -- who kept the case then
  reason  TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
) STRICT;

-- When the inbox took the Delete.
ALTER TABLE recipient ADD COLUMN deleted INTEGER;

-- The withdrawn case that something stood below which did not come before.
ALTER TABLE tombstone ADD COLUMN below INTEGER NOT NULL DEFAULT 0;

-- Posts of which older versions were destroyed, and when last.
CREATE TABLE destroyed_version (
  post      INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  destroyed INTEGER NOT NULL
) STRICT;
