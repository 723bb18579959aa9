-- Institutions by the domains of their addresses, and whose mailbox was proved.

CREATE TABLE institution_domain (
  domain        TEXT COLLATE "C" PRIMARY KEY,
  name          TEXT COLLATE "C" NOT NULL,
  subdomains    BOOLEAN NOT NULL DEFAULT FALSE,
  alumni        BOOLEAN NOT NULL DEFAULT FALSE,
  organisations TEXT COLLATE "C" NOT NULL DEFAULT '', -- names in registers, one a line
  created       BIGINT NOT NULL,
  made_by       BIGINT NOT NULL DEFAULT 0
);

-- The mailbox is a keyed hash, the address sealed: neither can be read from a
-- stolen database. proved is NULL until the link was followed, and again when
-- the proof was taken back.
CREATE TABLE mail_proof (
  id          BIGINT PRIMARY KEY,
  actor       BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  mailbox     BYTEA NOT NULL,
  host        TEXT COLLATE "C" NOT NULL,
  sealed      BYTEA NOT NULL,
  asked       BIGINT NOT NULL,
  proved      BIGINT,
  valid_until BIGINT,
  reminded    BIGINT,
  UNIQUE (actor, mailbox)
);
-- One mailbox proves one account; a race of two is decided here.
CREATE UNIQUE INDEX mail_proof_mailbox ON mail_proof (mailbox) WHERE proved IS NOT NULL;
CREATE INDEX mail_proof_until ON mail_proof (valid_until) WHERE proved IS NOT NULL;
