-- What clinicians tell colleagues who look for one.
CREATE TABLE practice (
  actor         BIGINT PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  training      TEXT COLLATE "C" NOT NULL DEFAULT '',
  interests     TEXT COLLATE "C" NOT NULL DEFAULT '',
  languages     TEXT COLLATE "C" NOT NULL DEFAULT '', -- tags between commas
  country       TEXT COLLATE "C" NOT NULL DEFAULT '',
  region        TEXT COLLATE "C" NOT NULL DEFAULT '',
  orcid         TEXT COLLATE "C" NOT NULL DEFAULT '',
  listed        BOOLEAN NOT NULL DEFAULT FALSE,
  referrals     BOOLEAN NOT NULL DEFAULT FALSE,
  referral_note TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX practice_listed ON practice (actor) WHERE listed;
