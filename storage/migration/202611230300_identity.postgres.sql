-- Who members are at the single sign-on of an institution.

-- One is found by issuer and subject, and by nothing else: an address can be
-- given to somebody else. A login has at most one at each issuer. The refresh
-- token is what is asked with, once a day, whether the person still belongs to
-- the institution; check_at is when next, missing since when they do not.
CREATE TABLE identity (
  id             BIGINT PRIMARY KEY,
  user_id        BIGINT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  provider       TEXT COLLATE "C" NOT NULL,
  issuer         TEXT COLLATE "C" NOT NULL,
  subject        TEXT COLLATE "C" NOT NULL,
  label          TEXT COLLATE "C" NOT NULL DEFAULT '',
  sealed_refresh BYTEA,
  linked         BIGINT NOT NULL,
  last_used      BIGINT NOT NULL,
  check_at       BIGINT,
  missing        BIGINT,
  UNIQUE (issuer, subject),
  UNIQUE (user_id, issuer)
);
CREATE INDEX identity_check ON identity (check_at) WHERE check_at IS NOT NULL;

-- A sign-on that is under way in one browser: what was asked of the institution,
-- and then whom it named, until that person says what to do. Each serves once.
CREATE TABLE sign_on (
  token_hash   BYTEA PRIMARY KEY,
  purpose      TEXT COLLATE "C" NOT NULL,
  browser_hash BYTEA NOT NULL,
  sealed_data  BYTEA NOT NULL,
  expires      BIGINT NOT NULL
);
CREATE INDEX sign_on_end ON sign_on (expires);
