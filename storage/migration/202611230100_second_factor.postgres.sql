-- How members prove who they are beside a password: codes of an app, passkeys,
-- recovery codes. What opens an account is sealed or hashed with a secret that
-- is not in this database.

-- The secret of an authenticator app (RFC 6238), one a login. It counts once it
-- is confirmed. last_step is the step of the last code, so that none serves twice.
CREATE TABLE second_factor (
  user_id       BIGINT PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
  sealed_secret BYTEA NOT NULL,
  created       BIGINT NOT NULL,
  confirmed     BIGINT,
  last_step     BIGINT NOT NULL DEFAULT 0
);

-- Passkeys (WebAuthn credential records). suspect is when a signature counter
-- went back: it may have been copied, and opens nothing any more.
CREATE TABLE passkey (
  id            BIGINT PRIMARY KEY,
  user_id       BIGINT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  credential_id BYTEA NOT NULL UNIQUE,
  name          TEXT COLLATE "C" NOT NULL,
  sealed_record BYTEA NOT NULL,
  sign_count    BIGINT NOT NULL DEFAULT 0,
  created       BIGINT NOT NULL,
  last_used     BIGINT,
  suspect       BIGINT
);
CREATE INDEX passkey_login ON passkey (user_id);

CREATE TABLE recovery_code (
  user_id   BIGINT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  code_hash BYTEA NOT NULL,
  used      BIGINT,
  PRIMARY KEY (user_id, code_hash)
);

-- Who has proved a password and not yet the second factor. This is no session.
CREATE TABLE half_sign_in (
  token_hash BYTEA PRIMARY KEY,
  user_id    BIGINT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  factors    TEXT COLLATE "C" NOT NULL,
  expires    BIGINT NOT NULL
);

-- What a passkey has to sign, once and soon.
CREATE TABLE challenge (
  value_hash BYTEA PRIMARY KEY,
  purpose    TEXT COLLATE "C" NOT NULL,
  user_id    BIGINT NOT NULL DEFAULT 0,
  session    BIGINT NOT NULL DEFAULT 0,
  data       BYTEA NOT NULL,
  expires    BIGINT NOT NULL
);
CREATE INDEX challenge_end ON challenge (expires);

-- The browsers a login was seen in.
CREATE TABLE device (
  user_id    BIGINT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  token_hash BYTEA NOT NULL,
  last_seen  BIGINT NOT NULL,
  PRIMARY KEY (user_id, token_hash)
);

-- What the owner of a login should know of: sign-ins, and changes of what opens it.
CREATE TABLE security_event (
  id      BIGINT PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  kind    TEXT COLLATE "C" NOT NULL,
  agent   TEXT COLLATE "C" NOT NULL DEFAULT '',
  address TEXT COLLATE "C" NOT NULL DEFAULT '',
  created BIGINT NOT NULL
);
CREATE INDEX security_event_login ON security_event (user_id, id);

-- What a session was begun with, and when its owner last proved to be there.
ALTER TABLE session ADD COLUMN factors TEXT COLLATE "C" NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN proved BIGINT;
