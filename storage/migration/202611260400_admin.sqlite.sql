-- Whom the door is shut to: ranges of network addresses, domains of e-mail addresses with
-- all below them, and single e-mail addresses, of which only a hash is kept.
CREATE TABLE address_block (
  id       INTEGER PRIMARY KEY,
  prefix   TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL,
  comment  TEXT NOT NULL,
  created  INTEGER NOT NULL,
  expires  INTEGER,
  made_by  INTEGER NOT NULL,
  hits     INTEGER NOT NULL DEFAULT 0,
  last_hit INTEGER
) STRICT;
CREATE TABLE email_domain_block (
  id      INTEGER PRIMARY KEY,
  domain  TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  made_by INTEGER NOT NULL
) STRICT;
-- Who tried with such a domain, by day in Unix milliseconds: the address is sealed.
CREATE TABLE email_domain_use (
  block   INTEGER NOT NULL,
  day     INTEGER NOT NULL,
  address BLOB NOT NULL,
  uses    INTEGER NOT NULL,
  PRIMARY KEY (block, day, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE email_block (
  id      INTEGER PRIMARY KEY,
  hash    TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  made_by INTEGER NOT NULL
) STRICT;
