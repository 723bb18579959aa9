-- How far the consent to a case reaches; '' for what was posted before this was asked
-- and for cases from elsewhere.
ALTER TABLE clinical_case ADD COLUMN consent_scope TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What else is remembered of the consent. It is never sent and never on a page but
-- the author's and the staff's.
CREATE TABLE case_consent (
  post     BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  given    BIGINT, -- the day
  pointer  TEXT COLLATE "C" NOT NULL DEFAULT '',
  research BOOLEAN NOT NULL DEFAULT FALSE
);

-- The code by which a patient takes a case back: as a keyed hash, and sealed until it
-- was shown to the author.
CREATE TABLE case_code (
  post   BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  digest BYTEA NOT NULL UNIQUE,
  sealed BYTEA,
  made   BIGINT NOT NULL
);

CREATE TABLE withdrawal (
  post    BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  ground  TEXT COLLATE "C" NOT NULL,
  actor   BIGINT NOT NULL DEFAULT 0, -- 0 for a patient
  steward BIGINT NOT NULL DEFAULT 0, -- who kept the case then
  reason  TEXT COLLATE "C" NOT NULL DEFAULT '',
  created BIGINT NOT NULL
);

-- When the inbox took the Delete.
ALTER TABLE recipient ADD COLUMN deleted BIGINT;

-- The withdrawn case that something stood below which did not come before.
ALTER TABLE tombstone ADD COLUMN below BIGINT NOT NULL DEFAULT 0;

-- Posts of which older versions were destroyed, and when last.
CREATE TABLE destroyed_version (
  post      BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  destroyed BIGINT NOT NULL
);
