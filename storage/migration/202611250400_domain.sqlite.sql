-- What else a rule about a server does, and which list it came from: 0 for one that
-- staff made here.
ALTER TABLE domain_rule ADD COLUMN reject_media INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE domain_rule ADD COLUMN reject_reports INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE domain_rule ADD COLUMN obfuscate INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE domain_rule ADD COLUMN changed INTEGER;
ALTER TABLE domain_rule ADD COLUMN source INTEGER NOT NULL DEFAULT 0;

-- Where an actor's identifier lives, beside the domain it goes by.
ALTER TABLE actor ADD COLUMN home TEXT GENERATED ALWAYS AS (lower(substr(iri, instr(iri, '//') + 2,
  instr(substr(iri, instr(iri, '//') + 2) || '/', '/') - 1))) VIRTUAL;
CREATE INDEX actor_home ON actor (home);
CREATE INDEX notification_actor ON notification (actor);
CREATE INDEX media_owner_fetched ON media (owner) WHERE fetched IS NOT NULL;

-- Lists that staff look at before they are taken in.
CREATE TABLE domain_import (
  id       INTEGER PRIMARY KEY,
  made_by  INTEGER NOT NULL,
  name     TEXT NOT NULL,
  severity TEXT NOT NULL,
  body     TEXT NOT NULL,
  created  INTEGER NOT NULL
) STRICT;
CREATE INDEX domain_import_created ON domain_import (created);

-- Lists of others that are read again and again. excludes has one host a line.
CREATE TABLE domain_subscription (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  url      TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL,
  at_once  INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  excludes TEXT NOT NULL DEFAULT '',
  created  INTEGER NOT NULL,
  made_by  INTEGER NOT NULL,
  tried    INTEGER,
  read     INTEGER,
  etag     TEXT NOT NULL DEFAULT '',
  failure  TEXT NOT NULL DEFAULT '',
  shrunk   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What each of these lists said when it was read last.
CREATE TABLE domain_listing (
  subscription   INTEGER NOT NULL REFERENCES domain_subscription (id) ON DELETE CASCADE,
  host           TEXT NOT NULL,
  severity       TEXT NOT NULL,
  reject_media   INTEGER NOT NULL,
  reject_reports INTEGER NOT NULL,
  obfuscate      INTEGER NOT NULL,
  public_comment TEXT NOT NULL,
  PRIMARY KEY (subscription, host)
) STRICT;

-- What the lists would change here, for staff to decide; one that was rejected stays,
-- so that it is not asked again.
CREATE TABLE domain_draft (
  host           TEXT PRIMARY KEY,
  removes        INTEGER NOT NULL,
  severity       TEXT NOT NULL,
  reject_media   INTEGER NOT NULL,
  reject_reports INTEGER NOT NULL,
  obfuscate      INTEGER NOT NULL,
  public_comment TEXT NOT NULL,
  source         INTEGER NOT NULL,
  created        INTEGER NOT NULL,
  rejected       INTEGER
) STRICT;

-- Follows that ended because a server was shut out: by staff (owner 0), or by the
-- member owner for themselves. since tells one suspension of a server from the next.
CREATE TABLE severance (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  target  TEXT NOT NULL,
  owner   INTEGER NOT NULL,
  since   INTEGER NOT NULL,
  created INTEGER NOT NULL,
  UNIQUE (target, owner, since)
) STRICT;
CREATE TABLE severed (
  severance       INTEGER NOT NULL REFERENCES severance (id) ON DELETE CASCADE,
  member          INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  other           INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  follower        INTEGER NOT NULL, -- other followed the member, not the other way round
  hides_announces INTEGER NOT NULL,
  PRIMARY KEY (severance, member, other, follower)
) STRICT;
CREATE INDEX severed_member ON severed (member, severance);

-- Servers that members do not want to meet.
CREATE TABLE user_domain_block (
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  host    TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, host)
) STRICT;
