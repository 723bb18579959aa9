-- Who was proved a clinician, by what, and what other servers say of theirs.

-- What is said of an actor, beside it, so that whoever reads an actor has it
-- (JSON); '' when nothing is. The table credential has the same to search in.
ALTER TABLE actor ADD COLUMN credential TEXT NOT NULL DEFAULT '';

-- One proof. No number, no name and no paper is ever in it.
CREATE TABLE evidence (
  id          INTEGER PRIMARY KEY,
  actor       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  profession  TEXT NOT NULL DEFAULT '',
  source      TEXT NOT NULL DEFAULT '',
  proved      INTEGER NOT NULL,
  valid_until INTEGER,
  withdrawn   INTEGER
) STRICT;
CREATE INDEX evidence_actor ON evidence (actor);
CREATE INDEX evidence_until ON evidence (valid_until) WHERE withdrawn IS NULL AND valid_until IS NOT NULL;

CREATE TABLE credential (
  actor        INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  issuer       TEXT NOT NULL DEFAULT '', -- host; '' is this instance
  profession   TEXT NOT NULL,
  specialties  TEXT NOT NULL DEFAULT '', -- slugs between commas
  level        INTEGER NOT NULL,
  method       TEXT NOT NULL,
  jurisdiction TEXT NOT NULL DEFAULT '',
  confirmed_by TEXT NOT NULL DEFAULT '',
  confirmed    INTEGER NOT NULL,
  valid_until  INTEGER NOT NULL,
  state        TEXT NOT NULL,
  reason       TEXT NOT NULL DEFAULT '',
  changed      INTEGER NOT NULL,
  reminded     INTEGER NOT NULL DEFAULT 0, -- days before the end of the last reminder
  public       INTEGER NOT NULL DEFAULT FALSE,
  -- The signed document: its address, its text, and until when it stands.
  iri            TEXT UNIQUE,
  document       TEXT NOT NULL DEFAULT '',
  document_until INTEGER,
  status_list    TEXT NOT NULL DEFAULT '',
  status_index   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX credential_until ON credential (valid_until) WHERE state = 'active';
CREATE INDEX credential_profession ON credential (profession, actor);
CREATE INDEX credential_status ON credential (status_list, status_index) WHERE status_list <> '';

-- Entries of our own status list that were taken back. They stay.
CREATE TABLE status_entry (
  entry   INTEGER PRIMARY KEY,
  actor   INTEGER NOT NULL,
  issued  INTEGER NOT NULL,
  revoked INTEGER
) STRICT;
CREATE INDEX status_entry_actor ON status_entry (actor);

-- The status lists of other servers, as last read.
CREATE TABLE status_list (
  iri     TEXT PRIMARY KEY,
  host    TEXT NOT NULL,
  bits    BLOB,
  etag    TEXT NOT NULL DEFAULT '',
  checked INTEGER,
  tried   INTEGER
) STRICT;

CREATE TABLE peer_trust (
  host      TEXT PRIMARY KEY,
  rule      TEXT NOT NULL,
  min_level INTEGER NOT NULL DEFAULT 3,
  note      TEXT NOT NULL DEFAULT '',
  created   INTEGER NOT NULL,
  made_by   INTEGER NOT NULL DEFAULT 0
) STRICT;
