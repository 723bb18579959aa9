-- Applications to be proved a clinician, and what officers decided.

-- What identifies somebody (legal name, number, address, note) is sealed. What
-- is left is what the queue is searched by.
CREATE TABLE verification (
  id            INTEGER PRIMARY KEY,
  actor         INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  state         TEXT NOT NULL,
  revision      INTEGER NOT NULL DEFAULT 1,
  profession    TEXT NOT NULL DEFAULT '',
  specialties   TEXT NOT NULL DEFAULT '', -- slugs between commas
  country       TEXT NOT NULL DEFAULT '',
  region        TEXT NOT NULL DEFAULT '',
  register      TEXT NOT NULL DEFAULT '',
  sealed_claim  BLOB,
  number_hash   BLOB, -- keyed; see register_claim
  verdict       TEXT NOT NULL DEFAULT '',
  sealed_record BLOB, -- what the register said
  checked       INTEGER,
  email_proved  INTEGER,
  officer       INTEGER NOT NULL DEFAULT 0,
  reason        TEXT NOT NULL DEFAULT '',
  proposal      TEXT NOT NULL DEFAULT '', -- what the first of two approved (JSON)
  created       INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  submitted     INTEGER,
  due           INTEGER,
  decided       INTEGER,
  cleared       INTEGER -- when the papers went
) STRICT;
-- One at a time; a race of two is decided here.
CREATE UNIQUE INDEX verification_live ON verification (actor) WHERE state IN ('draft', 'submitted', 'asked', 'seconded', 'appealed');
CREATE INDEX verification_actor ON verification (actor, id);
CREATE INDEX verification_state ON verification (state, submitted);
CREATE INDEX verification_number ON verification (number_hash) WHERE number_hash IS NOT NULL;

-- Who claims a number of a register, by a keyed hash. The first is its holder.
CREATE TABLE register_claim (
  hash    BLOB NOT NULL,
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  holder  INTEGER NOT NULL DEFAULT FALSE,
  created INTEGER NOT NULL,
  PRIMARY KEY (hash, actor)
) STRICT;
CREATE UNIQUE INDEX register_claim_holder ON register_claim (hash) WHERE holder;

-- What was done, in order.
CREATE TABLE verification_step (
  id           INTEGER PRIMARY KEY,
  verification INTEGER NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  act          TEXT NOT NULL,
  actor        INTEGER NOT NULL,
  reason       TEXT NOT NULL DEFAULT '',
  created      INTEGER NOT NULL
) STRICT;
CREATE INDEX verification_step_of ON verification_step (verification, id);

CREATE TABLE verification_message (
  id           INTEGER PRIMARY KEY,
  verification INTEGER NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL,
  officer      INTEGER NOT NULL DEFAULT FALSE,
  sealed       BLOB NOT NULL,
  created      INTEGER NOT NULL
) STRICT;
CREATE INDEX verification_message_of ON verification_message (verification, id);

-- A picture of a paper. It goes, its hash stays: a paper that comes again under
-- another name is known.
CREATE TABLE verification_document (
  id           INTEGER PRIMARY KEY,
  verification INTEGER NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  type         TEXT NOT NULL,
  size         INTEGER NOT NULL,
  sha256       BLOB NOT NULL,
  sealed_key   BLOB,
  sealed       BLOB,
  created      INTEGER NOT NULL,
  removed      INTEGER
) STRICT;
CREATE INDEX verification_document_of ON verification_document (verification, id);
CREATE INDEX verification_document_hash ON verification_document (sha256);

-- Who has looked at a paper, in full or small.
CREATE TABLE verification_view (
  document INTEGER NOT NULL REFERENCES verification_document (id) ON DELETE CASCADE,
  actor    INTEGER NOT NULL,
  whole    INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  PRIMARY KEY (document, actor, whole)
) STRICT;
