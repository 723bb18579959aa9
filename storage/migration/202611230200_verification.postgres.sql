-- Applications to be proved a clinician, and what officers decided.

-- What identifies somebody (legal name, number, address, note) is sealed. What
-- is left is what the queue is searched by.
CREATE TABLE verification (
  id            BIGINT PRIMARY KEY,
  actor         BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  state         TEXT COLLATE "C" NOT NULL,
  revision      BIGINT NOT NULL DEFAULT 1,
  profession    TEXT COLLATE "C" NOT NULL DEFAULT '',
  specialties   TEXT COLLATE "C" NOT NULL DEFAULT '', -- slugs between commas
  country       TEXT COLLATE "C" NOT NULL DEFAULT '',
  region        TEXT COLLATE "C" NOT NULL DEFAULT '',
  register      TEXT COLLATE "C" NOT NULL DEFAULT '',
  sealed_claim  BYTEA,
  number_hash   BYTEA, -- keyed; see register_claim
  verdict       TEXT COLLATE "C" NOT NULL DEFAULT '',
  sealed_record BYTEA, -- what the register said
  checked       BIGINT,
  email_proved  BIGINT,
  officer       BIGINT NOT NULL DEFAULT 0,
  reason        TEXT COLLATE "C" NOT NULL DEFAULT '',
  proposal      TEXT COLLATE "C" NOT NULL DEFAULT '', -- what the first of two approved (JSON)
  created       BIGINT NOT NULL,
  changed       BIGINT NOT NULL,
  submitted     BIGINT,
  due           BIGINT,
  decided       BIGINT,
  cleared       BIGINT -- when the papers went
);
-- One at a time; a race of two is decided here.
CREATE UNIQUE INDEX verification_live ON verification (actor) WHERE state IN ('draft', 'submitted', 'asked', 'seconded', 'appealed');
CREATE INDEX verification_actor ON verification (actor, id);
CREATE INDEX verification_state ON verification (state, submitted);
CREATE INDEX verification_number ON verification (number_hash) WHERE number_hash IS NOT NULL;

-- Who claims a number of a register, by a keyed hash. The first is its holder.
CREATE TABLE register_claim (
  hash    BYTEA NOT NULL,
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  holder  BOOLEAN NOT NULL DEFAULT FALSE,
  created BIGINT NOT NULL,
  PRIMARY KEY (hash, actor)
);
CREATE UNIQUE INDEX register_claim_holder ON register_claim (hash) WHERE holder;

-- What was done, in order.
CREATE TABLE verification_step (
  id           BIGINT PRIMARY KEY,
  verification BIGINT NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  act          TEXT COLLATE "C" NOT NULL,
  actor        BIGINT NOT NULL,
  reason       TEXT COLLATE "C" NOT NULL DEFAULT '',
  created      BIGINT NOT NULL
);
CREATE INDEX verification_step_of ON verification_step (verification, id);

CREATE TABLE verification_message (
  id           BIGINT PRIMARY KEY,
  verification BIGINT NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  actor        BIGINT NOT NULL,
  officer      BOOLEAN NOT NULL DEFAULT FALSE,
  sealed       BYTEA NOT NULL,
  created      BIGINT NOT NULL
);
CREATE INDEX verification_message_of ON verification_message (verification, id);

-- A picture of a paper. It goes, its hash stays: a paper that comes again under
-- another name is known.
CREATE TABLE verification_document (
  id           BIGINT PRIMARY KEY,
  verification BIGINT NOT NULL REFERENCES verification (id) ON DELETE CASCADE,
  actor        BIGINT NOT NULL,
  kind         TEXT COLLATE "C" NOT NULL,
  type         TEXT COLLATE "C" NOT NULL,
  size         BIGINT NOT NULL,
  sha256       BYTEA NOT NULL,
  sealed_key   BYTEA,
  sealed       BYTEA,
  created      BIGINT NOT NULL,
  removed      BIGINT
);
CREATE INDEX verification_document_of ON verification_document (verification, id);
CREATE INDEX verification_document_hash ON verification_document (sha256);

-- Who has looked at a paper, in full or small.
CREATE TABLE verification_view (
  document BIGINT NOT NULL REFERENCES verification_document (id) ON DELETE CASCADE,
  actor    BIGINT NOT NULL,
  whole    BOOLEAN NOT NULL,
  created  BIGINT NOT NULL,
  PRIMARY KEY (document, actor, whole)
);
