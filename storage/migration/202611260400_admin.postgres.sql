-- Whom the door is shut to: ranges of network addresses, domains of e-mail addresses with
-- all below them, and single e-mail addresses, of which only a hash is kept.
CREATE TABLE address_block (
  id       BIGINT PRIMARY KEY,
  prefix   TEXT COLLATE "C" NOT NULL UNIQUE,
  severity TEXT COLLATE "C" NOT NULL,
  comment  TEXT COLLATE "C" NOT NULL,
  created  BIGINT NOT NULL,
  expires  BIGINT,
  made_by  BIGINT NOT NULL,
  hits     BIGINT NOT NULL DEFAULT 0,
  last_hit BIGINT
);
CREATE TABLE email_domain_block (
  id      BIGINT PRIMARY KEY,
  domain  TEXT COLLATE "C" NOT NULL UNIQUE,
  created BIGINT NOT NULL,
  made_by BIGINT NOT NULL
);
-- Who tried with such a domain, by day in Unix milliseconds: the address is sealed.
CREATE TABLE email_domain_use (
  block   BIGINT NOT NULL,
  day     BIGINT NOT NULL,
  address BYTEA NOT NULL,
  uses    BIGINT NOT NULL,
  PRIMARY KEY (block, day, address)
);
CREATE TABLE email_block (
  id      BIGINT PRIMARY KEY,
  hash    TEXT COLLATE "C" NOT NULL UNIQUE,
  created BIGINT NOT NULL,
  made_by BIGINT NOT NULL
);
