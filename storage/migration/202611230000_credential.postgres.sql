-- Who was proved a clinician, by what, and what other servers say of theirs.

-- What is said of an actor, beside it, so that whoever reads an actor has it
-- (JSON); '' when nothing is. The table credential has the same to search in.
ALTER TABLE actor ADD COLUMN credential TEXT COLLATE "C" NOT NULL DEFAULT '';

-- One proof. No number, no name and no paper is ever in it.
CREATE TABLE evidence (
  id          BIGINT PRIMARY KEY,
  actor       BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  kind        TEXT COLLATE "C" NOT NULL,
  profession  TEXT COLLATE "C" NOT NULL DEFAULT '',
  source      TEXT COLLATE "C" NOT NULL DEFAULT '',
  proved      BIGINT NOT NULL,
  valid_until BIGINT,
  withdrawn   BIGINT
);
CREATE INDEX evidence_actor ON evidence (actor);
CREATE INDEX evidence_until ON evidence (valid_until) WHERE withdrawn IS NULL AND valid_until IS NOT NULL;

CREATE TABLE credential (
  actor        BIGINT PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  issuer       TEXT COLLATE "C" NOT NULL DEFAULT '', -- host; '' is this instance
  profession   TEXT COLLATE "C" NOT NULL,
  specialties  TEXT COLLATE "C" NOT NULL DEFAULT '', -- slugs between commas
  level        INTEGER NOT NULL,
  method       TEXT COLLATE "C" NOT NULL,
  jurisdiction TEXT COLLATE "C" NOT NULL DEFAULT '',
  confirmed_by TEXT COLLATE "C" NOT NULL DEFAULT '',
  confirmed    BIGINT NOT NULL,
  valid_until  BIGINT NOT NULL,
  state        TEXT COLLATE "C" NOT NULL,
  reason       TEXT COLLATE "C" NOT NULL DEFAULT '',
  changed      BIGINT NOT NULL,
  reminded     INTEGER NOT NULL DEFAULT 0, -- days before the end of the last reminder
  public       BOOLEAN NOT NULL DEFAULT FALSE,
  -- The signed document: its address, its text, and until when it stands.
  iri            TEXT COLLATE "C" UNIQUE,
  document       TEXT COLLATE "C" NOT NULL DEFAULT '',
  document_until BIGINT,
  status_list    TEXT COLLATE "C" NOT NULL DEFAULT '',
  status_index   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX credential_until ON credential (valid_until) WHERE state = 'active';
CREATE INDEX credential_profession ON credential (profession, actor);
CREATE INDEX credential_status ON credential (status_list, status_index) WHERE status_list <> '';

-- Entries of our own status list that were taken back. They stay.
CREATE TABLE status_entry (
  entry   BIGINT PRIMARY KEY,
  actor   BIGINT NOT NULL,
  issued  BIGINT NOT NULL,
  revoked BIGINT
);
CREATE INDEX status_entry_actor ON status_entry (actor);

-- The status lists of other servers, as last read.
CREATE TABLE status_list (
  iri     TEXT COLLATE "C" PRIMARY KEY,
  host    TEXT COLLATE "C" NOT NULL,
  bits    BYTEA,
  etag    TEXT COLLATE "C" NOT NULL DEFAULT '',
  checked BIGINT,
  tried   BIGINT
);

CREATE TABLE peer_trust (
  host      TEXT COLLATE "C" PRIMARY KEY,
  rule      TEXT COLLATE "C" NOT NULL,
  min_level INTEGER NOT NULL DEFAULT 3,
  note      TEXT COLLATE "C" NOT NULL DEFAULT '',
  created   BIGINT NOT NULL,
  made_by   BIGINT NOT NULL DEFAULT 0
);
