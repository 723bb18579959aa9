-- Institutions by the domains of their addresses, and whose mailbox was proved.

CREATE TABLE institution_domain (
  domain        TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  subdomains    INTEGER NOT NULL DEFAULT FALSE,
  alumni        INTEGER NOT NULL DEFAULT FALSE,
  organisations TEXT NOT NULL DEFAULT '', -- names in registers, one a line
  created       INTEGER NOT NULL,
  made_by       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The mailbox is a keyed hash, the address sealed: neither can be read from a
-- stolen database. proved is NULL until the link was followed, and again when
-- the proof was taken back.
CREATE TABLE mail_proof (
  id          INTEGER PRIMARY KEY,
  actor       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  mailbox     BLOB NOT NULL,
  host        TEXT NOT NULL,
  sealed      BLOB NOT NULL,
  asked       INTEGER NOT NULL,
  proved      INTEGER,
  valid_until INTEGER,
  reminded    INTEGER,
  UNIQUE (actor, mailbox)
) STRICT;
-- One mailbox proves one account; a race of two is decided here.
CREATE UNIQUE INDEX mail_proof_mailbox ON mail_proof (mailbox) WHERE proved IS NOT NULL;
CREATE INDEX mail_proof_until ON mail_proof (valid_until) WHERE proved IS NOT NULL;
