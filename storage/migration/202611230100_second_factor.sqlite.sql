-- How members prove who they are beside a password: codes of an app, passkeys,
-- recovery codes. What opens an account is sealed or hashed with a secret that
-- is not in this database.

-- The secret of an authenticator app (RFC 6238), one a login. It counts once it
-- is confirmed. last_step is the step of the last code, so that none serves twice.
CREATE TABLE second_factor (
  user_id       INTEGER PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
  sealed_secret BLOB NOT NULL,
  created       INTEGER NOT NULL,
  confirmed     INTEGER,
  last_step     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Passkeys (WebAuthn credential records). suspect is when a signature counter
-- went back: it may have been copied, and opens nothing any more.
CREATE TABLE passkey (
  id            INTEGER PRIMARY KEY,
  user_id       INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  credential_id BLOB NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  sealed_record BLOB NOT NULL,
  sign_count    INTEGER NOT NULL DEFAULT 0,
  created       INTEGER NOT NULL,
  last_used     INTEGER,
  suspect       INTEGER
) STRICT;
CREATE INDEX passkey_login ON passkey (user_id);

CREATE TABLE recovery_code (
  user_id   INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  code_hash BLOB NOT NULL,
  used      INTEGER,
  PRIMARY KEY (user_id, code_hash)
) STRICT;

-- Who has proved a password and not yet the second factor. This is no session.
CREATE TABLE half_sign_in (
  token_hash BLOB PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  factors    TEXT NOT NULL,
  expires    INTEGER NOT NULL
) STRICT;

-- What a passkey has to sign, once and soon.
CREATE TABLE challenge (
  value_hash BLOB PRIMARY KEY,
  purpose    TEXT NOT NULL,
  user_id    INTEGER NOT NULL DEFAULT 0,
  session    INTEGER NOT NULL DEFAULT 0,
  data       BLOB NOT NULL,
  expires    INTEGER NOT NULL
) STRICT;
CREATE INDEX challenge_end ON challenge (expires);

-- The browsers a login was seen in.
CREATE TABLE device (
  user_id    INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL,
  last_seen  INTEGER NOT NULL,
  PRIMARY KEY (user_id, token_hash)
) STRICT;

-- What the owner of a login should know of: sign-ins, and changes of what opens it.
CREATE TABLE security_event (
  id      INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL,
  agent   TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX security_event_login ON security_event (user_id, id);

-- What a session was begun with, and when its owner last proved to be there.
ALTER TABLE session ADD COLUMN factors TEXT NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN proved INTEGER;
