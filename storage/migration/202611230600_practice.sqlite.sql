-- What clinicians tell colleagues who look for one.
CREATE TABLE practice (
  actor         INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  training      TEXT NOT NULL DEFAULT '',
  interests     TEXT NOT NULL DEFAULT '',
  languages     TEXT NOT NULL DEFAULT '', -- tags between commas
  country       TEXT NOT NULL DEFAULT '',
  region        TEXT NOT NULL DEFAULT '',
  orcid         TEXT NOT NULL DEFAULT '',
  listed        INTEGER NOT NULL DEFAULT FALSE,
  referrals     INTEGER NOT NULL DEFAULT FALSE,
  referral_note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX practice_listed ON practice (actor) WHERE listed;
