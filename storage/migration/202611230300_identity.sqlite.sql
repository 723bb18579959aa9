-- Who members are at the single sign-on of an institution.

-- One is found by issuer and subject, and by nothing else: an address can be
-- given to somebody else. A login has at most one at each issuer. The refresh
-- token is what is asked with, once a day, whether the person still belongs to
-- the institution; check_at is when next, missing since when they do not.
CREATE TABLE identity (
  id             INTEGER PRIMARY KEY,
  user_id        INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  provider       TEXT NOT NULL,
  issuer         TEXT NOT NULL,
  subject        TEXT NOT NULL,
  label          TEXT NOT NULL DEFAULT '',
  sealed_refresh BLOB,
  linked         INTEGER NOT NULL,
  last_used      INTEGER NOT NULL,
  check_at       INTEGER,
  missing        INTEGER,
  UNIQUE (issuer, subject),
  UNIQUE (user_id, issuer)
) STRICT;
CREATE INDEX identity_check ON identity (check_at) WHERE check_at IS NOT NULL;

-- A sign-on that is under way in one browser: what was asked of the institution,
-- and then whom it named, until that person says what to do. Each serves once.
CREATE TABLE sign_on (
  token_hash   BLOB PRIMARY KEY,
  purpose      TEXT NOT NULL,
  browser_hash BLOB NOT NULL,
  sealed_data  BLOB NOT NULL,
  expires      INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_on_end ON sign_on (expires);
